"""From a request to the tokens that are read: the template, what fits, and what has to stay out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from desktop.base.errors import Code, EngineError
from desktop.engine.model.model import Vocabulary
from desktop.engine.protocol.messages import Generate, Message
from desktop.engine.text.templates import Prompt, Templates
from desktop.engine.text.turns import reserve_of, selections, wanted_of


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
    wanted = wanted_of(request)
    kept, prompt, tokens = wanted, Prompt(""), list[int]()
    for kept in selections(request, wanted, lambda text: count(text, vocabulary), context):
        chosen = [request.messages[number] for number in kept]
        prompt, tokens = _render(chosen, request, templates, vocabulary, answer)
        if len(tokens) + reserve <= context:
            break
    dropped = tuple(number for number in wanted if number not in set(kept))
    return Fitted(prompt, _checked(tokens, vocabulary), tuple(kept), dropped, len(tokens) < context)


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


def _checked(tokens: list[int], vocabulary: Vocabulary) -> list[int]:
    if not tokens:
        raise EngineError(Code.INVALID_VALUE, name="prompt", value="")
    for token in tokens:
        if not 0 <= token < vocabulary.size:
            raise EngineError(Code.INVALID_VALUE, name="prefill_tokens", value=str(token), most=vocabulary.size - 1)
    return tokens
