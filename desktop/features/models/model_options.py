"""How one model is loaded where that differs from the settings; kept by file, whatever the model is called.

A file that was moved or renamed is known by its size and time of change.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, LamplightError
from desktop.base.files import read_json, write_json
from desktop.engine.protocol.limits import CACHE_TYPES, FLASH_ATTENTION, LOAD

log = logging.getLogger(__name__)

ALL_LAYERS = -1


@dataclass(frozen=True)
class ModelOptions:
    """None leaves a value to the settings, and what those don't know to llama.cpp's own default.

    `gpu_layers` is "auto", "all", "none" or a number as a text; the others as in `Load`.
    """

    context: int | None = None
    gpu_layers: str | None = None
    threads: int | None = None
    flash_attention: str | None = None
    cache_type_k: str | None = None
    cache_type_v: str | None = None
    mmap: bool | None = None

    def __bool__(self) -> bool:
        return self != ModelOptions()

    @property
    def chosen(self) -> dict[str, Any]:
        """The values that differ from the settings, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def layers(self) -> int | None:
        """`gpu_layers` as `Load` has it; None for automatic. Only where it was chosen."""
        words: dict[str, int | None] = {"auto": None, "all": ALL_LAYERS, "none": 0}
        text = self.gpu_layers or "auto"
        return words[text] if text in words else int(text)


NAMES = tuple(field.name for field in fields(ModelOptions))
_TEXTS = {"flash_attention": FLASH_ATTENTION, "cache_type_k": CACHE_TYPES, "cache_type_v": CACHE_TYPES}
_SWITCH = {"on": True, "off": False, "true": True, "false": False, "yes": True, "no": False}


def parse(name: str, text: str) -> Any:
    """The value a person typed for an option; None for "default".

    Raises LamplightError(INVALID_VALUE), with what is `known` where a name or a word is wrong.
    """
    if name not in NAMES:
        raise LamplightError(Code.OPTION_UNKNOWN, name=name, known=", ".join(NAMES))
    text = text.strip().lower()
    if text == "default":
        return None
    if name == "mmap":
        if text not in _SWITCH:
            raise _invalid(name, text, ("on", "off"))
        return _SWITCH[text]
    if name in ("context", "threads"):
        digits = text.replace(",", "").replace("_", "")
        if not digits.isdecimal():
            raise _invalid(name, text)
        return _checked(name, int(digits))
    return _checked(name, text)


def options_of(values: Mapping[str, Any]) -> ModelOptions:
    """Options from their stored values; what this version doesn't know or can't use is left out."""
    found: dict[str, Any] = {}
    for name in NAMES:
        if values.get(name) is None:
            continue
        try:
            found[name] = _checked(name, values[name])
        except LamplightError as error:
            log.warning("model option ignored: %s", error)
    return ModelOptions(**found)


def _checked(name: str, value: Any) -> Any:
    if name == "mmap":
        if not isinstance(value, bool):
            raise _invalid(name, value, ("on", "off"))
    elif name == "gpu_layers":
        known = ("auto", "all", "none")
        if not isinstance(value, str) or not (value in known or (value.isdecimal() and len(value) < 6)):
            raise _invalid(name, value, (*known, "0, 1, 2, …"))
    elif name in _TEXTS:
        if value not in _TEXTS[name]:
            raise _invalid(name, value, _TEXTS[name])
    else:
        limit = LOAD[name]
        if isinstance(value, bool) or not isinstance(value, int) or not limit.least <= value <= limit.most:
            raise LamplightError(Code.INVALID_VALUE, name=name, value=str(value), least=limit.least, most=limit.most)
    return value


def _invalid(name: str, value: object, known: tuple[str, ...] = ()) -> LamplightError:
    if known:
        return LamplightError(Code.OPTION_VALUE, name=name, value=str(value), known=", ".join(known))
    return LamplightError(Code.INVALID_VALUE, name=name, value=str(value))


class OptionsFile:
    """The options of every model that has some. Safe to call from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._entries = _read(path)
        self._listeners: list[Callable[[Path], None]] = []

    def of(self, model: Path) -> ModelOptions:
        """The options of the model in this file."""
        with self._lock:
            entry = self._find(model)
            return options_of(entry["options"]) if entry else ModelOptions()

    def set(self, model: Path, options: ModelOptions) -> None:
        """Keep these; the default ones are forgotten. Raises OSError; they hold until the program ends then."""
        with self._lock:
            before = self._find(model)
            self._entries = [entry for entry in self._entries if entry is not before]
            if options:
                self._entries.append({"path": str(model), **_identity(model), "options": options.chosen})
            entries = list(self._entries)
        for listener in list(self._listeners):
            listener(model)
        write_json(self._path, {"models": entries})

    def subscribe(self, listener: Callable[[Path], None]) -> None:
        """Call `listener` with the model's file after each change."""
        self._listeners.append(listener)

    def _find(self, model: Path) -> dict[str, Any] | None:
        for entry in self._entries:
            if entry["path"] == str(model):
                return entry
        identity = _identity(model)
        for entry in self._entries:
            same = identity and all(entry.get(name) == value for name, value in identity.items())
            if same and not Path(entry["path"]).exists():
                return entry
        return None


def _identity(model: Path) -> dict[str, int]:
    try:
        status = model.stat()
    except OSError:
        return {}
    return {"size": status.st_size, "modified": status.st_mtime_ns}


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        found = read_json(path)
    except (ValueError, OSError) as error:
        log.warning("%s ignored: %s", path.name, error)
        return []
    entries = found.get("models") if isinstance(found, dict) else None
    return [
        entry
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("path"), str) and isinstance(entry.get("options"), dict)
    ]
