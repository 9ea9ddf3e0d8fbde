"""The catalogue judged for this machine as it is at this moment; nothing is asked of anybody."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.devices import Device
from desktop.base.machine import available_memory, total_memory
from desktop.base.settings import CONTEXT, GPU_LAYERS, Settings
from desktop.features.models.fetching.advice import Suggestion, suggestions
from desktop.features.models.fetching.estimates import estimate_model, room_on_cards
from desktop.hub.catalogue import Task, for_task
from desktop.library.fit.speed import Rates

_NO_CONTEXT = (Task.EMBEDDING, Task.RERANKER)  # what reads one passage at a time
_PASSAGE = 512  # tokens
_BANDWIDTH = 20e9  # bytes a second, where the machine was not measured: a modest one without a graphics card


def bandwidth_of(rates: Rates | None) -> float:
    """Bytes a second that a model's weights are read with here, as far as that was measured."""
    return rates.bandwidth * rates.writing if rates else _BANDWIDTH


def recommended(
    task: Task,
    settings: Settings,
    returned: int = 0,
    bandwidth: float = _BANDWIDTH,
    cards: Sequence[Device] = (),
) -> list[Suggestion]:
    """What there is for a task, the best for this machine first.

    `bandwidth` is what was measured here (bytes a second); `returned` are the bytes that come back because the model in
    memory would be replaced; `cards` are the graphics cards that are known, used unless the settings say no.
    """
    free, total = available_memory() + returned, total_memory()
    context = _PASSAGE if task in _NO_CONTEXT else settings[CONTEXT]
    room = room_on_cards(cards) if settings[GPU_LAYERS] != "none" else 0
    found = [(model, estimate_model(model, context, free, total, bandwidth, room)) for model in for_task(task)]
    return suggestions(task, found)
