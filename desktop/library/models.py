"""The models that can be used: the starters, the user's models folder, and files added from elsewhere.

An added file stays where it is; only its path is remembered. Removing takes a model off the list and deletes nothing.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.files import read_json, write_json
from desktop.base.gguf.reader import read_header
from desktop.base.paths import Paths, starter_folders
from desktop.library.facts import Facts, facts_of
from desktop.library.starters import STARTERS, Starter

log = logging.getLogger(__name__)

_CHUNK = 1 << 20


@dataclass(frozen=True)
class ModelFile:
    """A usable model. `key` names it on the command line; sizes are bytes, `trained_context` is tokens.

    `state_bytes` is what a recurrent or hybrid model holds for each sequence, besides the cache for each token.
    """

    key: str
    name: str
    path: Path
    size: int
    architecture: str
    quantization: str
    parameters: int
    trained_context: int
    kv_bytes_per_token: int
    has_template: bool
    licence: str
    starter: bool = False
    notice: Path | None = None
    state_bytes: int = 0


class Library:
    """Finds models and remembers what it has read of them. Safe to call from any thread."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._list_file = paths.data / "models.json"
        self._facts_file = paths.cache / "model_facts.json"
        self._lock = threading.RLock()
        self._facts: dict[str, Any] = _read_dict(self._facts_file)

    def models(self) -> list[ModelFile]:
        """Every usable model, the user's own first; a file that can't be read is left out and logged."""
        with self._lock:
            found: dict[str, ModelFile] = {}
            hidden = set(self._remembered("hidden"))
            for path in self._candidates():
                if str(path) in hidden:
                    continue
                try:
                    model = self._describe(path)
                except LamplightError as error:
                    log.warning("model left out: %s", error)
                    continue
                found[_free_key(model.key, found)] = model
            return [_with_key(model, key) for key, model in found.items()]

    def find(self, name_or_path: str) -> ModelFile:
        """The model of this key, name or path.

        Raises ModelFileError: MODEL_UNKNOWN for a name that isn't there, or what is wrong with the file.
        """
        models = self.models()
        wanted = name_or_path.strip().lower()
        for model in models:
            if wanted in (model.key, model.name.lower(), model.path.name.lower()):
                return model
        path = Path(name_or_path).expanduser()
        if path.suffix.lower() == ".gguf" or path.exists() or "/" in name_or_path or "\\" in name_or_path:
            return self._describe(_regular(path))
        starts = [model for model in models if model.key.startswith(wanted)]
        if len(starts) == 1:
            return starts[0]
        raise ModelFileError(Code.MODEL_UNKNOWN, name=name_or_path, known=", ".join(model.key for model in models))

    def default(self) -> ModelFile | None:
        """The model to begin with: one with a chat template, the user's own before a starter."""
        models = self.models()
        return next((model for model in models if model.has_template), models[0] if models else None)

    def add(self, path: Path) -> ModelFile:
        """Remember a GGUF file where it lies. Raises ModelFileError when it can't be a model, OSError when the list
        can't be written."""
        path = _regular(path.expanduser())
        self._describe(path)
        with self._lock:
            hidden = [item for item in self._remembered("hidden") if item != str(path)]
            added = self._remembered("added")
            if str(path) not in added and path.parent not in self._folders():
                added.append(str(path))
            write_json(self._list_file, {"added": added, "hidden": hidden})
        return next(model for model in self.models() if model.path == path)

    def remove(self, key: str) -> ModelFile:
        """Take a model off the list; its file stays. Raises ModelFileError(MODEL_UNKNOWN) and OSError."""
        model = self.find(key)
        with self._lock:
            added = [item for item in self._remembered("added") if item != str(model.path)]
            hidden = self._remembered("hidden")
            if model.path.parent in self._folders():
                hidden.append(str(model.path))
            write_json(self._list_file, {"added": added, "hidden": hidden})
        return model

    def sha256(self, model: ModelFile) -> str:
        """The file's hash, computed once for each size and time of change; takes seconds for gigabytes."""
        facts = self._facts_of(model.path)
        if "sha256" not in facts:
            digest = hashlib.sha256()
            try:
                with model.path.open("rb") as file:
                    while chunk := file.read(_CHUNK):
                        digest.update(chunk)
            except OSError as error:
                raise ModelFileError(Code.MODEL_UNREADABLE, path=str(model.path), cause=str(error)) from error
            self._keep_fact(model.path, "sha256", digest.hexdigest())
        return str(self._facts_of(model.path)["sha256"])

    # -- inside ----------------------------------------------------------------------------------------------------

    def _folders(self) -> list[Path]:
        return [self._paths.models, *starter_folders()]

    def _candidates(self) -> Iterator[Path]:
        seen: set[Path] = set()
        added = [Path(item) for item in self._remembered("added")]
        inside = [path for folder in self._folders() for path in sorted(folder.glob("*.gguf"))]
        for path in [*added, *inside]:
            if path not in seen and path.is_file():
                seen.add(path)
                yield path

    def _remembered(self, which: str) -> list[str]:
        found = _read_dict(self._list_file).get(which)
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def _describe(self, path: Path) -> ModelFile:
        facts = _stored(self._facts_of(path).get("header"))
        if facts is None:
            facts = facts_of(read_header(path))
            self._keep_fact(path, "header", asdict(facts))
        return _model(path, facts, STARTERS.get(path.name) if path.parent in starter_folders() else None)

    def _facts_of(self, path: Path) -> dict[str, Any]:
        with self._lock:
            facts = self._facts.get(_identity(path))
            return facts if isinstance(facts, dict) else {}

    def _keep_fact(self, path: Path, name: str, value: Any) -> None:
        with self._lock:
            self._facts[_identity(path)] = {**self._facts_of(path), name: value}
            try:
                write_json(self._facts_file, self._facts)
            except OSError as error:
                log.warning("facts about models not kept: %s", error)


