"""What fills the side panel: reads the bible, the context and the takes when they may have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.features.story.context.events import Sent
from desktop.features.story.context.matching import check_key
from desktop.store.stories.records import BibleEntry, StoryChange, Take
from desktop.ui.look.theme import theme
from desktop.ui.panes.story.side_panel.entry_popup import EntryPopup, TextPopup
from desktop.ui.panes.story.side_panel.history import Comparison, compared, moment
from desktop.ui.panes.story.side_panel.memory import Memory
from desktop.ui.panes.story.side_panel.side_panel import Side
from desktop.ui.panes.story.side_panel.style_view import StyleView
from desktop.ui.panes.story.side_panel.takes_view import TakesView, kind_text
from desktop.ui.widgets import Label, Popup, toast

if TYPE_CHECKING:
    from desktop.ui.panes.story.pane import StoryPane

_SOON_MS = 700


class SidePanelController(QObject):
    """Joins the side's views to the pane."""

    def __init__(self, pane: StoryPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.memory = Memory()
        self.takes = TakesView()
        self.style = StyleView(pane.controller)
        self.panel = Side(self.memory, self.takes, self.style)
        self._reading = self._again = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.read_context)
        controller, editor, generation = pane.controller, pane.page_.manuscript, pane.generation
        controller.project_changed.connect(self.read_bible)
        controller.scene_opened.connect(self._scene_opened)
        editor.edited.connect(self._soon.start)
        editor.moved.connect(self._soon.start)
        pane.model_list.state_changed.connect(self._soon.start)
        generation.takes_changed.connect(self.read_takes)
        self.panel.shown.connect(lambda _: self._soon.start())
        memory, takes = self.memory, self.takes
        memory.entry_asked.connect(self.edit_entry)
        memory.note_asked.connect(self.edit_note)
        memory.summary_asked.connect(self.edit_summary)
        memory.read_asked.connect(lambda: self.read_context(load=True))
        takes.propose_asked.connect(self._propose)
        takes.go_on_asked.connect(lambda take: generation.go_on(take))
        takes.compare_asked.connect(self.compare)

    # -- reading -----------------------------------------------------------------------------------------------------

    def read_bible(self) -> None:
        controller = self._pane.controller
        project = controller.project
        if project is None:
            self.memory.show_entries([])
            return
        self._pane.work.run(lambda: controller.stories.bible(project.id), self.memory.show_entries)
        self._soon.start()

    def _scene_opened(self, _scene: object) -> None:
        self.memory.show_sent(None)
        self.read_takes()
        self._soon.start()

    def read_takes(self) -> None:
        controller = self._pane.controller
        node_id = controller.node_id
        if node_id is None:
            self.takes.show_takes([])
            return

        def show(takes: list[Take]) -> None:
            if controller.node_id == node_id:
                self.takes.show_takes(takes)
                self._pane.generation.know(takes)

        self._pane.work.run(lambda: controller.stories.takes(node_id, False), show)

    def read_context(self, *, load: bool = False) -> None:
        """What would be sent from the caret; only where the model is loaded, unless a person asks."""
        pane = self._pane
        node_id = pane.controller.node_id
        if node_id is None or pane.generation.writing or not (load or pane.generation.can_offer()):
            return
        if not load and (not self.panel.isVisible() or self.panel.current != 0):
            return
        editor = pane.page_.manuscript
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
            if pane.controller.node_id == node_id:
                self.memory.show_sent(sent)
                self.style.show_model(chat=pane.story().story_model.family.chat)

        def failed(error: Exception) -> None:
            over()
            if not isinstance(error, LamplightError):
                raise error
            if load:
                pane.failed(error)

        pane.work.ask(lambda: pane.story().context(node_id, offset, text), show, failed)

    # -- what a person does ------------------------------------------------------------------------------------------

    def edit_entry(self, entry: BibleEntry | None, anchor: QWidget | None = None) -> None:
        """Write one, below `anchor`: the panel may be folded."""
        anchor = anchor or self.memory.add
        pane, stories = self._pane, self._pane.stories
        project = pane.controller.project
        if project is None:
            return
        popup = EntryPopup(anchor, entry)

        def check(changed: BibleEntry) -> None:
            """An expression that would never end is found now, not while somebody writes."""
            for key in changed.keys:
                check_key(key)

        def keep(changed: BibleEntry) -> None:
            popup.settle()
            if changed.id:
                pane.work.run(lambda: stories.update_entry(changed), lambda _: self.read_bible())
            else:
                pane.work.run(lambda: stories.add_entry(project.id, changed), lambda _: self.read_bible())

        def asked(changed: BibleEntry) -> None:
            pane.work.file(lambda: check(changed), lambda _: keep(changed), popup.refuse)

        def back(change: StoryChange) -> None:
            pane.work.run(lambda: stories.undo(change), lambda _: self.read_bible())

        def removed(entry_id: int) -> None:
            def gone(change: StoryChange) -> None:
                self.read_bible()
                name = entry.name if entry else ""
                said = translate("StoryPane", "“{title}” is in the trash.").format(title=name)
                toast(
                    pane.page_, said, lambda: pane.work.run(lambda: stories.undo(change), lambda _: self.read_bible())
                )

            pane.work.run(lambda: stories.remove_entry(entry_id), gone)

        popup.asked.connect(asked)
        popup.removed.connect(removed)
        popup.open_below(anchor, align_right=anchor is self.memory.add)

    def edit_note(self) -> None:
        """The author's note: read close to the end of what is sent."""
        project = self._pane.controller.project
        if project is None:
            return
        popup = TextPopup(
            self.memory.add,
            translate("StoryPane", "Author’s note"),
            project.settings.author_note,
            translate("StoryPane", "What the model is to keep in mind now, such as: slow, no dialogue."),
        )
        popup.kept.connect(
            lambda text: self._pane.controller.update_project(settings=replace(project.settings, author_note=text))
        )
        popup.open_below(self.memory.add, align_right=True)

    def edit_summary(self) -> None:
        """What later scenes know of this one."""
        pane = self._pane
        node = pane.controller.current
        if node is None:
            return
        popup = TextPopup(
            self.memory.add,
            translate("StoryPane", "Summary of this scene"),
            node.summary,
            translate("StoryPane", "What later scenes are to know of this one."),
            ask=translate("StoryPane", "Summarise it"),
        )
        stories = pane.stories

        def kept(summary: str) -> None:
            def keep() -> None:
                if stories.node(node.id).summary != summary:
                    stories.set_summary(node.id, summary, "")  # a person's own, which stays

            pane.work.run(keep, lambda _: pane.controller.refresh())

        def ask() -> None:
            popup.field.setReadOnly(True)
            popup.field.setPlainText(translate("StoryPane", "The model reads the scene…"))

            def show(summary: str) -> None:
                popup.field.setReadOnly(False)
                popup.field.setPlainText(summary)
                pane.controller.refresh()

            def failed(error: Exception) -> None:
                popup.field.setReadOnly(False)
                popup.field.setPlainText(node.summary)
                pane.failed(error)

            pane.saver.save(then=lambda: pane.work.ask(lambda: pane.story().summarise(node.id), show, failed))

        popup.kept.connect(kept)
        popup.ask_asked.connect(ask)
        popup.open_below(self.memory.add, align_right=True)

    def _propose(self, take: Take) -> None:
        stories = self._pane.stories
        self._pane.work.run(lambda: stories.take(take.id), self._pane.generation.show_take)

    def compare(self, take: Take, other: Take | None = None) -> None:
        """A take beside another, or beside the one before it at the same place."""
        same = [other for other in self.takes.takes if other.at == take.at and other.id != take.id and other.text]
        earlier = [other for other in same if other.id < take.id] or same
        before = other.text if other is not None else earlier[-1].text if earlier else take.replaced
        sheet = Popup(self.takes)
        sheet.card.column.setContentsMargins(16, 12, 16, 12)
        sheet.card.column.addWidget(Label(kind_text(take), "title"))
        if other is not None:
            said = translate("StoryPane", "What it has other than that of {time}").format(time=moment(other.created))
            sheet.card.column.addWidget(Label(said, "meta", "secondary"))
        view = Comparison()
        view.setMinimumSize(theme.px(560), theme.px(360))
        view.show_pieces(compared(before, take.text), chinese=self._pane.controller.chinese)
        sheet.card.column.addWidget(view)
        sheet.open_below(self.panel.tabs[1], align_right=True)
