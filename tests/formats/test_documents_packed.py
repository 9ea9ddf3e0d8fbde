"""HTML, EPUB, Word and PDF: real files of other programs keep their form; hostile ones are refused."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any, cast

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from desktop.base.errors import Code, DocumentError
from desktop.formats.documents.base import Bilingual, Document, Output
from desktop.formats.markdown.inline import same_marks
from desktop.formats.opening import open_document
from desktop.formats.packed import Package, parse_xml

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>My page</title><style>p{color:red}</style></head>
<body class="x">
<h1>Hello <em>world</em></h1>
<p>Some <a href="x?a=1&amp;b=2">link <b>bold</b></a> text&nbsp;here.
Next line <code>x = 1</code>. <img src="a.png" alt="A cat"></p>
<div>Outer <p>inner</p> tail</div>
<a href="y"><div>block in a link</div></a>
<ul><li>one</li><li>two</li></ul>
<pre>keep this</pre>
<script>var a = "b<c";</script>
<p translate="no">Lamplight</p>
<p class="notranslate">Not this</p>
</body></html>
"""


def upper(document: Document) -> list[str]:
    """The units in capitals, labels of marks left alone."""
    parts = [re.split(r"(⟦[^⟧]*⟧)", unit.text) for unit in document.units]
    return ["".join(text if at % 2 else text.upper() for at, text in enumerate(unit)) for unit in parts]


def sources(document: Document) -> list[str]:
    return [unit.text for unit in document.units]


def test_html_units() -> None:
    assert sources(open_document(PAGE.encode(), "html")) == [
        "My page",
        "Hello ⟦1⟧world⟦/1⟧",
        "Some ⟦1⟧link ⟦2⟧bold⟦/2⟧⟦/1⟧ text\xa0here. Next line ⟦3/x = 1⟧. ⟦4/⟧",
        "A cat",
        "Outer",
        "tail",
        "inner",
        "block in a link",
        "one",
        "two",
    ]


def test_html_keeps_its_form() -> None:
    document = open_document(PAGE.encode(), "html")
    written = document.render(upper(document), Output("zh-Hant")).decode()
    for kept in (
        "<!DOCTYPE html>",
        '<html lang="zh-Hant">',
        "<style>p{color:red}</style>",
        '<a href="x?a=1&amp;b=2">LINK <b>BOLD</b></a>',
        "<code>x = 1</code>",
        '<img src="a.png" alt="A CAT">',
        "<div>OUTER <p>INNER</p> TAIL</div>",
        '<a href="y"><div>BLOCK IN A LINK</div></a>',
        "<pre>keep this</pre>",
        'var a = "b<c";',
        '<p translate="no">Lamplight</p>',
        '<p class="notranslate">Not this</p>',
        "<li>ONE</li><li>TWO</li>",
    ):
        assert kept in written
    again = open_document(written.encode(), "html")
    assert sources(again) == upper(document)


def test_html_in_both_languages_and_right_to_left() -> None:
    document = open_document(PAGE.encode(), "html")
    written = document.render(upper(document), Output("ar", Bilingual.SIDE)).decode()
    assert 'dir="rtl"' in written
    assert '<span class="lamplight-source">Hello <em>world</em></span>' in written
    assert '<span class="lamplight-target" lang="ar">HELLO <em>WORLD</em></span>' in written
    assert "<title>My page · MY PAGE</title>" in written
    assert "grid-template-columns" in written


def test_an_html_fragment_stays_a_fragment_and_other_encodings_become_utf8() -> None:
    fragment = open_document(b"<p>Hi <b>you</b></p>\n<p>x</p>\n", "html")
    assert fragment.render(upper(fragment), Output("en")) == b"<p>HI <b>YOU</b></p>\n<p>X</p>\n"
    page = '<html><head><meta charset="gb2312"></head><body><p>你好</p></body></html>'.encode("gb18030")
    document = open_document(page, "html")
    assert sources(document) == ["你好"]
    assert '<meta charset="utf-8">' in document.render(["Hello"], Output("en")).decode()


def test_hostile_html() -> None:
    with pytest.raises(DocumentError):
        open_document(b"<div>" * 3000 + b"a", "html")
    document = open_document(b"<p>" + b"<b>x</b>" * 2000 + b"</p>", "html")
    assert document.render(sources(document), Output("en")).count(b"<b>x</b>") == 2000


# -- EPUB ------------------------------------------------------------------------------------------------------------

