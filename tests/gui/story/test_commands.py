"""The story pane's commands: listed without the pane, and shown as they stand wherever they are shown."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from PySide6.QtCore import QPoint

from desktop.store.stories.records import BibleEntry, EntryKind, NodeStatus, StoryChange
from desktop.ui.commands import commands
from desktop.ui.panes.story import commands as story
from desktop.ui.widgets import CommandIcon, Menu

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821


def test_they_are_declared_without_anything_of_the_pane() -> None:
    code = (
        "import sys; from desktop.ui.panes.story.commands import ALL; assert len(ALL) > 40;"
        "print(*(name for name in sys.modules if name.startswith('desktop.ui.panes.story.')))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["desktop.ui.panes.story.commands"]
    assert {status.value for status in NodeStatus} == set(story.STATUS)


def test_menus_show_keys_and_what_is_on_as_the_commands_have_them(drive: Drive) -> None:
    it = drive()
    pane = it.pane
    assert commands.run(story.FOCUS)
    pane.menus.more(pane.more_button)
    rows = {item.text(): item for item in it.window.findChild(Menu).items}
    assert (rows["Focus"].note, rows["Focus"].kind) == (story.FOCUS.keys_text, "check")
    assert rows["Typewriter scrolling"].kind != "check"
    it.window.findChild(Menu).close_popup()
    commands.run(story.STATUS["done"].on(it.scene.id))
    it.until(lambda: pane.controller.node(it.scene.id).status is NodeStatus.DONE)
    assert commands.look(story.STATUS["done"].on(it.scene.id)).checked
    assert not commands.look(story.STATUS["done"].on(it.other.id)).checked
    pane.menus.node(it.other.id, QPoint(0, 0))


def test_the_buttons_follow_and_the_side_panel_says_what_its_command_does(drive: Drive) -> None:
    it = drive()
    pane = it.pane
    shown = commands.look(story.SIDE).label
    pane.toggle_side()
    assert {shown, commands.look(story.SIDE).label} == {"Hide the side panel", "Show the side panel"}
    assert pane._unfold.accessibleName() == commands.look(story.SIDE).label
    history = next(
        button for button in it.window.header.findChildren(CommandIcon) if button.accessibleName().startswith("Earlier")
    )
    assert history.isEnabled()
    pane.controller.open_node(None)
    it.until(lambda: pane.controller.node_id is None)
    assert not history.isEnabled()
    assert not commands.is_possible(story.HEADING)
    assert commands.is_possible(story.SCENE)


def test_one_signal_tells_what_an_action_changed(drive: Drive) -> None:
    it = drive()
    controller, stories = it.pane.controller, it.pane.stories
    told: list[StoryChange] = []
    controller.changed.connect(told.append)
    controller.rename(it.scene.id, "Another name")
    it.until(lambda: controller.node(it.scene.id).title == "Another name")
    assert [node.id for node in told[0].nodes] == [it.scene.id]
    kept = stories.add_entry(it.project.id, BibleEntry(EntryKind.CHARACTER, "Ines", "She counts."))
    controller.perform(lambda: stories.remove_entry(kept.id))
    it.until(lambda: len(told) == 2)
    assert [entry.id for entry in told[1].entries] == [kept.id]
    controller.undo(told[1])
    it.until(lambda: [entry.name for entry in it.pane.side_panel.memory._entries] == ["Ines"])
