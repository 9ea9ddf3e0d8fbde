"""What a model that isn't here would take, before anything of it has been fetched: good to choose by, and no more.

The exact verdict comes from the file's first megabytes (`hubs.py`, `Hubs.header`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.base.devices import Device
from desktop.hub.catalogue import CatalogueModel
from desktop.library.fit.placement import DRIVER, SHARE_LEFT

# llama.cpp's scratch, its process, the vocabulary's tables: what even a small model takes besides its file.
_OVERHEAD = 350_000_000
_LEAST_CONTEXT = 1024
_HERE_SHARE = 0.9  # of a machine's memory, more than which its own system doesn't leave


class Likely(StrEnum):
    """What can be said beforehand."""

    FITS = "fits"
    SHORTER = "shorter"  # with less context
    CLOSING = "closing"  # when other programs are closed
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Estimate:
    """`needed` bytes with `context` tokens, `free` now; `shorter` tokens that would fit, 0 where none do.

    `writing` is how many tokens a second it would write with the processor; 0.0 where nobody can tell. `on_card` is how
    much of it the graphics cards would take, 0 to 1; their memory is part of what is `free`.
    """

    likely: Likely
    needed: int
    free: int
    context: int
    shorter: int = 0
    writing: float = 0.0
    on_card: float = 0.0

    @property
    def runs(self) -> bool:
        return self.likely in (Likely.FITS, Likely.SHORTER)


def estimate(size: int, cache: int, context: int, free: int, total: int) -> Estimate:
    """For a file of `size` bytes with `cache` bytes for each of `context` tokens; `total` is the machine's memory."""
    fixed = size + _OVERHEAD
    needed = fixed + cache * context
    if needed <= free:
        return Estimate(Likely.FITS, needed, free, context)
    limit = max(0, free - fixed) // cache if cache else 0
    shorter = _round(limit)
    if shorter:
        return Estimate(Likely.SHORTER, needed, free, context, shorter)
    if fixed + cache * min(context, 4096) <= total * _HERE_SHARE:
        return Estimate(Likely.CLOSING, needed, free, context)
    return Estimate(Likely.TOO_LARGE, needed, free, context)


def room_on_cards(cards: Sequence[Device]) -> int:
    """Bytes of models that the free memory of graphics cards takes, as far as one can say without a model."""
    return sum(max(0, int(card.free * (1 - SHARE_LEFT)) - DRIVER) for card in cards)


def estimate_model(
    model: CatalogueModel, context: int, free: int, total: int, bandwidth: float, card_room: int = 0
) -> Estimate:
    """For a model of the catalogue; `bandwidth` is how many bytes a second the machine reads from its memory,
    `card_room` what its graphics cards take (`room_on_cards`).
    """
    found = estimate(model.size, model.cache, context, free + card_room, total + card_room)
    if card_room:
        found = replace(found, on_card=min(1.0, card_room / max(1, found.needed)))
    read = model.size * model.active / model.parameters  # for each token, all that is in use
    return replace(found, writing=bandwidth / read)


def cache_of(parameters: int) -> int:
    """Bytes of keys and values for each token, by size alone: about what models with grouped heads have."""
    for billions, found in ((1.5, 32_768), (4, 98_304), (10, 131_072), (20, 163_840)):
        if parameters < billions * 1e9:
            return found
    return 196_608


def _round(tokens: int) -> int:
    """The power of two below, or halfway to the next; 0 for too few to be of use."""
    if tokens < _LEAST_CONTEXT:
        return 0
    power = 1 << (tokens.bit_length() - 1)
    return power + power // 2 if tokens >= power + power // 2 else power
