"""Cards of models in a column: a few at a time, so that a folder of hundreds never stalls the window. A card stays as
long as its model does; what another look says of it is shown in place.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.model_list import Entry, ModelList
from desktop.ui.panes.models.machine.card import ModelCard
from desktop.ui.widgets import Link, SearchField

_STEP = 24  # cards before one asks for more
_AT_ONCE = 2  # cards that are built, or brought up to date, between two rounds of the event loop
_SEARCHED = 12  # models from which on there is a field to find one


class Cards(QWidget):
    """`changed` fires when cards were added or removed."""

    changed = Signal()

    def __init__(self, model_list: ModelList) -> None:
        super().__init__()
        self._model_list = model_list
        self._entries: list[Entry] = []
        self._limit = _STEP
        self._called = ""  # the key of one further down that was asked for
        self.built = 0  # how many cards were made; for those who count the work
        self._waiting: list[Entry] = []
        self.cards: dict[str, ModelCard] = {}
        self._build_soon = QTimer(self, singleShot=True, interval=0)
        self._build_soon.timeout.connect(self._build_some)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.search = SearchField(lambda: translate("ModelsPane", "Find a model"))
        self.search.textChanged.connect(lambda _: self._arrange())
        self.search.hide()
        column.addWidget(self.search)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        column.addLayout(self._column)
        self.more = Link(lambda: translate("ModelsPane", "Show more"))
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_entries(self, entries: list[Entry]) -> None:
        """Show these models; cards that are right already stay."""
        self._entries = entries
        self.search.setVisible(len(entries) > _SEARCHED)
        if len(entries) <= _SEARCHED and self.search.text():
            self.search.clear()  # arranges, too
        self._arrange()

    def begin_anew(self) -> None:
        """Another view: from the top, nothing searched for."""
        self._limit, self._called = _STEP, ""
        self.search.clear()

    def rebuild(self) -> None:
        """The words changed."""
        for card in list(self.cards.values()):
            self._drop(card)
        self.cards.clear()
        self._arrange()

    def card(self, key: str) -> ModelCard | None:
        """The card of a model, built now where it isn't yet; None where it isn't among these."""
        place = next((place for place, entry in enumerate(self._entries) if entry.model.key == key), None)
        if place is None:
            return None
        if self.search.text():
            self.search.clear()  # arranges, too
        if place >= self._limit and key != self._called:
            self._called = key
            self._arrange()
        while self._waiting and key not in self.cards:
            self._build_some()
        return self.cards.get(key)

    def show_states(self) -> None:
        """The model in use, or its state, has changed."""
        for card in self.cards.values():
            card.show_state()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        words = self.search.text().lower().split()
        found = [entry for entry in self._entries if all(word in _searched(entry) for word in words)]
        shown, rest = found[: self._limit], found[self._limit :]
        self.more.setVisible(bool(rest))
        shown += [entry for entry in rest if entry.model.key == self._called]
        wanted = {entry.model.key: entry for entry in shown}
        for key, card in list(self.cards.items()):
            if key not in wanted or wanted[key].model != card.entry.model:
                self._drop(card)
                del self.cards[key]
        self._waiting = [entry for key, entry in wanted.items() if not self._is_shown(key, entry)]
        self._order = {key: place for place, key in enumerate(wanted)}
        self._model_list.judge([entry.model for entry in shown])
        self._build_some()

    def _is_shown(self, key: str, entry: Entry) -> bool:
        return key in self.cards and self.cards[key].shows(entry)

    def _build_some(self) -> None:
        some, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        for entry in some:
            card = self.cards.get(entry.model.key)
            if card is None:
                self._build(entry)
            else:
                card.show_entry(entry)
        if self._waiting:
            self._build_soon.start()
        self.changed.emit()

    def _build(self, entry: Entry) -> None:
        card = ModelCard(entry, self._model_list)
        card.use_asked.connect(partial(self._model_list.use, entry.model.key))
        before = [key for key in self.cards if self._order.get(key, 0) < self._order[entry.model.key]]
        self._column.insertWidget(len(before), card)
        self.cards[entry.model.key] = card
        self.built += 1

    def _drop(self, card: ModelCard) -> None:
        card.hide()
        self._column.removeWidget(card)
        card.setParent(None)
        card.deleteLater()

    def _show_more(self) -> None:
        self._limit += _STEP
        self._arrange()


def _searched(entry: Entry) -> str:
    model = entry.model
    return f"{model.name} {model.key} {model.architecture} {model.quantization} {model.path}".lower()
