"""What a person starts from menus, keys and buttons of the story pane; each opens what does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.base.i18n import translate
from desktop.features.story.surprise import Surprise
from desktop.store.story_records import NodeKind, Reason, SceneText, SceneVersion
from desktop.ui.commands import Command, Key, commands
from desktop.ui.panes.story import words
from desktop.ui.panes.story.find import FindBar
from desktop.ui.panes.story.history import History
from desktop.ui.panes.story.new_story import NewStory, TitlePopup
from desktop.ui.panes.story.words import HEADING, QUOTE
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.ui.panes.story.pane import StoryPane


class Actions:
    """Owns what is opened over the page."""

    def __init__(self, pane: StoryPane) -> None:
        self._pane = pane
        self.finder = FindBar(pane.controller, pane.page_.manuscript, pane.work, pane.saver.save)
        pane.page_.column.insertWidget(0, self.finder)
        self._register()

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
        if pane.controller.node_id is None or pane.hand.proposal.present:
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

    def _register(self) -> None:
        pane = self._pane
        page, view, editing = pane.page_, pane.view, pane.page_.manuscript.editing

        def here() -> bool:
            return page.isVisible() and pane.controller.node_id is not None

        def group() -> str:
            return translate("StoryPane", "Story")

        for key, title, run, keys in (
            ("scene", lambda: translate("StoryPane", "New scene"), self.new_scene, "Ctrl+N"),
            (
                "chapter",
                lambda: translate("StoryPane", "New chapter"),
                lambda: pane.controller.add(NodeKind.CHAPTER),
                "Ctrl+Shift+N",
            ),
            ("heading", lambda: translate("StoryPane", "Heading"), lambda: editing.make(HEADING, 1), "Ctrl+Alt+1"),
            ("quotation", lambda: translate("StoryPane", "Quotation"), lambda: editing.make(QUOTE), "Ctrl+Alt+2"),
            ("break", lambda: translate("StoryPane", "Scene break"), editing.scene_break, "Ctrl+Return"),
            ("continue", lambda: translate("StoryPane", "Go on at the caret"), pane.hand.continue_, "Ctrl+J"),
            (
                "rewrite",
                lambda: translate("StoryPane", "Rewrite the selection"),
                pane.selection_menu.open_here,
                "Ctrl+R",
            ),
            (
                "accept_piece",
                lambda: translate("StoryPane", "Accept the next sentence or change"),
                pane.hand.accept_piece,
                "",
            ),
            ("plan", lambda: translate("StoryPane", "From settings to story"), pane.show_plan, "Ctrl+Shift+P"),
            ("export", lambda: translate("StoryPane", "Export the story"), pane.ask_for_export, "Ctrl+Shift+E"),
            ("import", lambda: translate("StoryPane", "Import a manuscript"), pane.ask_for_import, ""),
            ("side", lambda: translate("StoryPane", "Side panel"), pane.toggle_side, "Ctrl+Alt+B"),
            ("surprises", lambda: translate("StoryPane", "Map of surprises"), self.toggle_surprises, "Ctrl+Shift+M"),
            (
                "alternatives",
                lambda: translate("StoryPane", "Other words for the one at the caret"),
                pane.alternatives.show_here,
                "Ctrl+Shift+A",
            ),
            # Ctrl+F is the window's, which asks the pane in front
            ("find", lambda: translate("StoryPane", "Find and replace"), self.find, ""),
            ("history", lambda: translate("StoryPane", "Earlier versions of this scene"), self.show_history, "Ctrl+H"),
            ("focus", lambda: translate("StoryPane", "Focus"), view.toggle_focus, "Ctrl+Shift+F"),
            (
                "typewriter",
                lambda: translate("StoryPane", "Typewriter scrolling"),
                view.toggle_typewriter,
                "Ctrl+Shift+T",
            ),
            ("full_screen", lambda: translate("StoryPane", "Full screen"), view.toggle_full_screen, "F11"),
        ):
            commands.add(Command(f"story.{key}", title, run, group, keys, here), page, everywhere=False)
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
            commands.tell(Key(title, keys, group))
