"""Plain text and Markdown as a manuscript: paragraphs however they are marked, chapters by their headings."""

from __future__ import annotations

import re
from itertools import pairwise

from desktop.base.text.scripts import CJK_TEXT, count_han
from desktop.formats.manuscript.book import Book, Level
from desktop.formats.manuscript.chapters import Builder, as_markdown, heading_of, is_break, is_numeral
from desktop.formats.manuscript.pages import FRONT_ENDS
from desktop.formats.manuscript.prose import Kind, Paragraph, parse
from desktop.formats.manuscript.prose import markdown as to_markdown

_WIDE = re.compile(f"[{CJK_TEXT}]")
_WRAPPED = 100  # characters: longer lines are paragraphs, not lines of one
_FRONT = re.compile(r"---\n(.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"^(title|author|lang|language):\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_SETEXT = re.compile(r"^(?P<text>[^\n#>*-][^\n]*)\n(?P<line>=+|-{4,})[ \t]*$", re.MULTILINE)
_UNDERSCORES = re.compile(r"(?<![\w\\])(_{1,3})(?=\S)([^_\n]+?)(?<=\S)\1(?!\w)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$", re.MULTILINE)
_APART = re.compile(r"\n(?:[ \t]*\n){2,}")  # two empty lines
_MOST_FRONT = 10
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def language_of(text: str) -> str:
    """ "zh" or "en", by the characters."""
    sample = text[:20_000]
    return "zh" if count_han(sample) * 5 > len(sample) else "en"


def read_text(text: str, title: str = "") -> Book:
    """A plain text. Lines that are wrapped are joined; a paragraph a line, as Chinese novels have it, stays so."""
    builder = Builder()
    front, text = _front_matter(text)
    apart = _headings_apart(text) if front else {}
    paragraphs = [line for block in re.split(r"\n[ \t\u3000]*\n", text) for line in _lines(block)]
    known = any(heading_of(line) for line in paragraphs)
    numerals = not known and sum(is_numeral(line) for line in paragraphs) > 1
    for line in paragraphs:
        level = heading_of(line) or apart.get(line)
        if level is not None or (numerals and is_numeral(line)):
            builder.heading(level or Level.CHAPTER, line)
        elif is_break(line):
            builder.scene_break()
        else:
            builder.paragraph(as_markdown(line))
    author = re.sub(r"^(?:by\s+|作者\s*[:：]\s*)", "", front[1], flags=re.IGNORECASE) if len(front) > 1 else ""
    title = front[0] if front else title
    return Book(title, builder.sections(), language_of(text), author, "\n".join(front[2:]))


def _front_matter(text: str) -> tuple[list[str], str]:
    """The few short lines before the first heading, which stands far from them: title, author, dedication."""
    chunks = _APART.split(text.strip("\n"), maxsplit=1)
    if len(chunks) < 2:
        return [], text
    lines = [line.strip() for line in chunks[0].split("\n") if line.strip()]
    first, _, after = chunks[1].partition("\n")
    heading = heading_of(first) is not None or (not after.partition("\n")[0].strip() and _heads(first))
    short = len(lines) <= _MOST_FRONT and all(len(line) <= _WRAPPED for line in lines)
    if not heading or not short or any(heading_of(line) is not None or is_break(line) for line in lines):
        return [], text
    return lines, chunks[1]


def _headings_apart(text: str) -> dict[str, Level]:
    """Short lines that stand far from what is before them, when all that stands so far is like that."""
    found: dict[str, Level] = {}
    for chunk in _APART.split(text.strip("\n")):
        first, _, after = chunk.partition("\n")
        if not _heads(first) or after.partition("\n")[0].strip():
            return {}
        found[first.strip(" \t\u3000\ufeff")] = Level.CHAPTER if after.strip() else Level.PART
    return found


def _heads(line: str) -> bool:
    return (
        0 < len(line.strip()) <= 80 and not line.startswith("\u3000") and not line.rstrip().endswith(tuple(".,;。，；"))
    )


def _lines(block: str) -> list[str]:
    """The paragraphs in a block between empty lines."""
    lines = [line for line in block.split("\n") if line.strip()]
    found: list[str] = []
    wrapped = len(lines) > 1 and not any(
        _WIDE.search(line) or line[:1] in " \t\u3000" or len(line) > _WRAPPED for line in lines[1:]
    )
    for line in lines:
        text = line.strip(" \t\u3000\ufeff")
        apart = heading_of(text) is not None or is_break(text) or (found and heading_of(found[-1]) is not None)
        if wrapped and found and not apart:
            found[-1] += " " + text
        else:
            found.append(text)
    return found


def read_markdown(text: str, title: str = "") -> Book:
    """Markdown of any writer: its headings are parts, chapters and scenes by their depth."""
    fields: dict[str, str] = {}
    front = _FRONT.match(text)
    if front:
        fields = dict(_FIELD.findall(front[1]))
        text = text[front.end() :]
    author, dedication = fields.get("author", ""), ""
    before, marked, after = text.partition(FRONT_ENDS)
    if marked:
        text = after
        for item in parse(_normal(before)):
            if item.kind is Kind.HEADING:
                title = item.text.strip()
            elif item.runs and all(run.emphasis for run in item.runs):
                dedication += f"\n{item.text}"
            else:
                author = item.text
    paragraphs = parse(_normal(text))
    headings = [item for item in paragraphs if item.kind is Kind.HEADING]
    first = next((item for item in paragraphs if item.text.strip()), None)
    # One heading above all others at the start is the book's title.
    own = not marked and first is not None and first.kind is Kind.HEADING and _is_title(first, headings)
    if own and first is not None:
        title = fields.get("title") or first.text.strip()
        paragraphs, headings = paragraphs[paragraphs.index(first) + 1 :], headings[1:]
    levels = _levels(headings)
    builder = Builder()
    for item in paragraphs:
        if item.kind is Kind.HEADING:
            builder.heading(heading_of(item.text) or levels[item.level], item.text)
        elif item.kind is Kind.BREAK:
            builder.scene_break()
        elif item.kind is Kind.TEXT and not headings and (level := heading_of(item.text)) is not None:
            builder.heading(level, item.text)
        else:
            builder.paragraph(to_markdown(item))
    language = fields.get("lang") or fields.get("language") or language_of(text)
    return Book(fields.get("title") or title, builder.sections(), language, author, dedication.strip())


def _is_title(first: Paragraph, headings: list[Paragraph]) -> bool:
    others = [item.level for item in headings[1:]]
    return bool(others) and first.level < min(others) and heading_of(first.text) is None


def _levels(headings: list[Paragraph]) -> dict[int, Level]:
    """What the depths of headings mean: one alone is chapters, of three the first is parts."""
    depths = sorted({item.level for item in headings})
    parts = any(heading_of(item.text) is Level.PART for item in headings if item.level == depths[0])
    names = [Level.PART, Level.CHAPTER, Level.SCENE] if len(depths) > 2 or parts else [Level.CHAPTER, Level.SCENE]
    return {depth: names[min(place, len(names) - 1)] for place, depth in enumerate(depths)}


def _normal(text: str) -> str:
    """Markdown as our subset: paragraphs on one line, headings apart, emphasis by stars."""
    text = _COMMENT.sub("", text)
    text = _SETEXT.sub(lambda found: ("# " if found["line"][0] == "=" else "## ") + found["text"], text)
    text = _UNDERSCORES.sub(lambda found: "*" * len(found[1]) + found[2] + "*" * len(found[1]), text)
    text = _HEADING.sub(lambda found: f"\n\n{'#' * min(3, len(found[1]))} {found[2]}\n\n", text)
    text = re.sub(r"^[ \t]*([*_-])(?:[ \t]*\1){2,}[ \t]*$", "\n\n***\n\n", text, flags=re.MULTILINE)
    blocks = [_joined(block.strip("\n")) for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    return "\n\n".join(blocks)


def _joined(block: str) -> str:
    lines = block.split("\n")
    if lines[0].lstrip().startswith(">"):
        return "\n".join("> " + line.lstrip().removeprefix(">").strip() for line in lines)
    made = lines[0].lstrip()
    for before, line in pairwise(lines):
        if before.endswith(("  ", "\\")):
            made = made.rstrip(" \\") + "\n" + line.strip()
        else:
            wide = bool(_WIDE.match(line.strip()[:1])) and bool(_WIDE.match(made.rstrip()[-1:]))
            made = made.rstrip() + ("" if wide else " ") + line.strip()
    return made.rstrip()
