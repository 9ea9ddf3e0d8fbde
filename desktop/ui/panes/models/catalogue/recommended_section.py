"""What suits this machine, by what one wants to do: one model to take before the others, said in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.machine import available_memory, total_memory
from desktop.base.settings import CONTEXT, HUB_ADDRESS, HUB_SOURCE, MODELSCOPE_ADDRESS, Setting
from desktop.features.models.fetching.advice import Suggestion
from desktop.features.models.fetching.recommended import bandwidth_of, recommended
from desktop.features.models.roles import SETTINGS, Role
from desktop.hub.catalogue import CatalogueModel, Task, of_file
from desktop.ui import tasks
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.catalogue import words
from desktop.ui.panes.models.catalogue.chips import Chip
from desktop.ui.panes.models.catalogue.fetcher import Fetcher, Looked
from desktop.ui.panes.models.catalogue.recommended_card import RecommendedCard
from desktop.ui.panes.models.downloads.download_list import DownloadList
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Label, Link, Page, Paragraph, toast

if TYPE_CHECKING:
    from desktop.base.devices import Device
    from desktop.features.models.fetching.download_state import DownloadState
    from desktop.library.model_file import ModelFile

_TASKS = (Task.CHAT, Task.TRANSLATION, Task.PROSE, Task.REASONING, Task.EMBEDDING, Task.VISION)
_ROLES = {Task.CHAT: Role.CHAT, Task.TRANSLATION: Role.TRANSLATION, Task.PROSE: Role.PROSE}
_SHOWN = 4  # cards before the others are folded


class RecommendedSection(Section):
    """The catalogue, judged for this machine as it is when it is shown."""

    key = "recommended"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._services = services
        self._model_list = model_list
        self._task = Task.CHAT
        self._suggestions: list[Suggestion] = []
        self._all = False
        self._wanted: set[str] = set()  # those that are fetched when they have been looked at
        self._looked: dict[str, Looked] = {}
        self.cards: dict[str, RecommendedCard] = {}
        self.chips: dict[Task, Chip] = {}
        self.fetcher = Fetcher(services, self)
        self._downloads = DownloadList(services, self)
        self._begun = False
        self._cards: list[Device] = []  # graphics cards, as far as they are known
        self._fetch_speed = 0.0  # bytes a second of what was fetched before
        self._measured = False  # whether this machine's speed is in what is shown
        self.built = self._page = self._build_page()
        self.fetcher.looked.connect(self._take_look)
        self.fetcher.failed.connect(self._show_error)
        self.fetcher.begun.connect(self._take_begun)
        self._downloads.progressed.connect(self._show_states)
        self._downloads.arrived.connect(lambda _: self._model_list.refresh())
        model_list.changed.connect(self._judge_once_measured)
        model_list.state_changed.connect(self._show_states)
        services.settings.subscribe(self._setting_changed)
        say(self, lambda _: self._show_machine(), lambda: "")

    def name(self) -> str:
        return translate("Catalogue", "Recommended")

    def title(self) -> str:
        return translate("Catalogue", "Recommended for this machine")

    def page(self) -> QWidget:
        return self._page

    def activate(self) -> None:
        if not self._begun:
            self._begun = True
            self._downloads.begin()
        self._model_list.measure()  # how fast this machine reads decides which model is the best
        self.judge()
        if not self._page.isAncestorOf(self._page.focusWidget() or self.chips[self._task].window()):
            self.chips[self._task].setFocus(Qt.FocusReason.MouseFocusReason)

    def show_task(self, task: Task) -> None:
        """What is recommended for a task."""
        self._task = task
        self._all = False
        self.chips[task].setChecked(True)
        self.judge()

    def judge(self) -> None:
        """Judge the catalogue anew; nobody is asked for it."""
        task, settings = self._task, self._services.settings
        fits, services = self._services.model_manager.fits, self._services

        def work() -> tuple[list[Suggestion], float, list[Device]]:
            bandwidth, returned, cards = bandwidth_of(fits.rates), fits.returned(), fits.cards()
            wanted = (task, Task.RERANKER) if task is Task.EMBEDDING else (task,)
            found = [each for one in wanted for each in recommended(one, settings, returned, bandwidth, cards)]
            return found, services.downloads.speed.bytes_a_second, cards

        def done(judged: tuple[list[Suggestion], float, list[Device]]) -> None:
            found, self._fetch_speed, self._cards = judged
            self._take(task, found)

        tasks.run(work, done, owner=self)

    # -- building --------------------------------------------------------------------------------------------------

    def _build_page(self) -> Page:
        page = Page(lambda: "")
        page.set_bare()
        row = QHBoxLayout()
        row.setSpacing(8)
        for task in _TASKS:
            chip = Chip(partial(words.task_text, task), page.body)
            chip.clicked.connect(partial(self.show_task, task))
            self.chips[task] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self.chips[self._task].setChecked(True)
        page.column.addLayout(row)
        page.column.addSpacing(16)
        self.machine = Paragraph("", "chrome", "secondary")
        page.column.addWidget(self.machine)
        self.unused = Paragraph("", "chrome", "secondary")
        page.column.addWidget(self.unused)
        page.column.addSpacing(16)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        page.column.addLayout(self._card_column)
        page.column.addSpacing(12)
        rest = QHBoxLayout()
        rest.setSpacing(6)
        self.rest_text = Label("", "meta", "secondary", elide=True)
        self.rest_link = Link(self._rest_word)
        self.rest_link.clicked.connect(self._toggle_rest)
        rest.addWidget(self.rest_text, 1)
        rest.addWidget(self.rest_link)
        page.column.addLayout(rest)
        page.finish()
        return page

    def _show_machine(self) -> None:
        told = translate("Catalogue", "{total} of memory, {free} free. What is said here is estimated from the size.")
        said = told.format(total=bytes_text(total_memory()), free=bytes_text(available_memory()))
        for card in self._cards:
            has = translate("Catalogue", "A graphics card: {name}, {free} of {total} free.")
            named = has.format(name=card.description, free=bytes_text(card.free), total=bytes_text(card.total))
            said = f"{said} {named}"
        self.machine.set_text(said)
        unused = self._task in (Task.EMBEDDING, Task.RERANKER, Task.VISION)
        later = translate("Catalogue", "Lamplight does not use such models yet; they are fetched for later.")
        self.unused.set_text(later if unused else "")
        self.unused.setVisible(unused)

    def _take(self, task: Task, found: list[Suggestion]) -> None:
        if task is not self._task:
            return
        before = [(each.model.key, each.best, each.estimate.runs) for each in self._suggestions]
        self._suggestions = found
        same = before == [(each.model.key, each.best, each.estimate.runs) for each in found]
        if not same or any(card.task is not task for card in self.cards.values()):
            self._rebuild()
            return
        for each in found:
            if each.model.key in self.cards:
                card = self.cards[each.model.key]
                card.judge_again(each, self._fetch_speed)
                if (looked := self._looked.get(each.model.key)) is not None:
                    card.show_verdict(looked.verdict, doubtful=False)
        self._show_machine()

    def _rebuild(self) -> None:
        for old in self.cards.values():
            self._card_column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards.clear()
        shown = self._shown()
        for suggestion in shown:
            self._add_card(suggestion)
        rest = len(self._suggestions) - len(shown)
        self.rest_text.setText(self._rest_reason() if rest else "")
        self.rest_text.setVisible(bool(rest))
        self.rest_link.setVisible(bool(rest) or self._all)
        self.rest_link.update()
        self.rest_link.say_again()
        self._show_machine()
        self._show_states()

    def _shown(self) -> list[Suggestion]:
        if self._all:
            return self._suggestions
        running = [each for each in self._suggestions if each.estimate.runs]
        return running[:_SHOWN] if running else self._suggestions[:1]

    def _add_card(self, suggestion: Suggestion) -> None:
        model = suggestion.model
        card = RecommendedCard(suggestion, self._task, self._services, self._fetch_speed)
        card.wanted.connect(partial(self.fetch, model))
        card.retry_asked.connect(partial(self._retry, model))
        card.check_asked.connect(partial(self._look, model))
        card.use_asked.connect(partial(self._use, model))
        card.pause_asked.connect(lambda: self._with_download(model, self._downloads.pause))
        card.resume_asked.connect(lambda: self._with_download(model, self._downloads.resume))
        self._card_column.addWidget(card)
        self.cards[model.key] = card
        if (looked := self._looked.get(model.key)) is not None:
            card.show_verdict(looked.verdict, doubtful=False)

    # -- what a person presses -------------------------------------------------------------------------------------

    def fetch(self, model: CatalogueModel) -> None:
        """Look the file up at the hub, and fetch it where it fits; a second press fetches it in any case."""
        looked = self._looked.get(model.key)
        if looked is not None:
            self.fetcher.begin(model.key, looked.chosen)
            return
        self._wanted.add(model.key)
        self._look(model)

    def _retry(self, model: CatalogueModel) -> None:
        self._looked.pop(model.key, None)
        self.fetch(model)

    def _look(self, model: CatalogueModel) -> None:
        if model.key in self.cards:
            self.cards[model.key].show_asking()
        self.fetcher.look_up(model.key, model)

    def _use(self, model: CatalogueModel) -> None:
        """Use it for what is looked at: a translator translates, and the chat keeps its own."""
        found = self._installed(model)
        if found is None:
            return
        role = _ROLES.get(self._task, Role.CHAT)
        if role is Role.CHAT:
            self._model_list.use(found.key)
        else:
            settings = self._services.settings
            setting = SETTINGS[role]
            before = settings[setting]
            tasks.run(lambda: settings.set(setting, found.key), owner=self, lane="settings")
            told = {
                Role.TRANSLATION: translate("Catalogue", "{name} translates from now on."),
                Role.PROSE: translate("Catalogue", "{name} writes stories from now on."),
            }[role]
            undo = partial(settings.set, setting, before)
            toast(self._page, told.format(name=model.name), lambda: tasks.run(undo, owner=self, lane="settings"))
        self._show_states()

    def _toggle_rest(self) -> None:
        self._all = not self._all
        self._rebuild()

    # -- what comes of it ------------------------------------------------------------------------------------------

    def _take_look(self, key: str, looked: Looked) -> None:
        from desktop.library.fit.verdict import Outcome

        self._looked[key] = looked
        wanted = key in self._wanted
        self._wanted.discard(key)
        too_large = looked.verdict is not None and looked.verdict.outcome is Outcome.TOO_LARGE
        if key in self.cards:
            self.cards[key].show_verdict(looked.verdict, doubtful=wanted and too_large)
        if wanted and not too_large:
            self.fetcher.begin(key, looked.chosen)

    def _judge_once_measured(self) -> None:
        """The list is read again when the machine has been measured."""
        measured = self._services.model_manager.fits.rates is not None
        if measured and not self._measured and self._begun:
            self._measured = True
            self.judge()
        self._show_states()

    def _show_error(self, key: str, error: Exception) -> None:
        self._wanted.discard(key)
        self._looked.pop(key, None)
        if key in self.cards:
            self.cards[key].show_error(error)
        else:
            toast(self._page, sentence(error).what)

    def _take_begun(self, key: str, _identifier: str) -> None:
        self._downloads.refresh()

    def _show_states(self) -> None:
        for card in self.cards.values():
            state = self._download(card.model)
            installed = self._installed(card.model)
            card.show_installed(installed is not None, installed is not None and self._is_used(installed))
            card.show_download(state)

    def _download(self, model: CatalogueModel) -> DownloadState | None:
        from desktop.features.models.fetching.download_records import Status

        for state in self._downloads.states:
            its = any(of_file(file.repository, file.name) is model for file in state.files)
            if its and state.status is not Status.DONE:
                return state
        return None

    def _with_download(self, model: CatalogueModel, act: object) -> None:
        state = self._download(model)
        if state is not None and callable(act):
            act(state.identifier)

    def _installed(self, model: CatalogueModel) -> ModelFile | None:
        return model.among(self._model_list.files)

    def _is_used(self, found: ModelFile) -> bool:
        role = _ROLES.get(self._task, Role.CHAT)
        if role is Role.CHAT:
            current = self._model_list.current
            return current is not None and current.key == found.key
        return bool(self._services.settings[SETTINGS[role]] == found.key)

    def _rest_reason(self) -> str:
        """Why there are more than are shown."""
        large = [each for each in self._suggestions if not each.estimate.runs]
        if not large:
            return translate("Catalogue", "There are smaller ones, too.")
        least = min(large, key=lambda each: each.estimate.needed)
        told = translate("Catalogue", "Larger models fit when memory is free: {name} needs {needed}, {free} are free.")
        return told.format(
            name=least.model.name,
            needed=bytes_text(least.estimate.needed),
            free=bytes_text(least.estimate.free),
        )

    def _rest_word(self) -> str:
        if self._all:
            return translate("Catalogue", "Show fewer")
        large = any(not each.estimate.runs for each in self._suggestions)
        return translate("Catalogue", "Show what doesn’t fit") if large else translate("Catalogue", "Show all")

    def _setting_changed(self, setting: Setting) -> None:
        """The listener may be on any thread."""
        if setting in (HUB_SOURCE, HUB_ADDRESS, MODELSCOPE_ADDRESS, CONTEXT):
            self._looked.clear()
            tasks.post(self.judge, self)
        elif setting in SETTINGS.values():
            tasks.post(self._show_states, self)
