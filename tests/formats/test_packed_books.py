"""Word files and EPUB books as other programs make them, and packed files that are not what they say."""

from __future__ import annotations

import io
import zipfile

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.formats import packed
from desktop.formats.documents import pdf
from desktop.formats.manuscript.book import Book, Level
from desktop.formats.manuscript.read_packed import read_docx, read_epub
from desktop.formats.opening import open_document
from desktop.formats.packed import Package, parse_xml

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OPS = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
_CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'


def zipped(**members: str | bytes) -> bytes:
    """A zip file; `__` in a name is a slash, `_dot_` a point."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return written.getvalue()


def docx(body: str, styles: str = "") -> bytes:
    members: dict[str, str | bytes] = {
        "word__document_dot_xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    }
    if styles:
        members["word__styles_dot_xml"] = f"<w:styles {_W}>{styles}</w:styles>"
    return zipped(**members)


def epub(*pages: str, spine: str = "", more: dict[str, str | bytes] | None = None, metadata: str = "") -> bytes:
    items = "".join(
        f'<item id="p{at}" href="p{at}.xhtml" media-type="application/xhtml+xml"/>' for at in range(len(pages))
    )
    order = spine or "".join(f'<itemref idref="p{at}"/>' for at in range(len(pages)))
    opf = (
        f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    members: dict[str, str | bytes] = {"META-INF__container_dot_xml": _CONTAINER, "OPS__book_dot_opf": opf}
    members |= {f"OPS__p{at}_dot_xhtml": page for at, page in enumerate(pages)}
    return zipped(**{**members, **(more or {})})


def page(body: str, attributes: str = "") -> str:
    return f"<html {_OPS}><body {attributes}>{body}</body></html>"


def texts(book: Book) -> list[str]:
    """Of all scenes, in order."""
    found: list[str] = []
    waiting = list(book.sections)
    while waiting:
        section = waiting.pop(0)
        if section.level is Level.SCENE:
            found.append(section.text)
        waiting = [*section.children, *waiting]
    return found


def titles(book: Book) -> list[str]:
    return [section.title for section in book.sections]


# -- Word ------------------------------------------------------------------------------------------------------------


def test_a_word_file_without_styles_has_levels_of_its_own() -> None:
    body = (
        '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Salt</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>She</w:t><w:tab/><w:t>lit it.</w:t><w:br/><w:t>He left.</w:t></w:r></w:p>"
    )
    book = read_docx(docx(body), "a.docx", "Named")
    assert book.title == "Named"
    assert titles(book) == ["Salt"]
    (text,) = texts(book)
    assert "She lit it." in text
    assert "He left." in text


def test_headings_by_a_styles_outline_and_deleted_words_are_gone() -> None:
    styles = (
        '<w:style w:styleId="K"><w:name w:val="Kapitel"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="K"/></w:pPr><w:r><w:t>Salt</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr><w:r><w:t>Kept.</w:t></w:r>'
        "<w:del><w:r><w:t>Struck out.</w:t></w:r></w:del></w:p>"
    )
    book = read_docx(docx(body, styles), "a.docx")
    assert titles(book) == ["Salt"]
    assert texts(book) == ["Kept."]


def test_a_zip_file_that_is_no_word_file_is_told() -> None:
    with pytest.raises(DocumentError) as told:
        read_docx(zipped(a="b"), "a.docx")
    assert told.value.code is Code.DOCUMENT_DAMAGED


# -- EPUB ------------------------------------------------------------------------------------------------------------


def test_a_book_as_others_make_it() -> None:
    first = page(
        "<div>Loose words <p>A paragraph.</p> and more</div>"
        "<section><h1>Salt</h1><blockquote>Quoted <b>words</b>.</blockquote><hr/>"
        "<div><span><p>Nested in a span.</p></span></div></section>"
        "<table><tr><td>In a table.</td></tr></table><script>never()</script><ruby>灯<rt>dēng</rt></ruby>"
    )
    book = read_epub(epub(first, metadata="<dc:title>The Count</dc:title><dc:creator>Ada</dc:creator>"), "a.epub")
    assert (book.title, book.author) == ("The Count", "Ada")
    whole = "\n".join(texts(book))
    for words in ("Loose words", "A paragraph.", "and more", "Quoted **words**.", "Nested in a span.", "In a table."):
        assert words in whole
    assert "灯" in whole
    assert "never" not in whole
    assert "dēng" not in whole


def test_a_dedication_is_one_and_pages_without_text_are_left_out() -> None:
    book = read_epub(
        epub(
            page("<h1>For</h1><p>For my mother.</p>", 'epub:type="dedication"'),
            page("<p>All rights.</p>", 'epub:type="copyright-page"'),
            page("<p>It began.</p>"),
            "<html><head><title>not closed</title><body><p>Only <br> calls itself XHTML.</p>",
            "",
        ),
        "a.epub",
    )
    assert book.dedication == "For my mother."
    whole = "\n".join(texts(book))
    assert "It began." in whole
    assert "calls itself XHTML." in whole
    assert "All rights." not in whole


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (epub(), Code.DOCUMENT_DAMAGED),
        (epub(page("<p>x</p>"), spine='<itemref idref="other"/>'), Code.DOCUMENT_DAMAGED),
        (zipped(**{"META-INF__container_dot_xml": "<container/>"}), Code.DOCUMENT_DAMAGED),
        (
            epub(page("<p>x</p>"), more={"META-INF__encryption_dot_xml": "<encryption><rsa/></encryption>"}),
            Code.DOCUMENT_ENCRYPTED,
        ),
    ],
    ids=["no pages", "nothing to read in order", "no book named", "locked"],
)
def test_a_book_that_cannot_be_read_says_why(data: bytes, code: Code) -> None:
    with pytest.raises(DocumentError) as told:
        read_epub(data, "a.epub")
    assert told.value.code is code


@pytest.mark.parametrize(
    "data",
    [zipped(**{"META-INF__container_dot_xml": "<container/>"}), epub()],
    ids=["no book named", "no pages"],
)
def test_a_book_to_be_translated_that_cannot_be_read_says_why(data: bytes) -> None:
    with pytest.raises(DocumentError) as told:
        open_document(data, "epub", "a.epub")
    assert told.value.code is Code.DOCUMENT_DAMAGED


# -- packed files ----------------------------------------------------------------------------------------------------


def test_too_many_files_too_much_in_them_and_too_large_a_tree_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as few:
        few.setattr(packed, "_MOST_MEMBERS", 1)
        with pytest.raises(DocumentError) as told:
            Package(zipped(a="1", b="2"), "a.docx")
        assert told.value.code is Code.DOCUMENT_TOO_LARGE
        assert told.value.details["unit"] == "files"
    with monkeypatch.context() as little:
        little.setattr(packed, "_MOST_UNPACKED", 3)
        with pytest.raises(DocumentError) as told:
            Package(zipped(a="1234"), "a.docx")
        assert told.value.code is Code.DOCUMENT_TOO_LARGE
    with monkeypatch.context() as small:
        small.setattr(packed, "_MOST_XML", 3)
        with pytest.raises(DocumentError) as told:
            parse_xml(b"<a></a>", "a.docx")
        assert told.value.code is Code.DOCUMENT_TOO_LARGE


def test_a_file_with_a_password_is_said_to_be_locked() -> None:
    data = bytearray(zipped(a="1234"))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag in the directory
    with pytest.raises(DocumentError) as told:
        Package(bytes(data), "a.docx")
    assert told.value.code is Code.DOCUMENT_ENCRYPTED


# -- PDF -------------------------------------------------------------------------------------------------------------


def _pdf(pages: int = 1, password: str = "") -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_pdf_says_why_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, code in (
        (b"no pdf", Code.DOCUMENT_DAMAGED),
        (b"%PDF-1.4\nnothing", Code.DOCUMENT_DAMAGED),
        (_pdf(password="secret"), Code.DOCUMENT_ENCRYPTED),
    ):
        with pytest.raises(DocumentError) as told:
            pdf.read_pdf(data, "a.pdf")
        assert told.value.code is code, data[:20]
    monkeypatch.setattr(pdf, "_MOST_PAGES", 1)
    with pytest.raises(DocumentError) as told:
        pdf.read_pdf(_pdf(2), "a.pdf")
    assert told.value.code is Code.DOCUMENT_TOO_LARGE
    assert told.value.details["unit"] == "pages"


def test_a_pdf_with_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdf import PageObject

    monkeypatch.setattr(PageObject, "extract_text", lambda self: "words " * 10)
    monkeypatch.setattr(pdf, "_MOST_CHARACTERS", 50)
    with pytest.raises(DocumentError) as told:
        pdf.read_pdf(_pdf(), "a.pdf")
    assert told.value.details["unit"] == "characters"


def test_a_locked_book_is_not_translated_and_one_with_locked_fonts_is() -> None:
    locked = '<encryption xmlns:e="e"><e:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    fonts = '<encryption xmlns:e="e"><e:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></encryption>'
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="p0" href="p0.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="p0"/></spine></package>'
    )
    more: dict[str, str | bytes] = {"OPS__book_dot_opf": opf}
    page0 = page("<p>The lamp.</p>")
    with pytest.raises(DocumentError) as told:
        open_document(epub(page0, more={**more, "META-INF__encryption_dot_xml": locked}), "epub", "a.epub")
    assert told.value.code is Code.DOCUMENT_ENCRYPTED
    data = epub(page0, more={**more, "META-INF__encryption_dot_xml": fonts})
    assert [unit.text for unit in open_document(data, "epub", "a.epub").units] == ["The lamp."]
    read = read_epub(epub(page0, more={"META-INF__encryption_dot_xml": fonts}), "a.epub")
    assert texts(read) == ["The lamp."]
