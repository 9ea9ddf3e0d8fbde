"""Which model, and which of its files, is the one for this machine, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.features.models.fetching.estimates import Estimate, Likely
from desktop.hub.catalogue import CatalogueModel, Task, catalogue
from desktop.hub.quantizations import Variant

_SMALL = 3_000_000_000  # parameters; below, quantization costs more of what a model can do
_BALANCED = ("Q4_K_M", "UD-Q4_K_XL", "UD-Q4_K_M", "Q4_0", "MXFP4", "MXFP4_MOE", "IQ4_XS", "Q4_K_S", "IQ4_NL", "Q4_1")
_FINER = ("Q6_K", "UD-Q6_K_XL", "Q8_0", "Q5_K_M", "UD-Q5_K_XL", "Q5_K_S")
_COARSER = ("Q3_K_M", "UD-Q3_K_XL", "Q3_K_L", "IQ3_M", "IQ3_S", "Q3_K_S", "IQ3_XXS", "Q2_K", "UD-Q2_K_XL", "IQ2_M")
_UNQUANTIZED = 16.0
_MOST_OF_FREE = 0.8  # what the best may take of it
READING_SPEED = 6.0  # tokens a second: as fast as most people read


class Reason(StrEnum):
    """Why one file is recommended among others."""

    ONLY = "only"
    BALANCED = "balanced"  # the usual: a third of the size, hardly worse
    FINER = "finer"  # a small model, whose finer file fits
    SMALLER = "smaller"  # the usual one doesn't fit
    SMALLEST = "smallest"  # nothing fits


@dataclass(frozen=True)
class Advice:
    """A file and why."""

    variant: Variant
    reason: Reason


def best_variant(found: Sequence[Variant], parameters: int, fits: Callable[[Variant], bool]) -> Advice | None:
    """The file for this machine; None where a repository holds no whole model.

    `fits` says whether a file's model runs here; `parameters` are 0 where nobody says.
    """
    whole = [each for each in found if each.complete and each.files]
    if not whole:
        return None
    if len(whole) == 1:
        return Advice(whole[0], Reason.ONLY)
    fitting = [each for each in whole if fits(each)]
    if not fitting:
        return Advice(min(whole, key=lambda each: each.size or 1 << 62), Reason.SMALLEST)
    size = parameters or _parameters(whole)
    if size and size < _SMALL and (finer := _first(fitting, _FINER)):
        return Advice(finer, Reason.FINER)
    if balanced := _first(fitting, _BALANCED):
        return Advice(balanced, Reason.BALANCED)
    if coarser := _first(fitting, _COARSER):
        return Advice(coarser, Reason.SMALLER if _first(whole, _BALANCED) else Reason.BALANCED)
    largest = max((each for each in fitting if each.bits < _UNQUANTIZED), key=lambda each: each.size, default=None)
    return Advice(largest or min(fitting, key=lambda each: each.size or 1 << 62), Reason.BALANCED)


@dataclass(frozen=True)
class Suggestion:
    """A model of the catalogue on this machine. `best` is the one that is worth a click before the others."""

    model: CatalogueModel
    estimate: Estimate
    best: bool = False


def suggestions(task: Task, found: Sequence[tuple[CatalogueModel, Estimate]]) -> list[Suggestion]:
    """The best for this machine first, then the other ones that run, the larger before the smaller, then the rest.

    The best is the one meant for the most memory that runs with all its context as fast as one reads, and leaves a
    fifth of the free memory to other programs; of several for as much, the one that the catalogue names first. Where
    none is so fast, the fastest.
    """
    order = {model.key: number for number, model in enumerate(catalogue())}

    def rank(pair: tuple[CatalogueModel, Estimate]) -> tuple[int, int, int]:
        model, estimate = pair
        use = model.use(task)
        likely = {Likely.FITS: 0, Likely.SHORTER: 1, Likely.CLOSING: 2, Likely.TOO_LARGE: 3}[estimate.likely]
        return likely, -(use.memory if use else 0), order[model.key]

    ranked = sorted(found, key=rank)
    fitting = [(model, each) for model, each in ranked if each.likely is Likely.FITS and model.repository]
    free = [pair for pair in fitting if not pair[0].trap and pair[0].verified] or fitting
    free = [pair for pair in free if pair[1].needed <= _MOST_OF_FREE * pair[1].free] or free
    quick = [pair for pair in free if pair[1].writing >= READING_SPEED]
    best = quick[0][0].key if quick else max(free, key=lambda pair: pair[1].writing)[0].key if free else ""
    best = best or next((model.key for model, each in ranked if each.runs and model.repository), "")
    made = [Suggestion(model, each, model.key == best) for model, each in ranked]
    return sorted(made, key=lambda each: not each.best)


def _first(found: Sequence[Variant], wanted: Sequence[str]) -> Variant | None:
    by_name: dict[str, Variant] = {}
    for each in found:
        by_name.setdefault(each.quantization, each)
    return next((by_name[name] for name in wanted if name in by_name), None)


def _parameters(found: Sequence[Variant]) -> int:
    """How many parameters a model has, by the size of a file whose bits are known."""
    for each in found:
        if each.size and each.bits:
            return int(each.size * 8 / each.bits)
    return 0
