"""A book as its writers see it: sections with paragraphs, and the flow of items that all writers set in their way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.formats.manuscript.prose import Kind, Paragraph, Run, parse

# What XML can't hold, and halves of surrogate pairs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EAST_ASIAN = ("zh", "ja", "yue")


class Level(StrEnum):
    """What a section is."""

    PART = "part"
    CHAPTER = "chapter"
    SCENE = "scene"


@dataclass(frozen=True)
class Section:
    """A part, chapter or scene; `text` is in our Markdown subset, `beats` is what happens in it (never printed)."""

    level: Level
    title: str = ""
    text: str = ""
    children: tuple[Section, ...] = ()
    beats: str = ""


@dataclass(frozen=True)
class Book:
    """What is written. `author` and `dedication` may be empty; `summary` goes to the file's description."""

    title: str
    sections: tuple[Section, ...]
    language: str = "en"
    author: str = ""
    dedication: str = ""

    @property
    def chinese(self) -> bool:
        """Whether paragraphs are set as in Chinese: two characters of indent, justified, no italics."""
        return self.language.partition("-")[0].lower() in _EAST_ASIAN


@dataclass(frozen=True)
class Style:
    """How a book is set. `scene_break` stands between scenes; "" is an empty line. Scene titles are working titles."""

    front_matter: bool = True
    scene_titles: bool = False
    scene_break: str = "* * *"


class Role(StrEnum):
    """What an item of the flow is. FIRST is a text paragraph after a heading or break: English sets it flush."""

    TITLE = "title"
    AUTHOR = "author"
    DEDICATION = "dedication"
    PART = "part"
    CHAPTER = "chapter"
    HEADING = "heading"
    FIRST = "first"
    TEXT = "text"
    QUOTE = "quote"
    BREAK = "break"


@dataclass(frozen=True)
class Item:
    """One paragraph of the flow."""

    role: Role
    runs: tuple[Run, ...] = ()
    level: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def flow(book: Book, style: Style) -> Iterator[Item]:
    """The book as items in reading order."""
    if style.front_matter:
        for role, text in ((Role.TITLE, book.title), (Role.AUTHOR, book.author)):
            if text.strip():
                yield _plain(role, text)
        for line in book.dedication.strip().splitlines():
            yield _plain(Role.DEDICATION, line)
    yield from sections_flow(book.sections, style)


def sections_flow(sections: Iterable[Section], style: Style, inside: bool = False) -> Iterator[Item]:
    """The items of sections; `inside` of a chapter scenes stand apart by breaks, at the top they are like chapters."""
    written = False
    for section in sections:
        headed = section.level is not Level.SCENE or not inside
        items = list(_text_items(section.text, style))
        if not headed and not items:
            continue  # a scene not written yet: no break that leads nowhere
        if headed and section.title.strip():
            yield _plain(Role.PART if section.level is Level.PART else Role.CHAPTER, section.title)
        elif section.level is Level.SCENE and written:
            yield Item(Role.BREAK, _runs(style.scene_break))
        if section.level is Level.SCENE and inside and style.scene_titles and section.title.strip():
            yield Item(Role.HEADING, _runs(section.title.strip()), 2)
        yield from items
        yield from sections_flow(section.children, style, section.level is Level.CHAPTER)
        written = written or bool(items) or section.level is not Level.SCENE


def words_of(book: Book) -> int:
    """How many characters of text there are: 0 is an empty book."""
    return sum(_length(section) for section in book.sections)


def clean(text: str) -> str:
    """The text without what no format can hold."""
    return _UNWRITABLE.sub("", text)


def _length(section: Section) -> int:
    return len(section.text.strip()) + sum(_length(child) for child in section.children)


def _text_items(text: str, style: Style) -> Iterator[Item]:
    first = True
    for paragraph in parse(clean(text)):
        if paragraph.kind is Kind.BREAK:
            yield Item(Role.BREAK, _runs(style.scene_break))
            first = True
        elif not paragraph.text.strip():
            continue
        elif paragraph.kind is Kind.HEADING:
            yield Item(Role.HEADING, paragraph.runs, max(1, paragraph.level) + 1)
            first = True
        elif paragraph.kind is Kind.QUOTE:
            yield Item(Role.QUOTE, paragraph.runs)
        else:
            yield Item(Role.FIRST if first else Role.TEXT, _without_indent(paragraph))
            first = False


def _without_indent(paragraph: Paragraph) -> tuple[Run, ...]:
    """Indents are the page's matter: what somebody typed for one (　　 or spaces) goes."""
    first, *rest = paragraph.runs
    return (replace(first, text=first.text.lstrip(" \t\u3000")), *rest)


def _plain(role: Role, text: str) -> Item:
    return Item(role, _runs(" ".join(clean(text).split())))


def _runs(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()
