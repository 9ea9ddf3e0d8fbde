"""Bytes of many encodings read right, binary refused, and written back as they were."""

from __future__ import annotations

import os

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.formats.encoding import MOST_BYTES, decode

CHINESE = "今天天气很好，我们去了公园。他说这是最好的一天。\n第二行：中国人民大学在北京。\n"
TRADITIONAL = "今天天氣很好，我們去了公園。他說這是最好的一天。\n第二行：國立臺灣大學在臺北，這裡有很多學生。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "gb18030"),
        (CHINESE, "gb2312"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (CHINESE, "utf-32"),
        (TRADITIONAL, "big5"),
        ("Plain English text.\nMore.\n", "utf-16-le"),
        ("Plain English text.\nMore.\n", "utf-16-be"),
        ("これは日本語のテキストです。東京は日本の首都です。\n", "cp932"),
        ("이것은 한국어 텍스트입니다. 서울은 한국의 수도입니다.\n", "cp949"),
        ("Der Bäcker läuft über die Straße. Größe ist schön, früher war es für alle üblich.\n", "cp1252"),
        ("Это русский текст, написанный в старой кодировке. Москва столица России.\n", "cp1251"),
        ("", "utf-8"),
        ("中", "utf-8"),
    ],
)
def test_encodings_are_found(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    found = decode(data)
    assert found.text == text
    if encoding not in ("gb2312",):
        assert found.encode(text) == data


def test_line_ends_and_what_an_encoding_cannot_hold() -> None:
    found = decode("a\r\nb\r\n".encode("gb18030"))
    assert (found.text, found.newline) == ("a\nb\n", "\r\n")
    assert found.encode("x\ny") == b"x\r\ny"
    assert decode("größer und schöner, früher für alle".encode("cp1252")).encode("中文") == "中文".encode()


def test_a_file_of_mixed_encodings_is_read_line_by_line() -> None:
    data = "第一行是 UTF-8。\n".encode() + "第二行我们说的是国标的编码。\n".encode("gb18030") + "第三行。\n".encode()
    assert decode(data).text == "第一行是 UTF-8。\n第二行我们说的是国标的编码。\n第三行。\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01" + bytes(100),
        os.urandom(3000) + bytes(10),
        b"PK\x03\x04" + bytes(range(32)) * 30,
        b"a\0b" * 99,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        decode(data, "x.txt")
    assert error.value.code in (Code.DOCUMENT_BINARY, Code.DOCUMENT_ENCODING)


def test_a_file_beyond_the_limit_is_refused_at_once() -> None:
    for data in (b"a" * (MOST_BYTES + 1), b"a" * (50 << 20)):
        with pytest.raises(DocumentError) as error:
            decode(data, "x.txt")
        assert error.value.code is Code.DOCUMENT_TOO_LARGE
