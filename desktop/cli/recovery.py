"""Opening the store from a terminal: where it is damaged, the person decides how to go on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.error_text import sentence
from desktop.base.errors import Code, StoreError
from desktop.base.i18n import translate
from desktop.cli.terminal import Terminal

if TYPE_CHECKING:
    from desktop.features.services import Services


def open_store(services: Services, terminal: Terminal) -> None:
    """Open the store; a damaged one, or one of a newer version, is replaced by its newest copy that can be read, or
    begun anew, when the person says so.

    Raises StoreError, also for such a file that nobody is there to decide about.
    """
    try:
        services.open_store()
    except StoreError as error:
        if error.code not in (Code.STORE_CORRUPT, Code.STORE_NEWER) or not terminal.interactive:
            raise
        terminal.fail(str(sentence(error)))
        backup = Path(error.details["backup"]) if error.details["backup"] else None
        if not _agreed(backup, terminal):
            raise SystemExit(1) from error
        from desktop.store.core.backups import recover

        why = "newer" if error.code is Code.STORE_NEWER else "damaged"
        recover(services.paths.database, services.paths.backups, backup, why)
        services.open_store()


def _agreed(backup: Path | None, terminal: Terminal) -> bool:
    if backup is None:
        question = translate("CommandLine", "There is no backup. Begin with an empty one?")
    else:
        question = translate("CommandLine", "Go on with the backup {name}?").format(name=backup.name)
    try:
        answer = terminal.ask(question + translate("CommandLine", " [y/N] "))
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes", "是", "好")
