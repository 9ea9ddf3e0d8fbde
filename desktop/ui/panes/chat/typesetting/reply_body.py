"""The text of a reply: running text, code and tables one under another, built only where it is looked at."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.tree import CodeBlock, ListBlock, Table
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.text_column import LIFT, estimate
from desktop.ui.panes.chat.typesetting.code_card import CodeCard
from desktop.ui.panes.chat.typesetting.plain_stream import PlainStream
from desktop.ui.panes.chat.typesetting.prose import Prose, WideFormula
from desktop.ui.panes.chat.typesetting.table_view import TableView
from desktop.ui.panes.chat.typesetting.typesetter import NOTE, REFERENCE
from desktop.ui.panes.chat.typesetting.widget_pieces import Piece, WidgetPieces, anchors, is_wide, stands_alone, texts

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Document

_CARD_GAP = 14
_AT_ONCE = 3  # a body of so few pieces is built whole
_SLICE_SECONDS = 0.02  # of building; then the window has a turn
_UNKNOWN = -1


@dataclass
class _Place:
    piece: Piece
    height: int = _UNKNOWN
    top: int = 0
    widget: QWidget | None = None

    @property
    def card(self) -> bool:
        return bool(self.piece) and isinstance(self.piece[0], CodeBlock | Table)

    @property
    def goes_on(self) -> bool:
        """Whether it belongs to the piece above without a gap."""
        first = self.piece[0] if self.piece else None
        return isinstance(first, ListBlock) and first.goes_on and first.tight


class Body(QWidget):
    """The pieces of one document. `resized` tells that building a piece changed the height, or goes on."""

    resized = Signal()
    link_clicked = Signal(str)
    looked_for = Signal(int)  # how far down stands what a footnote's number led to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[_Place] = []
        self._width = 0
        self._height = 0
        self._rest: PlainStream | None = None  # plain text that is still to be typeset
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self.resized)

    def clear(self) -> None:
        """Show nothing, and forget how the text looked."""
        self.show_pieces([])

    def set_document(self, document: Document) -> None:
        """Show another text; what is the same at its beginning stays as it is."""
        pieces = WidgetPieces()
        pieces.add(document.blocks)
        self.show_pieces(pieces.all())

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show these pieces; equal ones at the beginning are kept, a last one that grew is filled again."""
        self.drop_rest()
        old, kept = self._places, 0
        while kept < min(len(old), len(pieces)) and old[kept].piece == pieces[kept]:
            kept += 1
        self._places = old[:kept] + [_Place(piece) for piece in pieces[kept:]]
        seen = bool(old) and old[-1].widget is not None
        for before, place in zip(old[kept:], self._places[kept:], strict=False):
            if before.widget is not None and _kind(before.piece) is _kind(place.piece):
                place.widget, before.widget = before.widget, None
                _fill_again(place.widget, place.piece)
        if seen and self._width and len(self._places) > kept and self._places[-1].widget is None:
            self._places[-1].widget = self._build(self._places[-1])  # no blank where one looks
        for before in old[kept:]:
            if before.widget is not None:
                before.widget.deleteLater()
                before.widget.hide()
        if self._width:
            self._lay_out()

    def append_plain(self, text: str) -> None:
        """Put `text` after everything, without Markdown: into the card when the last piece is code."""
        last = self._places[-1] if self._places else None
        if last is not None and isinstance(last.widget, CodeCard):
            last.widget.append(text)
            last.piece = (last.widget.block,)
            last.height = self._measure(last)
        else:
            if self._rest is None:
                self._rest = PlainStream(self)
                self._rest.link_clicked.connect(self.link_clicked)
                self._rest.show()
            self._rest.append_text(text)
        if self._width:
            self._stack()

    def drop_rest(self) -> None:
        """Take the plain text away."""
        if self._rest is not None:
            self._rest.hide()
            self._rest.deleteLater()
            self._rest = None

    def set_caret(self, shown: bool) -> None:
        """The amber caret at the end of the text, where that is running text."""
        last = self._rest or (self._places[-1].widget if self._places else None)
        for widget in (*(place.widget for place in self._places[-3:]), self._rest):
            if isinstance(widget, Prose) and not isinstance(widget, TableView):
                widget.set_caret(shown and widget is last)

    def fit(self, width: int) -> int:
        """Lay out in `width` px and return the height; pieces not built yet count by estimate."""
        if width != self._width:
            self._width = width
            for place in self._places:
                place.height = _UNKNOWN
            self._lay_out()
        return self._height

    def _lay_out(self) -> None:
        for place in self._places:
            if place.widget is None and len(self._places) <= _AT_ONCE:
                place.widget = self._build(place)
            if place.height == _UNKNOWN:
                place.height = self._measure(place)
        self._stack()

    def reveal(self, top: int, bottom: int) -> None:
        """Build the pieces between these heights; what takes long is built in several turns of the window's loop."""
        begun, changed = time.perf_counter(), False
        for place in self._places:
            if place.widget is None and place.top <= bottom and place.top + place.height >= top:
                place.widget = self._build(place)
                place.height = self._measure(place)
                changed = True
                if time.perf_counter() - begun > _SLICE_SECONDS:
                    self._more.start(0)
                    break
        if changed:
            before = self._height
            self._stack()
            if self._height != before:
                self.resized.emit()

    def _clicked(self, address: str) -> None:
        if not address.startswith((NOTE, REFERENCE)):
            self.link_clicked.emit(address)
            return
        place = next((place for place in self._places if address in anchors(place.piece)), None)
        if place is not None:
            self.reveal(place.top, place.top)
            QTimer.singleShot(0, self, lambda: self._look_for(address))

    def _look_for(self, address: str) -> None:
        for place in self._places:
            down = place.widget.place_of(address) if isinstance(place.widget, Prose) else None
            if down is not None and place.widget is not None:
                place.widget.setFocus(Qt.FocusReason.OtherFocusReason)
                self.looked_for.emit(place.top + down)
                return

    @property
    def ends_with_card(self) -> bool:
        return bool(self._places) and self._rest is None and isinstance(self._places[-1].widget, CodeCard | TableView)

    @property
    def written(self) -> str:
        """The text that is laid out now, as it is read."""
        shown = [*(place.widget for place in self._places), self._rest]
        return "\n".join(
            (each.lines if isinstance(each, CodeCard) else each).toPlainText()
            for each in shown
            if isinstance(each, CodeCard | Prose)
        )

    def _build(self, place: _Place) -> QWidget:
        first = place.piece[0]
        if isinstance(first, CodeBlock):
            return CodeCard(first, self)
        plain = WideFormula if is_wide(first) else Prose
        prose = TableView(first, self) if isinstance(first, Table) else plain(self)
        prose.link_clicked.connect(self._clicked)
        if not isinstance(first, Table):
            prose.setLineWrapColumnOrWidth(self._width)
            prose.show_blocks(place.piece)
            prose.setAccessibleName(translate("Chat", "Reply"))
        return prose

    def _measure(self, place: _Place) -> int:
        if isinstance(place.widget, Prose | CodeCard):
            return place.widget.fit(self._width)
        return estimate("".join(texts(place.piece)), self._width)

    def _stack(self) -> None:
        y = 0
        before: _Place | None = None
        rest = [] if self._rest is None else [_Place((), self._rest.fit(self._width), widget=self._rest)]
        for place in (*self._places, *rest):
            if before is not None and not place.goes_on:
                y += _CARD_GAP if place.card or before.card else theme.px(8)
            place.top = y
            if place.widget is not None:
                lift = 0 if isinstance(place.widget, CodeCard | TableView) else LIFT
                place.widget.setGeometry(0, y - lift, self._width, place.height + lift)
                place.widget.show()
            y += place.height
            before = place
        self._height = y


def _kind(piece: Piece) -> type | None:
    """What widget shows it: None for running text."""
    return type(piece[0]) if piece and stands_alone(piece[0]) else None


def _fill_again(widget: QWidget, piece: Piece) -> None:
    first = piece[0]
    if isinstance(widget, CodeCard) and isinstance(first, CodeBlock):
        widget.show_block(first)
    elif isinstance(widget, TableView) and isinstance(first, Table):
        widget.show_table(first)
    elif isinstance(widget, Prose):
        widget.grow(piece)


def copy_plain(document: Document) -> None:
    """Put the text of a document, without Markdown's marks, on the clipboard."""
    QGuiApplication.clipboard().setText("\n\n".join(text for text in texts(document.blocks) if text))
