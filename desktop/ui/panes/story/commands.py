"""What the story pane lists in the palette and the shortcut list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from desktop.base.i18n import translate
from desktop.store.stories.records import NodeKind, NodeStatus
from desktop.ui.commands import Command, commands
from desktop.ui.panes.story import words
from desktop.ui.panes.story.transfer.lorebooks import PROGRAMS
from desktop.ui.panes.story.words import HEADING, QUOTE

if TYPE_CHECKING:
    from desktop.ui.panes.story.pane import StoryPane


def add_commands(pane: StoryPane) -> None:
    """Add the pane's commands; they go with its page."""
    controller = pane.controller
    _add_of_stories(_Adder(pane, pane.page_.isVisible))
    _add_of_story(_Adder(pane, lambda: pane.page_.isVisible() and controller.project is not None))
    _add_of_spelling(_Adder(pane, lambda: pane.page_.isVisible() and pane.can_be_spelt))
    _add_of_scene(_Adder(pane, lambda: pane.page_.isVisible() and controller.node_id is not None))
    _tell_keys()


class _Adder:
    """Adds commands that are possible under one condition."""

    def __init__(self, pane: StoryPane, possible: Callable[[], bool]) -> None:
        self.pane = pane
        self._possible = possible

    def __call__(
        self,
        key: str,
        title: Callable[[], str],
        run: Callable[[], object],
        keys: str = "",
    ) -> None:
        command = Command(f"story.{key}", title, _group, keys)
        commands.bind(command, run, self.pane.page_, enabled=self._possible, everywhere=False)


def _group() -> str:
    return translate("StoryPane", "Story")


def _add_of_stories(add: _Adder) -> None:
    pane = add.pane
    add("new", lambda: translate("StoryPane", "New story…"), pane.actions.ask_for_story)
    add("import", lambda: translate("StoryPane", "Import a manuscript"), pane.documents.ask_for_import)
    add("open", lambda: translate("StoryPane", "Stories"), lambda: pane.menus.stories(pane.switch_button))


def _add_of_story(add: _Adder) -> None:
    pane, controller, actions = add.pane, add.pane.controller, add.pane.actions
    for kind, key, title, keys in (
        (NodeKind.SCENE, "scene", lambda: translate("StoryPane", "New scene"), "Ctrl+N"),
        (NodeKind.CHAPTER, "chapter", lambda: translate("StoryPane", "New chapter"), "Ctrl+Shift+N"),
        (NodeKind.PART, "part", lambda: translate("StoryPane", "New part"), ""),
        (NodeKind.NOTE, "note", lambda: translate("StoryPane", "New note"), ""),
    ):
        add(key, title, partial(controller.add, kind), keys)
    add("plan", lambda: translate("StoryPane", "From settings to story"), actions.show_plan, "Ctrl+Shift+P")
    # Ctrl+F is the window's, which asks the pane in front
    add("find", lambda: translate("StoryPane", "Find and replace"), actions.find)
    add("side", lambda: translate("StoryPane", "Side panel"), pane.toggle_side, "Ctrl+Alt+B")
    add("export", lambda: translate("StoryPane", "Export the story"), pane.ask_for_export, "Ctrl+Shift+E")
    add("folder", lambda: translate("StoryPane", "A folder of plain files…"), pane.folders.ask_where_to_write)
    add("read_folder", lambda: translate("StoryPane", "Read back a folder…"), pane.folders.ask_what_to_read)
    add(
        "book",
        lambda: translate("StoryPane", "Author, dedication, scene breaks…"),
        lambda: pane.documents.edit_book(pane.switch_button),
    )
    add("rename", lambda: translate("StoryPane", "Rename the story…"), actions.ask_for_title)
    add("trash", lambda: translate("StoryPane", "Move the story to the trash"), actions.trash_story)
    add(
        "entry",
        lambda: translate("StoryPane", "New entry of the bible"),
        lambda: pane.side_panel.edit_entry(None, pane.more_button),
    )
    add("lorebook", lambda: translate("StoryPane", "Import a lorebook…"), pane.lorebooks.ask_for_import)
    for program, name in PROGRAMS:

        def title(name: str = name) -> str:
            return translate("StoryPane", "Export for {program}…").format(program=name)

        add(f"lorebook.{program}", title, partial(pane.lorebooks.ask_for_export, program))
    add("offers", lambda: translate("StoryPane", "Offer next sentences"), pane.toggle_offers)
    add("quotes", lambda: translate("StoryPane", "Quotation marks…"), lambda: pane.menus.quotes(pane.more_button))


