"""The commands behind the Makefile: how the program is started, and that the lock files are whole."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from steps import commands, start

from tests.packaging.virtual_display import VirtualDisplay

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = sorted((ROOT / "packaging").glob("requirements*.txt"))


@pytest.mark.parametrize(
    ("environment", "terminal", "possible", "expected"),
    [
        ({"DISPLAY": ":0"}, True, True, start.WINDOW),
        ({"DISPLAY": ":0"}, False, True, start.WINDOW),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False, True, start.WINDOW),
        ({"DISPLAY": ""}, True, True, start.CHAT),
        ({}, True, True, start.CHAT),
        ({}, False, True, start.SAMPLE),
        ({"DISPLAY": ":0"}, True, False, start.CHAT),
        ({"DISPLAY": ":0"}, False, False, start.SAMPLE),
    ],
)
def test_way_to_start(environment: dict[str, str], terminal: bool, possible: bool, expected: str) -> None:
    assert start.way("linux", environment, terminal=terminal, window_possible=possible) == expected


@pytest.mark.gui
def test_a_display_is_asked_before_it_is_used(tmp_path: Path) -> None:
    display = VirtualDisplay(tmp_path)
    try:
        assert start.answers(display.name)
    finally:
        display.close()
    assert not start.answers(display.name)


def test_macos_has_a_display() -> None:
    assert start.way("darwin", {}, terminal=True, window_possible=True) == start.WINDOW


def test_every_target_of_the_makefile_is_a_command() -> None:
    targets = re.search(r"^TARGETS := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets
    assert set(targets[1].split()) == set(commands.COMMANDS)


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["fly"]) == 2
    assert "usage" in capsys.readouterr().err


def test_an_old_python_gets_a_sentence() -> None:
    code = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('packaging/make.py', {}, '__main__')"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Lamplight needs Python 3.11 or newer; this is 3.9.")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_are_pinned_hashed_and_name_no_registry(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^--?[a-z]", text, re.MULTILINE)
    entries = re.split(r"\n(?=[a-zA-Z0-9])", "\n".join(line for line in text.splitlines() if line.strip()[:1] != "#"))
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==[\w.!+]+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_lock_satisfies_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for name, wanted in (
        ("requirements.txt", project["project"]["dependencies"]),
        ("requirements-dev.txt", project["project"]["dependencies"] + project["dependency-groups"]["dev"]),
    ):
        locked: dict[str, list[str]] = {}
        for found in re.finditer(r"^([\w.-]+)==([\w.!+]+)", (ROOT / "packaging" / name).read_text(), re.MULTILINE):
            locked.setdefault(canonicalize_name(found[1]), []).append(found[2])
        for requirement in map(Requirement, wanted):
            versions = locked.get(canonicalize_name(requirement.name), [])
            assert versions, f"{requirement.name} is not locked: make lock"
            assert all(version in requirement.specifier for version in versions), f"{requirement}: make lock"
