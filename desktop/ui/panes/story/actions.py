"""What a person starts from menus, keys and buttons of the story pane; each opens what does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.base.i18n import translate
from desktop.features.story.surprise import Surprise
from desktop.store.stories.records import NodeKind, Reason, SceneText, SceneVersion
from desktop.ui.panes.story import words
from desktop.ui.panes.story.commands import add_commands
from desktop.ui.panes.story.editor.find_bar import FindBar
from desktop.ui.panes.story.planning.new_story import NewStory, TitlePopup
from desktop.ui.panes.story.side_panel.history import History
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.ui.panes.story.pane import StoryPane


class Actions:
    """Owns what is opened over the page."""

    def __init__(self, pane: StoryPane) -> None:
        self._pane = pane
        self.finder = FindBar(pane.controller, pane.page_.manuscript, pane.work, pane.saver.save)
        pane.page_.column.insertWidget(0, self.finder)
        add_commands(pane, self)

    def new_scene(self) -> None:
        self._pane.controller.add(NodeKind.SCENE)

    def ask_for_story(self, anchor: QWidget) -> None:
        """Title and language of a new story."""
        popup = NewStory(anchor)
        controller = self._pane.controller
        popup.made.connect(controller.create_project)
        popup.open_below(anchor)

    def ask_for_title(self, anchor: QWidget) -> None:
        project = self._pane.controller.project
        if project is not None:
            popup = TitlePopup(anchor, project.title)
            popup.entered.connect(lambda title: self._pane.controller.update_project(title=title))
            popup.open_below(anchor)

    def find(self) -> None:
        if self._pane.controller.project is not None:
            self.finder.open_bar()

    def toggle_surprises(self) -> None:
        """The map of surprises over the open scene, token by token as the model reads; again to take it away."""
        pane, shown = self._pane, self._pane.surprises
        if shown.on:
            shown.clear()
            return
        if pane.controller.node_id is None or pane.generation.proposal.present:
            return
        text = pane.page_.manuscript.text()
        stop = shown.begin()

        def item(found: object) -> None:
            if isinstance(found, Surprise) and shown.stop is stop:
                shown.add(found)

        pane.work.stream(lambda: pane.story().surprise(text, stop), item, shown.show)

    def show_history(self) -> None:
        """The versions of the open scene, the text as it is kept first."""
        pane, controller = self._pane, self._pane.controller
        node = controller.current
        if node is None:
            return
        editor, stories = pane.page_.manuscript, pane.stories
        sheet = History(pane.page_, words.name(node), chinese=controller.chinese)

        def chosen(version_id: int) -> None:
            def show(text: str) -> None:
                if isValid(sheet):
                    sheet.show_text(version_id, text, editor.text())

            pane.work.run(lambda: stories.version_text(version_id), show)

        def restored(version_id: int) -> None:
            before = pane.saver.revision

            def show(scene: SceneText) -> None:
                pane.reopen(scene)
                toast(pane.page_, translate("StoryPane", "The version stands in the text again."), lambda: back(before))

            pane.saver.save(then=lambda: pane.work.run(lambda: stories.restore_version(version_id), show))

        def back(_revision: int) -> None:
            def newest() -> SceneText:
                kept = next(v for v in stories.versions(node.id) if v.reason is Reason.BEFORE_RESTORE)
                return stories.restore_version(kept.id)

            pane.work.run(newest, pane.reopen)

        sheet.chosen.connect(chosen)
        sheet.restored.connect(restored)

        def show_versions(versions: list[SceneVersion]) -> None:
            sheet.open_below(pane.page_)
            sheet.show_versions(versions)

        pane.saver.save(then=lambda: pane.work.run(lambda: stories.versions(node.id), show_versions))
