"""Adapters for the starters, written as llama.cpp's converter does: random ones whose effect is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt

from desktop.base.gguf.header import Header
from desktop.base.gguf.reader import read_header

Array = npt.NDArray[np.float32]
TARGETS = ("attn_q", "attn_v", "attn_output", "ffn_down")


def lora_weights(
    model: Header, seed: int = 1, rank: int = 4, strength: float = 0.03, targets: Sequence[str] = TARGETS
) -> dict[str, Array]:
    """Tensors by name; `strength` 0 makes the second matrices zero, so that the adapter changes nothing."""
    dice = np.random.default_rng(seed)
    found: dict[str, Array] = {}
    for tensor in model.tensors:
        if tensor.name.startswith("blk.") and tensor.name.split(".")[2] in targets:
            inside, outside = tensor.shape[:2]
            found[tensor.name + ".lora_a"] = dice.normal(0, 1, (rank, inside)).astype(np.float32)
            found[tensor.name + ".lora_b"] = dice.normal(0, strength, (outside, rank)).astype(np.float32)
    return found


def write_lora(
    path: Path,
    weights: dict[str, Any],
    architecture: str = "llama",
    kind: str = "lora",
    alpha: float | None = None,
    more: Callable[[gguf.GGUFWriter], object] = lambda writer: None,
) -> Path:
    """A LoRA adapter; `more` adds keys of its own."""
    writer = gguf.GGUFWriter(str(path), architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", kind)
    if alpha is not None:
        writer.add_float32("adapter.lora.alpha", alpha)
    more(writer)
    return _write(writer, weights, path)


def lora(path: Path, model: Path, **options: Any) -> Path:
    """A random adapter for a model."""
    header = read_header(model)
    return write_lora(path, lora_weights(header, **options), header.architecture)


def control_vector(
    path: Path, model: Path, seed: int = 1, strength: float = 0.5, layers: Sequence[int] = (), hint: str = ""
) -> Path:
    """Random directions of some length for some layers (all but the first)."""
    header = read_header(model)
    width, count = header.number("embedding_length"), header.number("block_count")
    dice = np.random.default_rng(seed)
    directions = {
        f"direction.{layer}": dice.normal(0, strength, width).astype(np.float32) for layer in layers or range(1, count)
    }
    return write_control_vector(path, directions, hint or header.architecture)


def write_control_vector(path: Path, directions: dict[str, Any], hint: str) -> Path:
    """A control vector as llama.cpp's generator writes it."""
    writer = gguf.GGUFWriter(str(path), "controlvector")
    writer.add_string("controlvector.model_hint", hint)
    writer.add_int32("controlvector.layer_count", len(directions))
    return _write(writer, directions, path)


def _write(writer: gguf.GGUFWriter, tensors: dict[str, Any], path: Path) -> Path:
    for name, values in tensors.items():
        writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
