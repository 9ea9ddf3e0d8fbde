"""From a request to the tokens that are read: the template, what fits, and what has to stay out.

When a conversation outgrows the context its oldest turns leave. They leave in blocks of a quarter of the context, so
that the beginning of the prompt stays the same, and cached, for many messages to come.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.errors import Code, EngineError
from desktop.engine.model import Vocabulary
from desktop.engine.protocol import Generate, Message, Place
from desktop.engine.templates import Prompt, Templates

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


def fit(request: Generate, templates: Templates, vocabulary: Vocabulary, context: int) -> Fitted:
    """The request's tokens, without the turns for which there is no room.

    Raises EngineError(TEMPLATE_FAILED, INVALID_VALUE).
    """
    if not request.messages:
        prompt = Prompt(request.prompt + request.prefill)
        tokens = vocabulary.tokenize(prompt.text, special=True, parse_special=False) + list(request.prefill_tokens)
        return Fitted(prompt, _checked(tokens, vocabulary), (), (), len(tokens) < context)
    reserve = min(request.max_tokens, context // _MOST_RESERVED)
    wanted = [number for number, message in enumerate(request.messages) if message.place is not Place.OUT]
    steps = [wanted]
    if request.drop_turns:
        steps += _shorter(request.messages, wanted, vocabulary, context)
    for kept in steps:
        prompt, tokens = _render([request.messages[number] for number in kept], request, templates, vocabulary)
        if len(tokens) + reserve <= context:
            break
    dropped = tuple(number for number in wanted if number not in set(kept))
    return Fitted(prompt, _checked(tokens, vocabulary), tuple(kept), dropped, len(tokens) < context)


def _render(
    messages: list[Message], request: Generate, templates: Templates, vocabulary: Vocabulary
) -> tuple[Prompt, list[int]]:
    prompt = templates.render(tuple(messages), request.prefill)
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


def _shorter(messages: tuple[Message, ...], wanted: list[int], vocabulary: Vocabulary, context: int) -> list[list[int]]:
    """Ever shorter selections: without the first block of turns, the first two, ... and with the last turn only.

    A block's edge depends on the turns before it alone, so the next message finds the same ones.
    """
    turns = _turns(messages, wanted)
    block = max(1, context // _BLOCKS)
    selections, size, edge = [], 0, block
    for number, turn in enumerate(turns[:-1]):
        size += sum(
            len(vocabulary.tokenize(messages[index].content, special=False, parse_special=False)) + _OVERHEAD
            for index in turn
        )
        if size >= edge or number == len(turns) - 2:
            gone = {index for left in turns[: number + 1] for index in left}
            selections.append([index for index in wanted if index not in gone])
            edge = (size // block + 1) * block
    return selections


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
