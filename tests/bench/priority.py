"""A chat reply while sixteen background generations run: its first token and its speed, against alone.

    python -m tests.bench.priority [--model PATH] [--pairs 5]

The promise: first token within twice its solo time, at least half its solo speed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from desktop.base.paths import starter_folders
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Finished, Generate, Load, Message, Sampling


def _chat(engine: Engine, number: int) -> Finished:
    """A new question each time, so that no prompt is cached but its beginning."""
    words = " ".join(f"{number}{letter}" for letter in "abcdefghijklmnop")
    messages = (Message("user", f"{words}. Tell me a story about the sea."),)
    ending = engine.generate(
        Generate(messages=messages, max_tokens=64, ignore_end=True, sampling=Sampling(seed=number))
    ).result(600)
    assert isinstance(ending, Finished)
    return ending


def measure(model: Path, pairs: int) -> tuple[float, float]:
    """Medians of first token's seconds and of tokens per second, beside background work over alone."""
    firsts, speeds = [], []
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder) / "engine.log")
        engine.load(Load(str(model), context=8192)).result(600)
        _chat(engine, 0)
        for pair in range(pairs):
            alone = _chat(engine, 2 * pair + 1)
            beside = _beside(engine, pair)
            firsts.append(beside.first_token_seconds / alone.first_token_seconds)
            speeds.append(beside.tokens_per_second / alone.tokens_per_second)
        engine.close()
    return statistics.median(firsts), statistics.median(speeds)


def _beside(engine: Engine, pair: int) -> Finished:
    """A reply while sixteen others are being written."""
    work = [
        engine.generate(
            Generate(prompt=f"Segment {pair}.{n}: the rain", max_tokens=400, ignore_end=True, background=True)
        )
        for n in range(16)
    ]
    for call in work:
        next(event for event in call.events() if isinstance(event, Delta))
    beside = _chat(engine, 2 * pair + 2)
    for call in work:
        call.cancel()
    for call in work:
        call.result(60)
    return beside


def main() -> int:
    parser = argparse.ArgumentParser(description="A chat reply beside sixteen background generations.")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    model = options.model or next(
        path for folder in starter_folders() for path in folder.glob("SmolLM2-135M-Instruct*.gguf")
    )
    first, speed = measure(model, options.pairs)
    print(f"first_token_ratio  {first:.3f}   (at most 2)")
    print(f"speed_ratio        {speed:.3f}   (at least 0.5)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
