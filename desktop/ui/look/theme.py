"""The one theme: what a token, a style or a measure is right now, and a signal when that changes.

from desktop.ui.theme import theme
theme.follow(widget, lambda: widget.setFont(theme.font("meta")))
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from shiboken6 import isValid

from desktop.base.i18n import translator
from desktop.formats.markdown.text import is_chinese
from desktop.ui.look import fonts, tokens


class Theme(QObject):
    """Light or dark, the text size, and the language's order of fonts. `changed` tells when any of it changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice = "system"
        self._dark = False
        self._scale = 1.0
        self._reduced_motion = False
        self._fonts: dict[tuple[str, bool], QFont] = {}
        # Not connections: Qt can't take back thousands of those made with Python functions.
        self._followers: dict[int, tuple[QObject, Callable[[], object]]] = {}
        self._keys = itertools.count()
        translator.subscribe(self._refresh)

    @property
    def dark(self) -> bool:
        return self._dark

    @property
    def scale(self) -> float:
        """The text size, 1.0 at 100 %."""
        return self._scale

    @property
    def motion(self) -> int:
        """How long something may move, in ms; 0 when the person wants none."""
        return 0 if self._reduced_motion else tokens.MOTION_MS

    @property
    def chinese(self) -> bool:
        """Whether the interface is Chinese."""
        return translator.language.startswith("zh")

    def watch_system(self) -> None:
        """Follow the system between light and dark from now on; needs the application object."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._refresh_colours)
        self._refresh_colours()

    def choose(self, choice: str) -> None:
        """`light`, `dark`, or `system`."""
        self._choice = choice
        self._refresh_colours()

    def set_text_size(self, percent: int) -> None:
        """The text size in per cent; measures in em follow."""
        if percent / 100 != self._scale:
            self._scale = percent / 100
            self._refresh()

    def set_reduced_motion(self, reduced: bool) -> None:
        self._reduced_motion = reduced

    def colour(self, token: str) -> QColor:
        """The colour of a token of `tokens.COLOURS`."""
        return QColor(tokens.COLOURS[token][self._dark])

    def shadow(self) -> QColor:
        """The colour of the one shadow."""
        colour = QColor(Qt.GlobalColor.black)
        colour.setAlphaF(tokens.SHADOW_OPACITY[self._dark])
        return colour

    def font(self, style: str, *, chinese: bool | None = None) -> QFont:
        """The font of a style, Chinese families first when `chinese` (None: when the interface is)."""
        first = self.chinese if chinese is None else chinese
        key = (style, first)
        if key not in self._fonts:
            self._fonts[key] = fonts.make_font(tokens.STYLES[style], self._scale, chinese=first, dark=self._dark)
        return QFont(self._fonts[key])

    def font_for(self, style: str, text: str) -> QFont:
        """The font of a style for this paragraph: Chinese families first when it is Chinese."""
        return self.font(style, chinese=is_chinese(text))

    def line(self, style: str, *, chinese: bool = False) -> int:
        """The line height of a style, in px."""
        declared = tokens.STYLES[style]
        return self.px((chinese and declared.chinese_line) or declared.line)

    def em(self, style: str, ems: float) -> int:
        """`ems` of a style's size, in px: `em("chat", 37.5)` is the width of the chat column."""
        return round(tokens.STYLES[style].size * self._scale * ems)

    def px(self, length: float) -> int:
        """A length that holds text (a row, a control), grown with the text size."""
        return round(length * self._scale)

    def follow(self, owner: QObject, apply: Callable[[], object]) -> None:
        """Call `apply` now and after every change, for as long as `owner` lives."""

        key = next(self._keys)
        self._followers[key] = (owner, apply)
        owner.destroyed.connect(lambda: self._followers.pop(key, None))
        apply()

    def _refresh_colours(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        dark = self._choice == "dark" or (self._choice == "system" and scheme == Qt.ColorScheme.Dark)
        if dark != self._dark:
            self._dark = dark
            self._refresh()

    def _refresh(self) -> None:
        self._fonts.clear()
        for owner, apply in list(self._followers.values()):
            if isValid(owner):
                apply()
        self.changed.emit()


theme = Theme()
