"""What fills the side panel: reads the bible, the context and the takes when they may have changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.features.story.context.events import Sent
from desktop.features.story.context.matching import check_key
from desktop.store.stories.records import BibleEntry, StoryChange, Take
from desktop.ui.look.theme import theme
from desktop.ui.panes.story import words
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.panes.story.side_panel.entry_popup import EntryPopup, TextPopup
from desktop.ui.panes.story.side_panel.history import Comparison, compared, moment
from desktop.ui.panes.story.side_panel.memory import Memory
from desktop.ui.panes.story.side_panel.side_panel import Side
from desktop.ui.panes.story.side_panel.style_view import StyleView
from desktop.ui.panes.story.side_panel.takes_view import TakesView
from desktop.ui.widgets import Label, Popup, toast

_SOON_MS = 700


class SidePanelController(QObject):
    """Fills the views and does what is asked in them; `propose_asked` and `go_on_asked` carry a take."""

    propose_asked = Signal(object)
    go_on_asked = Signal(object)
    takes_read = Signal(object)  # list[Take]: those of the open scene, without their tokens

    def __init__(self, context: StoryContext, is_writing: Callable[[], bool], parent: QObject) -> None:
        """While `is_writing` the model isn't asked what it would read."""
        super().__init__(parent)
        self._context = context
        self._controller = context.controller
        self._work = context.work
        self._stories = context.stories
        self._is_writing = is_writing
        self.memory = Memory()
        self.takes = TakesView()
        self.style = StyleView(context.controller)
        self.panel = Side(self.memory, self.takes, self.style)
        self._reading = self._again = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.read_context)
        self._connect()

    def _connect(self) -> None:
        controller, editor = self._controller, self._context.editor
        controller.project_changed.connect(self.read_bible)
        controller.bible_changed.connect(self.read_bible)
        controller.scene_opened.connect(self._scene_opened)
        editor.edited.connect(self._soon.start)
        editor.moved.connect(self._soon.start)
        self._context.models.state_changed.connect(self._soon.start)
        self.panel.shown.connect(lambda _: self._soon.start())
        memory, takes = self.memory, self.takes
        memory.entry_asked.connect(self.edit_entry)
        memory.note_asked.connect(self.edit_note)
        memory.summary_asked.connect(self.edit_summary)
        memory.read_asked.connect(lambda: self.read_context(load=True))
        takes.propose_asked.connect(self._propose)
        takes.go_on_asked.connect(self.go_on_asked)
        takes.compare_asked.connect(self.compare)

    # -- reading -----------------------------------------------------------------------------------------------------

    def read_bible(self) -> None:
        project = self._controller.project
        if project is None:
            self.memory.show_entries([])
            return
        self._work.run(lambda: self._stories.bible(project.id), self.memory.show_entries)
        self._soon.start()

    def _scene_opened(self, _scene: object) -> None:
        self.memory.show_sent(None)
        self.read_takes()
        self._soon.start()

    def read_takes(self) -> None:
        node_id = self._controller.node_id
        if node_id is None:
            self.takes.show_takes([])
            return

        def show(takes: list[Take]) -> None:
            if self._controller.node_id == node_id:
                self.takes.show_takes(takes)
                self.takes_read.emit(takes)

        self._work.run(lambda: self._stories.takes(node_id, False), show)

    def read_context(self, *, load: bool = False) -> None:
        """What would be sent from the caret; only where the model is loaded, unless a person asks."""
        context = self._context
        node_id = self._controller.node_id
        if node_id is None or self._is_writing() or not (load or context.model_is_loaded()):
            return
        if not load and (not self.panel.isVisible() or self.panel.current != 0):
            return
        editor = context.editor
        text, offset = editor.text(), editor.script.offset(editor.textCursor().position())
        if self._reading:  # one at a time: what is asked meanwhile is asked again behind it
            self._again = True
            return
        self._reading = True

        def over() -> None:
            self._reading = False
            if self._again:
                self._again = False
                self._soon.start()

        def show(sent: Sent) -> None:
            over()
            if self._controller.node_id == node_id:
                self.memory.show_sent(sent)
                self.style.show_model(chat=context.story().story_model.family.chat)

        def failed(error: Exception) -> None:
            over()
            if not isinstance(error, LamplightError):
                raise error
            if load:
                context.failed(error)

        self._work.ask(lambda: context.story().context(node_id, offset, text), show, failed)

    # -- what a person does ------------------------------------------------------------------------------------------

    def edit_entry(self, entry: BibleEntry | None, anchor: QWidget | None = None) -> None:
        """Write one, below `anchor`: the panel may be folded."""
        anchor = anchor or self.memory.add
        controller, stories = self._controller, self._stories
        project = controller.project
        if project is None:
            return
        popup = EntryPopup(anchor, entry)

        def check(changed: BibleEntry) -> None:
            """An expression that would never end is found now, not while somebody writes."""
            for key in changed.keys:
                check_key(key)

        def add(new: BibleEntry) -> StoryChange:
            return StoryChange(entries_added=(stories.add_entry(project.id, new).id,))

        def keep(changed: BibleEntry) -> None:
            popup.settle()
            controller.perform(lambda: stories.update_entry(changed) if changed.id else add(changed))

        def gone(change: StoryChange) -> None:
            said = translate("StoryPane", "“{title}” is in the trash.").format(title=entry.name if entry else "")
            toast(self._context.page, said, lambda: controller.undo(change))

        popup.asked.connect(
            lambda changed: self._work.file(lambda: check(changed), lambda _: keep(changed), popup.refuse)
        )
        popup.removed.connect(lambda entry_id: controller.perform(lambda: stories.remove_entry(entry_id), gone))
        popup.open_below(anchor, align_right=anchor is self.memory.add)

    def edit_note(self) -> None:
        """The author's note: read close to the end of what is sent."""
        project = self._controller.project
        if project is None:
            return
        popup = TextPopup(
            self.memory.add,
            translate("StoryPane", "Author’s note"),
            project.settings.author_note,
            translate("StoryPane", "What the model is to keep in mind now, such as: slow, no dialogue."),
        )
        popup.kept.connect(
            lambda text: self._controller.update_project(settings=replace(project.settings, author_note=text))
        )
        popup.open_below(self.memory.add, align_right=True)

    def edit_summary(self) -> None:
        """What later scenes know of this one."""
        context, controller, stories = self._context, self._controller, self._stories
        node = controller.current
        if node is None:
            return
        popup = TextPopup(
            self.memory.add,
            translate("StoryPane", "Summary of this scene"),
            node.summary,
            translate("StoryPane", "What later scenes are to know of this one."),
            ask=translate("StoryPane", "Summarise it"),
        )

        def keep(summary: str) -> StoryChange:
            before = stories.node(node.id)
            if before.summary == summary:
                return StoryChange()
            stories.set_summary(node.id, summary, "")  # a person's own, which stays
            return StoryChange(nodes=(before,), fields=("summary", "summary_of"))

        def ask() -> None:
            popup.field.setReadOnly(True)
            popup.field.setPlainText(translate("StoryPane", "The model reads the scene…"))

            def show(summary: str) -> None:
                popup.field.setReadOnly(False)
                popup.field.setPlainText(summary)
                controller.refresh()

            def failed(error: Exception) -> None:
                popup.field.setReadOnly(False)
                popup.field.setPlainText(node.summary)
                context.failed(error)

            context.saver.save(then=lambda: context.work.ask(lambda: context.story().summarise(node.id), show, failed))

        popup.kept.connect(lambda summary: controller.perform(lambda: keep(summary)))
        popup.ask_asked.connect(ask)
        popup.open_below(self.memory.add, align_right=True)

    def _propose(self, take: Take) -> None:
        """With its tokens, which the list is without."""
        self._work.run(lambda: self._stories.take(take.id), self.propose_asked.emit)

    def compare(self, take: Take, other: Take | None = None) -> None:
        """A take beside another, or beside the one before it at the same place."""
        same = [other for other in self.takes.takes if other.at == take.at and other.id != take.id and other.text]
        earlier = [other for other in same if other.id < take.id] or same
        before = other.text if other is not None else earlier[-1].text if earlier else take.replaced
        sheet = Popup(self.takes)
        sheet.card.column.setContentsMargins(16, 12, 16, 12)
        sheet.card.column.addWidget(Label(words.kind_of_take(take), "title"))
        if other is not None:
            said = translate("StoryPane", "What it has other than that of {time}").format(time=moment(other.created))
            sheet.card.column.addWidget(Label(said, "meta", "secondary"))
        view = Comparison()
        view.setMinimumSize(theme.px(560), theme.px(360))
        view.show_pieces(compared(before, take.text), chinese=self._controller.chinese)
        sheet.card.column.addWidget(view)
        sheet.open_below(self.panel.tabs[1], align_right=True)
