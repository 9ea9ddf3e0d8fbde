"""SillyTavern's chats: a line about the chat, then a line for each message, with its swipes as versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from desktop.features.exchange.common import (
    Entry,
    Problem,
    UnreadableError,
    each,
    mapping,
    model_info,
    moment,
    number,
    reasoned,
    thread,
    words,
)
from desktop.store.conversations.exchange import Thread, Turn


def fits(lines: list[Any]) -> bool:
    """Whether the lines of a file are such a chat."""
    return any(isinstance(line, dict) and "mes" in line and "is_user" in line for line in lines)


def read(lines: list[Any], name: str) -> Iterator[Entry]:
    """The one conversation. A bad line is named."""
    head = lines[0] if isinstance(lines[0], dict) and "mes" not in lines[0] else {}
    turns: list[Turn] = []
    parent: str | None = None
    for place, line in enumerate(lines):
        if line is head:
            continue
        try:
            versions = _versions(place, parent, mapping(line))
        except (UnreadableError, TypeError, AttributeError) as error:
            yield Problem(f"{name}:{place + 1}", str(error))
            continue
        turns += versions
        parent = next(turn.key for turn in versions if turn.shown)
    yield from each([head], lambda entry: _thread(entry, turns, name), lambda _: name)


def _thread(head: dict[str, Any], turns: list[Turn], name: str) -> Thread:
    about = head.get("chat_metadata")
    mark = words(about.get("integrity")) if isinstance(about, dict) else ""
    if not mark:
        begun = "|".join((words(head.get("character_name")), str(head.get("create_date")), name))
        mark = hashlib.sha256(begun.encode("utf-8", "replace")).hexdigest()[:32]
    title = words(head.get("character_name"))
    title = title if title not in ("", "unused") else name
    return thread(f"sillytavern:{mark}", title, turns, head.get("create_date"), None)


def _versions(place: int, parent: str | None, line: dict[str, Any]) -> list[Turn]:
    if not isinstance(line.get("mes"), str):
        raise UnreadableError("a line without a message")
    extra = line["extra"] if isinstance(line.get("extra"), dict) else {}
    role = "user" if line.get("is_user") else "system" if extra.get("type") == "narrator" else "assistant"
    swipes = [swipe for swipe in line.get("swipes") or [] if isinstance(swipe, str)] or [line["mes"]]
    chosen = line.get("swipe_id", 0)
    chosen = chosen if isinstance(chosen, int) and 0 <= chosen < len(swipes) else 0
    swipes[chosen] = line["mes"]  # where it was edited, only this is
    created = moment(line.get("send_date"))
    about = line.get("swipe_info")
    about = about if isinstance(about, list) else []
    turns = []
    for version, text in enumerate(swipes):
        of_swipe = about[version] if version < len(about) else None
        kept = of_swipe.get("extra") if isinstance(of_swipe, dict) else None
        more = extra if version == chosen else kept if isinstance(kept, dict) else {}
        reply = None
        if role == "assistant":
            text = reasoned(words(more.get("reasoning")), text)
            reply = model_info(more.get("model") or extra.get("model"), number(more.get("reasoning_duration")) / 1000)
        turns.append(Turn(f"{place}.{version}", parent, role, text, created, shown=version == chosen, reply=reply))
    return turns
