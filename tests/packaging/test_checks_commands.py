"""Which tests run in three workers, and what `make coverage` says of the modules that guard people's text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from steps import checks

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("arguments", "dealt"),
    [
        ([], True),
        (["-m", "not slow"], True),
        (["--durations=20", "-x"], True),
        (["tests/store", "-k", "trash"], False),
        (["-k", "trash"], False),
        (["-m", "not slow", "tests/store"], False),
        (["--pdb"], False),
        (["-n", "4"], False),
    ],
)
def test_all_tests_are_dealt_to_workers_and_a_few_are_not(arguments: list[str], dealt: bool) -> None:
    command = checks.pytest(arguments)
    assert command[:2] == ["-m", "pytest"]
    assert ("loadfile" in command) is dealt
    assert command[len(command) - len(arguments) :] == arguments


def test_a_guarded_module_below_the_limit_is_named() -> None:
    covered = {"desktop/store/store.py": 99.0, "desktop/store/core/opening.py": 94.9, "desktop/storeroom.py": 1.0}
    (line,) = checks.below(["desktop/store"], 95, covered)
    assert line.startswith("desktop/store/core/opening.py: 94.9 %")
    assert checks.below(["desktop/store/store.py"], 95, covered) == []


def test_a_guarded_module_that_was_moved_away_is_named() -> None:
    (line,) = checks.below(["desktop/gone"], 95, {"desktop/store/store.py": 99.0})
    assert line.startswith("desktop/gone")


def test_the_guarded_modules_are_there() -> None:
    guarded = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["lamplight"]["guarded"]
    assert guarded["least_percent"] >= 95
    assert [name for name in guarded["modules"] if not (ROOT / name).exists()] == []
