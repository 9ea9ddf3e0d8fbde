"""Words for the search index, and where they are found again in a text.

SQLite's `unicode61` tokenizer separates words by spaces, which Chinese, Japanese and Korean have not: a run of their
characters is indexed as its pairs and its last character ("灯下黑" as "灯下 下黑 黑"). So every character begins
exactly one word: a single one is found as a prefix, two as a word, more as a phrase.

What `index_words` returns for a text must never change without a migration that builds the index anew: the words of
a deleted text are computed again to take them out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from desktop.base.text.scripts import HALF_WIDTH, INDEXED
from desktop.store.core.snippet import Snippet

_CJK_RUN = re.compile(f"[{INDEXED}]+")
_PIECE = re.compile(f"([{INDEXED}]+)|[^\\s{INDEXED}]+")
_WORDS = re.compile(f"[{INDEXED}]+|[^\\W_{INDEXED}]+")
_WORD = re.compile(r"[^\W_]")
_TERM = re.compile(r'(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))')
_MOST_TERMS = 32  # what a person types; a pasted page is searched by its beginning


def index_words(text: str) -> str:
    """What the index holds of a text."""
    return _CJK_RUN.sub(lambda run: f" {_pairs(run[0])} {run[0][-1]} ", text.translate(HALF_WIDTH)).replace("\0", " ")


def _pairs(run: str) -> str:
    return " ".join(run[at : at + 2] for at in range(len(run) - 1))


@dataclass(frozen=True)
class Query:
    """What a person looks for: `match` for FTS5 ("" finds nothing), `pattern` for the same in a folded text.

    `beginnings` are the folded characters that its hits begin with.
    """

    match: str
    pattern: re.Pattern[str] | None
    beginnings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, typed: str) -> Query:
        """Words (each may go on), "phrases" as they stand, -words that must not be there. Never an error."""
        wanted, unwanted, patterns, beginnings = [], [], [], []
        for minus, phrase, word in _TERM.findall(typed)[:_MOST_TERMS]:
            term = phrase or word
            expression = _expression(term.translate(HALF_WIDTH), open_ended=not phrase)
            if not expression:
                continue
            if minus:
                unwanted.append(expression)
            else:
                wanted.append(expression)
                patterns.append(_pattern(term, open_ended=not phrase))
                beginnings.append(_WORDS.findall(fold(term))[0])
        if not wanted:
            return cls("", None)
        match = " AND ".join(wanted)
        if unwanted:
            match = f"({match}) NOT ({' OR '.join(unwanted)})"
        return cls(match, re.compile("|".join(sorted(patterns, key=len, reverse=True))), tuple(beginnings))


def _expression(term: str, open_ended: bool) -> str:
    """One phrase of FTS5's query language. The word that is typed last may be the beginning of a longer one."""
    pieces = list(_PIECE.finditer(term.replace("\0", " ")))
    pieces = [piece for piece in pieces if _WORD.search(piece[0])]
    words = []
    for at, piece in enumerate(pieces):
        last = at == len(pieces) - 1
        if not piece[1]:
            words.append(piece[0])
        elif last:
            words.append(_pairs(piece[0]) or piece[0])
        else:
            words.append(f"{_pairs(piece[0])} {piece[0][-1]}")
    if not words:
        return ""
    ends_in_cjk = bool(pieces[-1][1])
    prefix = len(pieces[-1][0]) == 1 if ends_in_cjk else open_ended
    quoted = " ".join(words).replace('"', '""')
    return f'"{quoted}"' + ("*" if prefix else "")


def _pattern(term: str, open_ended: bool) -> str:
    """The term in a folded text: its pieces with nothing but marks and spaces between them."""
    pieces = _WORDS.findall(fold(term))
    body = r"[\W_]*".join(map(re.escape, pieces))
    before = "" if _CJK_RUN.match(pieces[0]) else f"(?<![^\\W_{INDEXED}])"
    after = "" if open_ended or _CJK_RUN.search(pieces[-1][-1:]) else f"(?![^\\W_{INDEXED}])"
    return before + body + after


class _Folding(dict[int, int]):
    """Characters without case and accents, one for one, worked out when first seen."""

    def __missing__(self, code: int) -> int:
        char = chr(HALF_WIDTH.get(code, code))
        if char.isspace():
            char = " "
        base = unicodedata.normalize("NFD", char.lower())[:1] if not _CJK_RUN.match(char) else char
        self[code] = folded = ord(base or char)
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text as the index compares it, of the same length."""
    return text.translate(_FOLDING)


_BEFORE, _LENGTH = 40, 180
_SPACE = re.compile(r"\s")
_FOLDED_WHOLE = 20_000  # characters: folding takes some 50 ns for each, too much for a book
_FOLDED_MOST = 400_000
_LOOK_BACK = 64  # more than what a hit depends on before it
_LOOK_ON = 1_000  # more than a hit is long


def snippet(text: str, query: Query, length: int = _LENGTH) -> Snippet:
    """The part of a text around its first hit, in one line; its beginning where none is seen."""
    first = _first(text, query) if query.pattern else None
    start = max(0, first - _BEFORE) if first is not None else 0
    seen = max(0, start - 1)  # with the character before, which a hit depends on
    folded = fold(text[seen : start + length + _LOOK_ON])
    if start and (space := folded.find(" ", 1, _BEFORE // 2)) >= 0:
        start = seen + space + 1
    cut = text[start : start + length]
    before, after = "…" if start else "", "…" if start + length < len(text) else ""
    shown = before + _SPACE.sub(" ", cut) + after
    hits = query.pattern.finditer(folded, start - seen, start - seen + len(cut)) if query.pattern else ()
    shift = len(before) - (start - seen)
    return Snippet(shown, tuple((hit.start() + shift, hit.end() + shift) for hit in hits if hit.end() > hit.start()))


def _first(text: str, query: Query) -> int | None:
    """Where a hit is: the first one in a text of usual length, an early one in a book."""
    if len(text) <= _FOLDED_WHOLE:
        return _search(query, fold(text))
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text
    found = [at for beginning in query.beginnings if (at := _confirmed(text, lower, beginning, query)) is not None]
    if found:
        return min(found)
    for start in range(0, min(len(text), _FOLDED_MOST), _FOLDED_WHOLE):  # written with accents, or in full width
        at = _search(query, fold(text[start : start + _FOLDED_WHOLE + _LOOK_ON]))
        if at is not None:
            return start + at
    return None


def _confirmed(text: str, lower: str, beginning: str, query: Query) -> int | None:
    """The first place with this beginning where a hit really is."""
    at = lower.find(beginning)
    for _ in range(200):
        if at < 0:
            return None
        back = max(0, at - _LOOK_BACK)
        assert query.pattern is not None
        if query.pattern.match(fold(text[back : at + _LOOK_ON]), at - back):
            return at
        at = lower.find(beginning, at + 1)
    return None


def _search(query: Query, folded: str) -> int | None:
    found = query.pattern.search(folded) if query.pattern else None
    return found.start() if found else None


def hits(text: str, query: Query) -> list[tuple[int, int]]:
    """Every hit in a text, to mark them where the whole of it is shown."""
    return [match.span() for match in query.pattern.finditer(fold(text))] if query.pattern else []
