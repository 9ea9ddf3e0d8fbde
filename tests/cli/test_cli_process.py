"""The command line, where no model is needed."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

import desktop
from desktop.base.paths import Paths
from desktop.store import Store
from desktop.store.core.backups import DAILY, make_backup
from tests.cli.conftest import COMMAND, Run, drain, until


def _told(result: subprocess.CompletedProcess[str], status: int) -> str:
    """The one sentence on stderr."""
    assert result.returncode == status, result.stderr
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in lines[0]
    return lines[0]


def test_the_version(run_process: Run) -> None:
    result = run_process("--version")
    assert (result.returncode, result.stdout) == (0, f"lamplight {desktop.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogus",),
        ("ask", "x", "--temperature", "hot"),
        ("ask", "x", "--temperature", "9"),
        ("ask", "x", "--temperature", "nan"),
        ("ask", "x", "--temperature", "-1"),
        ("ask", "x", "--max-tokens", "0"),
        ("ask", "x", "--seed", "1.5"),
        ("ask", "x", "y"),
        ("ask", ""),
        ("ask", "-"),
        ("ask",),
        ("chat", "--conversation", "first"),
        ("models", "add"),
        ("models", "paint"),
    ],
)
def test_wrong_usage_is_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("usage: lamplight")
    assert "Traceback" not in result.stderr


def test_usage_makes_no_folders(run: Run, tmp_path: Path) -> None:
    run("--help", LAMPLIGHT_HOME=str(tmp_path / "elsewhere"))
    assert not (tmp_path / "elsewhere").exists()


def test_input_that_is_not_text(run_process: Run) -> None:
    assert "not text" in _told(run_process("ask", given=b"\x7fELF\0\0\1"), 1)


@pytest.mark.parametrize(
    ("content", "name"),
    [(None, "missing.gguf"), (b"", "empty.gguf"), (b"not a model", "words.gguf"), (b"GGUF\3\0\0\0", "cut.gguf")],
)
@pytest.mark.parametrize("command", [("ask", "hi", "--model"), ("chat", "--model"), ("models", "add")])
def test_a_file_that_is_no_model(
    run: Run, tmp_path: Path, command: tuple[str, ...], content: bytes | None, name: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert name in _told(run(*command, path), 1)


def test_a_model_that_is_not_there(run: Run) -> None:
    assert "“gpt-9”" in _told(run("ask", "hi", "--model", "gpt-9"), 1)
    assert "“gpt-9”" in _told(run("models", "remove", "gpt-9"), 1)


@pytest.mark.parametrize("command", [("ask", "hi"), ("chat",)])
def test_no_model_at_all(run: Run, no_starters: None, command: tuple[str, ...]) -> None:
    assert "no model" in _told(run(*command), 1)


def test_the_list_of_models_without_one(run: Run, no_starters: None) -> None:
    result = run("models", "list")
    assert (result.returncode, result.stdout) == (0, "")
    assert "lamplight models add" in result.stderr
    assert json.loads(run("models", "list", "--json").stdout) == []


def test_models_are_listed_added_and_removed(run: Run, chat_model: Path, tmp_path: Path) -> None:
    added = tmp_path / "My Own.gguf"
    added.symlink_to(chat_model)
    assert run("models", "add", added).stdout == "Added my-own.\n"
    listed = json.loads(run("models", "list", "--json").stdout)
    mine = next(model for model in listed if model["key"] == "my-own")
    assert (mine["path"], mine["size"], mine["starter"]) == (str(added), chat_model.stat().st_size, False)
    assert set(mine) == {
        "key", "name", "path", "size", "architecture", "quantization", "parameters", "trained_context", "has_template",
        "licence", "starter", "in_use",
        "endpoint", "owner", "languages", "files", "projector", "copies", "writes",
    }  # fmt: skip
    assert sum(model["in_use"] for model in listed) == 1
    assert "my-own" in run("models").stdout
    assert run("models", "remove", "my-own").returncode == 0
    assert added.exists()
    assert "my-own" not in run("models", "list").stdout


def test_a_conversation_that_is_not_there(run: Run) -> None:
    assert "not there any more" in _told(run("chat", "--conversation", "77"), 1)


def test_the_language_of_the_settings(run: Run, paths: Paths) -> None:
    paths.settings_file.write_text('{"language": "zh_CN"}')
    assert "这个对话" in _told(run("chat", "--conversation", "77"), 1)


def test_a_home_that_cannot_be_made(run_process: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "can’t be written to" in _told(run_process("ask", "hi", LAMPLIGHT_HOME=str(tmp_path / "file" / "home")), 1)


# -- a damaged or newer database ----------------------------------------------------------------------


def _damage(paths: Paths) -> tuple[int, Path]:
    store = Store.open(paths.database, paths.backups)
    conversation = store.create_conversation("kept")
    store.add_message(conversation.id, None, "user", "from the backup")
    store.close()
    backup = make_backup(paths.database, paths.backups, DAILY)
    paths.database.write_bytes(b"damaged" * 1000)
    return conversation.id, backup


def test_a_damaged_database_is_said_and_left_alone(run: Run, paths: Paths) -> None:
    _damage(paths)
    assert "damaged" in _told(run("chat"), 1)
    assert paths.database.read_bytes() == b"damaged" * 1000


def test_a_newer_database_is_said_and_left_alone(run: Run, paths: Paths) -> None:
    import sqlite3

    Store.open(paths.database, paths.backups).close()
    with sqlite3.connect(paths.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "newer version" in _told(run("chat"), 1)


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("n", 1)])
def test_a_person_can_go_on_with_the_backup(
    environment: dict[str, str], paths: Paths, answer: str, status: int
) -> None:
    conversation, backup = _damage(paths)
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [*COMMAND, "chat", "--conversation", str(conversation)],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = until(ours, "[y/N]")
    assert backup.name in shown
    os.write(ours, f"{answer}\n".encode())
    if status == 0:
        assert "from the backup" in until(ours, "Ctrl-D leaves.\r\n› ")
        os.write(ours, b"\x04")
    drain(ours)
    assert program.wait(60) == status
    os.close(ours)
    if status == 1:
        assert paths.database.read_bytes() == b"damaged" * 1000
