"""What a command says once is what menus, buttons and the palette show, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.commands import Command, CommandOn, Commands, commands
from desktop.ui.widgets import CommandButton, CommandIcon, Menu
from desktop.ui.widgets.floating.menu import MenuItem


def _group() -> str:
    return "Tests"


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(400, 300)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    for name in [name for name in commands._declared if name.startswith("test.")]:
        del commands._declared[name]


def _row(window: QWidget, fill: Callable[[Menu], MenuItem]) -> MenuItem:
    menu = Menu(window)
    item = fill(menu)
    menu.open_below(window)
    return item


def test_a_row_shows_what_the_command_says(window: QWidget) -> None:
    lamp = Command("test.lamp", lambda: "Light the lamp", _group, "Ctrl+Alt+L", icon="check", label=lambda: "Light…")
    can = False
    ran: list[str] = []
    commands.bind(lamp, lambda: ran.append("lit"), window, enabled=lambda: can)
    item = _row(window, lambda menu: menu.command(lamp))
    assert (item.text(), item.note, item.icon_name, item.isEnabled()) == ("Light…", "Ctrl Alt L", "check", False)
    can = True
    item = _row(window, lambda menu: menu.command(lamp))
    item.click()
    assert ran == ["lit"]


def test_a_button_follows_its_command(window: QWidget, qtbot: QtBot) -> None:
    lamp = Command("test.lamp", lambda: "Lamp", _group, "Ctrl+Alt+L", icon="check")
    early = CommandIcon(lamp, window)  # what does it may be made later
    lit = False

    def turn() -> None:
        nonlocal lit
        lit = not lit

    commands.bind(lamp, turn, window, checked=lambda: lit, label=lambda: "Put out" if lit else "Light")
    late = CommandButton(lamp, parent=window)
    assert early.toolTip() == "Light  Ctrl Alt L"
    early.click()
    commands.refresh(lamp)
    assert lit
    assert (early.isChecked(), late.isChecked()) == (True, True)
    assert (early.accessibleName(), late.text()) == ("Put out", "Put out")
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    early.setFocus()
    qtbot.keyClick(early, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert not lit


def test_one_for_several_things(window: QWidget) -> None:
    pin = CommandOn[int]("test.pin", lambda: "Pin or unpin", _group)
    pinned = {1}
    current: int | None = None
    commands.bind_on(
        pin,
        pinned.add,
        window,
        current=lambda: current,
        enabled=lambda number: number not in pinned,
        label=lambda number: "Unpin" if number in pinned else "Pin",
    )
    first, second = (_row(window, lambda menu, number=number: menu.command(pin.on(number))) for number in (1, 2))  # type: ignore[misc]
    assert (first.text(), first.isEnabled()) == ("Unpin", False)
    assert (second.text(), second.isEnabled()) == ("Pin", True)
    assert not commands.is_possible(pin)  # nothing is current
    second.click()
    assert pinned == {1, 2}
    current = 3
    assert commands.run(pin)
    assert pinned == {1, 2, 3}
    assert not commands.run(pin.on(3))


def test_one_that_is_not_bound_is_listed_and_not_possible(window: QWidget) -> None:
    listed = Commands()
    told = Command("test.told", lambda: "Break the line", _group, "Shift+Return", own_keys=True)
    listed.declare(told, told)
    assert listed.all() == [told]
    assert listed.possible() == []
    assert not listed.run(told)


def test_what_is_bound_goes_with_its_widget(window: QWidget, qtbot: QtBot) -> None:
    lamp = Command("test.gone", lambda: "Lamp", _group)
    ran: list[str] = []
    first, second = QWidget(window), QWidget(window)
    commands.bind(lamp, lambda: ran.append("first"), first)
    commands.bind(lamp, lambda: ran.append("second"), second)
    assert commands.run(lamp)
    second.deleteLater()
    qtbot.waitUntil(lambda: commands.run(lamp) and ran[-1] == "first", timeout=5000)
    first.deleteLater()
    qtbot.waitUntil(lambda: not commands.is_possible(lamp), timeout=5000)


def test_where_keys_work_and_when_it_is_possible(window: QWidget) -> None:
    lamp = Command("test.where", lambda: "Lamp", _group)
    pane = QWidget(window)
    pane.show()
    commands.bind(lamp, lambda: None, pane, everywhere=False)
    assert commands.listens(lamp)
    pane.hide()
    assert not commands.is_possible(lamp)
    commands.bind(lamp, lambda: None, pane)
    assert commands.is_possible(lamp)
    assert not commands.listens(lamp)
