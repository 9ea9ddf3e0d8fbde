"""Which entries of the story bible are sent, and why the others aren't."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop.features.story.context.events import EntryFate, EntryState, Why
from desktop.features.story.context.matching import Mention, mentions
from desktop.store.stories.records import Activation, BibleEntry

_LONGEST = 60_000  # characters searched: a scene without paragraphs has its end searched only


@dataclass(frozen=True)
class Chosen:
    """What becomes of each entry, in the bible's order, and the lines of those that are sent: always ones first."""

    states: tuple[EntryState, ...]
    lines: tuple[tuple[str, str], ...] = field(default=())
    tokens: int = 0


def choose(
    entries: Sequence[BibleEntry],
    text: str,
    room: int,
    line: Callable[[str, str], str],
    count: Callable[[str], int],
    learn: Callable[[Sequence[str]], object] = lambda _: None,
) -> Chosen:
    """Which entries go into `room` tokens before this text: higher priority first, then the bible's order.

    `learn` hears at once what `count` will be asked one by one.
    """
    states = {number: _judge(mention) for number, mention in enumerate(mentions(entries, text[-_LONGEST:]))}
    wanted = [number for number, state in states.items() if state.state is not EntryFate.LEFT_OUT]
    wanted.sort(key=lambda number: (-entries[number].priority, number))
    learn([_line(entries[number], line) for number in wanted])
    lines: dict[int, tuple[str, str]] = {}
    used = 0
    for number in wanted:
        entry, state = entries[number], states[number]
        written, cut = _within(entry, line, count)
        tokens = count(written)
        if used + tokens > room:
            states[number] = EntryState(entry, EntryFate.LEFT_OUT, Why.NO_ROOM, state.key, tokens)
            continue
        used += tokens
        lines[number] = (entry.name, written)
        states[number] = EntryState(entry, state.state, state.why, state.key, tokens, cut)
    order = sorted(lines, key=lambda number: (states[number].state is not EntryFate.SENT, number))
    return Chosen(
        tuple(states[number] for number in range(len(entries))), tuple(lines[number] for number in order), used
    )


def _judge(mention: Mention) -> EntryState:
    entry = mention.entry
    if entry.activation is Activation.NEVER:
        return EntryState(entry, EntryFate.LEFT_OUT, Why.NEVER)
    if not entry.text.strip():
        return EntryState(entry, EntryFate.LEFT_OUT, Why.EMPTY)
    if entry.activation is Activation.ALWAYS:
        return EntryState(entry, EntryFate.SENT, Why.ALWAYS, mention.key)
    if mention.found:
        return EntryState(entry, EntryFate.MATCHED, Why.KEY, mention.key)
    if mention.error is not None:
        return EntryState(entry, EntryFate.LEFT_OUT, Why.BAD_KEY, str(mention.error.details.get("value", "")))
    if not entry.keys and not entry.name.strip():
        return EntryState(entry, EntryFate.LEFT_OUT, Why.NO_KEYS)
    return EntryState(entry, EntryFate.LEFT_OUT, Why.NO_MATCH)


def _line(entry: BibleEntry, line: Callable[[str, str], str]) -> str:
    return line(entry.name, " ".join(entry.text.split()))


def _within(entry: BibleEntry, line: Callable[[str, str], str], count: Callable[[str], int]) -> tuple[str, bool]:
    """The entry's line within its budget: whole sentences leave at its end."""
    text = " ".join(entry.text.split())
    written = _line(entry, line)
    if not entry.budget or count(written) <= entry.budget:
        return written, False
    sentences = re.findall(r".+?(?:[.!?…]+(?=\s)|[。！？]+|$)\s*", text)
    while len(sentences) > 1:
        sentences.pop()
        written = line(entry.name, "".join(sentences).strip())
        if count(written) <= entry.budget:
            return written, True
    words = sentences[0] if sentences else text
    while len(words) > 8 and count(line(entry.name, words)) > entry.budget:
        words = words[: len(words) * 3 // 4]
    return line(entry.name, words.strip()), True
