"""The frame in the real window: theme, fold, keyboard, models by dialog and by drop, what is remembered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.paths import Paths
from desktop.base.settings import CONTEXT, TEXT_SIZE, THEME
from desktop.store import Status
from desktop.ui.commands import commands
from desktop.ui.frame.window import MainWindow
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.models.machine.commands import REMOVE
from desktop.ui.widgets import Menu, Toast
from tests.gui.conftest import OpenWindow
from tests.gui.seen import settled, visible


def _page_colour(window: MainWindow) -> str:
    image: QImage = window.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round((window.width() - 20) * ratio), round((window.height() - 6) * ratio)).name().upper()


def _activate(window: MainWindow, bot: QtBot) -> None:
    window.activateWindow()
    bot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)


def test_theme_switches_live(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program({THEME: "light"})
    window = program.show()
    window.show_pane("settings")
    assert _page_colour(window) == tokens.COLOURS["page"][0]
    program.app.settings.set(THEME, "dark")
    qtbot.waitUntil(lambda: theme.dark, timeout=5000)
    qtbot.waitUntil(lambda: _page_colour(window) == tokens.COLOURS["page"][1], timeout=5000)


def test_follows_the_system(open_program: OpenWindow, qtbot: QtBot, qapp: QApplication) -> None:
    open_program({THEME: "system"}).show()
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Dark)
    qtbot.waitUntil(lambda: theme.dark, timeout=5000)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Light)
    qtbot.waitUntil(lambda: not theme.dark, timeout=5000)
    qapp.styleHints().unsetColorScheme()


def test_text_size_grows_the_columns(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program()
    window = program.show(1600, 1000)
    assert window.column.width() == tokens.COLUMN
    program.app.settings.set(TEXT_SIZE, 125)
    qtbot.waitUntil(lambda: theme.scale == 1.25, timeout=5000)
    qtbot.waitUntil(lambda: window.column.width() == 320, timeout=5000)
    assert window.rail.width() == 80


def test_column_shrinks_and_folds(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show(1024, 700)
    assert window.column.width() == tokens.COLUMN_NARROW
    _activate(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.column.isVisible(), timeout=5000)
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.column.isVisible, timeout=5000)


def test_large_text_in_a_small_window_folds_the_column(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program({TEXT_SIZE: 200}).show(1024, 700)
    assert not window.column.isVisible()
    window.toggle_column()
    assert window.column.isVisible()
    window.toggle_column()
    assert not window.column.isVisible()
    window.resize(1600, 1000)
    qtbot.waitUntil(window.column.isVisible, timeout=5000)


def test_only_panes_that_exist_stand_in_the_rail(open_program: OpenWindow) -> None:
    window = open_program().show()
    words = [button.text() for button in window.rail.findChildren(QAbstractButton)]
    assert words == ["Chat", "Story", "Translate", "Models", "Settings"]


def test_everything_is_reached_by_keyboard_and_named(open_program: OpenWindow, qtbot: QtBot) -> None:
    """Tab goes around; every stop has an accessible name, and no button is left out."""
    window = open_program().show()
    for key in ("chat", "translate", "models", "settings"):
        window.show_pane(key)
        settled(qtbot, window)
        stops = _tab_stops(window)
        unnamed = [stop for stop in stops if not stop.accessibleName()]
        assert unnamed == [], key
        buttons = {w for w in visible(window) if isinstance(w, QAbstractButton) and w.isEnabled()}
        unreachable = {b for b in buttons if b not in stops and b.focusPolicy() != Qt.FocusPolicy.NoFocus}
        assert unreachable == set(), key
        assert {b for b in buttons if not b.accessibleName()} == set(), key


def _tab_stops(window: MainWindow) -> list[QWidget]:
    stops: list[QWidget] = []
    at: QWidget = window
    while True:
        at = at.nextInFocusChain()
        if at is window:
            return stops
        if at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.window() is window:
            stops.append(at)


def test_the_ring_shows_for_the_keyboard_only(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()
    _activate(window, qtbot)
    picker = window.header.picker
    picker.setFocus(Qt.FocusReason.MouseFocusReason)
    without = window.grab().toImage()
    window.show_pane("chat")
    picker.setFocus(Qt.FocusReason.TabFocusReason)
    corner = picker.mapTo(window, QPoint(picker.width() // 2, -2))
    accent = theme.colour("accent").name()
    assert window.grab().toImage().pixelColor(corner).name() == accent
    assert without.pixelColor(corner).name() != accent


def test_escape_closes_a_menu_and_gives_the_focus_back(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = open_program().show()
    _activate(window, qtbot)
    picker = window.header.picker
    picker.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    menu = window.findChild(Menu)
    assert menu is not None
    assert [item.text() for item in menu.items][-2:] == ["Add a model file…", "All models"]
    assert len(menu.items) == 4
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert picker.hasFocus()


# -- models ------------------------------------------------------------------------------------------------------------


def _data(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def _drop(target: QWidget, path: Path) -> bool:
    """Drag a file over a widget and let go, as the window system does."""
    data = _data(path)
    point = QPoint(target.width() // 2, target.height() // 2)
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, copy, data, button, none)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(QPointF(point), copy, data, button, none)
    QApplication.sendEvent(target, drop)
    return drop.isAccepted()


def _taker(widget: QWidget) -> QWidget:
    """The widget a drag over `widget` goes to: the nearest that accepts drops at all."""
    while not widget.acceptDrops() and widget.parentWidget() is not None:
        widget = widget.parentWidget()
    return widget


def test_a_dropped_model_is_added_and_loads(
    open_program: OpenWindow, qtbot: QtBot, chat_model: Path, tmp_path: Path
) -> None:
    program = open_program()
    window = program.show()
    mine = tmp_path / "My own.gguf"
    shutil.copy(chat_model, mine)
    with qtbot.waitSignal(window.model_list.added, timeout=20_000):
        assert _drop(window, mine)
    qtbot.waitUntil(lambda: program.app.model_manager.model is not None, timeout=20_000)
    assert program.app.model_manager.model.path == mine
    assert window.findChild(Toast) is not None
    qtbot.waitUntil(lambda: any(e.model.path == mine for e in window.model_list.entries), timeout=20_000)


def test_a_drop_on_a_text_field_reaches_the_window(open_program: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Text fields would paste the path of the file; a model goes to the window from everywhere."""
    window = open_program().show()
    bad = tmp_path / "letters.gguf"
    bad.write_text("no model")
    for key in ("chat", "settings"):
        window.show_pane(key)
        for widget in visible(window):
            if not isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)):
                continue
            target = widget if isinstance(widget, QLineEdit) else widget.viewport()
            data = _data(bad)
            enter = QDragEnterEvent(
                QPoint(3, 3), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            )
            enter.ignore()
            QApplication.sendEvent(target, enter)
            assert window.drop_hint.isVisible(), widget
            window.drop_hint.hide()


