"""What the model thought of each token of a reply while it wrote it, kept beside the reply."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, literal, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store.conversations.tables import reply_tokens
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable


@dataclass(frozen=True)
class WrittenToken:
    """A token of a reply's answer: its number in the model, its log-probability, and (text, number, probability) of
    what else could have stood there, likeliest first. `text` shows the bytes of half a character as U+FFFD.
    """

    text: str
    id: int
    logprob: float
    others: tuple[tuple[str, int, float], ...] = ()


class ReplyTokens(Repository):
    """The tokens of replies that were written here."""

    def keep(self, message_id: int, tokens: Sequence[WrittenToken]) -> None:
        """Keep those of a reply, in the place of what was kept; without tokens nothing is kept."""
        with self._database.write() as connection:
            connection.execute(delete(reply_tokens).where(reply_tokens.c.message_id == message_id))
            if tokens:
                connection.execute(insert(reply_tokens).values(message_id=message_id, tokens=_packed(tokens)))

    def of(self, message_id: int) -> tuple[WrittenToken, ...]:
        """Those of a reply; none where nothing is known."""
        with self._database.read() as connection:
            found = connection.execute(
                select(reply_tokens.c.tokens).where(reply_tokens.c.message_id == message_id)
            ).scalar()
        return _unpacked(found) if found else ()


def copy_tokens(connection: Connection, message_id: int, other_id: int) -> None:
    """A copy of a reply was written as it was."""
    copied = select(literal(other_id), reply_tokens.c.tokens).where(reply_tokens.c.message_id == message_id)
    connection.execute(insert(reply_tokens).from_select(["message_id", "tokens"], copied))


def _packed(tokens: Sequence[WrittenToken]) -> bytes:
    rows = [
        (
            storable(token.text),
            token.id,
            round(token.logprob, 4),
            [(storable(text), other, float(f"{share:.4g}")) for text, other, share in token.others],
        )
        for token in tokens
    ]
    return zlib.compress(json.dumps(rows, separators=(",", ":"), ensure_ascii=False).encode(), 6)


def _unpacked(data: bytes) -> tuple[WrittenToken, ...]:
    return tuple(
        WrittenToken(text, token, logprob, tuple((word, other, share) for word, other, share in others))
        for text, token, logprob, others in json.loads(zlib.decompress(data))
    )
