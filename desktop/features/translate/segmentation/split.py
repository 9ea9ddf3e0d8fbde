"""Text into segments: sentences of Latin, Chinese and other scripts, by rules.

The parts and the gaps between them always add up to the text, marks (`formats.inline`) included: a closing mark stays
with the sentence it ends, an opening one goes with the sentence it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

from desktop.base.text.scripts import CJK_TEXT, is_cjk_text
from desktop.features.translate.segmentation.abbreviations import ABBREVIATIONS, MAY_END, MONTHS, STARTERS
from desktop.formats.markdown.inline import Kind, Mark, compose, parse

_CJK = re.compile(f"[{CJK_TEXT}]")
LONGEST = 1200  # characters of one segment; a Chinese one counts three
_WIDE = "。！？｡⋯"
_ENDS = re.compile(r"[.!?…‽؟۔।॥。！？｡⋯]+")
_CLOSERS = "\"'”’」』）)】]》〉»›｣*_"
_OPENERS = "\"'“‘「『（(【[《〈«‹｢¿¡*_-–—"
_UPCOMING = re.compile(rf"[\s{re.escape(_OPENERS)}]*([^\s]+)")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
# 说, 道, 问 … right after a quotation: the sentence goes on (“走吧！”他说。).
_SPEECH = re.compile(r"[^。！？，；…“”「」\n]{0,10}?(?:说|道|问|答|喊|叫|骂|说道|問|說|應|应|嚷|吼|嘀咕|回答)")
_ORDINALS = {"de", "da", "no", "fi", "cs", "hu", "sk", "sl", "hr", "et", "lv", "sr"}
_ENUMERATOR = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})\Z")


@dataclass(frozen=True)
class Part:
    """One segment and the white space that follows it in the source."""

    text: str
    gap: str


@dataclass(frozen=True)
class Split:
    """`lead`, then every part with its gap: together the text that was split."""

    lead: str
    parts: tuple[Part, ...]


def split(text: str, language: str = "en") -> Split:
    """The segments of a text in `language` (a tag; it decides abbreviations and ordinals).

    An empty or blank text has no parts. A sentence longer than `LONGEST` is divided at weaker marks.
    """
    plain, marks = parse(text)
    spans = list(_sentences(plain, language.split("-")[0]))
    if not spans:
        return Split(text, ())
    return _cut(plain, marks, spans)


def _cut(plain: str, marks: list[Mark], spans: list[tuple[int, int]]) -> Split:
    """Texts of the spans with the marks that belong to each."""
    inside: list[list[Mark]] = [[] for _ in spans]
    at = 0
    for item in marks:
        while at + 1 < len(spans) and _belongs_to_next(item, spans[at], spans[at + 1]):
            at += 1
        inside[at].append(item)
    parts = []
    for index, (start, end) in enumerate(spans):
        here = [replace(m, at=min(max(m.at - start, 0), end - start)) for m in inside[index]]
        after = spans[index + 1][0] if index + 1 < len(spans) else len(plain)
        parts.append(Part(compose(plain[start:end], here), plain[end:after]))
    return Split(plain[: spans[0][0]], tuple(parts))


def _belongs_to_next(item: Mark, here: tuple[int, int], following: tuple[int, int]) -> bool:
    if item.at != here[1]:
        return item.at > here[1] and (item.kind is not Kind.CLOSE or item.at > following[0])
    if item.kind is Kind.ALONE:
        return False
    return item.kind is Kind.OPEN


def join(split_source: Split, targets: list[str], spaced: bool) -> str:
    """The targets with the source's line breaks, and spaces between sentences where the language has them."""
    whole = [split_source.lead]
    for index, (part, target) in enumerate(zip(split_source.parts, targets, strict=True)):
        last = index == len(targets) - 1
        whole += [target, part.gap if last or "\n" in part.gap else _between(target, targets[index + 1], spaced)]
    return "".join(whole)


def _between(before: str, after: str, spaced: bool) -> str:
    left, right = parse(before)[0][-1:], parse(after)[0][:1]
    if not left or not right:
        return ""
    return " " if spaced or not (is_cjk_text(left) or is_cjk_text(right) or left in "…—”’") else ""


def split_weakly(text: str) -> Split:
    """One sentence in parts of at least some twenty characters, at semicolons, colons, dashes and commas."""
    plain, marks = parse(text)
    spans, begin = [], 0
    for found in re.finditer(r"[;:—–](?=\s)|,(?=\s)|[；：，]|——", plain):
        if found.end() - begin >= 20 and len(plain) - found.end() >= 12:
            spans.append((begin, found.end()))
            begin = found.end()
    spans.append((begin, len(plain)))
    trimmed = [span for start, end in spans for span in _trimmed(plain, start, end)]
    return _cut(plain, marks, trimmed) if trimmed else Split(text, ())


# -- where sentences end ---------------------------------------------------------------------------------------------


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence, without the white space around it."""
    for start, end in _blocks(text):
        begin = start
        for stop in _breaks(text, start, end, language):
            yield from _not_too_long(text, begin, stop)
            begin = stop
        yield from _not_too_long(text, begin, end)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Parts between blank lines."""
    at = 0
    for found in re.finditer(r"\n[ \t\r\f\v\u3000]*\n\s*", text):
        yield at, found.start()
        at = found.end()
    yield at, len(text)


