"""Which plural form a number takes, by language: the rules of Qt's translation files, which follow Unicode's CLDR.

A `.ts` file has as many `<numerusform>` as its language has forms, in the order of Qt’s tools. The rules are
those of Qt's `numerus.cpp`; a test compares every one of them with what Qt itself chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Plurals:
    """How many forms there are, and which one a number takes."""

    forms: int
    form: Callable[[int], int]


def plurals(language: str) -> Plurals:
    """The rule of a language (`pt_BR`, `zh_CN`, `fr`); one that isn't known has English's two forms."""
    return _BY_LANGUAGE.get(language.partition("_")[0], _ENGLISH)


def _slavic(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2


def _polish(n: int) -> int:
    if n == 1:
        return 0
    return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2


def _romanian(n: int) -> int:
    if n == 1:
        return 0
    return 1 if n == 0 or 1 <= n % 100 <= 19 else 2


def _lithuanian(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 != 0 and not 10 <= n % 100 <= 19 else 2


def _latvian(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n != 0 else 2


def _arabic(n: int) -> int:
    if n < 3:
        return n
    return 3 if 3 <= n % 100 <= 10 else 4 if n % 100 >= 11 else 5


def _welsh(n: int) -> int:
    return n if n < 2 else 2 if n <= 5 else 3 if n == 6 else 4


def _maltese(n: int) -> int:
    if n == 1:
        return 0
    return 1 if n == 0 or 1 <= n % 100 <= 10 else 2 if 11 <= n % 100 <= 19 else 3


def _gaelic(n: int) -> int:
    if n in (1, 11):
        return 0
    return 1 if n in (2, 12) else 2 if 3 <= n <= 19 else 3


_ENGLISH = Plurals(2, lambda n: 0 if n == 1 else 1)
_ONE = Plurals(1, lambda n: 0)
_FRENCH = Plurals(2, lambda n: 0 if n <= 1 else 1)
_SLAVIC = Plurals(3, _slavic)
_CZECH = Plurals(3, lambda n: 0 if n == 1 else 1 if 2 <= n <= 4 else 2)
_RULES: tuple[tuple[str, Plurals], ...] = (
    ("zh ja ko th vi id ms my fa hu tr yo bo dz jv su", _ONE),
    ("fr pt hy", _FRENCH),
    ("ru uk be hr sr bs", _SLAVIC),
    ("pl", Plurals(3, _polish)),
    ("cs sk", _CZECH),
    ("ro", Plurals(3, _romanian)),
    ("lt", Plurals(3, _lithuanian)),
    ("lv", Plurals(3, _latvian)),
    ("sl", Plurals(4, lambda n: {1: 0, 2: 1, 3: 2, 4: 2}.get(n % 100, 3))),
    ("mk", Plurals(3, lambda n: {1: 0, 2: 1}.get(n % 10, 2))),
    ("is", Plurals(2, lambda n: 0 if n % 10 == 1 and n % 100 != 11 else 1)),
    ("ga", Plurals(3, lambda n: {1: 0, 2: 1}.get(n, 2))),
    ("gd", Plurals(4, _gaelic)),
    ("cy", Plurals(5, _welsh)),
    ("mt", Plurals(4, _maltese)),
    ("ar", Plurals(6, _arabic)),
)
_BY_LANGUAGE = {language: rule for languages, rule in _RULES for language in languages.split()}
RIGHT_TO_LEFT = frozenset(["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "ckb", "dv"])


def right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("_")[0] in RIGHT_TO_LEFT


KNOWN = tuple(sorted(_BY_LANGUAGE))
