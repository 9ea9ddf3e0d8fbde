"""Looks at a GGUF file before the native loader does, which aborts on much of what can be wrong with one.

The layout is the GGUF specification of ggml (docs/gguf.md), versions 2 and 3, little-endian.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, ModelFileError

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "B", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_MOST_TENSORS, _MOST_KEYS, _MOST_DIMENSIONS, _LONGEST_KEY = 1 << 20, 1 << 16, 4, 1 << 16
_DEEPEST_ARRAY = 2

# ggml type -> (elements in a block, bytes of a block); from ggml.c's type_traits.
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """What a GGUF says about itself. Arrays are not kept, only how long they are."""

    version: int
    tensors: int
    size: int
    values: dict[str, Any] = field(default_factory=dict)
    array_lengths: dict[str, int] = field(default_factory=dict)

    @property
    def architecture(self) -> str:
        return str(self.values.get("general.architecture", ""))

    def number(self, key: str) -> int:
        """The architecture's own value, e.g. `block_count`; 0 where there is none."""
        found = self.values.get(f"{self.architecture}.{key}", 0)
        return found if isinstance(found, int) else 0

    def cache_bytes(self, context: int) -> int:
        """Bytes of the f16 key/value cache for `context` tokens; 0 where the header doesn't tell."""
        heads = self.number("attention.head_count")
        if not heads:
            return 0
        size = self.number("embedding_length") // heads
        per_head = (self.number("attention.key_length") or size) + (self.number("attention.value_length") or size)
        return context * self.number("block_count") * (self.number("attention.head_count_kv") or heads) * per_head * 2


def read_header(path: Path) -> Header:
    """Check the file's header, key/value table and tensor table against its size.

    Raises ModelFileError: MODEL_MISSING, MODEL_EMPTY, MODEL_NOT_GGUF, MODEL_TRUNCATED, MODEL_UNSUPPORTED (version),
    MODEL_DAMAGED or MODEL_UNREADABLE.
    """
    details = {"path": str(path)}
    try:
        if not path.is_file():
            raise ModelFileError(Code.MODEL_MISSING, **details)
        size = path.stat().st_size
        if size == 0:
            raise ModelFileError(Code.MODEL_EMPTY, **details)
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Reader(data, size, details).header()
    except OSError as error:
        raise ModelFileError(Code.MODEL_UNREADABLE, cause=str(error), **details) from error


class _Reader:
    """A cursor over the file that never reads past its end."""

    def __init__(self, data: mmap.mmap, size: int, details: dict[str, str]) -> None:
        self._data, self._size, self._details, self._at = data, size, details, 0

    def header(self) -> Header:
        if self._data[:4] != b"GGUF":
            raise ModelFileError(Code.MODEL_NOT_GGUF, **self._details)
        self._at = 4
        version = self._scalar("I")
        if version not in (2, 3):
            raise ModelFileError(Code.MODEL_UNSUPPORTED, cause=f"GGUF version {version}", **self._details)
        tensors, keys = self._scalar("Q"), self._scalar("Q")
        if tensors > _MOST_TENSORS or keys > _MOST_KEYS:
            raise self._damaged(f"{tensors} tensors, {keys} keys")
        header = Header(version, tensors, self._size)
        for _ in range(keys):
            self._pair(header)
        if not header.architecture:
            raise self._damaged("no architecture")
        self._tensor_table(tensors, header)
        return header

    def _pair(self, header: Header) -> None:
        key = self._text(_LONGEST_KEY)
        if key in header.values or key in header.array_lengths:
            raise self._damaged(f"{key} twice")
        kind = self._scalar("I")
        if kind == _ARRAY:
            header.array_lengths[key] = self._skip_array(0)
        else:
            header.values[key] = self._value(kind, key)

    def _value(self, kind: int, key: str) -> Any:
        if kind == _STRING:
            return self._text(self._size)
        if kind not in _SCALARS:
            raise self._damaged(f"{key} has type {kind}")
        return self._scalar(_SCALARS[kind])

    def _skip_array(self, depth: int) -> int:
        kind, length = self._scalar("I"), self._scalar("Q")
        if length > self._size:
            raise self._truncated()
        if kind in _SCALARS:
            self._skip(length * struct.calcsize("<" + _SCALARS[kind]))
        elif kind == _STRING:
            self._skip_texts(length)
        elif kind == _ARRAY and depth < _DEEPEST_ARRAY:
            for _ in range(length):
                self._skip_array(depth + 1)
        else:
            raise self._damaged(f"array of type {kind}")
        return int(length)

    def _skip_texts(self, count: int) -> None:
        """The vocabulary's 262,144 strings come through here: kept tight."""
        unpack, data, at, size = struct.Struct("<Q").unpack_from, self._data, self._at, self._size
        for _ in range(count):
            if at + 8 > size:
                raise self._truncated()
            at += 8 + unpack(data, at)[0]
        if at > size:
            raise self._truncated()
        self._at = at

    def _tensor_table(self, count: int, header: Header) -> None:
        names: set[str] = set()
        end = 0
        for _ in range(count):
            name = self._text(_LONGEST_KEY)
            if name in names:
                raise self._damaged(f"tensor {name} twice")
            names.add(name)
            end = max(end, self._tensor_end(name))
        alignment = header.values.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment <= 0 or alignment & (alignment - 1) or alignment > 1 << 20:
            raise self._damaged(f"alignment {alignment}")
        start = -(-self._at // alignment) * alignment
        if start + end > self._size:
            raise self._truncated()

    def _tensor_end(self, name: str) -> int:
        """Where the tensor's data ends, counted from the start of all data."""
        dimensions = self._scalar("I")
        if dimensions > _MOST_DIMENSIONS:
            raise self._damaged(f"tensor {name} has {dimensions} dimensions")
        shape = [self._scalar("Q") for _ in range(dimensions)]
        kind, offset = self._scalar("I"), self._scalar("Q")
        elements = 1
        for length in shape:
            elements *= length
        if elements <= 0 or elements > self._size * 8:
            raise self._damaged(f"tensor {name} has shape {shape}")
        block, size = _BLOCKS.get(kind, (0, 0))
        if not block:
            return int(offset)  # a newer type: llama.cpp knows it or refuses it
        if shape and shape[0] % block:
            raise self._damaged(f"tensor {name} has rows of {shape[0]}")
        return int(offset + elements // block * size)

    def _scalar(self, code: str) -> Any:
        at, self._at = self._at, self._at + struct.calcsize("<" + code)
        if self._at > self._size:
            raise self._truncated()
        return struct.unpack_from("<" + code, self._data, at)[0]

    def _text(self, longest: int) -> str:
        length = self._scalar("Q")
        if length > longest:
            raise self._truncated() if length <= self._size else self._damaged(f"a text of {length} bytes")
        at = self._at
        self._skip(length)
        return self._data[at : self._at].decode("utf-8", "replace")

    def _skip(self, length: int) -> None:
        self._at += length
        if self._at > self._size:
            raise self._truncated()

    def _truncated(self) -> ModelFileError:
        return ModelFileError(Code.MODEL_TRUNCATED, **self._details, size=self._size)

    def _damaged(self, cause: str) -> ModelFileError:
        return ModelFileError(Code.MODEL_DAMAGED, cause=cause[:200], **self._details)
