"""One chain of llama.cpp's samplers for each request, in the order llama.cpp itself uses."""

from __future__ import annotations

import ctypes
import json
import random
from collections.abc import Iterable
from typing import Any

import llama_cpp as ll
import numpy as np
from llama_cpp.llama_grammar import json_schema_to_gbnf

from desktop.base.errors import Code, EngineError
from desktop.engine.model.model import Vocabulary
from desktop.engine.protocol.messages import Sampling

_KEEP = 1  # each filter leaves at least one token
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])  # llama_token_data


def draw_seed(sampling: Sampling) -> int:
    """The seed asked for, or a new one."""
    return sampling.seed if sampling.seed >= 0 else random.SystemRandom().randrange(1, 2**31 - 1)


class Sampler:
    """Chooses the next token; `close` frees it. Raises EngineError(INVALID_VALUE) for a grammar that can't be."""

    def __init__(self, sampling: Sampling, seed: int, vocabulary: Vocabulary, trained_context: int) -> None:
        self._vocabulary = vocabulary
        parameters = ll.llama_sampler_chain_default_params()
        parameters.no_perf = True
        self._grammar: Any = _grammar(sampling, vocabulary)
        self._chain: Any = ll.llama_sampler_chain_init(parameters)
        for step in _steps(sampling, seed, vocabulary, trained_context):
            ll.llama_sampler_chain_add(self._chain, step)
        self._candidates: Any = None
        self._remembers = sampling.dry_multiplier > 0 or _penalizes(sampling)

    def sample(self, context: int, row: int, refused: Iterable[int] = ()) -> int:
        """The token chosen from the logits of a batch's row, never one of `refused`; the chain remembers it."""
        if self._grammar is None and not refused:
            return int(ll.llama_sampler_sample(self._chain, context, row))
        token = self._choose(context, row, refused, bound=False)
        if self._grammar is not None:
            if not self._allows(token):
                token = self._choose(context, row, refused, bound=True)
            ll.llama_sampler_accept(self._grammar, token)
        ll.llama_sampler_accept(self._chain, token)
        return token

    def remember_prompt(self, tokens: list[int]) -> None:
        """Tell the penalties what stands before the reply."""
        if self._remembers:
            for token in tokens:
                ll.llama_sampler_accept(self._chain, token)

    def remember_reply(self, tokens: list[int]) -> None:
        """Tokens of the reply that were not chosen here (continued, or written before a rewind)."""
        for token in tokens:
            ll.llama_sampler_accept(self._chain, token)
            if self._grammar is not None:
                ll.llama_sampler_accept(self._grammar, token)

    def close(self) -> None:
        for handle in (self._chain, self._grammar):
            if handle is not None:
                ll.llama_sampler_free(handle)
        self._chain = self._grammar = None

    def _choose(self, context: int, row: int, refused: Iterable[int], bound: bool) -> int:
        """What llama_sampler_sample does, with a look in between; llama.cpp's own common sampler checks a grammar
        in the same way: only when the free choice breaks it is the whole vocabulary held against it."""
        if self._candidates is None:
            self._candidates = np.zeros(self._vocabulary.size, _CANDIDATE)
        candidates = self._candidates
        candidates["id"] = np.arange(self._vocabulary.size, dtype=np.int32)
        candidates["logit"] = np.ctypeslib.as_array(
            ll.llama_get_logits_ith(context, row), shape=(self._vocabulary.size,)
        )
        candidates["p"] = 0.0
        for token in refused:
            candidates["logit"][token] = -np.inf
        array = _array(candidates)
        if bound:
            ll.llama_sampler_apply(self._grammar, ctypes.byref(array))
        ll.llama_sampler_apply(self._chain, ctypes.byref(array))
        return int(array.data[array.selected].id)

    def _allows(self, token: int) -> bool:
        one = np.zeros(1, _CANDIDATE)
        one["id"], one["logit"] = token, 1.0
        ll.llama_sampler_apply(self._grammar, ctypes.byref(_array(one)))
        return bool(one["logit"][0] != -np.inf)


def _array(candidates: Any) -> Any:
    return ll.llama_token_data_array(
        data=ctypes.cast(candidates.ctypes.data, ll.llama_token_data_p),
        size=len(candidates),
        selected=-1,
        sorted=False,
    )


