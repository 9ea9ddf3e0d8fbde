"""One of the two pages: a text whose every block is a row. The other page and the gutter follow its measures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.formats.markdown.text import is_chinese
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.text.caret import Caret
from desktop.ui.text.cjk_punctuation import Squeeze, hung
from desktop.ui.widgets.draw import rounded

GAP = QTextFormat.Property.UserProperty + 11  # the white space before a row
STYLE = "translation"
ROW_GAP = 20
TOP = 20
BOTTOM = 60
TINT = 8  # px the tint of a row reaches above and below its lines
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value

Place = tuple[int, int]
Places = tuple[str, tuple[Place, ...]]  # `term` or `doubt`, and where
Shades = tuple[tuple[int, int, int], ...]  # from, to, and how unsure: 1 to 3


class RowText(QTextEdit):
    """Rows of plain text. `hovered` carries the row under the pointer, -1 for none; `moved` the caret's row."""

    hovered = Signal(int)
    moved = Signal(int)

    def __init__(self, left: int, right: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.busy = False  # our own changes, not a person's
        self.writing: set[int] = set()
        self.shades: dict[int, Shades] = {}
        self._places: dict[int, Places] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        frame = self.document().rootFrame().frameFormat()
        frame.setTopMargin(TOP)
        frame.setBottomMargin(BOTTOM)
        self.document().rootFrame().setFrameFormat(frame)
        self.setViewportMargins(left, 0, right, 0)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setCursorWidth(0)  # Qt's caret is the text's colour
        self._caret = Caret(self)
        self.cursorPositionChanged.connect(self._moved)
        self._squeeze = Squeeze(self.document(), lambda: theme.em(STYLE, 1))

    def _moved(self) -> None:
        if not self.busy:
            self.moved.emit(self.current)

    # -- rows --------------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return self.document().blockCount()

    @property
    def current(self) -> int:
        return self.textCursor().blockNumber()

    def row(self, number: int) -> str:
        return self.document().findBlockByNumber(number).text()

    def rows(self) -> list[str]:
        """The text of every row."""
        found, block = [], self.document().begin()
        while block.isValid():
            found.append(block.text())
            block = block.next()
        return found

    def set_rows(self, texts: Sequence[str], gaps: Sequence[str] | None = None) -> None:
        """Write all rows anew."""
        self.busy = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        for number, text in enumerate(texts or [""]):
            form = self._form(gaps[number] if gaps else None, text)
            if number:
                cursor.insertBlock(form)
            else:
                cursor.setBlockFormat(form)
            cursor.insertText(text, self._characters(text))
        cursor.endEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)
        self.busy = False

    def set_row(self, number: int, text: str) -> bool:
        """Write one row anew; False when it says that already."""
        block = self.document().findBlockByNumber(number)
        before = block.text()
        if not block.isValid() or before == text:
            return False
        self.busy = True
        at, caret = self.textCursor().position(), self.textCursor()
        cursor = QTextCursor(block)
        cursor.beginEditBlock()
        if text.startswith(before) and before:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertText(text[len(before) :], self._characters(text))
        else:
            cursor.setPosition(block.position())
            cursor.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text, self._characters(text))
        form = block.blockFormat()
        if form.textIndent() != _indent(text):
            form.setTextIndent(_indent(text))
            cursor.setBlockFormat(form)
        cursor.endEditBlock()
        if at == block.position() and not caret.hasSelection():  # the text came behind the caret
            caret.setPosition(at)
            self.setTextCursor(caret)
        self.busy = False
        return True

    def set_places(self, places: dict[int, Places]) -> None:
        """Underline in rows: `term` solid, `doubt` dotted."""
        if places == self._places:
            return
        self._places = places
        selections = []
        for number, (kind, spans) in places.items():
            block = self.document().findBlockByNumber(number)
            if not block.isValid():
                continue
            for start, end in spans:
                selection = QTextEdit.ExtraSelection()
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + min(start, block.length() - 1))
                cursor.setPosition(block.position() + min(end, block.length() - 1), QTextCursor.MoveMode.KeepAnchor)
                selection.cursor = cursor
                selection.format = _underline(kind)
                selections.append(selection)
        self.setExtraSelections(selections)

    # -- measures ----------------------------------------------------------------------------------------------------

    def line_height(self) -> int:
        return theme.line(STYLE)

    def natural_height(self, block: QTextBlock) -> int:
        return max(1, block.layout().lineCount()) * self.line_height()

    def set_below(self, block: QTextBlock, pixels: int) -> None:
        """The room under a row."""
        form = block.blockFormat()
        if round(form.bottomMargin()) != pixels:
            form.setBottomMargin(pixels)
            self.busy = True
            QTextCursor(block).setBlockFormat(form)
            self.busy = False

    def top_of(self, number: int) -> int:
        """Where a row begins in the document, in px."""
        return round(self.document().findBlockByNumber(number).layout().position().y())

    def place_caret(self, number: int) -> None:
        """Put the caret at the beginning of a row, without scrolling there or telling of it."""
        self.busy = True
        cursor = self.textCursor()
        cursor.setPosition(self.document().findBlockByNumber(number).position())
        self.setTextCursor(cursor)
        self.busy = False

    def area(self, number: int) -> QRect:
        """A row's lines in the viewport."""
        block = self.document().findBlockByNumber(number)
        if not block.isValid():
            return QRect()
        top = block.layout().position().y() - self.verticalScrollBar().value()
        return QRect(0, round(top), self.viewport().width(), self.natural_height(block))

    def row_at(self, y: int) -> int:
        """The row at a height of the viewport, its room below included; -1 below the last."""
        document_y = y + self.verticalScrollBar().value()
        cursor = self.cursorForPosition(QPoint(4, y))
        block = cursor.block()
        while block.isValid() and block.layout().position().y() > document_y + TINT and block.previous().isValid():
            block = block.previous()
        bottom = block.layout().position().y() + self.natural_height(block) + block.blockFormat().bottomMargin()
        return block.blockNumber() if document_y < bottom else -1

    def restyle(self) -> None:
        """Fonts and line heights anew: the theme changed."""
        self.busy = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            form.setLineHeight(self.line_height(), _FIXED)
            at = QTextCursor(block)
            at.setBlockFormat(form)
            at.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            at.setCharFormat(self._characters(block.text()))
            block = block.next()
        cursor.endEditBlock()
        self._squeeze.rehighlight()
        self.busy = False
        places, self._places = self._places, {}
        self.set_places(places)

    def _form(self, gap: str | None, text: str) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setTextIndent(_indent(text))
        form.setLineHeight(self.line_height(), _FIXED)
        form.setBottomMargin(ROW_GAP)
        if gap is not None:
            form.setProperty(GAP, keep_gap(gap))
        return form

    def _characters(self, text: str) -> QTextCharFormat:
        characters = QTextCharFormat()
        characters.setFont(theme.font(STYLE, chinese=is_chinese(text)))
        characters.setForeground(theme.colour("text"))
        return characters

    # -- Qt's events -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shades:  # under the letters, from the lines: a character's own background leaves stripes
            shading = QPainter(self.viewport())
            for number, shades in self.shades.items():
                self._paint_shades(shading, number, shades)
            shading.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for number in self.writing:
            self._paint_caret(painter, number)
        if self._caret.lit:
            self._caret.paint(painter, self.cursorRect())

    def _paint_shades(self, painter: QPainter, number: int, shades: Shades) -> None:
        area, layout = self.area(number), self.document().findBlockByNumber(number).layout()
        if area.bottom() < 0 or area.top() > self.viewport().height():
            return
        for at in range(layout.lineCount()):
            line = layout.lineAt(at)
            first, last = line.textStart(), line.textStart() + line.textLength()
            top = area.top() + at * self.line_height() + theme.px(3)
            for start, end, step in shades:
                if step and start < last and end > first:
                    left, right = _x(line.cursorToX(max(start, first))), _x(line.cursorToX(min(end, last)))
                    box = QRectF(left, top, right - left, self.line_height() - theme.px(4))
                    rounded(painter, box, tokens.RADIUS_TOKEN, f"certainty_{step}")

    def _paint_caret(self, painter: QPainter, number: int) -> None:
        block = self.document().findBlockByNumber(number)
        layout = block.layout()
        if not block.isValid() or not layout.lineCount():
            return
        line = layout.lineAt(layout.lineCount() - 1)
        x = _x(line.cursorToX(block.length() - 1))
        top = self.area(number).top() + (layout.lineCount() - 1) * self.line_height()
        height = theme.px(20)
        above = (self.line_height() - height) / 2
        painter.fillRect(QRectF(x + 3, top + above, 2, height), theme.colour("accent"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hovered.emit(self.row_at(round(event.position().y())))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():  # a file is the page's, not a text to insert
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragMoveEvent(event)


def _indent(text: str) -> float:
    """An opening mark of Chinese hangs out of the column."""
    return -round(hung(text) * theme.em(STYLE, 1), 1)


def keep_gap(gap: str) -> str:
    """A gap as a format's property: PySide6 brings an empty string back as something else."""
    return f"|{gap}"


def _x(found: object) -> float:
    """PySide6 returns the place and the offset it stands for."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _underline(kind: str) -> QTextCharFormat:
    form = QTextCharFormat()
    doubt = kind == "doubt"
    style = QTextCharFormat.UnderlineStyle.DotLine if doubt else QTextCharFormat.UnderlineStyle.SingleUnderline
    form.setUnderlineStyle(style)
    form.setUnderlineColor(theme.colour("doubtful" if doubt else "origin_pinned"))
    return form
