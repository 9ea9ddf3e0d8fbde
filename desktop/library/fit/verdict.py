"""Whether a model runs here: facts with types, from which the window and the command line make a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.base.devices import Device
from desktop.library.fit.memory import LoadPlan, Memory
from desktop.library.fit.placement import Placement, place_layers, placed
from desktop.library.fit.shape import ModelShape
from desktop.library.fit.speed import Rates, Speed, predict

LEAST_CONTEXT = 1024  # tokens; with fewer hardly anything can be done
_LONGEST_CONTEXT = 1 << 24
_BLOCK = 256


class Outcome(StrEnum):
    """What can be said of a model on this machine."""

    FITS = "fits"
    SHORTER = "shorter"  # with fewer tokens of context
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Verdict:
    """The verdict for one model with `context` tokens.

    `free` are the bytes the machine can give, with what the model being replaced gives back; `needed` those it would
    take of them. `limit` is the most tokens that would fit (at most those it was trained with), `shorter` a round
    number below for the button that takes it; 0 where none fits. `smallest` is what it needs with the least context.
    """

    outcome: Outcome
    context: int
    needed: int
    free: int
    limit: int
    shorter: int
    smallest: int
    memory: Memory
    placement: Placement
    speed: Speed | None = None

    @property
    def fits(self) -> bool:
        return self.outcome is Outcome.FITS

    @property
    def room(self) -> int:
        """Bytes of weights that would fit beside all the rest that this one needs at least."""
        return max(0, self.free - (self.smallest - self.memory.weights))


def judge(
    shape: ModelShape,
    plan: LoadPlan,
    free: int,
    devices: Sequence[Device] = (),
    rates: Rates | None = None,
    gpu_layers: int | None = None,
) -> Verdict:
    """Whether `shape` fits `free` bytes and the devices; `gpu_layers` fixes how many layers go on them."""

    def at(context: int) -> Placement:
        asked = replace(plan, context=context)
        if gpu_layers is None:
            return place_layers(shape, asked, devices)
        return placed(shape, asked, devices, gpu_layers) if devices else place_layers(shape, asked, ())

    def needs(context: int) -> int:
        return at(context).needed

    placement, needed, smallest = at(plan.context), needs(plan.context), needs(min(LEAST_CONTEXT, plan.context))
    most = shape.trained_context or max(plan.context, LEAST_CONTEXT)
    limit = _longest(needs, free, most)
    shorter = _round(min(limit, plan.context)) if needed > free else 0
    outcome = Outcome.FITS if needed <= free else Outcome.SHORTER if shorter else Outcome.TOO_LARGE
    used = plan if outcome is not Outcome.SHORTER else replace(plan, context=shorter)
    speed = predict(shape, used, rates, placement) if rates else None
    return Verdict(
        outcome, plan.context, needed, free, limit, shorter, smallest, placement.own, placement, speed
    )  # fmt: skip


def _longest(needs: Callable[[int], int], free: int, most: int) -> int:
    """The most tokens that fit, found by halving: more never need less. llama.cpp takes them in blocks of 256."""
    high = min(most, _LONGEST_CONTEXT)
    if needs(high) <= free:
        return high
    fits, too_many = min(LEAST_CONTEXT, high) // _BLOCK, -(-high // _BLOCK)
    if needs(fits * _BLOCK) > free:
        return 0
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (middle, too_many) if needs(middle * _BLOCK) <= free else (fits, middle)
    return fits * _BLOCK


def _round(tokens: int) -> int:
    """The power of two below, or halfway between two of them; 0 for less than the least context."""
    if tokens < LEAST_CONTEXT:
        return 0
    power = 1 << (tokens.bit_length() - 1)
    return power + power // 2 if tokens >= power + power // 2 else power
