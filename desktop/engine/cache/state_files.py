"""Saved key/value states of conversations: files that are checked before they are believed, and the least recently
used leave when there are too many bytes of them. Nothing of llama.cpp here.

Each file: the magic, a JSON header (its length before it), the tokens, the state. The header names the model and the
parameters the state belongs to, and the lengths and SHA-256 of tokens and state. The model's name is followed by the
key of the adapters with which the tokens were evaluated, where there were any: versions that know of none then take it
for another model's.
"""

from __future__ import annotations

import array
import contextlib
import hashlib
import json
import logging
import os
import struct
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

log = logging.getLogger(__name__)

_MAGIC = b"LAMPST1\n"
_WITH = " with "
_SUFFIX = ".state"
_LONGEST_HEADER = 1 << 16
_MOST_TOKENS = 1 << 24
_LEFT_OVER_SECONDS = 60.0


def size_of(folder: Path) -> int:
    """Bytes of all saved states, for the settings page."""
    return sum(_size(path) for path in folder.glob(f"*{_SUFFIX}"))


def clear(folder: Path) -> int:
    """Remove all saved states; returns the bytes that became free."""
    freed = 0
    for path in [*folder.glob(f"*{_SUFFIX}"), *folder.glob(f".*{_SUFFIX}")]:
        freed += _size(path)
        _remove(path)
    return freed


@dataclass(frozen=True)
class Entry:
    """A file whose header and tokens are sound; its state is checked when it is read."""

    path: Path
    tokens: list[int]
    offset: int
    length: int
    digest: str
    adapters: str = ""


class StateFiles:
    """The saved states of one model in one folder."""

    def __init__(self, folder: Path, limit: int, model: str, parameters: dict[str, Any]) -> None:
        """`model` is its `fingerprint`; a state with other `parameters` is stale. `limit` in bytes for all models."""
        self._folder, self._limit = folder, limit
        self._model, self._parameters = model, parameters
        self.entries: list[Entry] = []
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left_over in folder.glob(f".*{_SUFFIX}"):
                if time.time() - _used(left_over) > _LEFT_OVER_SECONDS:  # else another engine may be writing it
                    _remove(left_over)  # a writer died here
            for path in folder.glob(f"*{_SUFFIX}"):
                self._look(path)

    def read(self, entry: Entry) -> bytes | None:
        """The state, or None for a file that isn't what its header says; such a file is removed."""
        try:
            with entry.path.open("rb") as file:
                file.seek(entry.offset)
                state = file.read()
            if len(state) == entry.length and hashlib.sha256(state).hexdigest() == entry.digest:
                os.utime(entry.path)
                return state
        except OSError as error:
            log.warning("state not readable: %s", error)
        self.discard(entry)
        return None

    def write(self, tokens: list[int], state: bytes, adapters: str = "") -> bool:
        """Keep a state; those it continues are replaced. False where the disk doesn't take it."""
        packed = array.array("i", tokens).tobytes()
        model = self._model + (_WITH + adapters if adapters else "")
        name = hashlib.sha256(model.encode() + packed).hexdigest()[:32] + _SUFFIX
        header = {
            "model": model,
            "parameters": self._parameters,
            "tokens": len(tokens),
            "tokens_sha256": hashlib.sha256(packed).hexdigest(),
            "length": len(state),
            "sha256": hashlib.sha256(state).hexdigest(),
        }
        encoded = json.dumps(header).encode()
        head = _MAGIC + struct.pack("<I", len(encoded)) + encoded + packed
        if len(head) + len(state) > self._limit:
            return False
        path = self._folder / name
        try:
            _write(path, head, state)
        except OSError as error:
            log.warning("state not saved: %s", error)
            return False
        alike = [entry for entry in self.entries if entry.adapters == adapters]
        for entry in [entry for entry in alike if tokens[: len(entry.tokens)] == entry.tokens]:
            if entry.path != path:
                self.discard(entry)
            else:
                self.entries.remove(entry)
        self.entries.append(Entry(path, list(tokens), len(head), len(state), str(header["sha256"]), adapters))
        self._evict()
        return True

    def discard(self, entry: Entry) -> None:
        _remove(entry.path)
        if entry in self.entries:
            self.entries.remove(entry)

    def _look(self, path: Path) -> None:
        """Take a file into the list, leave another model's alone, remove what is damaged or stale."""
        try:
            with path.open("rb") as file:
                header, tokens, offset = _read_head(file)
            model, _, adapters = str(header["model"]).partition(_WITH)
            if model != self._model:
                return
            sound = header["parameters"] == self._parameters and _size(path) == offset + header["length"]
            if sound:
                digest = str(header["sha256"])
                self.entries.append(Entry(path, tokens, offset, int(header["length"]), digest, adapters))
                return
        except OSError as error:
            log.warning("state not readable: %s", error)
            return
        except (ValueError, KeyError, TypeError, struct.error) as error:
            log.warning("damaged state removed: %s", error)
        _remove(path)

    def _evict(self) -> None:
        """Remove the least recently used files, of any model, until the rest fits."""
        found = sorted((_used(path), path) for path in self._folder.glob(f"*{_SUFFIX}"))
        total = sum(_size(path) for _, path in found)
        for _, path in found:
            if total <= self._limit:
                break
            total -= _size(path)
            _remove(path)
            self.entries = [entry for entry in self.entries if entry.path != path]


def _read_head(file: BinaryIO) -> tuple[dict[str, Any], list[int], int]:
    """Header, tokens, and where the state begins. Raises ValueError, KeyError, TypeError or struct.error."""
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("not a state")
    (length,) = struct.unpack("<I", file.read(4))
    if length > _LONGEST_HEADER:
        raise ValueError("header too long")
    header = json.loads(file.read(length))
    count = header["tokens"]
    if not isinstance(count, int) or not 0 < count < _MOST_TOKENS:
        raise ValueError("token count")
    packed = file.read(4 * count)
    if len(packed) != 4 * count or hashlib.sha256(packed).hexdigest() != header["tokens_sha256"]:
        raise ValueError("tokens")
    if not isinstance(header["length"], int) or not isinstance(header["sha256"], str):
        raise ValueError("state")
    return header, array.array("i", packed).tolist(), len(_MAGIC) + 4 + length + len(packed)


def _write(path: Path, head: bytes, state: bytes) -> None:
    """Atomic, not synced: after a power cut the checksum tells, and the prompt is evaluated again."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(head)
            file.write(state)
        os.replace(name, path)
    except BaseException:
        _remove(Path(name))
        raise


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
