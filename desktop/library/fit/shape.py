"""What memory and speed follow from, taken from a header once: small, and kept with what is known of a file.

A `ModelShape` is made from the tensor table, so that it is the same for a file on disk and for the first megabytes
of one that isn't here yet. Sizes are bytes; widths are numbers (f32 while a batch is evaluated).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from desktop.base.gguf.cache import Kind, Layer, layers, window
from desktop.base.gguf.header import Header, Tensor
from desktop.library.fit import graph
from desktop.library.fit.graph import Widths
from desktop.library.fit.repack import packed_types

_INPUTS = ("token_embd.", "position_embd.", "token_types.", "per_layer_token_embd.")  # rows are looked up in them
_PACKED_ROWS = 8  # ggml's repack.cpp takes weights whose number of rows is a multiple


@dataclass(frozen=True)
class Weights:
    """Bytes of tensors. `matrices` are those of them, by type, that a processor may keep in an order of its own;
    `experts` those of which a token uses only some."""

    size: int = 0
    matrices: tuple[tuple[str, int], ...] = ()
    experts: int = 0

    def packed(self, types: frozenset[str]) -> int:
        """Bytes of the matrices that have one of these types."""
        return sum(size for name, size in self.matrices if name in types)


@dataclass(frozen=True)
class LayerShape:
    """One layer: its weights, its part of the cache, what evaluating one token in it takes."""

    weights: Weights
    kind: Kind
    keys: int = 0
    values: int = 0
    state: int = 0
    width: int = 0
    heads: int = 0


@dataclass(frozen=True)
class ModelShape:
    """A model as the arithmetic sees it; `tied` models use the embedding as their output, too.

    `unused` are tensors that are in the file and never loaded; `span` is the stretch of the file that stays mapped on
    this processor, without the copied weights at its ends; `active` is the share of the experts that a token uses;
    `longest` row of weights; `parameters` of all layers that one token is multiplied with.
    """

    architecture: str
    size: int
    embedding: int
    vocabulary: int
    merges: int
    trained_context: int
    window: int
    tied: bool
    input: Weights
    output: Weights
    layers: tuple[LayerShape, ...]
    unused: int = 0
    span: int = 0
    active: float = 1.0
    longest: int = 0
    parameters: int = 0

    @property
    def stateful(self) -> bool:
        """Whether some layers keep a state for each sequence."""
        return any(layer.state for layer in self.layers)

    def as_json(self) -> dict[str, Any]:
        """JSON-safe; layers that are alike stand once, with their number."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        found["input"], found["output"] = _row(self.input), _row(self.output)
        found["layers"] = [[len(list(same)), *_layer_row(layer)] for layer, same in groupby(self.layers)]
        return found


def shape_from_json(stored: Any) -> ModelShape:
    """What `as_json` made. Raises ValueError for anything else."""
    try:
        found = dict(stored)
        found["input"], found["output"] = _weights(found["input"]), _weights(found["output"])
        found["layers"] = tuple(_layer(row[1:]) for row in found["layers"] for _ in range(row[0]))
        return ModelShape(**found)
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise ValueError(f"not a shape: {error}") from error


def shape_of(header: Header, size: int = 0) -> ModelShape:
    """The shape of a model. `size` is that of all parts together where the model is split; the file's otherwise."""
    return shape_of_parts([header], size)


def shape_of_parts(headers: list[Header], size: int = 0) -> ModelShape:
    """The shape of a model in several files: the first header tells of the model, all of them of their tensors."""
    header = headers[0]
    tensors = [tensor for part in headers for tensor in part.tensors]
    found = layers(header)
    by_layer: list[list[Tensor]] = [[] for _ in found]
    outside: list[Tensor] = []
    unused = 0
    for tensor in tensors:
        number = _layer_of(tensor.name)
        if number is None:
            outside.append(tensor)
        elif number < len(by_layer):
            by_layer[number].append(tensor)
        else:
            unused += tensor.size or 0  # a head that predicts further tokens: llama.cpp leaves it out
    inputs = [tensor for tensor in outside if tensor.name.startswith(_INPUTS)]
    outputs = [tensor for tensor in outside if not tensor.name.startswith(_INPUTS)]
    count = header.number("expert_count")
    active = min(1.0, header.number("expert_used_count") / count) if count else 1.0
    tied = not any(tensor.name == "output.weight" for tensor in outputs)
    shaped = [_shape(header, *pair) for pair in zip(found, by_layer, strict=True)]
    return ModelShape(
        architecture=header.architecture,
        size=size or sum(part.size for part in headers),
        embedding=header.number("embedding_length"),
        vocabulary=_vocabulary(header, inputs),
        merges=header.array_lengths.get("tokenizer.ggml.merges", 0),
        trained_context=header.number("context_length"),
        window=window(header),
        tied=tied,
        input=_weights_of(inputs),
        output=_weights_of(outputs),
        layers=tuple(shaped),
        unused=unused,
        span=sum(_span(part) for part in headers),
        active=active,
        longest=max((tensor.shape[0] for own in by_layer for tensor in own if len(tensor.shape) > 1), default=0),
        parameters=_multiplied(by_layer, active),
    )


