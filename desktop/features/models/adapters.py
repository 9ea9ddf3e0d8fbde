"""Which adapters work for what a model writes: those of its shelf, or others for one run; and what a reply keeps of
them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop.base.errors import LamplightError
from desktop.engine.protocol.adapters import Adapter
from desktop.library.adapters.records import ShelfRow
from desktop.library.adapters.shelves import Shelves
from desktop.library.models import ModelFile

log = logging.getLogger(__name__)

ADAPTERS = "adapters"  # beside the sampling of a kept text


@dataclass(frozen=True)
class UsedAdapter:
    """What is kept of an adapter with a text that was written with it."""

    name: str
    sha256: str
    scale: float


class ModelAdapters:
    """Over the shelves; thread-safe."""

    def __init__(self, shelves: Shelves) -> None:
        self.shelves = shelves
        self._lock = threading.Lock()
        self._instead: tuple[ShelfRow, ...] | None = None
        self._rows: dict[str, ShelfRow] = {}  # by path: those that worked in this run

    def instead(self, rows: Sequence[ShelfRow] | None) -> None:
        """Let these work for this run, whatever stands on the shelf; None goes back to that."""
        self._instead = None if rows is None else tuple(rows)

    def working(self, model: ModelFile) -> tuple[Adapter, ...]:
        """What requests to this model are to be asked with. A shelf that can't be read is an empty one, and logged."""
        rows = self._instead
        if rows is None and not model.path.is_file():  # a model on another machine
            rows = ()
        if rows is None:
            try:
                rows = self.shelves.working(model)
            except (LamplightError, OSError) as error:
                log.warning("shelf not read: %s", error)
                rows = ()
        return self.asked(rows)

    def asked(self, rows: Sequence[ShelfRow]) -> tuple[Adapter, ...]:
        """Rows as a request names them; those that are off or have no strength are left out."""
        working = [row for row in rows if row.works]
        with self._lock:
            self._rows.update({str(row.path): row for row in working})
        return tuple(Adapter(str(row.path), row.scale, row.first_layer, row.last_layer) for row in working)

    def used(self, adapters: Sequence[Adapter] | None) -> tuple[UsedAdapter, ...]:
        """What a request was asked with, as it is kept with its text."""
        with self._lock:
            rows = [(adapter, self._rows.get(adapter.path)) for adapter in adapters or ()]
        return tuple(
            UsedAdapter(row.name if row else Path(adapter.path).stem, row.sha256 if row else "", adapter.scale)
            for adapter, row in rows
        )


def kept(used: Sequence[UsedAdapter]) -> dict[str, Any]:
    """What is kept beside the sampling of a text; nothing where none worked."""
    return {ADAPTERS: [asdict(one) for one in used]} if used else {}