_OPF = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>A book</dc:title>
<dc:language>en</dc:language></metadata><manifest>
<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="one%20page.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="t" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="c" href="c.css" media-type="text/css"/>
</manifest><spine toc="t"><itemref idref="a"/><itemref idref="b"/></spine></package>"""
_ONE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">
<head><title>One</title><link rel="stylesheet" href="c.css"/></head>
<body><p>First&nbsp;<i>page</i>.<br/>More<a id="f1" href="#n1"><sup>1</sup></a>.</p></body></html>"""
_TWO = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Two</title></head>
<body><p>Broken <b>markup</p></body></html>"""
_NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Contents</title>
</head><body><nav epub:type="toc"><ol><li><a href="one%20page.xhtml">Chapter one</a></li></ol></nav></body></html>"""
_NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><docTitle><text>A book</text></docTitle>
<navMap><navPoint id="p"><navLabel><text>Chapter one</text></navLabel><content src="one%20page.xhtml"/></navPoint>
</navMap>
</ncx>"""


def book() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        file.writestr("META-INF/container.xml", container + '<rootfile full-path="OPS/p.opf"/></rootfiles></container>')
        file.writestr("OPS/p.opf", _OPF)
        for name, text in (("one page.xhtml", _ONE), ("two.xhtml", _TWO), ("nav.xhtml", _NAV), ("toc.ncx", _NCX)):
            file.writestr(f"OPS/{name}", text)
        file.writestr("OPS/c.css", "p{}")
    return made.getvalue()


def test_epub() -> None:
    document = open_document(book(), "epub")
    assert sources(document) == [
        "One",
        "First\xa0⟦1⟧page⟦/1⟧.⟦2/⟧More⟦3⟧⟦4⟧1⟦/4⟧⟦/3⟧.",
        "Two",
        "Broken ⟦1⟧markup⟦/1⟧",
        "Contents",
        "⟦1⟧Chapter one⟦/1⟧",
        "A book",
        "Chapter one",
        "A book",
    ]
    assert [unit.chapter for unit in document.units] == [0, 0, 1, 1, 2, 2, 3, 3, 3]
    written = document.render(upper(document), Output("zh"))
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert file.namelist() == zipfile.ZipFile(io.BytesIO(book())).namelist()
        assert file.infolist()[0].compress_type == zipfile.ZIP_STORED
        opf, page = file.read("OPS/p.opf").decode(), file.read("OPS/one page.xhtml").decode()
        assert "<dc:language>zh-Hans</dc:language>" in opf
        assert "<dc:title>A BOOK</dc:title>" in opf
        assert 'lang="zh-Hans" xml:lang="zh-Hans"' in page or 'xml:lang="zh-Hans" lang="zh-Hans"' in page
        assert '<i>PAGE</i>.<br/>MORE<a id="f1" href="#n1"><sup>1</sup></a>.' in page
        assert '<link rel="stylesheet" href="c.css"/>' in page
        assert file.read("OPS/c.css") == b"p{}"
        assert "<text>CHAPTER ONE</text>" in file.read("OPS/toc.ncx").decode()
    assert sources(open_document(written, "epub")) == upper(document)


# -- Word ------------------------------------------------------------------------------------------------------------


def word() -> bytes:
    made = docx.Document()
    made.styles.add_style("Own", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(20)
    made.add_heading("The title", 1)
    paragraph = made.add_paragraph("Plain text, ", style="Own")
    paragraph.add_run("bold words").bold = True
    paragraph.add_run(" and more ")
    paragraph.add_run("plain.")
    paragraph.add_run().add_tab()
    paragraph.add_run("After the tab.")
    cell = made.add_table(1, 1).rows[0].cells[0]
    cell.text = "In a cell."
    made.sections[0].header.paragraphs[0].text = "The header"
    link = etree.SubElement(made.add_paragraph("See ")._p, qn("w:hyperlink"), {qn("w:anchor"): "x"})
    run = etree.SubElement(link, qn("w:r"))
    etree.SubElement(run, qn("w:t")).text = "this link"
    made.add_paragraph()
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_word_units() -> None:
    document = open_document(word(), "docx")
    assert sources(document) == [
        "The title",
        "Plain text, ⟦1⟧bold words⟦/1⟧ and more plain.⟦2/⟧After the tab.",
        "In a cell.",
        "See ⟦1⟧this link⟦/1⟧",
        "The header",
    ]


def test_word_keeps_its_form() -> None:
    document = open_document(word(), "docx")
    targets = ["标题", "普通文字，⟦1⟧粗体字⟦/1⟧等等。⟦2/⟧制表符之后。", "在格子里。", "见⟦1⟧此链接⟦/1⟧", "页眉"]
    assert all(same_marks(unit.text, target) for unit, target in zip(document.units, targets, strict=True))
    written = document.render(targets, Output("zh"))
    read = docx.Document(io.BytesIO(written))
    paragraph = read.paragraphs[1]
    assert (paragraph.text, paragraph.style.name) == ("普通文字，粗体字等等。\t制表符之后。", "Own")
    assert [run.text for run in paragraph.runs if run.bold] == ["粗体字"]
    assert read.paragraphs[0].style.name == "Heading 1"
    assert read.tables[0].rows[0].cells[0].text == "在格子里。"
    assert read.sections[0].header.paragraphs[0].text == "页眉"
    assert read.paragraphs[2].hyperlinks[0].text == "此链接"
    assert 'w:eastAsia="zh-CN"' in Package(written).read("word/styles.xml").decode()
    untouched = set(Package(word()).names) - {"word/document.xml", "word/styles.xml", "word/header1.xml"}
    assert all(Package(written).read(name) == Package(word()).read(name) for name in untouched)


@pytest.mark.parametrize("mode", [Bilingual.INTERLEAVED, Bilingual.SIDE])
def test_word_in_both_languages(mode: Bilingual) -> None:
    document = open_document(word(), "docx")
    read = docx.Document(io.BytesIO(document.render(upper(document), Output("zh", mode))))
    texts = [
        paragraph.text
        for paragraph in read.element.body.iter(qn("w:p"))
        for paragraph in [Paragraph(paragraph, cast(Any, None))]
    ]
    assert texts[:2] == ["The title", "THE TITLE"]
    assert (len(read.tables) > 1) == (mode is Bilingual.SIDE)


# -- hostile files ---------------------------------------------------------------------------------------------------


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_damaged_packages(kind: str) -> None:
    good = word() if kind == "docx" else book()
    broken = [b"", b"PK\x03\x04", good[: len(good) // 2], zipped("a.txt", b"x"), good[:200] + bytes(200) + good[400:]]
    if kind == "docx":
        broken += [zipped("word/document.xml", b"<broken"), zipped("word/document.xml", b"")]
    for data in broken:
        with pytest.raises(DocumentError) as error:
            open_document(data, kind, "x")
        assert error.value.code is Code.DOCUMENT_DAMAGED


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(DocumentError) as error:
        open_document(zipped("word/document.xml", bytes(200 << 20)), "docx")
    assert error.value.code is Code.DOCUMENT_TOO_LARGE


def test_a_member_longer_than_announced_is_refused() -> None:
    data = bytearray(zipped("word/document.xml", b"<a>" + b" " * 5000 + b"</a>"))
    for at in (data.index(b"PK\x03\x04") + 22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(DocumentError) as error:
        open_document(bytes(data), "docx")
    assert error.value.code is Code.DOCUMENT_DAMAGED


def test_external_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    evil = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'
    assert b"the secret" not in etree.tostring(parse_xml(evil.encode()))
    page = evil.replace("<a>", '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Hello ').replace(
        "</a>", "</p></body></html>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, page if name.endswith("two.xhtml") else old.read(name))
    document = open_document(made.getvalue(), "epub")
    assert "the secret" not in "".join(sources(document))
    assert b"the secret" not in document.render(sources(document), Output("zh"))


def test_a_billion_laughs_are_not_counted() -> None:
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    evil = f'<!DOCTYPE a [<!ENTITY a0 "ha">{lines}]><a>&a12;</a>'
    try:
        root = parse_xml(evil.encode())
    except DocumentError:
        return
    assert len(etree.tostring(root)) < 10_000


# -- PDF -------------------------------------------------------------------------------------------------------------


def pdf(*lines: str) -> bytes:
    """A one-page PDF of text lines, with a correct cross-reference table."""
    content = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF"
    return f"{written}xref\n0 6\n0000000000 65535 f \n{table}{trailer}".encode()


def test_pdf_is_read_and_written_as_text() -> None:
    document = open_document(pdf("The lamp burns in the", "night, and no-", "body sees it.", "Next."), "pdf", "a.pdf")
    assert sources(document) == ["The lamp burns in the night, and nobody sees it.", "Next."]
    assert document.written_as == "txt"
    assert document.render(["甲。", "乙。"], Output("zh")).decode().strip() == "甲。\n乙。"
    with pytest.raises(DocumentError) as error:
        open_document(pdf(), "pdf", "scan.pdf")
    assert error.value.code is Code.DOCUMENT_BINARY
