"""What happens between one window and the next, while nothing is open: another folder, another version, nothing left.

Each takes the program, whose services are closed or closed here, and returns what follows.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.error_text import Told, sentence
from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.ui import startup
from desktop.ui.look.theme import theme
from desktop.ui.startup import Question
from desktop.ui.widgets import Icon, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.features.home.inventory import Kept
    from desktop.features.services import Services as Program
    from desktop.features.updates.installing import Outcome
    from desktop.features.updates.updates import Before, Updates

log = logging.getLogger(__name__)

_WIDTH = 560


class Next(Enum):
    """What follows."""

    OPEN_AGAIN = "open_again"
    END = "end"
    RESTART = "restart"  # of the program that is installed now


Leave = Callable[["Program"], Next]


def go_back_to_copy(backup: Path) -> Leave:
    """Go back to a copy of the database."""

    def leave(app: Program) -> Next:
        startup.restore(app, backup)
        return Next.OPEN_AGAIN

    return leave


def move_writing(folder: Path) -> Leave:
    """Let the writing live in another folder; told where it can't, and all is then as it was."""

    def leave(app: Program) -> Next:
        _do(lambda: translate("Leaving", "The writing is copied, checked and moved."), lambda: app.relocate(folder))
        return Next.OPEN_AGAIN

    return leave


def install_update(updates: Updates, package: Path, version: str) -> Leave:
    """Install a version that was fetched; the database is copied first."""

    def leave(app: Program) -> Next:
        return _install(app, version, lambda: updates.install(package), package)

    return leave


def go_back_to_version(updates: Updates, wanted: Before, package: Path | None) -> Leave:
    """Put the version before into the place of this one, with data that it can read."""

    def leave(app: Program) -> Next:
        return _install(app, wanted.version, lambda: updates.go_back(wanted, package), package)

    return leave


def remove_everything(kept: Sequence[Kept], *, models_elsewhere: bool) -> Leave:
    """Remove all that is kept, and say what became of it."""

    def leave(app: Program) -> Next:
        from desktop.features.home.removing import Removed, remove

        found: list[Removed] = []
        app.rest()
        _do(
            lambda: translate("Leaving", "Everything is being removed."),
            lambda: found.append(remove(kept, app.paths, models_elsewhere=models_elsewhere)),
        )
        for removed in found:
            what = translate("Leaving", "Everything is gone; {size} are free again. The program itself is still here.")
            left = "\n".join(f"{name} {cause}".strip() for name, cause in removed.left)
            note = translate("Leaving", "This could not be removed:") if left else ""
            _tell(Told(what.format(size=bytes_text(removed.size)), left), note)
        return Next.END

    return leave


def restart(program: Path) -> None:
    """Let what is installed now take the place of this process. Returns only where that isn't possible."""
    environment = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    try:
        os.execve(program, [str(program)], environment)
    except OSError as error:
        log.error("the new version was not started: %s", error)


class Waiting(QWidget):
    """A small window that says what is done, while nothing else can be."""

    def __init__(self, what: Callable[[], str], note: Callable[[], str]) -> None:
        super().__init__()
        self.setWindowTitle("Lamplight")
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(8)
        column.addWidget(Icon("lamp", "accent", 28), 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        self.what = Paragraph(what, "chat")
        column.addWidget(self.what)
        if note():
            column.addWidget(Paragraph(note, "chrome", "secondary"))
        theme.follow(self, self.update)
        self.setFixedWidth(theme.px(_WIDTH))
        self.adjustSize()
        self.move(QGuiApplication.primaryScreen().availableGeometry().center() - self.rect().center())

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))


def _install(app: Program, version: str, install: Callable[[], Outcome], package: Path | None) -> Next:
    from desktop.features.updates.installing import Outcome
    from desktop.features.updates.words import outcome_text

    app.rest()
    outcomes: list[Outcome] = []
    worked = _do(
        lambda: translate("Leaving", "Version {version} is being installed.").format(version=version),
        lambda: outcomes.append(install()),
        lambda: translate("Leaving", "Your writing was copied first. The system may ask for a password."),
    )
    if not worked:
        return Next.OPEN_AGAIN
    if outcomes[0] is Outcome.INSTALLED:
        return Next.RESTART
    _tell(Told(outcome_text(outcomes[0], version, package)), "")
    return Next.END


def _do(what: Callable[[], str], work: Callable[[], object], note: Callable[[], str] = lambda: "") -> bool:
    """Do it on another thread while a small window says so; an error is told. Whether it worked."""
    waiting = Waiting(what, note)
    waiting.show()
    failed = startup.try_work(work)
    waiting.close()
    waiting.deleteLater()
    if failed is None:
        return True
    log.error("not done: %s", failed)
    Question(sentence(failed), "", [("on", lambda: translate("Leaving", "Go on as before"), "primary")]).ask()
    return False


def _tell(told: Told, note: str) -> None:
    Question(told, note, [("close", lambda: translate("Startup", "Close"), "primary")]).ask()
