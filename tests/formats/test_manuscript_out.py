"""Books are written in every kind, valid, with what a book has: front matter, breaks, emphasis, Chinese indents."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any, cast

import pytest
from lxml import etree

from desktop.base.errors import Code, DocumentError
from desktop.formats.manuscript.book import Book, Level, Section, Style
from desktop.formats.manuscript.paper.fonts import chinese
from desktop.formats.manuscript.writing import KINDS, kind_of, write_book

ENGLISH = Book(
    "Lamps & <Rain>",
    (
        Section(
            Level.CHAPTER,
            "One",
            children=(
                Section(
                    Level.SCENE,
                    "working",
                    "She *lit* the **lamp**, 2 \\* 2 & <b>.\n\nSecond\x0b paragraph.\n\n> Quoted",
                ),
                Section(Level.SCENE, "", "Next scene.\n\n***\n\n## Inside\n\nEnd."),
            ),
        ),
        Section(Level.SCENE, "", "Loose."),
    ),
    "en",
    "A. Writer",
    "For you",
)
CHINESE = Book(
    "灯下",
    (
        Section(
            Level.PART,
            "第一卷",
            children=(
                Section(Level.CHAPTER, "第一章", children=(Section(Level.SCENE, "", "　　灯*亮*了。\n\n“好。”"),)),
                Section(Level.CHAPTER, "第二章", children=(Section(Level.SCENE, "", "完。"),)),
            ),
        ),
    ),
    "zh",
)
BOOKS = pytest.mark.parametrize("book", [ENGLISH, CHINESE], ids=["en", "zh"])


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_plain_text_has_the_indents_of_its_language() -> None:
    assert "　　灯亮了。\n　　“好。”\n" in write_book(CHINESE, "txt").decode()
    text = write_book(ENGLISH, "txt").decode()
    assert "She lit the lamp, 2 * 2 & <b>.\n\nSecond paragraph.\n\n    Quoted\n\n* * *\n\nNext scene.\n" in text
    assert text.startswith("Lamps & <Rain>\n\nA. Writer\n\nFor you\n")
    assert "working" not in text


def test_markdown_keeps_marks_and_escapes() -> None:
    text = write_book(CHINESE, "md", Style(front_matter=False)).decode()
    assert text == "# 第一卷\n\n## 第一章\n\n灯*亮*了。\n\n“好。”\n\n## 第二章\n\n完。\n"
    assert "She *lit* the **lamp**, 2 \\* 2" in write_book(ENGLISH, "md").decode()


def test_html_is_one_page_that_is_safe() -> None:
    page = write_book(ENGLISH, "html", Style(scene_titles=True, scene_break="⁂")).decode()
    assert "<em>lit</em> the <strong>lamp</strong>, 2 * 2 &amp; &lt;b&gt;." in page
    assert '<p class="break">⁂</p>' in page
    assert '<p class="first">She' in page
    assert ">working</h" in page
    assert "<b>" not in page
    assert "text-indent: 2em" in write_book(CHINESE, "html").decode()


@BOOKS
def test_epub_keeps_the_rules(book: Book, tmp_path: Path) -> None:
    data = write_book(book, "epub")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype") == b"application/epub+zip"
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    members = _members(data)
    opf = etree.fromstring(members["EPUB/package.opf"])
    space = {"o": "http://www.idpf.org/2007/opf", "d": "http://purl.org/dc/elements/1.1/"}
    listed = {item.get("href") for item in opf.iterfind(".//o:item", space)}
    assert {f"EPUB/{name}" for name in listed} | {"mimetype", "META-INF/container.xml", "EPUB/package.opf"} == set(
        members
    )
    ids = [item.get("id") for item in opf.iterfind(".//o:item", space)]
    assert len(ids) == len(set(ids))
    assert {reference.get("idref") for reference in opf.iterfind(".//o:itemref", space)} <= set(ids)
    assert opf.findtext(".//d:language", namespaces=space) == book.language
    assert opf.findtext(".//d:identifier", namespaces=space)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", opf.findtext(".//o:meta", namespaces=space) or "")
    for name, content in members.items():
        if name.endswith((".xhtml", ".ncx", ".opf", ".xml")):
            root = etree.fromstring(content)
            for link in root.iter("{http://www.w3.org/1999/xhtml}a"):
                assert link.get("href") in listed
            found = [element.get("id") for element in root.iter() if element.get("id")]
            assert len(found) == len(set(found))
    assert etree.fromstring(members["EPUB/nav.xhtml"]).find(".//{*}nav/{*}ol/{*}li/{*}a") is not None
    assert write_book(book, "epub").count(b"uuid") == data.count(b"uuid")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/usr/share/java/epubcheck.jar").exists() or not shutil.which("java"), reason="epubcheck")
@BOOKS
def test_epubcheck_finds_nothing(book: Book, tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(write_book(book, "epub"))
    command = ["java", "-jar", "/usr/share/java/epubcheck.jar", "-w", str(tmp_path / "book.epub")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@BOOKS
def test_docx_has_styles_that_word_knows(book: Book) -> None:
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(io.BytesIO(write_book(book, "docx")))
    assert document.core_properties.title == book.title
    found = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    if book is ENGLISH:
        assert found[:4] == [
            ("Title", "Lamps & <Rain>"),
            ("Subtitle", "A. Writer"),
            ("Dedication", "For you"),
            ("Heading 2", "One"),
        ]
        assert ("Scene Break", "* * *") in found
        assert ("Quote", "Quoted") in found
        first = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("She"))
        assert [run.text for run in first.runs if run.italic] == ["lit"]
        assert [run.text for run in first.runs if run.bold] == ["lamp"]
    else:
        assert ("First Paragraph", "灯亮了。") in found
        indent = document.styles["Body Text"].element.pPr.ind
        assert indent.get(qn("w:firstLineChars")) == "200"
        assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


@BOOKS
def test_odt_is_whole(book: Book) -> None:
    members = _members(write_book(book, "odt"))
    assert next(iter(members)) == "mimetype"
    content = etree.fromstring(members["content.xml"])
    styles = etree.fromstring(members["styles.xml"])
    space = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
    known = {style.get(space % "style" + "name") for style in styles.iter(space % "style" + "style")}
    used = {element.get(space % "text" + "style-name") for element in content.iter() if isinstance(element.tag, str)}
    assert used - {None} <= known
    text = "\n".join("".join(map(str, element.itertext())) for element in content.iter(space % "text" + "p"))
    assert ("灯亮了。" if book is CHINESE else "She lit the lamp, 2 * 2 & <b>.") in text
    etree.fromstring(members["META-INF/manifest.xml"])
    etree.fromstring(members["meta.xml"])


def test_pdf_has_pages_an_outline_and_its_text() -> None:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(write_book(ENGLISH, "pdf")))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "She lit the lamp, 2 * 2 & <b>." in text
    assert len(reader.pages) == 3
    assert [cast(Any, item).title for item in reader.outline] == ["One"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Lamps & <Rain>"


@pytest.mark.skipif(chinese() is None, reason="no Chinese font")
def test_pdf_of_chinese_holds_its_font() -> None:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(write_book(CHINESE, "pdf")))
    text = "".join(page.extract_text() for page in reader.pages).replace("\x00", "")
    assert "灯亮了。" in text
    assert [item.title for item in reader.outline if not isinstance(item, list)] == ["第一卷"]


def test_pdf_without_a_chinese_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.formats.manuscript.paper.pdf.chinese", lambda: None)
    with pytest.raises(DocumentError) as error:
        write_book(CHINESE, "pdf")
    assert error.value.code is Code.NO_CHINESE_FONT


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_book_is_told(kind: str) -> None:
    with pytest.raises(DocumentError) as error:
        write_book(Book("empty", (Section(Level.CHAPTER, "One"),)), kind)
    assert error.value.code is Code.STORY_EMPTY


def test_an_unknown_kind_is_told() -> None:
    assert kind_of(Path("a.MARKDOWN")) == "md"
    with pytest.raises(DocumentError) as error:
        kind_of(Path("a.rtf"))
    assert error.value.code is Code.STORY_UNREADABLE_KIND


def test_lines_of_chinese_begin_and_end_as_they_may() -> None:
    from desktop.formats.manuscript.paper.lines import atoms, lines
    from desktop.formats.manuscript.prose import Run

    forced = atoms([Run("他说：“好，我们（现在）走吧。”然后word走了" * 9)], lambda text, *_: float(len(text)), True)
    for width in range(5, 30):
        found = lines(forced, width, 2)
        shown = ["".join(atom.text for atom in line.atoms) for line in found]
        assert "".join(shown) == "".join(atom.text for part in forced for atom in part)
        for line in shown[1:]:
            assert line[0] not in "，。：”）"
        for line in shown[:-1]:
            assert line[-1] not in "“（"
        assert all(line.width <= width for line in found)
