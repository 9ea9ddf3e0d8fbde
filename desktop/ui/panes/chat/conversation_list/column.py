"""The second column: search over everything, the list of conversations, and on the first run a choice of language."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import LANGUAGES, translate, translator
from desktop.ui.panes.chat.conversation_list.commands import SEARCH
from desktop.ui.panes.chat.conversation_list.grouping import changes_in
from desktop.ui.panes.chat.conversation_list.list_model import ListModel
from desktop.ui.panes.chat.conversation_list.list_view import ConversationListView
from desktop.ui.panes.chat.conversation_list.organiser import Mode, Organiser
from desktop.ui.panes.chat.conversation_list.selection_bar import ChoiceBar, Strip
from desktop.ui.panes.chat.search.filters import Narrowed
from desktop.ui.panes.chat.search.query_runner import Results, SearchRun
from desktop.ui.panes.chat.search.results_list import ResultView
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import IconButton, Paragraph, SearchField, Segmented

if TYPE_CHECKING:
    from desktop.store import Conversation


class ConversationList(QWidget):
    """The column. `open_asked` carries a conversation's id, `hit_chosen` one and a `Hit` or None."""

    help_topic = "chat#organising"

    open_asked = Signal(int)
    hit_chosen = Signal(int, object)
    delete_asked = Signal()
    filters_asked = Signal()
    language_chosen = Signal(str)

    def __init__(self, organiser: Organiser, run: SearchRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.organiser = organiser
        self.run = run
        self.narrowed = Narrowed()
        self._waits = False
        self.model = ListModel(self)
        self.search = SearchField(lambda: translate("Chat", "Search"), command=SEARCH)
        self.filter_button = IconButton("sliders", lambda: translate("Chat", "Narrow the search"))
        self.narrow_strip = Strip("x", lambda: translate("Chat", "Search everything"), style="meta")
        self.place_strip = Strip("chevron-left", lambda: translate("Chat", "Back to the conversations"))
        self.tag_strip = Strip("x", lambda: translate("Chat", "Show all"), style="meta")
        self.rows = ConversationListView(self.model)
        self.results = ResultView()
        self.empty = Paragraph("", "chrome", "secondary")
        self.bar = ChoiceBar()
        self.language = Segmented(lambda: translate("Chat", "Language"), lambda: tuple(LANGUAGES.items()))
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 8, 4)
        top.setSpacing(4)
        top.addWidget(self.search, 1)
        top.addWidget(self.filter_button)
        column.addLayout(top)
        for strip in (self.narrow_strip, self.place_strip, self.tag_strip):
            column.addWidget(strip)
            strip.hide()
        self._quiet = QWidget()
        quiet = QVBoxLayout(self._quiet)
        quiet.setContentsMargins(16, 18, 16, 0)
        quiet.addWidget(self.empty)
        column.addWidget(self._quiet)
        column.addWidget(self.rows, 1)
        column.addWidget(self.results, 1)
        column.addStretch(0)  # takes the room while the lists are hidden
        column.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 8, 8, 16)
        foot.addWidget(self.language)
        foot.addStretch(1)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        column.addWidget(self._foot)
        self._quiet.hide()
        self.results.hide()
        self._foot.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self.results.open_first)
        self.search.moved_down.connect(self._go_down)
        self.filter_button.clicked.connect(self.filters_asked)
        self.narrow_strip.left.connect(lambda: self.narrow(Narrowed()))
        self.place_strip.left.connect(lambda: self.organiser.show(Mode.LIST))
        self.tag_strip.left.connect(lambda: self.organiser.show_tag(""))
        self.rows.left_upwards.connect(self._go_up)
        self.rows.open_asked.connect(self.open_asked)
        self.rows.edited.connect(self._edited)
        self.rows.delete_asked.connect(self.delete_asked)
        self.rows.chosen_changed.connect(self._show_bar)
        self.bar.left.connect(lambda: self.rows.choose([], self.rows.open_id))
        self.results.left_upwards.connect(self._go_up)
        self.results.end_reached.connect(self.run.more)
        self.results.chosen.connect(self.hit_chosen)
        self.run.found.connect(self._found)
        self.organiser.changed.connect(self.refresh)
        self.language.chosen.connect(self.language_chosen.emit)
        self._again = QTimer(self)  # when the words beside the rows will be others
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.refresh)
        say(self, lambda _: self.refresh(), lambda: "")

    # -- the list --------------------------------------------------------------------------------------------------

    @property
    def searching(self) -> bool:
        """Whether results stand in the column."""
        return bool(self.search.text().strip())

    def chosen(self) -> list[Conversation]:
        """The conversations that are chosen."""
        return self.rows.chosen()

    def set_open(self, conversation_id: int | None) -> None:
        """Mark the conversation that is on the page."""
        if conversation_id == self.rows.open_id:
            return
        self.rows.open_id = conversation_id
        if len(self.rows.chosen()) > 1:
            self.rows.viewport().update()
            return
        row = self.model.row_of(conversation_id)
        self.rows.choose([] if conversation_id is None else [conversation_id], conversation_id)
        if row >= 0:
            self.rows.scrollTo(self.model.index(row))
        self.rows.viewport().update()

    def refresh(self) -> None:
        """Fill the list again: other conversations, another minute, another language. Not under a name's editor."""
        self._waits = self.rows.editing
        if self._waits:
            return
        chosen = [each.id for each in self.rows.chosen()]
        current = self.model.conversation_at(self.rows.currentIndex())
        folder = self.model.folder_at(self.rows.currentIndex())
        place = self.rows.verticalScrollBar().value()
        now = datetime.now().astimezone()
        rows = self.organiser.rows()
        fresh = self.model.show_rows(rows, now, trash=self.organiser.mode is Mode.TRASH)
        self._again.start(changes_in(rows, now))
        if fresh:
            self.rows.choose(chosen or [], current if current is not None else self.rows.open_id)
            if folder is not None and (row := self.model.row_of_folder(folder.folder.id)) >= 0:
                self.rows.setCurrentIndex(self.model.index(row))
            self.rows.verticalScrollBar().setValue(place)
            if self.rows.hasFocus():
                self.rows.stand_somewhere()
        self._show_strips()
        self._show_state()
        self._show_bar()

    def _edited(self) -> None:
        """A name is no longer being edited: what came meanwhile is shown."""
        if self._waits:
            self.refresh()

    def _show_strips(self) -> None:
        searching = self.searching
        mode = self.organiser.mode
        self.place_strip.setVisible(mode is not Mode.LIST and not searching)
        if mode is not Mode.LIST:
            self.place_strip.words.setText(
                translate("Chat", "Trash") if mode is Mode.TRASH else translate("Chat", "Archive")
            )
        self.tag_strip.setVisible(bool(self.organiser.tag) and mode is not Mode.TRASH and not searching)
        self.tag_strip.words.setText(translate("Chat", "Tag: {name}").format(name=self.organiser.tag))
        narrowed = self.narrowed.words()
        self.narrow_strip.setVisible(bool(narrowed) and searching)
        self.narrow_strip.words.setText(narrowed)
        self.filter_button.set_token("accent_text" if narrowed else "secondary")

    def _show_state(self) -> None:
        searching = self.searching
        nothing = self.model.rowCount() == 0 and self.organiser.listed
        first = nothing and self.organiser.mode is Mode.LIST and not self.organiser.tag and not self.organiser.folders
        if searching:
            found = self.results.results
            nothing = found.rows == [] and found.results.typed == self._query()
            first = False
            self.empty.set_text(
                translate("Chat", "Nothing was found among these; search everything.")
                if self.narrowed != Narrowed()
                else translate("Chat", "Nothing was found.")
            )
        elif self.organiser.mode is Mode.TRASH:
            self.empty.set_text(translate("Chat", "The trash is empty. What is deleted stays here for 30 days."))
        elif self.organiser.mode is Mode.ARCHIVE:
            self.empty.set_text(translate("Chat", "The archive is empty."))
        elif self.organiser.tag:
            self.empty.set_text(translate("Chat", "No conversation has this tag."))
        else:
            self.empty.set_text(translate("Chat", "Conversations will be kept here."))
        self._quiet.setVisible(nothing)
        self.rows.setVisible(not nothing and not searching)
        self.results.setVisible(not nothing and searching)
        self._foot.setVisible(first)
        self.language.set_value(translator.language)

    def _show_bar(self) -> None:
        count = self.rows.chosen_count
        least = 1 if self.organiser.mode is Mode.TRASH else 2
        shown = count >= least and not self.searching
        if shown:
            self.bar.show_count(count)
        self.bar.setVisible(shown)

    # -- searching -------------------------------------------------------------------------------------------------

    def begin_search(self) -> None:
        """Put the keyboard into the field, with what stands there chosen."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def narrow(self, narrowed: Narrowed) -> None:
        """Search only among these."""
        self.narrowed = narrowed
        self._typed()

    def _query(self) -> str:
        return self.search.text().strip()

    def _typed(self) -> None:
        if self.searching:
            self.run.ask(self._query(), self.narrowed.filters())
        else:
            self.run.drop()
            self.results.show_results(Results())
        self._show_strips()
        self._show_state()
        self._show_bar()

    def _found(self, results: Results) -> None:
        if results.typed == self._query():
            self.results.show_results(results)
            self._show_state()

    def _go_down(self) -> None:
        if self.searching:
            self.results.go_in()
        else:
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_up(self) -> None:
        self.search.setFocus(Qt.FocusReason.TabFocusReason)
