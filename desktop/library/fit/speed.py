"""How fast a model will write and read, before it is loaded.

Writing one token reads every weight in use once (of experts, the ones it uses) and the cache of all tokens before:
bytes over the memory's speed. Reading a prompt does many tokens at once, so that there the processor's speed counts:
two operations for each weight. What this machine can do is measured (`desktop/library/fit/bench.py`); what it then
really did with a model corrects that (`Rates.learned`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.base.gguf.cache import Kind
from desktop.base.gguf.types import TENSOR_TYPES
from desktop.library.fit.memory import LoadPlan
from desktop.library.fit.placement import Placement
from desktop.library.fit.shape import LayerShape, ModelShape

# Seconds that don't depend on the memory's speed; with the shares in bench.py they fit ten models of eight kinds, of
# 54 to 250 MB read for a token, within 28 %. Threads meet after each step of a layer, whatever its size; choosing a
# token looks at every entry of the vocabulary.
_PER_LAYER = 60e-6
_PER_ENTRY = 18e-9
_CARD_BANDWIDTH = 200e9  # bytes a second, where a device wasn't measured: a modest card
_INTEGRATED_SHARE = 0.9  # of the machine's own memory speed
_SIZES = {known.name.lower(): known.size / known.elements for known in TENSOR_TYPES.values()}
_SMOOTHING = 0.5


@dataclass(frozen=True)
class Rates:
    """What a machine can do: bytes read from memory, and operations of matrix products, each second.

    `writing` and `reading` are how the models that ran here compared with what was predicted; 1.0 while none did.
    """

    bandwidth: float
    operations: float
    writing: float = 1.0
    reading: float = 1.0

    def learned(self, predicted: Speed, writing: float = 0.0, reading: float = 0.0) -> Rates:
        """Corrected by what really happened (tokens a second; 0.0 where it wasn't measured)."""
        return replace(
            self,
            writing=_corrected(self.writing, predicted.writing, writing),
            reading=_corrected(self.reading, predicted.reading, reading),
        )


@dataclass(frozen=True)
class Speed:
    """Tokens a second."""

    writing: float
    reading: float


def predict(shape: ModelShape, plan: LoadPlan, rates: Rates, placement: Placement | None = None) -> Speed:
    """The speed with a short text in the context; `placement` says what is on devices."""
    on_devices = _share_on_devices(placement)
    here, there = _seconds(shape, plan, rates.bandwidth), _seconds(shape, plan, _CARD_BANDWIDTH)
    seconds = here * (1 - on_devices) + there * on_devices
    steps = len(shape.layers) * _PER_LAYER * (1 - on_devices / 2)  # a card's own steps are shorter
    writing = rates.writing / max(
        1e-6, seconds + steps + shape.vocabulary * _PER_ENTRY
    )  # a header may tell of no layers
    faster = 1 + on_devices * 9  # a card multiplies at least ten times as fast
    reading = rates.reading * rates.operations / (2 * max(1, shape.parameters)) * faster
    return Speed(writing, reading)


def bytes_for_token(shape: ModelShape, plan: LoadPlan, tokens: int = 512) -> int:
    """Bytes read from memory to write one token after `tokens` others."""
    weights = sum(_read(layer, shape.active) for layer in shape.layers) + shape.output.size
    if shape.tied:
        weights += shape.input.size
    return weights + sum(_cached(shape, layer, plan, tokens) for layer in shape.layers)


def _read(layer: LayerShape, active: float) -> int:
    return layer.weights.size - int(layer.weights.experts * (1 - active))


def _cached(shape: ModelShape, layer: LayerShape, plan: LoadPlan, tokens: int) -> int:
    seen = min(tokens, shape.window) if layer.kind is Kind.SLIDING and shape.window else tokens
    width = layer.keys * _SIZES[plan.cache_type_k] + layer.values * _SIZES[plan.cache_type_v]
    return int(seen * width) + 2 * layer.state * 4


def _seconds(shape: ModelShape, plan: LoadPlan, bandwidth: float) -> float:
    return bytes_for_token(shape, plan) / bandwidth


def _share_on_devices(placement: Placement | None) -> float:
    return placement.gpu_layers / placement.layers if placement and placement.layers else 0.0


def _corrected(before: float, predicted: float, real: float) -> float:
    """The factor drawn halfway to what it should have been, within a factor of ten of what was measured."""
    if real <= 0 or predicted <= 0:
        return before
    wanted = before * real / predicted
    return min(10.0, max(0.1, before + _SMOOTHING * (wanted - before)))
