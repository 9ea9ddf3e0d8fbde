"""A button that takes the next keys a person presses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.i18n import translate
from desktop.ui.commands import keys_text
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.system.hotkey import chord
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import rounded

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class KeysButton(Pressable):
    """Shows keys; pressed, it waits for others. `chosen` carries them as "Ctrl+Alt+Y"; Esc leaves the ones before."""

    chosen = Signal(object)

    def __init__(self, label: Callable[[], str], parent: QWidget | None = None) -> None:
        self._keys = ""
        self._waiting = False
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, self.setAccessibleName, label)
        self.clicked.connect(lambda: self._wait(True))

    def set_value(self, keys: str) -> None:
        self._keys = keys
        self._wait(False)

    def _wait(self, waiting: bool) -> None:
        self._waiting = waiting
        self.setAccessibleDescription(self._word())
        self._restyle()

    def _word(self) -> str:
        keys = keys_text(self._keys.replace("Meta", "Super"))
        return translate("SettingsPane", "Press the keys…") if self._waiting else keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._waiting:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._wait(False)
        elif key not in _MODIFIERS and not event.isAutoRepeat():
            keys = QKeySequence(QKeyCombination(event.modifiers(), key)).toString()
            if chord(keys) is not None:
                self.set_value(keys)
                self.chosen.emit(keys)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._wait(False)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font_for("chrome", self._word()))
        return QSize(max(theme.px(136), metrics.horizontalAdvance(self._word()) + 24), theme.px(tokens.CONTROL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = "selected" if self.isDown() else "hover" if self.hovered else "page"
        rounded(painter, self.rect(), tokens.RADIUS_CONTROL, fill, "accent" if self._waiting else "border")
        painter.setFont(theme.font_for("chrome", self._word()))
        painter.setPen(theme.colour("secondary" if self._waiting else "text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._word())
