"""Terms found in a text, whatever their case and inflection, and whether a translation has them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.base.text.scripts import is_cjk_text
from desktop.store.translation.records import Term

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s]", re.UNICODE)
_STEMMERS = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
    "ru": "russian",
    "sv": "swedish",
    "no": "norwegian",
    "da": "danish",
    "fi": "finnish",
    "hu": "hungarian",
    "ro": "romanian",
    "tr": "turkish",
    "el": "greek",
    "ar": "arabic",
    "id": "indonesian",
    "hi": "hindi",
}


@dataclass(frozen=True)
class Hit:
    """A term that stands in a text, from `start` to `end`."""

    term: Term
    start: int
    end: int


class Matcher:
    """Finds the terms of glossaries in texts of one language; the longest wins where they overlap."""

    def __init__(self, terms: Iterable[Term], source_language: str, target_language: str) -> None:
        self._source, self._target = source_language, target_language
        self._words: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
        self._signs: dict[str, list[Term]] = {}
        for term in terms:
            if not term.source.strip() or not term.target.strip():
                continue
            if is_cjk_text(term.source.strip()[0]):
                self._signs.setdefault(term.source.strip()[0], []).append(term)
            else:
                stems = tuple(stem for stem, _, _ in tokens(term.source, source_language))
                if stems:
                    self._words.setdefault(stems[0], []).append((stems, term))

    def __bool__(self) -> bool:
        return bool(self._words or self._signs)

    def find(self, text: str) -> list[Hit]:
        """The terms in a text, in order, without overlaps; alternatives of one source come each."""
        hits = [*self._find_words(text), *self._find_signs(text)]
        hits.sort(key=lambda hit: (hit.start - hit.end, hit.start))
        taken: list[Hit] = []
        for hit in hits:
            if all(hit.end <= other.start or hit.start >= other.end or _same_place(hit, other) for other in taken):
                taken.append(hit)
        return sorted(taken, key=lambda hit: hit.start)

    def _find_words(self, text: str) -> Iterable[Hit]:
        found = tokens(text, self._source)
        for at, (stem, start, _) in enumerate(found):
            for stems, term in self._words.get(stem, ()):
                if tuple(item[0] for item in found[at : at + len(stems)]) == stems:
                    end = found[at + len(stems) - 1][2]
                    if _case_fits(term, text[start:end]):
                        yield Hit(term, start, end)

    def _find_signs(self, text: str) -> Iterable[Hit]:
        for at, sign in enumerate(text):
            for term in self._signs.get(sign, ()):
                wanted = term.source.strip()
                if text.startswith(wanted, at):
                    yield Hit(term, at, at + len(wanted))

    def missing(self, hits: Sequence[Hit], target: str) -> list[Term]:
        """The terms found whose translation the target lacks; one of several alternatives suffices."""
        by_source: dict[str, list[Term]] = {}
        for hit in hits:
            by_source.setdefault(hit.term.source, []).append(hit.term)
        return [
            terms[0]
            for terms in by_source.values()
            if not any(has(target, term.target, self._target) for term in terms)
        ]


def _same_place(hit: Hit, other: Hit) -> bool:
    return (hit.start, hit.end) == (other.start, other.end)


def _case_fits(term: Term, found: str) -> bool:
    """A term in capitals (IT, US) is another word than the same in small letters."""
    letters = [sign for sign in term.source if sign.isalpha()]
    acronym = len(letters) > 1 and all(sign.isupper() for sign in letters)
    if term.case_sensitive or acronym:
        return found.startswith(term.source) or found == term.source
    return True


def has(text: str, wanted: str, language: str) -> bool:
    """Whether a text has a term, inflected or not; Chinese has no word boundaries."""
    wanted = wanted.strip()
    if any(is_cjk_text(sign) for sign in wanted):
        return "".join(wanted.split()) in "".join(text.split())
    stems = [stem for stem, _, _ in tokens(wanted, language)]
    found = [stem for stem, _, _ in tokens(text, language)]
    return any(found[at : at + len(stems)] == stems for at in range(len(found) - len(stems) + 1))


def tokens(text: str, language: str) -> list[tuple[str, int, int]]:
    """Words as their stems in small letters, with their places; every Chinese character is one."""
    stemmer = _stemmer(language)
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if any(is_cjk_text(sign) for sign in word):
            found += [(sign, match.start() + at, match.start() + at + 1) for at, sign in enumerate(word)]
        else:
            low = word.lower().replace("’", "'")
            found.append((_stem(stemmer, low), match.start(), match.end()))
    # A hyphen is a space to a term: e-mail, e mail.
    return [item for item in found if item[0] != "-"]


def _stem(stemmer: Any, word: str) -> str:
    return str(stemmer.stemWord(word)) if stemmer is not None and word.isalpha() else word.removesuffix("'s")


@functools.lru_cache(32)
def _stemmer(language: str) -> Any:
    name = _STEMMERS.get(language)
    if name is None:
        return None
    import snowballstemmer

    return snowballstemmer.stemmer(name)
