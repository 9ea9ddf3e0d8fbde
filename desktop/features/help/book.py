"""The handbook's pages: Markdown files in `resources/help`, one folder for each language, the same pages in each.

A heading ends with its anchor, `## Versions of a reply <a id="versions"></a>`, which is the same in every language, so
that a place has one name, `chat#versions`. The files can be read in any other viewer of Markdown as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from desktop.base.paths import resources

ENGLISH = "en"
# In the order of the contents. The last two are generated (packaging/handbook).
PAGES = (
    "start",
    "chat",
    "story",
    "translate",
    "models",
    "settings",
    "privacy",
    "troubleshooting",
    "command-line",
    "keys",
    "commands",
)
_HEADING = re.compile(r'^(#{1,3}) (.*?) *<a id="([\w-]+)"></a>$', re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[`*]|<[^>]+>")  # stand inside of words
_SIGNS = re.compile(r"^\|[-| :]+\|$|^\s*(?:-|\d+\.) +|\|", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A heading and the text below it, without signs of Markdown."""

    page: str
    anchor: str
    title: str
    text: str
    level: int  # 1 for the page's own title

    @property
    def place(self) -> str:
        """`chat#versions`"""
        return f"{self.page}#{self.anchor}"


@dataclass(frozen=True)
class Page:
    """One page; `source` is its Markdown."""

    key: str
    title: str
    source: str
    sections: tuple[Section, ...]


class Book:
    """The pages in one language; English stands in for a page that a language lacks."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.folder = resources() / "help"
        self._pages: dict[str, Page] = {}

    def page(self, key: str) -> Page:
        """A page of `PAGES`, read when it is first asked for."""
        if key not in self._pages:
            self._pages[key] = read_page(key, self._file(key))
        return self._pages[key]

    def pages(self) -> list[Page]:
        """All of them, in the order of the contents."""
        return [self.page(key) for key in PAGES]

    def has(self, place: str) -> bool:
        """Whether there is such a place: a page, or a page and an anchor."""
        key, _, anchor = place.partition("#")
        if key not in PAGES:
            return False
        return not anchor or any(section.anchor == anchor for section in self.page(key).sections)

    def picture(self, name: str, *, dark: bool) -> Path:
        """The file of a picture that a page names (`pictures/chat-light.png`), in the look the window has."""
        wanted = name.replace("-light.", "-dark.") if dark else name
        for language in (self.language, ENGLISH):
            for candidate in (wanted, name):
                path = self.folder / language / candidate
                if path.is_file():
                    return path
        return self.folder / self.language / name

    def _file(self, key: str) -> Path:
        own = self.folder / self.language / f"{key}.md"
        return own if own.is_file() else self.folder / ENGLISH / f"{key}.md"


def read_page(key: str, file: Path) -> Page:
    """The page in a file. Raises OSError where it can't be read."""
    source = file.read_text(encoding="utf-8")
    headings = list(_HEADING.finditer(source))
    ends = [heading.start() for heading in headings[1:]] + [len(source)]
    sections = tuple(
        Section(key, heading[3], plain(heading[2]), plain(source[heading.end() : end]), len(heading[1]))
        for heading, end in zip(headings, ends, strict=False)
    )
    return Page(key, sections[0].title if sections else key, source, sections)


def plain(markdown: str) -> str:
    """The words of a piece of Markdown, on one line."""
    words = _LINK.sub(r"\1", _PICTURE.sub("", markdown))
    return " ".join(_SIGNS.sub(" ", _MARKS.sub("", words)).split())
