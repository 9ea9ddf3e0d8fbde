"""What a GGUF file says of itself, read without llama.cpp and without trusting it.

The header is walked once through a memory map with every length checked against the file, so that a truncated or
hostile file ends in a typed error. Format: ggml's `docs/gguf.md`, versions 2 and 3, little-endian.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, ModelFileError

_MAGIC = b"GGUF"
_SCALARS = {0: "B", 1: "b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_MAX_ENTRIES = 1_000_000
_MAX_TEXT = 1_000_000

# llama.h, enum llama_ftype
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
    12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS",
    20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M",
    28: "IQ2_S", 29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip

# ggml.h, enum ggml_type: elements in a block, bytes of a block
_TENSOR_TYPES = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 16: (256, 66),
    17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136),
    24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54),
    35: (256, 66), 39: (32, 17),
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """The metadata of a GGUF file that Lamplight uses; 0 or "" where the file doesn't say."""

    name: str
    architecture: str
    quantization: str
    licence: str
    parameters: int
    trained_context: int
    layers: int
    kv_bytes_per_token: int
    has_template: bool


class _Reader:
    """A cursor over the mapped file that refuses to read past its end."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def skip(self, count: int) -> None:
        if count < 0 or self.at + count > len(self.data):
            raise _TruncatedError
        self.at += count

    def scalar(self, layout: str) -> Any:
        start = self.at
        self.skip(struct.calcsize(layout))
        return struct.unpack_from(layout, self.data, start)[0]

    def u32(self) -> int:
        return int(self.scalar("<I"))

    def u64(self) -> int:
        return int(self.scalar("<Q"))

    def text(self) -> str:
        length = self.u64()
        start = self.at
        self.skip(length)
        return self.data[start : start + min(length, _MAX_TEXT)].decode("utf-8", "replace")

    def value(self, kind: int) -> Any:
        """A scalar or a string; an array is walked over, and only a small one of numbers is kept."""
        if kind in _SCALARS:
            return self.scalar(_SCALARS[kind])
        if kind == _STRING:
            return self.text()
        if kind == _ARRAY:
            return self._array()
        raise _DamagedError(f"value type {kind}")

    def _array(self) -> Any:
        kind, count = self.u32(), self.u64()
        if kind in _SCALARS:
            size = struct.calcsize(_SCALARS[kind])
            if count <= 1024:
                return [self.value(kind) for _ in range(count)]
            self.skip(size * count)
        elif kind == _STRING:
            if count > len(self.data) // 8:
                raise _TruncatedError
            for _ in range(count):
                self.skip(self.u64())
        else:
            raise _DamagedError(f"array of type {kind}")
        return None


class _TruncatedError(Exception):
    pass


class _DamagedError(Exception):
    pass


def read_header(path: Path) -> Header:
    """Read the header of a GGUF file. Raises ModelFileError with the MODEL_* code that fits."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size == 0:
                raise ModelFileError(Code.MODEL_EMPTY, path=str(path))
            file.seek(0)
            if file.read(4) != _MAGIC:
                raise ModelFileError(Code.MODEL_NOT_GGUF, path=str(path))
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _parse(_Reader(data))
    except FileNotFoundError:
        raise ModelFileError(Code.MODEL_MISSING, path=str(path)) from None
    except (OSError, ValueError) as error:
        raise ModelFileError(Code.MODEL_UNREADABLE, path=str(path), cause=str(error)) from error
    except _TruncatedError:
        raise ModelFileError(Code.MODEL_TRUNCATED, path=str(path), size=size) from None
    except _DamagedError as error:
        raise ModelFileError(Code.MODEL_DAMAGED, path=str(path), cause=str(error)) from None


def _parse(reader: _Reader) -> Header:
    reader.skip(4)
    version = reader.u32()
    if version not in (2, 3):
        raise _DamagedError(f"GGUF version {version}")
    tensors, entries = reader.u64(), reader.u64()
    if tensors > _MAX_ENTRIES or entries > _MAX_ENTRIES:
        raise _DamagedError("impossible counts")
    metadata: dict[str, Any] = {}
    for _ in range(entries):
        key = reader.text()
        metadata[key] = reader.value(reader.u32())
    parameters = _check_tensors(reader, tensors, _number(metadata, "general.alignment") or 32)
    return _header(metadata, parameters)


def _check_tensors(reader: _Reader, count: int, alignment: int) -> int:
    """Walk the tensor table; returns the number of parameters. Raises _TruncatedError when the data ends too early."""
    parameters = needed = 0
    for _ in range(count):
        reader.text()
        dimensions = reader.u32()
        if dimensions > 8:
            raise _DamagedError("tensor of too many dimensions")
        elements = prod(reader.u64() for _ in range(dimensions))
        kind, offset = reader.u32(), reader.u64()
        parameters += elements
        if kind in _TENSOR_TYPES:
            block, size = _TENSOR_TYPES[kind]
            needed = max(needed, offset + elements // block * size)
    start = -(-reader.at // alignment) * alignment
    if start + needed > len(reader.data):
        raise _TruncatedError
    return parameters


def _number(metadata: dict[str, Any], key: str) -> int:
    """An integer value; of a list (one per layer) the largest; 0 where there is none."""
    value = metadata.get(key)
    if isinstance(value, list):
        value = max((item for item in value if isinstance(item, int)), default=0)
    return value if isinstance(value, int) and value > 0 else 0


def _header(metadata: dict[str, Any], parameters: int) -> Header:
    architecture = str(metadata.get("general.architecture") or "")
    layers = _number(metadata, f"{architecture}.block_count")
    return Header(
        name=str(metadata.get("general.name") or "").strip()[:200],
        architecture=architecture[:60],
        quantization=_FILE_TYPES.get(_number(metadata, "general.file_type"), ""),
        licence=str(metadata.get("general.license") or "")[:100],
        parameters=parameters,
        trained_context=_number(metadata, f"{architecture}.context_length"),
        layers=layers,
        kv_bytes_per_token=layers * _kv_width(metadata, architecture) * 2,
        has_template="tokenizer.chat_template" in metadata,
    )


def _kv_width(metadata: dict[str, Any], architecture: str) -> int:
    """Keys and values of one layer and token, in elements: n_head_kv * (key_length + value_length)."""
    heads = _number(metadata, f"{architecture}.attention.head_count")
    kv_heads = _number(metadata, f"{architecture}.attention.head_count_kv") or heads
    head_size = _number(metadata, f"{architecture}.embedding_length") // heads if heads else 0
    keys = _number(metadata, f"{architecture}.attention.key_length") or head_size
    values = _number(metadata, f"{architecture}.attention.value_length") or head_size
    return kv_heads * (keys + values)
