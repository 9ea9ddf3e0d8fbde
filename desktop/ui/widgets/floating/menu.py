"""Menus: a column of words in a floating card, with keys as everyone knows them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.commands import Command, On, commands
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import mirrored, put, rounded
from desktop.ui.widgets.floating.popup import Popup
from desktop.ui.widgets.labels import Line

_ICON = 18


class MenuItem(Pressable):
    """One row of a menu: it is current under the pointer or with the focus."""

    def __init__(self, text: str, parent: QWidget, icon: str, note: str, kind: str) -> None:
        self.icon_name = icon
        self.note = note
        self.kind = kind
        self.room_for_icon = bool(icon)
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def focusInEvent(self, event: object) -> None:  # current, not ringed
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self.isEnabled():
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font_for("chrome", self.text())).horizontalAdvance(self.text()) + theme.px(24)
        if self.room_for_icon:
            width += theme.px(_ICON) + 8
        if self.note:
            width += QFontMetrics(theme.font("small", chinese=False)).horizontalAdvance(self.note) + 24
        return QSize(width, theme.px(tokens.ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isDown():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "selected")
        elif self.hasFocus():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "card_hover")
        token = "secondary" if not self.isEnabled() else "wrong" if self.kind == "danger" else "text"
        x = 12
        side = theme.px(_ICON)
        if self.room_for_icon:
            if self.icon_name:
                tint = "wrong" if self.kind == "danger" else "accent_text" if self.kind == "check" else "secondary"
                put(
                    painter, x, (self.height() - side) // 2, icons.pixmap(self.icon_name, tint, side), side, self.rect()
                )
            x += side + 8
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font_for("chrome", self.text()))
        painter.setPen(theme.colour(token))
        painter.drawText(mirrored(QRect(x, 0, self.width() - x - 4, self.height()), self.rect()), flags, self.text())
        if self.note:
            painter.setFont(theme.font("small", chinese=False))
            painter.setPen(theme.colour("secondary"))
            area = QRect(0, 0, self.width() - 12, self.height())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(mirrored(area, self.rect()), flags, self.note)


class Menu(Popup):
    """Add rows, then `open_below` a button or `open_at` a point. A row's action runs after the menu has closed.

    What can be done is a command, added with `command`; `add` is for what there is to choose from, such as languages.
    """

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self.items: list[MenuItem] = []

    def command(self, what: Command | On, *, run: Callable[[], object] | None = None) -> MenuItem:
        """The row of a command, as it stands now; chosen, it does it, or `run` where that is given instead."""
        look = commands.look(what)
        return self.add(
            look.label,
            run or (lambda: commands.run(what)),
            icon=look.icon,
            note=look.keys,
            danger=look.danger,
            checked=look.checked,
            enabled=look.enabled,
        )

    def add(
        self,
        text: str,
        action: Callable[[], object],
        *,
        icon: str = "",
        note: str = "",
        danger: bool = False,
        checked: bool | None = None,
        enabled: bool = True,
    ) -> MenuItem:
        """A row. `checked` (not None) reserves room for a check mark; `note` stands at the right."""
        kind = "danger" if danger else "check" if checked else ""
        item = MenuItem(text, self.card, "check" if checked else icon, note, kind)
        item.room_for_icon = item.room_for_icon or checked is not None
        item.setEnabled(enabled)
        self.add_item(item, action)
        return item

    def add_item(self, item: MenuItem, action: Callable[[], object]) -> None:
        """A row of one's own making, a child of `card`."""
        item.clicked.connect(lambda: self._chosen(action))
        self.card.column.addWidget(item)
        self.items.append(item)

    def separator(self) -> None:
        """A hairline between rows."""
        self.card.column.addSpacing(4)
        self.card.column.addWidget(Line(self.card))
        self.card.column.addSpacing(4)

    def _place(self) -> None:
        if any(item.room_for_icon for item in self.items):  # the words stand below each other
            for item in self.items:
                item.room_for_icon = True
                item.updateGeometry()
        super()._place()

    def first_focus(self) -> QWidget | None:
        checked = next((item for item in self.items if item.kind == "check"), None)
        return checked or next((item for item in self.items if item.isEnabled()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        usable = [item for item in self.items if item.isEnabled()]
        at = next((number for number, item in enumerate(usable) if item.hasFocus()), -1)
        moves = {
            Qt.Key.Key_Down: at + 1,
            Qt.Key.Key_Up: at - 1 if at >= 0 else -1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: -1,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None or not usable:
            super().keyPressEvent(event)
            return
        usable[move % len(usable)].setFocus(Qt.FocusReason.TabFocusReason)

    def _chosen(self, action: Callable[[], object]) -> None:
        self.close_popup()
        action()
