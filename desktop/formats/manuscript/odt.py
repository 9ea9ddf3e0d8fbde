"""OpenDocument text, written as its standard (1.3) says."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterable

from desktop.formats.manuscript.book import Book, Item, Role, Style, flow
from desktop.formats.manuscript.prose import SOFT, Run

_TYPE = "application/vnd.oasis.opendocument.text"
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
_NAMES = {
    Role.TITLE: "Title",
    Role.AUTHOR: "Subtitle",
    Role.DEDICATION: "Dedication",
    Role.FIRST: "First_20_paragraph",
    Role.TEXT: "Text_20_body",
    Role.QUOTE: "Quotations",
    Role.BREAK: "Scene_20_break",
}


def write_odt(book: Book, style: Style) -> bytes:
    """The book as .odt; headings have outline levels, so that the navigator and contents work."""
    body = "".join(_item(item) for item in flow(book, style))
    parts = {
        "content.xml": _content(body),
        "styles.xml": _styles(book),
        "meta.xml": _meta(book),
        "META-INF/manifest.xml": _manifest(),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(zipfile.ZipInfo("mimetype"), _TYPE, zipfile.ZIP_STORED)
        for name, text in parts.items():
            target.writestr(name, ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode("utf-8", "replace"))
    return written.getvalue()


def _item(item: Item) -> str:
    inside = _runs(item.runs)
    levels = {Role.PART: 1, Role.CHAPTER: 2, Role.HEADING: min(4, item.level + 1)}
    if item.role in levels:
        level = levels[item.role]
        name = f"Heading_20_{level}"
        return f'<text:h text:style-name="{name}" text:outline-level="{level}">{inside}</text:h>'
    return f'<text:p text:style-name="{_NAMES[item.role]}">{inside}</text:p>'


def _runs(runs: Iterable[Run]) -> str:
    parts = []
    for run in runs:
        text = _spaced(html.escape(run.text, quote=False)).replace("\n", SOFT).replace(SOFT, "<text:line-break/>")
        name = {(True, False): "Em", (False, True): "Strong", (True, True): "EmStrong"}.get((run.emphasis, run.strong))
        parts.append(f'<text:span text:style-name="{name}">{text}</text:span>' if name else text)
    return "".join(parts)


def _spaced(text: str) -> str:
    """More than one space needs an element of its own; a tab too."""
    while "  " in text:
        text = text.replace("  ", " <text:s/>", 1)
    return text.replace("\t", "<text:tab/>")


def _content(body: str) -> str:
    return (
        f"<office:document-content {_SPACES}><office:automatic-styles/>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def _meta(book: Book) -> str:
    title, author = html.escape(book.title, quote=False), html.escape(book.author, quote=False)
    return (
        f"<office:document-meta {_SPACES}><office:meta><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        f"<dc:language>{html.escape(book.language or 'en')}</dc:language></office:meta></office:document-meta>"
    )


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    return (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{_TYPE}"/>{entries}</manifest:manifest>'
    )


def _styles(book: Book) -> str:
    language, _, country = (book.language or "en").partition("-")
    country = country or ("CN" if language == "zh" else "none")
    asian = f'style:language-asian="{language}" style:country-asian="{country}"' if book.chinese else ""
    western = "" if book.chinese else f'fo:language="{html.escape(language)}" fo:country="{html.escape(country)}"'
    indent = "2em" if book.chinese else "0.85cm"
    # OpenDocument has no em of the CJK font for indents everywhere: two characters of 12 pt are 24 pt.
    indent = "24pt" if book.chinese else indent
    emphasis = 'style:text-emphasize="dot below"' if book.chinese else 'fo:font-style="italic"'
    return "".join(
        (
            f"<office:document-styles {_SPACES}>",
            '<office:font-face-decls><style:font-face style:name="Text" svg:font-family="Georgia"/>',
            '<style:font-face style:name="Song" svg:font-family="&apos;Noto Serif CJK SC&apos;"/>',
            "</office:font-face-decls><office:styles>",
            '<style:default-style style:family="paragraph"><style:paragraph-properties style:writing-mode="page"/>',
            '<style:text-properties style:font-name="Text" style:font-name-asian="Song" fo:font-size="12pt" ',
            f'style:font-size-asian="12pt" {western} {asian}/></style:default-style>',
            _paragraph("Text_20_body", "Text body", f'fo:text-indent="{indent}" fo:text-align="justify" ', "150%"),
            _paragraph("First_20_paragraph", "First paragraph", "" if book.chinese else 'fo:text-indent="0cm" '),
            _paragraph("Scene_20_break", "Scene break", _centred("0.6cm")),
            _paragraph("Dedication", "Dedication", _centred("0.2cm")),
            _paragraph("Quotations", "Quotations", 'fo:text-indent="0cm" fo:margin-left="1cm" fo:margin-right="1cm" '),
            _paragraph("Title", "Title", _centred("3cm"), size=24),
            _paragraph("Subtitle", "Subtitle", _centred("0.5cm"), size=14),
            *(
                _paragraph(
                    f"Heading_20_{level}",
                    f"Heading {level}",
                    _centred("0.8cm") + ('fo:break-before="page" ' if level < 3 else ""),
                    size=(20, 17, 14, 12)[level - 1],
                    outline=level,
                )
                for level in (1, 2, 3, 4)
            ),
            f'<style:style style:name="Em" style:family="text"><style:text-properties {emphasis}/></style:style>',
            '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold" ',
            'style:font-weight-asian="bold"/></style:style>',
            '<style:style style:name="EmStrong" style:family="text"><style:text-properties fo:font-weight="bold" ',
            f'style:font-weight-asian="bold" {emphasis}/></style:style>',
            "</office:styles></office:document-styles>",
        )
    )


def _centred(space: str) -> str:
    return f'fo:text-indent="0cm" fo:text-align="center" fo:margin-top="{space}" fo:margin-bottom="{space}" '


def _paragraph(name: str, shown: str, form: str, height: str = "", size: int = 0, outline: int = 0) -> str:
    parent = "" if name == "Text_20_body" else 'style:parent-style-name="Text_20_body" '
    level = f'style:default-outline-level="{outline}" ' if outline else ""
    line = f'fo:line-height="{height}" ' if height else ""
    letters = f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt"/>' if size else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph" {parent}{level}'
        f'style:class="text"><style:paragraph-properties {form}{line}/>{letters}</style:style>'
    )
