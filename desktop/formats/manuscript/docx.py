"""Word documents: real styles for headings and text, indents in characters for Chinese, a page for each chapter."""

from __future__ import annotations

import io
from typing import Any

from desktop.formats.manuscript.book import Book, Item, Role, Style, flow
from desktop.formats.manuscript.prose import SOFT, Run

_FONT, _CHINESE_FONT = "Georgia", "宋体"


def write_docx(book: Book, style: Style) -> bytes:
    """The book as .docx. Title, headings and text have styles, so that Word's outline and contents work."""
    import docx
    from docx.enum.text import WD_BREAK

    document = docx.Document()
    _prepare(document, book)
    properties = document.core_properties
    properties.title, properties.author, properties.language = book.title[:250], book.author[:250], book.language
    properties.comments = ""
    before: Role | None = None
    for item in flow(book, style):
        paragraph = document.add_paragraph(style=_style_of(item))
        starts_page = item.role is Role.PART or (item.role is Role.CHAPTER and before not in (Role.PART, None))
        paragraph.paragraph_format.page_break_before = starts_page or (
            before in (Role.TITLE, Role.AUTHOR, Role.DEDICATION)
            and item.role not in (Role.AUTHOR, Role.DEDICATION)
            and item.role is not Role.TITLE
        )
        for run in item.runs:
            _add_run(paragraph, run, book, WD_BREAK.LINE)
        before = item.role
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _style_of(item: Item) -> str:
    if item.role is Role.HEADING:
        return f"Heading {min(4, item.level + 1)}"
    return {
        Role.TITLE: "Title",
        Role.AUTHOR: "Subtitle",
        Role.DEDICATION: "Dedication",
        Role.PART: "Heading 1",
        Role.CHAPTER: "Heading 2",
        Role.FIRST: "First Paragraph",
        Role.TEXT: "Body Text",
        Role.QUOTE: "Quote",
        Role.BREAK: "Scene Break",
    }[item.role]


def _prepare(document: Any, book: Book) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    centre, justify = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    styles = document.styles
    for name in ("First Paragraph", "Scene Break", "Dedication"):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Body Text"]
    normal = styles["Normal"]
    normal.font.size = Pt(12)
    _set_fonts(normal, book)
    body = styles["Body Text"].paragraph_format
    body.space_before = body.space_after = Pt(0)
    body.line_spacing, body.alignment = 1.5, justify
    body.first_line_indent = Cm(0.85)
    if book.chinese:
        _indent_characters(styles["Body Text"], 2)
    else:
        styles["First Paragraph"].paragraph_format.first_line_indent = Cm(0)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Scene Break", "Dedication"):
        form = styles[name].paragraph_format
        form.alignment, form.first_line_indent = centre, Cm(0)
        form.space_before, form.space_after = Pt(18), Pt(18)
        if book.chinese:
            _indent_characters(styles[name], 0)
        _set_fonts(styles[name], book)
        _make_black(styles[name])
    styles["Dedication"].font.italic = not book.chinese
    quote = styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(1)
    _make_black(quote)


def _set_fonts(style: Any, book: Book) -> None:
    from docx.oxml.ns import qn

    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), _CHINESE_FONT)
    languages = style.element.get_or_add_rPr()
    for old in languages.findall(qn("w:lang")):
        languages.remove(old)
    tag = languages.makeelement(qn("w:lang"), {})
    tag.set(qn("w:eastAsia" if book.chinese else "w:val"), book.language or "en")
    languages.append(tag)


def _make_black(style: Any) -> None:
    from docx.shared import RGBColor

    style.font.color.rgb = RGBColor(0, 0, 0)


def _indent_characters(style: Any, number: int) -> None:
    """Word's own measure for Chinese: hundredths of a character, which follows the size of the type."""
    from docx.oxml.ns import qn

    style.element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(number * 100))


def _add_run(paragraph: Any, run: Run, book: Book, line_break: Any) -> None:
    for number, piece in enumerate(run.text.replace("\n", SOFT).split(SOFT)):
        if number:
            paragraph.add_run().add_break(line_break)
        if piece:
            made = paragraph.add_run(piece)
            made.bold = True if run.strong else None
            if run.emphasis and book.chinese:
                _emphasise_chinese(made)
            elif run.emphasis:
                made.italic = True


def _emphasise_chinese(run: Any) -> None:
    """着重号: dots under the characters, as Chinese is emphasised in print."""
    from docx.oxml.ns import qn

    properties = run._r.get_or_add_rPr()
    mark = properties.makeelement(qn("w:em"), {})
    mark.set(qn("w:val"), "dot")
    properties.append(mark)
