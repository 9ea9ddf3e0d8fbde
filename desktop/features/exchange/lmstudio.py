"""LM Studio's `*.conversation.json`: one conversation, a list of messages, each with its versions."""

from __future__ import annotations

import re
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
    number,
    reasoned,
    thread,
    words,
)
from desktop.store.conversations.exchange import Thread, Turn


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
    for place, message in enumerate(items(entry.get("messages"))):
        versions = items(mapping(message).get("versions"))
        chosen = message.get("currentlySelected", 0)
        follows = parent
        for version, content in enumerate(versions):
            turn = _turn(f"{place}.{version}", follows, mapping(content), version == chosen)
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
    seconds = 0.0
    if version.get("type") == "multiStep":
        steps = [mapping(step) for step in items(version.get("steps"))]
        blocks = [step for step in steps if step.get("type") == "contentBlock"]
        thoughts = [step for step in blocks if _is_thought(step)]
        said = "\n\n".join(filter(None, (_text(step.get("content")) for step in blocks if step not in thoughts)))
        text = reasoned("\n\n".join(_text(step.get("content")) for step in thoughts), said)
        seconds = sum(map(_seconds, thoughts))
    else:
        text = _text(version.get("content"))
    sender = version.get("senderInfo")
    model = sender.get("senderName") if isinstance(sender, dict) else None
    return Turn(key, parent, role, text, shown=shown, reply=model_info(model, seconds) if role == "assistant" else None)


def _is_thought(step: dict[str, Any]) -> bool:
    style = step.get("style")
    return isinstance(style, dict) and style.get("type") == "thinking"


def _seconds(step: dict[str, Any]) -> float:
    """How long a thought took: "Thought for 2.3 seconds", or with minutes before."""
    found = re.search(r"(?:(\d+) minutes?,? )?(\d+(?:\.\d+)?) seconds?", words(step["style"].get("title")))
    return number(found[1] or 0) * 60 + number(found[2]) if found else 0.0


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(_part(mapping(part)) for part in content or [])


def _part(part: dict[str, Any]) -> str:
    """A text, or the name of what isn't one."""
    if part.get("type") == "text":
        return words(part.get("text"))
    if part.get("type") == "file" and "image" not in words(part.get("fileType")):
        return f"[{words(part.get('fileIdentifier')) or 'file'}]\n\n"
    return "[image]"
