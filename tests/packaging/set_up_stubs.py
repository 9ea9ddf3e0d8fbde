"""Commands that stand for the real ones."""

from __future__ import annotations

from pathlib import Path


class Stubs:
    """A folder of commands that stands for the whole PATH, and the calls they got."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "calls"

    def add(self, name: str, script: str = "") -> Path:
        """A command that writes its name and arguments down and then does what the script says."""
        file = self.folder / name
        file.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.log}\n{script}\n')
        file.chmod(0o755)
        return file

    @property
    def calls(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []
