"""A scene's text and its paragraphs: our Markdown subset read and written without Qt.

Paragraphs stand apart by one blank line; "# " is a heading, "> " a quotation, "***" alone a scene break; *emphasis* and
**strong**. A backslash takes the meaning from a star, and from a mark at the start of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

GAP = "\n\n"
SOFT = "\u2028"  # a line break inside a paragraph, as Qt writes it
_HEADING = re.compile(r"(#{1,3}) ")
_BREAK = re.compile(r"(\* ?){3,}|-{3,}|#")
_STARS = re.compile(r"\\[*\\#>]|\*+")
_MARK_AT_START = re.compile(r"(#{1,3} |> |\*\*\*$)")


class Kind(IntEnum):
    """What a paragraph is."""

    TEXT = 0
    HEADING = 1
    BREAK = 2
    QUOTE = 3


@dataclass(frozen=True)
class Run:
    """A stretch of text in one look."""

    text: str
    emphasis: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One block of the manuscript. `level` is 1 to 3 for headings."""

    runs: tuple[Run, ...]
    kind: Kind = Kind.TEXT
    level: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def parse(text: str) -> list[Paragraph]:
    """The paragraphs of a scene; at least one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [paragraph(chunk) for chunk in text.split(GAP)]


def paragraph(chunk: str) -> Paragraph:
    """One paragraph from its Markdown."""
    chunk = chunk.strip("\n")
    if _BREAK.fullmatch(chunk.strip()) and chunk.strip():
        return Paragraph((), Kind.BREAK)
    heading = _HEADING.match(chunk)
    if heading:
        return Paragraph(inline(chunk[heading.end() :]), Kind.HEADING, len(heading.group(1)))
    if chunk.startswith("> "):
        lines = [line.removeprefix("> ").removeprefix(">") for line in chunk.split("\n")]
        return Paragraph(inline("\n".join(lines)), Kind.QUOTE)
    return Paragraph(inline(chunk))


def inline(text: str) -> tuple[Run, ...]:
    """Emphasis and strong; stars without a partner are stars."""
    text = text.replace("\n", SOFT)
    if "*" not in text and "\\" not in text:
        return (Run(text),) if text else ()
    marks = _paired(text)
    runs: list[Run] = []
    state = {"*": False, "**": False}
    at = 0
    for start, end, mark in marks:
        _add(runs, text[at:start], state)
        if mark in state:
            state[mark] = not state[mark]
        else:
            _add(runs, mark[1], state)
        at = end
    _add(runs, text[at:], state)
    return tuple(runs)


def _add(runs: list[Run], text: str, state: dict[str, bool]) -> None:
    if not text:
        return
    if runs and (runs[-1].emphasis, runs[-1].strong) == (state["*"], state["**"]):
        runs[-1] = Run(runs[-1].text + text, state["*"], state["**"])
    else:
        runs.append(Run(text, state["*"], state["**"]))


def _paired(text: str) -> list[tuple[int, int, str]]:
    """Start, end and meaning of every mark: "*" or "**" where it has a partner, else the letters it stands for."""
    found: list[list[object]] = []
    open_: dict[str, int] = {}
    for match in _STARS.finditer(text):
        stars = match.group()
        if stars[0] == "\\":
            found.append([match.start(), match.end(), stars])
            continue
        if len(stars) > 3:
            continue
        opens = text[match.end() : match.end() + 1].strip() != ""
        closes = text[: match.start()][-1:].strip() != ""
        kinds = ["*"] if len(stars) == 1 else ["**"] if len(stars) == 2 else ["**", "*"]
        at = match.start()
        for kind in kinds:
            entry: list[object] = [at, at + len(kind), "literal"]
            at += len(kind)
            if closes and kind in open_:
                found[open_.pop(kind)][2] = kind
                entry[2] = kind
            elif opens and kind not in open_:
                open_[kind] = len(found)
            found.append(entry)
    return [
        (int(start), int(end), str(mark))  # type: ignore[call-overload]
        for start, end, mark in found
        if mark != "literal"
    ]


def written(runs: Sequence[Run]) -> tuple[str, list[int]]:
    """Markdown of one paragraph's inside, and for each of its characters where that one stands in it."""
    parts: list[str] = []
    offsets: list[int] = []
    length = 0
    emphasis = strong = False

    def put(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    for run in runs:
        if not run.text.strip():  # a mark beside white space would be a star
            want_emphasis, want_strong = emphasis and run.emphasis, strong and run.strong
        else:
            want_emphasis, want_strong = run.emphasis, run.strong
        if emphasis and not want_emphasis:
            put("*")
        if strong and not want_strong:
            put("**")
        if want_strong and not strong:
            put("**")
        if want_emphasis and not emphasis:
            put("*")
        emphasis, strong = want_emphasis, want_strong
        if "*" not in run.text and "\\" not in run.text:
            offsets.extend(range(length, length + len(run.text)))
            put(run.text)
            continue
        for at, letter in enumerate(run.text):
            if letter == "*" or (letter == "\\" and run.text[at + 1 : at + 2] in ("*", "\\", "#", ">")):
                put("\\")
            offsets.append(length)
            put(letter)
    if emphasis:
        put("*")
    if strong:
        put("**")
    return "".join(parts).replace(SOFT, "\n"), offsets


def markdown(paragraph: Paragraph) -> str:
    """One paragraph as it is kept."""
    return placed(paragraph)[0]


def placed(paragraph: Paragraph) -> tuple[str, list[int]]:
    """Its Markdown, and where each of its characters stands in that."""
    if paragraph.kind is Kind.BREAK:
        return "***", []
    text, offsets = written(paragraph.runs)
    before = ""
    if paragraph.kind is Kind.HEADING:
        before = "#" * max(1, paragraph.level) + " "
    elif paragraph.kind is Kind.QUOTE:
        before = "> "
        if "\n" in text:
            offsets = [at + 2 * text.count("\n", 0, at) for at in offsets]
            text = text.replace("\n", "\n> ")
    elif _MARK_AT_START.match(text):
        before = "\\"
    return before + text, [at + len(before) for at in offsets]


def plain(text: str) -> str:
    """What is read of a scene, without its marks."""
    return "\n".join(found.text.replace(SOFT, "\n") for found in parse(text))