def _breaks(text: str, start: int, end: int, language: str) -> Iterator[int]:
    begin = start
    for found in _ENDS.finditer(text, start, end):
        if found.end() <= begin:
            continue
        stop = _after_closers(text, found.end(), end)
        if stop < end and _is_break(text, begin, found, stop, end, language):
            yield stop
            begin = stop


def _after_closers(text: str, at: int, end: int) -> int:
    while at < end:
        note = _FOOTNOTE.match(text, at, end)
        if note:
            at = note.end()
        elif text[at] in _CLOSERS and not _opens_again(text, at, end):
            at += 1
        else:
            break
    return at


def _opens_again(text: str, at: int, end: int) -> bool:
    """Whether a straight quote or emphasis sign begins something: it follows a space or a word stands after it."""
    if text[at] not in "\"'*_":
        return False
    following = text[at + 1] if at + 1 < end else " "
    return following.isalnum() and not is_cjk_text(following)


def _is_break(text: str, begin: int, found: re.Match[str], stop: int, end: int, language: str) -> bool:
    signs = found[0]
    closed = stop > found.end()
    following = text[stop]
    if any(sign in _WIDE for sign in signs):
        return not _continues_wide(text, signs, stop, end, closed)
    if set(signs) <= {"…"} or (set(signs) == {"."} and len(signs) > 1):
        return _ends_after_ellipsis(text, stop, end, closed)
    if signs[-1] in "।॥۔؟":
        return True
    if not following.isspace():
        # No space: a new sentence only before Chinese (“他说OK!然后走了”), never inside 3.14 or a.b.
        return (signs[-1] in "!?" or closed) and is_cjk_text(following)
    upcoming = _next_word(text, stop, end)
    if set(signs) == {"."} and not closed:
        return _ends_after_stop(text, begin, found.start(), upcoming, language)
    return not upcoming[:1].islower()


def _continues_wide(text: str, signs: str, stop: int, end: int, closed: bool) -> bool:
    if text[stop] in "，、；：,;:":
        return True
    rest = text[stop : min(end, stop + 16)]
    return closed and text[stop - 1] in '”」』"' and _SPEECH.match(rest) is not None


def _ends_after_ellipsis(text: str, stop: int, end: int, closed: bool) -> bool:
    """An ellipsis ends a sentence before a capital, a closed quotation, or a space in Chinese."""
    following = text[stop]
    if is_cjk_text(following) or following in "“‘":
        rest = text[stop : min(end, stop + 16)]
        return closed and text[stop - 1] in '”」』"' and _SPEECH.match(rest) is None and following not in "，。、；："
    if not following.isspace():
        return False
    upcoming = _next_word(text, stop, end)
    return bool(upcoming) and (not upcoming[0].islower() or is_cjk_text(upcoming[0]))


def _next_word(text: str, at: int, end: int) -> str:
    found = _UPCOMING.match(text, at, min(end, at + 80))
    return found[1] if found else ""


def _ends_after_stop(text: str, begin: int, dot: int, upcoming: str, language: str) -> bool:
    """Whether the full stop at `dot`, with a space after it, ends the sentence that began at `begin`."""
    found = re.search(r"\S+\Z", text[max(begin, dot - 60) : dot])
    word = found[0].lstrip(_OPENERS) if found else ""
    if (
        dot - begin < 60
        and _ENUMERATOR.match(word)
        and not text[begin:dot].removesuffix(word).strip(_OPENERS + " \t\n#>+")
    ):
        return False  # 1. First point
    if upcoming[:1].islower():
        return False
    bare = word.lower()
    starts = re.match(r"[\w'’]*", upcoming)
    starter = starts is not None and starts[0].lower() in STARTERS
    if bare in ABBREVIATIONS.get(language, ABBREVIATIONS["en"]):
        # "No. 5" and "p. 3" abbreviate; "he said no." doesn't.
        return bare in ("no", "art", "sec", "fig", "p") and not upcoming[:1].isdigit() and starter
    if bare in MONTHS:
        return not upcoming[:1].isdigit() and starter
    if bare in MAY_END or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return starter or not upcoming[:1].isalpha()
    if re.fullmatch(r"[A-ZÀ-ÞА-Я]", word):
        return starter  # initials: J. Smith
    return not (language in _ORDINALS and re.fullmatch(r"\d{1,2}|[IVX]+", word))


# -- sentences without an end ----------------------------------------------------------------------------------------


def _not_too_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST // 3 and _weight(text, start, end) > LONGEST:
        stop = _weak_break(text, start, end)
        yield from _trimmed(text, start, stop)
        start = stop
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _weight(text: str, start: int, end: int) -> int:
    piece = text[start : min(end, start + LONGEST + 1)]
    return len(piece) + 2 * len(_CJK.findall(piece))


def _weak_break(text: str, start: int, end: int) -> int:
    """The last line break, semicolon, comma or space before the limit; the limit itself where there is none."""
    piece = text[start : min(end, start + LONGEST)]
    # The longest beginning within the limit: where the running weight passes it.
    weights = (3 if is_cjk_text(sign) else 1 for sign in piece)
    running = accumulate(weights) if _CJK.search(piece) else range(1, len(piece) + 1)
    limit = start + sum(1 for _ in takewhile(lambda weight: weight <= LONGEST, running))
    window = text[start:limit]
    for pattern in (r"\n", r"[;；]\s*", r"[:：,，、]\s*", r"\s+"):
        stops = [found.end() for found in re.finditer(pattern, window) if found.end() > len(window) // 3]
        if stops:
            return start + stops[-1]
    return limit
