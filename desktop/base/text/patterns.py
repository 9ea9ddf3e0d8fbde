"""Regular expressions that people write: compiled, and searched under a time limit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from desktop.base.errors import Code, LamplightError
from desktop.base.text.scripts import CJK, is_cjk

# Seconds for one text; an honest pattern takes milliseconds on a whole book.
LIMIT = 0.5


class PatternError(LamplightError):
    """A regular expression is wrong (PATTERN_BAD) or takes too long (PATTERN_SLOW)."""


class Pattern:
    """A compiled expression. Searching raises PatternError(PATTERN_SLOW) after `LIMIT` seconds."""

    def __init__(self, source: str, ignore_case: bool = False, flags: str = "") -> None:
        """Raises PatternError(PATTERN_BAD). `flags` are letters of i, m, s, x as behind a JavaScript expression."""
        self.source = source
        number = regex.VERSION0 | regex.UNICODE
        if ignore_case or "i" in flags:
            number |= regex.IGNORECASE
        for letter, flag in (("m", regex.MULTILINE), ("s", regex.DOTALL), ("x", regex.VERBOSE)):
            number |= flag if letter in flags else 0
        try:
            self._compiled = regex.compile(source, number)
        except (regex.error, RecursionError, OverflowError) as error:
            raise PatternError(Code.PATTERN_BAD, value=source, cause=str(error)) from error

    def matches(self, text: str, limit: float = LIMIT) -> Iterator[regex.Match[str]]:
        """All matches that are not empty, in order; `limit` seconds are for all of them together."""
        try:
            # concurrent: the lock of the interpreter is free meanwhile, so that a window goes on.
            for match in self._compiled.finditer(text, timeout=limit, concurrent=True):
                if match.end() > match.start():
                    yield match
        except TimeoutError as error:
            raise PatternError(Code.PATTERN_SLOW, value=self.source) from error

    def found_in(self, text: str, limit: float = LIMIT) -> regex.Match[str] | None:
        """The first match that is not empty."""
        return next(self.matches(text, limit), None)


@lru_cache(maxsize=512)
def pattern(source: str, ignore_case: bool = False, flags: str = "") -> Pattern:
    """A compiled expression, kept for the next time. Raises PatternError(PATTERN_BAD)."""
    return Pattern(source, ignore_case, flags)


def literal(text: str, *, case: bool = False, whole_words: bool = False) -> Pattern:
    """A pattern for a text as it stands. Whole words only bind where letters meet letters of their own kind: Chinese
    has no word boundaries, so 灯 is found in 灯下 either way."""
    source = regex.escape(text, special_only=True)
    if whole_words and text:
        before = "" if _stands_alone(text[0]) else rf"(?<![^\W{CJK}])"
        after = "" if _stands_alone(text[-1]) else rf"(?![^\W{CJK}])"
        source = f"{before}{source}{after}"
    return pattern(source, not case)


def _stands_alone(character: str) -> bool:
    return is_cjk(character) or regex.match(r"\W", character) is not None
