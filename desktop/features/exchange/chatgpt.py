"""ChatGPT's `conversations.json`: a list of conversations, each a tree of nodes by id."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from desktop.features.exchange.common import (
    ROLES,
    Entry,
    each,
    mapping,
    model_info,
    moment,
    number,
    reasoned,
    show_path_to,
    thread,
    words,
)
from desktop.store import ReplyInfo
from desktop.store.conversations.exchange import Thread, Turn

_MARKER = re.compile("\ue200[^\ue201]*\ue201")  # a reference to what a search found, drawn by ChatGPT's own page


def fits(document: Any) -> bool:
    """Whether the document is of this kind."""
    listed = document if isinstance(document, list) else [document]
    return any(isinstance(entry, dict) and "mapping" in entry for entry in listed)


def read(document: Any) -> Iterator[Entry]:
    """The conversations, in the order of the file."""
    listed = document if isinstance(document, list) else [document]
    yield from each(listed, _thread, lambda entry: entry.get("title"))


def _thread(entry: Any) -> Thread:
    entry = mapping(entry)
    nodes = mapping(entry.get("mapping"), "a conversation")
    origin = words(entry.get("conversation_id")) or words(entry.get("id")) or _made_up_id(entry)
    turns: dict[str, Turn] = {}
    for key, node in nodes.items():
        turn = _turn(key, mapping(node).get("message"))
        if turn is not None:
            turns[key] = turn
    parents = {key: _kept_parent(node, nodes, turns) for key, node in nodes.items()}
    linked = [_with_thoughts(replace(turn, parent=parents[key]), nodes, turns) for key, turn in turns.items()]
    current = words(entry.get("current_node"))
    last = current if current in turns else parents.get(current)
    return thread(
        f"chatgpt:{origin}",
        words(entry.get("title")),
        show_path_to(linked, last),
        entry.get("create_time"),
        entry.get("update_time"),
        archived=bool(entry.get("is_archived")),
    )


def _made_up_id(entry: dict[str, Any]) -> str:
    """For what other tools have written without an id: the same each time, so that twice is not double."""
    known = json.dumps([entry.get("create_time"), sorted(entry["mapping"])], default=str)
    return hashlib.sha256(known.encode()).hexdigest()[:32]


def _kept_parent(node: dict[str, Any], nodes: dict[str, Any], turns: dict[str, Turn]) -> str | None:
    """The nearest node above that is a message; what a tool did in between was left out."""
    seen: set[str] = set()
    parent = node.get("parent")
    while isinstance(parent, str) and parent in nodes and parent not in turns and parent not in seen:
        seen.add(parent)
        parent = mapping(nodes[parent]).get("parent")
    return parent if isinstance(parent, str) and parent in turns else None


def _with_thoughts(turn: Turn, nodes: dict[str, Any], turns: dict[str, Turn]) -> Turn:
    """A reply with what stands in the nodes that led to it: the model's thoughts and how long they took."""
    if turn.role != "assistant":
        return turn
    thoughts: list[str] = []
    seconds = 0.0
    seen: set[str] = set()
    at = mapping(nodes[turn.key]).get("parent")
    while isinstance(at, str) and at in nodes and at not in turns and at not in seen:
        seen.add(at)
        message = _object(nodes[at].get("message"))
        content, about = _object(message.get("content")), _object(message.get("metadata"))
        seconds = seconds or number(about.get("finished_duration_sec"))
        if content.get("content_type") == "thoughts":
            thoughts.insert(0, "\n\n".join(map(_thought, content.get("thoughts") or [])))
        at = nodes[at].get("parent")
    thought = "\n\n".join(filter(None, thoughts))
    if not thought:
        return turn
    reply = replace(turn.reply or ReplyInfo(), thought_seconds=seconds)
    return replace(turn, text=reasoned(thought, turn.text), reply=reply)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _thought(part: Any) -> str:
    part = mapping(part)
    summary, content = words(part.get("summary")).strip(), words(part.get("content")).strip()
    return f"**{summary}**\n\n{content}" if summary and content else summary or content


def _turn(key: str, message: Any) -> Turn | None:
    """The message of a node; None for what a person never saw: roots, tools, hidden instructions."""
    if not isinstance(message, dict):
        return None
    about = message.get("metadata") or {}
    role = ROLES.get(words(mapping(message.get("author") or {}).get("role")))
    if role is None or about.get("is_visually_hidden_from_conversation"):
        return None
    if message.get("recipient", "all") not in (None, "all"):
        return None  # a call of a tool
    text = _MARKER.sub("", _text(message.get("content") or {}))
    sent = [words(mapping(each).get("name")) for each in about.get("attachments") or []]
    text = "\n\n".join((*(f"[{name}]" for name in sent if name), *([text] if text.strip() else ())))
    if not text.strip():
        return None
    model = model_info(about.get("model_slug")) if role == "assistant" else None
    return Turn(key, None, role, text, moment(message.get("create_time")), reply=model)


def _text(content: dict[str, Any]) -> str:
    kind = content.get("content_type")
    if kind in ("text", "multimodal_text"):
        parts = [part if isinstance(part, str) else _described(part) for part in content.get("parts") or []]
        return "\n\n".join(part for part in parts if part)
    if kind == "code":
        return f"```{words(content.get('language')).replace('unknown', '')}\n{words(content.get('text'))}\n```"
    return ""


def _described(part: Any) -> str:
    """What stands for a part that isn't text."""
    if not isinstance(part, dict):
        return ""
    if "image" in words(part.get("content_type")):
        return "[image]"
    return words(part.get("text"))  # the transcript of speech
