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
    reasoned,
    show_path_to,
    thread,
    words,
)
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.exchange import Thread, Turn


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
    parts = [part for part in message.get("content") or [] if isinstance(part, dict)]
    said = "\n\n".join(filter(None, map(_said, parts))) or words(message.get("text"))
    thought = "\n\n".join(words(part.get("thinking")) for part in parts if part.get("type") == "thinking")
    sent = [mapping(each) for each in message.get("attachments") or []]
    documents = tuple(_document(each) for each in sent if words(each.get("extracted_content")))
    names = [words(each.get("file_name")) for each in (*sent, *map(mapping, message.get("files") or []))]
    known = {document.name for document in documents}
    missing = [f"[{name}]" for name in dict.fromkeys(names) if name and name not in known]
    parent = words(message.get("parent_message_uuid")) or None
    text = "\n\n".join((*missing, *([said] if said.strip() else ()))).strip("\n")
    return Turn(key, parent, role, reasoned(thought, text), moment(message.get("created_at")), attachments=documents)


def _said(part: dict[str, Any]) -> str:
    """What a person saw of a part: its text, or the document it made."""
    if part.get("type") == "text":
        return words(part.get("text"))
    made = part.get("input")
    if part.get("type") != "tool_use" or not isinstance(made, dict) or part.get("name") != "artifacts":
        return ""
    content = words(made.get("content"))
    if not content:
        return ""
    fence = "`" * max(3, _longest_run(content) + 1)
    language = "".join(words(made.get("language")).split())
    title = words(made.get("title")).strip()
    return (f"**{title}**\n\n" if title else "") + f"{fence}{language}\n{content}\n{fence}"


def _document(entry: dict[str, Any]) -> Attachment:
    return Attachment(words(entry.get("file_name")) or "document", words(entry.get("extracted_content")))


def _longest_run(text: str) -> int:
    """The longest run of backticks."""
    longest = 0
    while "`" * (longest + 1) in text:
        longest += 1
    return longest
