"""Where the set-up reads and writes: one checkout and the folders inside it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class SetupError(Exception):
    """Something the set-up can't do by itself; the text is a sentence for the user."""


def say(text: str) -> None:
    """One calm line about what is happening, in order with the output of the commands that are run."""
    print(text, flush=True)


@dataclass(frozen=True)
class Places:
    """The folders of one checkout."""

    root: Path = ROOT

    @property
    def packaging(self) -> Path:
        return self.root / "packaging"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def command(self) -> Path:
        return self.venv / "bin" / "lamplight"

    @property
    def site_packages(self) -> Path:
        major, minor = sys.version_info[:2]
        return self.venv / "lib" / f"python{major}.{minor}" / "site-packages"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def wheels(self) -> Path:
        """Where built wheels are kept, for every checkout of this machine."""
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lamplight-build" / "wheels"

    @property
    def models(self) -> Path:
        """Where the program looks for starter models (desktop.base.paths.starter_folders)."""
        return self.venv / "share" / "lamplight" / "models"

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the checkout's set-up lock: a second set-up waits until the first one is done."""
        import fcntl

        self.cache.mkdir(exist_ok=True)
        with (self.cache / "set-up.lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another set-up of this checkout is running; waiting for it.")
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
