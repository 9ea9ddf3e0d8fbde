"""How tests are run: in three workers unless a few are asked for; the quick check of a change; what no test runs."""

from __future__ import annotations

import json
import os
import subprocess
import time
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .places import Places, say

WORKERS = 3  # one more than the two cores of the machine the suite is made for: about half of the time a test waits
_DEALT = ("-n", str(WORKERS), "--dist", "loadfile")  # tests/workers.py says why
SECOND_TRIES = 4  # of some six thousand tests: more than that is no accident
QUICK = "not (model or gui or slow)"
# Options that say nothing about how many tests are meant. All others (a path, -k, --pdb) mean a few, or one process.
_OF_ALL = ("-m", "-x", "-v", "-q", "--exitfirst", "--durations", "--maxfail", "--tb")


def pytest(arguments: Sequence[str]) -> list[str]:
    """What Python is given to run these tests."""
    return ["-m", "pytest", *(_DEALT if _means_all(arguments) else ()), *arguments]


def test(places: Places, arguments: Sequence[str]) -> int:
    """Run the tests; returns the exit status.

    A few that fail in a run of all are run once more, alone: a machine whose cores are taken by the other workers can
    make a window test wait too long. One that passes then is named, so that it is mended; it isn't a fault of the
    change. More than SECOND_TRIES, or a run that was stopped, is not looked at again.
    """
    command = [str(places.python), *pytest(arguments)]
    if not _means_all(arguments):
        return subprocess.run(command, cwd=places.root, check=False).returncode
    listed = places.cache / "failed.txt"
    listed.unlink(missing_ok=True)
    environment = {**os.environ, "LAMPLIGHT_FAILED_LIST": str(listed)}
    status = subprocess.run(command, cwd=places.root, env=environment, check=False).returncode
    failed = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    if status != 1 or not 0 < len(failed) <= SECOND_TRIES:
        return status
    say(f"{len(failed)} failed beside others; once more, alone:")
    again = subprocess.run([str(places.python), "-m", "pytest", *failed], cwd=places.root, check=False).returncode
    if again == 0:
        say("Passed alone, failed beside others (mend the test, or what it waits for):\n  " + "\n  ".join(failed))
    return again


def _means_all(arguments: Sequence[str]) -> bool:
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word.partition("=")[0] not in _OF_ALL:
            return False
        if word == "-m" and rest:
            rest.pop(0)
    return True


@dataclass(frozen=True)
class Step:
    """One thing that `make check` looks at."""

    name: str
    command: tuple[str, ...]


TYPES = Step("types", ("mypy",))
SHAPE = Step("shape and contracts", ("pytest", "tests/test_architecture.py"))
LINT = Step("lint", ("ruff", "check", "--quiet", "."))
FORM = Step("form", ("ruff", "format", "--check", "--quiet", "."))
TESTS = Step("quick tests", ("pytest", *_DEALT, "-m", QUICK, "--ignore", "tests/test_architecture.py"))
LOOKS = (TYPES, SHAPE, LINT, FORM)  # the longest first: two at a time
FAST = (TYPES, LINT, FORM)


def check(places: Places, *, fast: bool) -> int:
    """Look at everything that takes less than a minute, or at what takes seconds; returns the exit status.

    Every step says what it took; the output is shown only of those that find something.
    """
    with ThreadPoolExecutor(WORKERS) as workers:
        good = list(workers.map(lambda step: _look(places, step), FAST if fast else LOOKS))
    if not fast:
        good.append(_look(places, TESTS))
    return 0 if all(good) else 1


def _look(places: Places, step: Step) -> bool:
    began = time.monotonic()
    ran = subprocess.run(
        [places.python, "-m", *step.command],
        cwd=places.root,
        env=_plain(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    good = ran.returncode == 0
    say(f"{step.name}: {'good' if good else 'NOT GOOD'}, {time.monotonic() - began:.1f} s")
    if not good:
        print(f"{ran.stdout}{ran.stderr}", end="", flush=True)
    return good


def _plain(environment: Mapping[str, str]) -> dict[str, str]:
    """Without colours, which pytest and mypy would write into a pipe where FORCE_COLOR is set."""
    return {**{name: value for name, value in environment.items() if name != "FORCE_COLOR"}, "NO_COLOR": "1"}


# -- coverage ------------------------------------------------------------------------------------------------------


def coverage(places: Places, arguments: Sequence[str]) -> int:
    """Run the tests, list the lines that none runs, and hold the modules that guard people's text above their limit.

    Returns the exit status: 1 where a test fails or a guarded module is below the limit. pyproject.toml has the list.
    """
    python = str(places.python)

    def report(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([python, "-m", "coverage", *words], cwd=places.root, check=False)

    report("erase")
    tests = subprocess.run([python, "-m", "coverage", "run", *pytest(arguments)], cwd=places.root, check=False)
    report("combine", "--quiet")
    report("report", "--skip-covered", "--show-missing")
    found = places.cache / "coverage.json"
    report("json", "--quiet", "-o", str(found))
    settings = tomllib.loads((places.root / "pyproject.toml").read_text())["tool"]["lamplight"]["guarded"]
    covered = {
        name: measured["summary"]["percent_covered"]
        for name, measured in json.loads(found.read_text())["files"].items()
    }
    low = below(settings["modules"], settings["least_percent"], covered)
    for line in low:
        say(line)
    return 1 if tests.returncode or low else 0


def below(guarded: Sequence[str], least: float, covered: Mapping[str, float]) -> list[str]:
    """A line for each guarded module whose tests run less of it than they must, and for each entry that names none."""
    lines: list[str] = []
    for entry in guarded:
        names = [name for name in covered if name == entry or name.startswith(f"{entry}/")]
        if not names:
            lines.append(f"{entry}: there is no such module, or no test runs it")
        lines += [
            f"{name}: {covered[name]:.1f} % are run by tests, {least} % must be"
            for name in sorted(names)
            if covered[name] < least
        ]
    return lines
