"""Books as text: plain, Markdown, and one page of HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable

from desktop.formats.manuscript.book import Book, Item, Role, Style, flow
from desktop.formats.manuscript.prose import SOFT, Kind, Paragraph, Run, markdown

FRONT_ENDS = "<!-- The text begins. -->"  # not seen; so that author and dedication are read as such again
CSS = """\
body { font-family: "Source Serif Pro", Georgia, "Times New Roman", serif; line-height: 1.55; }
p { margin: 0; text-indent: 1.5em; text-align: justify; }
p.first, p.author, p.dedication, p.break { text-indent: 0; }
h1, h2, h3, h4 { font-weight: 600; text-align: center; text-indent: 0; line-height: 1.3; margin: 2em 0 1.5em; }
p.author, p.break { text-align: center; }
p.break { margin: 1.5em 0; min-height: 1em; }
p.dedication { text-align: center; font-style: italic; }
blockquote { margin: 1em 2em; }
blockquote p { text-indent: 0; }
"""
CHINESE_CSS = """\
body { font-family: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; line-height: 1.75; }
p, p.first { text-indent: 2em; }
em, p.dedication { font-style: normal; }
em { -epub-text-emphasis-style: filled dot; -epub-text-emphasis-position: under left; }
"""
_PAGE_CSS = """\
body { max-width: 34em; margin: 3em auto; padding: 0 1em; }
em { text-emphasis-position: under left; }
:lang(zh) em { text-emphasis-style: filled dot; }
"""


def css(book: Book) -> str:
    """The style sheet of a book's language."""
    return CSS + CHINESE_CSS if book.chinese else CSS


def write_html(book: Book, style: Style) -> bytes:
    """One page that needs nothing beside it."""
    language = html.escape(book.language or "en", quote=True)
    body = "\n".join(html_item(item) for item in flow(book, style))
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{_escaped(book.title)}</title>\n'
        f'<meta name="author" content="{html.escape(book.author, quote=True)}">\n'
        f"<style>\n{css(book)}{_PAGE_CSS}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def html_item(item: Item) -> str:
    """One item as XHTML."""
    inside = html_runs(item.runs)
    if item.role is Role.BREAK:
        return f'<p class="break">{inside or "&#160;"}</p>'
    if item.role is Role.QUOTE:
        return f"<blockquote><p>{inside}</p></blockquote>"
    headings = {Role.TITLE: 1, Role.PART: 1, Role.CHAPTER: 2, Role.HEADING: min(4, item.level + 1)}
    if item.role in headings:
        return f"<h{headings[item.role]}>{inside}</h{headings[item.role]}>"
    return f"<p>{inside}</p>" if item.role is Role.TEXT else f'<p class="{item.role}">{inside}</p>'


def html_runs(runs: Iterable[Run]) -> str:
    """Emphasis and strong as XHTML."""
    parts = []
    for run in runs:
        text = _escaped(run.text).replace(SOFT, "<br/>").replace("\n", "<br/>")
        text = f"<em>{text}</em>" if run.emphasis else text
        parts.append(f"<strong>{text}</strong>" if run.strong else text)
    return "".join(parts)


def write_markdown(book: Book, style: Style) -> bytes:
    """Markdown: headings one below the other for the title, parts (where there are any) and chapters."""
    items = list(flow(book, style))
    present = {item.role for item in items}
    order = [role for role in (Role.TITLE, Role.PART, Role.CHAPTER, Role.HEADING) if role in present]
    levels: dict[Role, int] = {role: place + 1 for place, role in enumerate(order)}
    written = [_markdown_item(item, levels) for item in items]
    front = [place for place, item in enumerate(items) if item.role in (Role.AUTHOR, Role.DEDICATION)]
    if front:
        written.insert(front[-1] + 1, FRONT_ENDS)
    return ("\n\n".join(written) + "\n").encode("utf-8", "replace")


def _markdown_item(item: Item, levels: dict[Role, int]) -> str:
    if item.role is Role.BREAK:
        return "***"
    if item.role in levels:
        return "#" * levels[item.role] + " " + markdown(Paragraph(item.runs)).removeprefix("\\")
    if item.role is Role.QUOTE:
        return markdown(Paragraph(item.runs, Kind.QUOTE))
    if item.role in (Role.AUTHOR, Role.DEDICATION):
        return markdown(Paragraph((Run(item.text, emphasis=item.role is Role.DEDICATION),)))
    return markdown(Paragraph(item.runs))


def write_text(book: Book, style: Style) -> bytes:
    """Plain text: Chinese paragraphs begin with two full-width spaces, others stand apart by an empty line."""
    lines: list[str] = []
    before: Role | None = None
    for item in flow(book, style):
        text = item.text.replace(SOFT, "\n")
        running = (Role.TEXT, Role.FIRST)
        if before is not None and not (book.chinese and item.role in running and before in running):
            lines.append("")
        if book.chinese and item.role in running:
            text = f"　　{text}"
        if item.role is Role.QUOTE:
            text = "\n".join(f"    {line}" for line in text.split("\n"))
        if before is not None and item.role in (Role.PART, Role.CHAPTER):
            lines.append("")
        lines.append(text)
        before = item.role
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
