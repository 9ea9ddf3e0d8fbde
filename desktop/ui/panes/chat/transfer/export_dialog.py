"""Conversations out: in which form, into one file or one for each, and where to; then written in the background."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.features.exchange.export import Form, file_name, steps_to_file, steps_to_folder
from desktop.features.generation.stop import Stop
from desktop.store.conversations.exchange import Exchange
from desktop.store.conversations.organisation import Organisation
from desktop.store.conversations.organisation_records import View
from desktop.ui import tasks
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.panes.chat.transfer.transfer_card import TransferCard
from desktop.ui.widgets import Button, Label, Popup, RowButton, Segmented, toast

if TYPE_CHECKING:
    from desktop.features.exchange.export import Paper, Step
    from desktop.store import Store

_FORMS = (Form.MARKDOWN, Form.HTML, Form.DOCX, Form.PDF, Form.JSON)


class ExportPopup(Popup):
    """The form, and for several whether into one file; `asked` carries a form and whether each gets a file."""

    help_topic = "chat#transfer"

    asked = Signal(object, bool)

    def __init__(self, anchor: QWidget, count: int) -> None:
        super().__init__(anchor)
        self._form = Form.MARKDOWN
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 4)
        one = translate("Chat", "Export the conversation")
        many = translate("Chat", "Export {n} conversations").format(n=f"{count:,}")
        head.addWidget(Label(one if count == 1 else many, "chrome_medium"))
        self.card.column.addLayout(head)
        self.rows: dict[Form, RowButton] = {}
        for form in _FORMS:
            row = RowButton(partial(form_words, form), self.card, tick=True)
            row.setMinimumWidth(420)
            row.clicked.connect(partial(self._choose, form))
            self.rows[form] = row
            self.card.column.addWidget(row)
        self.rows[self._form].setChecked(True)
        self.each = Segmented(
            lambda: translate("Chat", "Files"),
            lambda: ((False, translate("Chat", "One file")), (True, translate("Chat", "A file for each"))),
        )
        self.each.set_value(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 12, 8, 8)
        foot.addWidget(self.each)
        self.each.setVisible(count > 1)
        foot.addStretch(1)
        self.go = Button(lambda: translate("Chat", "Choose where…"), "primary")
        self.go.clicked.connect(self._ask)
        foot.addWidget(self.go)
        self.card.column.addLayout(foot)

    def first_focus(self) -> QWidget:
        return self.rows[self._form]

    def _choose(self, form: Form, _checked: bool = False) -> None:
        self._form = form

    def _ask(self) -> None:
        each = bool(self.each.value)
        self.close_popup()
        self.asked.emit(self._form, each)


def form_words(form: Form) -> str:
    """A form and what it is for."""
    match form:
        case Form.MARKDOWN:
            return translate("Chat", "Markdown, for other editors")
        case Form.HTML:
            return translate("Chat", "HTML, one page for the browser")
        case Form.DOCX:
            return translate("Chat", "Word (docx)")
        case Form.PDF:
            return translate("Chat", "PDF, to print")
    return translate("Chat", "JSON, complete, with every version; can be imported")


class ExportAsking(QObject):
    """Asks and writes. What fails is said in place and nothing half-written stays."""

    def __init__(self, store: Store, paper: Paper | None, page: ChatPage, anchor: QWidget) -> None:
        super().__init__(page)
        self._store = store
        self._exchange = Exchange(store.database)
        self._paper = paper
        self._page = page
        self._anchor = anchor
        self.card: TransferCard | None = None

    def ask(self, ids: Sequence[int]) -> None:
        """Export these; an empty choice is every conversation outside of the trash."""
        if ids:
            self._open(list(ids))
            return

        def every() -> list[int]:
            return [each.id for each in Organisation(self._store.database).conversations(View(archived=None))]

        tasks.run(every, self._open, self._failed, self, lane="store")

    def _open(self, ids: list[int]) -> None:
        if not ids:
            toast(self._page, translate("Chat", "There is nothing to export yet."), bottom=self._page.toast_room)
            return
        popup = ExportPopup(self._anchor, len(ids))
        popup.asked.connect(lambda form, each: self._ask_where(ids, form, each=each))
        popup.open_below(self._anchor)

    def _ask_where(self, ids: list[int], form: Form, *, each: bool) -> None:
        if each:
            dialog = self._dialog(translate("Chat", "Choose a folder"))
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            dialog.fileSelected.connect(lambda name: self.write(ids, form, Path(name), each=True))
            dialog.open()
            return

        def open_dialog(title: str) -> None:
            dialog = self._dialog(translate("Chat", "Export"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(str(form))
            dialog.setNameFilters([f"*.{form}"])
            dialog.setDirectory(str(Path.home()))
            dialog.selectFile(f"{file_name(title)}.{form}")
            dialog.fileSelected.connect(lambda name: self.write(ids, form, Path(name)))
            dialog.open()

        fallback = translate("Chat", "Conversations")
        if len(ids) == 1:
            tasks.run(
                lambda: self._store.conversation(ids[0]).title or fallback,
                open_dialog,
                self._failed,
                self,
                lane="store",
            )
        else:
            open_dialog(fallback)

    def write(self, ids: Sequence[int], form: Form, path: Path, *, each: bool = False) -> None:
        """Write in the background; a card says how far, and stops it."""
        stop = Stop()
        card = self.card = TransferCard(self._page, stop)
        card.show_words(translate("Chat", "Exporting…"))
        make = steps_to_folder if each else steps_to_file
        last: list[Step] = []

        def step(step: Step) -> None:
            last[:] = [step]
            card.show_progress(step.done, step.total)

        def done() -> None:
            files = last[0].files if last else ()
            if stop.is_set and not (each and files):
                card.end(translate("Chat", "The export was stopped; nothing was written."))
            elif each:
                said = translate("Chat", "Files written: {n}.").format(n=f"{len(files):,}")
                card.end(said, lambda: translate("Chat", "Open the folder"), lambda: _open_folder(path))
            else:
                said = translate("Chat", "Written to {name}.").format(name=path.name)
                card.end(said, lambda: translate("Chat", "Open the folder"), lambda: _open_folder(path.parent))

        def failed(error: Exception) -> None:
            told = sentence(error)
            card.fail(told.what, told.cause)

        tasks.stream(
            lambda: make(self._exchange, ids, form, path, self._paper, lambda: stop.is_set), step, done, failed, card
        )

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._page, title)
        for part, words in (
            (QFileDialog.DialogLabel.LookIn, translate("Models", "Folder:")),
            (QFileDialog.DialogLabel.FileName, translate("Models", "File name:")),
            (QFileDialog.DialogLabel.FileType, translate("Models", "Kind of file:")),
            (QFileDialog.DialogLabel.Reject, translate("Models", "Cancel")),
        ):
            dialog.setLabelText(part, words)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _failed(self, error: Exception) -> None:
        toast(self._page, sentence(error).what, bottom=self._page.toast_room)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
