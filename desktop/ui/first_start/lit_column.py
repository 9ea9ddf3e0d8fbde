"""The page's column, centred, on the glow of the lamp; in a low window it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.first_start.glow import glow
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme

_GLOW = 440
_GLOW_MIDDLE = 58  # its centre, below the upper end of the lamp
_ROOMY = 720
_TOP, _TOP_SHORT = 40, 16  # px above the lamp, in a low window fewer
_EDGE = 24


class LitColumn(QScrollArea):
    """Put the page's parts into `column`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside = _Lit()
        self.column = inside.column
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # setWidget turns it on


class _Lit(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setSpacing(0)
        theme.follow(self, self._place)

    def _place(self) -> None:
        viewport = self.parentWidget()
        area = (viewport.parentWidget() if viewport is not None else None) or self
        width = max(120, min(theme.em("chat", tokens.FORM_EMS), area.width() - 2 * _EDGE))
        left = (area.width() - width) // 2
        top = _TOP if area.height() >= theme.px(_ROOMY) else _TOP_SHORT
        self.column.setContentsMargins(left, top, max(0, self.width() - left - width), 16)
        self.update()

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.column.minimumSize().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(_GLOW)
        image = glow(QSize(side, side), theme.colour("proposal").name(), theme.colour("page").name())
        middle = self.column.contentsMargins().top() + theme.px(_GLOW_MIDDLE)
        painter.drawImage(QRect((self.width() - side) // 2, middle - side // 2, side, side), image)
