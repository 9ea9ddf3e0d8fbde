"""Everything one can act on has a name and is reached by Tab, in every place and language; the focus is never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.base.i18n import LANGUAGES
from desktop.base.settings import LANGUAGE
from desktop.store.stories.records import NodeKind
from desktop.ui.commands import commands
from desktop.ui.frame.window import MainWindow
from desktop.ui.panes.settings.pane import SettingsPane
from desktop.ui.panes.story.pane import StoryPane
from desktop.ui.widgets import IconButton, Popup
from tests.gui.chat.conftest import Driver
from tests.gui.conftest import OpenWindow
from tests.gui.seen import settled, visible

_KINDS = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
_TEXTS = (QPlainTextEdit, QTextEdit)
_REPLY = "Some words, and `code`.\n\n```python\nprint(1)\n```\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n[a link](https://example.org)"
# Opened in every pane where they can be; each is closed with Esc again.
_OPENERS = (
    "window.palette", "window.shortcuts", "window.model", "chat.snippets", "chat.assistant",
    "chat.assistants",
)  # fmt: skip


def acted_on(root: QWidget) -> list[QWidget]:
    """What a person can press, write in or choose from, of all that is visible in `root`."""
    found = []
    for widget in visible(root):
        ours = isinstance(widget, (*_KINDS, *_TEXTS)) and not isinstance(widget, QScrollBar)
        inner = isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox))
        focusable = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if (ours or focusable) and not inner and widget.isEnabled() and not widget.visibleRegion().isEmpty():
            found.append(widget)
    return found


def named(widget: QWidget) -> str:
    """What a screen reader says of it."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return (widget.accessibleName() or text).strip()


def told(widget: QWidget) -> str:
    """Where it is, for the message of a failed test."""
    names = []
    at: QWidget | None = widget
    while at is not None:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names[:5])


def by_tab(window: QWidget) -> set[QWidget]:
    """Everything that Tab reaches from where the focus is."""
    reached: set[QWidget] = set()
    at: QWidget | None = window
    for _ in range(3000):
        assert at is not None
        at = at.nextInFocusChain()
        if at is window:
            return reached
        if at is not None and at.isVisibleTo(window) and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(at)
    raise AssertionError("the chain of the focus doesn't close")


def lacking(window: QWidget) -> list[str]:
    """What has no name, no tooltip though it only has an icon, or isn't reached by Tab."""
    found = []
    reached = by_tab(window)
    for widget in acted_on(window):
        if not named(widget):
            found.append(f"no name: {told(widget)}")
        if isinstance(widget, IconButton) and not widget.toolTip():
            found.append(f"no tooltip: {told(widget)}")
        if widget not in reached and not _other_way(widget):
            found.append(f"not by Tab: {named(widget)} {told(widget)}")
    return found


def _other_way(widget: QWidget) -> bool:
    """Whether arrow keys lead to it: one of a group that excludes each other, or a list that a field steers."""
    if isinstance(widget, QAbstractButton) and widget.autoExclusive():
        return True
    return isinstance(widget, QAbstractItemView) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus


def focused(window: QWidget) -> bool:
    """Whether the keyboard is somewhere visible inside the window."""
    widget = QApplication.focusWidget()
    return widget is not None and window.isAncestorOf(widget) and widget.isVisible()


def _started(open_program: OpenWindow, bot: QtBot, language: str) -> Driver:
    return Driver(bot, open_program({LANGUAGE: language}))


