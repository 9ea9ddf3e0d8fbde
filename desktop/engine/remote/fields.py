"""A generation as the JSON that a server of a kind understands. What it has no field for isn't sent.

The fields are those of llama-server (tools/server/README.md of llama.cpp), llama-cpp-python (server/types.py), vLLM and
SGLang (their extra parameters); Ollama, LM Studio and unknown ones get OpenAI's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.base.endpoints import Endpoint, ServerKind
from desktop.engine.protocol.messages import Generate, Message, Sampling

_MOST_STOPS = 4  # OpenAI's limit; the others are found here
_MOST_ALTERNATIVES = 20  # OpenAI's and vLLM's
_UNLIMITED_STOPS = (ServerKind.LLAMA_SERVER, ServerKind.LLAMA_CPP_PYTHON, ServerKind.VLLM, ServerKind.SGLANG)

_Field = tuple[str, Callable[[Sampling], Any]]


@dataclass(frozen=True)
class Asked:
    """What is sent, and where. `by_words`: the reply's beginning stands as a turn, and going on is asked for."""

    path: str
    body: dict[str, Any]
    by_words: bool = False


def _named(*names: str) -> Mapping[str, _Field]:
    return {name: (name, lambda sampling, name=name: getattr(sampling, name)) for name in names}  # type: ignore[misc]


_STANDARD: Mapping[str, _Field] = _named("temperature", "top_p", "presence_penalty", "frequency_penalty")
_LLAMA_SERVER: Mapping[str, _Field] = {
    **_named("top_k", "min_p", "typical_p", "top_n_sigma", "xtc_probability", "xtc_threshold"),
    **_named("dry_multiplier", "dry_base", "dry_allowed_length"),
    "dry_last_n": ("dry_penalty_last_n", lambda sampling: sampling.dry_last_n),
    "dry_breakers": ("dry_sequence_breakers", lambda sampling: list(sampling.dry_breakers)),
    **_named("repeat_penalty", "repeat_last_n", "mirostat", "mirostat_tau", "mirostat_eta"),
}
_LLAMA_CPP_PYTHON: Mapping[str, _Field] = {
    **_named("top_k", "min_p", "repeat_penalty"),
    "mirostat": ("mirostat_mode", lambda sampling: sampling.mirostat),
    **_named("mirostat_tau", "mirostat_eta"),
}
_VLLM: Mapping[str, _Field] = {
    "top_k": ("top_k", lambda sampling: sampling.top_k or -1),
    **_named("min_p"),
    "repeat_penalty": ("repetition_penalty", lambda sampling: sampling.repeat_penalty),
}
_OWN: Mapping[ServerKind, Mapping[str, _Field]] = {
    ServerKind.LLAMA_SERVER: _LLAMA_SERVER,
    ServerKind.LLAMA_CPP_PYTHON: _LLAMA_CPP_PYTHON,
    ServerKind.VLLM: _VLLM,
    ServerKind.SGLANG: _VLLM,
    ServerKind.LM_STUDIO: _named("top_k", "min_p", "repeat_penalty"),
}
_GRAMMAR = (ServerKind.LLAMA_SERVER, ServerKind.LLAMA_CPP_PYTHON, ServerKind.VLLM, ServerKind.SGLANG)
_GO_ON = (
    "Continue your last message exactly where it stops. Write only what comes next; repeat nothing and add no comment."
)


def body_of(request: Generate, messages: tuple[Message, ...], endpoint: Endpoint, seed: int) -> Asked:
    """What asks for a reply to `messages` (those that have room), or for what follows the plain prompt."""
    body: dict[str, Any] = {
        "model": endpoint.model,
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": request.max_tokens,
        "seed": seed,
        **_sampling(request.sampling, endpoint.kind),
    }
    if request.stop:
        most = None if endpoint.kind in _UNLIMITED_STOPS else _MOST_STOPS
        body["stop"] = list(request.stop[:most])
    if request.ignore_end and endpoint.kind in (ServerKind.LLAMA_SERVER, ServerKind.VLLM, ServerKind.SGLANG):
        body["ignore_eos"] = True
    wanted = max(request.alternatives, request.record)
    if not request.messages:
        body["prompt"] = request.prompt + request.prefill
        if wanted >= 0 and endpoint.abilities.probabilities:
            body["logprobs"] = min(wanted, _MOST_ALTERNATIVES)
        return Asked("/completions", body)
    if wanted >= 0 and endpoint.abilities.probabilities:
        body["logprobs"] = True
        body["top_logprobs"] = min(wanted, _MOST_ALTERNATIVES)
    turns = [{"role": message.role, "content": message.content} for message in messages]
    by_words = False
    if request.prefill:
        turns.append({"role": "assistant", "content": request.prefill})
        by_words = not endpoint.abilities.continues
        if by_words:
            turns.append({"role": "user", "content": _GO_ON})
        elif endpoint.kind in (ServerKind.VLLM, ServerKind.SGLANG):
            body["continue_final_message"] = True
            body["add_generation_prompt"] = False
    body["messages"] = turns
    return Asked("/chat/completions", body, by_words)


def unsent(sampling: Sampling, kind: ServerKind) -> tuple[str, ...]:
    """The steps of sampling that are on, and that a server of this kind can't be told of."""
    known = {**_STANDARD, **_OWN.get(kind, {})}
    plain = Sampling(top_k=0, min_p=0.0)
    off = tuple(prefix for name, prefix in _SWITCHES.items() if getattr(sampling, name) == getattr(plain, name))
    named = [name for name in vars(plain) if name not in known and name not in _ELSEWHERE and not name.startswith(off)]
    missing = [name for name in named if getattr(sampling, name) != getattr(plain, name)]
    if sampling.grammar and kind not in _GRAMMAR:
        missing.append("grammar")
    return tuple(missing)


# What turns a step on, and how the names of its other values begin.
_SWITCHES = {
    "dry_multiplier": "dry_",
    "xtc_probability": "xtc_",
    "mirostat": "mirostat_",
    "repeat_penalty": "repeat_last",
}
_ELSEWHERE = ("seed", "logit_bias", "grammar", "json_schema")


def _sampling(sampling: Sampling, kind: ServerKind) -> dict[str, Any]:
    known = {**_STANDARD, **_OWN.get(kind, {})}
    body = {name: value(sampling) for name, value in known.values()}
    if sampling.logit_bias:
        body["logit_bias"] = {str(token): max(bias, -100.0) for token, bias in sampling.logit_bias.items()}
    if sampling.json_schema:
        schema = json.loads(sampling.json_schema)
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
        if kind is ServerKind.LLAMA_CPP_PYTHON:
            body["response_format"] = {"type": "json_object", "schema": schema}
    if sampling.grammar and kind in _GRAMMAR:
        body.update(_grammar(sampling.grammar, kind))
    return body


def _grammar(grammar: str, kind: ServerKind) -> dict[str, Any]:
    if kind is ServerKind.VLLM:
        return {"structured_outputs": {"grammar": grammar}}
    return {"ebnf": grammar} if kind is ServerKind.SGLANG else {"grammar": grammar}
