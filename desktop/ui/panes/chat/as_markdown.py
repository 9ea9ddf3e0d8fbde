"""A conversation as one text for the clipboard: as Markdown, or without its marks."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.i18n import translate
from desktop.formats.markdown import parse
from desktop.formats.markdown_text import readable
from desktop.formats.thought import split
from desktop.store import Message
from desktop.ui.panes.chat.body import _texts as body_texts


def as_markdown(title: str, messages: Sequence[Message]) -> str:
    """The title as a heading, then every message under who wrote it."""
    parts = [f"# {title}"] if title else []
    for message in messages:
        parts += [f"## {_who(message)}", readable(message.text).strip()]
    return "\n\n".join(parts) + "\n"


def as_plain(title: str, messages: Sequence[Message]) -> str:
    """The same without marks, and without what the model thought first."""
    parts = [title] if title else []
    for message in messages:
        said = split(message.text)[1]
        blocks = "\n\n".join(text for text in body_texts(parse(said).blocks) if text)
        parts += [f"{_who(message)}:", readable(said).strip() if message.role == "user" else blocks]
    return "\n\n".join(parts) + "\n"


def _who(message: Message) -> str:
    if message.role == "user":
        return translate("Chat", "You")
    return (message.reply.model_name if message.reply else "") or translate("Chat", "Reply")
