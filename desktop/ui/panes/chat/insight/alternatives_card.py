"""What else could stand in a place of a text: the words with their probabilities, floating under it.

It opens under the pointer without taking the focus, and from the keyboard with it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat import words
from desktop.ui.widgets import Label, Line
from desktop.ui.widgets.draw import rounded, shadow
from desktop.ui.widgets.floating.menu import MenuItem

if TYPE_CHECKING:
    from desktop.features.chat.insight import Other, Piece

_WIDTH = 264
_WORD, _BAR = 108, 88
_LONGEST = 0.9  # of the track, for the likeliest
_ROOM = 32  # for the shadow
_GAP = 2
_EDGE = 8
_LEAVES_MS = 220
_MARKS = {"\n": "↵", "\n\n": "↵↵", "\t": "⇥"}


def shown(text: str) -> str:
    """A token as it is read in the list: what can't be seen has a sign."""
    return _MARKS.get(text) or text.strip() or "␣" * len(text)


class OtherRow(MenuItem):
    """One word with its bar and per cent."""

    def __init__(self, other: Other, most: float, parent: QWidget) -> None:
        super().__init__(shown(other.text), parent, "", "", "")
        self.other = other
        self._fraction = other.probability / most * _LONGEST if most else 0.0
        self._percent = words.share(other.probability)
        here = translate("Chat", "stands there now")
        self.setAccessibleDescription(f"{self._percent}, {here}" if other.present else self._percent)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), theme.px(tokens.ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus() or self.isDown() or (self.hovered and self.isEnabled()):
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "card_hover")
        painter.setFont(theme.font_for("chrome_medium" if self.other.present else "chrome", self.text()))
        painter.setPen(theme.colour("accent_text" if self.other.present else "text"))
        word = theme.px(_WORD)
        said = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, word - 16)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(12, 0, word - 12, self.height()), flags, said)
        track = QRectF(word, (self.height() - 6) / 2, theme.px(_BAR), 6)
        rounded(painter, track, 3, "hover")
        track.setWidth(max(6.0, track.width() * self._fraction))
        rounded(painter, track, 3, "accent" if self.other.present else "border")
        painter.setFont(theme.font("meta", chinese=False))
        painter.setPen(theme.colour("secondary"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(0, 0, -12, 0), right, self._percent)


class AlternativesCard(QWidget):
    """`chosen` carries the word a person took. It goes when the pointer has left it, and with Esc."""

    chosen = Signal(object)
    gone = Signal()

    def __init__(self, over: QWidget, piece: Piece, *, can_choose: bool) -> None:
        super().__init__(over)
        self._over = over
        self._keyboard = False
        self._before: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(_ROOM + 4, _ROOM + 4, _ROOM + 4, _ROOM + 4)
        column.setSpacing(0)
        most = max((other.probability for other in piece.others), default=0.0)
        self.rows: list[OtherRow] = []
        for other in piece.others:
            row = OtherRow(other, most, self)
            takes = can_choose and not other.present
            row.clicked.connect(partial(self._choose, other) if takes else self.dismiss)
            column.addWidget(row)
            self.rows.append(row)
        if not self.rows:
            self._add_line(column, _alone(piece))
        elif can_choose:
            column.addSpacing(4)
            column.addWidget(Line(self))
            self._add_line(column, translate("Chat", "A click writes on from there, as a new version"))
        self._leaves = QTimer(self)
        self._leaves.setSingleShot(True)
        self._leaves.timeout.connect(self.dismiss)
        self.setAccessibleName(translate("Chat", "What else could stand here"))
        over.installEventFilter(self)
        self.hide()

    def _add_line(self, column: QVBoxLayout, text: str) -> None:
        label = Label(text, "meta", "secondary", self)
        label.setContentsMargins(12, 6, 12, 6)
        column.addWidget(label)

    def open_under(self, area: QRect, *, keyboard: bool) -> None:
        """Show below `area` (of the window), or above where there is no room."""
        self._keyboard = keyboard
        self._before = QApplication.focusWidget()
        self.adjustSize()
        wide, high = self.width() - 2 * _ROOM, self.height() - 2 * _ROOM
        x = max(_EDGE, min(area.left() - 12, self._over.width() - wide - _EDGE))
        y = area.bottom() + _GAP
        if y + high > self._over.height() - _EDGE:
            y = area.top() - _GAP - high
        self.move(x - _ROOM, y - _ROOM)
        self.show()
        self.raise_()
        if keyboard:
            target = next((row for row in self.rows if row.other.present), self.rows[0] if self.rows else self)
            target.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave_soon(self) -> None:
        """The pointer left the word; it may be on its way here."""
        if not self._keyboard:
            self._leaves.start(_LEAVES_MS)

    def stay(self) -> None:
        self._leaves.stop()

    def dismiss(self) -> None:
        """Go away; the focus goes back."""
        if self.isHidden():
            return
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._over) or self.hasFocus()
        self._over.removeEventFilter(self)
        if had_focus and self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def _choose(self, other: Other) -> None:
        self.dismiss()
        self.chosen.emit(other)

    # -- events ----------------------------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.stay()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.leave_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and self.rows:
            at = next((number for number, row in enumerate(self.rows) if row.hasFocus()), -1)
            self.rows[(at + step) % len(self.rows)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.MouseButtonPress, QEvent.Type.WindowDeactivate):
            self.dismiss()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.rect().adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        shadow(painter, area, tokens.RADIUS_CARD)
        rounded(painter, area, tokens.RADIUS_CARD, "card", "hairline")


def _alone(piece: Piece) -> str:
    if piece.probability is None:
        return translate("Chat", "Nothing stands before it that could tell")
    return translate("Chat", "Probability {n}").format(n=words.share(piece.probability))


def area_in_window(widget: QWidget, area: QRectF) -> QRect:
    """A rectangle of `widget` in its window."""
    rect = area.toAlignedRect()
    return QRect(widget.mapTo(widget.window(), QPoint(rect.left(), rect.top())), rect.size())
