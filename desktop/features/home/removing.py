"""Removing everything that Lamplight keeps, once a person has read what that is and typed a word."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.base import secrets
from desktop.base.crashes import watch
from desktop.base.i18n import translate, translator
from desktop.base.log import stop_log
from desktop.base.network.ledger import ledger
from desktop.base.paths import Paths
from desktop.base.settings import HUB_TOKENS, Settings
from desktop.features.home.inventory import Kept, What, take_inventory
from desktop.library.endpoints import Endpoints

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Removed:
    """How many bytes are free again, and what could not be removed, each with the system's words."""

    size: int
    left: tuple[tuple[str, str], ...]


def inventory(paths: Paths, settings: Settings) -> list[Kept]:
    """All that there is to remove, secrets too. Reads sizes: not on the main thread."""
    return take_inventory(paths, settings, secret_names(paths, settings))


def secret_names(paths: Paths, settings: Settings) -> list[str]:
    """The names of what is in the system's keyring; the keyring itself isn't asked."""
    named = [f"{source}-token" for source in str(settings[HUB_TOKENS]).split(",") if source]
    with contextlib.suppress(OSError, ValueError):
        named += [endpoint.secret_name for endpoint in Endpoints(paths.data / "endpoints.json").all()]
    return list(dict.fromkeys(named))


def word() -> str:
    """What a person types so that it happens."""
    return translate("Inventory", "remove")


def is_word(typed: str) -> bool:
    """Whether it was typed, in the language of the interface or in English."""
    return typed.strip().casefold() in (word().casefold(), translator.english(word).casefold())


def remove(kept: Iterable[Kept], paths: Paths, *, models_elsewhere: bool = False) -> Removed:
    """Remove it. The store, the engines and the log must be closed, or are: the log is closed here.

    Models in a folder that a person chose for them stay, unless `models_elsewhere`. What can't be removed is told, and
    the rest goes all the same.
    """
    ledger.flush()  # or it would write what it still has at the end
    watch.stop()
    stop_log()
    size = 0
    left: list[tuple[str, str]] = []
    for each in kept:
        if each.what is What.MODELS_ELSEWHERE and not models_elsewhere:
            continue
        left += [(name, "") for name in each.names if not secrets.keep(name, "")]
        for path in each.paths:
            cause = _remove(path)
            if cause:
                left.append((str(path), cause))
        size += each.size
    for folder in _own_folders(paths):
        with contextlib.suppress(OSError):  # something of somebody else's is in it
            os.rmdir(folder)
    return Removed(size, tuple(left))


def _own_folders(paths: Paths) -> list[Path]:
    """Folders that were made for Lamplight, those inside others first."""
    found = {
        folder for each in (paths, Paths.of_system()) for folder in (each.data, each.config, each.cache, each.logs)
    }
    if paths.fixed:
        found = {paths.data, paths.config, paths.cache, paths.logs}
    found |= {folder.parent for folder in found if folder.parent.name == "lamplight"}
    return sorted(found, reverse=True)


def _remove(path: Path) -> str:
    """Remove a file, a link, or a folder with all that is in it; returns what the system says where it can't."""
    causes: list[str] = []

    def failed(_do: Callable[..., object], _at: str, error: BaseException) -> None:
        if not isinstance(error, FileNotFoundError):
            causes.append(str(error))

    try:
        if path.is_dir() and not path.is_symlink():
            _remove_tree(path, failed)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        causes.append(error.strerror or str(error))
    return causes[0] if causes else ""


def _remove_tree(path: Path, failed: Callable[[Callable[..., object], str, BaseException], None]) -> None:
    # `onerror` has another name from Python 3.12 on, and both are there until 3.14.
    shutil.rmtree(path, onerror=lambda do, at, info: failed(do, at, info[1]))
