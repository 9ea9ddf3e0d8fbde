"""Prompt lookup against plain writing, greedy: a task that repeats its input and one that doesn't.

    python -m tests.bench.speculation [--model PATH] [--pairs 3]

`forced` always proposes, `auto` is what a greedy request gets by default. Above 1 is faster than plain; the texts are
compared too.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from desktop.base.paths import starter_folders
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Generate, Load, Sampling

TEXT = (
    "The keeper climbed the narrow stairs every evening, lit the lamp, and wrote the names of the ships that passed "
    "into a large blue book. Nobody had asked him to do it, but he had never missed a single night in thirty years."
)
TASKS = {
    "repeats": f"Text: {TEXT}\nCorrected: {TEXT}\n\nText: {TEXT}\nCorrected:",
    "does not": "Once upon a time there was a small town by the sea. One morning",
}


def _write(engine: Engine, prompt: str, speculate: bool | None) -> tuple[str, float]:
    request = Generate(
        prompt=prompt, max_tokens=48, ignore_end=True, speculate=speculate, sampling=Sampling(temperature=0.0)
    )
    text, first, last = "", 0.0, 0.0
    for event in engine.generate(request).events():
        if isinstance(event, Delta):
            first = first or time.perf_counter()
            text += event.text
        last = time.perf_counter()
    return text, 48 / (last - first)


def main() -> int:
    parser = argparse.ArgumentParser(description="Prompt lookup against plain writing.")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    models = (
        [options.model] if options.model else [path for folder in starter_folders() for path in folder.glob("*.gguf")]
    )
    for model in models:
        with tempfile.TemporaryDirectory() as folder:
            engine = Engine(Path(folder) / "engine.log")
            engine.load(Load(str(model), context=2048)).result(600)
            for task, prompt in TASKS.items():
                _write(engine, prompt, False)
                rounds = [[_write(engine, prompt, how) for how in (False, True, None)] for _ in range(options.pairs)]
                forced = statistics.median(turn[1][1] / turn[0][1] for turn in rounds)
                auto = statistics.median(turn[2][1] / turn[0][1] for turn in rounds)
                same = all(turn[0][0] == turn[1][0] == turn[2][0] for turn in rounds)
                print(f"{model.name:40} {task:9} forced {forced:.2f}  auto {auto:.2f}  same text: {same}", flush=True)
            engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
