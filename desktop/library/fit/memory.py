"""How many bytes a model takes, part by part, as llama.cpp allocates them (llama-model.cpp, llama-kv-cache.cpp,
llama-memory-recurrent.cpp, llama-context.cpp, ggml-cpu/repack.cpp of the version that is installed).

Where a part isn't told by the file it was measured: the vocabulary's tables and the process itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.gguf.cache import Kind
from desktop.base.gguf.types import TENSOR_TYPES
from desktop.library.fit.repack import packed_types
from desktop.library.fit.shape import LayerShape, ModelShape

_F32, _F16 = 4, 2
_PADDED = 256  # tokens; llama.cpp makes contexts and the caches of sliding layers a multiple
# Python and llama.cpp before a model is there, measured on Linux: the process's own memory, and pages of its programs.
_PROCESS, _PROGRAMS = 32_000_000, 22_000_000
# Tables of the vocabulary: a text, its number, its piece for each token; a pair and its rank for each merge.
_TOKEN, _MERGE = 193, 105
_INPUT_ROW = 40  # bytes for each token of a batch: number, position, places in the cache
_SIZES = {known.name.lower(): known.size / known.elements for known in TENSOR_TYPES.values()}
_OWN = -1  # the machine's own memory; other numbers are devices


@dataclass(frozen=True)
class LoadPlan:
    """How a model would be loaded; the engine's own numbers stand in its protocol's limits.

    `sequences` is for models without, `stateful_sequences` for those with a state for each. `cache_type_k` and
    `cache_type_v` are ggml's names.
    """

    context: int
    batch: int
    sequences: int
    stateful_sequences: int
    outputs: int
    cache_type_k: str = "f16"
    cache_type_v: str = "f16"
    swa_full: bool = True
    mmap: bool = True
    flash_attention: bool = True

    def sequences_of(self, shape: ModelShape) -> int:
        """How many sequences this model gets."""
        return self.stateful_sequences if shape.stateful else self.sequences


@dataclass(frozen=True)
class Memory:
    """Bytes on the machine, or on one device.

    `mapped` weights are pages of the file, `copied` ones are kept besides (in the processor's own order, on a card,
    or because the file isn't mapped); `idle` pages of the file were read once and are given back when somebody wants
    the room. `process` and `programs` are the engine without a model. `unwritten` is what a reply to a prompt of a
    thousand tokens doesn't touch of the rest.
    """

    mapped: int = 0
    copied: int = 0
    idle: int = 0
    cache: int = 0
    states: int = 0
    compute: int = 0
    output: int = 0
    vocabulary: int = 0
    process: int = 0
    programs: int = 0
    unwritten: int = 0

    @property
    def weights(self) -> int:
        return self.mapped + self.copied

    @property
    def needed(self) -> int:
        """What must be free for it to run."""
        return self.mapped + self.owned + self.programs

    @property
    def owned(self) -> int:
        """What comes back when it goes: all but the pages of files, which count as free already."""
        return self.copied + self.cache + self.states + self.compute + self.output + self.vocabulary + self.process

    @property
    def resident(self) -> int:
        """What the process holds after its first reply, as the system counts it."""
        return self.needed + self.idle - self.unwritten


def memory_of(shape: ModelShape, plan: LoadPlan) -> Memory:
    """What a model takes on the machine itself, without any device."""
    return spread(shape, plan, [_OWN] * (len(shape.layers) + 1))[_OWN]


def spread(shape: ModelShape, plan: LoadPlan, places: Sequence[int]) -> dict[int, Memory]:
    """What a model takes in each place; `places` names that of each layer, and of the output last.

    A place is a number of the caller's; -1 is the machine itself, which is always there.
    """
    types = packed_types()
    used = {_OWN, *places}
    found = {}
    for place in sorted(used):
        own = [layer for layer, at in zip(shape.layers, places[:-1], strict=True) if at == place]
        output = places[-1] == place
        mapped, copied = _weights(shape, plan, own, output, place == _OWN, types)
        found[place] = Memory(
            mapped=mapped,
            copied=copied,
            cache=sum(cache_of(shape, layer, plan) for layer in own),
            states=sum(layer.state for layer in own) * _F32 * plan.sequences_of(shape),
            compute=compute_of(shape, plan, own, output) if own or output else 0,
            **(_own(shape, plan, mapped, output) if place == _OWN else {}),
        )
    return found


def cache_of(shape: ModelShape, layer: LayerShape, plan: LoadPlan) -> int:
    """Bytes of keys and values of one layer."""
    tokens = _padded(plan.context)
    if layer.kind is Kind.SLIDING and not plan.swa_full:
        tokens = min(tokens, _padded(min(tokens, shape.window * plan.sequences_of(shape) + plan.batch)))
    values = layer.values
    if not plan.flash_attention and values:
        values = max(each.values for each in shape.layers)  # transposed values are as wide as the widest layer's
    return int(tokens * (layer.keys * _SIZES[plan.cache_type_k] + values * _SIZES[plan.cache_type_v]))


def compute_of(shape: ModelShape, plan: LoadPlan, own: Sequence[LayerShape], output: bool) -> int:
    """Bytes of the buffer in which a batch is evaluated: the widest layer, or the output's."""
    batch, tokens = min(plan.batch, plan.context), _padded(plan.context)
    layer = max((_layer_room(each, plan, batch, tokens) for each in own), default=0)
    last = _rows_out(shape, plan) * shape.vocabulary * _F32 if output else 0
    masks = _masks(shape, plan, batch, tokens)
    work = int(batch * shape.longest * 1.15)  # the same batch, quantized for the product
    return max(layer + masks, last + batch * shape.embedding * _F32) + batch * _INPUT_ROW + work


def _layer_room(layer: LayerShape, plan: LoadPlan, batch: int, tokens: int) -> int:
    return batch * (layer.width + _scores(layer, plan, tokens)) * _F32


def _scores(layer: LayerShape, plan: LoadPlan, tokens: int) -> int:
    """Numbers for each token that say how much it looks at each other one; the fused kernel never writes them out."""
    return 0 if plan.flash_attention else layer.heads * tokens


def _masks(shape: ModelShape, plan: LoadPlan, batch: int, tokens: int) -> int:
    """One for full and one for sliding layers: which token sees which."""
    size = _F16 if plan.flash_attention else _F32
    kinds = {layer.kind for layer in shape.layers}
    return batch * tokens * size * ((Kind.FULL in kinds) + (Kind.SLIDING in kinds))


def _weights(
    shape: ModelShape, plan: LoadPlan, own: list[LayerShape], output: bool, here: bool, types: frozenset[str]
) -> tuple[int, int]:
    """Bytes of weights that are pages of the file, and of those that are copies."""
    parts = [layer.weights for layer in own] + ([shape.output] if output else [])
    size = sum(part.size for part in parts)
    tied = shape.input.size if output and shape.tied else 0
    if not here:
        return 0, size + tied  # a tied output is copied, since the embedding stays on the machine
    if not plan.mmap:
        return 0, size + shape.input.size + (shape.input.packed(types) if tied else 0)
    packed = sum(part.packed(types) for part in parts)
    return size - packed + shape.input.size, packed + (shape.input.packed(types) if tied else 0)


def _own(shape: ModelShape, plan: LoadPlan, mapped: int, output: bool) -> dict[str, int]:
    """What is there once, on the machine itself."""
    batch, tokens = min(plan.batch, plan.context), _padded(plan.context)
    rows = _rows_out(shape, plan)
    seen = _padded(min(tokens, 2 * batch))
    last = rows * shape.vocabulary * _F32 if output else 0
    layer = max((_layer_room(each, plan, batch, tokens) for each in shape.layers), default=0)
    masks = _masks(shape, plan, batch, tokens)
    spare = max(0, last - shape.vocabulary * _F32 - max(0, layer + masks - batch * shape.embedding * _F32))
    long = masks + max((batch * _scores(each, plan, tokens) for each in shape.layers), default=0) * _F32
    return {
        "idle": max(0, shape.span - mapped) if plan.mmap else 0,
        "output": plan.sequences_of(shape) * shape.vocabulary * _F32,
        "vocabulary": shape.vocabulary * _TOKEN + shape.merges * _MERGE,
        "process": _PROCESS,
        "programs": _PROGRAMS,
        "unwritten": spare + long * (tokens - seen) // max(1, tokens),
    }


def _rows_out(shape: ModelShape, plan: LoadPlan) -> int:
    """How many rows of the output are reserved."""
    return min(plan.outputs, plan.batch, plan.context) if plan.outputs else plan.sequences_of(shape)


def _padded(tokens: int) -> int:
    return -(-tokens // _PADDED) * _PADDED
