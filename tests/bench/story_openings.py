"""Five openings against one: how much five one-sentence beginnings from one evaluated prompt cost.

    python -m tests.bench.story_openings [--model PATH] [--words 700] [--rounds 3]

The time from the wish to the last opening, with the prompt evaluated before (as it is while somebody writes) and with
a cold one. A ratio of 5 would be five times the price of one; the tokens of each opening are the same, so that only the
batching is compared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from desktop.base.paths import starter_folders
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Generate, Load
from desktop.features.story.sampling_presets import PROSE

TEXT = (
    "The keeper climbed the narrow stairs every evening, lit the lamp, and wrote the names of the ships that passed "
    "into a large blue book. Nobody had asked him to do it, but he had never missed a single night in thirty years.\n\n"
)
TOKENS = 24  # of an opening


def _prompt(words: int, salt: int) -> str:
    return f"Chapter {salt}\n\n" + TEXT * max(1, words // 42)


def _seconds(engine: Engine, prompt: str, count: int, seed: int) -> float:
    request = Generate(
        prompt=prompt,
        max_tokens=TOKENS,
        ignore_end=True,
        background=True,
        alternatives=8,
        sampling=replace(PROSE["balanced"], temperature=1.0, seed=seed),
    )
    started = time.perf_counter()
    for call in engine.branches(request, count):
        call.result(600)
    return time.perf_counter() - started


def measure(model: Path, words: int, rounds: int) -> dict[str, float]:
    """Median seconds of one and of five, warm and cold, and their ratios."""
    found: dict[str, list[float]] = {"one": [], "five": [], "one_cold": [], "five_cold": []}
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder) / "engine.log")
        engine.load(Load(str(model), context=4096)).result(600)
        _seconds(engine, _prompt(40, 0), 1, 1)
        for number in range(1, rounds + 1):
            cold, other = _prompt(words, number), _prompt(words, number + 1000)
            found["one_cold"].append(_seconds(engine, cold, 1, number))
            found["one"].append(_seconds(engine, cold, 1, number + 50))
            found["five_cold"].append(_seconds(engine, other, 5, number))
            found["five"].append(_seconds(engine, other, 5, number + 50))
        engine.close()
    medians = {name: statistics.median(values) for name, values in found.items()}
    medians["ratio"] = medians["five"] / medians["one"]
    medians["ratio_cold"] = medians["five_cold"] / medians["one_cold"]
    return medians


def main() -> int:
    """Measure every starter model, or the one given."""
    parser = argparse.ArgumentParser(description="Five openings against one.")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--words", type=int, default=700)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    models = (
        [options.model] if options.model else [path for folder in starter_folders() for path in folder.glob("*.gguf")]
    )
    for model in models:
        found = measure(model, options.words, options.rounds)
        print(
            f"{model.name:40} evaluated: one {found['one']:.2f} s, five {found['five']:.2f} s ({found['ratio']:.2f})   "
            f"cold: one {found['one_cold']:.2f} s, five {found['five_cold']:.2f} s ({found['ratio_cold']:.2f})",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
