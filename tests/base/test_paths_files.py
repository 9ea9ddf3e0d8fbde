"""Folders, atomic writing and the log."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.base.errors import Code, StoreError
from desktop.base.files import read_json, write_atomically, write_json
from desktop.base.log import start_log
from desktop.base.paths import ENV_HOME, Paths, choose_folder, resources


def test_home_moves_everything(paths: Paths) -> None:
    home = Path(os.environ[ENV_HOME])
    for place in (paths.database, paths.settings_file, paths.models, paths.app_log, paths.engine_log, paths.cache):
        assert place.is_relative_to(home)
    assert paths.data.stat().st_mode & 0o077 == 0


def test_without_home_the_system_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENV_HOME, raising=False)
    assert "lamplight" in str(Paths.from_environment().data)


def test_a_chosen_folder_is_found_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENV_HOME, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    usual = Paths.from_environment()
    assert usual.untouched
    disk = tmp_path / "disk" / "Lamplight"
    choose_folder(usual.config, disk)
    found = Paths.from_environment()
    assert (found.data, found.cache, found.models, found.config) == (
        disk,
        disk / "cache",
        disk / "models",
        usual.config,
    )
    assert not found.untouched
    with pytest.raises(StoreError) as away:  # the disk isn't connected: nothing is made in its place
        found.ensure()
    assert away.value.code is Code.WRITING_AWAY
    assert not disk.parent.exists()
    disk.mkdir(parents=True)
    found.ensure()
    (usual.config / "places.json").write_text('{"folder": "relative"}')
    assert Paths.from_environment() == usual
    choose_folder(usual.config, None)
    assert Paths.from_environment() == usual


def test_resources_are_found() -> None:
    assert (resources() / "i18n" / "zh_CN.ts").is_file()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    write_json(file, {"kept": "内容"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, b"half")
    assert read_json(file) == {"kept": "内容"}
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_uncaught_errors_of_main_and_threads_reach_the_log(tmp_path: Path) -> None:
    program = (
        "import sys, threading\nfrom pathlib import Path\nfrom desktop.base.log import start_log\n"
        "start_log(Path(sys.argv[1]))\n"
        "thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join()\nraise KeyError('lost')\n"
    )
    log = tmp_path / "logs" / "a.log"
    result = subprocess.run([sys.executable, "-c", program, str(log)], capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
    assert "ZeroDivisionError" in log.read_text()
    assert "KeyError: 'lost'" in log.read_text()


def test_a_log_that_can_not_be_written_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    root = logging.getLogger()
    before, hook = list(root.handlers), sys.excepthook
    try:
        start_log(tmp_path / "file" / "a.log")
        logging.getLogger("x").info("goes on")
    finally:
        root.handlers[:] = before
        sys.excepthook = hook
