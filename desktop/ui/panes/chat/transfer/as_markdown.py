"""A conversation as one text for the clipboard: as Markdown, or without its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.features.exchange.pages import attached_markdown, attached_name
from desktop.formats.markdown.blocks import parse
from desktop.formats.markdown.text import readable
from desktop.store.attachments.records import Attachment
from desktop.ui.panes.chat.typesetting.widget_pieces import texts as body_texts

if TYPE_CHECKING:
    from desktop.store import Message

Attached = Mapping[int, Sequence[Attachment]]  # by message


def as_markdown(title: str, messages: Sequence[Message], attached: Attached) -> str:
    """The title as a heading, then every message under who wrote it, the documents that were sent with it first."""
    parts = [f"# {title}"] if title else []
    for message in messages:
        parts.append(f"## {_who(message)}")
        parts += [attached_markdown(document) for document in attached.get(message.id, ())]
        parts.append(readable(message.text).strip())
    return "\n\n".join(parts) + "\n"


def as_plain(title: str, messages: Sequence[Message], attached: Attached) -> str:
    """The same without marks, and without what the model thought first."""
    parts = [title] if title else []
    for message in messages:
        said = message.answer
        blocks = "\n\n".join(text for text in body_texts(parse(said).blocks) if text)
        parts.append(f"{_who(message)}:")
        parts += [f"{attached_name(document)}\n\n{document.text}" for document in attached.get(message.id, ())]
        parts += [readable(said).strip() if message.role == "user" else blocks]
    return "\n\n".join(parts) + "\n"


def _who(message: Message) -> str:
    if message.role == "user":
        return translate("Chat", "You")
    return (message.reply.model_name if message.reply else "") or translate("Chat", "Reply")
