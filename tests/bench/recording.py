"""What it costs a reply that the probability of each of its tokens is recorded.

    python -m tests.bench.recording [--model PATH] [--rounds 16]

The same reply with and without, in turn, and once more without as the control. The promise: at most 2 %.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from desktop.base.paths import starter_folders
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Finished, Generate, Load, Sampling
from desktop.features.chat.chat import ALTERNATIVES

_PROMPT = "Once upon a time in a small town by the sea there lived"


def _speed(engine: Engine, record: int) -> float:
    request = Generate(
        prompt=_PROMPT, max_tokens=96, ignore_end=True, record=record, sampling=Sampling(temperature=0.7, seed=5)
    )
    ending = engine.generate(request).result(600)
    assert isinstance(ending, Finished)
    return ending.tokens_per_second


def measure(model: Path, rounds: int) -> tuple[float, float]:
    """Medians of the speed with recording, and of a second run without it, both over the first run without it."""
    recorded, control = [], []
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder) / "engine.log")
        engine.load(Load(str(model), context=2048)).result(600)
        _speed(engine, -1)
        for number in range(rounds):
            order = (-1, ALTERNATIVES) if number % 2 else (ALTERNATIVES, -1)
            speeds = {record: _speed(engine, record) for record in order}
            recorded.append(speeds[ALTERNATIVES] / speeds[-1])
            control.append(_speed(engine, -1) / speeds[-1])
        engine.close()
    return statistics.median(recorded), statistics.median(control)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--rounds", type=int, default=16)
    arguments = parser.parse_args()
    found = sorted(file for folder in starter_folders() for file in folder.glob("*.gguf"))
    worst = 1.0
    for model in [arguments.model] if arguments.model else found:
        recorded, control = measure(model, arguments.rounds)
        print(f"{model.name}: {recorded:.3f} of the speed without; control {control:.3f}")
        worst = min(worst, recorded / min(1.0, control))
    return 0 if worst >= 0.98 else 1


if __name__ == "__main__":
    sys.exit(main())
