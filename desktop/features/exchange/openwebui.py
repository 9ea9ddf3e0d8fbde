"""Open WebUI's export: a list of chats, each a tree of messages by id."""

from __future__ import annotations

import html
import re
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
    reasoned,
    show_path_to,
    thread,
    words,
)
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.exchange import Thread, Turn

_REASONING = re.compile(r'\s*<details type="reasoning"([^>]*)>\s*(?:<summary>.*?</summary>)?(.*?)</details>', re.DOTALL)
_DURATION = re.compile(r'duration="([\d.]+)"')


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
        turns = show_path_to(turns, history.get("currentId") or history.get("current_id"))
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
    seconds = 0.0
    if role == "assistant":
        text, seconds = _without_details(text)
    model = model_info(message.get("modelName") or message.get("model"), seconds) if role == "assistant" else None
    sent = [each for each in message.get("files") or [] if isinstance(each, dict)]
    documents = tuple(filter(None, map(_document, sent)))
    known = {document.name for document in documents}
    names = [_name(each) for each in sent]
    text = "\n\n".join((*(f"[{name}]" for name in names if name not in known), *([text] if text else ())))
    parent = words(message.get("parentId")) or None
    return Turn(
        words(message.get("id")) or key,
        parent,
        role,
        text,
        moment(message.get("timestamp")),
        reply=model,
        attachments=documents,
    )


def _without_details(text: str) -> tuple[str, float]:
    """A reply with its reasoning as it is kept here, and how many seconds that took."""
    thoughts, seconds = list[str](), 0.0
    while found := _REASONING.match(text):
        lines = html.unescape(found[2]).strip().splitlines()
        thoughts.append("\n".join(line.removeprefix(">").removeprefix(" ") for line in lines))
        took = _DURATION.search(found[1])
        seconds += float(took[1]) if took and took[1].count(".") < 2 and took[1] != "." else 0.0
        text = text[found.end() :].lstrip("\n")
    return reasoned("\n\n".join(thoughts), text), seconds


def _name(entry: dict[str, Any]) -> str:
    """What stands for a file: its name, or that it is a picture."""
    if words(entry.get("type")) == "image":
        return "image"
    inner = entry.get("file")
    inner = inner if isinstance(inner, dict) else {}
    return words(entry.get("name")) or words(inner.get("filename")) or "file"


def _document(entry: dict[str, Any]) -> Attachment | None:
    """A file whose text is in the export."""
    inner = entry.get("file")
    data = inner.get("data") if isinstance(inner, dict) else None
    content = words(data.get("content")) if isinstance(data, dict) else ""
    return Attachment(_name(entry), content) if content.strip() else None
