"""One model in memory: for what, how it is doing, what it holds, and giving that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.base.i18n import translate
from desktop.engine.client.phase import Phase
from desktop.ui.panes.models.options.words import after_each_other, role_word
from desktop.ui.text.number_format import bytes_text
from desktop.ui.widgets import Button, Card, Label, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.engines import LoadedModel

_EDGE = 20


class LoadedCard(Card):
    """`unload_asked` and `options_asked` for its buttons."""

    unload_asked = Signal()
    options_asked = Signal()

    def __init__(self, loaded: LoadedModel) -> None:
        super().__init__(margins=0)
        self.loaded = loaded
        self.setAccessibleName(loaded.model.name)
        self.column.setContentsMargins(_EDGE, 16, _EDGE, 16)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(loaded.model.name, "chat_strong", elide=True), 1)
        self.options = Button(lambda: translate("ModelOptions", "Options"))
        self.options.clicked.connect(self.options_asked)
        self.unload = Button(lambda: translate("ModelOptions", "Unload"))
        self.unload.clicked.connect(self.unload_asked)
        for button in (self.options, self.unload):
            button.setAccessibleDescription(loaded.model.name)
            head.addWidget(button)
        self.column.addLayout(head)
        self.facts = Paragraph("", "chrome", "secondary")
        self.column.addWidget(self.facts)
        self.more = Paragraph("", "chrome", "accent_text")
        self.column.addWidget(self.more)
        self.show_loaded(loaded)

    def show_loaded(self, loaded: LoadedModel) -> None:
        """The same model as it is now."""
        self.loaded = loaded
        self.facts.set_text(after_each_other(_purpose(loaded), _memory(loaded)))
        more = _more(loaded)
        self.more.setVisible(bool(more))
        self.more.set_text(more)


def _purpose(loaded: LoadedModel) -> str:
    words = [role_word(role.value) for role in sorted(loaded.roles)]
    joined = translate("ModelOptions", ", ").join(words)
    return translate("ModelOptions", "For: {roles}.").format(roles=joined) if words else ""


def _memory(loaded: LoadedModel) -> str:
    phase = loaded.state.phase
    needed, held = bytes_text(loaded.needed), bytes_text(loaded.held)
    if phase is Phase.WAITING:
        return translate("ModelOptions", "Waits for {needed} of memory.").format(needed=needed)
    if phase in (Phase.STARTING, Phase.LOADING):
        return translate("ModelOptions", "Is being loaded; {needed} are expected.").format(needed=needed)
    tokens = f"{loaded.state.loaded.context:,}" if loaded.state.loaded else ""
    said = translate("ModelOptions", "Holds {held}, {needed} were expected; {tokens} tokens.")
    return said.format(held=held, needed=needed, tokens=tokens)


def _more(loaded: LoadedModel) -> str:
    if loaded.state.refused:
        return translate("ModelOptions", "It could not be loaded with its options and runs with those of the settings.")
    if loaded.stale:
        return translate("ModelOptions", "Its new options are used from the next message on.")
    return ""
