"""LM Studio's `*.conversation.json`: one conversation, a list of messages, each with its versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop.features.exchange.common import (
    ROLES,
    Entry,
    UnreadableError,
    each,
    items,
    mapping,
    model_info,
    thread,
    words,
)
from desktop.store.exchange import Thread, Turn


def fits(document: Any) -> bool:
    """Whether the document is of this kind."""
    said = document.get("messages") if isinstance(document, dict) else None
    return isinstance(said, list) and any(isinstance(message, dict) and "versions" in message for message in said)


def read(document: Any, name: str = "") -> Iterator[Entry]:
    """The one conversation. `name` is the file's, which LM Studio makes from the time of creation."""
    yield from each([document], lambda entry: _thread(entry, name), lambda entry: entry.get("name"))


def _thread(entry: dict[str, Any], name: str) -> Thread:
    made = entry.get("createdAt")
    if not made and not name:
        raise UnreadableError("no time of creation")
    turns: list[Turn] = []
    parent: str | None = None
    for number, message in enumerate(items(entry.get("messages"))):
        versions = items(mapping(message).get("versions"))
        chosen = message.get("currentlySelected", 0)
        follows = parent
        for version, content in enumerate(versions):
            turn = _turn(f"{number}.{version}", follows, mapping(content), version == chosen)
            turns.append(turn)
            if version == chosen:
                parent = turn.key
    return thread(
        f"lmstudio:{made or name}",
        words(entry.get("name")),
        turns,
        made,
        entry.get("userLastMessagedAt") or entry.get("assistantLastMessagedAt"),
        system_prompt=words(entry.get("systemPrompt")) or _system_prompt(entry),
        pinned=bool(entry.get("pinned")),
    )


def _system_prompt(entry: dict[str, Any]) -> str:
    settings = entry.get("perChatPredictionConfig")
    for field in (settings.get("fields") or []) if isinstance(settings, dict) else []:
        if isinstance(field, dict) and field.get("key") == "llm.prediction.systemPrompt":
            return words(field.get("value"))
    return ""


def _turn(key: str, parent: str | None, version: dict[str, Any], shown: bool) -> Turn:
    role = ROLES.get(words(version.get("role")))
    if role is None:
        raise UnreadableError(f"role {version.get('role')!r:.40}")
    if version.get("type") == "multiStep":
        blocks = [mapping(step) for step in items(version.get("steps"))]
        text = "\n\n".join(filter(None, (_block(step) for step in blocks if step.get("type") == "contentBlock")))
    else:
        text = _text(version.get("content"))
    sender = version.get("senderInfo")
    model = sender.get("senderName") if isinstance(sender, dict) else None
    return Turn(key, parent, role, text, shown=shown, reply=model_info(model) if role == "assistant" else None)


def _block(step: dict[str, Any]) -> str:
    text = _text(step.get("content"))
    style = step.get("style")
    thinking = isinstance(style, dict) and style.get("type") == "thinking"
    return f"<think>\n{text}\n</think>" if thinking and text else text


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    parts = [mapping(part) for part in content or []]
    return "".join(words(part.get("text")) if part.get("type") == "text" else "[image]" for part in parts)
