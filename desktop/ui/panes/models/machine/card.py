"""One model on its card: what it is, what it takes, under which terms, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.models.fit_text import memory_text
from desktop.library.owners import NAMES, Owner
from desktop.ui.model_list import Entry, ModelList
from desktop.ui.panes.models.fact import Fact
from desktop.ui.panes.models.fit_facts import FitRow, memory_words, speed_words
from desktop.ui.panes.models.machine.commands import REMOVE, SHOW_FOLDER, VERIFY
from desktop.ui.panes.models.options.commands import OPTIONS
from desktop.ui.text.number_format import bytes_text, home_text, parameters_text
from desktop.ui.widgets import (
    Button,
    Card,
    Confirm,
    Dot,
    IconButton,
    Label,
    Line,
    Link,
    Menu,
    Paragraph,
    ProgressBar4,
    show_text,
)

if TYPE_CHECKING:
    from desktop.library.models import ModelFile

_EDGE = 20


def description(entry: Entry) -> str:
    """In plain words what to expect."""
    model = entry.model
    if model.starter and model.has_template:
        return translate("ModelsPane", "A small starter: quick and simple, in English, often wrong.")
    if model.starter:
        return translate(
            "ModelsPane", "A small starter in many languages; it goes on with a text rather than answering."
        )
    if model.embeds:
        return translate("ModelsPane", "Finds texts that are alike. It writes nothing itself.")
    if not model.has_template:
        return translate("ModelsPane", "Goes on with a text rather than answering: it has no chat template.")
    return home_text(model.path)


def place_text(model: ModelFile) -> str:
    """Whose the file is where it isn't one's own, in how many parts, and where else the same lies; "" for nothing."""
    said = []
    if model.owner not in (Owner.LAMPLIGHT, Owner.STARTER, Owner.PERSON):
        said.append(translate("ModelsPane", "Belongs to {program}.").format(program=NAMES[model.owner]))
    if len(model.parts) > 1:
        said.append(translate("ModelsPane", "In {count} parts.").format(count=len(model.parts)))
    if model.projector is not None:
        said.append(translate("ModelsPane", "Its file for pictures is beside it."))
    others = [copy for copy in model.copies if not copy.linked]
    if others:
        twice = translate("ModelsPane", "A copy at {place} takes {size} more.")
        said.append(twice.format(place=home_text(others[0].path), size=bytes_text(model.size)))
    elif model.copies:
        said.append(
            translate("ModelsPane", "The same file is also {place}.").format(place=home_text(model.copies[0].path))
        )
    return " ".join(said)


class ModelCard(Card):
    """`use_asked` for the button. A newer verdict on the same model is shown in place."""

    use_asked = Signal()

    def __init__(self, entry: Entry, model_list: ModelList) -> None:
        super().__init__(margins=0)
        self.entry = entry
        self._model_list = model_list
        self.setAccessibleName(entry.model.name)
        self.column.setContentsMargins(_EDGE, 16, _EDGE, 16)
        self.column.addLayout(self._head())
        self.column.addWidget(Paragraph(description(entry), "chrome", "secondary"))
        place = place_text(entry.model)
        if place:
            self.column.addWidget(Paragraph(place, "meta", "secondary"))
        self.bar = QWidget()
        self.progress = ProgressBar4()
        inside = QVBoxLayout(self.bar)
        inside.setContentsMargins(0, 12, 0, 0)
        inside.addWidget(self.progress)
        self.column.addSpacing(12)
        self.column.addWidget(Line())
        self.column.addSpacing(12)
        self.column.addLayout(self._facts())
        self.fit_row: FitRow | None = None
        self._fit_column = QVBoxLayout()
        self.column.addLayout(self._fit_column)
        self.column.addWidget(self.bar)
        self._show_verdict()
        self.show_state()

    def show_entry(self, entry: Entry) -> None:
        """What is known of this model now; nothing is laid out anew that says the same."""
        self.entry = entry
        self._show_verdict()
        self.show_state()

    def shows(self, entry: Entry) -> bool:
        """Whether all that is known of it is shown already."""
        return entry == self.entry and self._model_list.ran(entry.model) == self._ran

    def show_state(self) -> None:
        """Say whether this is the model in use, and how it is doing."""
        current = self._model_list.current
        in_use = current is not None and current.key == self.entry.model.key
        shown = self._model_list.shown()
        fits = self.entry.fit is None or self.entry.fit.fits
        writes = not self.entry.model.embeds
        self.use_button.setVisible(not in_use and fits and writes)  # else the line below has the buttons
        if self.fit_row is not None:
            self.fit_row.setVisible(not in_use and writes)
        self._state.setVisible(in_use)
        self._dot.setVisible(in_use)
        self.bar.setVisible(in_use and shown.fraction is not None)
        if in_use:
            said = translate("ModelsPane", "In use, {state}").format(state=shown.word)
            self._state.set_look(token="wrong" if shown.token == "wrong" else "secondary")
            self._state.setText(said)
            self._dot.set_token(shown.token, hollow=shown.hollow)
            self.progress.set_fraction(shown.fraction or 0.0)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(self.entry.model.name, "chat_strong", elide=True), 1)
        self._dot = Dot()
        row.addWidget(self._dot)
        self._state = Label("", "meta", "secondary")
        row.addWidget(self._state)
        self.use_button = Button(lambda: translate("ModelsPane", "Use"))
        self.use_button.setAccessibleDescription(self.entry.model.name)
        self.use_button.clicked.connect(self.use_asked)
        row.addWidget(self.use_button)
        self.more = IconButton("more", lambda: translate("ModelsPane", "More"))
        self.more.setAccessibleDescription(self.entry.model.name)
        self.more.clicked.connect(self._open_menu)
        row.addWidget(self.more)
        return row

    def _facts(self) -> QHBoxLayout:
        model = self.entry.model
        row = QHBoxLayout()
        row.setSpacing(12)
        size = ", ".join(word for word in (bytes_text(model.size), model.quantization) if word)
        size_fact = Fact(translate("ModelsPane", "Size"))
        size_fact.show_fact(size, parameters_text(model.parameters))
        self._memory = Fact(translate("ModelsPane", "On this machine"))
        self._speed = Fact(translate("ModelsPane", "Speed"))
        licence = Fact(translate("ModelsPane", "Licence"))
        licence.show_fact(model.licence or translate("ModelsPane", "not told"))
        if model.notice is not None:
            link = Link(lambda: translate("ModelsPane", "Read the terms"))
            link.clicked.connect(lambda: self._show_terms(link))
            licence.add(link)
        for column, stretch in ((size_fact, 9), (self._memory, 12), (self._speed, 9), (licence, 8)):
            row.addWidget(column, stretch)
        return row

    def _show_verdict(self) -> None:
        verdict = self.entry.fit
        ran = self._ran = self._model_list.ran(self.entry.model)
        for column in (self._memory, self._speed):
            column.setVisible(verdict is not None)
        if verdict is not None:
            memory_words(verdict, ran).show_in(self._memory)
            speed_words(verdict, ran).show_in(self._speed)
        self._show_fit_row()

    def _show_fit_row(self) -> None:
        """What can be done about a model that doesn't fit as it is."""
        verdict = self.entry.fit if self.entry.fit is not None and not self.entry.fit.fits else None
        if self.fit_row is not None:
            if verdict is not None and self.fit_row.says(verdict):
                return
            self.fit_row.hide()
            self._fit_column.removeWidget(self.fit_row)
            self.fit_row.deleteLater()
            self.fit_row = None
        if verdict is None:
            return
        model = self.entry.model
        self.fit_row = FitRow(verdict)
        self.fit_row.take_asked.connect(lambda tokens: self._model_list.take_context(model, tokens))
        self.fit_row.try_asked.connect(self._ask_anyway)
        self._fit_column.addWidget(self.fit_row)

    def _ask_anyway(self) -> None:
        """It may end badly, which is said first."""
        model, verdict = self.entry.model, self.entry.fit
        if verdict is None:
            return
        said = translate(
            "ModelsPane",
            "It needs {needed}, and {free} are free. This computer may become very slow, and the system may end the "
            "model or other programs for lack of memory. What you wrote in Lamplight is kept.",
        )
        question = Confirm(
            self.fit_row.anyway if self.fit_row is not None else self,
            translate("ModelsPane", "Try {name} all the same?").format(name=model.name),
            said.format(needed=memory_text(verdict.needed), free=memory_text(verdict.free)),
            translate("ModelsPane", "Try it"),
            translate("ModelsPane", "Leave it"),
        )
        question.confirmed.connect(lambda: self._model_list.try_anyway(model))
        question.ask()

    def _show_terms(self, anchor: QWidget) -> None:
        notice = self.entry.model.notice
        if notice is not None:
            title = translate("ModelsPane", "{name}, terms").format(name=self.entry.model.name)
            show_text(anchor, title, notice)

    def _open_menu(self) -> None:
        menu = Menu(self.more)
        menu.command(SHOW_FOLDER.on(self.entry.model))
        menu.command(OPTIONS.on(self.entry.model))
        menu.command(VERIFY.on(self.entry.model))
        menu.command(REMOVE.on(self.entry.model))
        menu.open_below(self.more, align_right=True)
