"""The pane's menus: stories, what to add, a node of the outline, more about the open scene."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.store.stories.records import NodeKind, NodeStatus
from desktop.ui.panes.story import words
from desktop.ui.panes.story.outline.daily_goal import NumberPopup
from desktop.ui.widgets import Menu

if TYPE_CHECKING:
    from desktop.ui.panes.story.pane import StoryPane


class Menus:
    """Built anew each time, from what is possible now."""

    def __init__(self, pane: StoryPane) -> None:
        self._pane = pane

    def stories(self, anchor: QWidget) -> None:
        """Other stories, a new one, imports, the trash."""
        pane, controller = self._pane, self._pane.controller
        menu = Menu(anchor)
        for project in controller.projects[:12]:
            here = controller.project is not None and project.id == controller.project.id
            title = project.title or translate("StoryPane", "Untitled story")
            menu.add(title, partial(controller.open_project, project.id), checked=here)
        if controller.projects:
            menu.separator()
        menu.add(translate("StoryPane", "New story…"), pane.actions.ask_for_story, icon="plus")
        menu.add(translate("StoryPane", "Import…"), pane.documents.ask_for_import, icon="upload")
        if controller.project is not None:
            menu.add(translate("StoryPane", "Export…"), pane.ask_for_export, icon="download", note="Ctrl Shift E")
            back = translate("StoryPane", "Read back a folder…")
            menu.add(back, pane.folders.ask_what_to_read, icon="folder")
            menu.separator()
            menu.add(translate("StoryPane", "Rename the story…"), pane.actions.ask_for_title, icon="edit")
            menu.add(
                translate("StoryPane", "Move the story to the trash"),
                pane.actions.trash_story,
                icon="trash",
                danger=True,
            )
        menu.open_below(anchor)

    def add(self, anchor: QWidget) -> None:
        controller = self._pane.controller
        menu = Menu(anchor)
        for kind, said, hint in (
            (NodeKind.SCENE, translate("StoryPane", "New scene"), "Ctrl N"),
            (NodeKind.CHAPTER, translate("StoryPane", "New chapter"), "Ctrl Shift N"),
            (NodeKind.PART, translate("StoryPane", "New part"), ""),
            (NodeKind.NOTE, translate("StoryPane", "New note"), ""),
        ):
            menu.add(said, partial(controller.add, kind), note=hint, enabled=controller.project is not None)
        menu.open_below(anchor)

    def node(self, node_id: int, point: QPoint) -> None:
        """What can be done with a row of the outline."""
        pane, controller = self._pane, self._pane.controller
        node = controller.node(node_id)
        if node is None:
            return
        menu = Menu(pane.outline)
        menu.add(translate("StoryPane", "Rename"), partial(pane.outline.rename, node_id), icon="edit", note="F2")
        if node.kind is not NodeKind.NOTE:
            target = translate("StoryPane", "Target words…")
            menu.add(target, partial(self.ask_for_target, node_id, point), icon="sliders")
        menu.separator()
        if node.kind is not NodeKind.NOTE:
            for status in NodeStatus:
                change = partial(controller.change, node_id, status=status)
                menu.add(words.status(status), change, checked=node.status is status)
            menu.separator()
        menu.add(translate("StoryPane", "Move up"), partial(pane.outline.shift, node, -1), note="Alt ↑")
        menu.add(translate("StoryPane", "Move down"), partial(pane.outline.shift, node, 1), note="Alt ↓")
        menu.add(translate("StoryPane", "Export…"), partial(pane.ask_for_export, node_id), icon="download")
        gone = translate("StoryPane", "Move to the trash")
        menu.add(gone, partial(controller.trash, node_id), icon="trash", note="Del", danger=True)
        menu.open_at(pane.outline.viewport(), point)

    def ask_for_target(self, node_id: int, point: QPoint) -> None:
        """How many words it is to have; asked at a point of the outline."""
        controller = self._pane.controller
        node = controller.node(node_id)
        if node is not None:
            popup = NumberPopup(self._pane.outline, translate("StoryPane", "Target words"), node.target_words)
            popup.entered.connect(lambda number: controller.change(node_id, target_words=number))
            popup.open_at(self._pane.outline.viewport(), point)

    def more(self, anchor: QWidget) -> None:
        """Of the open scene."""
        pane = self._pane
        view = pane.view
        menu = Menu(anchor)
        for said, action, hint in (
            (
                translate("StoryPane", "Heading"),
                partial(pane.page_.manuscript.editing.make, words.HEADING, 1),
                "Ctrl Alt 1",
            ),
            (
                translate("StoryPane", "Quotation"),
                partial(pane.page_.manuscript.editing.make, words.QUOTE),
                "Ctrl Alt 2",
            ),
            (translate("StoryPane", "Scene break"), pane.page_.manuscript.editing.scene_break, "Ctrl Enter"),
        ):
            menu.add(said, action, note=hint, enabled=controller_open(pane))
        menu.separator()
        menu.add(translate("StoryPane", "Find and replace"), pane.actions.find, icon="search", note="Ctrl F")
        menu.add(
            translate("StoryPane", "From settings to story"), pane.actions.show_plan, icon="map", note="Ctrl Shift P"
        )
        offer = translate("StoryPane", "Offer next sentences")
        menu.add(offer, pane.toggle_offers, checked=pane.generation.offers)
        menu.separator()
        menu.add(translate("StoryPane", "Focus"), view.toggle_focus, checked=view.focused, note="Ctrl Shift F")
        typewriter = translate("StoryPane", "Typewriter scrolling")
        menu.add(typewriter, view.toggle_typewriter, checked=view.typewriter, note="Ctrl Shift T")
        menu.add(translate("StoryPane", "Full screen"), view.toggle_full_screen, checked=view.full_screen, note="F11")
        menu.separator()
        spelling = pane.spelling
        if pane.can_be_spelt:
            checked = spelling.on if spelling.available else None
            menu.add(translate("StoryPane", "Check spelling"), pane.toggle_spelling, checked=checked)
        surprises = translate("StoryPane", "Map of surprises")
        menu.add(surprises, pane.surprises.toggle, checked=pane.surprises.on, note="Ctrl Shift M")
        menu.add(translate("StoryPane", "Quotation marks…"), partial(self.quotes, anchor))
        menu.open_below(anchor, align_right=True)

    def quotes(self, anchor: QWidget) -> None:
        """The marks that straight ones become."""
        pane = self._pane
        menu = Menu(anchor)
        for style, said in (("curly", "“ ”"), ("corner", "「 」"), ("straight", '" "')):
            menu.add(said, partial(pane.set_quotes, style), checked=pane.page_.manuscript.quotes == style)
        menu.open_below(anchor, align_right=True)


def controller_open(pane: StoryPane) -> bool:
    return pane.controller.node_id is not None
