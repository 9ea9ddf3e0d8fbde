"""Copies of everything that is kept: listed, made by hand, and gone back to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.store.core.restoring import Backups
from desktop.ui import tasks
from desktop.ui.leaving import go_back_to_copy
from desktop.ui.panes.settings.row import Row
from desktop.ui.services import Services
from desktop.ui.text.date_format import moment_text
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Confirm, Line, Notice, Page, file_dialog, toast

if TYPE_CHECKING:
    from desktop.store.core.restoring import Backup


class BackupsPage(Page):
    """Every copy was checked when it was made; going back to one keeps what is there now as a copy too."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            lambda: translate("Backups", "Backups"),
            lambda: translate(
                "Backups",
                "A copy of all conversations, stories and translations is made once a day, checked, and kept for seven "
                "days. Copies made here stay until you delete the file.",
            ),
        )
        self._services = services
        self._backups = Backups(services.paths.database, services.paths.backups)
        self._found: list[Backup] = []
        self._busy = False
        self.notice: Notice | None = None
        self.column.addSpacing(20)
        self.column.addWidget(Line())
        self.now_row = Row()
        say(self.now_row, self.now_row.name.setText, lambda: translate("Backups", "Back up now"))
        say(self.now_row, self.now_row.note.set_text, lambda: translate("Backups", "Into the folder of the backups."))
        self.now = Button(lambda: translate("Backups", "Back up now"))
        self.now.clicked.connect(self.make)
        self.now_row.add_control(self.now)
        self.copy_row = Row()
        say(self.copy_row, self.copy_row.name.setText, lambda: translate("Backups", "A copy elsewhere"))
        say(
            self.copy_row,
            self.copy_row.note.set_text,
            lambda: translate("Backups", "On another disk, say; it can be gone back to from the list’s last row."),
        )
        self.elsewhere = Button(lambda: translate("Backups", "Choose where…"))
        self.elsewhere.clicked.connect(self._ask_where)
        self.copy_row.add_control(self.elsewhere)
        self.column.addWidget(self.now_row)
        self.column.addWidget(self.copy_row)
        self.add_heading(lambda: translate("Backups", "Go back to"))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addLayout(self._list)
        self.rows: list[Row] = []
        self.file_row = Row()
        say(self.file_row, self.file_row.name.setText, lambda: translate("Backups", "A copy in another place"))
        self.from_file = Button(lambda: translate("Backups", "Choose a file…"))
        self.from_file.clicked.connect(self._ask_file)
        self.file_row.add_control(self.from_file)
        self.column.addWidget(self.file_row)
        self.finish()
        say(self, lambda _: self._fill(), lambda: "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """List the copies again."""
        tasks.run(self._backups.all, self._show, self._failed, self, lane="backups")

    def make(self) -> None:
        """Make a copy now."""
        self._work(self._backups.make, lambda: translate("Backups", "A backup was made and checked."))

    def copy_to(self, path: Path) -> None:
        """A checked copy at a place of one's own."""
        said = translate("Backups", "A checked copy is in {name}.").format(name=path.name)
        self._work(lambda: self._backups.copy_to(path), lambda: said)

    def restore(self, backup: Path) -> None:
        """Go back to a copy: the window closes and opens again with it."""
        self._services.leave(go_back_to_copy(backup))
        self.window().close()

    def ask_to_restore(self, backup: Path, when: str) -> Confirm:
        """Say what happens, and let a person choose."""
        question = Confirm(
            self,
            translate("Backups", "Go back to the backup of {date}?").format(date=when),
            translate(
                "Backups",
                "What was written since then is no longer shown. It isn’t lost: what is there now is kept as a backup "
                "first. The window closes and opens again.",
            ),
            translate("Backups", "Go back to it"),
            translate("Backups", "Stay"),
        )
        question.confirmed.connect(lambda: self.restore(backup))
        question.ask()
        return question

    # -- inside ----------------------------------------------------------------------------------------------------

    def _work(self, work: Callable[[], object], said: Callable[[], str]) -> None:
        if self._busy:
            return
        self._busy = True

        def done(_: object) -> None:
            self._busy = False
            toast(self, said())
            self.read()

        tasks.run(work, done, self._failed, self, lane="backups")

    def _failed(self, error: Exception) -> None:
        self._busy = False
        told = sentence(error)
        if self.notice is not None:
            self.notice.set_words(told.what, told.cause)
            return
        self.notice = Notice(told.what, told.cause, closable=True)
        self.notice.closed.connect(self._drop_notice)
        self.column.insertWidget(2, self.notice)

    def _drop_notice(self) -> None:
        if self.notice is not None:
            self.notice.hide()
            self.notice.deleteLater()
            self.notice = None

    def _show(self, found: list[Backup]) -> None:
        self._found = found
        self._fill()

    def _fill(self) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(backup) for backup in self._found]
        for row in self.rows:
            self._list.addWidget(row)
        self.file_row.note.set_text(
            translate("Backups", "Such as one that was made on another machine.")
            if self.rows
            else translate("Backups", "There is no backup here yet; the first is made with the first messages.")
        )

    def _row(self, backup: Backup) -> Row:
        row = Row()
        when = moment_text(backup.made)
        row.name.setText(when)
        row.note.set_text(
            translate("Backups", "{kind}, {size}, checked").format(
                kind=kind_text(backup.kind), size=bytes_text(backup.size)
            )
        )
        button = Button(lambda: translate("Backups", "Go back…"))
        button.setAccessibleDescription(when)
        button.clicked.connect(lambda: self.ask_to_restore(backup.path, when))
        row.add_control(button)
        return row

    def _ask_where(self) -> None:
        dialog = file_dialog(self, translate("Backups", "Save a copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("sqlite3")
        dialog.setDirectory(str(Path.home()))
        dialog.selectFile(f"lamplight-{datetime.now():%Y-%m-%d}.sqlite3")
        dialog.fileSelected.connect(lambda name: self.copy_to(Path(name)))
        dialog.open()

    def _ask_file(self) -> None:
        dialog = file_dialog(self, translate("Backups", "Choose a copy"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["*.sqlite3", translate("TranslatePane", "All files (*)")])
        dialog.fileSelected.connect(lambda name: self.ask_to_restore(Path(name), Path(name).name))
        dialog.open()


def kind_text(kind: str) -> str:
    """Why a copy was made."""
    match kind:
        case "daily":
            return translate("Backups", "daily")
        case "before-migration":
            return translate("Backups", "before an update")
        case "before-restore":
            return translate("Backups", "before going back")
    return translate("Backups", "made by hand")
