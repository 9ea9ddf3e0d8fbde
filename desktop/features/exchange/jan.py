"""Jan's threads: a folder for each, with `thread.json` and a line for each message in `messages.jsonl`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop.features.exchange.common import (
    ROLES,
    Entry,
    Problem,
    UnreadableError,
    chain,
    each,
    mapping,
    model_info,
    moment,
    reasoned,
    thread,
    words,
)
from desktop.store.conversations.exchange import Thread, Turn


def fits(lines: list[Any]) -> bool:
    """Whether the lines of a file are Jan's messages."""
    return any(isinstance(line, dict) and "thread_id" in line for line in lines)


def read(lines: list[Any], about: Any, name: str) -> Iterator[Entry]:
    """The one conversation; `about` is what `thread.json` says, `name` the folder's. A bad line is named."""
    good: list[Turn] = []
    for number, line in enumerate(lines, 1):
        try:
            good.append(_turn(mapping(line)))
        except (UnreadableError, TypeError, AttributeError) as error:
            yield Problem(f"{name}:{number}", str(error))
    about = about if isinstance(about, dict) else {}
    ids = [words(line.get("thread_id")) for line in lines if isinstance(line, dict)]
    yield from each([about], lambda entry: _thread(entry, good, next(filter(None, ids), name)), lambda _: name)


def _thread(about: dict[str, Any], turns: list[Turn], thread_id: str) -> Thread:
    helpers = about.get("assistants")
    helper = helpers[0] if isinstance(helpers, list) and helpers and isinstance(helpers[0], dict) else {}
    more = about["metadata"] if isinstance(about.get("metadata"), dict) else {}
    turns.sort(key=lambda turn: turn.created.timestamp() if turn.created else 0.0)
    return thread(
        f"jan:{words(about.get('id')) or thread_id}",
        words(about.get("title")) or words(more.get("title")),
        chain(turns),
        about.get("created"),
        about.get("updated"),
        system_prompt=words(helper.get("instructions")),
    )


def _turn(line: dict[str, Any]) -> Turn:
    key, role = words(line.get("id")), ROLES.get(words(line.get("role")))
    if not key or role is None:
        raise UnreadableError("a message without id or role")
    content = line.get("content")
    if isinstance(content, str):
        text = content
    else:
        parts = [mapping(part) for part in content or []]
        thought = "\n\n".join(_part(part) for part in parts if part.get("type") == "reasoning")
        said = (_part(part) for part in parts if part.get("type") not in ("reasoning", "tool_call"))
        text = reasoned(thought, "\n\n".join(filter(None, said)))
    about = line.get("metadata")
    model = about.get("modelId") or about.get("model") if isinstance(about, dict) else None
    info = model_info(model) if role == "assistant" else None
    return Turn(key, None, role, text, moment(line.get("created_at") or line.get("created")), reply=info)


def _part(part: dict[str, Any]) -> str:
    text = part.get("text")
    if isinstance(text, dict):
        return words(text.get("value"))
    return words(text) or ("[image]" if "image" in words(part.get("type")) else "")
