"""Buttons: a word with or without an icon, and a small icon alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from shiboken6 import isValid

from desktop.ui.commands import Command, On, commands
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.text.retranslate import say
from desktop.ui.widgets.draw import mirrored, put, rounded
from desktop.ui.widgets.focus import Ringed

_ICON_IN_BUTTON = 18


class Pressable(Ringed, QAbstractButton):
    """What all our buttons share: hover at once, Enter as well as Space, the ring, following the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.follow(self, self._restyle)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    @property
    def hovered(self) -> bool:
        return self.isEnabled() and self.underMouse()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _paint_icon(self, painter: QPainter, name: str, token: str, x: int, size: int) -> None:
        put(painter, x, (self.height() - size) // 2, icons.pixmap(name, token, size), size, self.rect())


class IconButton(Pressable):
    """A 28 px button with an icon; its label is the tooltip and the accessible name."""

    def __init__(
        self,
        icon: str,
        label: Callable[[], str],
        parent: QWidget | None = None,
        *,
        keys: str = "",
        size: int = tokens.SMALL_BUTTON,
        icon_size: int = tokens.ICON,
        token: str = "secondary",
    ) -> None:
        self._icon = icon
        self._side = size
        self._icon_size = icon_size
        self._token = token
        self._label = label
        self._keys = keys
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, self._name, lambda: self._label())

    def set_icon(self, icon: str, label: Callable[[], str] | None = None) -> None:
        """Show another icon, and say something else, from now on."""
        self._icon = icon
        if label is not None:
            self._label = label
            self._name(label())
        self.update()

    def set_token(self, token: str) -> None:
        """The icon's colour when neither hovered nor checked."""
        self._token = token
        self.update()

    def name_again(self) -> None:
        """What it says may be another now."""
        self._name(self._label())

    def _name(self, label: str) -> None:
        self.setAccessibleName(label)
        set_tip(self, f"{label}  {self._keys}" if self._keys else label)

    def sizeHint(self) -> QSize:
        side = max(self._side, theme.px(self._side))
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        token = self._token
        if self.isDown():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "selected")
            token = "text"
        elif self.hovered:
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "hover")
            token = "text"
        if self.isChecked():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "proposal")
            token = "accent_text"
        if not self.isEnabled():
            painter.setOpacity(0.5)
        size = max(self._icon_size, theme.px(self._icon_size))
        self._paint_icon(painter, self._icon, token, (self.width() - size) // 2, size)


class CommandIcon(IconButton):
    """The button of a command, which it does and as which it stands.

    With `run` it does that instead, and whoever made it says when it can be pressed.
    """

    def __init__(
        self,
        what: Command | On,
        parent: QWidget | None = None,
        *,
        run: Callable[[], object] | None = None,
        size: int = tokens.SMALL_BUTTON,
        icon_size: int = tokens.ICON,
    ) -> None:
        look = commands.look(what)
        label = lambda: commands.look(what).label  # noqa: E731 (said again in another language)
        super().__init__(look.icon, label, parent, keys=look.keys, size=size, icon_size=icon_size)
        _obey(self, what, run)


def _obey(button: CommandIcon | CommandButton, what: Command | On, run: Callable[[], object] | None) -> None:
    """Let a button do a command and stand as it stands."""

    if run is not None:
        button.clicked.connect(run)
        return

    def update() -> None:
        look = commands.look(what)
        button.setEnabled(look.enabled)
        button.setCheckable(look.checked is not None)
        button.setChecked(bool(look.checked))
        button.name_again()

    def pressed() -> None:
        commands.run(what)
        if isValid(button):
            update()

    button.clicked.connect(pressed)
    commands.follow(what, button, update)
    update()


class Button(Pressable):
    """A word to press. `primary` is the one amber button of a view, `plain` has a border, `quiet` has none, `danger`
    is plain in the colour of wrong. `keys` are shown after the word; a `flush` one begins where the text
    above it does."""

    def __init__(
        self,
        label: Callable[[], str],
        kind: str = "plain",
        icon: str | None = None,
        parent: QWidget | None = None,
        *,
        keys: str = "",
        height: int = tokens.CONTROL,
        menu: bool = False,
        flush: bool = False,
    ) -> None:
        self._flush = flush
        self._kind = kind
        self._icon = icon
        self._keys = keys
        self._control_height = height
        self._menu = menu
        self._label = label
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, self._name, lambda: self._label())

    def set_label(self, label: Callable[[], str], icon: str | None = None, kind: str | None = None) -> None:
        """Say something else from now on; icon and kind change too where given ("" takes the icon away)."""
        self._label = label
        self._icon = self._icon if icon is None else icon
        self._kind = kind or self._kind
        self._name(label())

    def name_again(self) -> None:
        """What it says may be another now."""
        label = self._label()
        if label != self.text():
            self._name(label)

    def _name(self, label: str) -> None:
        self.setText(label)
        self.setAccessibleName(label)
        self._restyle()

    def _word_font(self) -> QFont:
        return theme.font_for("chrome_medium", self.text())

    def sizeHint(self) -> QSize:
        width = 2 * self._padding() + QFontMetrics(self._word_font()).horizontalAdvance(self.text())
        if self._icon:
            width += self._icon_side() + 6
        if self._keys:
            width += 8 + QFontMetrics(theme.font("meta", chinese=False)).horizontalAdvance(self._keys)
        if self._menu:
            width += 4 + self._icon_side()
        return QSize(width, theme.px(self._control_height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _padding(self) -> int:
        if self._flush:
            return theme.px(3)
        return theme.px(12 if self._icon or self._kind == "quiet" else 16)

    def _icon_side(self) -> int:
        return theme.px(_ICON_IN_BUTTON)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        token = self._paint_back(painter)
        natural = self.sizeHint().width() - 2 * self._padding()
        x = (self.width() - natural) // 2
        side = self._icon_side()
        if self._icon:
            self._paint_icon(painter, self._icon, token, x, side)
            x += side + 6
        font = self._word_font()
        painter.setFont(font)
        painter.setPen(theme.colour(token))
        advance = QFontMetrics(font).horizontalAdvance(self.text())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(mirrored(QRect(x, 0, advance + 2, self.height()), self.rect()), flags, self.text())
        x += advance
        if self._keys:
            painter.setFont(theme.font("meta", chinese=False))
            painter.setPen(theme.colour(token if self._kind == "primary" else "secondary"))
            painter.drawText(mirrored(QRect(x + 8, 0, self.width() - x, self.height()), self.rect()), flags, self._keys)
        if self._menu:
            self._paint_icon(painter, "chevron-down", token, self.width() - self._padding() - side + 4, side)

    def _paint_back(self, painter: QPainter) -> str:
        """Fill and edge by kind and state; returns the token of the text."""
        area, radius = self.rect(), tokens.RADIUS_CONTROL
        if not self.isEnabled():
            if self._kind != "quiet":
                rounded(painter, area, radius, "disabled_button", "hairline")
            return "secondary"
        if self._kind == "primary":
            rounded(painter, area, radius, "primary")
            if self.hovered or self.isDown():
                shade = theme.colour("primary_text")
                painter.setOpacity(0.16 if self.isDown() else 0.07)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(shade)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.drawRoundedRect(area, radius, radius)
                painter.setOpacity(1)
            return "primary_text"
        fill = "selected" if self.isDown() else "hover" if self.hovered else None
        if self._kind == "quiet":
            if fill:
                rounded(painter, area, radius, fill)
            return "text" if fill else "secondary"
        rounded(painter, area, radius, fill or "card", "hairline")
        return "wrong" if self._kind == "danger" else "text"


class CommandButton(Button):
    """A word that does a command, with its keys after it where there is room for them; `run` as for `CommandIcon`."""

    def __init__(
        self,
        what: Command | On,
        kind: str = "plain",
        parent: QWidget | None = None,
        *,
        icon: bool = True,
        run: Callable[[], object] | None = None,
        keys: bool = True,
        height: int = tokens.CONTROL,
    ) -> None:
        look = commands.look(what)
        label = lambda: commands.look(what).label  # noqa: E731 (said again in another language)
        shown = look.keys if keys else ""
        super().__init__(label, kind, look.icon if icon else None, parent, keys=shown, height=height)
        _obey(self, what, run)


class Link(Pressable):
    """An underlined word inside a line of text."""

    ring_radius = tokens.RADIUS_TOKEN

    def __init__(
        self, label: Callable[[], str], parent: QWidget | None = None, *, style: str = "meta", underline: bool = True
    ) -> None:
        self._look = style
        self._underline = underline
        self._label = label
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, self._name, label)

    def say_again(self) -> None:
        """What it says may be another now."""
        self._name(self._label())

    def _name(self, label: str) -> None:
        self.setText(label)
        self.setAccessibleName(label)
        self._restyle()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font_for(self._look, self.text()))
        return QSize(metrics.horizontalAdvance(self.text()) + 2, theme.line(self._look))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = theme.font_for(self._look, self.text())
        font.setUnderline(self._underline or self.hovered)
        painter.setFont(font)
        painter.setPen(theme.colour("accent_text" if self.hovered or not self._underline else "text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
