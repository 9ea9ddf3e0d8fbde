"""How fast the engine is on this machine, beside the raw loop of llama.cpp, in one run.

Machines are noisy, so the two sides alternate and the medians count. The client's own clock measures the engine: what
the window sees, with pipe and process in between.
"""

from __future__ import annotations

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.base import machine
from desktop.engine.bench import raw_loop as rawloop
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Finished, Generate, Load, Loaded, Sampling

_SENTENCE = "Write a long story about a lighthouse keeper who finds a strange book on the shore. "
_SAMPLING = Sampling(temperature=0.7, top_k=40, top_p=0.95, min_p=0.05, seed=1)
_TOKENS_PER_SENTENCE = 17
_LOAD_SECONDS = 600.0
_REPLY_SECONDS = 3600.0


@dataclass(frozen=True)
class Sides:
    """One comparison: `ours` against `theirs`, in `unit`; `ratio` above 1 is in our favour."""

    ratio: float
    ours: float
    theirs: float
    unit: str


@dataclass(frozen=True)
class Report:
    """`decode` and `prefill`: against the raw loop. `batch`: 16 together against one by one. `restore`: the first
    token of a saved conversation against a cold one. Memory in bytes."""

    model: str
    threads: int
    decode: Sides
    prefill: Sides
    batch: Sides
    restore: Sides
    memory_bytes: int
    load_seconds: float

    def as_json(self) -> dict[str, Any]:
        """JSON-safe; the ratios stand alone, their sides beside them."""
        named = {
            "decode_ratio": ("decode", self.decode),
            "prefill_ratio": ("prefill", self.prefill),
            "batch_speedup": ("batch", self.batch),
            "restore_speedup": ("restore", self.restore),
        }
        found: dict[str, Any] = {"model": self.model, "threads": self.threads}
        for key, (name, sides) in named.items():
            found[key] = round(sides.ratio, 4)
            found[name] = {"ours": sides.ours, "theirs": sides.theirs, "unit": sides.unit}
        return {**found, "memory_bytes": self.memory_bytes, "load_seconds": self.load_seconds}


