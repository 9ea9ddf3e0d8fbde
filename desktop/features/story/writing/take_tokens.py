"""The tokens of a take: their texts, joined, are its text, so that any place in it finds its token.

A character of several tokens belongs to the last of them; what isn't shown (a courtesy before the answer) has tokens
with no text, because the model has to read them again when a take goes on from another token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from desktop.engine.protocol.messages import Token
from desktop.store.stories.records import TakeToken

GIVEN = -1  # id of text that no token of the model's makes up: the beginning that was given, what stands between parts
_HALF = "\ufffd"
_SPECIAL = re.compile(r"<\|?/?[a-z_]+(?:[:\d]*)\|?>\Z")  # the end of a turn can't be chosen


def spans(raw: str, infos: Sequence[Token]) -> list[tuple[int, int]]:
    """Start and end in `raw` of each token's text; those not in it (an end of turn) take no room."""
    found: list[tuple[int, int]] = []
    at = 0
    for number, info in enumerate(infos):
        text = info.text
        if _HALF in text:
            end = _end_of_half(raw, at, infos[number + 1 :])
        elif raw.startswith(text, at):
            end = at + len(text)
        elif at == 0 and text.lstrip() and raw.startswith(text.lstrip()):
            end = len(text.lstrip())
        else:
            end = at
        found.append((at, end))
        at = end
    return found


def _end_of_half(raw: str, at: int, following: Sequence[Token]) -> int:
    """Where the characters end that tokens with pieces of characters make up: before the next whole token.

    Only the last of such tokens gets the characters.
    """
    after = next((token for token in following if token.text), None)
    if after is None:
        return len(raw)
    if _HALF in after.text:
        return at
    end = raw.find(after.text, at + 1)
    return at if end < 0 or end - at > 8 else end


def take_tokens(raw: str, infos: Sequence[Token], start: int, end: int) -> list[TakeToken]:
    """The tokens of what is kept of an answer, `raw[start:end]`, with nothing after it."""
    kept: list[TakeToken] = []
    for info, (first, last) in zip(infos, spans(raw, infos), strict=True):
        if first >= end and kept:
            break
        text = raw[max(first, start) : min(last, end)] if first < end else ""
        alternatives = tuple(
            (other.text, other.token, round(other.probability, 5))
            for other in info.alternatives
            if other.text and _HALF not in other.text and not _SPECIAL.match(other.text)
        )
        kept.append(TakeToken(text, info.token, round(info.probability or 0.0, 5), alternatives))
    return kept


def given(text: str) -> list[TakeToken]:
    """Text that stands in a take without having been chosen token by token."""
    return [TakeToken(text, GIVEN, 1.0)] if text else []


def at_offset(tokens: Sequence[TakeToken], offset: int) -> int:
    """The index of the token whose text holds the character at an offset of the take's text; -1 for none."""
    at = 0
    for number, token in enumerate(tokens):
        at += len(token.text)
        if offset < at:
            return number if token.id != GIVEN else -1
    return -1


def places(tokens: Iterable[TakeToken]) -> Iterator[tuple[int, int, TakeToken]]:
    """Start and end of each token in the take's text."""
    at = 0
    for token in tokens:
        yield at, at + len(token.text), token
        at += len(token.text)
