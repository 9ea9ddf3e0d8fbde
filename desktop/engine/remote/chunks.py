"""The pieces of a streamed answer: the text and reasoning of each, its tokens, why it ended, what it cost."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop.engine.protocol.messages import Alternative, Token

_LEAST_LOGPROB = -100.0  # servers write -9999 or nothing for what they hold impossible
_MOST_TOKENS = 4096  # of one piece
_LONGEST = 1 << 20  # characters of one piece


@dataclass(frozen=True)
class Chunk:
    """`finish` is OpenAI's reason, "" while there is more; the counts are 0 where they aren't told."""

    text: str = ""
    thought: str = ""
    tokens: tuple[Token, ...] = ()
    finish: str = ""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0


def read(found: dict[str, Any]) -> Chunk | None:
    """One object of the stream; None where it has no form that is known."""
    prompt, cached, completion = _usage(found)
    choices = found.get("choices")
    if choices is None or choices == []:
        return Chunk(prompt_tokens=prompt, cached_tokens=cached, completion_tokens=completion)
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        return None
    choice = choices[0]
    part = choice.get("delta") or choice.get("message") or {}
    if not isinstance(part, dict):
        return None
    content = part.get("content") if part else choice.get("text")
    thought = part.get("reasoning_content") or part.get("reasoning") or part.get("thinking")
    return Chunk(
        _text(content),
        _text(thought),
        tuple(_tokens(choice.get("logprobs"))),
        _text(choice.get("finish_reason")),
        prompt,
        cached,
        completion,
    )


def _usage(found: dict[str, Any]) -> tuple[int, int, int]:
    usage, timings = found.get("usage"), found.get("timings")
    usage = usage if isinstance(usage, dict) else {}
    timings = timings if isinstance(timings, dict) else {}  # llama-server's
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else timings.get("cache_n")
    return _count(usage.get("prompt_tokens")), _count(cached), _count(usage.get("completion_tokens"))


def _tokens(found: Any) -> Iterator[Token]:
    if not isinstance(found, dict):
        return
    content = found.get("content")
    if isinstance(content, list):
        for item in content[:_MOST_TOKENS]:
            if isinstance(item, dict) and (logprob := _logprob(item.get("logprob"))) is not None:
                text, number = _token(item)
                yield Token(number, text, math.exp(logprob), logprob, None, tuple(_of_list(item.get("top_logprobs"))))
        return
    texts, logprobs, others = found.get("tokens"), found.get("token_logprobs"), found.get("top_logprobs")
    if not isinstance(texts, list) or not isinstance(logprobs, list):
        return
    rest = others if isinstance(others, list) and len(others) == len(texts) else [None] * len(texts)
    for text, value, other in zip(texts[:_MOST_TOKENS], logprobs, rest, strict=False):
        logprob = _logprob(value)
        if isinstance(text, str) and logprob is not None:
            yield Token(_number(text), text, math.exp(logprob), logprob, None, tuple(_of_dict(other)))


def _of_list(found: Any) -> Iterator[Alternative]:
    for item in found[:100] if isinstance(found, list) else ():
        if isinstance(item, dict) and (logprob := _logprob(item.get("logprob"))) is not None:
            text, number = _token(item)
            yield Alternative(number, text, math.exp(logprob))


def _of_dict(found: Any) -> Iterator[Alternative]:
    items = found.items() if isinstance(found, dict) else ()
    known = [(text, share) for text, value in items if isinstance(text, str) and (share := _logprob(value)) is not None]
    for text, logprob in sorted(known, key=lambda item: -item[1])[:100]:
        yield Alternative(_number(text), text, math.exp(logprob))


def _token(item: dict[str, Any]) -> tuple[str, int]:
    """A token's text, by its bytes where they are told (parts of characters show as U+FFFD), and its number."""
    text = _text(item.get("token"))
    raw = item.get("bytes")
    if isinstance(raw, list) and all(isinstance(byte, int) and 0 <= byte < 256 for byte in raw):
        text = bytes(raw).decode("utf-8", "replace") or text
    number = item.get("id")
    return text, number if isinstance(number, int) and number >= 0 else _number(text)


def _number(text: str) -> int:
    """Most servers don't tell the numbers of tokens: one that is the same for the same text, in later runs, too."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) & 0x7FFFFFFF


def _logprob(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        return None
    return min(0.0, max(float(value), _LEAST_LOGPROB))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else 0


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return value[:_LONGEST].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
