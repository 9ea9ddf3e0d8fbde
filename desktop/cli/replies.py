"""A kept reply, for another program and as the error that ended it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, LamplightError
from desktop.cli.progress import model_key, model_path

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.store import Message


def as_json(message: Message, services: Services) -> dict[str, Any]:
    """What `ask --conversation --json` prints, and `chat --json` for each reply."""
    reply = message.reply
    values: dict[str, Any] = {"text": message.text, "model": model_key(services)}
    if reply is not None:
        values |= {
            "prompt_tokens": reply.prompt_tokens,
            "completion_tokens": reply.completion_tokens,
            "first_token_seconds": round(reply.first_token_seconds, 4),
            "tokens_per_second": round(reply.tokens_per_second, 2),
            "stop_reason": reply.ending,
        }
    return values | {"conversation": message.conversation_id, "message": message.id}


def failure_of(message: Message, services: Services) -> LamplightError | None:
    """The error that ended a reply; None where it ended well, was cut or stopped."""
    from desktop.store import Status

    if message.status not in (Status.FAILED, Status.INTERRUPTED):
        return None
    reply = message.reply
    code = Code(reply.error_code) if reply and reply.error_code else Code.ENGINE_FAILED
    return LamplightError(code, path=model_path(services), cause=reply.error_cause if reply is not None else "")
