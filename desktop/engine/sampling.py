"""One chain of llama.cpp's samplers for each request, in the order llama.cpp itself uses."""

from __future__ import annotations

import random
from typing import Any

import llama_cpp as ll

from desktop.engine.model import Vocabulary
from desktop.engine.protocol import Sampling

_KEEP = 1
_PENALTY_WINDOW = 256


def draw_seed(sampling: Sampling) -> int:
    """The seed asked for, or a new one."""
    return sampling.seed if sampling.seed >= 0 else random.SystemRandom().randrange(1, 2**31)


class Sampler:
    """Chooses the next token; `close` frees it."""

    def __init__(self, sampling: Sampling, seed: int, vocabulary: Vocabulary) -> None:
        parameters = ll.llama_sampler_chain_default_params()
        parameters.no_perf = True
        self.handle: Any = ll.llama_sampler_chain_init(parameters)
        for step in _steps(sampling, seed, vocabulary):
            ll.llama_sampler_chain_add(self.handle, step)

    def sample(self, context: int, row: int) -> int:
        """The token chosen from the logits of a batch's row; the chain remembers it."""
        return int(ll.llama_sampler_sample(self.handle, context, row))

    def accept(self, token: int) -> None:
        """Count a token that was not chosen here, e.g. one of the prompt."""
        ll.llama_sampler_accept(self.handle, token)

    def close(self) -> None:
        if self.handle:
            ll.llama_sampler_free(self.handle)
            self.handle = None


def _steps(sampling: Sampling, seed: int, vocabulary: Vocabulary) -> list[Any]:
    steps = []
    if sampling.repeat_penalty != 1.0:
        penalty = sampling.repeat_penalty
        steps.append(ll.llama_sampler_init_penalties(vocabulary.size, _PENALTY_WINDOW, penalty, 0.0, 0.0))
    if sampling.temperature <= 0:
        return [*steps, ll.llama_sampler_init_greedy()]
    if sampling.top_k > 0:
        steps.append(ll.llama_sampler_init_top_k(sampling.top_k))
    if sampling.top_p < 1.0:
        steps.append(ll.llama_sampler_init_top_p(sampling.top_p, _KEEP))
    if sampling.min_p > 0.0:
        steps.append(ll.llama_sampler_init_min_p(sampling.min_p, _KEEP))
    return [*steps, ll.llama_sampler_init_temp(sampling.temperature), ll.llama_sampler_init_dist(seed)]
