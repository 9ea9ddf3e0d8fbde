"""Which entries of the story bible a text speaks of: by words, by regular expressions, by Chinese names."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.base.errors import Code
from desktop.base.text.patterns import LIMIT, Pattern, PatternError, literal, pattern
from desktop.store.stories.records import Activation, BibleEntry

# How many of the last paragraphs are searched where an entry says nothing else.
DEPTH = 10
_FLAGS = frozenset("imsxu")
# What makes the usual mistakes slow: repetitions inside of repetitions.
_PROBES = ("a" * 40 + "!", "a b" * 14 + "!", "1" * 40 + "x", "灯" * 40 + "！")
# Keys that took too long once are not tried again while the program runs: typing must not wait for them each time.
_slow: set[str] = set()


@dataclass(frozen=True)
class Mention:
    """An entry of the bible and what of it was found.

    `key` is the key that matched, at characters `start` to `end` of the text; "" where none did. `error` is what is
    wrong with one of its keys.
    """

    entry: BibleEntry
    key: str = ""
    start: int = -1
    end: int = -1
    error: PatternError | None = None

    @property
    def found(self) -> bool:
        return bool(self.key)


def is_expression(key: str) -> bool:
    """Whether a key is a regular expression: /…/ with letters of i, m, s, x, u behind."""
    last = key.rfind("/")
    return key.startswith("/") and last > 1 and set(key[last + 1 :]) <= _FLAGS


def compiled(key: str) -> Pattern:
    """What finds a key. Words are found whole and in either case; Chinese has no word boundaries.

    Raises PatternError(PATTERN_BAD).
    """
    if is_expression(key):
        last = key.rfind("/")
        return pattern(key[1:last].replace("\\/", "/"), False, key[last + 1 :])
    return literal(key.strip(), whole_words=True)


def check_key(key: str, text: str = "") -> None:
    """Try a key on what makes bad expressions slow, and on a text of the project.

    Raises PatternError within a second: PATTERN_BAD or PATTERN_SLOW.
    """
    wanted = compiled(key)
    until = time.monotonic() + LIMIT
    for probe in (*_PROBES, text):
        wanted.found_in(probe, max(0.01, until - time.monotonic()))


def tail(text: str, paragraphs: int) -> int:
    """Where the last so many paragraphs of a text begin."""
    at = len(text)
    for _ in range(paragraphs):
        at = text.rfind("\n\n", 0, at)
        if at < 0:
            return 0
    return at + 2


def mentions(entries: Iterable[BibleEntry], text: str, depth: int = DEPTH) -> list[Mention]:
    """One mention per entry, in their order, found in the last paragraphs of `text` (an entry's own depth wins).

    The last place is given, of the key that stands nearest to the end. Entries that are always or never sent are
    looked up as well: a person wants to see them mentioned. All together take half a second at most, and an expression
    that is too slow or wrong is told in `error`.
    """
    until = time.monotonic() + LIMIT
    starts: dict[int, int] = {}
    found = []
    for entry in entries:
        wanted = entry.depth or depth
        if wanted not in starts:
            starts[wanted] = tail(text, wanted)
        found.append(_mention(entry, text, starts[wanted], until))
    return found


def active(found: Sequence[Mention]) -> list[BibleEntry]:
    """The entries that are to be sent, the most important first; among equals the one mentioned last first."""
    wanted = [
        mention
        for mention in found
        if mention.entry.activation is Activation.ALWAYS
        or (mention.entry.activation is Activation.MENTION and mention.found)
    ]
    wanted.sort(key=lambda one: (-one.entry.priority, one.entry.activation is not Activation.ALWAYS, -one.start))
    return [mention.entry for mention in wanted]


def _mention(entry: BibleEntry, text: str, start: int, until: float) -> Mention:
    searched = text[start:]
    best, error = Mention(entry), None
    for key in entry.keys or (entry.name,):
        if not key.strip():
            continue
        try:
            place = _last(key, searched, until)
        except PatternError as found:
            error = found
            continue
        if place is not None and place[0] + start > best.start:
            best = Mention(entry, key, place[0] + start, place[1] + start)
    return Mention(entry, best.key, best.start, best.end, error) if error is not None else best


def _last(key: str, text: str, until: float) -> tuple[int, int] | None:
    if key in _slow:
        raise PatternError(Code.PATTERN_SLOW, value=key)
    wanted = compiled(key)
    try:
        place = None
        for match in wanted.matches(text, max(0.02, until - time.monotonic())):
            place = match.span()
        return place
    except PatternError as error:
        if error.code is Code.PATTERN_SLOW and is_expression(key):
            _slow.add(key)
        raise
