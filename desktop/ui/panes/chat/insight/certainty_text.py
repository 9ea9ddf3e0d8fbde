"""A text in which every token is shaded by how probable the model found it; likely words are bare."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.text import is_chinese
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.typesetting.prose import Prose
from desktop.ui.text.retranslate import say
from desktop.ui.text.speech import announce

if TYPE_CHECKING:
    from desktop.features.chat.insight import Insight, Piece

# One for one, so that offsets stay: what breaks a line or turns the direction of the text around.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_BLANK = 8  # px of an empty line
_TINT = 22
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CertaintyText(Prose):
    """`hovered` and `opened` carry a piece's index, -1 when the pointer left; `left` fires for Esc."""

    hovered = Signal(int)
    opened = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._insight: Insight | None = None
        self._text = ""
        self._shifts: list[int] = []  # offsets of characters that are two of Qt's
        self._current = -1
        self._under = -1
        self._ends: list[int] = []
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        say(self, self.setAccessibleName, lambda: translate("Chat", "Map of certainty"))
        say(
            self,
            self.setAccessibleDescription,
            lambda: translate("Chat", "Arrow keys go from word to word, Enter shows what else could stand there."),
        )

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_text(self, text: str) -> None:
        """Show a text, bare until there is an insight."""
        self._text = text
        self._shifts = [at for at, character in enumerate(text) if ord(character) > 0xFFFF]
        self._insight = None
        self._current = self._under = -1
        self.restyle()

    def show_insight(self, insight: Insight) -> None:
        """Shade it. The insight is of the text shown."""
        self._insight = insight
        self._ends = [piece.end for piece in insight.pieces]
        self._current = next((at for at, piece in enumerate(insight.pieces) if piece.step), 0)
        self.viewport().update()

    @property
    def text_shown(self) -> str:
        return self._text

    @property
    def insight(self) -> Insight | None:
        return self._insight

    @property
    def current(self) -> int:
        """The piece the keyboard is on."""
        return self._current

    def restyle(self) -> None:
        """Set the text in the theme's present sizes and colours."""
        self.follow_theme()
        chinese = is_chinese(self._text)
        characters = QTextCharFormat()
        characters.setFont(theme.font("chat", chinese=chinese))
        characters.setForeground(theme.colour("text"))
        line, blank = QTextBlockFormat(), QTextBlockFormat()
        line.setLineHeight(theme.line("chat", chinese=chinese), _FIXED)
        blank.setLineHeight(_BLANK, _FIXED)
        document = self.document()
        document.clear()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, words_ in enumerate(_HIDDEN.sub("\ufffd", self._text).split("\n")):
            form = line if words_ else blank
            if number:
                cursor.insertBlock(form)
            else:
                cursor.setBlockFormat(form)
            cursor.insertText(words_, characters)
        cursor.endEditBlock()

    def word(self, at: int) -> str:
        """A piece as it is read."""
        assert self._insight is not None
        piece = self._insight.pieces[at]
        return self._text[piece.start : piece.end].strip() or "␣"

    def area(self, at: int) -> QRectF:
        """Where a piece stands, in this widget; of one that breaks over lines its first part."""
        assert self._insight is not None
        piece = self._insight.pieces[at]
        block = self.document().findBlock(self._place(piece.start))
        return next(self._tints(block, piece), QRectF(0, 0, 1, theme.line("chat")))

    # -- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._insight is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for block in self._blocks_in(QRectF(event.rect())):
                for at in self._pieces_in(block):
                    self._paint_piece(painter, block, at)
            painter.end()
        super().paintEvent(event)

    def _pieces_in(self, block: QTextBlock) -> Iterator[int]:
        assert self._insight is not None
        first, last = self._offset(block.position()), self._offset(block.position() + block.length() - 1)
        at = bisect_left(self._ends, first + 1)
        while at < len(self._ends) and self._insight.pieces[at].start < last:
            yield at
            at += 1

    def _paint_piece(self, painter: QPainter, block: QTextBlock, at: int) -> None:
        assert self._insight is not None
        piece = self._insight.pieces[at]
        marked = at == self._under or (at == self._current and self.hasFocus())
        if not piece.step and not marked:
            return
        for area in self._tints(block, piece):
            if piece.step:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(f"certainty_{piece.step}"))
                painter.drawRoundedRect(area, tokens.RADIUS_TOKEN, tokens.RADIUS_TOKEN)
            if marked:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.colour("accent"), 2 if at == self._current and self.hasFocus() else 1))
                painter.drawRoundedRect(area.adjusted(-0.5, 0, 0.5, 0), tokens.RADIUS_TOKEN, tokens.RADIUS_TOKEN)

    def _tints(self, block: QTextBlock, piece: Piece) -> Iterator[QRectF]:
        """The rectangles under the part of a piece in `block`, without the space before the word."""
        start = piece.start
        while start < piece.end - 1 and self._text[start].isspace():
            start += 1
        origin: QPointF = self.document().documentLayout().blockBoundingRect(block).topLeft()
        first = max(0, self._place(start) - block.position())
        last = min(block.length() - 1, self._place(piece.end) - block.position())
        for chip in self._spans(block, origin, first, last):
            yield QRectF(chip.left() + 2, chip.center().y() - _TINT / 2, chip.width() - 4, _TINT)

    def _place(self, offset: int) -> int:
        """Qt's position of an offset."""
        return offset + bisect_left(self._shifts, offset)

    def _offset(self, place: int) -> int:
        """The offset of Qt's position."""
        low, high = max(0, place - len(self._shifts)), place
        while low < high:
            middle = (low + high) // 2
            if self._place(middle) < place:
                low = middle + 1
            else:
                high = middle
        return low

    # -- pointer and keys ------------------------------------------------------------------------------------------

    def _piece_under(self, point: QPoint) -> int:
        if self._insight is None:
            return -1
        place = self.document().documentLayout().hitTest(QPointF(point), Qt.HitTestAccuracy.ExactHit)
        return self._insight.piece_at(self._offset(place)) if place >= 0 else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._piece_under(event.position().toPoint())
        if at != self._under:
            self._under = at
            self.viewport().update()
            self.hovered.emit(at)

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._under = -1
        self.viewport().update()
        self.hovered.emit(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = self._piece_under(event.position().toPoint())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(at, say_it=False)
            self.opened.emit(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Esc and Enter belong to the map while it has the focus, not to the shortcuts around it."""
        own = (Qt.Key.Key_Escape, *_OPENS)
        if event.type() == QEvent.Type.ShortcutOverride and cast("QKeyEvent", event).key() in own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif self._insight is None or not self._insight.pieces:
            event.ignore()
        elif key in _OPENS:
            self.opened.emit(self._current)
        else:
            wanted = self._moved(key, doubtful=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            if wanted is None:
                event.ignore()
            else:
                self._go(wanted)

    def _moved(self, key: Qt.Key, *, doubtful: bool) -> int | None:
        """Where a key leads: with Ctrl to the next shaded word."""
        assert self._insight is not None
        last, at = len(self._insight.pieces) - 1, self._current
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is not None and doubtful:
            end = -1 if step < 0 else last + 1
            return next((other for other in range(at + step, end, step) if self._insight.pieces[other].step), at)
        if step is not None:
            return max(0, min(last, at + step))
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            area = self.area(at)
            line = theme.line("chat", chinese=is_chinese(self._text)) * (1 if key == Qt.Key.Key_Down else -1)
            for lines in (1, 2):  # an empty line may stand between
                found = self._piece_under(QPointF(area.center().x(), area.center().y() + line * lines).toPoint())
                if found >= 0:
                    return found
            return at
        return {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(key)

    def _go(self, at: int, *, say_it: bool = True) -> None:
        self._current = at
        self.viewport().update()
        if say_it and self._insight is not None:
            piece = self._insight.pieces[at]
            share = words.share(piece.probability) if piece.probability is not None else ""
            announce(self, f"{self.word(at)} {share}")
