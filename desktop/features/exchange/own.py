"""Our own JSON: complete, so that what is exported here and imported there is the same.

    {"format": "lamplight-conversations", "version": 1, "exported": time,
     "conversations": [{
        "origin": text            the same in every copy; a second import recognises it
        "title", "title_is_users", "pane", "system_prompt",
        "created", "updated":     times, ISO 8601 in UTC
        "folder": [names, the outermost first], "tags": [names], "pinned", "archived": true or false
        "preset": null or {"assistant", "model", "sampling": {...}, "examples": [[asked, answered], ...]}
        "messages": [{            parents come before what follows them
            "key": text           the same in every copy
            "parent": key or null what it follows; messages of the same parent are versions of each other
            "shown": true         the version that is shown among these
            "role": "user", "assistant" or "system"
            "text", "created", "pinned"
            "attachments": [{"name", "text", "part" ("": the whole), "tokens"}]
            "status": "complete", "cut" (token limit), "stopped" (by the person), "interrupted" (a process died) or
                "failed"
            "reply": null or {"model_name", "model_file", "model_hash" (SHA-256), "sampling": {...}, "seed",
                "prompt_tokens", "cached_tokens", "completion_tokens", "first_token_seconds", "tokens_per_second",
                "seconds", "ending", "error_code", "error_cause", "thought_seconds", "made" (why there is this version:
                "model", "sampling", "instructions", "word", "edited", with commas between), "instructions"}
        }]
    }]}

What is in the trash is left out. A reader ignores names it doesn't know; a newer version is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from desktop.features.exchange.common import ROLES, Entry, UnreadableError, each, items, mapping, moment, ordered, words
from desktop.store import Preset, ReplyInfo, Status
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.exchange import Thread, Turn

FORMAT = "lamplight-conversations"
VERSION = 1
_ATTACHED = ("name", "text", "part", "tokens")


def write(threads: Iterable[Thread]) -> str:
    """The document."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "exported": datetime.now(UTC).isoformat(),
            "conversations": [as_json(thread) for thread in threads],
        },
        ensure_ascii=False,
        indent=1,
    )


def as_json(thread: Thread) -> dict[str, Any]:
    """One conversation of the document."""
    values = asdict(thread)
    turns = values.pop("turns")
    for turn in turns:
        turn["created"] = turn["created"].isoformat() if turn["created"] else None
        turn["attachments"] = [{name: each[name] for name in _ATTACHED} for each in turn["attachments"]]
    return {
        **values,
        "created": thread.created.isoformat(),
        "updated": thread.updated.isoformat(),
        "messages": turns,
    }


def is_ours(document: Any) -> bool:
    """Whether a JSON document says that it is one of ours."""
    return isinstance(document, dict) and document.get("format") == FORMAT


def read(document: Any) -> Iterator[Entry]:
    """The conversations of a document. Raises UnreadableError for a version from the future."""
    version = document.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UnreadableError(f"version {version}; this program knows {VERSION}")
    yield from each(items(document.get("conversations")), _thread, lambda entry: entry.get("title"))


def _thread(entry: Any) -> Thread:
    entry = mapping(entry)
    origin, created = entry["origin"], moment(entry.get("created"))
    if not isinstance(origin, str) or not origin or created is None:
        raise UnreadableError("no origin or time")
    return Thread(
        origin=origin,
        title=words(entry.get("title")),
        created=created,
        updated=moment(entry.get("updated")) or created,
        turns=ordered([_turn(mapping(turn)) for turn in items(entry.get("messages"))]),
        title_is_users=bool(entry.get("title_is_users")),
        pane=words(entry.get("pane")) or "chat",
        system_prompt=words(entry.get("system_prompt")),
        folder=_names(entry.get("folder")),
        tags=_names(entry.get("tags")),
        pinned=bool(entry.get("pinned")),
        archived=bool(entry.get("archived")),
        preset=_preset(entry["preset"]) if entry.get("preset") else None,
    )


def _names(value: Any) -> tuple[str, ...]:
    return tuple(name for name in value or () if isinstance(name, str) and name.strip())


def _preset(entry: Any) -> Preset:
    entry = mapping(entry)
    return Preset(
        assistant=words(entry.get("assistant")),
        model=words(entry.get("model")),
        sampling=mapping(entry.get("sampling") or {}),
        examples=tuple((str(asked), str(said)) for asked, said in entry.get("examples") or ()),
    )


def _turn(entry: dict[str, Any]) -> Turn:
    if not isinstance(entry.get("text"), str) or not isinstance(entry.get("key"), str):
        raise UnreadableError("a message without text or key")
    return Turn(
        key=entry["key"],
        parent=entry.get("parent"),
        role=ROLES[entry["role"]],
        text=entry["text"],
        created=moment(entry.get("created")),
        status=Status(entry.get("status", Status.COMPLETE)),
        shown=bool(entry.get("shown", True)),
        pinned=bool(entry.get("pinned")),
        reply=_reply(mapping(entry["reply"])) if entry.get("reply") else None,
        attachments=tuple(_attachment(mapping(each)) for each in entry.get("attachments") or ()),
    )


def _attachment(entry: dict[str, Any]) -> Attachment:
    if not isinstance(entry.get("text"), str) or not isinstance(entry.get("name"), str):
        raise UnreadableError("an attachment without name or text")
    tokens = entry.get("tokens")
    return Attachment(entry["name"], entry["text"], words(entry.get("part")), tokens if isinstance(tokens, int) else 0)


def _reply(entry: dict[str, Any]) -> ReplyInfo:
    """Of the types they must have: an int where a float is due is fine, a text where a number is due is not."""
    default, values = ReplyInfo(), {}
    for item in fields(ReplyInfo):
        wanted, found = type(getattr(default, item.name)), entry.get(item.name, getattr(default, item.name))
        if wanted is float and isinstance(found, int):
            found = float(found)
        if not isinstance(found, wanted):
            raise UnreadableError(f"{item.name}: {found!r:.40}")
        values[item.name] = found
    return ReplyInfo(**values)
