"""What is painted under the manuscript's letters: tints in full lines, the amber rule beside a proposal."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextBlock, QTextCursor, QTextLine
from PySide6.QtWidgets import QTextEdit

from desktop.ui.look.theme import theme
from desktop.ui.panes.story.editor.base import ManuscriptBase
from desktop.ui.panes.story.editor.block_format import NEW, OLD, STYLE, change_of

RULE_GAP = 16  # px between the amber rule and the text


def visible_blocks(editor: QTextEdit) -> Iterator[tuple[QTextBlock, QPointF]]:
    """The blocks on the screen with the place of each in the viewport."""
    layout = editor.document().documentLayout()
    scrolled = editor.verticalScrollBar().value()
    block = editor.cursorForPosition(editor.viewport().rect().topLeft()).block()
    if block.previous().isValid():
        block = block.previous()
    bottom = scrolled + editor.viewport().height()
    while block.isValid():
        area = layout.blockBoundingRect(block)
        if area.top() > bottom:
            return
        yield block, QPointF(block.layout().position().x(), block.layout().position().y() - scrolled)
        block = block.next()


def line_rects(block: QTextBlock, origin: QPointF, start: int, end: int) -> Iterator[QRectF]:
    """The rectangles, in full line height, of the letters `start` to `end` of a block."""
    layout = block.layout()
    justified = block.blockFormat().alignment() == Qt.AlignmentFlag.AlignJustify
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = line.textStart(), line.textStart() + line.textLength()
        if end <= first or start >= last:
            continue
        left = cursor_x(line, max(start, first))
        whole = line.width() if justified and number < layout.lineCount() - 1 else line.naturalTextWidth()
        right = cursor_x(line, end) if end < last else line.x() + whole
        height = max(line.height(), block.blockFormat().lineHeight())  # the line's, not the letters': no stripes
        yield QRectF(origin.x() + left, origin.y() + line.y(), max(0.0, right - left), height)


def cursor_x(line: QTextLine, at: int) -> float:
    """PySide6 returns the place and the offset it stands for."""
    found: object = line.cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def paint_changes(painter: QPainter, editor: QTextEdit) -> None:
    """Tints of what is proposed and of what it would replace, and the rule at their left."""
    for block, origin in visible_blocks(editor):
        touched: list[QRectF] = []
        it = block.begin()
        while not it.atEnd():
            fragment = it.fragment()
            kind = change_of(fragment.charFormat()) & 3
            if kind in (NEW, OLD):
                start = fragment.position() - block.position()
                for area in line_rects(block, origin, start, start + fragment.length()):
                    touched.append(area)
                    if kind == NEW:
                        painter.fillRect(area, theme.colour("proposal"))
                    else:
                        painter.fillRect(area, theme.colour("wrong_tint"))
                        middle = area.center().y() + 1
                        painter.fillRect(QRectF(area.left(), middle, area.width(), 1), theme.colour("wrong"))
            it += 1
        if touched:
            top = min(area.top() for area in touched)
            bottom = max(area.bottom() for area in touched)
            left = editor.document().rootFrame().frameFormat().leftMargin() - RULE_GAP
            painter.fillRect(QRectF(left, top, 2, bottom - top), theme.colour("accent"))


def paint_spans(painter: QPainter, editor: QTextEdit, spans: dict[int, list[tuple[int, int, str]]]) -> None:
    """Tints of other kinds: block number -> (start, end, token)."""
    for block, origin in visible_blocks(editor):
        for start, end, token in spans.get(block.blockNumber(), ()):
            for area in line_rects(block, origin, start, end):
                painter.fillRect(area, theme.colour(token))


def paint_title(painter: QPainter, editor: ManuscriptBase, top: int) -> None:
    """The scene's name over its text."""
    top -= editor.verticalScrollBar().value()
    title = editor.title or editor.untitled
    if not title or top < -60:
        return
    font = theme.font_for(STYLE, title)
    font.setPixelSize(theme.px(27))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(theme.colour("text" if editor.title else "secondary"))
    shown = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, editor.look.measure)
    left = round(editor.document().rootFrame().frameFormat().leftMargin())
    area = QRect(left, top, editor.look.measure, theme.px(36))
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def paint_carets(editor: ManuscriptBase) -> None:
    """One's own caret, and where the model writes."""
    painter = QPainter(editor.viewport())
    if editor.caret.lit and not editor.isReadOnly():
        editor.caret.paint(painter, editor.cursorRect())
    at = editor.writing_at()
    if at is not None:
        cursor = QTextCursor(editor.document())
        cursor.setPosition(min(at, editor.document().characterCount() - 1))
        editor.caret.paint(painter, editor.cursorRect(cursor))
