"""The section of models on other machines: a form to look at a server, a card for each model that was taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.endpoints import host_of, normalized
from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.model_list import Entry, ModelList
from desktop.ui.panes.models.endpoints import words
from desktop.ui.panes.models.endpoints.connect_form import ConnectForm
from desktop.ui.panes.models.endpoints.endpoint_card import EndpointCard
from desktop.ui.panes.models.endpoints.machines_part import MachinesPart
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Confirm, Page, Paragraph, toast

if TYPE_CHECKING:
    from desktop.engine.remote.probe import Server
    from desktop.features.models.remote_models import Kept
    from desktop.library.models import ModelFile

_LANE = "endpoints"

T = TypeVar("T")


class EndpointsSection(Section):
    """Nothing is sent before a button that names the host is pressed."""

    key = "endpoints"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._services = services
        self._model_list = model_list
        self.cards: dict[str, EndpointCard] = {}
        self.form = ConnectForm()
        self.machines = MachinesPart(services)
        self.built = self._page = self._build_page()
        self.machines.counted.connect(self.note_changed)
        self.form.look_asked.connect(self._look)
        self.form.add_asked.connect(self._add)
        model_list.changed.connect(self._show_cards)
        model_list.state_changed.connect(self._show_states)
        say(self, lambda _: self._rebuild(), lambda: "")

    def name(self) -> str:
        return translate("Endpoints", "Another machine")

    def title(self) -> str:
        return translate("Endpoints", "Models on another machine")

    def note(self) -> str:
        count = len(self.cards) + len(self.machines.cards)
        return str(count) if count else ""

    def page(self) -> QWidget:
        return self._page

    def activate(self) -> None:
        self._model_list.refresh()
        self.machines.refresh()
        if not self._page.isAncestorOf(self._page.focusWidget() or self.form):
            self.form.address.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- building --------------------------------------------------------------------------------------------------

    def _build_page(self) -> Page:
        page = Page(
            lambda: translate("Endpoints", "Another machine"),
            lambda: translate(
                "Endpoints",
                "A larger computer of your own can write for you: one that runs llama-server, vLLM, SGLang, Ollama or "
                "LM Studio. What you write to such a model is sent to that address, and to no other.",
            ),
        )
        page.column.addSpacing(20)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        page.column.addLayout(self._card_column)
        page.column.addSpacing(20)
        page.column.addWidget(Paragraph(lambda: translate("Endpoints", "Add by address"), "chat_strong"))
        page.column.addSpacing(8)
        page.column.addWidget(self.form)
        page.add_heading(lambda: translate("Machines", "Machines that lend their devices"))
        page.column.addSpacing(8)
        page.column.addWidget(self.machines)
        page.finish()
        return page

    def _rebuild(self) -> None:
        """The words changed."""
        for card in self.cards.values():
            self._drop(card)
        self.cards.clear()
        self._show_cards()

    def _show_cards(self) -> None:
        """Cards that are right already stay: somebody may be typing a key."""
        listed = {entry.model.key: entry for entry in self._model_list.entries if entry.model.endpoint is not None}
        for key, card in list(self.cards.items()):
            if key not in listed or listed[key].model != card.entry.model:
                self._drop(self.cards.pop(key))
        for place, (key, entry) in enumerate(listed.items()):
            if key not in self.cards:
                self._add_card(place, entry)
        self.note_changed.emit()

    @staticmethod
    def _drop(card: EndpointCard) -> None:
        card.hide()
        card.setParent(None)
        card.deleteLater()

    def _add_card(self, place: int, entry: Entry) -> None:
        model = entry.model
        card = EndpointCard(entry, self._model_list)
        card.use_asked.connect(partial(self._model_list.use, model.key))
        card.test_asked.connect(partial(self._test, model))
        card.remove_asked.connect(partial(self._ask_remove, model))
        card.at_once_asked.connect(partial(self._set_at_once, model))
        card.key_asked.connect(partial(self._set_key, model))
        card.move_asked.connect(partial(self._move, model))
        self._card_column.insertWidget(place, card)
        self.cards[model.key] = card

    def _show_states(self) -> None:
        for card in self.cards.values():
            card.show_state()

    # -- what is asked for -----------------------------------------------------------------------------------------

    def _look(self, address: str, key: str) -> None:
        self.form.show_looking()
        remote = self._services.remote_models

        def done(server: Server) -> None:
            if not self.form.asks(server.address):
                return  # another address stands there by now
            here = (card.entry.model.endpoint for card in self.cards.values())
            taken = [one.model for one in here if one is not None and one.address == server.address]
            self.form.show_server(server, taken)

        tasks.run(lambda: remote.look(address, key), done, self._form_failed, self)

    def _add(self, server: Server, name: str, key: str) -> None:
        self.form.show_adding(name)
        remote = self._services.remote_models

        def done(kept: Kept) -> None:
            self.form.show_added(name, key_lasts=kept.key_lasts)
            self._model_list.refresh()

        tasks.run(lambda: remote.add(server, [name], key), done, self._form_failed, self)

    def _form_failed(self, error: Exception) -> None:
        self.form.show_failure(sentence(error))

    def _test(self, model: ModelFile) -> None:
        self.cards[model.key].show_testing()

        def done(found: ModelFile) -> None:
            if model.key in self.cards:
                self.cards[model.key].show_result(translate("Endpoints", "It answers."))
            if found != model:
                self._model_list.refresh()

        self._change(model, lambda: self._services.remote_models.test(model), done)

    def _set_at_once(self, model: ModelFile, number: int) -> None:
        self._change(model, lambda: self._services.remote_models.set_at_once(model, number))

    def _set_key(self, model: ModelFile, key: str) -> None:
        self._change(model, lambda: self._services.remote_models.set_key(model, key))

    def _move(self, model: ModelFile, address: str, key: str) -> None:
        self.cards[model.key].show_testing(host_of(normalized(address)))
        current = self._model_list.current

        def done(kept: Kept) -> None:
            (moved,) = kept.models
            if current is not None and current.path == model.path:
                self._model_list.use(moved.key)
            self._model_list.refresh(overtake=True)
            said = translate("Endpoints", "{model} is asked at {host} from now on.")
            said = said.format(model=moved.name, host=moved.host)
            toast(self._page, said if kept.key_lasts else f"{said} {words.key_is_forgotten()}")

        self._change(model, lambda: self._services.remote_models.move(model, address, key), done)

    def _ask_remove(self, model: ModelFile) -> None:
        question = Confirm(
            self.cards[model.key].remove_button,
            translate("Endpoints", "Remove {name} from the list?").format(name=model.name),
            translate("Endpoints", "Nothing is sent to {host} any more, and its key is forgotten.").format(
                host=model.host
            ),
            translate("Endpoints", "Remove"),
            translate("Endpoints", "Keep"),
        )
        question.confirmed.connect(partial(self._remove, model))
        question.ask()

    def _remove(self, model: ModelFile) -> None:
        in_use = self._model_list.current is not None and self._model_list.current.path == model.path
        library = self._services.library

        def done(other: ModelFile | None) -> None:
            if in_use and other is not None:
                self._model_list.use(other.key)
            self._model_list.refresh()

        def work() -> ModelFile | None:
            self._services.remote_models.remove(model)
            return library.default()

        self._change(model, work, done)

    def _change(self, model: ModelFile, work: Callable[[], T], done: Callable[[T], object] | None = None) -> None:
        """Do something with a model off the main thread; a failure is told on its card."""

        def failed(error: Exception) -> None:
            if model.key in self.cards:
                self.cards[model.key].show_result(str(sentence(error)))

        tasks.run(work, done or (lambda _: self._model_list.refresh()), failed, self, lane=_LANE)
