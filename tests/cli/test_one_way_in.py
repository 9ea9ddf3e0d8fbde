"""What is piped in and what is in text files: every command reads every encoding."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.base.paths import Paths
from desktop.base.settings import Settings
from desktop.cli.terminal import Terminal
from desktop.cli.text_input import decode, input_lines, read_file
from desktop.engine.protocol.messages import Event
from tests.cli.streams import say
from tests.fakes import MODEL, FakeCall, FakeHost, says

QUESTION = "你好，今天的天气很好，我们去公园散步吧。请用一句话回答。"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5hkscs")


class _Call(FakeCall):
    def events(self) -> Iterator[Event]:
        yield from self._events


class _Host(FakeHost):
    def generate(self, request: Any) -> FakeCall:
        self.asked.append(request)
        return _Call(self._replies.pop(0))


def _services(model_manager: FakeHost) -> Any:
    library = SimpleNamespace(default=lambda: MODEL, find=lambda _name: MODEL)
    return SimpleNamespace(settings=Settings(), library=library, model_manager=model_manager, close=lambda: None)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("arguments", [("ask", "-"), ("ask",)])
def test_a_question_in_any_encoding(arguments: tuple[str, ...], encoding: str) -> None:
    asked = "你好，今天的天氣很好，我們去公園散步吧。" if encoding == "big5hkscs" else QUESTION
    model_manager = _Host(says("好的。"))
    said = say(*arguments, given=asked.encode(encoding), build=lambda: _services(model_manager))
    assert (said.status, said.out.decode(), said.err) == (0, "好的。\n", "")
    assert model_manager.asked[0].messages[-1].content == asked


def test_an_answer_to_an_ascii_terminal_as_json() -> None:
    said = say("ask", QUESTION, "--json", encoding="ascii", build=lambda: _services(_Host(says("灯", " 🏮"))))
    assert json.loads(said.out)["text"] == "灯 🏮"
    assert said.out.count(b"\n") == 1


def test_an_answer_that_failed_ends_its_line_before_the_sentence() -> None:
    from desktop.engine.protocol.outcome import Ending

    failing = says("Half", ending=Ending.DIED, code="engine_died", signal=6)
    said = say("ask", "x", build=lambda: _services(_Host(failing)))
    assert (said.status, said.out) == (1, b"Half\n")
    assert said.err.startswith("lamplight: The model’s process stopped.")
    assert "signal 6" in said.err


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-be"])
def test_lines_are_read_one_by_one_in_any_encoding(encoding: str) -> None:
    lines = ["你好，今天的天气很好。", "谢谢", "", "再见"]
    stream = io.TextIOWrapper(io.BytesIO("\r\n".join(lines).encode(encoding)), encoding="utf-8")
    assert list(input_lines(Terminal(stream, io.StringIO(), io.StringIO()))) == lines


def test_a_line_is_there_before_the_next_one_is_written() -> None:
    import os

    ours, theirs = os.pipe()
    with open(ours, encoding="utf-8") as reader, open(theirs, "w", encoding="utf-8") as writer:
        lines = input_lines(Terminal(reader, io.StringIO(), io.StringIO()))
        for sent in ("灯", "下"):
            print(sent, file=writer, flush=True)
            assert next(lines) == sent


def test_the_systems_encoding_decides_where_the_letters_do_not() -> None:
    """One letter alone says nothing about its language; in Western Europe it isn't Chinese."""
    assert decode("灯".encode("gb18030"), "gb18030") == "灯"
    assert decode("Größe".encode("latin-1"), "iso8859-1") == "Größe"
    assert decode("灯".encode("gb18030"), "no such encoding")


@pytest.mark.parametrize("data", [b"\x7fELF\0\0", b"\xff\xfe\xff", codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00"])
@pytest.mark.parametrize("command", [("ask", "-"), ("write", "-"), ("translate", "-", "--to", "zh")])
@pytest.mark.usefixtures("paths")
def test_what_is_no_text_is_refused_by_all_in_the_same_words(command: tuple[str, ...], data: bytes) -> None:
    said = say(*command, given=data)
    assert (said.status, said.out) == (1, b"")
    assert said.err.startswith("lamplight: “not text” is not possible for the input.")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("command", [("ask",), ("write",), ("translate", "--to", "zh")])
@pytest.mark.usefixtures("paths")
def test_nothing_piped_in_is_wrong_usage(command: tuple[str, ...]) -> None:
    for given in (b"", b" \n", None):
        said = say(*command, given=given)
        assert (said.status, said.out) == (2, b"")
        assert said.err.startswith("usage: lamplight")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_file_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "你好，今天的天氣很好，我們去公園散步吧。\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert read_file(tmp_path / "a.txt") == text


def test_a_pipe_that_never_ends_is_no_text_file() -> None:
    with pytest.raises(DocumentError) as refused:
        read_file(Path("/dev/zero"))
    assert refused.value.code is Code.STORY_TOO_LARGE


def test_the_same_text_is_translated_from_a_file_and_from_a_pipe(paths: Paths, tmp_path: Path) -> None:
    """Simplified to Traditional needs no model to be loaded."""
    text = "第一行是这样的文字。\n第二行也是这样的文字。\n"
    for encoding in ("gb18030", "utf-16"):
        (tmp_path / "a.txt").write_bytes(text.encode(encoding))
        for source, given in ((tmp_path / "a.txt", b""), ("-", text.encode(encoding))):
            said = say("translate", source, "--to", "zh-Hant", given=given)
            assert said.out.decode().splitlines() == ["第一行是這樣的文字。", "第二行也是這樣的文字。"]
    found = json.loads(say("translate", "头发", "--to", "zh-Hant", "--json", encoding="ascii").out)
    assert found["segments"][0]["target"] == "頭髮"
