"""Characters that a text from a model may not carry into the window as they are, and what script a text is in."""

from __future__ import annotations

import re

from desktop.base.text.scripts import count_han

# Embeddings, overrides and isolates reorder what follows them, so that a reader sees other text than a copy holds.
# (The plain marks U+200E, U+200F and U+061C only lend a direction to a full stop and stay.)
_REORDERING = "\u202a-\u202e\u2066-\u2069"
# Control characters, and the two noncharacters that Qt's documents use for themselves.
_CONTROL = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0\ufdd1\ufffc\ud800-\udfff"
_UNSAFE = re.compile(f"[{_REORDERING}{_CONTROL}]")
_BREAKS = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")

_WORD = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]+")  # of Latin, Greek or Cyrillic letters
_SAMPLE = 2_000


def readable(text: str) -> str:
    """`text` with every reordering control shown as its number (`[U+202E]`) and other control characters replaced.

    Line breaks of every kind become "\\n". What is seen is then what a copy holds.
    """
    return _UNSAFE.sub(_shown, _BREAKS.sub("\n", text))


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    if re.match(f"[{_REORDERING}]", character):
        return f"[U+{ord(character):04X}]"
    return "\ufffd"


def is_chinese(text: str) -> bool:
    """Whether `text` reads as Chinese: no fewer Han characters than words of letters, by its first 2,000 characters."""
    sample = text[:_SAMPLE]
    han = count_han(sample)
    return han > 0 and han >= len(_WORD.findall(sample))


def count_words(text: str) -> tuple[int, bool]:
    """How long `text` is as a person counts: characters of Chinese, words of anything else; True for characters."""
    if is_chinese(text):
        return len(re.findall(r"\w", text)), True
    return len(text.split()), False