def test_a_model_chosen_in_the_dialog_is_added(
    open_program: OpenWindow, qtbot: QtBot, base_model: Path, tmp_path: Path
) -> None:
    program = open_program()
    window = program.show()
    window.show_pane("models")
    mine = tmp_path / "second.gguf"
    mine.write_bytes(base_model.read_bytes() + bytes(32))  # another file, or it would be on the card of the first
    window.current.ask()  # type: ignore[attr-defined]
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitSignal(window.model_list.added, timeout=20_000):
        dialog.fileSelected.emit(str(mine))
    dialog.close()
    qtbot.waitUntil(lambda: len(window.current.machine.cards) == 3, timeout=20_000)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), (b"letters", "is not a GGUF"), (b"GGUF\x03\x00\x00\x00", "ends too early")]
)
def test_a_bad_file_is_told_in_place(
    open_program: OpenWindow, qtbot: QtBot, tmp_path: Path, content: bytes, said: str
) -> None:
    program = open_program()
    window = program.show()
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(content)
    with qtbot.waitSignal(window.model_list.failed, timeout=20_000):
        assert _drop(window, bad)
    assert window.notices.notice is not None
    assert said in window.notices.notice.what.text()
    assert window.notices.isVisible()
    assert len(window.model_list.entries) == 2
    window.notices.notice.closed.emit()
    assert not window.notices.isVisible()


