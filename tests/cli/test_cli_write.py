"""`lamplight write` and the story commands that ask the model: bad input is told at once, in one sentence."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.cli.commands.write import _text, words
from desktop.cli.terminal import Terminal
from tests.cli.conftest import Run


def test_words_are_a_sensible_number() -> None:
    assert words("40") == 40
    for wrong in ("0", "-3", "many", "999999"):
        with pytest.raises(argparse.ArgumentTypeError):
            words(wrong)


def test_the_last_line_end_is_the_files_own(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    for written, read in (("She went\n", "She went"), ("She went.\n\n", "She went.\n\n"), ("灯", "灯")):
        file.write_text(written, "utf-8")
        assert _text(argparse.Namespace(file=str(file)), Terminal()) == read


@pytest.mark.timeout(30)  # how fast is for tests/bench; that it ends is for here
def test_a_huge_file_and_a_huge_pipe_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(100 * 1024 * 1024)
    with pytest.raises(DocumentError) as refused:
        _text(argparse.Namespace(file=str(file)), Terminal())
    assert refused.value.code is Code.STORY_TOO_LARGE
    monkeypatch.setattr(sys, "stdin", argparse.Namespace(buffer=io.BytesIO(b"a" * (65 << 20)), isatty=lambda: False))
    with pytest.raises(DocumentError):
        _text(argparse.Namespace(file="-"), Terminal())


def test_bad_input_is_a_sentence_and_a_status(run: Run, tmp_path: Path) -> None:
    binary = tmp_path / "a.bin"
    binary.write_bytes(bytes(range(256)) * 8)
    for arguments, given, status in (
        ((binary,), "", 1),
        ((tmp_path / "nothing.txt",), "", 1),
        ((tmp_path,), "", 1),
        (("-",), "", 2),
        (("-",), "  \n", 2),
        (("-",), b"\0\1\2\3", 1),
        (("-", "--words", "0"), "text", 2),
        (("-", "--style", binary), "text", 1),
        (("-", "--model", "nosuch"), "text", 1),
    ):
        result = run("write", *arguments, given=given)
        assert result.returncode == status, (arguments, result.stderr)
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        assert result.stderr.strip().splitlines()[-1].startswith("lamplight")
