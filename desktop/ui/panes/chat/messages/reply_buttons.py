"""The reserved row under a reply: the pager stays while there are versions, actions show on hover and focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.commands import Command, On, commands
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.messages.commands import AFTER, BEFORE
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import IconButton

_STEP = 32  # from one action to the next
_PAGER_GAP = 16


class QuietAction(IconButton):
    """An action that is only painted while its row is hovered or has the focus; the keyboard finds it always."""

    def __init__(self, icon: str, label: Callable[[], str], parent: ReplyButtons, keys: str = "") -> None:
        self._row = parent
        super().__init__(icon, label, parent, keys=keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._row.revealed:
            super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._row.focus_moved()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._row.focus_moved()


def _step_button(command: Command, parent: QWidget) -> IconButton:
    return IconButton(command.icon, command.said, parent, keys=command.keys_text, size=20, icon_size=16)


class Pager(QWidget):
    """2/3 between two arrows. `stepped` carries -1 or 1."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.before = _step_button(BEFORE, self)
        self.after = _step_button(AFTER, self)
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))

    def show_place(self, version: int, versions: int, *, usable: bool) -> None:
        """Which version of how many is shown."""
        self._words = f"{version}/{versions}"
        self.before.setEnabled(usable and version > 1)
        self.after.setEnabled(usable and version < versions)
        self.setAccessibleName(translate("Chat", "Version {n} of {all}").format(n=version, all=versions))
        self.setVisible(versions > 1)
        self.update()

    @property
    def text(self) -> str:
        return self._words

    def fit(self, height: int) -> int:
        """Place everything; returns the width."""
        side = self.before.sizeHint().width()
        words = QFontMetrics(theme.font("meta", chinese=False)).horizontalAdvance(self._words)
        top = (height - side) // 2
        self.before.setGeometry(-4, top, side, side)
        self.after.setGeometry(side - 4 + words, top, side, side)
        return 2 * side + words - 8

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("meta", chinese=False))
        painter.setPen(theme.colour("secondary"))
        left = self.before.geometry().right() + 1
        area = QRect(left, 0, self.after.geometry().left() - left, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._words)


class ReplyButtons(QWidget):
    """The row. Actions are added once, in order."""

    def __init__(self, parent: QWidget | None = None, *, pager: bool = True) -> None:
        super().__init__(parent)
        self._hovered = False
        self._held = False
        self._buttons: list[QuietAction] = []
        self.pager = Pager(self) if pager else None
        if self.pager is not None:
            self.pager.hide()
        say(self, self.setAccessibleName, lambda: translate("Chat", "Actions"))

    def add(self, what: On, run: Callable[[], object] | None = None) -> QuietAction:
        """The button of a command, or of `run` that does the same, at the end of the row.

        Whoever has the row shows the button while the command is of use.
        """
        command = what.command
        return self._add(
            QuietAction(command.icon, command.said, self, command.keys_text), run or (lambda: commands.run(what))
        )

    def add_more(self, action: Callable[[], object]) -> QuietAction:
        """The last button, for a menu."""
        return self._add(QuietAction("more", lambda: translate("Chat", "More"), self), action)

    def _add(self, button: QuietAction, action: Callable[[], object]) -> QuietAction:
        button.clicked.connect(action)
        self._buttons.append(button)
        return button

    @property
    def revealed(self) -> bool:
        return self._hovered or self._held or any(button.hasFocus() for button in self._buttons)

    def set_hovered(self, hovered: bool) -> None:
        """The pointer is on the message."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.focus_moved()

    def hold(self, held: bool) -> None:
        """A menu of the row is open: the actions stay."""
        self._held = held
        self.focus_moved()

    def focus_moved(self) -> None:
        for button in self._buttons:
            button.update()

    def width_needed(self) -> int:
        """What the pager and the visible actions take."""
        shown = sum(not button.isHidden() for button in self._buttons)
        pager = 0
        if self.pager is not None and not self.pager.isHidden():
            pager = self.pager.fit(theme.px(tokens.SMALL_BUTTON)) + _PAGER_GAP
        return pager + shown * theme.px(_STEP)

    def fit(self, _width: int) -> int:
        """Place the pager and the visible actions; returns the height of the row."""
        height = theme.px(tokens.SMALL_BUTTON)
        x = -4  # so that the first icon stands on the edge of the text
        if self.pager is not None and not self.pager.isHidden():
            width = self.pager.fit(height)
            self.pager.setGeometry(0, 0, width + 4, height)
            x = width + _PAGER_GAP - 4
        for button in self._buttons:
            if not button.isHidden():
                side = button.sizeHint().width()
                button.setGeometry(x, 0, side, height)
                x += theme.px(_STEP)
        return height

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
