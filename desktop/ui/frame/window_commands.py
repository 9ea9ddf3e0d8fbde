"""What the frame itself can do, by keyboard and palette: panes, column, text size, palette, shortcut list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.base.i18n import translate
from desktop.base.settings import TEXT_SIZE, THEME, Setting
from desktop.ui import tasks
from desktop.ui.commands import Command, commands
from desktop.ui.frame.text_size import next_size
from desktop.ui.pane import PaneEntry
from desktop.ui.services import Services
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.ui.frame.window import MainWindow


class WindowCommands:
    """Adds them for one window."""

    def __init__(self, window: MainWindow, services: Services, panes: list[PaneEntry]) -> None:
        self._window = window
        self._settings = services.settings
        for number, pane in enumerate(panes, 1):
            self._add_pane(pane, number)
        self._add_window()
        self._add_look()
        for pane in panes:
            if pane.add_commands is not None:
                pane.add_commands(window, partial(window.pane, pane.key))
        commands.add_later(window.build_panes, window)

    def _add(self, key: str, title: Callable[[], str], run: Callable[[], object], keys: str = "", *more: str) -> None:
        commands.add(Command(key, title, run, _group, keys, more_keys=more), self._window)

    def _add_pane(self, pane: PaneEntry, number: int) -> None:
        keys = "Ctrl+," if pane.key == "settings" else f"Ctrl+{number}" if number < 10 else ""
        more = (f"Ctrl+{number}",) if pane.key == "settings" and number < 10 else ()
        command = Command(
            f"go.{pane.key}",
            lambda: translate("Commands", "Go to {pane}").format(pane=pane.name()),
            lambda: self._window.show_pane(pane.key),
            _group,
            keys,
            more_keys=more,
        )
        commands.add(command, self._window)

    def _add_window(self) -> None:
        window = self._window
        self._add("window.palette", lambda: translate("Commands", "Find a command"), self.open_palette, "Ctrl+K")
        self._add(
            "window.shortcuts", lambda: translate("Commands", "Show the keyboard shortcuts"), self.open_shortcuts, "F1"
        )
        self._add("window.search", lambda: translate("Commands", "Search in this pane"), window.search, "Ctrl+F")
        self._add("window.column", lambda: translate("Commands", "Show or hide the column"), self._fold, "Ctrl+B")
        self._add("window.model", lambda: translate("Commands", "Choose a model"), self._pick_model, "Ctrl+M")
        self._add("window.next_part", lambda: translate("Commands", "Next part of the window"), self._next_part, "F6")
        self._add("window.log", lambda: translate("Commands", "Open the folder of the log"), window.show_log)
        self._add("window.quit", lambda: translate("Commands", "Quit"), window.close, "Ctrl+Q")

    def _add_look(self) -> None:
        self._add(
            "text.larger", lambda: translate("Commands", "Larger text"), lambda: self._size(1), "Ctrl++", "Ctrl+="
        )
        self._add("text.smaller", lambda: translate("Commands", "Smaller text"), lambda: self._size(-1), "Ctrl+-")
        self._add("text.normal", lambda: translate("Commands", "Text of normal size"), lambda: self._size(0), "Ctrl+0")
        self._add("look.light", lambda: translate("Commands", "Light appearance"), lambda: self._set(THEME, "light"))
        self._add("look.dark", lambda: translate("Commands", "Dark appearance"), lambda: self._set(THEME, "dark"))
        self._add(
            "look.system",
            lambda: translate("Commands", "Appearance as the system has it"),
            lambda: self._set(THEME, "system"),
        )

    # -- what they do ------------------------------------------------------------------------------------------------

    def open_palette(self) -> None:
        """Open the palette; close it if it is open."""
        from desktop.ui.frame.palette import Palette

        already = self._window.findChild(Palette)
        if already is not None and already.isVisible():
            already.close_popup()
        else:
            Palette(self._window).open_over()

    def open_shortcuts(self) -> None:
        """Open the list of shortcuts over the window; close it if it is open."""
        from desktop.ui.frame.shortcut_list import ShortcutSheet

        already = self._window.findChild(ShortcutSheet)
        if already is not None and already.isVisible():
            already.close_popup()
        else:
            ShortcutSheet(self._window).open_over()

    def _fold(self) -> None:
        self._window.toggle_column()

    def _pick_model(self) -> None:
        self._window.header.picker.open()

    def _next_part(self) -> None:
        """Move the focus on: rail, column, header, page, and round again."""
        window = self._window
        parts: list[QWidget] = [window.rail, window.column, window.header, window.current.page()]
        parts = [part for part in parts if part.isVisible()]
        focused = window.focusWidget()
        at = next((place for place, part in enumerate(parts) if focused and part.isAncestorOf(focused)), -1)
        for step in range(1, len(parts) + 1):
            part = parts[(at + step) % len(parts)]
            if part is window.current.page():
                window.current.activate()
                return
            if _focus_in(part):
                return

    def _size(self, step: int) -> None:
        size = next_size(self._settings[TEXT_SIZE], step)
        self._set(TEXT_SIZE, size)
        toast(self._window.page, translate("Commands", "Text size {size} %").format(size=size))

    def _set(self, setting: Setting, value: object) -> None:
        tasks.run(lambda: self._settings.set(setting, value), owner=self._window, lane="settings")


def _focus_in(part: QWidget) -> bool:
    """Give the focus to what is checked in `part`, or to the first thing that takes it."""
    able = [
        child
        for child in part.findChildren(QWidget)
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    checked = [child for child in able if isinstance(child, QAbstractButton) and child.isChecked()]
    for child in (*checked, *able):
        child.setFocus(Qt.FocusReason.TabFocusReason)
        return True
    return False


def _group() -> str:
    return translate("Commands", "Window")
