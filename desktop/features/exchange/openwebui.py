"""Open WebUI's export: a list of chats, each a tree of messages by id."""

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
    model_info,
    moment,
    show_path_to,
    thread,
    words,
)
from desktop.store.exchange import Thread, Turn


def fits(document: Any) -> bool:
    """Whether the document is of this kind."""
    return any(isinstance(entry, dict) and isinstance(entry.get("chat"), dict) for entry in _listed(document))


def read(document: Any) -> Iterator[Entry]:
    """The conversations, in the order of the file."""
    yield from each(_listed(document), _thread, lambda entry: entry.get("title"))


def _listed(document: Any) -> list[Any]:
    return document if isinstance(document, list) else [document]


def _thread(entry: Any) -> Thread:
    entry = mapping(entry)
    chat = mapping(entry.get("chat"), "a chat")
    origin = words(entry.get("id")) or words(chat.get("id"))
    if not origin:
        raise UnreadableError("no id")
    history = chat.get("history")
    if isinstance(history, dict) and history.get("messages"):
        nodes = mapping(history["messages"])
        turns = [_turn(mapping(node), key) for key, node in nodes.items()]
        turns = show_path_to(turns, history.get("currentId"))
    else:
        turns = chain(_turn(mapping(message), str(at)) for at, message in enumerate(items(chat.get("messages"))))
    about = entry.get("meta") or {}
    tags = about.get("tags") if isinstance(about, dict) else None
    return thread(
        f"openwebui:{origin}",
        words(entry.get("title")) or words(chat.get("title")),
        turns,
        entry.get("created_at") or chat.get("timestamp"),
        entry.get("updated_at"),
        system_prompt=words(chat.get("system")),
        tags=tuple(tag for tag in tags or () if isinstance(tag, str)),
        pinned=bool(entry.get("pinned")),
        archived=bool(entry.get("archived")),
    )


def _turn(message: dict[str, Any], key: str) -> Turn:
    role = ROLES.get(words(message.get("role")))
    if role is None:
        raise UnreadableError(f"role {message.get('role')!r:.40}")
    content = message.get("content")
    if isinstance(content, list):
        parts = [mapping(part) for part in content]
        text = "\n\n".join(words(part.get("text")) or "[image]" for part in parts)
    else:
        text = words(content)
    model = model_info(message.get("modelName") or message.get("model")) if role == "assistant" else None
    parent = words(message.get("parentId")) or None
    return Turn(words(message.get("id")) or key, parent, role, text, moment(message.get("timestamp")), reply=model)
