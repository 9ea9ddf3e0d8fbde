"""What is remembered of updates: when it was last asked for one, and what to go back to."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop.base.files import read_json, write_json

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Record:
    """`asked` is when (seconds since 1970; 0.0 never), `version` and `schema` those before the last update ("" where
    there was none), `backup` the copy that was made before it, `package` the file of the version before, where it was
    kept.
    """

    asked: float = 0.0
    version: str = ""
    schema: str = ""
    backup: str = ""
    package: str = ""

    @property
    def names(self) -> tuple[Path, ...]:
        """Files that it leads to."""
        return tuple(Path(each) for each in (self.backup, self.package) if each)


class RecordFile:
    """The record on disk; a file that can't be read is as none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> Record:
        try:
            found = read_json(self._file)
            return Record(**found) if isinstance(found, dict) else Record()
        except (OSError, ValueError, TypeError) as error:
            log.warning("%s ignored: %s", self._file.name, error)
            return Record()

    def change(self, **values: Any) -> Record:
        """Keep these, and the others as they were. Raises OSError."""
        changed = replace(self.read(), **values)
        write_json(self._file, asdict(changed))
        return changed
