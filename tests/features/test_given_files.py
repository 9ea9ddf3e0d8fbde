"""What files are that a person opens with the program, whatever they are called and whatever is in them."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from desktop.base.error_text import sentence
from desktop.base.errors import Code
from desktop.features.given_files import Way, sort_files

OURS = {"format": "lamplight", "version": 1, "conversations": []}


def _codes(*paths: Path) -> list[Code]:
    return [error.code for error in sort_files(paths).refused]


def _document(folder: Path, name: str, data: bytes = b"Some words.\n") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _chatgpt(path: Path) -> Path:
    node = {"id": "a", "parent": None, "children": [], "message": None}
    path.write_text(json.dumps([{"title": "t", "mapping": {"a": node}, "create_time": 1.0, "current_node": "a"}]))
    return path


def test_each_file_goes_where_it_belongs(tmp_path: Path) -> None:
    model = _document(tmp_path, "model.GGUF", b"GGUF....")
    nameless = _document(tmp_path, "downloaded", b"GGUF....")
    chats = _chatgpt(tmp_path / "conversations.json")
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(chats, "conversations.json")
    strings = _document(tmp_path, "strings.json", b'{"hello": "Hello"}')
    found = sort_files([model, nameless, chats, packed, strings, model])
    assert found.models == [model, nameless]
    assert found.conversations == [chats, packed]
    assert found.documents == [strings]
    assert not found.refused


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("book.docx", {Way.TRANSLATE, Way.ATTACH, Way.STORY}),
        ("稿子.txt", {Way.TRANSLATE, Way.ATTACH, Way.STORY}),
        ("مرحبا بالعالم.md", {Way.TRANSLATE, Way.ATTACH, Way.STORY}),
        ("two\nlines.txt", {Way.TRANSLATE, Way.ATTACH, Way.STORY}),
        ("paper.pdf", {Way.TRANSLATE, Way.ATTACH}),
        ("film.srt", {Way.TRANSLATE, Way.ATTACH}),
        ("program.py", {Way.ATTACH}),
        ("novel.nwx", {Way.ATTACH, Way.STORY}),
    ],
)
def test_what_can_be_done_with_a_document(tmp_path: Path, name: str, ways: set[Way]) -> None:
    found = sort_files([_document(tmp_path, name)])
    assert set(found.ways) == ways
    assert [path.name for path in found.documents] == [name]


def test_several_documents_can_do_what_all_of_them_can(tmp_path: Path) -> None:
    found = sort_files([_document(tmp_path, "a.txt"), _document(tmp_path, "b.pdf"), _document(tmp_path, "c.py")])
    assert len(found.documents) == 3
    assert found.ways == (Way.ATTACH,)


def test_what_can_not_be_opened_is_said(tmp_path: Path) -> None:
    assert _codes(tmp_path / "away.gguf") == [Code.DOCUMENT_MISSING]
    assert _codes(_document(tmp_path, "file") / "below") == [Code.DOCUMENT_MISSING]
    assert _codes(tmp_path) == [Code.FILE_IS_FOLDER]
    assert _codes(_document(tmp_path, "empty.txt", b"")) == [Code.DOCUMENT_EMPTY]
    assert _codes(_document(tmp_path, "picture.png")) == [Code.FILE_OF_NO_USE]
    assert _codes(_document(tmp_path, "odd.txt", b"\x7fELF\0\0\0")) == [Code.FILE_OF_NO_USE]
    assert _codes(_document(tmp_path, "other.zip", b"PK")) == [Code.FILE_OF_NO_USE]


@pytest.mark.skipif(os.name == "nt", reason="names are text there, and there are no such files")
def test_a_pipe_and_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A pipe that nobody writes to would be read for ever."""
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert _codes(pipe) == [Code.FILE_OF_NO_USE]
    named = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\n.gguf"))
    named.write_bytes(b"GGUF")
    refused = sort_files([named]).refused
    assert [error.code for error in refused] == [Code.FILE_NAME_BYTES]
    said = str(sentence(refused[0]))
    said.encode("utf-8")
    assert "caf\ufffd .gguf" in said


def test_ten_gigabytes_are_not_read(tmp_path: Path) -> None:
    """A hole in a file takes no room on the disk."""
    for name, expected in (("large.docx", []), ("large.txt", [Way.ATTACH]), ("large.gguf", None)):
        path = _document(tmp_path, name, b"words " * 1000 if name != "large.gguf" else b"GGUF")
        os.truncate(path, 10 * 10**9)
        found = sort_files([path])
        if expected is None:
            assert found.models == [path]
        elif expected:
            assert found.documents == [path]
            assert list(found.ways) == expected
        else:
            assert [error.code for error in found.refused] == [Code.DOCUMENT_TOO_LARGE]
