"""Running text on the page: selectable, typeset by `typeset`, with what Qt can't set painted under and beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextLine,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from desktop.formats.markdown.tree import Paragraph
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.typesetting import formula_object
from desktop.ui.panes.chat.typesetting import typesetter as typeset
from desktop.ui.panes.chat.typesetting.formula_object import pictures
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Block

_CHIP_PAD = 3
_CHIP_HEIGHT = 20
_CARET = 2
_LIKELY = 600
_UNBOUNDED = 100_000
_BAR = 2
_FORMULA_AIR = 12
_BAR_SHIFT = 2  # Qt sets a line at the foot of its fixed height, and leaves the foot out of the block's rectangle
_BOX = 16
_BOX_OUT = 24  # from a task's text to the left edge of its box


class Prose(QTextBrowser):
    """Text without a frame or scroll bars, as high as its text: the transcript scrolls.

    `link_clicked` carries the address of a link and where on the screen it was clicked; nothing is opened here, and
    nothing is ever loaded.
    """

    link_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, token: str = "text") -> None:
        super().__init__(parent)
        self._token = token
        self._caret = False
        self._blocks: tuple[Block, ...] = ()
        self._typesetter: typeset.Typesetter | None = None
        self.hits: tuple[tuple[int, int], ...] = ()
        self.current_hit = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(_LIKELY)  # or the text would first be laid out in no width at all
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAcceptDrops(False)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        self.anchorClicked.connect(lambda url: self.link_clicked.emit(bytes(url.toEncoded().data()).decode()))
        typeset.prepare(self.document())
        pictures.painted.connect(self.viewport().update)

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        """Nothing, from nowhere."""
        return None

    def focusNextPrevChild(self, next: bool) -> bool:
        """From link to link, and out. Before a link that the text begins with, Qt would stay for good."""
        cursor = self.textCursor()
        if next or not cursor.hasSelection() or cursor.selectionStart():
            return super().focusNextPrevChild(next)
        cursor.clearSelection()
        self.setTextCursor(cursor)
        return QTextEdit.focusNextPrevChild(self, next)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Replace the text."""
        self.follow_theme()
        self.ensurePolished()  # or being shown would lay it out once more
        document = self.document()
        with typeset.laid_out_once(document):
            document.clear()
            self._typesetter = typeset.Typesetter(document, token=self._token)
            self._typesetter.write(blocks)
        self._blocks = tuple(blocks)

    def grow(self, blocks: Sequence[Block]) -> None:
        """Show `blocks`; those at the beginning that are shown already are left as they are, and so is a selection."""
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self._blocks, blocks, strict=False)))
        if self._typesetter is None or not same:
            anchor, position = self.textCursor().anchor(), self.textCursor().position()
            self.show_blocks(blocks)
            self._select(anchor, position)
            return
        anchor, position = self.textCursor().anchor(), self.textCursor().position()
        self._typesetter.cut(same)
        self._typesetter.write(blocks[same:])
        self._blocks = tuple(blocks)
        self._select(anchor, position)

    def _select(self, anchor: int, position: int) -> None:
        last = self.document().characterCount() - 1
        if anchor != position and max(anchor, position) <= last:
            cursor = self.textCursor()
            cursor.setPosition(anchor)
            cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def follow_theme(self) -> None:
        """Take the selection's colours; the text's own come with its blocks."""
        palette = self.palette()
        clear = theme.colour("page")
        clear.setAlpha(0)
        palette.setColor(QPalette.ColorRole.Base, clear)
        palette.setColor(QPalette.ColorRole.Text, theme.colour(self._token))
        palette.setColor(QPalette.ColorRole.Highlight, theme.colour("selection"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.colour("text"))
        self.setPalette(palette)

    def set_hits(self, hits: tuple[tuple[int, int], ...], current: int = -1) -> None:
        """Mark what was found, from and to positions of the document; `current` is the one looked at."""
        if (hits, current) != (self.hits, self.current_hit):
            self.hits, self.current_hit = hits, current
            self.viewport().update()

    def set_caret(self, shown: bool) -> None:
        """The amber caret at the end of what is being written."""
        if shown != self._caret:
            self._caret = shown
            self.viewport().update()

    def fit(self, width: int) -> int:
        """Lay the text out in `width` px and return its height."""
        if width != self.lineWrapColumnOrWidth():
            self.setLineWrapColumnOrWidth(width)
        document = self.document()
        if document.textWidth() != width:  # Qt would lay it out again
            document.setTextWidth(width)
        return math.ceil(document.size().height())

    def natural_width(self) -> int:
        """The width the text would take on one line per paragraph."""
        document = self.document()
        self.setLineWrapColumnOrWidth(_UNBOUNDED)
        document.setTextWidth(_UNBOUNDED)
        return math.ceil(document.idealWidth())

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected text, plain, with formulas as their TeX."""
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def selected_text(self) -> str:
        """What is selected, with line breaks, and formulas as their TeX."""
        cursor = self.textCursor()
        text = cursor.selection().toPlainText()
        return formula_object.copied(text, formula_object.formats(cursor), self.document())

    # -- events ----------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape):
            event.ignore()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:  # paragraphs have their own direction
            typeset.prepare(self.document())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in self._blocks_in(QRectF(event.rect())):
            self._paint_under(painter, block)
        painter.end()
        super().paintEvent(event)
        if self._caret:
            painter = QPainter(self.viewport())
            painter.fillRect(self._caret_rect(), theme.colour("accent"))
            painter.end()

    def place_of(self, name: str) -> int | None:
        """How far down a footnote or a reference to one stands, in px; the cursor goes there."""
        block = self.document().begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                if name in iterator.fragment().charFormat().anchorNames():
                    cursor = QTextCursor(self.document())
                    cursor.setPosition(iterator.fragment().position())
                    self.setTextCursor(cursor)
                    return self.cursorRect(cursor).top()
                iterator += 1
            block = block.next()
        return None

    def _blocks_in(self, area: QRectF) -> Iterator[QTextBlock]:
        layout = self.document().documentLayout()
        block = self.document().begin()
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            if rect.top() > area.bottom():
                return
            if rect.bottom() >= area.top():
                yield block
            block = block.next()

    def _paint_under(self, painter: QPainter, block: QTextBlock) -> None:
        form = block.blockFormat()
        rect = self.document().documentLayout().blockBoundingRect(block)
        if form.hasProperty(typeset.QUOTE):
            self._paint_quote(painter, block, rect, form.intProperty(typeset.QUOTE))
        if form.hasProperty(typeset.RULE):
            painter.fillRect(QRectF(rect.left(), round(rect.center().y()), rect.width(), 1), theme.colour("hairline"))
        if form.hasProperty(typeset.TASK):
            self._paint_task(painter, block, rect, bool(form.intProperty(typeset.TASK)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("code"))
        if form.hasProperty(typeset.CODE):
            left = form.leftMargin() - typeset.CODE_PAD
            pad = typeset.CODE_PAD - _BAR_SHIFT
            area = QRectF(left, rect.top() - pad, self.viewport().width() - left, rect.height() + 2 * pad + _BAR_SHIFT)
            painter.drawRoundedRect(area, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        for chip in self._chips(block, rect.topLeft()):
            painter.drawRoundedRect(chip, tokens.RADIUS_TOKEN, tokens.RADIUS_TOKEN)
        self._paint_hits(painter, block, rect.topLeft())

    def _paint_hits(self, painter: QPainter, block: QTextBlock, origin: QPointF) -> None:
        """The tint of the selection under what was found; the one looked at is edged too."""
        for number, (start, end) in enumerate(self.hits):
            first, last = max(start - block.position(), 0), min(end - block.position(), block.length())
            if first < last:
                for area in self._spans(block, origin, first, last):
                    box = area.adjusted(_CHIP_PAD - 1, 0, 1 - _CHIP_PAD, 0)
                    rounded(painter, box, tokens.RADIUS_TOKEN, "selection", self._edge(number))

    def _edge(self, number: int) -> str | None:
        return "accent" if number == self.current_hit else None

    def _paint_quote(self, painter: QPainter, block: QTextBlock, rect: QRectF, depth: int) -> None:
        above = block.previous()
        top, bottom = rect.top() + _BAR_SHIFT, rect.bottom() + 2 * _BAR_SHIFT
        joined = not block.blockFormat().boolProperty(typeset.QUOTE_BEGINS)
        if joined and above.isValid() and above.blockFormat().intProperty(typeset.QUOTE):
            top = self.document().documentLayout().blockBoundingRect(above).bottom() + 2 * _BAR_SHIFT
        for level in range(depth):
            x = level * typeset.QUOTE_INDENT
            if block.textDirection() == Qt.LayoutDirection.RightToLeft:
                x = self.viewport().width() - x - _BAR
            alert = str(block.blockFormat().property(typeset.ALERT) or "") if level == 0 else ""
            painter.fillRect(QRectF(x, top, _BAR, bottom - top), theme.colour(alert or "border"))

    def _paint_task(self, painter: QPainter, block: QTextBlock, rect: QRectF, done: bool) -> None:
        line = block.layout().lineAt(0)
        middle = rect.top() + line.y() + line.height() / 2
        side, out = theme.px(_BOX), theme.px(_BOX_OUT)
        left = block.blockFormat().leftMargin() - out
        if block.textDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.viewport().width() - block.blockFormat().rightMargin() + out - side
        box = QRectF(left, middle - side / 2, side, side)
        path = QPainterPath()
        path.addRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), tokens.RADIUS_TOKEN, tokens.RADIUS_TOKEN)
        painter.strokePath(path, QPen(theme.colour("border"), 1.5))
        if done:
            icons.paint(painter, "check", "text", box.adjusted(1, 1, -1, -1))

    def _chips(self, block: QTextBlock, origin: QPointF) -> Iterator[QRectF]:
        """The rectangles under the inline code of a block, one per line it runs over."""
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            if fragment.charFormat().boolProperty(typeset.CHIP):
                start = fragment.position() - block.position()
                yield from self._spans(block, origin, start, start + fragment.length())
            iterator += 1

    def _spans(self, block: QTextBlock, origin: QPointF, start: int, end: int) -> Iterator[QRectF]:
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            one, other = _x(line, first), _x(line, last)
            left, right = min(one, other), max(one, other)
            y = origin.y() + line.y() + (line.height() - _CHIP_HEIGHT) / 2
            yield QRectF(origin.x() + left - _CHIP_PAD, y, right - left + 2 * _CHIP_PAD, _CHIP_HEIGHT)

    def _caret_rect(self) -> QRectF:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        rect = QRectF(self.cursorRect(cursor))
        return QRectF(min(rect.left() + 2, self.viewport().width() - _CARET), rect.top(), _CARET, rect.height())


class Sideways(Prose):
    """Text that may be wider than the page: it then scrolls sideways within itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def least_width(self) -> int:
        """The width it needs, in px."""
        raise NotImplementedError

    def fit(self, width: int) -> int:
        needed = self.least_width()
        height = super().fit(max(width, needed))
        return height + (self.horizontalScrollBar().sizeHint().height() if needed > width else 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        sideways = abs(event.angleDelta().x()) > abs(event.angleDelta().y())
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if (sideways or shifted) and self.horizontalScrollBar().maximum() > 0:
            super(Prose, self).wheelEvent(event)
        else:
            event.ignore()


class WideFormula(Sideways):
    """A formula on a line of its own that has no room on the page at its true size."""

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        super().show_blocks(blocks)
        self.setTextCursor(QTextCursor(self.document()))  # or the view would scroll to where writing ended

    def least_width(self) -> int:
        formulas = (run.formula for block in self._blocks if isinstance(block, Paragraph) for run in block.runs)
        widths = (formula.drawing.width for formula in formulas if formula is not None and formula.drawing is not None)
        return theme.em("chat", max(widths, default=0)) + _FORMULA_AIR


def _x(line: QTextLine, position: int) -> float:
    """Where a position stands on its line; Qt's answer is a pair that PySide declares as an object."""
    found: Any = line.cursorToX(position)
    return float(found[0])
