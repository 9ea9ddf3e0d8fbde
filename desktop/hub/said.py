"""What a hub says, taken with care: numbers that are none, names that would change how a line reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LANGUAGE = re.compile(r"[a-z]{2}")
_MOST_CHARACTERS = 300
_NO_LANGUAGES = {"tf"}  # a library, among the tags of two letters
_MOST_LANGUAGES = 200


def word(found: Any) -> str:
    """A short text for one line, without characters that would turn it round or hide in it; "" for anything else."""
    return _HARMFUL.sub("", found)[:_MOST_CHARACTERS] if isinstance(found, str) else ""


def whole(found: Any) -> int:
    """A whole number from 0 on; 0 for anything else."""
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 1 << 62 else 0


def licence_of(tags: Iterable[str]) -> str:
    """The licence among tags, as the hub names it; "" where there is none."""
    return next((word(tag.partition(":")[2]) for tag in tags if tag.startswith("license:")), "")


def languages_of(tags: Iterable[str]) -> tuple[str, ...]:
    """The languages among tags, as two-letter codes."""
    found = [tag for tag in tags if _LANGUAGE.fullmatch(tag) and tag not in _NO_LANGUAGES]
    return tuple(found[:_MOST_LANGUAGES])