def run(
    model: Path,
    *,
    tokens: int = 512,
    prompt_tokens: int = 1024,
    saved_tokens: int = 3000,
    pairs: int = 5,
    threads: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Report:
    """Measure; a few minutes on a slow machine. `progress` gets "decode", "prefill", "batch", "restore".

    Raises EngineError and ModelFileError for a model that can't be used.
    """
    threads = threads or machine.default_threads()
    with tempfile.TemporaryDirectory(prefix="lamplight-bench-") as folder:
        bench = _Bench(model, Path(folder), max(tokens, prompt_tokens, saved_tokens) + 512, threads)
        try:
            progress("decode")
            decode = bench.decode(tokens, pairs)
            progress("prefill")
            prefill = bench.prefill(prompt_tokens, pairs)
            progress("batch")
            batch = bench.batch()
            memory = bench.memory()
            progress("restore")
            restore = bench.restore(saved_tokens)
        finally:
            bench.close()
        return Report(bench.loaded.name, threads, decode, prefill, batch, restore, memory, bench.loaded.load_seconds)


class _Bench:
    def __init__(self, model: Path, folder: Path, context: int, threads: int) -> None:
        self._folder = folder
        self._load = Load(str(model), context=context, threads=threads, gpu_layers=0)
        self._engine, self.loaded = self._open(None)
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._raw = spawn.Process(target=rawloop.main, args=(theirs, str(model), self.loaded.context, threads))
        self._raw.daemon = True
        self._raw.start()
        theirs.close()
        self._raw_run("decode", 8)  # both sides are warm before anything counts
        self._write(8)

    def close(self) -> None:
        self._engine.close()
        self._raw.kill()

    def memory(self) -> int:
        """Bytes resident in the engine's process now."""
        import psutil

        pid = self._engine.pid
        return int(psutil.Process(pid).memory_info().rss) if pid else 0

    def decode(self, tokens: int, pairs: int) -> Sides:
        return _alternate(pairs, lambda: self._write(tokens), lambda: self._raw_run("decode", tokens))

    def prefill(self, tokens: int, pairs: int) -> Sides:
        prompt = _prompt(min(tokens, self.loaded.context - 64))
        return _alternate(pairs, lambda: self._read(prompt)[0], lambda: self._raw_run("prefill", 0, prompt))

    def batch(self, count: int = 16, tokens: int = 64, pairs: int = 5) -> Sides:
        """Short replies to short prompts, so that it is the writing which is compared."""

        def requests(turn: int) -> list[Generate]:
            return [_request(f"Story {turn}.{number}:", tokens, cache=True, background=True) for number in range(count)]

        def one_by_one() -> float:
            started = time.perf_counter()
            for request in requests(0):
                self._finish(request)
            return count * tokens / (time.perf_counter() - started)

        def together() -> float:
            started = time.perf_counter()
            for call in [self._engine.generate(request) for request in requests(1)]:
                call.result(_REPLY_SECONDS)
            return count * tokens / (time.perf_counter() - started)

        return _alternate(pairs, together, one_by_one)

    def restore(self, tokens: int) -> Sides:
        """Seconds to the first token of a conversation that was saved, and of one that was not."""
        prompt = _prompt(min(tokens, self.loaded.context - 64))
        self._engine.close()
        states = self._folder / "states"
        first, _ = self._open(states)
        _, cold = self._read(prompt, first, cache=True)
        first.close()
        warm = []
        for _ in range(3):
            again, _ = self._open(states)
            warm.append(self._read(prompt, again, cache=True)[1])
            again.close()
        seconds = statistics.median(warm)
        return Sides(cold / seconds, seconds, cold, "seconds")

    def _open(self, states: Path | None) -> tuple[Engine, Loaded]:
        engine = Engine(self._folder / "engine.log", states_dir=states)
        loaded = engine.load(self._load).result(_LOAD_SECONDS)
        assert isinstance(loaded, Loaded)
        return engine, loaded

    def _raw_run(self, what: str, tokens: int, prompt: str = _SENTENCE) -> float:
        self._pipe.send((what, prompt, tokens))
        count, seconds = self._pipe.recv()
        return float(count / seconds)

    def _write(self, tokens: int) -> float:
        """Tokens per second as they arrive here, from the first text on."""
        first: tuple[float, int] | None = None
        for event in self._engine.generate(_request(_SENTENCE, tokens)).events():
            if isinstance(event, Delta) and first is None:
                first = time.perf_counter(), event.tokens
            elif isinstance(event, Finished) and first is not None:
                return (event.completion_tokens - first[1]) / (time.perf_counter() - first[0])
        return 0.0

    def _read(self, prompt: str, engine: Engine | None = None, cache: bool = False) -> tuple[float, float]:
        """Prompt tokens per second, and seconds from the request to the first text."""
        started = time.perf_counter()
        seconds = 0.0
        for event in (engine or self._engine).generate(_request(prompt, 2, cache=cache)).events():
            if isinstance(event, Delta) and not seconds:
                seconds = time.perf_counter() - started
            elif isinstance(event, Finished):
                seconds = seconds or time.perf_counter() - started
                return event.prompt_tokens / seconds, seconds
        return 0.0, 0.0

    def _finish(self, request: Generate) -> None:
        self._engine.generate(request).result(_REPLY_SECONDS)


def _request(prompt: str, tokens: int, cache: bool = False, background: bool = False) -> Generate:
    return Generate(
        prompt=prompt, max_tokens=tokens, ignore_end=True, cache=cache, background=background, sampling=_SAMPLING
    )


def _prompt(tokens: int) -> str:
    return _SENTENCE * max(1, tokens // _TOKENS_PER_SENTENCE)


def _alternate(pairs: int, ours: Callable[[], float], theirs: Callable[[], float]) -> Sides:
    """Medians of both sides, and of the ratio of each pair: noise that lasts longer than a pair falls out."""
    found: list[tuple[float, float]] = []
    for number in range(pairs):
        if number % 2:
            other = theirs()
            found.append((ours(), other))
        else:
            mine = ours()
            found.append((mine, theirs()))
    ratio = statistics.median(mine / other for mine, other in found)
    mine, other = (statistics.median(side) for side in zip(*found, strict=True))
    return Sides(ratio, mine, other, "tokens per second")
