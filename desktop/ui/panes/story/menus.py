"""The pane's menus: stories, what to add, a node of the outline, more about the open scene."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.store.stories.records import NodeKind, NodeStatus
from desktop.ui.panes.story import commands as story
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.panes.story.outline.daily_goal import NumberPopup
from desktop.ui.panes.story.outline.outline import Outline
from desktop.ui.widgets import Menu


class Menus(QObject):
    """Built anew each time, from what is possible now. `quotes_chosen` carries the marks that straight ones become."""

    quotes_chosen = Signal(str)

    def __init__(self, context: StoryContext, outline: Outline, can_be_spelt: Callable[[], bool]) -> None:
        super().__init__(outline)
        self._controller = context.controller
        self._editor = context.editor
        self._outline = outline
        self._can_be_spelt = can_be_spelt

    def stories(self, anchor: QWidget) -> None:
        """Other stories, a new one, imports, the trash."""
        controller = self._controller
        menu = Menu(anchor)
        for project in controller.projects[:12]:
            here = controller.project is not None and project.id == controller.project.id
            title = project.title or translate("StoryPane", "Untitled story")
            menu.add(title, partial(controller.open_project, project.id), checked=here)
        if controller.projects:
            menu.separator()
        menu.command(story.NEW)
        menu.command(story.IMPORT)
        if controller.project is not None:
            menu.command(story.EXPORT)
            menu.command(story.READ_FOLDER)
            menu.separator()
            menu.command(story.RENAME)
            menu.command(story.TRASH)
        menu.open_below(anchor)

    def add(self, anchor: QWidget) -> None:
        """What the outline can have more of."""
        menu = Menu(anchor)
        for command in (story.SCENE, story.CHAPTER, story.PART, story.NOTE):
            menu.command(command)
        menu.open_below(anchor)

    def node(self, node_id: int, point: QPoint) -> None:
        """What can be done with a row of the outline."""
        node = self._controller.node(node_id)
        if node is None:
            return
        menu = Menu(self._outline)
        menu.command(story.RENAME_NODE.on(node_id))
        if node.kind is not NodeKind.NOTE:
            menu.command(story.TARGET.on(node_id))
        menu.separator()
        if node.kind is not NodeKind.NOTE:
            for status in NodeStatus:
                menu.command(story.STATUS[status].on(node_id))
            menu.separator()
        for command in (story.MOVE_UP, story.MOVE_DOWN, story.EXPORT_NODE, story.TRASH_NODE):
            menu.command(command.on(node_id))
        menu.open_at(self._outline.viewport(), point)

    def ask_for_target(self, node_id: int) -> None:
        """How many words it is to have; asked below its row of the outline."""
        controller = self._controller
        node = controller.node(node_id)
        if node is not None:
            popup = NumberPopup(self._outline, translate("StoryPane", "Target words"), node.target_words)
            popup.entered.connect(lambda number: controller.change(node_id, target_words=number))
            popup.open_at(self._outline.viewport(), self._outline.below_row(node_id))

    def more(self, anchor: QWidget) -> None:
        """Of the open scene."""
        menu = Menu(anchor)
        for command in (story.HEADING, story.QUOTATION, story.BREAK):
            menu.command(command)
        menu.separator()
        for command in (story.FIND, story.PLAN, story.OFFERS):
            menu.command(command)
        menu.separator()
        for command in (story.FOCUS, story.TYPEWRITER, story.FULL_SCREEN):
            menu.command(command)
        menu.separator()
        if self._can_be_spelt():
            menu.command(story.SPELLING)
        for command in (story.SURPRISES, story.QUOTES):
            menu.command(command)
        menu.open_below(anchor, align_right=True)

    def quotes(self, anchor: QWidget) -> None:
        """The marks that straight ones become."""
        menu = Menu(anchor)
        for style, said in (("curly", "“ ”"), ("corner", "「 」"), ("straight", '" "')):
            menu.add(said, partial(self.quotes_chosen.emit, style), checked=self._editor.quotes == style)
        menu.open_below(anchor, align_right=True)
