"""Choosing: two or three words side by side, a switch, and a closed list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Property as QtProperty
from PySide6.QtCore import QPropertyAnimation, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import mirrored, put, rounded
from desktop.ui.widgets.floating.menu import Menu
from desktop.ui.widgets.focus import Ringed

Options = Callable[[], Sequence[tuple[Any, str]]]


class Segmented(Ringed, QWidget):
    """A few words in one frame, one of them chosen; arrow keys move it. `chosen` fires for a person's choice."""

    accessible_role = QAccessible.Role.ComboBox

    chosen = Signal(object)
    ring_radius = tokens.RADIUS_CONTROL

    def __init__(self, label: Callable[[], str], options: Options, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_options = options
        self._options: list[tuple[Any, str]] = []
        self._value: Any = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, self.setAccessibleName, label)
        say(self, lambda _: self._reload(), lambda: "")
        theme.follow(self, self._restyle)

    @property
    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value
        self.setAccessibleDescription(dict(self._options).get(value, ""))
        self.update()

    def _reload(self) -> None:
        self._options = list(self._make_options())
        self.set_value(self._value)
        self._restyle()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _widths(self) -> list[int]:
        metrics = [QFontMetrics(theme.font_for("chrome_medium", word)) for _, word in self._options]
        return [m.horizontalAdvance(word) + theme.px(24) for m, (_, word) in zip(metrics, self._options, strict=True)]

    def _areas(self) -> list[QRect]:
        areas, x = [], 2
        for width in self._widths():
            areas.append(mirrored(QRect(x, 2, width, self.height() - 4), self.rect()))
            x += width
        return areas

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + 4, theme.px(tokens.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for (value, _), area in zip(self._options, self._areas(), strict=True):
            if area.contains(event.position().toPoint()):
                self._choose(value)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = 1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else -1
        steps = {Qt.Key.Key_Left: back, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: -back, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        values = [value for value, _ in self._options]
        if step is None or self._value not in values:
            super().keyPressEvent(event)
            return
        at = values.index(self._value) + step
        if 0 <= at < len(values):
            self._choose(values[at])

    def _choose(self, value: Any) -> None:
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        track, chosen_fill = ("window", "selected") if theme.dark else ("hover", "page")
        rounded(painter, self.rect(), tokens.RADIUS_CONTROL, track, "hairline")
        pointer = self.mapFromGlobal(self.cursor().pos())
        for (value, word), area in zip(self._options, self._areas(), strict=True):
            chosen = value == self._value
            if chosen:
                rounded(painter, area, tokens.RADIUS_CONTROL - 2, chosen_fill)
            hovered = self.isEnabled() and area.contains(pointer) and self.underMouse()
            painter.setFont(theme.font_for("chrome_medium" if chosen else "chrome", word))
            painter.setPen(theme.colour("text" if chosen or hovered else "secondary"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, word)


class Switch(Pressable):
    """On or off; checkable, `toggled` and `clicked` are Qt's own."""

    ring_radius = 10

    def __init__(self, label: Callable[[], str], parent: QWidget | None = None) -> None:
        self._place = 0.0
        super().__init__(parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._slide = QPropertyAnimation(self, b"place", self)
        say(self, self.setAccessibleName, label)
        self.toggled.connect(self._slid)

    def _slid(self, on: bool) -> None:
        self._slide.stop()
        if not theme.motion or not self.isVisible():
            self._set_place(float(on))
            return
        self._slide.setDuration(theme.motion)
        self._slide.setEndValue(float(on))
        self._slide.start()

    def _get_place(self) -> float:
        return self._place

    def _set_place(self, place: float) -> None:
        self._place = place
        self.update()

    place = QtProperty(float, _get_place, _set_place)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(36), theme.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        radius = box.height() / 2
        if self.isChecked():
            rounded(painter, box, radius, "primary" if self.isEnabled() else "disabled_button", "accent")
        else:
            rounded(painter, box, radius, "card", "border" if self.isEnabled() else "hairline")
        side = box.height() - 6
        knob = QRectF(3 + (box.width() - side - 6) * self._place, 3, side, side)
        rounded(painter, knob, side / 2, "primary_text" if self.isChecked() else "secondary")


class Choice(Pressable):
    """A closed list that shows its value and opens a menu. `chosen` fires for a person's choice; `unit` follows it."""

    accessible_role = QAccessible.Role.ComboBox

    chosen = Signal(object)

    def __init__(
        self,
        label: Callable[[], str],
        options: Options,
        parent: QWidget | None = None,
        *,
        unit: Callable[[], str] = lambda: "",
        width: int = 136,
    ) -> None:
        self._options = options
        self._unit = unit
        self._width = width
        self._value: Any = None
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label = label
        say(self, self._name, label)
        self.clicked.connect(self.open)

    @property
    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value
        self._name(self._label())

    def _name(self, label: str) -> None:
        self.setAccessibleName(label)
        self.setAccessibleDescription(f"{self._word()} {self._unit()}".strip())
        self._restyle()

    def _word(self) -> str:
        return next((word for value, word in self._options() if value == self._value), str(self._value))

    def open(self) -> None:
        """Open the list below the control."""
        menu = Menu(self)
        for value, word in self._options():
            menu.add(word, partial(self._choose, value), checked=value == self._value)
        menu.open_below(self, align_right=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.open()
        else:
            super().keyPressEvent(event)

    def _choose(self, value: Any) -> None:
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font_for("chrome_medium", self._word())).horizontalAdvance(self._word())
        units = QFontMetrics(theme.font_for("chrome", self._unit())).horizontalAdvance(self._unit())
        return QSize(max(theme.px(self._width), words + units + theme.px(56)), theme.px(tokens.CONTROL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        enabled = self.isEnabled()
        fill = "selected" if self.isDown() else "hover" if self.hovered else "page"
        rounded(painter, self.rect(), tokens.RADIUS_CONTROL, fill, "border" if enabled else "hairline")
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        font = theme.font_for("chrome_medium", self._word())
        painter.setFont(font)
        painter.setPen(theme.colour("text" if enabled else "secondary"))
        area = self.rect().adjusted(12, 0, -8, 0)
        painter.drawText(mirrored(area, self.rect()), flags, self._word())
        area.adjust(QFontMetrics(font).horizontalAdvance(self._word()) + 6, 0, 0, 0)
        painter.setFont(theme.font_for("chrome", self._unit()))
        painter.setPen(theme.colour("secondary"))
        painter.drawText(mirrored(area, self.rect()), flags, self._unit())
        side = theme.px(16)
        pixmap = icons.pixmap("chevron-down", "secondary", side)
        put(painter, self.width() - side - 10, (self.height() - side) // 2, pixmap, side, self.rect())
