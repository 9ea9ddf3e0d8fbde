"""From a request to the tokens that are read: the template, what fits, and what has to stay out.

When a conversation outgrows the context its oldest turns leave. They leave in blocks of a quarter of the context, so
that the beginning of the prompt stays the same, and cached, for many messages to come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.base.errors import Code, EngineError
from desktop.engine.model.model import Vocabulary
from desktop.engine.protocol.messages import Generate, Message, Place
from desktop.engine.text.templates import Prompt, Templates

_BLOCKS = 4
_MOST_RESERVED = 4  # at most the fourth part of the context waits for the reply
_OVERHEAD = 8  # tokens a template puts around a message, roughly


@dataclass(frozen=True)
class Fitted:
    """`kept` and `dropped` are indexes of the request's messages; without `fits` not even the last turn has room."""

    prompt: Prompt
    tokens: list[int]
    kept: tuple[int, ...]
    dropped: tuple[int, ...]
    fits: bool


def fit(
    request: Generate, templates: Templates, vocabulary: Vocabulary, context: int, *, answer: bool = False
) -> Fitted:
    """The request's tokens, without the turns for which there is no room; with `answer` up to the reply's answer.

    Raises EngineError(TEMPLATE_FAILED, INVALID_VALUE).
    """
    if not request.messages:
        prompt = Prompt(request.prompt + request.prefill)
        tokens = vocabulary.tokenize(prompt.text, special=True, parse_special=False) + list(request.prefill_tokens)
        return Fitted(prompt, _checked(tokens, vocabulary), (), (), len(tokens) < context)
    reserve = reserve_of(request, context)
    wanted = [number for number, message in enumerate(request.messages) if message.place is not Place.OUT]
    kept, prompt, tokens = wanted, Prompt(""), list[int]()
    for kept in _selections(request, wanted, vocabulary, context):
        chosen = [request.messages[number] for number in kept]
        prompt, tokens = _render(chosen, request, templates, vocabulary, answer)
        if len(tokens) + reserve <= context:
            break
    dropped = tuple(number for number in wanted if number not in set(kept))
    return Fitted(prompt, _checked(tokens, vocabulary), tuple(kept), dropped, len(tokens) < context)


def reserve_of(request: Generate, context: int) -> int:
    """How many tokens wait for the reply."""
    return min(request.max_tokens, context // _MOST_RESERVED)


def count(text: str, vocabulary: Vocabulary) -> int:
    """The tokens of a text inside a prompt; what was counted before is remembered."""
    if len(text) < _WORTH_KEEPING:
        return len(vocabulary.tokenize(text, special=False, parse_special=False))
    key = (id(vocabulary), hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest())
    found = _counted.get(key)
    if found is None:
        found = len(vocabulary.tokenize(text, special=False, parse_special=False))
        if len(_counted) >= _MOST_COUNTED:
            _counted.clear()
        _counted[key] = found
    return found


_counted: dict[tuple[int, bytes], int] = {}
_MOST_COUNTED = 50_000
_WORTH_KEEPING = 40  # characters; shorter texts are counted faster than looked up


def _render(
    messages: list[Message], request: Generate, templates: Templates, vocabulary: Vocabulary, answer: bool
) -> tuple[Prompt, list[int]]:
    prompt = templates.render(tuple(messages), request.prefill, answer=answer or bool(request.prefill_tokens))
    has_bos = bool(vocabulary.bos) and prompt.text.startswith(vocabulary.bos)
    tokens: list[int] = []
    for text, parse in _pieces(prompt.text, messages, vocabulary):
        tokens += vocabulary.tokenize(text, special=not has_bos and not tokens, parse_special=parse)
    return prompt, tokens + list(request.prefill_tokens)


def _pieces(text: str, messages: list[Message], vocabulary: Vocabulary) -> list[tuple[str, bool]]:
    """The prompt whole; cut only where a message holds the text of a special token, which must stay text."""
    pieces: list[tuple[str, bool]] = []
    for message in messages:
        content = message.content.strip()
        at = text.find(content) if vocabulary.names_a_special(content) else -1
        if at < 0:
            continue
        pieces += [(text[:at], True), (content, False)]
        text = text[at + len(content) :]
    pieces.append((text, True))
    return [(piece, parse) for piece, parse in pieces if piece]


def _selections(request: Generate, wanted: list[int], vocabulary: Vocabulary, context: int) -> Iterator[list[int]]:
    """All messages; then without the first block of turns, the first two, ... and at last with the last turn only.

    A block's edge depends on the turns before it alone, so the next message finds the same ones. What is too long by
    its contents alone is passed over: a template takes its time over ten thousand messages.
    """
    if not request.drop_turns:
        yield wanted
        return
    sizes = {number: count(request.messages[number].content, vocabulary) for number in wanted}
    turns = _turns(request.messages, wanted)
    left = sum(max(0, size - 1) for size in sizes.values())  # tokens may join where texts meet
    if left <= context or len(turns) < 2:
        yield wanted
    block = max(1, context // _BLOCKS)
    gone: set[int] = set()
    size, edge = 0, block
    for number, turn in enumerate(turns[:-1]):
        gone.update(turn)
        size += sum(sizes[index] + _OVERHEAD for index in turn)
        left -= sum(max(0, sizes[index] - 1) for index in turn)
        last = number == len(turns) - 2
        if size >= edge or last:
            if left <= context or last:
                yield [index for index in wanted if index not in gone]
            edge = (size // block + 1) * block


def _turns(messages: tuple[Message, ...], wanted: list[int]) -> list[list[int]]:
    """What may leave, as whole turns: a user's message with what was answered. Pinned ones are in no turn."""
    turns: list[list[int]] = []
    for number in wanted:
        message = messages[number]
        if message.role == "system" or message.place is Place.PINNED:
            continue
        if message.role == "user" or not turns:
            turns.append([])
        turns[-1].append(number)
    return turns


def _checked(tokens: list[int], vocabulary: Vocabulary) -> list[int]:
    if not tokens:
        raise EngineError(Code.INVALID_VALUE, name="prompt", value="")
    for token in tokens:
        if not 0 <= token < vocabulary.size:
            raise EngineError(Code.INVALID_VALUE, name="prefill_tokens", value=str(token), most=vocabulary.size - 1)
    return tokens
