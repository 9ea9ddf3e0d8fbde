"""Small GGUF files for tests, written byte by byte so that they can also be wrong."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import Any

Value = int | float | bool | str | Sequence[int] | Sequence[str]


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def pair(key: str, value: Value) -> bytes:
    """A key with its value: u32, f32, bool, text, or an array of u32 or of texts."""
    return text(key) + _value(value)


def tensor(name: str, shape: Sequence[int], kind: int = 0, offset: int = 0) -> bytes:
    return text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)


def gguf(
    pairs: Iterable[bytes] = (), tensors: Iterable[bytes] = (), data: int = 0, version: int = 3, alignment: int = 32
) -> bytes:
    """A whole file: header, keys, tensor table, padding, and `data` zeros."""
    keys, table = list(pairs), list(tensors)
    head = b"GGUF" + struct.pack("<IQQ", version, len(table), len(keys)) + b"".join(keys) + b"".join(table)
    return head + bytes(-len(head) % alignment + data)


def model(architecture: str, values: dict[str, Value], tensors: Iterable[bytes] = (), data: int = 0) -> bytes:
    """A file whose keys are the architecture's own; those of `general` or `tokenizer` are written out."""
    outside = ("general.", "tokenizer.", "split.")
    named = {key if key.startswith(outside) else f"{architecture}.{key}": value for key, value in values.items()}
    return gguf([pair("general.architecture", architecture), *(pair(*item) for item in named.items())], tensors, data)


def _value(value: Any) -> bytes:
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, str):
        return struct.pack("<I", 8) + text(value)
    if all(isinstance(item, str) for item in value):
        return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(text(item) for item in value)
    if all(isinstance(item, bool) for item in value):
        return struct.pack(f"<IIQ{len(value)}?", 9, 7, len(value), *value)
    return struct.pack(f"<IIQ{len(value)}I", 9, 4, len(value), *value)
