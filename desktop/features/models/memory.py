"""How much memory a model takes, and whether there is room for one more beside those that are loaded."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from desktop.base.errors import LamplightError
from desktop.base.machine import available_memory, total_memory
from desktop.base.settings import MEMORY_BUDGET, Settings
from desktop.engine.protocol.limits import STATEFUL_SEQUENCES

if TYPE_CHECKING:
    from desktop.engine.protocol.messages import Load
    from desktop.features.models.fits import Fits
    from desktop.library.models import ModelFile

log = logging.getLogger(__name__)

GIGABYTE = 1_000_000_000
_RESERVE = 0.05  # of all memory, which other programs may want meanwhile
_GUESSED_REST = 200_000_000  # buffers and the process, where a file's shape isn't known


@dataclass(frozen=True)
class Cost:
    """Bytes of the machine's memory that a model takes: its weights, its cache for the context, all the rest."""

    weights: int
    cache: int
    rest: int

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.rest


class Costs:
    """What models take of the machine when they are loaded in some way. Thread-safe; a file is read once."""

    def __init__(self, fits: Fits) -> None:
        self._fits = fits

    def of(self, model: ModelFile, load: Load) -> Cost:
        """What `model` takes besides what goes on devices, when it is loaded like this."""
        if not model.size:
            return Cost(0, 0, 0)  # it is elsewhere
        try:
            memory = self._fits.memory(model.files, load)
        except (LamplightError, OSError) as error:
            log.warning("the memory of %s is guessed: %s", model.key, error)
            states = model.state_bytes * STATEFUL_SEQUENCES
            return Cost(model.size, model.kv_bytes_per_token * load.context + states, _GUESSED_REST)
        cache = memory.cache + memory.states
        return Cost(memory.weights, cache, memory.needed - memory.weights - cache)

    def layers(self, model: ModelFile) -> int:
        """How many layers it has, the output among them; 0 where its file doesn't tell."""
        try:
            return len(self._fits.shape(model.files).layers) + 1 if model.size else 0
        except (LamplightError, OSError):
            return 0


@dataclass(frozen=True)
class Holder:
    """A model in memory, or on the way there: what it will take, and the process that has it."""

    needed: int
    pid: int | None

    def resident(self) -> int:
        """Bytes its process holds now; 0 where there is none."""
        with contextlib.suppress(psutil.Error):
            return int(psutil.Process(self.pid).memory_info().rss) if self.pid else 0
        return 0

    def mapped(self) -> int:
        """Bytes of them that are pages of its file, which Linux counts as available all the same."""
        with contextlib.suppress(psutil.Error):
            if self.pid and sys.platform == "linux":
                return int(psutil.Process(self.pid).memory_info().shared)
        return 0


class MemoryBudget:
    """Whether one more model may be loaded beside others: within what the settings say, else within what is free."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def has_room(self, needed: int, holders: Iterable[Holder]) -> bool:
        """Whether `needed` bytes are there beside these."""
        holders = list(holders)
        budget: int = self._settings[MEMORY_BUDGET]
        if budget:
            return needed + sum(max(holder.needed, holder.resident()) for holder in holders) <= budget * GIGABYTE
        return needed <= self.free(holders)

    @staticmethod
    def free(holders: Iterable[Holder]) -> int:
        """Bytes that are free beside these models, with what those will still take that are being loaded."""
        coming = sum(max(0, holder.needed - holder.resident()) + holder.mapped() for holder in holders)
        return int(available_memory() - coming - total_memory() * _RESERVE)
