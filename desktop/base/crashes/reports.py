"""The folder of reports: written at a crash, shown at the next start, the oldest let go."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.base.crashes.report import Crash, text_of
from desktop.base.files import write_atomically

log = logging.getLogger(__name__)

_MOST = 20
_SHOWN = "shown"


@dataclass(frozen=True)
class Report:
    """One report on the disk."""

    path: Path
    moment: datetime

    def text(self) -> str:
        """Raises OSError."""
        return self.path.read_text(encoding="utf-8", errors="replace")


class Reports:
    """The reports in a folder, which is made with the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, crash: Crash) -> Path | None:
        """Keep a report of it. None where that can't be: a report must never be what goes wrong."""
        moment = datetime.now(UTC)
        path = self.folder / f"crash-{moment:%Y%m%d-%H%M%S-%f}.txt"
        try:
            write_atomically(path, text_of(crash, moment).encode("utf-8", "backslashreplace"))
            for old in self._paths()[:-_MOST]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.warning("no report of a crash: %s", type(error).__name__)
            return None
        return path

    def all(self) -> list[Report]:
        """The newest first."""
        found = []
        for path in reversed(self._paths()):
            try:
                found.append(Report(path, datetime.fromtimestamp(path.stat().st_mtime, UTC)))
            except OSError:
                continue
        return found

    def untold(self) -> list[Report]:
        """Those that were never offered to be read, the newest first."""
        try:
            last = (self.folder / _SHOWN).read_text(encoding="utf-8")
        except OSError:
            last = ""
        return [report for report in self.all() if report.path.name > last]

    def told(self) -> None:
        """All that are there have been offered."""
        newest = self._paths()[-1:]
        try:
            if newest:
                write_atomically(self.folder / _SHOWN, newest[0].name.encode())
        except OSError as error:
            log.warning("what was told of crashes isn't kept: %s", type(error).__name__)

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob("crash-*.txt"))
