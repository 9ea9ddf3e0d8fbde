"""Which story and scene are open, and what a person does to projects and outline. The texts are `autosave`'s."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.store.stories.records import Node, NodeKind, NodeStatus, Project, SceneText, StoryChange, StorySettings
from desktop.store.stories.stories import Stories
from desktop.ui.work import Work

WRITTEN = (NodeKind.SCENE, NodeKind.NOTE)


class StoryController(QObject):
    """The signals tell what changed; the views read it here."""

    projects_changed = Signal()
    project_changed = Signal()  # another one is open, or its title, language, settings or goal changed
    outline_changed = Signal()
    scene_opened = Signal(object)  # SceneText or None
    words_changed = Signal()
    bible_changed = Signal()
    changed = Signal(object)  # StoryChange: what an action did to the story, whoever started it
    undoable = Signal(str, object)  # the title of what went into the trash, and its StoryChange
    rename_asked = Signal(int)

    def __init__(self, stories: Stories, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self.stories = stories
        self.work = work
        self.projects: list[Project] = []
        self.project: Project | None = None
        self.nodes: list[Node] = []
        self.node_id: int | None = None
        self.today = 0
        self.listed = False
        self._leaving: Callable[[Callable[[], object]], object] = lambda then: then()

    def before_leaving(self, keep: Callable[[Callable[[], object]], object]) -> None:
        """`keep(then)` saves what is open and then goes on."""
        self._leaving = keep

    # -- one action, one signal ----------------------------------------------------------------------------------------

    def perform(self, action: Callable[[], StoryChange], then: Callable[[StoryChange], object] | None = None) -> None:
        """Let `action` change the story; the views are told what it changed, then `then` is called with it."""

        def done(change: StoryChange) -> None:
            self.announce(change)
            if then is not None:
                then(change)

        self.work.run(action, done)

    def announce(self, change: StoryChange, then: Callable[[], object] | None = None) -> None:
        """Tell the views what changed; `then` is called when the outline has been read anew."""
        if then is not None or change.nodes or change.added or change.texts:
            self.refresh(then)
        if any(node_id == self.node_id for node_id, _, _ in change.texts):
            self.open_node(self.node_id)
        if change.entries or change.entries_added:
            self.bible_changed.emit()
        self.changed.emit(change)

    def undo(self, change: StoryChange) -> None:
        """Take an action back."""
        self.perform(lambda: self.stories.undo(change))

    def reopen(self, scene: SceneText) -> None:
        """A scene's text is another one in the store now: show it where that one is open."""
        if scene.node_id == self.node_id:
            self.scene_opened.emit(scene)
            self.refresh()

    # -- projects ----------------------------------------------------------------------------------------------------

    @property
    def chinese(self) -> bool:
        return self.project is not None and self.project.language.startswith("zh")

    def reload(self, wanted: int | None = None, wanted_node: int | None = None) -> None:
        """Read the projects; open `wanted`, or the one last written in."""

        def read() -> list[Project]:
            return self.stories.projects()

        def show(projects: list[Project]) -> None:
            self.projects = projects
            self.listed = True
            self.projects_changed.emit()
            found = next((known for known in projects if known.id == wanted), projects[0] if projects else None)
            if found is None:
                self._show_project(None, [], 0)
            else:
                self.open_project(found.id, wanted_node)

        self.work.run(read, show)

    def open_project(self, project_id: int, node_id: int | None = None) -> None:
        """Open a story at a scene, or at the one after the last finished."""

        def read() -> tuple[Project, list[Node], int]:
            stories = self.stories
            return stories.project(project_id), stories.outline(project_id), stories.words_today(project_id)

        def show(found: tuple[Project, list[Node], int]) -> None:
            self._show_project(*found)
            wanted = self.node(node_id) if node_id is not None else None
            scenes = [node for node in self.nodes if node.kind in WRITTEN]
            current = next((node for node in scenes if node.status is not NodeStatus.DONE), None)
            chosen = wanted or current or (scenes[0] if scenes else None)
            self.open_node(chosen.id if chosen else None)

        self._leaving(lambda: self.work.run(read, show))

    def _show_project(self, project: Project | None, nodes: list[Node], today: int) -> None:
        self.project, self.nodes, self.today = project, nodes, today
        self.node_id = None
        self.project_changed.emit()
        self.outline_changed.emit()
        if project is None:
            self.scene_opened.emit(None)

    def create_project(
        self, title: str, language: str, settings: StorySettings | None = None, chapter: str = "", scene: str = ""
    ) -> None:
        """A new story with one chapter and one scene to begin in."""

        def make() -> int:
            project = self.stories.create_project(title, language, settings)
            first = self.stories.add_node(project.id, NodeKind.CHAPTER, chapter)
            self.stories.add_node(project.id, NodeKind.SCENE, scene, first.id)
            return project.id

        self._leaving(lambda: self.work.run(make, lambda made: self.reload(made)))

    def update_project(self, **values: Any) -> None:
        """Change title, language, settings, goal_words or folder."""
        project = self.project
        if project is None:
            return

        def show(changed: Project) -> None:
            if self.project is not None and self.project.id == changed.id:
                self.project = changed
                self.project_changed.emit()

        self.work.run(lambda: self.stories.update_project(project.id, **values), show)

    def trash_project(self, project_id: int) -> None:
        self._leaving(lambda: self.work.run(lambda: self.stories.trash_project(project_id), lambda _: self.reload()))

    def restore_project(self, project_id: int) -> None:
        self.work.run(lambda: self.stories.restore_project(project_id), lambda _: self.reload(project_id))

    # -- the outline -------------------------------------------------------------------------------------------------

    def node(self, node_id: int | None) -> Node | None:
        return next((node for node in self.nodes if node.id == node_id), None)

    @property
    def current(self) -> Node | None:
        return self.node(self.node_id)

    def below(self, parent_id: int | None) -> list[Node]:
        return [node for node in self.nodes if node.parent_id == parent_id]

    def refresh(self, then: Callable[[], object] | None = None) -> None:
        """Read the outline and the counts anew."""
        project = self.project
        if project is None:
            return

        def read() -> tuple[list[Node], int]:
            return self.stories.outline(project.id), self.stories.words_today(project.id)

        def show(found: tuple[list[Node], int]) -> None:
            if self.project is None or self.project.id != project.id:
                return
            self.nodes, self.today = found
            self.outline_changed.emit()
            self.words_changed.emit()
            if self.node_id is not None and self.current is None:  # it went into the trash
                self.open_node(next((node.id for node in self.nodes if node.kind in WRITTEN), None))
            if then is not None:
                then()

        self.work.run(read, show)

    def open_node(self, node_id: int | None) -> None:
        """Open a scene or a note; None shows that there is none."""

        def show(scene: SceneText | None) -> None:
            self.node_id = scene.node_id if scene else None
            self.scene_opened.emit(scene)

        if node_id is None:
            self._leaving(lambda: show(None))
        else:
            self._leaving(lambda: self.work.run(lambda: self.stories.text(node_id), show))

    def add(self, kind: NodeKind, title: str = "") -> None:
        """A new node after the open one; its name can be typed at once."""
        project = self.project
        if project is None:
            return
        parent_id, position = self._place_for(kind)

        def show(node: Node) -> None:
            def then() -> None:
                if node.kind in WRITTEN:
                    self.open_node(node.id)
                self.rename_asked.emit(node.id)

            self.refresh(then)

        self.work.run(lambda: self.stories.add_node(project.id, kind, title, parent_id, position), show)

    def _place_for(self, kind: NodeKind) -> tuple[int | None, int | None]:
        """Parent and position of a new node: after the open one, as high as its kind asks."""
        at = self.current
        while at is not None:
            if at.kind is kind or (kind in WRITTEN and at.kind in WRITTEN):
                return at.parent_id, at.position + 1
            if kind in WRITTEN and at.kind in (NodeKind.CHAPTER, NodeKind.PART):
                return at.id, None
            if kind is NodeKind.CHAPTER and at.kind is NodeKind.PART:
                return at.id, None
            above = self.node(at.parent_id)
            if above is None:
                return None, at.position + 1
            at = above
        return None, None

    def rename(self, node_id: int, title: str) -> None:
        self.change(node_id, title=title)

    def change(self, node_id: int, **values: Any) -> None:
        """Title, status, target_words, beats or kind of a node."""
        self.perform(lambda: self.stories.update_node(node_id, **values))

    def move(self, node_id: int, parent_id: int | None, position: int | None) -> None:
        self.perform(lambda: self.stories.move_node(node_id, parent_id, position))

    def trash(self, node_id: int) -> None:
        node = self.node(node_id)
        title = node.title if node else ""
        self._leaving(
            lambda: self.perform(
                lambda: self.stories.trash_node(node_id), lambda change: self.undoable.emit(title, change)
            )
        )
