"""Several models side by side on graphics cards: each card's own memory is a budget.

A model that comes gets what is left. Where it would get fewer layers for that, one that rests on the same card gives up
its place: a model half on the processor writes many times slower, for as long as it is loaded.
"""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.devices import Device
from desktop.base.errors import LamplightError

if TYPE_CHECKING:
    from desktop.engine.protocol.messages import Load, Loaded
    from desktop.features.models.fits import Fits
    from desktop.library.fit.placement import Placement
    from desktop.library.models import ModelFile

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tenant:
    """A model as the cards see it; `loaded` is None while it isn't there yet."""

    model: ModelFile
    load: Load
    loaded: Loaded | None = None


class CardBudget:
    """Thread-safe. `look` may take some tenths of a second, nothing else does."""

    def __init__(self, fits: Fits, cards: Callable[[], Sequence[Device]]) -> None:
        """`cards` tells which there are, with the memory that is free now."""
        self._fits = fits
        self.look = cards

    def short(self, coming: Tenant, others: Sequence[Tenant], cards: Sequence[Device]) -> set[str]:
        """The cards on which `coming` would get fewer layers than without the others; none where it gets all it can."""
        if not cards or not coming.model.size or coming.load.gpu_layers == 0:
            return set()
        held: Counter[str] = Counter()
        expected: Counter[str] = Counter()
        for other in others:
            (held if other.loaded is not None else expected).update(self.takes(other, cards))
        if not held and not expected:
            return set()
        alone = [dataclasses.replace(card, free=min(card.total, card.free + held[card.name])) for card in cards]
        beside = [dataclasses.replace(card, free=max(0, card.free - expected[card.name])) for card in cards]
        best, now = self._placement(coming, alone), self._placement(coming, beside)
        if best is None or now is None or now.gpu_layers >= best.gpu_layers:
            return set()
        return {each.device.name for each in best.devices}

    def takes(self, tenant: Tenant, cards: Sequence[Device]) -> dict[str, int]:
        """Bytes that a model holds on each card, or will hold, by ggml's names."""
        loaded = tenant.loaded
        if not tenant.model.size or (loaded is not None and not loaded.gpu_layers):
            return {}
        if loaded is None:
            found = self._placement(tenant, cards)
        else:
            load = dataclasses.replace(tenant.load, gpu_layers=loaded.gpu_layers, context=loaded.context)
            found = self._placement(dataclasses.replace(tenant, load=load), loaded.devices)
        return {each.device.name: each.memory.needed for each in found.devices} if found is not None else {}

    def _placement(self, tenant: Tenant, cards: Sequence[Device]) -> Placement | None:
        try:
            return self._fits.placement(tenant.model.files, tenant.load, cards)
        except (LamplightError, OSError) as error:
            log.warning("what %s takes of cards isn't known: %s", tenant.model.key, error)
            return None
