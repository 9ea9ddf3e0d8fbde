"""The commands behind the Makefile's targets."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import backend, checks, environment, lock, start, starters, system, wheel
from .needs import BUNDLE, TEST, WAYLAND, WINDOW
from .places import Places, SetupError, say


def set_up(places: Places, level: str, purposes: Sequence[str]) -> bool:
    """Everything the program needs; returns whether a window can open. Raises SetupError."""
    with places.alone():
        absent = system.ensure(purposes)
        environment.ensure(places, level, chosen_wheel(places))
        if level == environment.DEV:
            starters.ensure(places)
        elif _wants_small():
            starters.ensure(places, starters.SMALL)
    return not any(need.purpose == WINDOW and need.package.startswith("lib") for need in absent)


def chosen_wheel(places: Places) -> Path | None:
    """The wheel where `make gpu` has put one into this environment, so that later commands keep it."""
    found = environment.Stamp.found(places)
    if found is None or not found.has_wheel:
        return None
    kept = wheel.built(places)
    if kept is None:
        say("llama.cpp or its compiler has changed: the build for the processor is used until make gpu is run again.")
    return kept


def run(places: Places, arguments: Sequence[str]) -> int:
    purposes = [WINDOW, WAYLAND] if os.environ.get("WAYLAND_DISPLAY") else [WINDOW]
    window_possible = set_up(places, environment.RUN, purposes)
    start.start(places, window_possible=window_possible, arguments=arguments, starter=not _wants_small())
    return 0


def _wants_small() -> bool:
    """`STARTER=small make run` keeps to the smallest model, which comes with the set-up."""
    return os.environ.get("STARTER", "") == "small"


def prepare(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [WINDOW, TEST, BUNDLE])
    say("Ready: make run, make test.")
    return 0


def test(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [WINDOW, TEST, BUNDLE])
    return checks.test(places, arguments)


def check(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [])
    return checks.check(places, fast="--fast" in arguments)


def coverage(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [WINDOW, TEST, BUNDLE])
    return checks.coverage(places, arguments)


def bench(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [WINDOW, TEST])
    return _become(places, "-m", "pytest", "tests/bench", *arguments)


def bundle(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [WINDOW, BUNDLE])
    return _become(places, str(places.packaging / "bundle.py"), *arguments)


def make_backend(places: Places, arguments: Sequence[str]) -> int:
    if not environment.current(places):  # CMAKE_ARGS are the backend's here: llama.cpp isn't built again for them
        set_up(places, environment.RUN, [])
    path = backend.build(places, arguments[0] if arguments else "")
    say(f"{path.name} is in {path.parent}. lamplight models devices tries it, and says how it did.")
    return 0


def make_wheel(places: Places, arguments: Sequence[str]) -> int:
    if wheel.built(places) is None:
        set_up(places, environment.RUN, [])
    say(str(wheel.build(places)))
    return 0


def gpu(places: Places, arguments: Sequence[str]) -> int:
    make_wheel(places, [])
    with places.alone():
        environment.ensure(places, environment.RUN, wheel.built(places))
    return run(places, arguments)


def relock(places: Places, arguments: Sequence[str]) -> int:
    with places.alone():
        lock.lock(places, upgrade="--upgrade" in arguments)
    return 0


def lint(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [])
    return _become(places, "-m", "pytest", "tests/test_checks.py", "tests/test_architecture.py", *arguments)


def reformat(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [])
    for command in (["check", "--fix"], ["format"]):
        subprocess.run([places.python, "-m", "ruff", *command, "."], cwd=places.root, check=False)
    return 0


def translations(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [WINDOW])
    return _become(places, str(places.packaging / "translations.py"), *arguments)


def handbook(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [WINDOW, TEST])
    return _become(places, str(places.packaging / "handbook" / "pictures.py"), *arguments)


def accessibility(places: Places, arguments: Sequence[str]) -> int:
    """Every place in every language, size and look, at each scale of the display; the few of `make test` in between."""
    set_up(places, environment.DEV, [WINDOW, TEST])
    failed = 0
    for scale in arguments or ("1", "1.5", "1.75", "2", "3"):
        say(f"At {float(scale):.0%} of the display:")
        variables = {**os.environ, "QT_SCALE_FACTOR": scale, "LAMPLIGHT_EVERY_SCALE": "1"}
        ran = subprocess.run(
            [places.python, "-m", "pytest", "-n", "2", "tests/gui/test_places.py"], env=variables, check=False
        )
        failed = failed or ran.returncode
    return failed


def licences(places: Places, arguments: Sequence[str]) -> int:
    set_up(places, environment.DEV, [])
    return _become(places, str(places.packaging / "licences.py"), *arguments)


COMMANDS: dict[str, Callable[[Places, Sequence[str]], int]] = {
    "run": run,
    "set-up": prepare,
    "test": test,
    "check": check,
    "coverage": coverage,
    "bench": bench,
    "bundle": bundle,
    "backend": make_backend,
    "wheel": make_wheel,
    "gpu": gpu,
    "lock": relock,
    "lint": lint,
    "format": reformat,
    "translations": translations,
    "handbook": handbook,
    "accessibility": accessibility,
    "licences": licences,
}


def main(arguments: Sequence[str]) -> int:
    """Carry out one command; its arguments are passed on."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: make.py {'|'.join(COMMANDS)} [arguments]", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](Places(), arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


def _become(places: Places, *arguments: str) -> int:
    sys.stdout.flush()
    os.chdir(places.root)
    os.execv(places.python, [str(places.python), *arguments])