def _grammar(sampling: Sampling, vocabulary: Vocabulary) -> Any:
    name, text = "grammar", sampling.grammar
    if sampling.json_schema:
        name = "json_schema"
        try:
            text = json_schema_to_gbnf(json.dumps(json.loads(sampling.json_schema)))
        except Exception as error:  # the converter's own errors are of every kind
            raise EngineError(Code.INVALID_VALUE, name=name, value=str(error)[:200]) from error
    if not text:
        return None
    handle = ll.llama_sampler_init_grammar(vocabulary.handle, text.encode(), b"root")
    if not handle:
        raise EngineError(Code.INVALID_VALUE, name=name, value=text[:200])
    return handle


def _penalizes(sampling: Sampling) -> bool:
    return (sampling.repeat_penalty, sampling.presence_penalty, sampling.frequency_penalty) != (1.0, 0.0, 0.0)


def _steps(sampling: Sampling, seed: int, vocabulary: Vocabulary, trained_context: int) -> list[Any]:
    steps = _shaping(sampling, vocabulary, trained_context)
    if sampling.temperature <= 0:
        return [*steps, ll.llama_sampler_init_greedy()]
    if sampling.mirostat == 2:
        heat = ll.llama_sampler_init_temp(sampling.temperature)
        return [*steps, heat, ll.llama_sampler_init_mirostat_v2(seed, sampling.mirostat_tau, sampling.mirostat_eta)]
    steps += _filters(sampling, seed)
    return [*steps, ll.llama_sampler_init_temp(sampling.temperature), ll.llama_sampler_init_dist(seed)]


def _shaping(sampling: Sampling, vocabulary: Vocabulary, trained_context: int) -> list[Any]:
    """The steps that change logits because of what was asked for or already written."""
    steps = []
    if sampling.logit_bias:
        unknown = [token for token in sampling.logit_bias if token >= vocabulary.size]
        if unknown:
            raise EngineError(Code.INVALID_VALUE, name="logit_bias", value=str(unknown[0]), most=vocabulary.size - 1)
        biases = (ll.llama_logit_bias * len(sampling.logit_bias))(
            *(ll.llama_logit_bias(token=token, bias=bias) for token, bias in sampling.logit_bias.items())
        )
        steps.append(ll.llama_sampler_init_logit_bias(vocabulary.size, len(biases), biases))
    if _penalizes(sampling):
        last = trained_context if sampling.repeat_last_n < 0 else sampling.repeat_last_n
        steps.append(
            ll.llama_sampler_init_penalties(
                vocabulary.size, last, sampling.repeat_penalty, sampling.frequency_penalty, sampling.presence_penalty
            )
        )
    if sampling.dry_multiplier > 0:
        breakers = [text.encode() for text in sampling.dry_breakers]
        last = trained_context if sampling.dry_last_n < 0 else sampling.dry_last_n
        steps.append(
            ll.llama_sampler_init_dry(
                vocabulary.handle,
                sampling.dry_multiplier,
                sampling.dry_base,
                sampling.dry_allowed_length,
                last,
                (ctypes.c_char_p * len(breakers))(*breakers),
                len(breakers),
            )
        )
    return steps


def _filters(sampling: Sampling, seed: int) -> list[Any]:
    """The steps that leave tokens out."""
    steps = []
    if sampling.top_n_sigma > 0:
        steps.append(ll.llama_sampler_init_top_n_sigma(sampling.top_n_sigma))
    if sampling.top_k > 0:
        steps.append(ll.llama_sampler_init_top_k(sampling.top_k))
    if sampling.typical_p < 1.0:
        steps.append(ll.llama_sampler_init_typical(sampling.typical_p, _KEEP))
    if sampling.top_p < 1.0:
        steps.append(ll.llama_sampler_init_top_p(sampling.top_p, _KEEP))
    if sampling.min_p > 0.0:
        steps.append(ll.llama_sampler_init_min_p(sampling.min_p, _KEEP))
    if sampling.xtc_probability > 0:
        steps.append(ll.llama_sampler_init_xtc(sampling.xtc_probability, sampling.xtc_threshold, _KEEP, seed))
    return steps
