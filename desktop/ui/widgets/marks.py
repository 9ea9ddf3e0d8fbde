"""Small marks: the dot of a state, the 4 px bar, an icon that stands alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets.draw import rounded


class Dot(QWidget):
    """A 6 px dot in a token's colour: good for ready, accent for loading and writing, wrong for stopped. The word
    beside it says the same: colour is never alone. A hollow one waits."""

    def __init__(self, token: str = "secondary", parent: QWidget | None = None, *, hollow: bool = False) -> None:
        super().__init__(parent)
        self._token = token
        self._hollow = hollow
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self, self.update)

    def set_token(self, token: str, *, hollow: bool = False) -> None:
        self._token = token
        self._hollow = hollow
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(8, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(1, (self.height() - 6) / 2, 6, 6)
        if self._hollow:
            rounded(painter, area.adjusted(-1, -1, 1, 1), 4, line=self._token, width=1.5)
        else:
            rounded(painter, area, 3, self._token)


class ProgressBar4(QWidget):
    """A bar 4 px high, 0 to 1."""

    def __init__(self, parent: QWidget | None = None, *, token: str = "accent") -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self._token = token
        self.setFixedHeight(4)
        self.setMinimumWidth(40)
        theme.follow(self, self.update)

    @property
    def fraction(self) -> float:
        return self._fraction

    def set_fraction(self, fraction: float) -> None:
        """How much is done, 0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self.setAccessibleDescription(f"{self._fraction:.0%}")
        self.update()

    def set_token(self, token: str) -> None:
        self._token = token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), 2, "hover")
        if self._fraction > 0:
            width = max(4.0, self.width() * self._fraction)
            rounded(painter, QRectF(0, 0, width, self.height()), 2, self._token)


class Icon(QWidget):
    """An icon that is looked at, not pressed."""

    def __init__(
        self, name: str, token: str = "secondary", size: int = tokens.ICON, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.follow(self, self._restyle)

    def set_icon(self, name: str, token: str | None = None) -> None:
        self._name = name
        self._token = token or self._token
        self.update()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = max(self._size, theme.px(self._size))
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = self.sizeHint().width()
        pixmap = icons.pixmap(self._name, self._token, side)
        QPainter(self).drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
