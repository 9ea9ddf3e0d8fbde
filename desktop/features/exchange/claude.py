"""Claude's `conversations.json`: a list of conversations with their messages in order, newer ones with parents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop.features.exchange.common import (
    ROLES,
    Entry,
    UnreadableError,
    chain,
    each,
    items,
    mapping,
    moment,
    show_path_to,
    thread,
    words,
)
from desktop.store.exchange import Thread, Turn


def fits(document: Any) -> bool:
    """Whether the document is of this kind."""
    return any(isinstance(entry, dict) and "chat_messages" in entry for entry in _listed(document))


def read(document: Any) -> Iterator[Entry]:
    """The conversations, in the order of the file."""
    yield from each(_listed(document), _thread, lambda entry: entry.get("name"))


def _listed(document: Any) -> list[Any]:
    if isinstance(document, dict) and isinstance(document.get("conversations"), list):
        return list(document["conversations"])
    return document if isinstance(document, list) else [document]


def _thread(entry: Any) -> Thread:
    entry = mapping(entry)
    origin, said = words(entry.get("uuid")), items(entry.get("chat_messages"))
    if not origin:
        raise UnreadableError("no uuid")
    turns = [_turn(mapping(message)) for message in said]
    if any(isinstance(message, dict) and message.get("parent_message_uuid") for message in said):
        current = words(entry.get("current_leaf_message_uuid")) or turns[-1].key
        turns = show_path_to(turns, current)
    else:
        turns = chain(turns)
    return thread(
        f"claude:{origin}",
        words(entry.get("name")) or words(entry.get("title")),
        turns,
        entry.get("created_at"),
        entry.get("updated_at"),
    )


def _turn(message: dict[str, Any]) -> Turn:
    key, role = words(message.get("uuid")), ROLES.get(words(message.get("sender")).lower())
    if not key or role is None:
        raise UnreadableError("a message without uuid or sender")
    texts = [
        words(part.get("text"))
        for part in message.get("content") or []
        if isinstance(part, dict) and part.get("type") == "text"
    ]
    text = "\n\n".join(text for text in texts if text) or words(message.get("text"))
    for attached in message.get("attachments") or []:
        content = words(mapping(attached).get("extracted_content"))
        if content:
            fence = "`" * max(3, _longest_run(content) + 1)
            text += f"\n\n{words(attached.get('file_name'))}\n{fence}\n{content}\n{fence}"
    parent = words(message.get("parent_message_uuid")) or None
    return Turn(key, parent, role, text.strip("\n"), moment(message.get("created_at")))


def _longest_run(text: str) -> int:
    """The longest run of backticks."""
    longest = 0
    while "`" * (longest + 1) in text:
        longest += 1
    return longest
