"""Chapters recognised by how people head them, and the tree that they make: 第十二章, Chapter XII, Part Two, 楔子."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop.formats.manuscript.book import Level, Section
from desktop.formats.manuscript.prose import GAP, Paragraph, Run, markdown

_CHINESE_NUMBER = "[〇零一二三四五六七八九十百千两兩\\d]{1,9}"
_CHINESE = re.compile(
    rf"第\s*{_CHINESE_NUMBER}\s*(?P<unit>[章回折幕话話集节節卷部编編篇])(?P<rest>$|[\s:：、.．\-—·]+.{{0,40}}$|[^\s。，！？；]{{1,24}}$)"
)
_CHINESE_NAMED = re.compile(
    "(序章|序幕|楔子|引子|引言|前言|序言|序|尾声|尾聲|终章|終章|结语|后记|後記|跋|番外[^。，！？]{0,24})(?:[\\s:：·].{0,30})?$"
)
_PARTS = frozenset("卷部编編篇")
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|"
    "seven|eight|nine))?|first|second|third|fourth|fifth|last"
)
_ENGLISH = re.compile(
    rf"(?:the\s+)?(?P<unit>chapter|part|book|volume|act)\s+(?:the\s+)?(?:\d{{1,4}}|[ivxlcdm]{{1,9}}|{_NUMBER_WORDS})"
    r"(?P<rest>\.?$|\s*[.:\-–—]\s*.{1,60}$|\s+[^\s.,;!?].{0,50}[^.,;]$)",
    re.IGNORECASE,
)
_ENGLISH_NAMED = re.compile(
    r"(prologue|epilogue|interlude|foreword|preface|afterword)(?:\s*[.:\-–—]\s*.{1,60})?\.?$", re.I
)
_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\.?$")
_BREAK = re.compile(r"(?:[*#※◇◆☆★●○•·~—–-]\s*){3,}$|⁂$|#$|[*※◇◆☆★]$")


def heading_of(line: str) -> Level | None:
    """Whether a line heads a chapter or part; None for any other line."""
    line = line.strip()
    if not line or len(line) > 80:
        return None
    found = _CHINESE.match(line) or _ENGLISH.match(line)
    if found:
        unit = found["unit"].lower()
        return Level.PART if unit in _PARTS or unit in ("part", "book", "volume") else Level.CHAPTER
    if _CHINESE_NAMED.match(line) or _ENGLISH_NAMED.match(line):
        return Level.CHAPTER
    return None


def is_numeral(line: str) -> bool:
    """Whether a line is a Roman number alone, which heads a chapter where nothing else does."""
    return bool(_ROMAN.match(line.strip()))


def is_break(line: str) -> bool:
    """Whether a line stands between scenes."""
    return bool(_BREAK.match(line.strip()))


def as_markdown(text: str) -> str:
    """A plain text as a paragraph of ours, its stars kept as stars."""
    return markdown(Paragraph((Run(text),)))


class Builder:
    """Takes headings and paragraphs in reading order and gives the tree of parts, chapters and scenes."""

    def __init__(self) -> None:
        self._top: list[Section] = []
        self._part: tuple[str, list[Section]] | None = None
        self._chapter: tuple[str, list[Section]] | None = None
        self._scene: tuple[str, list[str]] = ("", [])
        self._beats = ""

    def heading(self, level: Level, title: str) -> None:
        """A part, chapter or scene begins."""
        title = " ".join(title.split())
        self._end_scene()
        if level is Level.SCENE:
            self._scene = (title, [])
            return
        self._end_chapter()
        if level is Level.PART:
            self._end_part()
            self._part = (title, [])
        else:
            self._chapter = (title, [])

    def paragraph(self, text: str) -> None:
        """A paragraph in our Markdown."""
        if text.strip():
            self._scene[1].append(text.strip("\n"))

    def beats(self, text: str) -> None:
        """What happens in the scene that has begun, or in the chapter before its first one."""
        self._beats = f"{self._beats}\n{text.strip()}".strip()

    def scene_break(self) -> None:
        """The next scene begins; several breaks in a row are one."""
        if self._scene[1]:
            self.heading(Level.SCENE, "")

    def sections(self) -> tuple[Section, ...]:
        """What was built."""
        self._end_scene()
        self._end_chapter()
        self._end_part()
        return tuple(self._top)

    def _end_scene(self) -> None:
        title, paragraphs = self._scene
        self._scene = ("", [])
        if not paragraphs and not title:
            return
        scene = Section(Level.SCENE, title, GAP.join(paragraphs), beats=self._beats)
        self._beats = ""
        (self._chapter[1] if self._chapter else self._part[1] if self._part else self._top).append(scene)

    def _end_chapter(self) -> None:
        if self._chapter:
            title, scenes = self._chapter
            made = Section(Level.CHAPTER, title, "", tuple(scenes))
            if self._beats and not scenes:
                made = replace(made, beats=self._beats)
                self._beats = ""
            (self._part[1] if self._part else self._top).append(made)
        self._chapter = None

    def _end_part(self) -> None:
        if self._part:
            self._top.append(Section(Level.PART, self._part[0], "", tuple(self._part[1])))
        self._part = None
