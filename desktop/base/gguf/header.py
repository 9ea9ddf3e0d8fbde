"""What a GGUF file says of itself: its keys with their values, and its tensors."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import Any

from desktop.base.gguf.types import FILE_TYPES, TENSOR_TYPES


@dataclass(frozen=True, slots=True)
class Tensor:
    """A row of the tensor table. `offset` counts from the start of all data; `shape` begins with the row's length."""

    name: str
    shape: tuple[int, ...]
    type: int
    offset: int

    @property
    def elements(self) -> int:
        return prod(self.shape)

    @property
    def size(self) -> int | None:
        """Bytes of its data; None for a type that this version doesn't know."""
        known = TENSOR_TYPES.get(self.type)
        return self.elements // known.elements * known.size if known else None

    @property
    def type_name(self) -> str:
        known = TENSOR_TYPES.get(self.type)
        return known.name if known else f"type {self.type}"


@dataclass(frozen=True)
class Header:
    """A checked header. `size` is the file's, in bytes; `data` is where the tensors' data begins.

    `values` holds every scalar, every text (at most its first million bytes) and every short array, as a tuple; of
    the long ones (vocabularies, scores) only the length is kept, in `array_lengths`. `kinds` are the values' types as
    gguf.h numbers them.
    """

    version: int
    size: int
    values: dict[str, Any] = field(default_factory=dict)
    array_lengths: dict[str, int] = field(default_factory=dict)
    tensors: tuple[Tensor, ...] = ()
    data: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    @property
    def architecture(self) -> str:
        return self.text("general.architecture")

    @property
    def quantization(self) -> str:
        """The file's main quantization as people call it, e.g. "Q4_K_M"; "" where it doesn't say."""
        found = self.values.get("general.file_type")
        return FILE_TYPES.get(found, "") if isinstance(found, int) else ""

    @property
    def parameters(self) -> int:
        return sum(tensor.elements for tensor in self.tensors)

    @property
    def part(self) -> int:
        """Which part of a split model the file is, counted from 0; 0 for a whole one."""
        found = self.values.get("split.no", 0)
        return found if isinstance(found, int) else 0

    def text(self, key: str) -> str:
        """The text of a key, "" where there is none."""
        found = self.values.get(key, "")
        return found if isinstance(found, str) else ""

    def number(self, key: str) -> int:
        """The architecture's own value, e.g. `block_count`; 0 where there is none or it isn't one whole number."""
        found = self.values.get(f"{self.architecture}.{key}", 0)
        return max(0, found) if isinstance(found, int) else 0

    def has(self, key: str) -> bool:
        """Whether the architecture's own key is there, with whatever value."""
        full = f"{self.architecture}.{key}"
        return full in self.values or full in self.array_lengths

    def by_layer(self, key: str, layers: int) -> list[int]:
        """The architecture's own value for each layer: an array as it is (0 past its end), a number repeated."""
        found = self.values.get(f"{self.architecture}.{key}")
        if isinstance(found, tuple):
            whole = [max(0, item) if isinstance(item, int) else 0 for item in found[:layers]]
            return whole + [0] * (layers - len(whole))
        return [self.number(key)] * layers
