"""Files as they come: pages in the encoding they say, a table that is none, a damaged card, a file that is gone."""

from __future__ import annotations

import base64
import csv
import json
import struct
import zlib
from pathlib import Path

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.formats.lorebooks.reading import read_lorebook
from desktop.formats.markdown.code import file_ending
from desktop.formats.opening import open_document
from desktop.formats.pieces import Piece, pieces, read_piece


def test_a_page_is_read_in_the_encoding_it_says() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>燈塔守望人</p></body></html>'
    (unit,) = open_document(page.encode("big5"), "html", "a.html").units
    assert unit.text == "燈塔守望人"
    unknown = '<html><head><meta charset="x-none"></head><body><p>The lamp.</p></body></html>'
    (unit,) = open_document(unknown.encode(), "html", "a.html").units
    assert unit.text == "The lamp."


def test_a_table_of_one_column_and_one_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    one = open_document("灯下\n灯塔\n守望人\n".encode(), "csv", "a.csv")
    assert [unit.text for unit in one.units] == ["灯下", "灯塔", "守望人"]

    def broken(*_: object, **__: object) -> object:
        raise csv.Error("line contains NUL")

    monkeypatch.setattr(csv, "reader", broken)
    with pytest.raises(DocumentError) as told:
        open_document(b"a,b\nc,d\n", "csv", "a.csv")
    assert told.value.code is Code.DOCUMENT_DAMAGED


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_a_card_in_a_picture_is_found_behind_damaged_ones() -> None:
    book = {"entries": [{"keys": ["lamp"], "content": "It is lit at nine.", "name": "Lamp"}]}
    card = json.dumps({"spec": "chara_card_v2", "data": {"name": "Keeper", "character_book": book}})
    good = base64.b64encode(card.encode())
    picture = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", b"\0" * 13)
    picture += _chunk(b"tEXt", b"ccv3\0" + b"not base64 \xff")
    picture += _chunk(b"zTXt", b"naidata\0\0not packed")
    picture += _chunk(b"zTXt", b"chara\0\0" + zlib.compress(good))
    picture += _chunk(b"IEND", b"")
    found, _ = read_lorebook(picture, "card.png")
    assert [entry.text for entry in found.entries] == ["It is lit at nine."]


def test_a_large_file_that_is_gone_or_no_text_has_no_pieces(tmp_path: Path) -> None:
    assert pieces(tmp_path / "a.docx") == ()
    with pytest.raises(DocumentError) as told:
        pieces(tmp_path / "gone.txt")
    assert told.value.code is Code.DOCUMENT_UNREADABLE
    (tmp_path / "a.txt").write_bytes(b"\0\1\2\3" * 1000)
    assert pieces(tmp_path / "a.txt") == ()
    with pytest.raises(DocumentError) as told:
        read_piece(tmp_path / "gone.txt", Piece(0, 10, 1, 2))
    assert told.value.code is Code.DOCUMENT_UNREADABLE


@pytest.mark.parametrize(("label", "ending"), [("Python", "py"), ("rust", "rs"), ("nonsense", "txt"), ("", "txt")])
def test_code_is_saved_under_its_languages_ending(label: str, ending: str) -> None:
    assert file_ending(label) == ending
