"""Attaching documents to a draft: from a dialog, by dropping or pasting files; choosing parts; looking at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.error_text import sentence
from desktop.base.errors import Code, DocumentError
from desktop.base.i18n import translate
from desktop.features.chat.attachments import count, divide, read_document, read_part
from desktop.features.generation.stop import Stop
from desktop.store.attachments.attachments import Attachments
from desktop.store.attachments.records import Attachment
from desktop.ui import tasks
from desktop.ui.panes.chat.attachments.parts_popup import PartsPopup, PiecesPopup
from desktop.ui.panes.chat.composer.composer import Composer
from desktop.ui.panes.chat.search.hit_marks import in_document, selections
from desktop.ui.services import Services
from desktop.ui.widgets import Sheet

if TYPE_CHECKING:
    from desktop.features.chat.attachments import Counted
    from desktop.formats.pieces import Piece
    from desktop.store.core.search_text import Query

_MARKED = 2_000  # hits of one document: as many as anyone scrolls through


class AttachmentsController(QObject):
    """What is attached to the open conversation's draft. `changed` fires for it; `said` carries a sentence to tell.

    `room` says how many tokens are still free, None where that isn't known.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(
        self,
        services: Services,
        composer: Composer,
        open_id: Callable[[], int | None],
        room: Callable[[], int | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._store = Attachments(services.store.database)
        self._composer = composer
        self._open_id = open_id
        self._room = room
        self._stop = Stop()
        self._counted: dict[str, Counted] = {}  # by path, while the window lives
        self.attached: list[Attachment] = []
        self.looked_for: Callable[[], Query | None] = lambda: None
        composer.chips.opened.connect(self.open)
        composer.chips.removed.connect(self.detach)

    # -- what is there ---------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Show what is attached to the open conversation's draft."""
        wanted = self._open_id()
        self._show([])

        def show(found: list[Attachment]) -> None:
            if wanted == self._open_id():
                self._show(found)

        tasks.run(lambda: self._store.of_draft(wanted), show, self._failed, self, lane="store")

    def sent(self) -> None:
        """What was attached went with the message."""
        self._show([])

    def close(self) -> None:
        """Stop reading and counting."""
        self._stop.set()

    # -- attaching -------------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Let a person choose documents."""
        dialog = QFileDialog(self._composer, translate("Chat", "Attach documents"))
        for part, words in (
            (QFileDialog.DialogLabel.LookIn, translate("Models", "Folder:")),
            (QFileDialog.DialogLabel.FileName, translate("Models", "File name:")),
            (QFileDialog.DialogLabel.FileType, translate("Models", "Kind of file:")),
            (QFileDialog.DialogLabel.Accept, translate("Chat", "Attach")),
            (QFileDialog.DialogLabel.Reject, translate("Models", "Cancel")),
        ):
            dialog.setLabelText(part, words)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        documents = "*.txt *.md *.html *.htm *.docx *.epub *.pdf *.csv *.tsv"
        dialog.setNameFilters(
            [
                translate("Chat", "All files (*)"),
                translate("Chat", "Documents ({endings})").format(endings=documents),
            ]
        )
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        dialog.open()

    def add(self, paths: Sequence[Path]) -> None:
        """Attach these files, one after another."""
        if not paths:
            return
        path, *rest = paths
        self.said.emit(translate("Chat", "Reading {name}…").format(name=path.name))

        def read() -> Counted:
            return count(read_document(path), path, self._services.model_manager, self._stop)

        def done(counted: Counted) -> None:
            self.said.emit("")
            self._counted[str(path)] = counted
            self._offer(counted, lambda: self.add(rest))

        def failed(error: Exception) -> None:
            if isinstance(error, DocumentError) and error.code is Code.ATTACHMENT_TOO_LARGE:
                self._divide(path, error, lambda: self.add(rest))
                return
            self._failed(error)
            self.add(rest)

        tasks.run(read, done, failed, self)

    def _divide(self, path: Path, error: DocumentError, then: Callable[[], object]) -> None:
        """Say by how much a file is too large, and offer its pieces where it has some."""

        def offer(found: tuple[Piece, ...]) -> None:
            if not found:
                self._failed(error)
                then()
                return
            self.said.emit("")
            said = translate("Chat", "{n} in all, {over} more than can be read at once. Choose what is to be read.")
            said = said.format(n=error.details["amount"], over=error.details["over"])
            popup = PiecesPopup(self._composer, path, found, said)
            popup.chosen.connect(lambda numbers: self._read_pieces(path, [found[number] for number in numbers]))
            popup.closed.connect(then)
            popup.open_over()

        tasks.run(lambda: divide(path), offer, self._failed, self)

    def _read_pieces(self, path: Path, pieces: Sequence[Piece]) -> None:
        """Count pieces and attach them, one after another."""
        if not pieces:
            return
        piece, *rest = pieces
        self.said.emit(translate("Chat", "Reading {name}…").format(name=path.name))

        def done(counted: Counted) -> None:
            self.said.emit("")
            self._offer(replace(counted, divided=True), lambda: self._read_pieces(path, rest))

        def read() -> Counted:
            return count(read_part(path, piece), path, self._services.model_manager, self._stop)

        tasks.run(read, done, self._failed, self)

    def _offer(self, counted: Counted, then: Callable[[], object]) -> None:
        """Attach the whole where it fits; else say by how much it doesn't, and offer its parts."""
        room, total = self._room(), counted.total()
        if room is None or total <= room:
            self._attach(counted.attachment())
            then()
            return
        popup = PartsPopup(self._composer, counted, room)
        popup.chosen.connect(lambda parts: self._attach(counted.attachment(parts)))
        popup.closed.connect(then)
        popup.open_over()

    def _attach(self, attachment: Attachment) -> None:
        wanted = self._open_id()

        def done(kept: Attachment) -> None:
            if wanted == self._open_id():
                self._show([*self.attached, kept])

        tasks.run(lambda: self._store.attach(wanted, attachment), done, self._failed, self, lane="store")

    # -- what is done with one -------------------------------------------------------------------------------------

    def open(self, attachment_id: int) -> None:
        """Choose other parts of a document that has some; show the text of one that has none."""
        found = next((one for one in self.attached if one.id == attachment_id), None)
        if found is None:
            return
        known = self._counted.get(found.path)
        if known is not None:
            self._choose_again(found, known)
            return

        def read() -> Counted:
            path = Path(found.path)
            return count(read_document(path), path, self._services.model_manager, self._stop)

        def done(counted: Counted) -> None:
            self._counted[found.path] = counted
            self._choose_again(found, counted)

        # A file that has gone or changed its mind: what will be sent can be looked at all the same.
        tasks.run(read, done, lambda _: show_attachment(self._composer, found), self)

    def open_sent(self, attachment_id: int) -> None:
        """Show exactly what was sent with a message."""
        tasks.run(
            lambda: self._store.read(attachment_id),
            lambda found: show_attachment(self._composer, found, self.looked_for()),
            self._failed,
            self,
            lane="store",
        )

    def _choose_again(self, found: Attachment, counted: Counted) -> None:
        if len(counted.document.parts) < 2:
            show_attachment(self._composer, found)
            return
        room = self._room()
        popup = PartsPopup(self._composer, counted, None if room is None else room + found.tokens, found.part)
        popup.look_asked.connect(lambda: show_attachment(self._composer, found))
        popup.chosen.connect(lambda parts: self._change(found, counted.attachment(parts)))
        popup.open_over()

    def _change(self, before: Attachment, now: Attachment) -> None:
        changed = Attachment(now.name, now.text, now.part, now.tokens, now.path, before.id)

        def done(kept: Attachment) -> None:
            self._show([kept if one.id == kept.id else one for one in self.attached])

        tasks.run(lambda: self._store.change(changed), done, self._failed, self, lane="store")

    def detach(self, attachment_id: int) -> None:
        """Take one off."""
        left = [one for one in self.attached if one.id != attachment_id]
        tasks.run(lambda: self._store.detach(attachment_id), None, self._failed, self, lane="store")
        self._show(left)
        if not left:
            self._composer.text.setFocus()

    def _show(self, attached: list[Attachment]) -> None:
        self.attached = attached
        self._composer.chips.show_attached([one.head for one in attached])
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.said.emit(sentence(error).what)


def show_attachment(anchor: QWidget, attachment: Attachment, query: Query | None = None) -> Sheet:
    """The text exactly as it is sent; what was looked for is marked, and the first of it in view."""
    name = f"{attachment.name} ({attachment.part})" if attachment.part else attachment.name
    sheet = Sheet(anchor, name, attachment.text)
    found = in_document(attachment.text, query)[:_MARKED] if query is not None else ()
    sheet.open_over()
    if found:
        sheet.reader.setExtraSelections(selections(sheet.reader, found))
        cursor = sheet.reader.textCursor()
        cursor.setPosition(found[0][0])
        sheet.reader.setTextCursor(cursor)
        sheet.reader.ensureCursorVisible()
        bar = sheet.reader.verticalScrollBar()
        bar.setValue(bar.value() + sheet.reader.cursorRect().top() - sheet.reader.viewport().height() // 3)
    return sheet
