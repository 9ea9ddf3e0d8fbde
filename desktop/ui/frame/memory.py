"""What the window remembers over a restart: its geometry, the fold, the pane, and what each pane wants kept."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from desktop.base.files import read_json, write_json
from desktop.ui import tasks

log = logging.getLogger(__name__)


class WindowMemory:
    """A small JSON file. A damaged or missing one is nothing to tell of: the window opens as if for the first time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[str, Any] = {}
        try:
            found = read_json(file)
            self._kept = found if isinstance(found, dict) else {}
        except (OSError, ValueError) as error:
            log.warning("window memory not readable: %s", error)

    def text(self, key: str) -> str:
        value = self._kept.get(key)
        return value if isinstance(value, str) else ""

    def flag(self, key: str) -> bool:
        return self._kept.get(key) is True

    def pane(self, key: str) -> dict[str, object]:
        """What a pane asked to keep."""
        state = self.panes().get(key)
        return state if isinstance(state, dict) else {}

    def panes(self) -> dict[str, object]:
        """What all panes asked to keep, those too that were not built this time."""
        panes = self._kept.get("panes")
        return panes if isinstance(panes, dict) else {}

    def keep(self, values: dict[str, Any]) -> None:
        """Write in the background, in order; only where something changed."""
        if values == self._kept:
            return
        self._kept = values
        tasks.run(lambda: write_json(self._file, values), failed=self._not_kept, lane="window")

    @staticmethod
    def _not_kept(error: Exception) -> None:
        log.warning("window memory not written: %s", error)
