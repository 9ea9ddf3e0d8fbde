"""llama.cpp through its low-level binding with nothing around it: what the engine is measured against.

Runs in a process of its own, as the engine does, and does what it is told over a pipe. Only `bench` uses it.
"""

from __future__ import annotations

import ctypes
import os
import time
from multiprocessing.connection import Connection
from typing import Any

_BATCH = 512


def main(pipe: Connection, model: str, context: int, threads: int) -> None:
    """Answers ("decode" | "prefill", prompt, tokens) with (tokens, seconds) until the pipe ends."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    loop = _Loop(model, context, threads)
    while True:
        try:
            what, prompt, count = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        pipe.send(loop.decode(prompt, count) if what == "decode" else loop.prefill(prompt))


class _Loop:
    def __init__(self, model: str, context: int, threads: int) -> None:
        import llama_cpp as ll

        from desktop.engine.backends.loading import prepare
        from desktop.engine.protocol.messages import Load

        prepare(Load(model, gpu_layers=0))
        self._ll = ll
        self._model = ll.llama_model_load_from_file(model.encode(), ll.llama_model_default_params())
        parameters = ll.llama_context_default_params()
        parameters.n_ctx, parameters.n_batch = context, _BATCH
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.no_perf = True
        self._context = ll.llama_init_from_model(self._model, parameters)
        self._vocabulary = ll.llama_model_get_vocab(self._model)

    def prefill(self, prompt: str) -> tuple[int, float]:
        """Evaluate the prompt from an empty cache and choose the first token."""
        ll, chain, tokens = self._ll, self._chain(), self._tokenize(prompt)
        started = time.perf_counter()
        self._read(tokens)
        ll.llama_sampler_sample(chain, self._context, -1)
        seconds = time.perf_counter() - started
        ll.llama_sampler_free(chain)
        return len(tokens), seconds

    def decode(self, prompt: str, count: int) -> tuple[int, float]:
        """Sample and evaluate `count` tokens, the end of the text ignored."""
        ll, chain = self._ll, self._chain()
        self._read(self._tokenize(prompt))
        piece, one = ctypes.create_string_buffer(256), (ctypes.c_int32 * 1)()
        started = time.perf_counter()
        for _ in range(count):
            one[0] = ll.llama_sampler_sample(chain, self._context, -1)
            ll.llama_token_to_piece(self._vocabulary, one[0], piece, 256, 0, False)
            self._check(ll.llama_decode(self._context, ll.llama_batch_get_one(one, 1)))
        ll.llama_synchronize(self._context)
        seconds = time.perf_counter() - started
        ll.llama_sampler_free(chain)
        return count, seconds

    def _read(self, tokens: list[int]) -> None:
        ll = self._ll
        ll.llama_memory_clear(ll.llama_get_memory(self._context), True)
        for at in range(0, len(tokens), _BATCH):
            part = tokens[at : at + _BATCH]
            held = (ctypes.c_int32 * len(part))(*part)  # the batch only points at it
            self._check(ll.llama_decode(self._context, ll.llama_batch_get_one(held, len(part))))
        ll.llama_synchronize(self._context)

    def _chain(self) -> Any:
        ll = self._ll
        chain = ll.llama_sampler_chain_init(ll.llama_sampler_chain_default_params())
        for step in (
            ll.llama_sampler_init_top_k(40),
            ll.llama_sampler_init_top_p(0.95, 1),
            ll.llama_sampler_init_min_p(0.05, 1),
            ll.llama_sampler_init_temp(0.7),
            ll.llama_sampler_init_dist(1),
        ):
            ll.llama_sampler_chain_add(chain, step)
        return chain

    def _tokenize(self, text: str) -> list[int]:
        data = text.encode()
        room = (ctypes.c_int32 * (len(data) + 8))()
        count = self._ll.llama_tokenize(self._vocabulary, data, len(data), room, len(room), True, False)
        return list(room[:count])

    @staticmethod
    def _check(code: int) -> None:
        if code:
            raise RuntimeError(f"llama_decode returned {code}")
