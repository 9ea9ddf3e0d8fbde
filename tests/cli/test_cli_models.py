"""`lamplight models`: every verb of the library, in words and as JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path

from desktop.base.paths import Paths
from tests.cli.conftest import Run
from tests.library.conftest import gguf_file, split


def test_info_says_all_that_is_known(run: Run, paths: Paths, no_starters: None) -> None:
    parts = split(paths.models, "big", 2)
    shown = run("models", "info", "big").stdout
    assert all(str(part) in shown for part in parts)
    facts = json.loads(run("models", "info", parts[1], "--json").stdout)
    assert (facts["path"], facts["files"]) == (str(parts[0]), [str(part) for part in parts])
    assert facts["size"] == sum(part.stat().st_size for part in parts)
    assert run("models", "info", "nothing").returncode == 1


def test_what_can_not_be_used_is_listed_with_its_reason(run: Run, paths: Paths, no_starters: None) -> None:
    (paths.models / "page.gguf").write_bytes(b"<!DOCTYPE html>")
    gguf_file(paths.models / "good.gguf")
    listed = run("models")
    assert "good" in listed.stdout
    assert "1 can't be used" in listed.stderr
    assert "page.gguf is not a GGUF model file." in run("models", "list", "--unusable").stdout
    (problem,) = json.loads(run("models", "list", "--unusable", "--json").stdout)
    assert (problem["code"], problem["path"]) == ("model_not_gguf", str(paths.models / "page.gguf"))


def test_folders_are_added_listed_and_removed(run: Run, tmp_path: Path, paths: Paths, no_starters: None) -> None:
    mine = gguf_file(tmp_path / "disk" / "deep" / "mine.gguf")
    assert run("models", "add", tmp_path / "disk").returncode == 0
    assert str(tmp_path / "disk") in run("models", "folders").stdout
    (found,) = json.loads(run("models", "list", "--json").stdout)
    assert (found["path"], found["owner"]) == (str(mine), "person")
    removed = json.loads(run("models", "folders", "remove", tmp_path / "disk", "--json").stdout)
    assert (removed["path"], removed["looked_into"]) == (str(tmp_path / "disk"), False)
    assert json.loads(run("models", "folders", "add", tmp_path / "disk", "--json").stdout)["looked_into"]
    assert run("models", "folders", "remove", tmp_path / "disk").returncode == 0
    assert json.loads(run("models", "list", "--json").stdout) == []
    assert run("models", "folders", "remove", tmp_path / "disk").returncode == 1
    assert run("models", "folders", "add", tmp_path / "nowhere").returncode == 1
    listed = json.loads(run("models", "folders", "list", "--json").stdout)
    assert listed == [{"path": str(paths.models), "owner": "lamplight", "looked_into": True}]


def test_a_file_that_rotted_is_told_and_is_a_failure(run: Run, paths: Paths, no_starters: None) -> None:
    path = gguf_file(paths.models / "a.gguf", data=b"w" * 4000)
    assert "first time" in run("models", "verify", "a").stdout
    assert "a: unchanged" in run("models", "verify").stdout
    status = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    result = run("models", "verify", "a", "--json")
    assert result.returncode == 1
    (verdict,) = json.loads(result.stdout)
    assert (verdict["sound"], verdict["code"]) == (False, "model_changed")


def test_everything_moves_and_is_cleared(run: Run, tmp_path: Path, paths: Paths, no_starters: None) -> None:
    original = gguf_file(paths.models / "a.gguf", data=b"w" * 4000)
    target = tmp_path / "elsewhere"
    moved = run("models", "folders", "move", target)
    assert (moved.returncode, moved.stdout) == (0, f"Models live in {target} now.\n")
    assert "lamplight models folders clear" in moved.stderr
    assert original.exists()
    assert "removed" in run("models", "folders", "clear").stdout
    assert not original.exists()
    (found,) = json.loads(run("models", "list", "--json").stdout)
    assert (found["path"], found["owner"]) == (str(target / "a.gguf"), "lamplight")
    assert json.loads(run("models", "folders", "clear", "--json").stdout) == {"removed": 0, "left": []}
    again = json.loads(run("models", "folders", "move", tmp_path / "third", "--clear", "--json").stdout)
    assert (again["folder"], again["originals"], again["left"]) == (str(tmp_path / "third"), 0, [])
    assert again["removed"] > 4000
    assert "nothing" in run("models", "folders", "clear").stderr
    assert run("models", "folders", "move", tmp_path / "third" / "inside").returncode == 1
    assert run("models", "folders", "move", paths.models, "--clear").returncode == 0
    assert original.exists()
    assert not target.exists()
