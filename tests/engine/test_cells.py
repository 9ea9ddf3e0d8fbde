"""The count of free cells is right whatever is shared, against a plain model of sets."""

from __future__ import annotations

import random

import pytest

from desktop.engine.cache.cells import Cells

SEQUENCES = 5


@pytest.mark.parametrize("seed", range(10))
def test_random_histories_against_sets(seed: int) -> None:
    dice = random.Random(seed)
    cells = Cells(300, SEQUENCES)
    truth: list[list[object]] = [[] for _ in range(SEQUENCES)]
    for _ in range(300):
        sequence, action = dice.randrange(SEQUENCES), dice.choice(["extend", "extend", "copy", "trim"])
        if action == "extend":
            count = min(dice.randrange(1, 30), cells.free)
            cells.extend(sequence, count)
            truth[sequence] += [object() for _ in range(count)]
        elif action == "trim":
            keep = dice.randrange(len(truth[sequence]) + 1)
            cells.trim(sequence, keep)
            del truth[sequence][keep:]
        else:
            target = dice.randrange(SEQUENCES)
            if target != sequence:
                cells.trim(target, 0)
                cells.copy(sequence, target)
                truth[target] = list(truth[sequence])
        held = {id(cell) for tokens in truth for cell in tokens}
        assert cells.free == 300 - len(held)
        assert [cells.length(number) for number in range(SEQUENCES)] == [len(tokens) for tokens in truth]
        others = {id(cell) for number, tokens in enumerate(truth) if number != sequence for cell in tokens}
        assert cells.own(sequence) == len([cell for cell in truth[sequence] if id(cell) not in others])


def test_more_than_there_is() -> None:
    cells = Cells(10, 2)
    cells.extend(0, 8)
    with pytest.raises(ValueError, match="3 cells wanted, 2 free"):
        cells.extend(1, 3)
    assert cells.free == 2
