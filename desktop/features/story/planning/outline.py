"""A proposed outline as nodes: whatever way a model writes its parts, chapters and scenes, in Chinese or English."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from desktop.store.stories.records import NodeKind

_NUMERAL = r"(?:\d{1,3}|[IVXLC]{1,7}|[零〇一二三四五六七八九十百两]{1,5})"
_WORD_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty(?:[- ]\w+)?)"
)
_KINDS = {
    NodeKind.PART: (r"part|book|act|volume", r"部|卷|幕|编|篇"),
    NodeKind.CHAPTER: (r"chapter|chap\.|ch\.", r"章|回"),
    NodeKind.SCENE: (r"scene|beat", r"场|节|幕景"),
}
_NAMED = {
    kind: re.compile(
        rf"(?:(?:{english})\s+(?:{_NUMERAL}|{_WORD_NUMBER})\b|第\s*{_NUMERAL}\s*(?:{chinese})(?:戏|景)?)", re.I
    )
    for kind, (english, chinese) in _KINDS.items()
}
_SPECIAL = re.compile(r"(?:prologue|epilogue|interlude|序章|序幕|楔子|尾声|终章|后记)(?=\s*(?:[:：—–\-]|$))", re.I)
_MARKS = re.compile(r"^(?P<indent>[ \t]*)(?P<marks>(?:#{1,6}[ \t]+|>[ \t]*)?)(?P<rest>.*)$")
_BULLET = re.compile(r"^(?:[-*•+–—·]|\(?[a-z]\)|\(?[ivx]{1,4}\))[ \t]+", re.I)
_NUMBERED = re.compile(rf"^(?:\(?{_NUMERAL}[.)、．]|[（(][一二三四五六七八九十]+[)）])[ \t]*", re.I)
_BOLD = re.compile(r"^\*\*(?P<title>[^*]+)\*\*|^__(?P<other>[^_]+)__")
_BETWEEN = re.compile(r"^\s*(?:[:：.、．—–-]+|\s)\s*")
_TITLE = re.compile(r"^[“\"《*]*(?P<title>[^:：\n]{1,80}?)[”\"》*]*\s*(?:[:：]\s*|\s[-–—]+\s+|——\s*)(?P<rest>.+)$")
_LONG_TITLE = 60


@dataclass(frozen=True)
class Proposed:
    """A part, chapter or scene that an outline proposes; `beats` is what happens in it."""

    kind: NodeKind
    title: str
    beats: str = ""
    children: tuple[Proposed, ...] = ()


@dataclass(frozen=True)
class _Line:
    kind: NodeKind
    title: str
    beats: str


def parse(text: str, inside: NodeKind | None = None) -> tuple[Proposed, ...]:
    """The nodes of an outline; `inside` CHAPTER where its lines are a chapter's scenes.

    Lines that name no node add to what happens in the one before; those before the first node are passed over. A text
    without any recognisable line gives one node for each paragraph.
    """
    leaf = NodeKind.SCENE if inside is NodeKind.CHAPTER else NodeKind.CHAPTER
    lines: list[_Line] = []
    named = False
    for raw in text.splitlines():
        found, was_named = _read(raw, leaf, bool(lines), named)
        named = named or was_named
        if found is not None:
            lines.append(found)
        elif lines and raw.strip():
            last = lines[-1]
            lines[-1] = replace(last, beats=f"{last.beats}\n{_plain(raw.strip())}".strip())
    if not lines:
        lines = [_Line(leaf, "", _plain(part.strip())) for part in re.split(r"\n\s*\n", text) if part.strip()]
    if inside is NodeKind.CHAPTER:
        lines = [replace(line, kind=NodeKind.SCENE) for line in lines]
    return _tree(lines)


def _read(raw: str, leaf: NodeKind, begun: bool, named: bool) -> tuple[_Line | None, bool]:
    """The node a line names, and whether it did so with a word for its kind."""
    taken = _MARKS.match(raw)
    if taken is None or not taken["rest"].strip():
        return None, False
    rest = taken["rest"].strip()
    indented = len(taken["indent"].expandtabs(4)) >= 2
    bullet = _BULLET.match(rest)
    plain = rest[bullet.end() :] if bullet else rest
    bold = _BOLD.match(plain)
    plain = _plain(plain)
    for kind, pattern in _NAMED.items():
        found = pattern.match(plain)
        if found:
            return _line(kind, plain[found.end() :]), True
    special = _SPECIAL.match(plain)
    if special:
        return replace(_line(NodeKind.CHAPTER, plain[special.end() :]), title=special[0]), True
    numbered = _NUMBERED.match(plain)
    if numbered and not (indented and begun) and not named:
        return _line(leaf, plain[numbered.end() :]), False
    if taken["marks"].startswith("#") and not named:
        return _line(leaf, plain), False
    if (bullet or numbered) and begun and (indented or named):
        return (
            _line(NodeKind.SCENE, plain[numbered.end() :] if numbered else plain) if leaf is NodeKind.CHAPTER else None
        ), False
    if (bullet or bold) and not named and not indented:
        return _line(leaf, plain), False
    return None, False


def _line(kind: NodeKind, rest: str) -> _Line:
    rest = _BETWEEN.sub("", rest, count=1).strip()
    titled = _TITLE.match(rest)
    if titled:
        return _Line(kind, titled["title"].strip(), titled["rest"].strip())
    bare = rest.strip(' “”"《》')
    if kind is not NodeKind.SCENE and len(bare) <= _LONG_TITLE and not re.search(r"[.。;；]\s*\S", bare):
        return _Line(kind, bare.rstrip(".。"), "")
    return _Line(kind, "", rest)


def _plain(text: str) -> str:
    """Without the marks of emphasis."""
    return re.sub(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text).strip()


def _tree(lines: list[_Line]) -> tuple[Proposed, ...]:
    """Parts hold the chapters after them, chapters the scenes."""
    rank = {NodeKind.PART: 0, NodeKind.CHAPTER: 1, NodeKind.SCENE: 2}

    def take(at: int, above: int) -> tuple[list[Proposed], int]:
        found: list[Proposed] = []
        while at < len(lines) and rank[lines[at].kind] > above:
            line = lines[at]
            children, at = take(at + 1, rank[line.kind])
            found.append(Proposed(line.kind, line.title, line.beats, tuple(children)))
        return found, at

    return tuple(take(0, -1)[0])