def _identity(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return str(path)
    return f"{path}|{status.st_size}|{status.st_mtime_ns}"


def _regular(path: Path) -> Path:
    path = path.absolute()
    if path.is_dir():
        raise ModelFileError(Code.MODEL_NOT_GGUF, path=str(path))
    if not path.exists():
        raise ModelFileError(Code.MODEL_MISSING, path=str(path))
    return path


def _model(path: Path, facts: Facts, starter: Starter | None) -> ModelFile:
    notice = path.with_name(starter.notice) if starter and starter.notice else None
    return ModelFile(
        key=re.sub(r"[^\w.-]+", "-", path.stem.lower()).strip("-."),
        name=starter.name if starter else _readable(facts, path),
        path=path,
        size=path.stat().st_size,
        architecture=facts.architecture,
        quantization=facts.quantization,
        parameters=facts.parameters,
        trained_context=facts.trained_context,
        kv_bytes_per_token=facts.cache_per_token,
        has_template=facts.has_template,
        licence=starter.licence if starter else facts.licence,
        starter=starter is not None,
        notice=notice if notice and notice.is_file() else None,
        state_bytes=facts.cache_state,
    )


def _readable(facts: Facts, path: Path) -> str:
    """The file's own name for the model, unless it is missing or a path someone left in it."""
    name = facts.name
    return path.stem if not name or "/" in name or "\\" in name else name


def _free_key(key: str, taken: dict[str, ModelFile]) -> str:
    number, free = 2, key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free


def _with_key(model: ModelFile, key: str) -> ModelFile:
    return model if model.key == key else ModelFile(**{**vars(model), "key": key})


def _stored(stored: Any) -> Facts | None:
    try:
        return Facts(**stored) if isinstance(stored, dict) else None
    except TypeError:
        return None


def _read_dict(path: Path) -> dict[str, Any]:
    try:
        found = read_json(path)
    except (ValueError, OSError) as error:
        log.warning("%s ignored: %s", path.name, error)
        return {}
    return found if isinstance(found, dict) else {}
