"""How full the model's context is: a bar in colours by origin, the reply's reserve hatched at its far end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.i18n import translate
from desktop.ui.say import say
from desktop.ui.theme import theme

_WIDTH, _HEIGHT = 160, 6
_HATCH = 4


class ContextBar(QWidget):
    """160 px wide; on hover it names what it shows, in tokens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used = 0
        self._available = 0
        self._reserve = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, self._name, lambda: translate("Chat", "Context"))
        theme.follow(self, self.update)

    def show_tokens(self, used: int, available: int, reserve: int) -> None:
        """Tokens of the conversation, of the whole context, and kept free for the reply."""
        self._used, self._available = used, available
        self._reserve = max(0, min(reserve, available - used))
        self._name(translate("Chat", "Context"))
        self.update()

    def _name(self, word: str) -> None:
        self.setAccessibleName(word)
        lines = [
            translate("Chat", "Conversation: {n} tokens").format(n=f"{self._used:,}"),
            translate("Chat", "Kept for the reply: {n}").format(n=f"{self._reserve:,}"),
            translate("Chat", "Free: {n}").format(n=f"{max(0, self._available - self._used - self._reserve):,}"),
        ]
        self.setToolTip("\n".join(lines))
        self.setAccessibleDescription(", ".join(lines))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), theme.line("meta"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(0, (self.height() - _HEIGHT) / 2, self.width(), _HEIGHT)
        outline = QPainterPath()
        outline.addRoundedRect(area, _HEIGHT / 2, _HEIGHT / 2)
        painter.setClipPath(outline)
        painter.fillRect(area, theme.colour("hover"))
        if not self._available:
            return
        used = area.width() * min(1.0, self._used / self._available)
        if self._used:
            painter.fillRect(QRectF(0, area.top(), max(2.0, used), _HEIGHT), theme.colour("origin_text"))
        reserve = area.width() * self._reserve / self._available
        self._paint_hatched(painter, QRectF(area.right() - reserve, area.top(), reserve, _HEIGHT))

    @staticmethod
    def _paint_hatched(painter: QPainter, area: QRectF) -> None:
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(theme.colour("border"), 1))
        x = area.left() - _HEIGHT
        while x < area.right():
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x + _HEIGHT, area.top()))
            x += _HATCH
        painter.drawLine(area.topLeft(), area.bottomLeft())
