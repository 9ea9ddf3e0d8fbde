"""The text of a reply: running text, code and tables one under another, built only where it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown_tree import Block, CodeBlock, Document, Heading, ListBlock, Paragraph, Quote, Table
from desktop.formats.markdown_tree import plain_text as text_of
from desktop.ui.panes.chat.code_card import CodeCard
from desktop.ui.panes.chat.prose import Prose
from desktop.ui.panes.chat.table_view import TableView
from desktop.ui.theme import theme

LIFT = 2  # Qt sets a line at the foot of its fixed height: text is placed this much higher
_CARD_GAP = 14
_PROSE_BLOCKS = 20  # of one document: what is built at a time
_PROSE_CHARACTERS = 3_000
_AT_ONCE = 3  # a body of so few pieces is built whole


@dataclass
class _Place:
    blocks: tuple[Block, ...]
    height: int = 0
    top: int = 0
    widget: QWidget | None = None

    @property
    def card(self) -> bool:
        return isinstance(self.blocks[0], CodeBlock | Table)


class Body(QWidget):
    """The pieces of one document. `resized` tells that building a piece changed the height."""

    resized = Signal()
    link_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[_Place] = []
        self._width = 0
        self._height = 0

    def set_document(self, document: Document) -> None:
        """Show another text."""
        for place in self._places:
            if place.widget is not None:
                place.widget.deleteLater()
                place.widget.hide()
        self._places = [_Place(blocks) for blocks in _pieces(document)]
        self._width = 0

    def fit(self, width: int) -> int:
        """Lay out in `width` px and return the height; pieces not built yet count by estimate."""
        if width != self._width:
            self._width = width
            for place in self._places:
                if place.widget is None and len(self._places) <= _AT_ONCE:
                    place.widget = self._build(place)
                place.height = self._measure(place)
            self._stack()
        return self._height

    def reveal(self, top: int, bottom: int) -> None:
        """Build the pieces between these heights."""
        changed = False
        for place in self._places:
            if place.widget is None and place.top <= bottom and place.top + place.height >= top:
                place.widget = self._build(place)
                place.height = self._measure(place)
                changed = True
        if changed:
            before = self._height
            self._stack()
            if self._height != before:
                self.resized.emit()

    @property
    def ends_with_card(self) -> bool:
        return bool(self._places) and self._places[-1].card

    def _build(self, place: _Place) -> QWidget:
        first = place.blocks[0]
        if isinstance(first, CodeBlock):
            return CodeCard(first, self)
        prose = TableView(first, self) if isinstance(first, Table) else Prose(self)
        prose.link_clicked.connect(self.link_clicked)
        if not isinstance(first, Table):
            prose.show_blocks(place.blocks)
            prose.setAccessibleName(translate("Chat", "Reply"))
        return prose

    def _measure(self, place: _Place) -> int:
        if isinstance(place.widget, Prose | CodeCard):
            return place.widget.fit(self._width)
        return estimate("".join(_texts(place.blocks)), self._width)

    def _stack(self) -> None:
        y = 0
        before: _Place | None = None
        for place in self._places:
            if before is not None:
                y += _CARD_GAP if place.card or before.card else theme.px(8)
            place.top = y
            if place.widget is not None:
                lift = 0 if place.card else LIFT
                place.widget.setGeometry(0, y - lift, self._width, place.height + lift)
                place.widget.show()
            y += place.height
            before = place
        self._height = y


def estimate(text: str, width: int) -> int:
    """How high `text` will be in `width` px, from its length alone: good enough to place a scroll bar."""
    em = theme.em("chat", 1)
    wide = len(text[:400].encode(errors="replace")) > 2 * len(text[:400])  # a Chinese character is three bytes
    per_line = max(1, int(width / (em if wide else em * 0.5)))
    lines = len(text) // per_line + text.count("\n") + 1
    return lines * theme.line("chat", chinese=wide)


def copy_plain(document: Document) -> None:
    """Put the text of a document, without Markdown's marks, on the clipboard."""
    QGuiApplication.clipboard().setText("\n\n".join(text for text in _texts(document.blocks) if text))


def _pieces(document: Document) -> Iterator[tuple[Block, ...]]:
    """Code and tables alone, other blocks together in helpings."""
    gathered: list[Block] = []
    characters = 0
    for block in document.blocks:
        if isinstance(block, CodeBlock | Table):
            if gathered:
                yield tuple(gathered)
                gathered, characters = [], 0
            yield (block,)
            continue
        gathered.append(block)
        characters += sum(map(len, _texts((block,))))
        if len(gathered) >= _PROSE_BLOCKS or characters >= _PROSE_CHARACTERS:
            yield tuple(gathered)
            gathered, characters = [], 0
    if gathered:
        yield tuple(gathered)


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                yield text_of(runs)
            case CodeBlock():
                yield block.text
            case Quote(inner):
                yield from _texts(inner)
            case ListBlock(items, start):
                for number, item in enumerate(items, start or 0):
                    marker = "- " if start is None else f"{number}. "
                    yield marker + "\n".join(_texts(item.blocks))
            case Table(header, rows):
                yield "\n".join("\t".join(text_of(cell) for cell in row) for row in (header, *rows))
