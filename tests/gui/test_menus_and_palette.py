"""Whatever a menu offers is in the palette, too, or on a key that the shortcut list tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from desktop.store.stories.records import NodeKind, NodeStatus
from desktop.ui.commands import commands
from desktop.ui.panes.chat.messages.reply_menu import open_menu
from desktop.ui.panes.story.pane import StoryPane
from desktop.ui.panes.story.words import status as status_words
from desktop.ui.widgets import Menu
from tests.gui.chat.conftest import Driver
from tests.gui.conftest import OpenWindow

# What a menu names otherwise, being near what it is about; by the key of the command.
_OTHERWISE = {
    "Archive": "chat.archive",
    "Archived": "chat.archive.show",
    "Copy as Markdown": "chat.copy",
    "Copy as plain text": "chat.copy_plain",
    "Delete": "chat.delete",
    "Export all…": "chat.export_all",
    "Import…": "chat.import",
    "Keep in the context": "message.pin",
    "Move to a folder…": "chat.move",
    "Pin": "chat.pin",
    "Show as plain text": "message.source",
    "Tags…": "chat.tag",
    "Trash": "chat.trash.show",
}
_STORY_OTHERWISE = {
    "Export…": "story.export",
    "Import…": "story.import",
    **{status_words(status): f"story.status.{status}" for status in NodeStatus},
}


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rows of every menu that was opened; none is shown."""
    found: list[str] = []

    def opened(menu: Menu, *_: object, **__: object) -> None:
        found.extend(item.text() for item in menu.items if item.kind != "check")
        menu.close_popup()

    monkeypatch.setattr(Menu, "open_below", opened)
    monkeypatch.setattr(Menu, "open_at", opened)
    return found


def _missing(offered: list[str], otherwise: dict[str, str], but: set[str]) -> list[str]:
    titles = {command.title().rstrip("…") for command in commands.all()}
    known = {command.id for command in commands.all()}
    assert set(otherwise.values()) <= known
    return [
        text
        for text in dict.fromkeys(offered)
        if text.rstrip("…") not in titles and text not in otherwise and text not in but
    ]


def test_chat(open_program: OpenWindow, qtbot: QtBot, offered: list[str]) -> None:
    driver = Driver(qtbot, open_program())
    driver.open(driver.conversation("A question?", "An answer.", title="One"))
    pane = driver.pane
    (user,), (reply,) = driver.asked, driver.replies
    for open_one in (
        pane._open_menu,
        pane.list_controller._open_menu,
        lambda: open_menu(user),
        lambda: open_menu(reply),
    ):
        open_one()
    assert len(offered) > 20
    assert _missing(offered, _OTHERWISE, set()) == []


def test_story(open_program: OpenWindow, qtbot: QtBot, offered: list[str]) -> None:
    driver = Driver(qtbot, open_program())
    window = driver.window
    window.show_pane("story")
    pane = window.pane("story")
    assert isinstance(pane, StoryPane)
    project = pane.stories.create_project("A story", "en")
    scene = pane.stories.add_node(project.id, NodeKind.SCENE, "A scene")
    pane.controller.reload(project.id, scene.id)
    driver.until(lambda: pane.controller.node_id == scene.id)
    menus = pane.menus
    anchor = pane.page_
    opened: tuple[Callable[[], object], ...] = (
        lambda: menus.stories(anchor),
        lambda: menus.add(anchor),
        lambda: menus.more(anchor),
        lambda: menus.node(scene.id, QPoint(0, 0)),
        lambda: pane.lorebooks.open_menu(anchor),
    )
    for open_one in opened:
        open_one()
    # Of a row of the outline: F2, Del and Alt with the arrows are told with the keys.
    told = {"Rename", "Move up", "Move down", "Move to the trash"}
    assert _missing(offered, _STORY_OTHERWISE, told) == []
