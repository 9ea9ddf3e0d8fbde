"""Which tests run in three workers, and what `make coverage` says of the modules that guard people's text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from steps import checks
from steps.places import Places

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


@pytest.fixture
def pytest_stub(checkout: Places, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python that fails in `fails` tests the first time and exits as the file `again` says the second time."""
    checkout.python.parent.mkdir(parents=True)
    script = (
        "#!/bin/sh\n"
        f'echo "$@" >> {checkout.root}/calls\n'
        f"if [ $(wc -l < {checkout.root}/calls) = 1 ]; then\n"
        f'  cp {checkout.root}/fails "$LAMPLIGHT_FAILED_LIST"; exit 1\n'
        "fi\n"
        f"exit $(cat {checkout.root}/again)\n"
    )
    checkout.python.write_text(script)
    checkout.python.chmod(0o755)
    return checkout.root


@pytest.mark.parametrize("again", [0, 1])
def test_a_few_that_failed_beside_others_are_run_once_more_alone(
    checkout: Places, pytest_stub: Path, capfd: pytest.CaptureFixture[str], again: int
) -> None:
    (pytest_stub / "fails").write_text("tests/a.py::one\ntests/b.py::two[x y]")
    (pytest_stub / "again").write_text(str(again))
    assert checks.test(checkout, []) == again
    assert (pytest_stub / "calls").read_text().splitlines()[1] == "-m pytest tests/a.py::one tests/b.py::two[x y]"
    assert ("Passed alone" in capfd.readouterr().out) is (again == 0)


@pytest.mark.parametrize(("failed", "arguments"), [(checks.SECOND_TRIES + 1, []), (0, []), (1, ["tests/a.py"])])
def test_many_that_failed_or_a_few_that_were_asked_for_have_failed(
    checkout: Places, pytest_stub: Path, failed: int, arguments: list[str]
) -> None:
    (pytest_stub / "fails").write_text("\n".join(f"tests/a.py::test_{n}" for n in range(failed)))
    if arguments:
        (pytest_stub / "calls").write_text("")
    assert checks.test(checkout, arguments) == 1
    assert len((pytest_stub / "calls").read_text().splitlines()) == 1


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
