"""What each value of a request may be. Data, so that a settings page can show the same bounds it is refused by."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields

from desktop.base.errors import Code, EngineError
from desktop.engine.protocol.adapters import Adapt, Adapter
from desktop.engine.protocol.messages import Embed, Generate, Load, Measure, Message, Request, Sampling, Score

BATCH = 512  # tokens evaluated at once
SEQUENCES = 32
MOST_ADAPTERS = 8  # llama.cpp keeps room for some nodes of each in its graph
STATEFUL_SEQUENCES = 4  # recurrent models hold a whole state for each sequence
OUTPUTS = 64  # rows of logits one decode may ask for: llama.cpp reserves that many times the vocabulary
_INT32 = 2**31 - 1


@dataclass(frozen=True)
class Limit:
    """The least and the most a number may be, both included."""

    least: float
    most: float


SAMPLING: dict[str, Limit] = {
    "temperature": Limit(0.0, 5.0),
    "top_k": Limit(0, 1_000_000),
    "top_p": Limit(0.0, 1.0),
    "min_p": Limit(0.0, 1.0),
    "typical_p": Limit(0.0, 1.0),
    "top_n_sigma": Limit(0.0, 100.0),
    "xtc_probability": Limit(0.0, 1.0),
    "xtc_threshold": Limit(0.0, 1.0),
    "dry_multiplier": Limit(0.0, 100.0),
    "dry_base": Limit(1.0, 8.0),
    "dry_allowed_length": Limit(1, 10_000),
    "dry_last_n": Limit(-1, _INT32),
    "repeat_penalty": Limit(0.01, 10.0),
    "presence_penalty": Limit(-10.0, 10.0),
    "frequency_penalty": Limit(-10.0, 10.0),
    "repeat_last_n": Limit(-1, _INT32),
    "mirostat_tau": Limit(0.0, 100.0),
    "mirostat_eta": Limit(0.0, 10.0),
    "seed": Limit(-1, _INT32),
}
GENERATE: dict[str, Limit] = {"max_tokens": Limit(1, _INT32), "alternatives": Limit(-1, 50)}
SCORE: dict[str, Limit] = {"alternatives": Limit(0, 50)}
LOAD: dict[str, Limit] = {
    "context": Limit(0, 1 << 24),
    "threads": Limit(0, 512),
    "states_limit": Limit(0, 1 << 50),
}
FLASH_ATTENTION = ("auto", "on", "off")
CACHE_TYPES = ("f32", "f16", "bf16", "q8_0", "q5_1", "q5_0", "q4_1", "q4_0")
CACHE_BLOCK = 32  # the elements that a quantized type keeps together
_LEAST_LAYERS = -1
ADAPTER: dict[str, Limit] = {
    "scale": Limit(-10.0, 10.0),
    "first_layer": Limit(0, 512),
    "last_layer": Limit(0, 512),
}
_MOST_BIAS = 1000.0
_LONGEST_TEXT = 1_000_000  # characters of one grammar, schema, phrase or stop string


def check(request: Request) -> None:
    """Raises EngineError(INVALID_VALUE) with the `name` of the first value that can't be, and its bounds."""
    if isinstance(request, (Adapt, Generate, Score)):
        check_adapters(request.adapters or ())
    if isinstance(request, Load):
        _check_load(request)
    elif isinstance(request, Measure):
        check(request.generate)
    elif isinstance(request, Generate):
        check_sampling(request.sampling)
        _check_numbers(request, GENERATE)
        _check_texts("stop", request.stop)
        if not request.messages and not request.prompt and not request.prefill:
            raise _invalid("prompt", "")
        _check_roles(request.messages)
    elif isinstance(request, (Score, Embed)):
        if isinstance(request, Score):
            _check_numbers(request, SCORE)
            _check_roles(request.messages)
        if not request.text:
            raise _invalid("text", "")


def is_quantized(cache_type: str) -> bool:
    """Whether a cache of this type is smaller than exact."""
    return cache_type.startswith("q")


def _check_load(request: Load) -> None:
    _check_numbers(request, LOAD)
    layers = request.gpu_layers
    if layers is not None and (isinstance(layers, bool) or not isinstance(layers, int) or layers < _LEAST_LAYERS):
        raise _invalid("gpu_layers", layers)
    if request.flash_attention not in FLASH_ATTENTION:
        raise _invalid("flash_attention", request.flash_attention)
    for name in ("cache_type_k", "cache_type_v"):
        if getattr(request, name) not in CACHE_TYPES:
            raise _invalid(name, getattr(request, name))
    if is_quantized(request.cache_type_v) and request.flash_attention == "off":
        raise EngineError(Code.CACHE_NEEDS_FLASH, type=request.cache_type_v)


def check_adapters(adapters: tuple[Adapter, ...]) -> None:
    """Raises EngineError (ADAPTER_TOO_MANY, INVALID_VALUE)."""
    if len(adapters) > MOST_ADAPTERS:
        raise EngineError(Code.ADAPTER_TOO_MANY, cause=f"{len(adapters)} of {MOST_ADAPTERS}")
    for adapter in adapters:
        _check_numbers(adapter, ADAPTER)


def _check_roles(messages: tuple[Message, ...]) -> None:
    for message in messages:
        if message.role not in ("system", "user", "assistant"):
            raise _invalid("role", message.role)


def check_sampling(sampling: Sampling) -> None:
    """Raises EngineError(INVALID_VALUE) with `name`, `value`, `least` and `most`."""
    _check_numbers(sampling, SAMPLING)
    if sampling.mirostat not in (0, 2):
        raise _invalid("mirostat", sampling.mirostat)
    for token, bias in sampling.logit_bias.items():
        if token < 0 or math.isnan(bias) or not (abs(bias) <= _MOST_BIAS or bias == -math.inf):
            raise _invalid("logit_bias", f"{token}: {bias}")
    _check_texts("banned", sampling.banned)
    _check_texts("dry_breakers", sampling.dry_breakers)
    if sampling.grammar and sampling.json_schema:
        raise _invalid("json_schema", "together with a grammar")
    _check_texts("grammar", (sampling.grammar,) if sampling.grammar else ())
    if sampling.json_schema:
        _check_texts("json_schema", (sampling.json_schema,))
        try:
            json.loads(sampling.json_schema)
        except ValueError:
            raise _invalid("json_schema", sampling.json_schema[:80]) from None


def _check_numbers(holder: object, limits: dict[str, Limit]) -> None:
    for name, limit in limits.items():
        value = getattr(holder, name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not limit.least <= value <= limit.most:
            raise EngineError(Code.INVALID_VALUE, name=name, value=str(value), least=limit.least, most=limit.most)


def _check_texts(name: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        if not text or len(text) > _LONGEST_TEXT:
            raise _invalid(name, text[:80])


def _invalid(name: str, value: object) -> EngineError:
    return EngineError(Code.INVALID_VALUE, name=name, value=str(value))


def names() -> tuple[str, ...]:
    """Every field of `Sampling`, for those who list them."""
    return tuple(field.name for field in fields(Sampling))
