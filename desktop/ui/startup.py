"""Before the main window: opening the store, and calm choices when that fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import Told, sentence
from desktop.base.errors import Code, LamplightError, StoreError
from desktop.base.i18n import translate
from desktop.base.paths import Paths, choose_folder
from desktop.ui import tasks
from desktop.ui.look.theme import theme
from desktop.ui.text.date_format import moment_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Icon, Paragraph

if TYPE_CHECKING:
    from desktop.features.services import Services as Program

log = logging.getLogger(__name__)

_WIDTH = 560


class Question(QWidget):
    """A small window: what happened, the cause, and buttons. `answered` fires once with the key of the choice."""

    answered = Signal(str)

    def __init__(self, told: Told, note: str, choices: list[tuple[str, Callable[[], str], str]]) -> None:
        super().__init__()
        self._answer_given = False
        self.buttons: dict[str, Button] = {}
        self.setWindowTitle("Lamplight")
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 24)
        column.setSpacing(0)
        column.addWidget(Icon("lamp", "accent", 28), 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(16)
        self.what = Paragraph(told.what, "chat")
        column.addWidget(self.what)
        for words in (note, told.cause):
            if words:
                column.addSpacing(8)
                column.addWidget(Paragraph(words, "chrome", "secondary"))
        column.addStretch(1)
        column.addSpacing(24)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for key, label, kind in choices:
            button = Button(label, kind)
            button.clicked.connect(lambda _=False, key=key: self._answer(key))
            self.buttons[key] = button
            row.addWidget(button)
        column.addLayout(row)
        say(self, self.setAccessibleName, lambda: told.what)
        theme.follow(self, self.update)
        self.setFixedWidth(theme.px(_WIDTH))
        self.adjustSize()
        self.move(QGuiApplication.primaryScreen().availableGeometry().center() - self.rect().center())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._answer("close")

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))

    def _answer(self, key: str) -> None:
        if not self._answer_given:
            self._answer_given = True
            self.answered.emit(key)

    def ask(self) -> str:
        """Show it and wait for the choice; closing it is `close`."""
        loop = QEventLoop()
        answers: list[str] = []
        self.answered.connect(answers.append)
        self.answered.connect(loop.quit)
        self.show()
        self.raise_()
        last = list(self.buttons.values())[-1]
        last.setFocus(Qt.FocusReason.OtherFocusReason)
        loop.exec()
        self.hide()
        self.deleteLater()
        return answers[0]


def open_store(app: Program, prepare: Callable[[], object] = lambda: None) -> bool:
    """Open the store off the main thread, and `prepare` what will use it; ask where it can't be opened.

    The event loop runs meanwhile. False when the person chose to close.
    """

    def work() -> None:
        app.open_store()
        prepare()

    while True:
        error = try_work(work)
        if error is None:
            return True
        log.error("store not opened: %s", error)
        if not _resolve(error, app.paths):
            return False


def restore(app: Program, backup: Path) -> None:
    """Go back to a copy while no window is open; told where it can't be, and all is then as it was."""
    failed = try_work(lambda: app.restore(backup))
    if failed is not None:
        log.error("not restored: %s", failed)
        choices: list[tuple[str, Callable[[], str], str]] = [
            ("on", lambda: translate("Startup", "Go on without it"), "primary")
        ]
        Question(sentence(failed), "", choices).ask()


def try_work(work: Callable[[], object]) -> Exception | None:
    """Do `work` on another thread while the event loop runs; returns what went wrong, None for nothing."""
    loop = QEventLoop()
    wrong: list[Exception] = []

    def failed(error: Exception) -> None:
        wrong.append(error)
        loop.quit()

    done: list[object] = []

    def ended(result: object) -> None:
        done.append(result)
        loop.quit()

    tasks.run(work, ended, failed, lane="store")
    loop.exec()
    if not done and not wrong:  # the program is being closed
        tasks.finish()
    return wrong[0] if wrong else None


def _resolve(error: Exception, paths: Paths) -> bool:
    """Ask what to do about it; True to try again."""
    answer = question_for(error).ask()
    while answer == "folder":
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.data)))
        answer = question_for(error).ask()
    if answer in ("backup", "empty"):
        from desktop.store.core.backups import recover

        backup = Path(_detail(error, "backup")) if answer == "backup" else None
        newer = isinstance(error, LamplightError) and error.code is Code.STORE_NEWER
        why = "newer" if newer else "damaged"
        failed = try_work(lambda: recover(paths.database, paths.backups, backup, why))
        return failed is None or _resolve(failed, paths)
    return answer == "again"


def question_for(error: Exception) -> Question:
    """The choices that make sense for this error; the last one is the safest step forward."""
    code = error.code if isinstance(error, LamplightError) else Code.INTERNAL
    note = ""
    choices: list[tuple[str, Callable[[], str], str]] = [
        ("close", lambda: translate("Startup", "Close"), "quiet"),
        ("folder", lambda: translate("Startup", "Open the folder"), "plain"),
    ]
    if code in (Code.STORE_CORRUPT, Code.STORE_NEWER):
        backup = _detail(error, "backup")
        choices.append(("empty", lambda: translate("Startup", "Start empty"), "plain"))
        if backup:
            note = translate("Startup", "The newest good backup is of {date}.").format(date=_made(Path(backup)))
            if code is Code.STORE_NEWER:
                note = translate(
                    "Startup",
                    "The newest backup that this version can read is of {date}. The newer file is kept aside, under "
                    "another name.",
                ).format(date=_made(Path(backup)))
            choices.append(("backup", lambda: translate("Startup", "Open the backup"), "primary"))
        elif code is Code.STORE_NEWER:
            note = translate("Startup", "Starting empty keeps the newer file aside, under another name.")
        else:
            note = translate("Startup", "There is no backup of it.")
    else:
        choices.append(("again", lambda: translate("Startup", "Try again"), "primary"))
    return Question(sentence(error), note, choices)


def refuse(error: Exception, paths: Paths) -> Paths | None:
    """Tell of an error the program can't go on from, such as a data folder that can't be made.

    Returns the folders to try again with, where a person found a way: the disk is connected now, or the system's
    folder shall do. None to end.
    """
    if isinstance(error, OSError):
        code = Code.DISK_FULL if error.errno == 28 else Code.DATA_READ_ONLY
        error = StoreError(code, path=str(error.filename or ""), cause=str(error.strerror or error))
    choices: list[tuple[str, Callable[[], str], str]] = [("close", lambda: translate("Startup", "Close"), "quiet")]
    if not isinstance(error, StoreError) or error.code is not Code.WRITING_AWAY:
        Question(sentence(error), "", [(*choices[0][:2], "primary")]).ask()
        return None
    choices += [
        ("usual", lambda: translate("Startup", "Begin anew in the usual folder"), "plain"),
        ("again", lambda: translate("Startup", "Try again"), "primary"),
    ]
    note = translate("Startup", "Nothing is lost: all of it is there when the disk is.")
    answer = Question(sentence(error), note, choices).ask()
    if answer == "usual":
        choose_folder(paths.config, None)
        return Paths.of_system()
    return paths if answer == "again" else None


def _made(backup: Path) -> str:
    """When a backup was made, in words; its name where the file doesn't say."""
    try:
        seconds = int(backup.stat().st_mtime)
    except OSError:
        return backup.name
    return moment_text(datetime.fromtimestamp(seconds, UTC))


def _detail(error: Exception, name: str) -> str:
    return str(error.details.get(name) or "") if isinstance(error, LamplightError) else ""
