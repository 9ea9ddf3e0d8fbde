"""How the model's context is filled: a bar in colours by origin, the reply's reserve hatched at its far end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.i18n import translate
from desktop.features.chat.filled import Origin
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.chat.composer.context_popup import ContextPopup
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Pressable

if TYPE_CHECKING:
    from desktop.features.chat.filled import Filled

_WIDTH, _HEIGHT = 160, 6
_HATCH = 4
COLOURS = {
    Origin.INSTRUCTIONS: "origin_instructions",
    Origin.PINNED: "origin_pinned",
    Origin.ATTACHED: "origin_attached",
    Origin.CONVERSATION: "origin_text",
    Origin.DRAFT: "origin_note",
}


def origin_words(origin: Origin) -> str:
    """An origin in the current language."""
    return {
        Origin.INSTRUCTIONS: lambda: translate("Chat", "Instructions"),
        Origin.PINNED: lambda: translate("Chat", "Pinned messages"),
        Origin.ATTACHED: lambda: translate("Chat", "Attachments"),
        Origin.CONVERSATION: lambda: translate("Chat", "Conversation"),
        Origin.DRAFT: lambda: translate("Chat", "What you are writing"),
    }[origin]()


class ContextBar(Pressable):
    """160 px wide; on hover it names what it shows, pressed it opens the same as a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._filled: Filled | None = None
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, lambda _: self._name(), lambda: "")
        self.clicked.connect(self.open)

    @property
    def filled(self) -> Filled | None:
        return self._filled

    def show_filled(self, filled: Filled | None) -> None:
        """What is in the context; None when it isn't known."""
        self._filled = filled
        self._name()
        self.update()

    def open(self) -> None:
        """Open the list of origins above the bar."""
        if self._filled is not None:
            ContextPopup(self, rows_of(self._filled), self._filled).open_below(self, align_right=True)

    def _name(self) -> None:
        self.setAccessibleName(translate("Chat", "What the model reads"))
        lines = [f"{words}: {tokens:,}" for _, words, tokens in rows_of(self._filled)] if self._filled else []
        set_tip(self, "\n".join(lines))
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
        filled = self._filled
        if filled is None or not filled.context:
            return
        scale = area.width() / max(filled.context, filled.used + filled.reserve)
        x = area.left()
        for origin, colour in COLOURS.items():
            tokens = filled.parts[origin]
            if tokens:
                wide = max(2.0, tokens * scale)
                painter.fillRect(QRectF(x, area.top(), wide - 1, _HEIGHT), theme.colour(colour))
                x += wide
        reserve = filled.reserve * scale
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


def rows_of(filled: Filled) -> list[tuple[str, str, int]]:
    """The legend: colour, words and tokens of everything; "hatch" is the reserve, "" what is free."""
    rows = [(COLOURS[origin], origin_words(origin), filled.parts[origin]) for origin in COLOURS]
    rows = [row for row in rows if row[2] or row[0] == "origin_text"]
    rows.append(("hatch", translate("Chat", "Kept for the reply"), filled.reserve))
    rows.append(("", translate("Chat", "Free"), filled.free))
    return rows
