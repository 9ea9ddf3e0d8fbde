"""An adapter on a model's shelf, and its place in the file that remembers it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop.base.errors import LamplightError
from desktop.base.gguf.adapter import AdapterHeader, AdapterKind

STRONGEST = 10.0  # of either sign
_FIRST_SCALE = {AdapterKind.LORA: 1.0, AdapterKind.CONTROL_VECTOR: 0.25}  # at 1 most vectors leave no language
_HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class ShelfRow:
    """What is remembered of an adapter, and how it is set. `layers` are a control vector's own, first and last.

    `first_layer` and `last_layer` are those it is to work on, 0 for its own; `rank` is a LoRA's.
    """

    sha256: str
    path: Path
    name: str
    kind: AdapterKind
    size: int
    base: str = ""
    rank: int = 0
    layers: tuple[int, int] = (0, 0)
    scale: float = 1.0
    on: bool = False
    first_layer: int = 0
    last_layer: int = 0

    @property
    def works(self) -> bool:
        """Whether it changes what the model writes."""
        return self.on and self.scale != 0.0


@dataclass(frozen=True)
class ShelfEntry:
    """A row as it is shown. `key` names it on the command line; `error` says why it can't be used now.

    One that was `found` beside the model or in the folder of adapters was not put there by hand.
    """

    key: str
    row: ShelfRow
    found: bool = False
    error: LamplightError | None = None


def row_of(adapter: AdapterHeader, sha256: str, *, on: bool) -> ShelfRow:
    """The row of a file that was read; a control vector begins gently."""
    name = " ".join(_HARMFUL.sub(" ", adapter.name).split())[:_LONGEST_NAME]
    base = " ".join(_HARMFUL.sub(" ", adapter.base).split())[:_LONGEST_NAME]
    return ShelfRow(
        sha256,
        adapter.path,
        name or adapter.path.stem,
        adapter.kind,
        adapter.header.size,
        base,
        adapter.rank,
        adapter.layers,
        _FIRST_SCALE[adapter.kind],
        on,
    )


def keyed(rows: list[tuple[ShelfRow, bool, LamplightError | None]]) -> list[ShelfEntry]:
    """Rows with names of their own."""
    entries: dict[str, ShelfEntry] = {}
    for row, found, error in rows:
        plain = re.sub(r"[^\w.-]+", "-", row.path.stem.lower()).strip("-.") or "adapter"
        key, number = plain, 2
        while key in entries:
            key, number = f"{plain}-{number}", number + 1
        entries[key] = ShelfEntry(key, row, found, error)
    return list(entries.values())


def to_json(row: ShelfRow) -> dict[str, Any]:
    return {**asdict(row), "path": str(row.path), "layers": list(row.layers)}


def from_json(found: Any) -> ShelfRow | None:
    """None for what no version of this program wrote; values out of bounds are brought into them."""
    try:
        first, last = found["layers"]
        row = ShelfRow(
            **{**found, "path": Path(found["path"]), "kind": AdapterKind(found["kind"]), "layers": (first, last)}
        )
        texts = all(isinstance(text, str) for text in (row.sha256, row.name, row.base))
        numbers = (row.size, row.rank, first, last, row.first_layer, row.last_layer)
        if not texts or not all(isinstance(number, int) for number in numbers):
            return None
        return replace(row, scale=bounded(float(row.scale)), on=bool(row.on))
    except (TypeError, KeyError, ValueError):
        return None


def bounded(scale: float) -> float:
    """A strength that the engine takes."""
    return max(-STRONGEST, min(STRONGEST, scale)) if scale == scale else 0.0
