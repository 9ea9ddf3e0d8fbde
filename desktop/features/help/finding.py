"""Searching the handbook. Words are found by their stems, Chinese by the words jieba cuts; both languages answer.

A section is also found by the words of its other language: somebody who reads English but thinks “回收站” gets there.
There are some hundred sections, so that each search looks through all of them: no index has to be kept.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop.base.text import scripts
from desktop.features.help.book import Book, Section

_WORD = re.compile(r"[^\W_]+")
_TITLE, _BODY, _OTHER = 12.0, 1.0, 0.4  # what a word found there counts
_GENERATED = 0.2  # lists of keys and of commands come after what explains
_MOST_OFTEN = 4
_AROUND = 36  # characters before the first hit of the excerpt
_EXCERPT = 120


@dataclass(frozen=True)
class Hit:
    """A section that was found; `words` are those to be shown in it, `excerpt` some text around the first."""

    section: Section
    excerpt: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Term:
    """One word that is looked for: as it was written, and its stem (the same in Chinese)."""

    word: str
    stem: str
    chinese: bool


def search(book: Book, others: Iterable[Book], query: str) -> list[Hit]:
    """Sections that hold every word of the query, the best first; those that hold some, where none holds all."""
    terms = _terms(query)
    if not terms:
        return []
    translated = [_sections(other) for other in others]
    found: list[tuple[int, float, Hit]] = []
    for section in _sections(book).values():
        counts = [_count(term, section) for term in terms]
        for sections in translated:
            twin = sections.get(section.place)
            if twin is not None:
                counts = [own or _OTHER * _count(term, twin) for term, own in zip(terms, counts, strict=True)]
        if any(counts):
            held = sum(1 for count in counts if count)
            weight = _GENERATED if section.page in ("keys", "commands") else 1.0
            words = tuple(term.word for term in terms)
            found.append((held, sum(counts) * weight, Hit(section, _excerpt(section, terms), words)))
    most = max((held for held, _, _ in found), default=0)
    found.sort(key=lambda entry: -entry[1])
    return [hit for held, _, hit in found if held == most]


def spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where these words stand in a text, to be marked: starts and ends."""
    terms = [term for word in words for term in _terms(word)]
    return sorted({span for term in terms for span in _places(term, text)})


def _sections(book: Book) -> dict[str, Section]:
    return {section.place: section for page in book.pages() for section in page.sections}


def _terms(query: str) -> list[_Term]:
    terms: list[_Term] = []
    for word in _WORD.findall(query.lower()):
        for chinese, run in _runs(word):
            if chinese:
                terms += [_Term(part, part, True) for part in _cut(run)]
            else:
                terms.append(_Term(run, _stem(run), False))
    return terms


def _runs(word: str) -> Iterable[tuple[bool, str]]:
    """A word without spaces in pieces of Chinese and of other letters."""
    start = 0
    for at in range(1, len(word) + 1):
        if at == len(word) or scripts.is_cjk(word[at]) != scripts.is_cjk(word[start]):
            yield scripts.is_cjk(word[start]), word[start:at]
            start = at


def _count(term: _Term, section: Section) -> float:
    in_title = len(_places(term, section.title))
    in_text = min(len(_places(term, section.text)), _MOST_OFTEN)
    return in_title * _TITLE / section.level + in_text * _BODY


def _places(term: _Term, text: str) -> list[tuple[int, int]]:
    if term.chinese:
        return [(found.start(), found.end()) for found in re.finditer(re.escape(term.word), text)]
    return [(start, end) for start, end, word, stem in _words(text) if word.startswith(term.word) or stem == term.stem]


def _excerpt(section: Section, terms: list[_Term]) -> str:
    first = min((start for term in terms for start, _ in _places(term, section.text)), default=0)
    start = max(0, first - _AROUND)
    if start:
        space = section.text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    cut = section.text[start : start + _EXCERPT]
    return ("… " if start else "") + cut + (" …" if start + _EXCERPT < len(section.text) else "")


@functools.lru_cache(1024)
def _words(text: str) -> tuple[tuple[int, int, str, str], ...]:
    return tuple((found.start(), found.end(), found[0], _stem(found[0])) for found in _WORD.finditer(text.lower()))


@functools.lru_cache(8192)
def _stem(word: str) -> str:
    return _stemmer()(word)


@functools.lru_cache(1)
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return stem


@functools.lru_cache(256)
def _cut(run: str) -> tuple[str, ...]:
    """The words of Chinese without spaces; particles, which stand everywhere, only where there is nothing else."""
    import rjieba

    words = tuple(rjieba.cut(run))
    telling = tuple(word for word in words if word not in _PARTICLES)
    return telling or words


_PARTICLES = frozenset("的了吗呢啊和与在是把被我你他它就都也请怎么") | {"怎么", "如何", "什么", "怎样", "可以"}
