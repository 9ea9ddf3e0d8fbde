"""What wrote a reply and how: enough to write it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.base.endpoints import host_of
from desktop.base.i18n import translate
from desktop.features.models.kept_sampling import names_of
from desktop.ui.panes.chat import words
from desktop.ui.widgets import Label, Popup

if TYPE_CHECKING:
    from desktop.store import Message


def open_about(anchor: QWidget, message: Message) -> Popup:
    """Show the settings and counts of a reply in a card under `anchor`."""
    popup = Popup(anchor)
    grid = QGridLayout()
    grid.setContentsMargins(12, 8, 12, 8)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    for row, (name, value) in enumerate(facts(message)):
        grid.addWidget(Label(name, "meta", "secondary"), row, 0)
        label = Label(value, "meta")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label, row, 1)
    popup.card.column.addLayout(grid)
    popup.open_below(anchor)
    return popup


def facts(message: Message) -> list[tuple[str, str]]:
    """The rows of the card: what, and its value."""
    reply = message.reply
    if reply is None:
        return []
    rows = [
        (translate("Chat", "Model"), reply.model_name),
        (translate("Chat", "Sent to") if host_of(reply.model_file) else translate("Chat", "File"), reply.model_file),
        (translate("Chat", "Adapters"), words.adapters(reply)[:300]),
        (translate("Chat", "Temperature"), str(reply.sampling.get("temperature", ""))),
        (translate("Chat", "Top-p"), str(reply.sampling.get("top_p", ""))),
        (translate("Chat", "Can’t be set there"), ", ".join(names_of(reply.unsent))),
        (translate("Chat", "Seed"), str(reply.seed) if reply.model_name else ""),
        (translate("Chat", "Instructions"), reply.instructions[:300]),
        (translate("Chat", "Tokens read"), f"{reply.prompt_tokens:,}"),
        (translate("Chat", "Of these remembered"), f"{reply.cached_tokens:,}"),
        (translate("Chat", "Tokens written"), f"{reply.completion_tokens:,}"),
        (translate("Chat", "First token after"), words.seconds(reply.first_token_seconds)),
        (translate("Chat", "Speed"), words.speed(reply.tokens_per_second)),
        (translate("Chat", "SHA-256 of the model"), reply.model_hash[:16]),
    ]
    return [(name, value) for name, value in rows if value]
