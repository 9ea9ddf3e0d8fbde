"""Documents as a model reads them: whole as they stand, and in the parts they have."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.formats.reading import PartKind, Readable, open_readable

TEXTS = [
    "one line",
    "a\n\nb\n",
    "\n".join(f"line {number}" for number in range(1000)),
    "x" * 100_000,
    "word " * 20_000,
    "مرحبا بالعالم\n" * 300,
    "🏮 lamp\n灯下\n" * 400,
    "Chapter One\nText.\nChapter Two\nMore.\n",
    "前言\n第一章 灯\n内容\n第二章 夜\n内容二",
]


def read(name: str, data: bytes | str) -> Readable:
    return open_readable(Path(name), data.encode() if isinstance(data, str) else data)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["a.txt", "b.py", "c.md", "noname"])
def test_the_parts_of_a_text_are_the_whole(text: str, name: str) -> None:
    document = read(name, text)
    assert document.text() == text
    assert document.text(range(len(document.parts))) == text
    assert all(len(part.text) < 20_000 for part in document.parts) or document.kind is PartKind.CHAPTERS


def test_chapters_of_texts_and_markdown() -> None:
    document = read("a.txt", TEXTS[-1])
    assert document.kind is PartKind.CHAPTERS
    assert [part.title for part in document.parts] == ["前言", "第一章 灯", "第二章 夜"]
    assert document.text([1]) == "第一章 灯\n内容"
    marked = read("a.md", "intro\n# One\ntext\n## Two\nmore\n### not\n")
    assert [part.title for part in marked.parts] == ["intro", "One", "Two"]


def test_rows_keep_the_names_of_the_columns() -> None:
    lines = ["id,text", *(f'{n},"row {n}\nsecond line"' for n in range(1, 126))]
    document = read("t.csv", "\n".join(lines) + "\n")
    assert document.kind is PartKind.ROWS
    assert document.head == "id,text"
    assert [(part.first, part.last) for part in document.parts] == [(1, 50), (51, 100), (101, 125)]
    assert document.text([2]).startswith('id,text\n101,"row 101\nsecond line"\n102,')
    assert document.text() == "\n".join(lines)


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", "灯下写字的人不怕夜长。" * 20), ("utf-16", "“Lamp” 灯 🏮")])
def test_encodings(encoding: str, text: str) -> None:
    assert read("a.txt", text.encode(encoding)).text() == text


def test_a_page_loses_its_scripts() -> None:
    page = "<html><head><script>alert(1)</script></head><body><h1>One</h1><p>a <b>b</b></p><h1>Two</h1>c"
    document = read("p.html", page)
    assert "alert" not in document.text()
    assert "a b" in document.text()
    assert [part.title for part in document.parts][-1] == "Two"


def test_docx_in_chapters() -> None:
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in (("Heading1", "Eins"), ("Normal", "erster"), ("Heading1", "Zwei"), ("Normal", "zweiter"))
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("word/document.xml", document)
    found = read("d.docx", packed.getvalue())
    assert [part.title for part in found.parts] == ["Eins", "Zwei"]
    assert found.text([1]) == "Zwei\n\nzweiter"


def test_pages_of_a_pdf() -> None:
    found = read("d.pdf", a_pdf("First page about lamps", "Second page about oil"))
    assert found.kind is PartKind.PAGES
    assert len(found.parts) == 2
    assert "oil" in found.text([1])
    assert "lamps" not in found.text([1])


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", b"\x89PNG\r\n", Code.DOCUMENT_BINARY),
        ("a.txt", bytes(range(256)) * 40, Code.DOCUMENT_BINARY),
        ("a.pdf", b"not a pdf", Code.DOCUMENT_DAMAGED),
        ("a.pdf", b"%PDF-1.4\n%damaged", Code.DOCUMENT_DAMAGED),
        ("a.docx", b"PK\x03\x04 broken", Code.DOCUMENT_DAMAGED),
        ("a.epub", b"", Code.DOCUMENT_DAMAGED),
        ("a.txt", b" \n", Code.DOCUMENT_EMPTY),
        ("a.csv", b"", Code.DOCUMENT_EMPTY),
        ("a.html", b"<html></html>", Code.DOCUMENT_EMPTY),
    ],
)
def test_what_can_not_be_read_says_why(name: str, data: bytes, code: Code) -> None:
    with pytest.raises(DocumentError) as raised:
        read(name, data)
    assert raised.value.code is code


def a_pdf(*pages: str) -> bytes:
    """A small PDF with a text on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        at = len(objects) + 1
        kids.append(f"{at} 0 R")
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources {font} /Contents {at + 1} 0 R >>"
        objects += [page, f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    out, places = "%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{item}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010d} 00000 n \n" for place in places
    )
    return (out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode()
