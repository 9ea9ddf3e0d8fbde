"""A picture of the help in full, over the help's window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Popup

_EDGE = 24


class _Picture(QWidget):
    """The picture, as large as its place lets it be."""

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = image
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say(self, self.setAccessibleName, lambda: translate("Help", "Picture"))

    def sizeHint(self) -> QSize:
        return self._image.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)


class PictureSheet(Popup):
    """Any click and Esc close it."""

    def __init__(self, anchor: QWidget, image: QImage) -> None:
        super().__init__(anchor)
        self._size = image.size()
        self._picture = _Picture(image, self.card)
        self.card.column.addWidget(self._picture)
        say(self, self.setAccessibleName, lambda: translate("Help", "Picture"))

    def open_over(self) -> None:
        """Show it in the middle of the window."""
        self.open_at(self.anchor, self.anchor.rect().center())

    def first_focus(self) -> QWidget:
        return self._picture

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.close_popup()

    def _place(self) -> None:
        room = self._over.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self.setGeometry(self._over.rect())
        size = self._size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if size.width() > self._size.width():
            size = self._size
        card = self.card.geometry()
        card.setSize(size + QSize(8, 8))
        card.moveCenter(self._over.rect().center())
        self.card.setGeometry(card)
