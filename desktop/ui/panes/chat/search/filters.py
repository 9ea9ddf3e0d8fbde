"""What a search is narrowed to: when, which model, which pane, which tag."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.search.records import Filters
from desktop.ui.widgets import Button, Choice, Label, Popup

_DAYS = (0, 1, 7, 30, 365)


@dataclass(frozen=True)
class Narrowed:
    """What a person chose; `days` 0 is any time."""

    days: int = 0
    model: str = ""
    pane: str = ""
    tag: str = ""

    def filters(self) -> Filters:
        """For the store: whole days, back from today."""
        since = None
        if self.days:
            midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            since = midnight - timedelta(days=self.days - 1)
        return Filters(since=since, model=self.model, pane=self.pane, tag=self.tag)

    def words(self) -> str:
        """In words, "" when nothing is narrowed."""
        parts = [day_words(self.days)] if self.days else []
        parts += [part for part in (self.model, pane_words(self.pane) if self.pane else "", self.tag) if part]
        return " · ".join(parts)


def day_words(days: int) -> str:
    match days:
        case 0:
            return translate("Chat", "Any time")
        case 1:
            return translate("Chat", "Today")
        case 7:
            return translate("Chat", "Last 7 days")
        case 30:
            return translate("Chat", "Last 30 days")
    return translate("Chat", "Last 12 months")


def pane_words(pane: str) -> str:
    match pane:
        case "":
            return translate("Chat", "Any pane")
        case "chat":
            return translate("Chat", "Chat")
        case "story":
            return translate("Chat", "Story")
        case "translate":
            return translate("Chat", "Translate")
    return pane


class FilterPopup(Popup):
    """Four choices; `narrowed` fires at once for each."""

    narrowed = Signal(object)

    def __init__(
        self, anchor: QWidget, now: Narrowed, models: Sequence[str], panes: Sequence[str], tags: Sequence[str]
    ) -> None:
        super().__init__(anchor)
        self._now = now
        grid = QGridLayout()
        grid.setContentsMargins(16, 12, 12, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.card.column.addLayout(grid)
        any_model = translate("Chat", "Any model")
        self.choices = {
            "days": self._choice(grid, lambda: translate("Chat", "When"), [(n, day_words(n)) for n in _DAYS]),
            "model": self._choice(
                grid, lambda: translate("Chat", "Model"), [("", any_model), *((name, name) for name in models)]
            ),
            "pane": self._choice(
                grid,
                lambda: translate("Chat", "Pane"),
                [("", pane_words("")), *((name, pane_words(name)) for name in panes)],
            ),
            "tag": self._choice(
                grid,
                lambda: translate("Chat", "Tag"),
                [("", translate("Chat", "Any tag")), *((name, name) for name in tags)],
            ),
        }
        for name, choice in self.choices.items():
            choice.set_value(getattr(now, name))
            choice.chosen.connect(lambda value, name=name: self._take(name, value))
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 12)
        foot.addStretch(1)
        self.clear = Button(lambda: translate("Chat", "Search everything"), "quiet")
        self.clear.clicked.connect(self._clear)
        self.clear.setEnabled(now != Narrowed())
        foot.addWidget(self.clear)
        self.card.column.addLayout(foot)

    def first_focus(self) -> QWidget:
        return self.choices["days"]

    def _choice(self, grid: QGridLayout, label: Callable[[], str], options: list[tuple[Any, str]]) -> Choice:
        row = grid.rowCount()
        grid.addWidget(Label(label, "chrome", "secondary"), row, 0)
        choice = Choice(label, lambda: options, width=180)
        grid.addWidget(choice, row, 1)
        return choice

    def _take(self, name: str, value: Any) -> None:
        self._now = replace(self._now, **{name: value})
        self.clear.setEnabled(self._now != Narrowed())
        self.narrowed.emit(self._now)

    def _clear(self) -> None:
        self._now = Narrowed()
        for name, choice in self.choices.items():
            choice.set_value(getattr(self._now, name))
        self.clear.setEnabled(False)
        self.narrowed.emit(self._now)
