"""Texts as SQLite can keep them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def storable(text: str) -> str:
    """The text, with halves of surrogate pairs (a broken paste) replaced: UTF-8 has no way to write them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def storable_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row, their texts made storable."""
    return {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
