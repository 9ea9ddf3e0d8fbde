"""Joins what the frame can do to one window: panes, column, text size, palette, list of keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.base.i18n import translate
from desktop.base.settings import TEXT_SIZE, THEME, Setting
from desktop.ui import tasks
from desktop.ui.commands import Command, commands
from desktop.ui.frame import commands as frame
from desktop.ui.frame.model_picker import ask_for_model
from desktop.ui.frame.window import MainWindow
from desktop.ui.look.text_size import next_size
from desktop.ui.services import Services
from desktop.ui.widgets import toast


class WindowCommands:
    """Binds them for one window; `ways` lead to its panes."""

    def __init__(self, window: MainWindow, services: Services, ways: dict[str, Command]) -> None:
        self._window = window
        self._services = services
        self._settings = services.settings
        for key, way in ways.items():
            commands.bind(way, partial(window.show_pane, key), window)
        self._bind_window()
        self._bind_look()

    def _bind_window(self) -> None:
        window = self._window
        done: tuple[tuple[Command, Callable[[], object]], ...] = (
            (frame.PALETTE, self.open_palette),
            (frame.SHORTCUTS, self.open_shortcuts),
            (frame.SEARCH, window.search),
            (frame.MODEL, window.header.picker.open),
            (frame.ADD_MODEL, lambda: ask_for_model(window, window.model_list)),
            (frame.ANOTHER_MACHINE, self._another_machine),
            (frame.MODEL_FOLDERS, self._model_folders),
            (frame.ALL_MODELS, partial(window.show_pane, "models")),
            (frame.BETTER_MODEL, self._better_model),
            (frame.NEXT_PART, self._next_part),
            (frame.SHOW_LOG, window.show_log),
            (frame.LOG, window.show_log_folder),
            (frame.ENGINE_STATE, self._copy_engine_state),
            (frame.QUIT, window.close),
        )
        for command, run in done:
            commands.bind(command, run, window)
        commands.bind(frame.COLUMN, window.toggle_column, window, label=self._column_words)

    def _bind_look(self) -> None:
        for step, size in ((1, frame.LARGER), (-1, frame.SMALLER), (0, frame.NORMAL)):
            commands.bind(size, partial(self._size, step), self._window)
        for value, look in (("light", frame.LIGHT), ("dark", frame.DARK), ("system", frame.SYSTEM)):
            commands.bind(
                look,
                partial(self._set, THEME, value),
                self._window,
                checked=partial(self._has_theme, value),
            )

    def _column_words(self) -> str:
        return translate("Frame", "Show the column") if self._window.folded else translate("Frame", "Hide the column")

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

    def _better_model(self) -> None:
        """What is recommended for this machine."""
        self._window.show_pane("models")
        self._window.current.go("recommended")

    def _another_machine(self) -> None:
        """Where one is added by its address."""
        self._window.show_pane("models")
        self._window.current.go("endpoints")

    def _model_folders(self) -> None:
        """Where models live, and what else is looked into."""
        self._window.show_pane("models")
        self._window.current.go("folders")

    def _copy_engine_state(self) -> None:
        """What the engine has under way and in its cache, for a report of what goes wrong; in the log, too."""

        def copied(state: str) -> None:
            QGuiApplication.clipboard().setText(state)
            toast(self._window.page, translate("Commands", "Copied: requests, sequences and cells of the engine"))

        tasks.run(lambda: self._services.model_manager.engine_state(), copied, owner=self._window)

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

    def _has_theme(self, value: str) -> bool:
        return bool(self._settings[THEME] == value)

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
