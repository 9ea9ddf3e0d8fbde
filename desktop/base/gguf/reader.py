"""Looks at a GGUF file before the native loader does, which aborts on much of what can be wrong with one.

The layout is the GGUF specification of ggml (docs/gguf.md), versions 2 and 3, little-endian. What is refused here is
what llama.cpp's gguf.cpp refuses, plus what it would die of: every length is checked against the file before it is
followed, and what is kept in memory is bounded.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, ModelFileError
from desktop.base.gguf.header import Header, Tensor
from desktop.base.gguf.types import ARRAY, SCALARS, STRING, TENSOR_TYPES, UINT32

_MOST_TENSORS, _MOST_KEYS, _MOST_DIMENSIONS, _MOST_LAYERS = 1 << 16, 1 << 16, 4, 512  # the last two are llama.cpp's
_LONGEST_KEY, _LONGEST_NAME, _LONGEST_TEXT = (1 << 16) - 1, 63, 1 << 30  # the specification's, ggml's, gguf.cpp's
_LONGEST_ARRAY = 1024  # entries kept; one for each layer are 512 at most
_TEXT_KEPT, _ALL_KEPT = 1_000_000, 64 << 20  # bytes of one text, and of all together
_ALIGNMENT, _INT64 = 32, (1 << 63) - 1


def read_header(path: Path) -> Header:
    """Check the file's header, key/value table and tensor table against its size.

    Raises ModelFileError: MODEL_MISSING, MODEL_EMPTY, MODEL_NOT_GGUF, MODEL_TRUNCATED, MODEL_UNSUPPORTED (version),
    MODEL_DAMAGED or MODEL_UNREADABLE.
    """
    details = {"path": str(path)}
    try:
        if not path.is_file():  # opening a pipe would wait for ever
            if path.exists():
                raise ModelFileError(Code.MODEL_UNREADABLE, cause="not a file", **details)
            raise ModelFileError(Code.MODEL_MISSING, **details)
        size = path.stat().st_size
        if size == 0:
            raise ModelFileError(Code.MODEL_EMPTY, **details)
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Reader(data, len(data), len(data), details).header()
    except (OSError, ValueError) as error:  # ValueError: emptied between the look and the map
        raise ModelFileError(Code.MODEL_UNREADABLE, cause=str(error), **details) from error


def parse_header(beginning: bytes, size: int, name: str) -> Header:
    """The header of a file of `size` bytes from its beginning alone, e.g. from the first megabytes of a download.

    `name` is what errors call it. Raises ModelFileError as `read_header` does; MODEL_TRUNCATED also where the header
    goes on after the beginning.
    """
    return _Reader(beginning, len(beginning), size, {"path": name}).header()


class _Reader:
    """A cursor over the first `end` bytes of a file of `size` bytes that never reads past them."""

    def __init__(self, data: mmap.mmap | bytes, end: int, size: int, details: dict[str, str]) -> None:
        self._data, self._end, self._size, self._details = data, end, size, details
        self._at = self._kept = 0

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
        values: dict[str, Any] = {}
        lengths: dict[str, int] = {}
        kinds: dict[str, int] = {}
        alignment = _ALIGNMENT
        for _ in range(keys):
            if self._pair(values, lengths, kinds) == "general.alignment":
                alignment = values.get("general.alignment", 0)
        self._check_values(Header(version, self._size, values, lengths), alignment)
        table = [self._tensor() for _ in range(tensors)]
        start = self._check_tensors(table, alignment)
        return Header(version, self._size, values, lengths, tuple(table), start, kinds)

    def _pair(self, values: dict[str, Any], lengths: dict[str, int], kinds: dict[str, int]) -> str:
        key = self._text(_LONGEST_KEY)
        if not key:
            raise self._damaged("a key without a name")
        if key in values or key in lengths:
            raise self._damaged(f"{key} twice")
        kind = kinds[key] = self._scalar("I")
        if key == "general.alignment" and kind != UINT32:
            raise self._damaged(f"alignment of type {kind}")
        if kind == ARRAY:
            lengths[key], kept = self._array()
            if kept is not None:
                values[key] = kept
        elif kind == STRING:
            values[key] = self._text(_LONGEST_TEXT)
        elif kind in SCALARS:
            values[key] = self._scalar(SCALARS[kind])
        else:
            raise self._damaged(f"{key} has type {kind}")
        return key

    def _array(self) -> tuple[int, tuple[Any, ...] | None]:
        """Its length, and the entries where they are few. llama.cpp knows no arrays of arrays, the format does."""
        kind, length = self._scalar("I"), self._scalar("Q")
        if kind not in SCALARS and kind != STRING:
            raise self._damaged(f"array of type {kind}")
        if length > self._end:
            raise self._truncated()
        if length <= _LONGEST_ARRAY:
            if kind == STRING:
                return length, tuple(self._text(_LONGEST_TEXT) for _ in range(length))
            return length, tuple(self._scalar(SCALARS[kind]) for _ in range(length))
        if kind == STRING:
            self._skip_texts(length)
        else:
            self._skip(length * struct.calcsize("<" + SCALARS[kind]))
        return length, None

    def _check_values(self, header: Header, alignment: int) -> None:
        if not header.architecture and header.part == 0:  # later parts of a split model leave it to the first
            raise self._damaged("no architecture")
        if header.number("block_count") > _MOST_LAYERS:
            raise self._damaged(f"{header.number('block_count')} layers")
        if alignment <= 0 or alignment & (alignment - 1):
            raise self._damaged(f"alignment {alignment}")

    def _skip_texts(self, count: int) -> None:
        """The vocabulary's 262,144 strings come through here: kept tight."""
        unpack, data, at, end = struct.Struct("<Q").unpack_from, self._data, self._at, self._end
        for _ in range(count):
            if at + 8 > end:
                raise self._truncated()
            at += 8 + unpack(data, at)[0]
        if at > end:
            raise self._truncated()
        self._at = at

    def _tensor(self) -> Tensor:
        name = self._text(_LONGEST_NAME)
        dimensions = self._scalar("I")
        if dimensions > _MOST_DIMENSIONS:
            raise self._damaged(f"tensor {name} has {dimensions} dimensions")
        shape = tuple(self._scalar("Q") for _ in range(dimensions))
        tensor = Tensor(name, shape, self._scalar("I"), self._scalar("Q"))
        elements = 1
        for length in shape:
            if length > _INT64 or (length > 1 and _INT64 // length < elements):
                raise self._damaged(f"tensor {name} has shape {list(shape)}")
            elements *= length
        known = TENSOR_TYPES.get(tensor.type)
        if known and shape and shape[0] % known.elements:
            raise self._damaged(f"tensor {name} has rows of {shape[0]}")
        return tensor

    def _check_tensors(self, tensors: list[Tensor], alignment: int) -> int:
        """Where the data begins. Tensors lie one behind the other, each padded; a newer type's size isn't known."""
        start = -(-self._at // alignment) * alignment
        names: set[str] = set()
        expected: int | None = 0
        end = 0
        for tensor in tensors:
            if tensor.name in names:
                raise self._damaged(f"tensor {tensor.name} twice")
            names.add(tensor.name)
            if expected is not None and tensor.offset != expected:
                raise self._damaged(f"tensor {tensor.name} at {tensor.offset} instead of {expected}")
            size = tensor.size
            end = max(end, tensor.offset + (size or 0))
            expected = None if size is None else tensor.offset + -(-size // alignment) * alignment
        if tensors and start + end > self._size:
            raise self._truncated()
        return start

    def _scalar(self, code: str) -> Any:
        at, self._at = self._at, self._at + struct.calcsize("<" + code)
        if self._at > self._end:
            raise self._truncated()
        return struct.unpack_from("<" + code, self._data, at)[0]

    def _text(self, longest: int) -> str:
        length = self._scalar("Q")
        if length > longest:
            raise self._damaged(f"a text of {length} bytes")
        at = self._at
        self._skip(length)
        kept = min(length, _TEXT_KEPT)
        self._kept += kept
        if self._kept > _ALL_KEPT:
            raise self._damaged("too much text")
        return self._data[at : at + kept].decode("utf-8", "replace")

    def _skip(self, length: int) -> None:
        self._at += length
        if self._at > self._end:
            raise self._truncated()

    def _truncated(self) -> ModelFileError:
        return ModelFileError(Code.MODEL_TRUNCATED, **self._details, size=self._size)

    def _damaged(self, cause: str) -> ModelFileError:
        return ModelFileError(Code.MODEL_DAMAGED, cause=cause[:200], **self._details)
