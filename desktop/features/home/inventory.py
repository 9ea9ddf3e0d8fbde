"""Everything that Lamplight keeps on this machine: what it is, where it lies, how much room it takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.i18n import translate
from desktop.base.paths import Paths
from desktop.base.settings import MODELS_FOLDER, Settings
from desktop.library.owners import places as owned_by_others


class What(StrEnum):
    """What a person would call it."""

    WRITING = "writing"
    BACKUPS = "backups"
    MODELS = "models"
    MODELS_ELSEWHERE = "models_elsewhere"
    SETTINGS = "settings"
    MEMORY = "memory"  # what can be made again
    LOGS = "logs"
    UPDATES = "updates"
    OTHER = "other"
    SECRETS = "secrets"


# Names of what lies in the folder of the writing, and among the settings. A name that isn't here is somebody else's.
_DATA: dict[What, tuple[str, ...]] = {
    What.WRITING: ("lamplight.sqlite3*", ".lamplight.sqlite3*", "own-words.txt", "dictionaries"),
    What.BACKUPS: ("backups",),
    What.MODELS: (
        *("models", "models.json", "model_options.json", "moving.json", "moving.lock", "adapters", "adapters.json*"),
        *("downloads", "endpoints.json", "machines.json", "backends"),
    ),
    What.UPDATES: ("updates",),
    What.LOGS: ("crash*", "reports", "network*", "window.lock"),
}
_CONFIG = ("settings.json*", "window.json*", "places.json", "prompts", ".settings.json.*", ".window.json.*")
_BESIDE = ("-wal", "-shm", "-lock", "-journal")
_PARTS = ".downloads"  # beside models, what is being fetched


@dataclass(frozen=True)
class Kept:
    """Things of one sort. `size` in bytes, of files that are ours; `names` are those in the system's keyring."""

    what: What
    paths: tuple[Path, ...]
    size: int
    names: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[Path, ...]:
        """Paths that say something to a person: not what SQLite keeps beside its file while it is open."""
        return tuple(path for path in self.paths if not path.name.endswith(_BESIDE))


def take_inventory(paths: Paths, settings: Settings, secrets: Iterable[str] = ()) -> list[Kept]:
    """All of it, what isn't there left out. `secrets` are names in the keyring. Reads sizes: not on the main thread."""
    found: dict[What, list[Path]] = {}
    for what, patterns in _DATA.items():
        found[what] = _matching(paths.data, patterns)
    found[What.SETTINGS] = _matching(paths.config, _CONFIG)
    usual = [Paths.of_system()] if paths.chosen else []  # before the writing moved
    found[What.MEMORY] = [each.cache for each in (paths, *usual) if _there(each.cache)]
    found[What.LOGS] += [each.logs for each in (paths, *usual) if _there(each.logs)]
    found[What.OTHER] = _other(paths, found)
    found[What.MODELS_ELSEWHERE] = _models_in(_elsewhere(paths, settings))
    kept = [Kept(what, tuple(each), sum(map(size_of, each))) for what, each in found.items() if each]
    names = tuple(secrets)
    if names:
        kept.append(Kept(What.SECRETS, (), 0, names))
    order = list(What)
    return sorted(kept, key=lambda each: order.index(each.what))


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; links count nothing."""
    if path.is_symlink():
        return 0
    if path.is_dir():
        return sum(_size(Path(folder) / name) for folder, _, names in os.walk(path) for name in names)
    return _size(path)


def what_text(what: What) -> str:
    """What it is called."""
    return _TEXTS[what]()


_TEXTS: dict[What, Callable[[], str]] = {
    What.WRITING: lambda: translate("Inventory", "Conversations, stories, translations"),
    What.BACKUPS: lambda: translate("Inventory", "Backups of them"),
    What.MODELS: lambda: translate("Inventory", "Models, adapters, downloads"),
    What.MODELS_ELSEWHERE: lambda: translate("Inventory", "Models in the folder you chose for them"),
    What.SETTINGS: lambda: translate("Inventory", "Settings"),
    What.MEMORY: lambda: translate("Inventory", "What can be made again"),
    What.LOGS: lambda: translate("Inventory", "Logs and reports"),
    What.UPDATES: lambda: translate("Inventory", "Packages of new versions"),
    What.OTHER: lambda: translate("Inventory", "The rest"),
    What.SECRETS: lambda: translate("Inventory", "Keys and tokens in the system’s keyring"),
}


def _other(paths: Paths, found: dict[What, list[Path]]) -> list[Path]:
    """What else is in folders that nobody else puts things into: the system's for Lamplight, the one beside it."""
    usual = Paths.of_system()
    folders = [paths.data] if paths.portable else [each for each in (paths.data, paths.config) if each in _own(usual)]
    known = {path for paths_of in found.values() for path in paths_of}
    return [path for folder in folders for path in _matching(folder, ("*", ".*")) if path not in known]


def _own(usual: Paths) -> tuple[Path, ...]:
    return (usual.data, usual.config)


def _elsewhere(paths: Paths, settings: Settings) -> Path | None:
    """The models' folder where it isn't among the rest, nor another program's."""
    wanted = settings[MODELS_FOLDER]
    folder = Path(wanted) if wanted else None
    if folder is None or not folder.is_dir() or folder.resolve().is_relative_to(paths.data.resolve()):
        return None
    others = [place.folder.resolve() for place in owned_by_others()]
    return None if any(folder.resolve().is_relative_to(other) for other in others) else folder


def _models_in(folder: Path | None) -> list[Path]:
    """Model files, and what was being fetched; nothing else that may lie there."""
    if folder is None:
        return []
    found = [path for path in folder.rglob("*.gguf") if not path.is_symlink()]
    return sorted({*found, *_matching(folder, (_PARTS,))})


def _matching(folder: Path, patterns: Iterable[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern)})


def _there(path: Path) -> bool:
    return os.path.lexists(path)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
