"""What a person asks for and stands over the page, or in its place: finding, the plan, versions, a story's name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.base.i18n import translate
from desktop.store.stories.records import NodeKind, Reason, SceneText, SceneVersion
from desktop.ui.panes.story import words
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.panes.story.editor.find_bar import FindBar
from desktop.ui.panes.story.planning.new_story import NewStory, TitlePopup
from desktop.ui.panes.story.planning.plan import Plan
from desktop.ui.panes.story.side_panel.history import History
from desktop.ui.widgets import toast


class StoryActions:
    """Started from commands, menus and buttons; each opens what does it."""

    def __init__(self, context: StoryContext, plan: Plan, anchor: QWidget) -> None:
        """What is asked about the open story opens below `anchor`."""
        self._context = context
        self._controller = context.controller
        self._plan = plan
        self._anchor = anchor
        self.finder = FindBar(context.controller, context.editor, context.work, context.saver.save)
        context.page.column.insertWidget(0, self.finder)
        context.page.add_page(plan)

    # -- stories -----------------------------------------------------------------------------------------------------

    def ask_for_story(self) -> None:
        """Title and language of a new story."""
        anchor = self._anchor if self._controller.project else self._context.page.empty.button
        popup = NewStory(anchor)
        popup.made.connect(self._controller.create_project)
        popup.open_below(anchor)

    def ask_for_title(self) -> None:
        """Another title for the open story."""
        project = self._controller.project
        if project is not None:
            popup = TitlePopup(self._anchor, project.title)
            popup.entered.connect(lambda title: self._controller.update_project(title=title))
            popup.open_below(self._anchor)

    def trash_story(self) -> None:
        project = self._controller.project
        if project is None:
            return
        self._controller.trash_project(project.id)
        said = translate("StoryPane", "“{title}” is in the trash.").format(title=project.title)
        toast(self._context.page, said, lambda: self._controller.restore_project(project.id))

    def new_scene(self) -> None:
        self._controller.add(NodeKind.SCENE)

    # -- the page ----------------------------------------------------------------------------------------------------

    def find(self) -> None:
        if self._controller.project is not None:
            self.finder.open_bar()

    def show_plan(self) -> None:
        """The form in the place of the manuscript."""
        if self._controller.project is not None:
            self._plan.refresh()
            self._context.page.show_page(self._plan)
            self._plan.setFocus()

    def leave_plan(self) -> None:
        self._plan.keep()
        page, controller = self._context.page, self._controller
        page.show_place(project=controller.project is not None, scene=controller.node_id is not None)
        page.in_front.setFocus()

    def show_dictionaries(self, folder: Path) -> None:
        """Open the folder for dictionaries of one's own, and say what to put there."""

        def show(_: object) -> None:
            said = translate(
                "StoryPane",
                "There is no dictionary of this language. Put a Hunspell one (.dic and .aff) into this folder, and "
                "open the story again.",
            )
            toast(self._context.page, said)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

        self._context.work.file(lambda: folder.mkdir(parents=True, exist_ok=True), show)

    def show_history(self) -> None:
        """The versions of the open scene, the text as it is kept first."""
        context, controller = self._context, self._controller
        node = controller.current
        if node is None:
            return
        editor, stories, work, saver = context.editor, context.stories, context.work, context.saver
        sheet = History(context.page, words.name(node), chinese=controller.chinese)

        def chosen(version_id: int) -> None:
            def show(text: str) -> None:
                if isValid(sheet):
                    sheet.show_text(version_id, text, editor.text())

            work.run(lambda: stories.version_text(version_id), show)

        def restored(version_id: int) -> None:
            def show(scene: SceneText) -> None:
                controller.reopen(scene)
                toast(context.page, translate("StoryPane", "The version stands in the text again."), back)

            saver.save(then=lambda: work.run(lambda: stories.restore_version(version_id), show))

        def back() -> None:
            def newest() -> SceneText:
                kept = next(v for v in stories.versions(node.id) if v.reason is Reason.BEFORE_RESTORE)
                return stories.restore_version(kept.id)

            work.run(newest, controller.reopen)

        sheet.chosen.connect(chosen)
        sheet.restored.connect(restored)

        def show_versions(versions: list[SceneVersion]) -> None:
            sheet.open_below(context.page)
            sheet.show_versions(versions)

        saver.save(then=lambda: work.run(lambda: stories.versions(node.id), show_versions))
