"""The finished bundle: started as a stranger's machine would, with nothing in its environment."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.packaging.virtual_display import VirtualDisplay

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
_FIND = ("search", "--onlyvisible", "--class", "lamplight")

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture
def display(tmp_path: Path) -> Iterator[VirtualDisplay]:
    folder = tmp_path / "screen"
    folder.mkdir()
    made = VirtualDisplay(folder)
    yield made
    made.close()


def _run(program: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *arguments], env={"HOME": str(home)}, cwd=home, capture_output=True, text=True, timeout=PATIENCE
    )


def _wait(
    what: str, happened: Callable[[], object], window: subprocess.Popen[bytes], seen: Callable[[], object] = str
) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert window.poll() is None, f"the window ended with {window.returncode} while waiting for {what}"
        if happened():
            return
        time.sleep(0.2)
    pytest.fail(f"no {what} within {PATIENCE:.0f} seconds; {seen()}")


def _messages(home: Path) -> list[tuple[str, str, str]]:
    """Role, status and text of everything in the store."""
    database = home / ".local" / "share" / "lamplight" / "lamplight.sqlite3"
    if not database.exists():
        return []
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("SELECT role, status, text FROM messages").fetchall()
        except sqlite3.OperationalError:
            return []


def _replied(home: Path) -> bool:
    return any(
        role == "assistant" and status in ("complete", "cut") and text.strip() for role, status, text in _messages(home)
    )


def test_the_command_line_answers_from_the_starter(program: Path, tmp_path: Path) -> None:
    ran = _run(program, tmp_path, "ask", "What is the capital of France?", "--max-tokens", "16", "--json")
    assert ran.returncode == 0, ran.stderr
    reply = json.loads(ran.stdout)
    assert reply["text"].strip()
    assert reply["completion_tokens"] > 0


def test_only_the_free_starter_is_inside(program: Path, tmp_path: Path) -> None:
    ran = _run(program, tmp_path, "models", "list", "--json")
    assert ran.returncode == 0, ran.stderr
    assert "SmolLM2-135M-Instruct.Q4_1.gguf" in ran.stdout
    assert not list(program.parent.rglob("*gemma*.gguf"))
    assert list(program.parent.rglob("SmolLM2-LICENSE.txt"))
    assert list(program.parent.rglob("THIRD-PARTY.md"))


def test_a_translation_finds_its_dictionaries(program: Path, tmp_path: Path, base_model: Path) -> None:
    """Language detection, the conversion of Chinese characters and the scores read data files of their libraries."""
    source, reference = tmp_path / "source.txt", tmp_path / "reference.txt"
    source.write_text("The sea is calm today.\n", "utf-8")
    reference.write_text("今天海面很平靜。\n", "utf-8")
    told = ("--to", "zh-Hant", "--model", str(base_model), "--reference", str(reference), "--json")
    ran = _run(program, tmp_path, "translate", str(source), *told)
    assert ran.returncode in (0, 3), ran.stderr
    assert json.loads(ran.stdout)


@pytest.mark.gui
def test_the_window_opens_and_a_message_gets_a_reply(program: Path, tmp_path: Path, display: VirtualDisplay) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with (tmp_path / "output").open("wb") as output:
        window = subprocess.Popen(
            [program], env={"HOME": str(home), "DISPLAY": display.name}, cwd=home, stdout=output, stderr=output
        )
    try:
        _wait("window", lambda: display.do(*_FIND), window)
        _wait("painting", lambda: display.colours() > 50, window)
        found = display.do(*_FIND).splitlines()[0]
        display.do("windowfocus", "--sync", found)
        display.do("type", "--delay", "30", "Write three sentences about the sea.")
        display.do("key", "Return")
        _wait("reply", lambda: _replied(home), window, lambda: _messages(home))
        time.sleep(1)
        assert window.poll() is None
        assert display.colours() > 50
    finally:
        window.terminate()
        try:
            window.wait(20)
        except subprocess.TimeoutExpired:
            window.kill()
            window.wait()
