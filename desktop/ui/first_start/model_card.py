"""What this machine can run, and the model that is best for it: size, time, memory, speed, and who would be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Card, Label, Line, Link, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.fetching.machine_look import MachineLook

_HEADS: tuple[Callable[[], str], ...] = (
    lambda: translate("FirstStart", "Download"),
    lambda: translate("FirstStart", "Memory"),
    lambda: translate("FirstStart", "Speed"),
    lambda: translate("FirstStart", "Licence"),
)
_STRETCH = (4, 4, 4, 4)


class ModelCard(Card):
    """`wanted` fires when the model shall be fetched, `other_asked` when another source shall be."""

    wanted = Signal()
    other_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=24, fill="page")
        self._look: MachineLook | None = None
        self._cards = ""
        self._host, self._other = "", ""
        column = self.column
        column.setContentsMargins(24, 16, 24, 16)
        self.machine = Paragraph("", "meta", "secondary")
        column.addWidget(self.machine)
        column.addSpacing(8)
        column.addWidget(
            Label(lambda: translate("FirstStart", "Recommended for this machine"), "meta_strong", "secondary")
        )
        self.name = Label("", "heading", elide=True)
        column.addWidget(self.name)
        self.good_at = Paragraph("", "chrome", "secondary")
        column.addWidget(self.good_at)
        column.addSpacing(10)
        column.addWidget(Line())
        column.addSpacing(8)
        column.addLayout(self._build_facts())
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.button = Button(lambda: translate("FirstStart", "Fetch it and begin"), "primary", "download")
        self.button.clicked.connect(self.wanted)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.source = Paragraph("", "meta", "secondary")
        row.addWidget(self.source, 1, Qt.AlignmentFlag.AlignVCenter)
        self.other = Link(lambda: translate("FirstStart", "Use {source}").format(source=self._other))
        self.other.clicked.connect(self.other_asked)
        row.addWidget(self.other, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        say(self, lambda _: self._say_all(), lambda: "")

    def show_look(self, look: MachineLook) -> None:
        """The machine was measured."""
        self._look = look
        self._say_all()

    def show_cards(self, names: str) -> None:
        """Graphics cards that can be used, by name; "" for none."""
        self._cards = names
        self._say_all()

    def show_source(self, host: str, other: str) -> None:
        """Who would be asked, and what else could be: the other source's name."""
        self._host, self._other = host, other
        self.other.say_again()
        self._say_all()

    def allow(self, allowed: bool) -> None:
        """Whether there is room for it where models are to live."""
        self.button.setEnabled(allowed and self._look is not None and self._look.best is not None)

    def _build_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        self.facts: list[Label] = []
        self.notes: list[Paragraph] = []
        for at, head in enumerate(_HEADS):
            grid.addWidget(Label(head, "meta", "secondary"), 0, at)
            fact, note = Label("", "chrome_medium", elide=True), Paragraph("", "meta", "secondary")
            self.facts.append(fact)
            self.notes.append(note)
            grid.addWidget(fact, 1, at)
            grid.addWidget(note, 2, at, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(at, _STRETCH[at])
        return grid

    def _say_all(self) -> None:
        self.machine.set_text(self._machine_text())
        found = self._look.best if self._look is not None else None
        self.source.set_text(
            translate("FirstStart", "From {host}, which sees the file’s name and this machine’s address.").format(
                host=self._host
            )
        )
        for each in (self.source, self.other):
            each.setVisible(found is not None)
        self.button.setEnabled(found is not None)
        if found is None:
            self.name.setText(translate("FirstStart", "A better model"))
            self.good_at.set_text(
                ""
                if self._look is None
                else translate("FirstStart", "None of the list fits the memory that is free. It can be fetched later.")
            )
            return
        self._say_model()

    def _say_model(self) -> None:
        from desktop.features.models.fetching.machine_look import fetch_minutes
        from desktop.hub.catalogue import Task
        from desktop.ui.panes.models.catalogue import words

        assert self._look is not None
        assert self._look.best is not None
        model, estimate = self._look.best.model, self._look.best.estimate
        use = model.use(Task.CHAT)
        self.name.setText(model.name)
        self.good_at.set_text(str(use.good_at) if use else "")
        time = translate("FirstStart", "about {minutes} min at 50 Mbit/s").format(minutes=fetch_minutes(model.size))
        facts = (
            (words.size_text(model), time),
            (words.likely_text(estimate), words.likely_note(estimate)),
            (words.speed_text(estimate.writing), translate("FirstStart", "estimated")),
            (model.licence, words.languages_text(model.languages, model.many)),
        )
        for label, note, (fact, said) in zip(self.facts, self.notes, facts, strict=True):
            label.setText(fact)
            note.set_text(said if fact else "")
        self.facts[1].set_look(token=words.likely_look(estimate)[0])

    def _machine_text(self) -> str:
        look = self._look
        if look is None:
            return translate("FirstStart", "This machine is being measured; it takes a second.")
        about = translate("FirstStart", "This machine: {cores} cores, {total} of memory, {free} free.").format(
            cores=look.threads, total=bytes_text(look.total), free=bytes_text(look.free)
        )
        if self._cards:
            about += translate("FirstStart", " Graphics: {cards}.").format(cards=self._cards)
        if not look.most:
            return about + translate("FirstStart", " Models write slower here than one reads.")
        return about + translate(
            "FirstStart", " Measured: models of up to {billions} billion parameters write as fast as one reads."
        ).format(billions=f"{look.most / 1e9:.2g}", hundred_millions=f"{look.most / 1e8:.3g}")
