"""The section of the downloads: a row with how far they are, a card for each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.base.settings import DOWNLOADS_AT_ONCE
from desktop.features.models.arrived import role_of
from desktop.features.models.roles import SETTINGS, Role
from desktop.ui import tasks
from desktop.ui.commands import commands
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.downloads.card import DownloadCard
from desktop.ui.panes.models.downloads.commands import PAUSE_ALL, RESUME_ALL
from desktop.ui.panes.models.downloads.download_list import DownloadList
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandButton, Label, Page, Paragraph, RowButton, Segmented, toast

if TYPE_CHECKING:
    from desktop.features.models.fetching.download_state import DownloadState

_ABOVE_A_COMPOSER = 136  # px: what is written must not be covered


class DownloadsSection(Section):
    """What is being fetched, what waits, and why something doesn't go on."""

    key = "downloads"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._settings = services.settings
        self._model_list = model_list
        self.downloads = DownloadList(services, self)
        self.cards: dict[str, DownloadCard] = {}
        self._rows: dict[str, RowButton] = {}
        self._column = QWidget()
        self._row_column = QVBoxLayout(self._column)
        self._row_column.setContentsMargins(0, 0, 0, 0)
        self._row_column.setSpacing(0)
        self.built = self._page = self._build_page()
        self.downloads.changed.connect(self._rebuild)
        self.downloads.progressed.connect(self._show_states)
        self.downloads.arrived.connect(self._tell_arrived)
        self.downloads.failed.connect(lambda told: toast(self._column, told.what))
        self.downloads.begin()
        say(self, lambda _: self._show_states(), lambda: "")

    def name(self) -> str:
        return translate("Downloads", "Downloads")

    def note(self) -> str:
        from desktop.features.models.fetching.download_records import Status
        from desktop.features.models.fetching.download_text import percent_text

        running = next((each for each in self.downloads.states if each.status is Status.RUNNING), None)
        if running is not None:
            return percent_text(running)
        if any(each.status is Status.FAILED for each in self.downloads.states):
            return translate("Downloads", "stopped")
        waiting = any(each.status in (Status.PAUSED, Status.QUEUED) for each in self.downloads.states)
        return translate("Downloads", "paused") if waiting else ""

    def rows(self) -> QWidget:
        return self._column

    def page(self) -> QWidget:
        return self._page

    def activate(self) -> None:
        self.downloads.look_again()
        first = next(iter(self.cards.values()), None)
        if first is not None and not self._page.isAncestorOf(self._page.focusWidget() or self._column):
            first.action.setFocus(Qt.FocusReason.MouseFocusReason)

    def show_download(self, identifier: str) -> None:
        """Bring a download's card into view."""
        if identifier in self.cards:
            self.show_requested.emit()
            self._rows[identifier].setChecked(True)
            card = self.cards[identifier]
            QTimer.singleShot(0, card, lambda: self._page.ensureWidgetVisible(card, 0, 24))

    @property
    def can_resume(self) -> bool:
        """Whether anything waits for a person."""
        return any(each.status.value in ("paused", "failed") for each in self.downloads.states)

    @property
    def can_pause(self) -> bool:
        """Whether anything is under way."""
        return any(each.status.value in ("running", "queued") for each in self.downloads.states)

    # -- building --------------------------------------------------------------------------------------------------

    def _build_page(self) -> Page:
        page = Page(
            lambda: translate("Downloads", "Downloads"),
            lambda: translate(
                "Downloads",
                "Nothing is fetched before you press it, and only from the host that the card names. What was "
                "interrupted goes on where it was.",
            ),
        )
        page.column.addSpacing(20)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 16)
        tools.setSpacing(8)
        tools.addWidget(CommandButton(RESUME_ALL, icon=False, keys=False))
        tools.addWidget(CommandButton(PAUSE_ALL, icon=False, keys=False))
        tools.addStretch(1)
        tools.addWidget(Label(lambda: translate("Downloads", "At once"), "meta", "secondary"))
        tools.addWidget(self._build_at_once())
        page.column.addWidget(self._tools)
        self._empty = Paragraph(
            lambda: translate("Downloads", "Nothing is being fetched. A model you choose to download appears here."),
            "chat",
        )
        self._empty.hide()
        page.column.addWidget(self._empty)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        page.column.addLayout(self._card_column)
        page.finish()
        return page

    def _build_at_once(self) -> Segmented:
        at_once = Segmented(DOWNLOADS_AT_ONCE.label, lambda: DOWNLOADS_AT_ONCE.choices())
        at_once.set_value(self._settings[DOWNLOADS_AT_ONCE])

        def choose(count: object) -> None:
            self._settings.set(DOWNLOADS_AT_ONCE, count)
            at_once.set_value(count)

        at_once.chosen.connect(choose)
        return at_once

    def _rebuild(self) -> None:
        """Cards and rows for what is there now, in its order; those that stay are kept, with the focus in them."""
        there = {state.identifier: state for state in self.downloads.states}
        for gone in [key for key in self.cards if key not in there]:
            for widget in (self.cards.pop(gone), self._rows.pop(gone)):
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for at, (identifier, state) in enumerate(there.items()):
            if identifier not in self.cards:
                self._add(state)
            self._card_column.removeWidget(self.cards[identifier])
            self._card_column.insertWidget(at, self.cards[identifier])
            self._row_column.removeWidget(self._rows[identifier])
            self._row_column.insertWidget(at, self._rows[identifier])

    def _add(self, state: DownloadState) -> None:
        identifier = state.identifier
        card = DownloadCard(state, self.downloads)
        card.use_asked.connect(partial(self._use, identifier))
        self.cards[identifier] = card
        row = RowButton(lambda: state.title, self._column)
        row.clicked.connect(partial(self.show_download, identifier))
        self._rows[identifier] = row

    def _show_states(self) -> None:
        from desktop.features.models.fetching.download_records import Status
        from desktop.features.models.fetching.download_text import percent_text

        for state in self.downloads.states:
            if state.identifier in self.cards:
                self.cards[state.identifier].show_state(state)
                done = state.status is Status.DONE
                self._rows[state.identifier].set_note("" if done else percent_text(state))
        self._empty.setVisible(self.downloads.read and not self.cards)
        self._tools.setVisible(bool(self.cards))
        commands.refresh(RESUME_ALL, PAUSE_ALL)
        self.note_changed.emit()

    # -- one that is here ------------------------------------------------------------------------------------------

    def _tell_arrived(self, state: DownloadState) -> None:
        self._model_list.refresh()
        said = translate("Downloads", "{name} is here.").format(name=state.title)
        if state.reason is not None:
            return
        role = role_of(state.files)
        over = self._column.window()  # whichever pane is open; the page has no window before it is shown
        use = partial(self._use, state.identifier, role) if role is not None else None
        toast(over, said, use, bottom=_ABOVE_A_COMPOSER, label=partial(_use_word, role))

    def _use(self, identifier: str, role: Role = Role.CHAT) -> None:
        """Use the model that arrived for what it is good at."""
        state = self.downloads.find(identifier)
        paths = {each.path for each in state.arrived} if state is not None else set()
        entry = next((entry for entry in self._model_list.entries if entry.model.path in paths), None)
        if entry is None:
            self._model_list.refresh()
        elif role is Role.CHAT:
            self._model_list.use(entry.model.key)
        else:
            key = entry.model.key
            tasks.run(lambda: self._settings.set(SETTINGS[role], key), owner=self, lane="settings")


def _use_word(role: Role | None) -> str:
    return {
        Role.TRANSLATION: translate("Downloads", "Use for translation"),
        Role.PROSE: translate("Downloads", "Use for stories"),
    }.get(role or Role.CHAT, translate("ModelsPane", "Use"))
