"""Joins what can be done with stories to the pane of one window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.store.stories.records import NodeKind, NodeStatus
from desktop.ui.commands import Command, commands
from desktop.ui.panes.story import commands as story
from desktop.ui.panes.story import words
from desktop.ui.panes.story.pane import StoryPane


def bind_commands(pane: StoryPane) -> None:
    """For as long as the pane's page lives; their keys work in the page."""
    controller = pane.controller

    def in_story() -> bool:
        return controller.project is not None

    def in_scene() -> bool:
        return controller.node_id is not None

    always = _Binder(pane, lambda: True)
    _bind_stories(pane, always)
    _bind_story(pane, _Binder(pane, in_story))
    _bind_transfer(pane, _Binder(pane, in_story))
    _Binder(pane, lambda: pane.can_be_spelt)(
        story.SPELLING, pane.toggle_spelling, checked=lambda: pane.spelling.available and pane.spelling.on
    )
    _bind_scene(pane, _Binder(pane, in_scene))
    _bind_nodes(pane)
    _bind_changes_and_takes(pane)


class _Binder:
    """Binds commands that are possible under one condition, while the page can be seen."""

    def __init__(self, pane: StoryPane, possible: Callable[[], bool]) -> None:
        self._page = pane.page_
        self._possible = possible

    def __call__(
        self,
        command: Command,
        run: Callable[[], object],
        *,
        checked: Callable[[], bool] | None = None,
        label: Callable[[], str] | None = None,
    ) -> None:
        commands.bind(command, run, self._page, enabled=self._possible, checked=checked, label=label, everywhere=False)


def _bind_stories(pane: StoryPane, bind: _Binder) -> None:
    bind(story.NEW, pane.actions.ask_for_story)
    bind(story.IMPORT, pane.documents.ask_for_import)
    bind(story.OPEN, lambda: pane.menus.stories(pane.switch_button))


def _bind_story(pane: StoryPane, bind: _Binder) -> None:
    actions, add = pane.actions, pane.controller.add
    for kind, command in (
        (NodeKind.SCENE, story.SCENE),
        (NodeKind.CHAPTER, story.CHAPTER),
        (NodeKind.PART, story.PART),
        (NodeKind.NOTE, story.NOTE),
    ):
        bind(command, partial(add, kind))
    bind(story.PLAN, actions.show_plan)
    bind(story.FIND, actions.find)
    bind(story.SIDE, pane.toggle_side, label=pane.side_words)
    bind(story.RENAME, actions.ask_for_title)
    bind(story.TRASH, actions.trash_story)
    bind(story.ENTRY, lambda: pane.side_panel.edit_entry(None, pane.more_button))
    bind(story.OFFERS, pane.toggle_offers, checked=lambda: pane.generation.offers)
    bind(story.QUOTES, lambda: pane.menus.quotes(pane.more_button))


def _bind_transfer(pane: StoryPane, bind: _Binder) -> None:
    documents, folders, lorebooks = pane.documents, pane.folders, pane.lorebooks
    bind(story.EXPORT, lambda: documents.ask_for_export(pane.switch_button))
    bind(story.FOLDER, folders.ask_where_to_write)
    bind(story.READ_FOLDER, folders.ask_what_to_read)
    bind(story.BOOK, lambda: documents.edit_book(pane.switch_button))
    bind(story.IMPORT_LORE, lorebooks.ask_for_import)
    for program, command in story.EXPORT_LORE.items():
        bind(command, partial(lorebooks.ask_for_export, program))


def _bind_scene(pane: StoryPane, bind: _Binder) -> None:
    view, editing, generation = pane.view, pane.page_.manuscript.editing, pane.generation
    bind(story.HEADING, lambda: editing.make(words.HEADING, 1))
    bind(story.QUOTATION, lambda: editing.make(words.QUOTE))
    bind(story.BREAK, editing.scene_break)
    bind(story.CONTINUE, generation.continue_)
    bind(story.REWRITE, pane.selection_menu.open_here)
    bind(story.ACCEPT_PIECE, generation.accept_piece)
    bind(story.SURPRISES, pane.surprises.toggle, checked=lambda: pane.surprises.on)
    bind(story.ALTERNATIVES, pane.alternatives.show_here)
    bind(story.HISTORY, pane.actions.show_history)
    bind(story.FOCUS, view.toggle_focus, checked=lambda: view.focused)
    bind(story.TYPEWRITER, view.toggle_typewriter, checked=lambda: view.typewriter)
    bind(story.FULL_SCREEN, view.toggle_full_screen, checked=lambda: view.full_screen)


def _bind_nodes(pane: StoryPane) -> None:
    """For a row of the outline, or for the open scene from the palette."""
    controller, outline, page = pane.controller, pane.outline, pane.page_

    def shift(step: int, node_id: int) -> None:
        node = controller.node(node_id)
        if node is not None:
            outline.shift(node, step)

    def has(status: NodeStatus, node_id: int) -> bool:
        node = controller.node(node_id)
        return node is not None and node.status is status

    def change(status: NodeStatus, node_id: int) -> None:
        controller.change(node_id, status=status)

    commands.bind_on(
        story.TARGET, pane.menus.ask_for_target, page, current=lambda: controller.node_id, everywhere=False
    )
    for status in NodeStatus:
        commands.bind_on(
            story.STATUS[status],
            partial(change, status),
            page,
            current=lambda: controller.node_id,
            checked=partial(has, status),
            everywhere=False,
        )
    commands.bind_on(story.RENAME_NODE, outline.rename, outline)
    commands.bind_on(story.MOVE_UP, partial(shift, -1), outline)
    commands.bind_on(story.MOVE_DOWN, partial(shift, 1), outline)
    commands.bind_on(
        story.EXPORT_NODE, lambda node_id: pane.documents.ask_for_export(pane.switch_button, node_id), outline
    )
    commands.bind_on(story.TRASH_NODE, controller.trash, outline)


def _bind_changes_and_takes(pane: StoryPane) -> None:
    generation, editor, takes = pane.generation, pane.page_.manuscript, pane.side_panel.takes
    commands.bind_on(story.ACCEPT_CHANGE, lambda hunk: generation.decide_hunk(hunk, accepted=True), editor)
    commands.bind_on(story.REJECT_CHANGE, lambda hunk: generation.decide_hunk(hunk, accepted=False), editor)
    commands.bind_on(story.PROPOSE_TAKE, takes.propose_asked.emit, takes, enabled=lambda take: bool(take.text.strip()))
    commands.bind_on(story.GO_ON_WITH_TAKE, takes.go_on_asked.emit, takes)
    commands.bind_on(story.COMPARE_TAKE, lambda take: takes.compare_asked.emit(take, None), takes)
    commands.bind_on(story.COMPARE_WITH_OTHER, takes.choose_other, takes, enabled=lambda take: bool(takes.others(take)))
