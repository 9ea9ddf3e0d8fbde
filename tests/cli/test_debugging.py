"""For those who debug: how much the log says and about what, and a home that is thrown away."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.log import ENV_LOG, read_levels, start_log, stop_log
from desktop.base.paths import ENV_HOME, Paths
from tests.cli.conftest import COMMAND, ROOT
from tests.cli.streams import say


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(ENV_LOG, raising=False)
    before = logging.getLogger().level
    yield
    stop_log()
    os.environ.pop(ENV_LOG, None)
    start_log(Path(os.devnull) / "nowhere")  # turns every logger back
    stop_log()
    logging.getLogger().setLevel(before)


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary homes are made."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


@pytest.mark.parametrize(
    ("wanted", "levels"),
    [
        ("", {}),
        ("debug", {"": 10}),
        ("Engine=DEBUG, store=info", {"engine": 10, "store": 20}),
        ("warning,ui.panes.chat=debug,", {"": 30, "ui.panes.chat": 10}),
        ("desktop.cli=error", {"cli": 40}),
    ],
)
def test_levels_by_area(wanted: str, levels: dict[str, int]) -> None:
    assert read_levels(wanted) == levels


@pytest.mark.parametrize("wanted", ["loud", "enigne=debug", "engine=", "engine=debug=info", "engine", "=="])
def test_a_level_or_an_area_that_is_none_is_said(wanted: str, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=wanted):
        read_levels(wanted)
    monkeypatch.setenv(ENV_LOG, wanted)
    said = say("story")
    assert said.status == 0
    first, *_ = said.err.splitlines()
    assert first.startswith(
        f"LAMPLIGHT_LOG: “{wanted}” is none. Levels: debug, info, warning, error. Areas: base, cli,"
    )
    assert wanted in paths.app_log.read_text()


def test_the_file_has_what_was_asked_for_and_nothing_of_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENV_LOG, "warning,engine=debug,ui.panes=error")
    start_log(tmp_path / "a.log")
    for name in (
        "desktop.engine.client.engine",
        "desktop.store.store",
        "desktop.ui.main",
        "desktop.ui.panes.chat",
        "httpx",
    ):
        for level in ("debug", "info", "warning"):
            getattr(logging.getLogger(name), level)("%s says %s", name, level)
    written = (tmp_path / "a.log").read_text()
    assert [line.rpartition(": ")[2] for line in written.splitlines()] == [
        "desktop.engine.client.engine says debug",
        "desktop.engine.client.engine says info",
        "desktop.engine.client.engine says warning",
        "desktop.store.store says warning",
        "desktop.ui.main says warning",
        "httpx says info",
        "httpx says warning",
    ]


def test_starting_the_log_again_writes_to_the_new_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = logging.getLogger("desktop.engine")
    monkeypatch.setenv(ENV_LOG, "engine=error")
    start_log(tmp_path / "a.log")
    monkeypatch.delenv(ENV_LOG)
    start_log(tmp_path / "b.log")
    log.info("hello")
    assert (tmp_path / "a.log").read_text() == ""
    assert "hello" in (tmp_path / "b.log").read_text()


def test_debug_shows_the_log_and_ends_with_the_command(paths: Paths) -> None:
    def window(welcome: bool = True) -> int:
        start_log(paths.app_log)
        logging.getLogger("desktop.ui").debug("painted")
        return 0

    said = say("--debug", run_window=window)
    assert "DEBUG desktop.ui: painted" in said.err
    assert "painted" in paths.app_log.read_text()
    assert ENV_LOG not in os.environ
    assert "painted" not in say(run_window=window).err


def test_debug_keeps_to_the_areas_that_are_named(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def window(welcome: bool = True) -> int:
        start_log(paths.app_log)
        for area in ("ui", "engine"):
            logging.getLogger(f"desktop.{area}").debug("in the %s", area)
        return 0

    monkeypatch.setenv(ENV_LOG, "engine=debug")
    said = say("--debug", run_window=window)
    assert "in the engine" in said.err
    assert "in the ui" not in said.err


def test_a_defect_has_its_traceback_on_the_screen(paths: Paths) -> None:
    def window(welcome: bool = True) -> int:
        raise ZeroDivisionError("here")

    said = say("--debug", run_window=window)
    assert said.status == 1
    assert "ZeroDivisionError: here" in said.err
    assert "Traceback" in said.err
    assert "Traceback" not in say(run_window=window).err


def test_a_temporary_home_is_empty_said_and_removed(paths: Paths, homes: Path) -> None:
    say("story", "new", "Kept")
    before = os.environ[ENV_HOME]
    said = say("--temporary-home", "story", "new", "Thrown away")
    assert said.status == 0
    told, path = said.err.splitlines()[0].split(": ")
    assert told == "Temporary home, removed at the end"
    assert Path(path).parent == homes
    assert list(homes.iterdir()) == []
    assert os.environ[ENV_HOME] == before
    assert b"Kept" in say("story", "list").out
    assert b"Thrown" not in say("story", "list").out


def test_a_temporary_home_has_the_starters(paths: Paths, homes: Path) -> None:
    assert b"smollm2-135m" in say("--temporary-home", "models", "list").out


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, SystemExit, OSError])
def test_a_temporary_home_is_removed_however_it_ends(paths: Paths, homes: Path, error: type[BaseException]) -> None:
    seen = []

    def window(welcome: bool = True) -> int:
        found = Paths.from_environment()
        found.ensure()
        start_log(found.app_log)
        seen.append(found.data)
        raise error

    assert say("--temporary-home", run_window=window).status != 0
    assert seen[0].parent == homes
    assert list(homes.iterdir()) == []


@pytest.mark.slow  # a process
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_command_that_is_asked_to_end_leaves_nothing_behind(paths: Paths, tmp_path: Path) -> None:
    program = subprocess.Popen(
        [*COMMAND, "--temporary-home", "chat"],
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stderr is not None
    assert "Temporary home" in program.stderr.readline()
    program.send_signal(signal.SIGTERM)
    program.communicate(timeout=60)
    assert program.returncode == 128 + signal.SIGTERM
    assert list(tmp_path.glob("lamplight-home-*")) == []


def test_the_help_names_the_switches() -> None:
    shown = say("--help").out.decode()
    for switch in ("--debug", "--temporary-home", "LAMPLIGHT_LOG=debug", "engine=debug,store=info", "LAMPLIGHT_HOME="):
        assert switch in shown


@pytest.mark.model
def test_the_log_says_what_was_measured(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENV_LOG, "engine=debug")
    said = say("ask", "Say nothing of the lighthouse.", "--max-tokens", "4", "--seed", "1")
    assert said.status == 0
    written = paths.app_log.read_text()
    assert "is loaded after" in written
    assert "first text after" in written
    assert "the engine is loading" in written
    assert "lighthouse" not in written
    assert said.out.decode().strip() not in written
