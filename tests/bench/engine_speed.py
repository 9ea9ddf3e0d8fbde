"""The engine against the raw loop and against `Llama.create_completion`, alternating, medians.

    python -m tests.bench.engine_speed [--model PATH] [--tokens 512] [--pairs 5] [--json]

Prints what `lamplight bench` prints, and the third side. Run it on a machine at rest; ratios are what counts.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from desktop.base import machine
from desktop.base.paths import starter_folders
from desktop.engine.bench import comparison as bench
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Finished, Generate, Load, Sampling

PROMPT = "Write a long story about a lighthouse keeper who finds a strange book on the shore. "


def completion(pipe: Connection, model: str, context: int, threads: int) -> None:
    """The other side: llama-cpp-python's own streaming completion, in its own process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    from llama_cpp import Llama

    llama = Llama(model, n_ctx=context, n_threads=threads, n_threads_batch=threads, verbose=False, seed=1)
    while True:
        try:
            count = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        llama.reset()
        first, seen = 0.0, 0
        biases = {llama.token_eos(): -100.0}
        for _ in llama.create_completion(
            PROMPT, max_tokens=count, temperature=0.7, top_k=40, top_p=0.95, min_p=0.05,
            repeat_penalty=1.0, stream=True, logit_bias=biases,
        ):  # fmt: skip
            seen += 1
            first = first or time.perf_counter()
        pipe.send((seen - 1) / (time.perf_counter() - first))


def against_completion(model: Path, tokens: int, pairs: int) -> tuple[float, float, float]:
    """Ratio, and both sides in tokens per second."""
    threads = machine.default_threads()
    spawn = multiprocessing.get_context("spawn")
    pipe, theirs = spawn.Pipe()
    other = spawn.Process(target=completion, args=(theirs, str(model), tokens + 512, threads), daemon=True)
    other.start()
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder) / "engine.log")
        engine.load(Load(str(model), context=tokens + 512, threads=threads)).result(600)
        _ours(engine, 8)
        pipe.send(8)
        pipe.recv()
        found = []
        for _ in range(pairs):
            mine = _ours(engine, tokens)
            pipe.send(tokens)
            found.append((mine, pipe.recv()))
        engine.close()
    other.kill()
    ratio = statistics.median(mine / theirs for mine, theirs in found)
    mine, their = (statistics.median(side) for side in zip(*found, strict=True))
    return ratio, mine, their


def _ours(engine: Engine, tokens: int) -> float:
    sampling = Sampling(temperature=0.7, top_k=40, top_p=0.95, min_p=0.05, seed=1)
    request = Generate(prompt=PROMPT, max_tokens=tokens, ignore_end=True, cache=False, sampling=sampling)
    first: tuple[float, int] | None = None
    for event in engine.generate(request).events():
        if isinstance(event, Delta) and first is None:
            first = time.perf_counter(), event.tokens
        elif isinstance(event, Finished) and first is not None:
            return (event.completion_tokens - first[1]) / (time.perf_counter() - first[0])
    return 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description="The engine against the raw loop and create_completion.")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    model = options.model or next(
        path for folder in starter_folders() for path in folder.glob("SmolLM2-135M-Instruct*.gguf")
    )
    report = bench.run(model, tokens=options.tokens, pairs=options.pairs).as_json()
    ratio, mine, their = against_completion(model, options.tokens, options.pairs)
    report["completion_ratio"] = round(ratio, 4)
    report["completion"] = {"ours": mine, "theirs": their, "unit": "tokens per second"}
    if options.json:
        print(json.dumps(report, indent=2))
        return 0
    for key, name in (
        ("decode_ratio", "decode"),
        ("prefill_ratio", "prefill"),
        ("completion_ratio", "completion"),
        ("batch_speedup", "batch"),
        ("restore_speedup", "restore"),
    ):
        sides = report[name]
        print(f"{key:18} {report[key]:8.3f}   {sides['ours']:10.3f} {sides['theirs']:10.3f} {sides['unit']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
