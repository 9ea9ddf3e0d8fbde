"""The manuscript's last part: cut into blocks whose edges depend on the text before them alone.

When the text outgrows its room whole blocks leave at its front. So what is sent begins at the same place for many
sentences to come, and the engine finds it in its cache.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.features.story.sampling_presets import is_chinese

BLOCKS = 8  # of the room for the manuscript
_CHARACTERS = 4.0  # of a token, roughly; of Chinese:
_CHINESE_CHARACTERS = 1.4
_LEAST = 200  # characters of a block
_AT_ONCE = BLOCKS + 2  # blocks counted in one request: mostly all that fit
_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"[.!?…]+[\"'”’)]*\s|[。！？…]+[”’」』）]*|\n")


@dataclass(frozen=True)
class Tail:
    """The part that is sent; `left_out` characters precede it, `scenes` are the indexes of those wholly in it."""

    text: str
    left_out: int
    scenes: tuple[int, ...]


def block_size(room: int, language: str) -> int:
    """Characters of a block where the manuscript has room for so many tokens."""
    return max(_LEAST, int(room * (_CHINESE_CHARACTERS if is_chinese(language) else _CHARACTERS) / BLOCKS))


def blocks(text: str, size: int) -> list[str]:
    """The text in blocks of about `size` characters that begin at a paragraph; a very long one is cut at sentences."""
    edges = [0]
    while True:
        wanted = edges[-1] + size
        if wanted >= len(text):
            break
        edge = _edge(text, wanted, size)
        if edge >= len(text):
            break
        edges.append(edge)
    return [text[start:end] for start, end in zip(edges, [*edges[1:], len(text)], strict=True)] if text else []


def _edge(text: str, wanted: int, size: int) -> int:
    """The first good place at or after a position; it doesn't look further than a block, so that it never moves."""
    for pattern in (_PARAGRAPH, _SENTENCE):
        found = pattern.search(text, wanted, wanted + size)
        if found and found.end() < min(len(text), wanted + size):
            return found.end()
    return wanted + size if len(text) > wanted + size else len(text)


def tail(
    text: str,
    earlier: Sequence[Callable[[], str]],
    scene_break: str,
    room: int,
    language: str,
    count: Callable[[str], int],
    learn: Callable[[Sequence[str]], object] = lambda _: None,
) -> Tail:
    """As much of the text as has room, and of the scenes before it while there is some; `earlier` is in reading order.

    At least the end of the text is there, whatever the room. `learn` hears at once what `count` will be asked.
    """
    size = block_size(room, language)
    kept, used, full = _last_blocks(blocks(text, size), room, count, learn)
    scenes: list[int] = []
    left_out = len(text) - len(kept)
    if not full:
        return Tail(_shortened(kept, room, count), left_out, ())
    for number in range(len(earlier) - 1, -1, -1):
        before = earlier[number]().rstrip()
        if not before:
            scenes.append(number)
            continue
        found, tokens, full = _last_blocks([*blocks(before, size)], room - used - count(scene_break), count, learn, 0)
        if found:
            kept = found + scene_break + kept
            used += tokens + count(scene_break)
        left_out += len(before) - len(found)
        if not full:
            break
        scenes.append(number)
    return Tail(kept, left_out, tuple(sorted(scenes)))


def _last_blocks(
    found: list[str],
    room: int,
    count: Callable[[str], int],
    learn: Callable[[Sequence[str]], object],
    least: int = 1,
) -> tuple[str, int, bool]:
    """The last blocks that fit, their tokens, and whether they are all."""
    used = taken = 0
    for number, block in enumerate(reversed(found)):
        if number % _AT_ONCE == 0:
            learn(found[max(0, len(found) - number - _AT_ONCE) : len(found) - number])
        tokens = count(block)
        if used + tokens > room and taken >= least:
            break
        used += tokens
        taken += 1
    return "".join(found[len(found) - taken :]), used, taken == len(found)


def _shortened(text: str, room: int, count: Callable[[str], int]) -> str:
    """The end of a text whose last block alone is too long (a paragraph without an end)."""
    while len(text) > _LEAST and count(text) > room:
        text = text[len(text) // 4 :]
    return text


def before_note(text: str, depth: int) -> tuple[str, str]:
    """The text in two: the last `depth` paragraphs come after the author's note."""
    found = list(_PARAGRAPH.finditer(text.rstrip()))
    depth = max(1, depth)
    if len(found) < depth:
        return "", text
    at = found[-depth].end()
    return text[:at], text[at:]
