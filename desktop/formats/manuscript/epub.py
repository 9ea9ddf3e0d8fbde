"""EPUB 3 with the table of contents of EPUB 2 beside its own, by the rules that epubcheck checks."""

from __future__ import annotations

import html
import io
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from desktop.formats.manuscript.book import Book, Item, Level, Role, Section, Style, flow, sections_flow
from desktop.formats.manuscript.pages import css, html_item

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body{kind}>
{body}
</body>
</html>
"""
_FRONT = (Role.TITLE, Role.AUTHOR)


@dataclass
class _Page:
    """One file of the book and where it stands in the contents; `label` "" stands in none."""

    name: str
    label: str
    items: list[Item]
    kind: str = ""
    children: list[_Page] = field(default_factory=list)


def write_epub(book: Book, style: Style, now: datetime | None = None) -> bytes:
    """The book; every chapter is a file. The same book gets the same identifier."""
    pages = _pages(book, style)
    every = [each for page in pages for each in (page, *page.children)]
    lang = html.escape(book.language or "en", quote=True)
    parts: dict[str, str] = {"style.css": css(book)}
    for page in every:
        body = "\n".join(html_item(item) for item in page.items)
        kind = f' epub:type="{page.kind}"' if page.kind else ""
        title = _escaped(page.label or book.title or "–")
        parts[page.name] = _XHTML.format(lang=lang, title=title, kind=kind, body=body or "<p></p>")
    identifier = str(uuid.uuid5(uuid.NAMESPACE_OID, "".join(parts.values())))
    listed = [page for page in pages if page.label]
    parts["nav.xhtml"] = _nav(book, listed, lang)
    parts["toc.ncx"] = _ncx(book, listed, identifier)
    parts["package.opf"] = _package(book, every, identifier, lang, now or datetime.now(UTC))
    return _zipped(parts)


def _pages(book: Book, style: Style) -> list[_Page]:
    pages: list[_Page] = []
    numbers = iter(range(1, 1_000_000))
    if style.front_matter:
        front = list(flow(Book(book.title, (), book.language, book.author, book.dedication), style))
        title = [item for item in front if item.role in _FRONT]
        dedication = [item for item in front if item.role is Role.DEDICATION]
        if title:
            pages.append(_Page("title.xhtml", "", title, "titlepage"))
        if dedication:
            pages.append(_Page("dedication.xhtml", "", dedication, "dedication"))
    loose: list[Section] = []
    for section in book.sections:
        if section.level is Level.SCENE and not section.title.strip() and loose:
            loose.append(section)
            continue
        pages += _flushed(loose, style, numbers, book)
        loose = [section] if section.level is Level.SCENE else []
        if section.level is Level.PART:
            pages.append(_part(section, style, numbers))
        elif section.level is Level.CHAPTER:
            pages.append(_chapter((section,), style, numbers, "chapter"))
    pages += _flushed(loose, style, numbers, book)
    if not any(page.label for page in pages):  # the contents must name something
        pages.append(_Page("text0.xhtml", book.title or "–", []))
    return pages


def _part(section: Section, style: Style, numbers: object) -> _Page:
    """A part's own page, with its chapters below it in the contents."""
    head = list(sections_flow((Section(section.level, section.title, section.text),), style))
    page = _Page(_name(numbers), section.title.strip() or "–", head, "part")
    loose: list[Section] = []
    for child in section.children:
        if child.level is Level.SCENE:
            loose.append(child)
            continue
        if loose:
            page.items += sections_flow(loose, style, inside=True)
            loose = []
        page.children.append(_chapter((child,), style, numbers, "chapter"))
    page.items += sections_flow(loose, style, inside=True)
    return page


def _flushed(loose: list[Section], style: Style, numbers: object, book: Book) -> list[_Page]:
    return [_chapter(tuple(loose), style, numbers, "", book.title)] if loose else []


def _chapter(sections: Sequence[Section], style: Style, numbers: object, kind: str, fallback: str = "") -> _Page:
    name = _name(numbers)
    label = " ".join(sections[0].title.split()) or fallback or name.removesuffix(".xhtml").removeprefix("text")
    return _Page(name, label, list(sections_flow(sections, style)), kind)


def _name(numbers: object) -> str:
    return f"text{next(numbers)}.xhtml"  # type: ignore[call-overload]


def _package(book: Book, pages: Sequence[_Page], identifier: str, lang: str, now: datetime) -> str:
    items = [f'<item id="i{n}" href="{page.name}" media-type="application/xhtml+xml"/>' for n, page in enumerate(pages)]
    spine = [f'<itemref idref="i{n}"/>' for n in range(len(pages))]
    creator = f"<dc:creator>{_escaped(book.author)}</dc:creator>" if book.author.strip() else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{lang}">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
    <dc:title>{_escaped(book.title.strip()) or "–"}</dc:title>
    <dc:language>{lang}</dc:language>
    {creator}
    <meta property="dcterms:modified">{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
    <item id="css" href="style.css" media-type="text/css"/>
    {"".join(items)}
  </manifest>
  <spine toc="ncx">{"".join(spine)}</spine>
</package>
"""


def _nav(book: Book, pages: Sequence[_Page], lang: str) -> str:
    def listed(some: Sequence[_Page]) -> str:
        entries = (
            f'<li><a href="{page.name}">{_escaped(page.label)}</a>{listed(page.children) if page.children else ""}</li>'
            for page in some
        )
        return f"<ol>{''.join(entries)}</ol>"

    title = _escaped(book.title.strip() or "–")
    body = f'<nav epub:type="toc" id="toc"><h1>{title}</h1>{listed(pages)}</nav>'
    return _XHTML.format(lang=lang, title=title, kind="", body=body)


def _ncx(book: Book, pages: Sequence[_Page], identifier: str) -> str:
    order = iter(range(1, 1_000_000))

    def point(page: _Page) -> str:
        number = next(order)
        inside = "".join(point(child) for child in page.children)
        label = f"<navLabel><text>{_escaped(page.label)}</text></navLabel>"
        return f'<navPoint id="n{number}" playOrder="{number}">{label}<content src="{page.name}"/>{inside}</navPoint>'

    depth = 2 if any(page.children for page in pages) else 1
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
  <head><meta name="dtb:uid" content="urn:uuid:{identifier}"/><meta name="dtb:depth" content="{depth}"/>
  <meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>
  <docTitle><text>{_escaped(book.title.strip() or "–")}</text></docTitle>
  <navMap>{"".join(point(page) for page in pages)}</navMap>
</ncx>
"""


def _zipped(parts: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        # The first member, unpacked, so that a reader knows the file by its first bytes.
        target.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip", zipfile.ZIP_STORED)
        target.writestr("META-INF/container.xml", _CONTAINER)
        for name, text in parts.items():
            target.writestr(f"EPUB/{name}", text.encode("utf-8", "replace"))
    return written.getvalue()


def _escaped(text: str) -> str:
    return html.escape(" ".join(text.split()), quote=False)
