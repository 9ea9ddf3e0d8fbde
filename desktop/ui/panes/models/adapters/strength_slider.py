"""How strongly an adapter works, from -2 to 2: a slider with a mark at 0."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Ringed
from desktop.ui.widgets.draw import rounded

SPAN = 2.0
_STEPS = 100  # of 1.0
_KNOB, _TRACK, _LINE = 14, 4, 2  # px: the whole way is a line, the strength a bar on it
_NEAR_ZERO = 3  # steps: so near, the pointer means 0


class StrengthSlider(Ringed, QAbstractSlider):
    """`strength` in steps of a hundredth; arrow keys move by 0.05, Page by 0.25, Home and End to the ends, 0 to 0.

    A strength beyond the span stands at its end until somebody moves it.
    """

    ring_radius = 8

    def __init__(self, label: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(round(-SPAN * _STEPS), round(SPAN * _STEPS))
        self.setSingleStep(5)
        self.setPageStep(25)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.dimmed = False  # the adapter is switched off
        say(self, self.setAccessibleName, label)
        self.valueChanged.connect(self.update)
        theme.follow(self, self._restyle)

    @property
    def strength(self) -> float:
        return self.value() / _STEPS

    def show_strength(self, strength: float, *, dimmed: bool) -> None:
        """Show what is in force, without a word to anyone."""
        self.dimmed = dimmed
        self.blockSignals(True)
        self.setValue(round(max(-SPAN, min(SPAN, strength)) * _STEPS))
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(24))

    def keyPressEvent(self, event: object) -> None:
        if getattr(event, "key", lambda: None)() == Qt.Key.Key_0:
            self.setValue(0)
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # the page is scrolled; a strength changes only where somebody means it

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle, left, right = self.height() / 2, self._place(self.minimum()), self._place(self.maximum())
        zero, knob = self._place(0), self._place(self.value())
        rounded(painter, QRectF(left, middle - _LINE / 2, right - left, _LINE), _LINE / 2, "border")
        filled = QRectF(min(zero, knob), middle - _TRACK / 2, abs(knob - zero), _TRACK)
        rounded(painter, filled, _TRACK / 2, "border" if self.dimmed else "accent")
        rounded(painter, QRectF(zero - 1, middle - 6, 2, 12), 1, "border")
        side = theme.px(_KNOB)
        fill = "page" if self.dimmed else "primary"
        area = QRectF(knob - side / 2, middle - side / 2, side, side)
        rounded(painter, area, side / 2, fill, "border" if self.dimmed else "accent")

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _place(self, value: int) -> float:
        """Where a value stands, in pixels; mirrored where the window is."""
        edge = theme.px(_KNOB) / 2 + 1
        share = (value - self.minimum()) / (self.maximum() - self.minimum())
        share = 1 - share if self._mirrored() else share
        return edge + share * (self.width() - 2 * edge)

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _follow(self, event: QMouseEvent) -> None:
        edge = theme.px(_KNOB) / 2 + 1
        share = (event.position().x() - edge) / max(1.0, self.width() - 2 * edge)
        share = 1 - share if self._mirrored() else share
        value = round(self.minimum() + max(0.0, min(1.0, share)) * (self.maximum() - self.minimum()))
        self.setValue(0 if abs(value) < _NEAR_ZERO else value)
