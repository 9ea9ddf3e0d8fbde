"""Where things are kept. `LAMPLIGHT_HOME` moves all of it, a folder beside the program takes all of it in (`portable`);
otherwise the system's own folders are used, or one that a person chose.

What a person chose stands in a small file among the settings, which stay where the system keeps such, so that the next
start finds it.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from desktop.base.errors import Code, StoreError
from desktop.base.files import read_json, write_json
from desktop.base.portable import portable_folder

ENV_HOME = "LAMPLIGHT_HOME"
_APP = "lamplight"
_CHOSEN = "places.json"


@dataclass(frozen=True)
class Paths:
    """The folders and files of one installation; nothing is created until `ensure`.

    `fixed`: all of it lies in one folder that was named from outside, and isn't moved from inside. `chosen`: writing
    and models are where a person wants them; a folder that isn't there then is a disk that isn't connected.
    """

    data: Path
    config: Path
    cache: Path
    logs: Path
    fixed: bool = False
    chosen: bool = False

    @classmethod
    def from_environment(cls) -> Paths:
        """The folders that `LAMPLIGHT_HOME`, a folder beside the program, the person or the system names."""
        home = os.environ.get(ENV_HOME)
        if home:
            return cls.under(Path(home).expanduser().absolute())
        if beside := portable_folder():
            return cls.under(beside)
        usual = cls.of_system()
        folder = chosen_folder(usual.config)
        return usual if folder is None else usual.at(folder)

    @classmethod
    def of_system(cls) -> Paths:
        """The folders that the system has for such things."""
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
        return cls(data=home, config=home, cache=home / "cache", logs=home / "logs", fixed=True)

    def at(self, folder: Path) -> Paths:
        """With writing, models and all that grows in another folder; the settings stay."""
        return replace(self, data=folder, cache=folder / "cache", logs=folder / "logs", chosen=True)

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
    def network_uses(self) -> Path:
        """How often something was asked of the network, and of which hosts."""
        return self.data / "network.json"

    @property
    def crashes(self) -> Path:
        """Reports of crashes; not made before there is one."""
        return self.logs / "crashes"

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
    def shapes_file(self) -> Path:
        """The sizes of models' layers, as their headers tell; may be deleted at any time."""
        return self.cache / "model_shapes.json"

    @property
    def machines_file(self) -> Path:
        """Other machines whose devices a person added, by address."""
        return self.data / "machines.json"

    @property
    def updates(self) -> Path:
        """Versions of the program that were fetched, and what is needed to go back; not made before somebody asks."""
        return self.data / "updates"

    @property
    def untouched(self) -> bool:
        """Whether nothing was ever started here."""
        files = (self.database, self.settings_file, self.window_file, self.config / _CHOSEN)
        return not any(file.exists() for file in files)

    @property
    def portable(self) -> bool:
        """Whether everything is kept beside the program."""
        return not os.environ.get(ENV_HOME) and self.data == portable_folder()

    def ensure(self) -> None:
        """Create the folders, readable only by their owner.

        Raises OSError where that is impossible, StoreError(WRITING_AWAY) where a chosen folder isn't there.
        """
        if self.chosen and not self.data.is_dir():
            raise StoreError(Code.WRITING_AWAY, path=str(self.data))
        for folder in (self.data, self.config, self.cache, self.logs, self.models):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def chosen_folder(config: Path) -> Path | None:
    """Where a person wants writing and models, told by the file in this folder; None for the system's folder."""
    try:
        found = read_json(config / _CHOSEN)
    except (OSError, ValueError):
        return None
    folder = found.get("folder") if isinstance(found, dict) else None
    return Path(folder) if isinstance(folder, str) and Path(folder).is_absolute() else None


def choose_folder(config: Path, folder: Path | None) -> None:
    """Let writing and models live there from the next start on; None for the system's folder. Raises OSError."""
    if folder is None:
        (config / _CHOSEN).unlink(missing_ok=True)
    else:
        write_json(config / _CHOSEN, {"folder": str(folder)})


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
