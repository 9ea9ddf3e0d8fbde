"""Conversations in SQLite: a tree of messages, every reply with its model, sampling and seed, and nothing ever lost.

`Store` is loaded at first use, so that what needs only the records starts without SQLAlchemy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.store.conversations.records import Conversation, Made, Message, Preset, ReplyInfo, Status

if TYPE_CHECKING:
    from desktop.store.store import Store

__all__ = ["Conversation", "Made", "Message", "Preset", "ReplyInfo", "Status", "Store"]


def __getattr__(name: str) -> Any:
    if name == "Store":
        from desktop.store.store import Store

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