def test_removing_a_model_can_be_undone(open_program: OpenWindow, qtbot: QtBot, base_model: Path) -> None:
    program = open_program()
    window = program.show()
    window.show_pane("models")
    pane = window.current
    pane.go("machine")
    key = next(e.model.key for e in window.model_list.entries if e.model.path.name == base_model.name)
    assert commands.run(REMOVE.on(pane.machine.cards[key].entry.model))  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(pane.machine.cards) == 1, timeout=20_000)  # type: ignore[attr-defined]
    assert base_model.is_file()
    toast = window.findChild(Toast)
    assert toast is not None
    toast.undo()
    qtbot.waitUntil(lambda: len(pane.machine.cards) == 2, timeout=20_000)  # type: ignore[attr-defined]


@pytest.mark.model
def test_the_picker_tells_the_state(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program(load=True)
    window = program.show()
    qtbot.waitUntil(lambda: window.model_list.shown().word == "ready", timeout=60_000)
    assert window.header.picker.accessibleName() == "Model: SmolLM2 135M, ready"
    window.model_list.unload()
    qtbot.waitUntil(lambda: window.model_list.shown().word == "not loaded", timeout=20_000)


# -- remembered --------------------------------------------------------------------------------------------------------


def test_settings_and_window_are_kept(open_program: OpenWindow, qtbot: QtBot, paths: Paths) -> None:
    first = open_program()
    window = first.show(1111, 777)
    window.show_pane("settings")
    window.current.show_section("engine")  # type: ignore[attr-defined]
    window.toggle_column()
    window.current.writer.keep(CONTEXT, 4096)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: first.app.settings[CONTEXT] == 4096, timeout=5000)
    first.close()
    assert json.loads(paths.window_file.read_text())["pane"] == "settings"

    again = open_program().window
    assert again.size().width() == 1111
    assert again.size().height() == 777
    assert again.folded
    assert again.current.key == "settings"
    assert again.current.state() == {"section": "engine"}
    assert again.current.writer.value(CONTEXT) == 4096  # type: ignore[attr-defined]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"geometry": 3, "pane": "nowhere", "panes": {"chat": []}}'])
def test_a_damaged_memory_is_no_obstacle(open_program: OpenWindow, paths: Paths, content: str) -> None:
    paths.window_file.write_text(content)
    window = open_program().show()
    assert window.current.key == "chat"


def test_memory_is_written_without_closing(open_program: OpenWindow, qtbot: QtBot, paths: Paths) -> None:
    """A killed window still comes back where it was."""
    window = open_program().show()
    window.show_pane("models")
    qtbot.waitUntil(
        lambda: paths.window_file.is_file() and json.loads(paths.window_file.read_text())["pane"] == "models",
        timeout=10_000,
    )


@pytest.mark.model
def test_closing_while_a_reply_is_written_loses_nothing(open_program: OpenWindow, qtbot: QtBot) -> None:
    first = open_program(load=True)
    window = first.show()
    store = first.app.store
    qtbot.waitUntil(lambda: window.model_list.shown().word == "ready", timeout=60_000)
    composer = window.current.page().composer  # type: ignore[attr-defined]
    composer.set_text("Tell me a very long story about a lighthouse.")
    composer.sent.emit("Tell me a very long story about a lighthouse.")

    def written() -> str:
        conversations = store.conversations()
        path = store.path(conversations[0].id) if conversations else []
        return path[1].text if len(path) == 2 else ""

    qtbot.waitUntil(lambda: len(written()) > 20, timeout=60_000)
    before = written()
    first.close()
    again = open_program()
    path = again.app.store.path(again.app.store.conversations()[0].id)
    assert [message.role for message in path] == ["user", "assistant"]
    assert path[1].text.startswith(before)
    assert path[1].status == Status.STOPPED
    shown = again.show()
    qtbot.waitUntil(lambda: "story" in shown.header.title.text(), timeout=10_000)
