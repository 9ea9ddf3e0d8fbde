"""A text too large to be read at once, in pieces: nothing left out, and the lines keep their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.formats import pieces as module
from desktop.formats.pieces import pieces, read_piece
from desktop.formats.reading import PartKind


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PIECE", 1000)
    monkeypatch.setattr(module, "_LONGEST_LINE", 500)


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"line {number}, 灯下写字\n" for number in range(1, 400)),
        "".join(f"line {number}\r\n" for number in range(1, 400)),
        "\n" * 5000,
        "no end of line " * 500,
        "last line without an end\n" * 100 + "end",
    ],
)
def test_the_pieces_are_the_whole_and_their_lines_have_the_file_s_numbers(text: str, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(text.encode())
    found = pieces(path)
    assert len(found) > 1
    assert b"".join(path.read_bytes()[piece.start : piece.end] for piece in found) == text.encode()
    lines = text.replace("\r\n", "\n").split("\n")
    for piece in found:
        if not text.strip():
            continue
        read = read_piece(path, piece)
        assert read.kind is PartKind.LINES
        for part in read.parts:
            if part.text.count("\n") + 1 == part.last - part.first + 1 and part.text in "\n".join(lines):
                first = part.text.split("\n")[0]
                assert lines[part.first - 1].startswith(first) or first in lines[part.first - 1]


def test_the_rows_of_a_table_stand_under_its_names(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("id,name\n" + "".join(f"{number},lamp {number}\n" for number in range(1, 500)), "utf-8")
    last = read_piece(path, pieces(path)[-1])
    assert last.head == "id,name"
    assert last.parts[-1].last == 499
    assert last.parts[-1].text.endswith("499,lamp 499")
    first = last.parts[0]
    assert first.text.startswith(f"{first.first},lamp {first.first}\n")
    assert read_piece(path, pieces(path)[0]).parts[0].first == 1


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.zip"])
def test_a_document_that_is_packed_has_no_pieces(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"text\n" * 1000)
    assert pieces(tmp_path / name) == ()


@pytest.mark.parametrize("data", [b"\0\1\2" * 2000, "lamp\n".encode("utf-16") * 500])
def test_what_is_no_text_of_single_bytes_has_no_pieces(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert pieces(tmp_path / "a.txt") == ()