def _shape(header: Header, layer: Layer, tensors: list[Tensor]) -> LayerShape:
    widths: Widths = graph.widths(header, layer, tensors)
    return LayerShape(
        _weights_of(tensors), layer.kind, layer.keys, layer.values, layer.state, widths.layer, widths.heads
    )


def _weights_of(tensors: list[Tensor]) -> Weights:
    matrices: dict[str, int] = {}
    for tensor in tensors:
        if _is_matrix(tensor) or tensor.name == "token_embd.weight":  # which is the output, too, where that is tied
            matrices[tensor.type_name] = matrices.get(tensor.type_name, 0) + (tensor.size or 0)
    return Weights(
        size=sum(tensor.size or 0 for tensor in tensors),
        matrices=tuple(sorted(matrices.items())),
        experts=sum(tensor.size or 0 for tensor in tensors if "_exps." in tensor.name),
    )


def _span(header: Header) -> int:
    """From the first to the last tensor that is used where it lies in the file."""
    types = packed_types()
    used = [tensor for tensor in header.tensors if not (_is_matrix(tensor) and tensor.type_name in types)]
    if not used:
        return 0
    first, last = min(tensor.offset for tensor in used), max(tensor.offset + (tensor.size or 0) for tensor in used)
    return last - first


def _is_matrix(tensor: Tensor) -> bool:
    """Whether it is multiplied as a whole: two dimensions, or three where there are experts."""
    if not tensor.name.endswith(".weight") or tensor.name.startswith(_INPUTS) or len(tensor.shape) < 2:
        return False
    return tensor.shape[1] % _PACKED_ROWS == 0 and (len(tensor.shape) == 2 or "_exps." in tensor.name)


def _multiplied(by_layer: list[list[Tensor]], active: float) -> int:
    """How many weights of the layers one token is multiplied with; the output is asked for the last one only."""
    matrices = [tensor for own in by_layer for tensor in own if len(tensor.shape) > 1]
    return int(sum(tensor.elements * (active if "_exps." in tensor.name else 1.0) for tensor in matrices))


def _vocabulary(header: Header, inputs: list[Tensor]) -> int:
    told = header.array_lengths.get("tokenizer.ggml.tokens", 0)
    rows = [tensor.shape[1] for tensor in inputs if tensor.name == "token_embd.weight" and len(tensor.shape) > 1]
    return told or (rows[0] if rows else 0)


def _layer_of(name: str) -> int | None:
    parts = name.split(".", 2)
    return int(parts[1]) if len(parts) > 1 and parts[0] == "blk" and parts[1].isdigit() else None


# -- as JSON -------------------------------------------------------------------------------------------------------


def _row(weights: Weights) -> list[Any]:
    return [weights.size, [list(pair) for pair in weights.matrices], weights.experts]


def _weights(row: list[Any]) -> Weights:
    size, matrices, experts = row
    return Weights(int(size), tuple((str(name), int(size)) for name, size in matrices), int(experts))


def _layer_row(layer: LayerShape) -> list[Any]:
    return [
        _row(layer.weights), str(layer.kind), layer.keys, layer.values, layer.state, layer.width, layer.heads,
    ]  # fmt: skip


def _layer(row: list[Any]) -> LayerShape:
    weights, kind, *numbers = row
    return LayerShape(_weights(weights), Kind(kind), *(int(number) for number in numbers))
