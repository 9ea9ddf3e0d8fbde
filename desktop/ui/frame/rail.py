"""The rail: the lamp, the panes with icon and word, models and settings at the foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.pane import PaneEntry
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Icon, Pressable
from desktop.ui.widgets.draw import rounded

_WIDTH, _HEIGHT = 52, 56


class RailButton(Pressable):
    """An icon over a word; the pane one is in stands on the selected fill, its icon amber."""

    ring_radius = tokens.RADIUS_CARD

    def __init__(self, icon: str, word: Callable[[], str], parent: QWidget | None = None) -> None:
        self._icon = icon
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, self._name, word)

    def _name(self, word: str) -> None:
        self.setText(word)
        self.setAccessibleName(word)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isChecked() or self.isDown():
            rounded(painter, self.rect(), tokens.RADIUS_CARD, "selected")
        elif self.hovered:
            rounded(painter, self.rect(), tokens.RADIUS_CARD, "hover")
        lit = self.isChecked() or self.hovered
        side = theme.px(tokens.ICON)
        token = "accent_text" if self.isChecked() else "text" if lit else "secondary"
        painter.drawPixmap((self.width() - side) // 2, theme.px(8), icons.pixmap(self._icon, token, side))
        painter.setFont(theme.font_for("small_strong" if self.isChecked() else "small", self.text()))
        painter.setPen(theme.colour("text" if lit else "secondary"))
        area = QRect(-4, theme.px(30), self.width() + 8, theme.px(18))
        painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self.text())


class Rail(QWidget):
    """64 px of sidebar. `chosen` fires with the key of the pane a person wants; arrow keys move between the panes."""

    chosen = Signal(str)

    def __init__(self, panes: list[PaneEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, RailButton] = {}
        say(self, self.setAccessibleName, lambda: translate("Frame", "Panes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(4)
        column.addWidget(Icon("lamp", "accent", 24), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        for pane in (pane for pane in panes if not pane.foot):
            column.addWidget(self._button(pane), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for pane in (pane for pane in panes if pane.foot):
            column.addWidget(self._button(pane), 0, Qt.AlignmentFlag.AlignHCenter)
        theme.follow(self, self._restyle)

    def set_current(self, key: str) -> None:
        self._buttons[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        buttons = list(self._buttons.values())
        at = next((number for number, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
        else:
            buttons[(at + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("sidebar"))

    def _button(self, pane: PaneEntry) -> RailButton:
        button = RailButton(pane.icon, pane.name, self)
        button.clicked.connect(lambda: self.chosen.emit(pane.key))
        self._buttons[pane.key] = button
        return button

    def _restyle(self) -> None:
        self.setFixedWidth(theme.px(tokens.RAIL))
        self.update()
