"""The story pane: makes its parts, joins them by their signals, and answers the frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.store.stories.records import SceneText, StoryChange, StoryConflictError
from desktop.store.stories.stories import Stories
from desktop.ui.commands import commands
from desktop.ui.engine_signals import EngineSignals
from desktop.ui.look.theme import theme
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane
from desktop.ui.panes import names
from desktop.ui.panes.story import commands as story
from desktop.ui.panes.story import words
from desktop.ui.panes.story.actions import StoryActions
from desktop.ui.panes.story.autosave import Autosave
from desktop.ui.panes.story.context import StoryContext, story_maker
from desktop.ui.panes.story.controller import StoryController
from desktop.ui.panes.story.editor.spelling import Spelling
from desktop.ui.panes.story.editor.view_modes import ViewModes
from desktop.ui.panes.story.generation.alternatives import Alternatives
from desktop.ui.panes.story.generation.generation_controller import GenerationController
from desktop.ui.panes.story.generation.selection_menu import SelectionMenu
from desktop.ui.panes.story.generation.surprise_map import SurpriseMap
from desktop.ui.panes.story.menus import Menus
from desktop.ui.panes.story.outline.daily_goal import Goal
from desktop.ui.panes.story.outline.outline import Outline
from desktop.ui.panes.story.page import StoryPage
from desktop.ui.panes.story.planning.plan import Plan
from desktop.ui.panes.story.planning.summariser import Summariser
from desktop.ui.panes.story.side_panel.side_panel_controller import SidePanelController
from desktop.ui.panes.story.transfer.documents import Documents
from desktop.ui.panes.story.transfer.lorebooks import Lorebooks
from desktop.ui.panes.story.transfer.plain_folders import PlainFolders
from desktop.ui.role_model import PROSE, waiting_words
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandIcon, IconButton, Label, toast
from desktop.ui.work import PaneWork

if TYPE_CHECKING:
    from desktop.store.stories.records import Project


class StoryPane(Pane):
    """The outline in the column, the manuscript on the page, memory, takes and style at the side."""

    key = "story"
    role = PROSE
    has_outline = True
    side_open = True
    has_side = False  # until a story is open

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self.services = services
        self._begun = False
        self._wanted: tuple[int | None, int | None] = (None, None)
        self._carets: dict[int, int] = {}
        self._side_fits = True
        self.work = PaneWork(self, self.failed)
        self.stories = Stories(services.store.database)
        self.controller = StoryController(self.stories, self.work, self)
        self.page_ = StoryPage()
        self.saver = Autosave(self.stories, self.work, self.page_.manuscript.text, self)
        context = self.context = StoryContext(
            services=services,
            models=model_list,
            stories=self.stories,
            controller=self.controller,
            work=self.work,
            saver=self.saver,
            page=self.page_,
            story=story_maker(self.stories, services),
            failed=self.failed,
        )
        self._make_buttons()
        self._make_column()
        self._make_editor_parts(context)
        self.side_panel = SidePanelController(context, lambda: self.generation.writing, self)
        self.documents = Documents(context, self)
        self.folders = PlainFolders(context)
        self.lorebooks = Lorebooks(context)
        self.plan = Plan(context)
        self.actions = StoryActions(context, self.plan, self.switch_button)
        self.menus = Menus(context, self.outline, lambda: self.can_be_spelt)
        self._engine_signals = EngineSignals(services.prose_manager, self)
        self._engine_signals.state_changed.connect(self._show_host)
        self._connect()
        self._connect_parts()
        say(self, lambda _: self._refresh_words(), lambda: "")

    def _show_host(self) -> None:
        manager = self.services.prose_manager
        model = manager.model
        self.page_.show_host(model.host if model is not None else "", waiting_words(manager))

    def _make_column(self) -> None:
        self.outline = Outline(self.controller)
        self.goal = Goal(self.controller)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.outline, 1)
        column.addWidget(self.goal)

    def _make_editor_parts(self, context: StoryContext) -> None:
        """What works on the manuscript; keys go to the generation first, then to the view."""
        editor = context.editor
        self.view = ViewModes(editor, self.page_.window)
        self.generation = GenerationController(context)
        editor.add_key_handler(self.generation)
        editor.add_key_handler(self.view)
        self.summariser = Summariser(context, lambda: self.generation.writing or self.generation.asking)
        self.selection_menu = SelectionMenu(editor, self.generation)
        self.spelling = Spelling(editor, self.services.paths.data)
        self.selection_menu.more.append(self.spelling.add_rows)
        self.alternatives = Alternatives(context, self.generation)
        self.surprises = SurpriseMap(context)

    def _make_buttons(self) -> None:
        self.switch_button = CommandIcon(story.OPEN)
        self._plus = IconButton("plus", lambda: translate("StoryPane", "Add to the outline"))
        self.more_button = IconButton("more", lambda: translate("StoryPane", "More about this scene"))
        self._unfold = CommandIcon(story.SIDE)
        self.saved = Label("", "meta", "secondary")
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        theme.follow(self.saved, lambda: self.saved.setMinimumWidth(theme.px(84)))

    def _connect(self) -> None:
        controller, editor, saver = self.controller, self.page_.manuscript, self.saver
        controller.before_leaving(lambda then: saver.save(then=then))
        controller.project_changed.connect(self._project_changed)
        controller.outline_changed.connect(self._outline_changed)
        controller.scene_opened.connect(self._scene_opened)
        controller.undoable.connect(self._gone)
        editor.edited.connect(saver.changed)
        editor.refused.connect(lambda said: toast(self.page_, said))
        editor.title_pressed.connect(lambda: self.outline.rename(controller.node_id or 0))
        saver.saved.connect(lambda _: controller.refresh())
        saver.state_changed.connect(self._show_saved)
        saver.failed.connect(lambda error: self.page_.show_error(error, self._save_again))
        saver.recovered.connect(self.page_.saved_again)
        saver.refused.connect(self._came_too_late)
        self.view.quiet_changed.connect(self._quiet)

    def _connect_parts(self) -> None:
        """What a part asks of another."""
        outline, menus, actions = self.outline, self.menus, self.actions
        outline.menu_asked.connect(menus.node)
        outline.trash_asked.connect(self.controller.trash)
        outline.write_asked.connect(self.context.editor.setFocus)
        self.documents.imported.connect(self.show_requested)
        self.plan.entry_asked.connect(lambda anchor: self.side_panel.edit_entry(None, anchor))
        self.plan.left.connect(actions.leave_plan)
        self.plan.draft_asked.connect(self._draft)
        generation, side_panel = self.generation, self.side_panel
        generation.failed.connect(self.failed)
        generation.state_changed.connect(self.summariser.give_way)
        generation.takes_changed.connect(side_panel.read_takes)
        side_panel.takes_read.connect(generation.know)
        side_panel.propose_asked.connect(generation.show_take)
        side_panel.go_on_asked.connect(generation.go_on)
        side_panel.memory.lorebook_asked.connect(lambda: self.lorebooks.open_menu(side_panel.memory.more))
        self._plus.clicked.connect(lambda: menus.add(self._plus))
        self.more_button.clicked.connect(lambda: menus.more(self.more_button))
        menus.quotes_chosen.connect(self.set_quotes)

    # -- what the frame asks -----------------------------------------------------------------------------------------

    def name(self) -> str:
        return names.story()

    def title(self) -> str:
        node = self.controller.current
        if node is None:
            return self.column_title()
        return words.place(self.controller.nodes, node, chinese=self.controller.chinese)

    def column_title(self) -> str:
        project = self.controller.project
        if project is None:
            return translate("StoryPane", "Story")
        return project.title or translate("StoryPane", "Untitled story")

    def column(self) -> QWidget:
        return self._column

    def column_actions(self) -> QWidget:
        return _row(self.switch_button, self._plus)

    def page(self) -> QWidget:
        return self.page_

    def header(self) -> QWidget:
        return _row(self.saved, CommandIcon(story.HISTORY), self.more_button, self._unfold, spacing=4)

    def side(self) -> QWidget:
        return self.side_panel.panel

    def side_room(self, *, fits: bool) -> None:
        self._side_fits = fits
        self._unfold.setVisible(self.has_side and not self._side_shown)
        commands.refresh(story.SIDE)

    @property
    def _side_shown(self) -> bool:
        return self.side_open if self._side_fits else self.side_forced

    def side_words(self) -> str:
        """What `toggle_side` would do."""
        if self._side_shown:
            return translate("StoryPane", "Hide the side panel")
        return translate("StoryPane", "Show the side panel")

    def toggle_side(self) -> None:
        """Fold the side panel, or show it even where it leaves the page little room."""
        if self._side_fits:
            self.side_open = not self.side_open
        else:
            self.side_forced = not self.side_forced
        self.frame_changed.emit()
        self.state_changed.emit()

    def activate(self) -> None:
        self._show_host()
        if not self._begun:
            self._begun = True
            self.controller.reload(*self._wanted)
        self.page_.in_front.setFocus()

    def open_files(self, paths: list[Path]) -> None:
        """A story of each."""
        self.show_requested.emit()
        for path in paths:
            self.documents.import_(path)

    def search(self) -> None:
        self.actions.find()

    def state(self) -> dict[str, object]:
        project = self.controller.project
        kept: dict[str, object] = {"quotes": self.page_.manuscript.quotes, "side": self.side_open}
        kept |= {"offers": self.generation.offers, "spelling": self.spelling.on}
        if self._begun:
            kept |= {"project": project.id if project else None, "node": self.controller.node_id}
        else:
            kept |= {"project": self._wanted[0], "node": self._wanted[1]}
        return kept

    def restore(self, state: dict[str, object]) -> None:
        project, node = state.get("project"), state.get("node")
        self._wanted = (project if isinstance(project, int) else None, node if isinstance(node, int) else None)
        self.side_open = state.get("side") is not False
        self.generation.offers = state.get("offers") is not False
        self.spelling.on = state.get("spelling") is not False
        if state.get("quotes") in ("curly", "corner", "straight"):
            self.page_.manuscript.quotes = str(state["quotes"])

    def close(self) -> None:
        self.generation.stop()
        self.summariser.stop()
        self.saver.save()

    # -- following ---------------------------------------------------------------------------------------------------

    def _project_changed(self) -> None:
        project: Project | None = self.controller.project
        editor = self.page_.manuscript
        if project is not None and editor.chinese != self.controller.chinese:
            editor.set_language(chinese=self.controller.chinese, other_text=self.controller.node_id is None)
        if project is not None:
            self.spelling.use(project.language)
        self._plus.setEnabled(project is not None)
        self.has_side = project is not None
        self.frame_changed.emit()
        self.title_changed.emit()
        self.state_changed.emit()

    def _outline_changed(self) -> None:
        node = self.controller.current
        editor = self.page_.manuscript
        if node is not None and editor.title != node.title:
            editor.set_title(node.title)
        self.title_changed.emit()

    def _scene_opened(self, scene: SceneText | None) -> None:
        editor = self.page_.manuscript
        if self.saver.node_id is not None:
            self._carets[self.saver.node_id] = editor.script.offset(editor.textCursor().position())
        self.generation.leave()
        self.saver.open(scene)
        self.page_.show_error(None)
        self.page_.show_place(project=self.controller.project is not None, scene=scene is not None)
        self.more_button.setEnabled(scene is not None)
        commands.refresh(story.HISTORY)
        if scene is not None:
            node = self.controller.current
            editor.title = node.title if node else ""
            editor.untitled = words.untitled(node.kind) if node else ""
            editor.set_text(scene.text, caret=self._carets.get(scene.node_id, 0), scene=scene.node_id)
            if not self.outline.hasFocus():
                editor.setFocus()
        self.title_changed.emit()
        self.state_changed.emit()

    def _show_saved(self) -> None:
        saver = self.saver
        if saver.node_id is None:
            said = ""
        elif saver.trouble is not None:
            said = translate("StoryPane", "Not saved")
        elif saver.dirty or saver.saving:
            said = translate("StoryPane", "Saving…")
        else:
            said = translate("StoryPane", "Saved")
        self.saved.set_look(token="wrong" if saver.trouble is not None else "secondary")
        self.saved.setText(said)

    def _save_again(self) -> None:
        self.saver.save(failed=lambda error: self.page_.show_error(error, self._save_again))

    def _came_too_late(self, error: StoryConflictError) -> None:
        """Another window saved this scene meanwhile: that one stands, ours is among the versions."""
        self.page_.manuscript.set_text(error.current.text, scene=error.current.node_id)
        self.saver.open(error.current)
        self.page_.show_error(error)

    def _gone(self, title: str, change: StoryChange) -> None:
        said = translate("StoryPane", "“{title}” is in the trash.")
        said = said.format(title=title or translate("StoryPane", "Untitled"))
        toast(self.page_, said, lambda: self.controller.undo(change))

    def _quiet(self, quiet: bool) -> None:
        self.quiet = quiet
        self.frame_changed.emit()

    def failed(self, error: Exception) -> None:
        if not isinstance(error, LamplightError | OSError):
            raise error
        toast(self.page_, sentence(error).what)

    def _refresh_words(self) -> None:
        self.title_changed.emit()
        self._show_saved()
        self.outline.refresh()

    # -- what a person does ------------------------------------------------------------------------------------------

    def toggle_offers(self) -> None:
        """Next sentences while the caret rests: on or off."""
        self.generation.offers = not self.generation.offers
        self.state_changed.emit()

    @property
    def can_be_spelt(self) -> bool:
        """Whether the open story is in letters: nobody spells Chinese."""
        return self.controller.project is not None and not self.controller.chinese

    def toggle_spelling(self) -> None:
        """On or off; without a dictionary, show where one belongs."""
        if not self.spelling.available:
            self.actions.show_dictionaries(self.spelling.folder)
            return
        self.spelling.set_on(not self.spelling.on)
        self.state_changed.emit()

    def set_quotes(self, style: str) -> None:
        self.page_.manuscript.quotes = style
        self.state_changed.emit()

    def _draft(self, node_id: int) -> None:
        """Of a scene, from its beats, in the manuscript."""
        self.actions.leave_plan()
        self.generation.draft(node_id)


def _row(*widgets: QWidget, spacing: int = 0) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget)
    return box
