"""The focus ring: 2 px of accent with a gap of 1 px around whatever the keyboard is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from desktop.ui.look import tokens
from desktop.ui.widgets.draw import rounded

_OUTSIDE = tokens.RING_WIDTH + tokens.RING_GAP
_SILENT = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)


class Ringed:
    """Mixed into a widget class, before Qt's: shows the ring while the widget has the focus from the keyboard.

    A method `ring_area` tells another rectangle than the whole widget.
    """

    ring_radius = tokens.RADIUS_CONTROL

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # type: ignore[misc]
        if event.reason() not in _SILENT:
            show_ring(self, self.ring_radius)  # type: ignore[arg-type]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)  # type: ignore[misc]
        hide_ring(self)  # type: ignore[arg-type]


class _Ring(QWidget):
    """A transparent child of the window that follows one widget."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._watched: list[QWidget] = []
        self._radius = 0.0
        self._clip = QRect()

    def follow(self, widget: QWidget, radius: float) -> None:
        self.release()
        self._radius = radius
        at: QWidget | None = widget
        while at is not None and at is not self._window:
            at.installEventFilter(self)
            self._watched.append(at)
            at = at.parentWidget()
        self._place()

    def release(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        self.hide()

    def follows(self, widget: QWidget) -> bool:
        return bool(self._watched) and self._watched[0] is widget

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(self._clip)
        rounded(painter, self.rect(), self._radius + _OUTSIDE, line="accent", width=tokens.RING_WIDTH)

    def _place(self) -> None:
        widget, window = self._watched[0], self._window
        if not widget.isVisible():
            self.hide()
            return
        around: QRect = getattr(widget, "ring_area", widget.rect)()
        area = QRect(widget.mapTo(window, around.topLeft()), around.size())
        area.adjust(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE)
        self.setGeometry(area)
        seen = window.rect()
        for above in self._watched[1:]:
            scrolled = above.parentWidget()
            if isinstance(scrolled, QAbstractScrollArea) and scrolled.viewport() is above:
                seen = seen.intersected(QRect(above.mapTo(window, QPoint()), above.size()))
        self._clip = seen.translated(-area.topLeft())
        self.show()
        self.raise_()
        self.update()


def _ring(window: QWidget) -> _Ring:
    found = window.findChild(_Ring, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else _Ring(window)


def show_ring(widget: QWidget, radius: float) -> None:
    """Put the window's ring around `widget`."""
    if widget.window() is not widget:
        _ring(widget.window()).follow(widget, radius)


def ring_shown(window: QWidget) -> bool:
    """Whether the keyboard is in use: the ring is around something."""
    return not _ring(window).isHidden()


def hide_ring(widget: QWidget) -> None:
    """Take the ring away if it is around `widget`."""
    ring = _ring(widget.window())
    if ring.follows(widget):
        ring.release()
