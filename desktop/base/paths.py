"""Where things are kept. `LAMPLIGHT_HOME` moves all of it, a folder beside the program takes all of it in (`portable`);
otherwise the system's own folders are used.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from desktop.base.portable import portable_folder

ENV_HOME = "LAMPLIGHT_HOME"
_APP = "lamplight"


@dataclass(frozen=True)
class Paths:
    """The folders and files of one installation; nothing is created until `ensure`."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @classmethod
    def from_environment(cls) -> Paths:
        """The folders that `LAMPLIGHT_HOME`, a folder beside the program or the system names."""
        home = os.environ.get(ENV_HOME)
        if home:
            return cls.under(Path(home).expanduser().absolute())
        if beside := portable_folder():
            return cls.under(beside)
        dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
        return cls(
            data=Path(dirs.user_data_dir),
            config=Path(dirs.user_config_dir),
            cache=Path(dirs.user_cache_dir),
            logs=Path(dirs.user_log_dir),
        )

    @classmethod
    def under(cls, home: Path) -> Paths:
        """Everything inside one folder."""
        return cls(data=home, config=home, cache=home / "cache", logs=home / "logs")

    @property
    def database(self) -> Path:
        return self.data / "lamplight.sqlite3"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def models(self) -> Path:
        """The user's own models; starters are found in `starter_folders` too."""
        return self.data / "models"

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"

    @property
    def window_file(self) -> Path:
        """Window geometry and what was open: kept apart from the settings, since it changes all the time."""
        return self.config / "window.json"

    @property
    def app_log(self) -> Path:
        return self.logs / "lamplight.log"

    @property
    def engine_log(self) -> Path:
        return self.logs / "engine.log"

    @property
    def engine_states(self) -> Path:
        """Saved key/value caches of conversations; may be deleted at any time."""
        return self.cache / "states"

    @property
    def backends(self) -> Path:
        """Backend files of llama.cpp that a person put there, for graphics cards; not made before somebody asks."""
        return self.data / "backends"

    @property
    def backends_memory(self) -> Path:
        """What was found out about backend files; may be deleted at any time."""
        return self.cache / "backends.json"

    @property
    def portable(self) -> bool:
        """Whether everything is kept beside the program."""
        return not os.environ.get(ENV_HOME) and self.data == portable_folder()

    def ensure(self) -> None:
        """Create the folders, readable only by their owner. Raises OSError where that is impossible."""
        for folder in (self.data, self.config, self.cache, self.logs, self.models):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def resources() -> Path:
    """The folder of icons, translations and texts: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def starter_folders() -> list[Path]:
    """Read-only folders that may hold the starter models: the environment's share, and a frozen program's own."""
    folders = [Path(sys.prefix) / "share" / _APP / "models"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        folders.insert(0, Path(frozen) / "models")
    return folders
