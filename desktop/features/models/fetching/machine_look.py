"""What a machine can run, for somebody who has just arrived: measured in a second, nothing asked of anybody."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.machine import available_memory, default_threads, total_memory
from desktop.base.paths import Paths
from desktop.base.settings import Settings
from desktop.features.models.fetching.advice import READING_SPEED, Suggestion
from desktop.features.models.fetching.estimates import Likely
from desktop.features.models.fetching.recommended import bandwidth_of, recommended
from desktop.features.models.fits import Fits
from desktop.hub.catalogue import Task

_LINE = 50e6 / 8  # bytes a second of a line of 50 Mbit/s, which many people have


@dataclass(frozen=True)
class MachineLook:
    """Bytes; `most` parameters a model may have to write as fast as one reads, 0 where none does (those that use a part
    of theirs for each token may have more); `best` is to be recommended, None where nothing runs here.
    """

    threads: int
    total: int
    free: int
    most: int
    best: Suggestion | None


def look_at_machine(paths: Paths, settings: Settings) -> MachineLook:
    """Measure it, and judge the catalogue by that. Takes a second of all threads: not on the main thread."""
    bandwidth = bandwidth_of(Fits(paths).measured())
    found = recommended(Task.CHAT, settings, bandwidth=bandwidth)
    quick = [each for each in found if each.estimate.likely is Likely.FITS and each.estimate.writing >= READING_SPEED]
    return MachineLook(
        default_threads(),
        total_memory(),
        available_memory(),
        max((each.model.parameters for each in quick if each.model.active >= each.model.parameters), default=0),
        next((each for each in found if each.best and each.model.repository), None),
    )


def fetch_minutes(size: int) -> int:
    """About how many minutes so many bytes take on a line of 50 Mbit/s."""
    return max(1, round(size / _LINE / 60))
