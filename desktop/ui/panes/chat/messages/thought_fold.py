"""The reasoning before a reply's answer: folded away under one line that says how long it took."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.text_column import LIFT
from desktop.ui.panes.chat.typesetting.plain_stream import PlainStream
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Pressable

_INDENT = 16
_BAR = 2
_ICON = 16
_GAP_BELOW = 4


class ThoughtText(PlainStream):
    """The reasoning itself, in the quieter colour; it grows while it is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, self.setAccessibleName, lambda: translate("Chat", "Reasoning"))

    def _characters(self) -> QTextCharFormat:
        form = super()._characters()
        form.setForeground(theme.colour("secondary"))
        return form


class FoldLine(Pressable):
    """The line: an arrow and the words. Left and Right fold and unfold too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(theme.font_for("meta", self.text())).horizontalAdvance(self.text())
        return QSize(wide + theme.px(_ICON) + 12, theme.line("meta") + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        elif wanted != self.isChecked():
            self.click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        token = "text" if self.hovered else "secondary"
        side = theme.px(_ICON)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        painter.drawPixmap(0, (self.height() - side) // 2, icons.pixmap(name, token, side))
        painter.setFont(theme.font_for("meta", self.text()))
        painter.setPen(theme.colour(token))
        area = self.rect().adjusted(side + 4, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())


class ThoughtFold(QWidget):
    """`resized` asks for another height; `folded` tells of a person's choice (True: open)."""

    resized = Signal()
    unfolded = Signal(bool)

    def __init__(self, parent: QWidget, *, unfolded: bool) -> None:
        super().__init__(parent)
        self._thought = ""
        self._seconds = 0.0
        self._thinking = False
        self.line = FoldLine(self)
        self.line.setChecked(unfolded)
        self.line.toggled.connect(self._toggled)
        self.text: ThoughtText | None = None
        self._bar = QRect()
        say(self, lambda _: self._name(), lambda: "")

    def show_thought(self, thought: str, seconds: float, *, thinking: bool = False) -> bool:
        """Show the reasoning so far; True when its height may have changed."""
        grown = thought != self._thought
        self._thought, self._seconds, self._thinking = thought, seconds, thinking
        self._name()
        return self._show_text() and grown

    @property
    def title(self) -> str:
        return self.line.text()

    def restyle(self) -> None:
        if self.text is not None:
            self.text.restyle(self._thought)

    def _name(self) -> None:
        if self._thinking:
            said = translate("Chat", "Thinking, {time}").format(time=words.whole_seconds(self._seconds))
        elif 0 < self._seconds < 1:
            said = translate("Chat", "Thought for less than a second")
        elif self._seconds > 0:
            said = translate("Chat", "Thought for {time}").format(time=words.whole_seconds(self._seconds))
        else:
            said = translate("Chat", "Reasoning")
        if said != self.line.text():
            self.line.setText(said)
            self.line.setAccessibleName(said)
            self.line.updateGeometry()
            self.line.resize(self.line.sizeHint())
            self.line.update()
        open_now = self.line.isChecked()
        self.line.setAccessibleDescription(translate("Chat", "open") if open_now else translate("Chat", "folded"))

    def _toggled(self, unfolded: bool) -> None:
        self._show_text()
        self._name()
        self.unfolded.emit(unfolded)
        self.resized.emit()

    def _show_text(self) -> bool:
        """The text is only made while it is open."""
        if not self.line.isChecked():
            if self.text is not None:
                self.text.hide()
                self.text.deleteLater()
                self.text = None
            return False
        if self.text is None:
            self.text = ThoughtText(self)
            self.text.show()
        self.text.show_text(self._thought)
        return True

    def fit(self, width: int) -> int:
        """Lay out in `width` px and return the height."""
        self.line.setGeometry(QRect(0, 0, min(width, self.line.sizeHint().width()), self.line.sizeHint().height()))
        y = self.line.height() + _GAP_BELOW
        self._bar = QRect()
        if self.text is not None:
            high = self.text.fit(width - _INDENT)
            self.text.setGeometry(_INDENT, y - LIFT, width - _INDENT, high + LIFT)
            self._bar = QRect(0, y, _BAR, high)
            y += high + 2 * tokens.GRID[1]
        return y

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._bar.isValid():
            QPainter(self).fillRect(self._bar, theme.colour("border"))