def _add_of_spelling(add: _Adder) -> None:
    add("spelling", lambda: translate("StoryPane", "Check spelling"), add.pane.toggle_spelling)


def _add_of_scene(add: _Adder) -> None:
    pane, view, editing = add.pane, add.pane.view, add.pane.page_.manuscript.editing
    add("heading", lambda: translate("StoryPane", "Heading"), lambda: editing.make(HEADING, 1), "Ctrl+Alt+1")
    add("quotation", lambda: translate("StoryPane", "Quotation"), lambda: editing.make(QUOTE), "Ctrl+Alt+2")
    add("break", lambda: translate("StoryPane", "Scene break"), editing.scene_break, "Ctrl+Return")
    add("continue", lambda: translate("StoryPane", "Go on at the caret"), pane.generation.continue_, "Ctrl+J")
    add("rewrite", lambda: translate("StoryPane", "Rewrite the selection"), pane.selection_menu.open_here, "Ctrl+R")
    add(
        "accept_piece",
        lambda: translate("StoryPane", "Accept the next sentence or change"),
        pane.generation.accept_piece,
    )
    add("surprises", lambda: translate("StoryPane", "Map of surprises"), pane.surprises.toggle, "Ctrl+Shift+M")
    add(
        "alternatives",
        lambda: translate("StoryPane", "Other words for the one at the caret"),
        pane.alternatives.show_here,
        "Ctrl+Shift+A",
    )
    add(
        "target",
        lambda: translate("StoryPane", "Target words…"),
        lambda: pane.menus.ask_for_target(pane.controller.node_id or 0, QPoint(0, 0)),
    )
    for status in NodeStatus:

        def named(status: NodeStatus = status) -> str:
            return translate("StoryPane", "This scene: {status}").format(status=words.status(status))

        def change(status: NodeStatus = status) -> None:
            node_id = pane.controller.node_id
            if node_id is not None:
                pane.controller.change(node_id, status=status)

        add(f"status.{status}", named, change)
    add(
        "history", lambda: translate("StoryPane", "Earlier versions of this scene"), pane.actions.show_history, "Ctrl+H"
    )
    add("focus", lambda: translate("StoryPane", "Focus"), view.toggle_focus, "Ctrl+Shift+F")
    add("typewriter", lambda: translate("StoryPane", "Typewriter scrolling"), view.toggle_typewriter, "Ctrl+Shift+T")
    add("full_screen", lambda: translate("StoryPane", "Full screen"), view.toggle_full_screen, "F11")


def _tell_keys() -> None:
    for title, keys in (
        (lambda: translate("StoryPane", "Go on, or accept what is proposed"), "Tab"),
        (lambda: translate("StoryPane", "Stop the model, or reject what it proposes"), "Esc"),
        (lambda: translate("StoryPane", "Accept the next sentence or change"), "Alt+Right"),
        (lambda: translate("StoryPane", "Choose a next sentence"), "1"),
        (lambda: translate("StoryPane", "Rename in the outline"), "F2"),
        (lambda: translate("StoryPane", "Move up in the outline"), "Alt+Up"),
        (lambda: translate("StoryPane", "Move down in the outline"), "Alt+Down"),
        (lambda: translate("StoryPane", "Move deeper in the outline"), "Alt+Right"),
        (lambda: translate("StoryPane", "Move further out in the outline"), "Alt+Left"),
        (lambda: translate("StoryPane", "Move to the trash in the outline"), "Del"),
    ):
        commands.declare(Command(f"story.key.{title.__code__.co_firstlineno}", title, _group, keys, own_keys=True))
