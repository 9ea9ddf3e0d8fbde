"""What one build of llama.cpp makes of a text: a process of its own, since a process has one llama.cpp.

    PYTHONPATH=FOLDER python -m tests.engine.backends.one_build MODEL RESULT.npz [BACKEND]   logits, and greedy tokens
    PYTHONPATH=FOLDER python -m tests.engine.backends.one_build MODEL speed SECONDS          tokens a second, as JSON

`LLAMA_CPP_LIB_PATH` names a folder of libraries other than that of the `llama_cpp` found first.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from pathlib import Path

import llama_cpp as ll
import numpy as np
from numpy.typing import NDArray

from desktop.engine.backends.files import library_folder, processor_file
from desktop.engine.backends.loading import prepare
from desktop.engine.protocol.messages import Load

TEXT = (
    "The lighthouse keeper climbed the stairs each evening before sunset, lit the lamp, and wrote down the weather in "
    "a book that his father had begun. On the last page stood a sentence which he had never understood: when the sea "
    "is silent, listen."
)
QUESTION = "Once upon a time there was"
GREEDY = 16
_CONTEXT, _BATCH = 1024, 512


class Build:
    """The model, loaded by this process's llama.cpp as the program does it; all layers on a backend that is named."""

    def __init__(self, model: str, backend: str = "") -> None:
        request = Load(model, gpu_layers=-1, backends=(backend,)) if backend else Load(model, gpu_layers=0)
        prepared = prepare(request)
        parameters = ll.llama_model_default_params()
        parameters.n_gpu_layers = 999 if backend else 0
        if backend:
            if not prepared.handles:
                sys.exit("no device")
            self._devices = (ctypes.c_void_p * (len(prepared.handles) + 1))(*prepared.handles, None)
            parameters.devices = ctypes.cast(self._devices, ctypes.c_void_p)
        self._model = ll.llama_model_load_from_file(model.encode(), parameters)
        context = ll.llama_context_default_params()
        context.n_ctx, context.n_batch = _CONTEXT, _BATCH
        context.n_threads = context.n_threads_batch = 1
        self._context = ll.llama_init_from_model(self._model, context)
        self._vocabulary = ll.llama_model_get_vocab(self._model)
        self._words = ll.llama_vocab_n_tokens(self._vocabulary)

    def logits(self, text: str) -> NDArray[np.float32]:
        """After each token of the text."""
        tokens = self._tokens(text)
        self._forget()
        batch = ll.llama_batch_init(len(tokens), 0, 1)
        batch.n_tokens = len(tokens)
        for at, token in enumerate(tokens):
            batch.token[at], batch.pos[at] = token, at
            batch.n_seq_id[at], batch.seq_id[at][0], batch.logits[at] = 1, 0, 1
        assert ll.llama_decode(self._context, batch) == 0
        return np.stack([self._row(at) for at in range(len(tokens))])

    def greedy(self, text: str, count: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The likeliest tokens one after the other, and the logits each was chosen from."""
        self._read(self._tokens(text))
        chosen, rows = [], []
        for _ in range(count):
            rows.append(self._row(-1))
            chosen.append(int(rows[-1].argmax()))
            self._decode(chosen[-1:])
        return np.array(chosen, np.int32), np.stack(rows)

    def speed(self, seconds: float) -> dict[str, float]:
        """Tokens a second of the processor's time: read in one batch, and written one by one."""
        tokens = (self._tokens(TEXT) * (_BATCH // 8))[:_BATCH]
        self._read(tokens)  # warm
        return {
            "read": self._rate(lambda: self._read(tokens), len(tokens), seconds),
            "written": self._rate(lambda: self._decode(tokens[:1]), 1, seconds),
        }

    def _rate(self, step, tokens: int, seconds: float) -> float:  # type: ignore[no-untyped-def]
        self._read([1, 1, 1])
        started, count = time.process_time(), 0
        while (taken := time.process_time() - started) < seconds:
            step()
            count += tokens
            if tokens == 1 and count % 400 == 0:
                self._forget()
        return count / taken

    def _row(self, at: int) -> NDArray[np.float32]:
        return np.ctypeslib.as_array(ll.llama_get_logits_ith(self._context, at), shape=(self._words,)).copy()

    def _read(self, tokens: list[int]) -> None:
        self._forget()
        self._decode(tokens)

    def _decode(self, tokens: list[int]) -> None:
        held = (ctypes.c_int32 * len(tokens))(*tokens)
        assert ll.llama_decode(self._context, ll.llama_batch_get_one(held, len(tokens))) == 0
        ll.llama_synchronize(self._context)

    def _forget(self) -> None:
        ll.llama_memory_clear(ll.llama_get_memory(self._context), True)

    def _tokens(self, text: str) -> list[int]:
        data = text.encode()
        room = (ctypes.c_int32 * (len(data) + 8))()
        return list(room[: ll.llama_tokenize(self._vocabulary, data, len(data), room, len(room), True, False)])


def main(model: str, target: str, more: str = "") -> None:
    """Exits with a word where this processor can't run the build, or where there is no device."""
    folder = library_folder()
    if list(folder.glob("libggml-cpu-*")) and processor_file(folder) is None:
        sys.exit("not for this processor")
    if target == "speed":
        print(json.dumps(Build(model).speed(float(more))))
        return
    build = Build(model, more)
    few = bool(more)  # a card that is pretended on a processor takes a second for each four tokens
    chosen, rows = build.greedy(QUESTION, GREEDY // 4 if few else GREEDY)
    maps = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "ggml" in line}
    np.savez(
        target,
        logits=build.logits(TEXT.partition(",")[0] if few else TEXT),
        greedy=chosen,
        rows=rows,
        maps=np.array(sorted(maps)),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # what a driver does while it is unloaded is nobody's business