def _places(driver: Driver) -> Iterator[str]:
    window, bot = driver.window, driver.bot
    settled(bot, window)
    yield "chat, empty"
    driver.open(driver.conversation("A question?", _REPLY, "Another?", _REPLY))
    settled(bot, window)
    yield "chat"
    for key in ("story", "translate", "models"):
        window.show_pane(key)
        settled(bot, window)
        yield key
    pane = window.pane("story")
    assert isinstance(pane, StoryPane)
    window.show_pane("story")
    driver.until(lambda: pane.controller.listed)
    project = pane.stories.create_project("A story", "en")
    scene = pane.stories.add_node(project.id, NodeKind.SCENE, "A scene")
    pane.stories.save_text(scene.id, "It began.", 0)
    pane.controller.reload(project.id, scene.id)
    driver.until(lambda: pane.controller.node_id == scene.id)
    settled(bot, window)
    yield "story with a scene"
    window.show_pane("settings")
    settings = window.current
    assert isinstance(settings, SettingsPane)
    for section in list(settings._makers):
        settings.show_section(section)
        settled(bot, window)
        yield f"settings, {section}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place(open_program: OpenWindow, qtbot: QtBot, language: str) -> None:
    driver = _started(open_program, qtbot, language)
    found: dict[str, list[str]] = {}
    for place in _places(driver):
        if wrong := lacking(driver.window):
            found[place] = wrong
        if not focused(driver.window):
            found.setdefault(place, []).append("no focus")
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_opens_over_the_window(open_program: OpenWindow, qtbot: QtBot, language: str) -> None:
    driver = _started(open_program, qtbot, language)
    window: MainWindow = driver.window
    driver.open(driver.conversation("A question?", _REPLY))
    found: dict[str, list[str]] = {}
    for key in _OPENERS:
        driver.composer.text.setFocus()
        assert commands.run(key), key
        settled(qtbot, window)
        opened = [popup for popup in window.findChildren(Popup) if popup.isVisible()]
        wrong = [] if opened else ["didn't open"]
        for popup in opened:
            wrong += lacking(popup)
            popup.close_popup()
        settled(qtbot, window)
        if not focused(window):
            wrong.append("no focus afterwards")
        if wrong:
            found[key] = wrong
    assert found == {}


def test_a_folder_is_named_in_its_row_and_the_keyboard_is_there(open_program: OpenWindow, qtbot: QtBot) -> None:
    driver = _started(open_program, qtbot, "en")
    assert commands.run("chat.new_folder")
    driver.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert driver.list.rows.isAncestorOf(field)
    assert named(field)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    driver.until(lambda: focused(driver.window) and not isinstance(QApplication.focusWidget(), QLineEdit))


def _close(window: MainWindow) -> None:
    for popup in window.findChildren(Popup):
        popup.close_popup()


def test_the_focus_is_never_lost(open_program: OpenWindow, qtbot: QtBot) -> None:
    driver = _started(open_program, qtbot, "en")
    window = driver.window
    first, second = driver.conversation("One?", "1"), driver.conversation("Two?", "2")
    driver.open(second)

    def steps() -> Iterator[tuple[str, Callable[[], object]]]:
        for key in ("story", "translate", "models", "settings", "chat"):
            yield f"to {key}", partial(window.show_pane, key)
        yield "column away", window.toggle_column
        yield "column back", window.toggle_column
        yield "list", driver.list.setFocus
        yield "delete with the focus on the list", lambda: commands.run("chat.delete")
        yield "the other", lambda: driver.open(first)
        yield "delete with the focus in the composer", lambda: commands.run("chat.delete")
        yield "new", lambda: commands.run("chat.new")

    for name, step in steps():
        step()
        settled(qtbot, window)
        assert focused(window), name


def test_the_focus_in_what_goes_away(open_program: OpenWindow, qtbot: QtBot) -> None:
    """The focus stands on something that the next step hides."""
    driver = _started(open_program, qtbot, "en")
    window = driver.window
    driver.open(driver.conversation("One?", "1"))
    driver.list.setFocus()
    window.toggle_column()
    settled(qtbot, window)
    assert focused(window)
    window.toggle_column()
    commands.run("window.palette")
    window.show_pane("settings")
    _close(window)
    settled(qtbot, window)
    assert focused(window)


@pytest.mark.parametrize("backwards", [False, True], ids=["Tab", "Shift+Tab"])
def test_tab_goes_round(open_program: OpenWindow, qtbot: QtBot, *, backwards: bool) -> None:
    """Pressed for real, in every place but a text where Tab means another thing: it ends where it began."""
    driver = _started(open_program, qtbot, "en")
    window = driver.window
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    key = Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab
    found: dict[str, str] = {}
    for place in _places(driver):
        if place in ("translate", "story with a scene"):  # F6 leaves those texts
            continue
        began = QApplication.focusWidget()
        assert began is not None
        stays = 0
        for _ in range(150):
            at = QApplication.focusWidget()
            qtbot.keyClick(at, key)
            stays = stays + 1 if QApplication.focusWidget() is at else 0  # it goes from link to link first
            if not focused(window):
                found[place] = f"lost after {told(at)}"
                break
            if QApplication.focusWidget() is began:
                break
            if stays > 3:
                found[place] = f"stuck in {told(at)}"
                break
        else:
            found[place] = f"never back at {told(began)}"
    assert found == {}
