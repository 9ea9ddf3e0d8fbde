"""Files on the command line: told from commands, made whole, and handed to the window that is open."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.base.instance import MOST_BYTES, address, opened, opening, place
from desktop.base.paths import Paths
from desktop.cli.given_files import split
from tests.cli.streams import say

COMMANDS = ("ask", "chat")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_command_is_none_of_the_files(folder: Path) -> None:
    (folder / "ask").write_text("a file of this name")
    assert split(["ask", "notes.txt"], COMMANDS) == (["ask", "notes.txt"], [])
    assert split(["--debug", "ask", "x.txt"], COMMANDS) == (["--debug", "ask", "x.txt"], [])
    assert split(["./ask"], COMMANDS) == ([], [folder / "ask"])
    assert split(["--", "ask", "--odd"], COMMANDS) == ([], [folder / "ask", folder / "--odd"])
    assert split([], COMMANDS) == ([], [])


def test_a_word_that_is_neither_is_left_to_the_parser(folder: Path) -> None:
    assert split(["aks"], COMMANDS) == (["aks"], [])
    assert "aks" in say("aks").err


def test_names_become_whole(folder: Path) -> None:
    """Also of files that aren't there: the window says so."""
    assert split(["a.gguf", "sub/../书.txt"], COMMANDS)[1] == [folder / "a.gguf", folder / "书.txt"]
    assert split(["--debug", "a.gguf", "--temporary-home"], COMMANDS) == (
        ["--debug", "--temporary-home"],
        [folder / "a.gguf"],
    )


@pytest.mark.skipif(os.name == "nt", reason="other addresses")
def test_addresses_of_files() -> None:
    assert split(["file:///a%20b/%E4%B9%A6.txt", "file://localhost/c"], COMMANDS)[1] == [
        Path("/a b/书.txt"),
        Path("/c"),
    ]


def test_any_name_passes_through_the_word(folder: Path) -> None:
    names = ["书 مرحبا.txt", "two\nlines\r\n.txt", " ", 'quo"te\\.txt']
    if os.name != "nt":
        names.append(os.fsdecode(b"caf\xe9.txt"))
    word = opening([Path(name) for name in names], "token")
    assert word.count(b"\n") == 1
    assert word.endswith(b"\n")
    assert opened(word) == ([folder / name for name in names], "token")


@pytest.mark.parametrize("word", [b"", b"raise\n", b"open \n", b"open {}\n", b'open {"files": 3, "token": ""}\n'])
def test_a_garbled_word_opens_nothing(word: bytes) -> None:
    assert opened(word) == ([], "")


@pytest.fixture
def listening(paths: Paths) -> Iterator[Callable[[], bytes]]:
    """Somebody who hears one word, as an open window would; called, it waits for its end."""
    heard: list[bytes] = []
    server = socket.socket(socket.AF_UNIX)
    where = place(address(paths.data))
    server.bind(str(where))
    server.listen()

    def hear() -> None:
        door, _ = server.accept()
        with door:
            while block := door.recv(65536):
                heard.append(block)

    thread = threading.Thread(target=hear)

    def word() -> bytes:
        thread.join(30)
        return b"".join(heard)

    thread.start()
    yield word
    thread.join(30)
    server.close()
    where.unlink()


@pytest.mark.skipif(os.name == "nt", reason="a pipe, which only Qt reaches")
def test_an_open_window_gets_them_without_another_program(folder: Path, listening: Callable[[], bytes]) -> None:
    names = [f"{number:04}-{'n' * 120}.txt" for number in range(2000)]
    said = say(*names)
    assert (said.status, said.err) == (0, "")
    word = listening()
    assert len(word) < MOST_BYTES
    assert opened(word)[0] == [folder / name for name in names]


def test_without_a_window_one_opens_with_them(folder: Path, paths: Paths) -> None:
    asked: list[object] = []

    def window(**options: object) -> int:
        asked.append(options)
        return 0

    assert say("book.epub", run_window=window).status == 0
    assert say(run_window=window).status == 0
    assert asked == [{"files": [folder / "book.epub"]}, {}]
