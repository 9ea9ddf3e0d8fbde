"""A conversation as one Markdown text, for the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.i18n import translate
from desktop.formats.markdown_text import readable
from desktop.store import Message


def as_markdown(title: str, messages: Sequence[Message]) -> str:
    """The title as a heading, then every message under who wrote it."""
    parts = [f"# {title}"] if title else []
    for message in messages:
        if message.role == "user":
            who = translate("Chat", "You")
        else:
            who = (message.reply.model_name if message.reply else "") or translate("Chat", "Reply")
        parts += [f"## {who}", readable(message.text).strip()]
    return "\n\n".join(parts) + "\n"
