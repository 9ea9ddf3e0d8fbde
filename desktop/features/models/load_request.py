"""What a model is loaded with, as the settings say: for chat, stories and translation alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.settings import CONTEXT, GPU_LAYERS, KEPT_STATES, THREADS, Settings
from desktop.engine.protocol.messages import Load

if TYPE_CHECKING:
    from desktop.library.models import ModelFile

_GPU_LAYERS = {"auto": None, "all": -1, "none": 0}


def context_of(model: ModelFile, settings: Settings) -> int:
    """Tokens of context the model gets: as many as are wished, but no more than it was trained with."""
    wanted: int = settings[CONTEXT]
    return min(wanted, model.trained_context) if model.trained_context else wanted


def load_request(model: ModelFile, settings: Settings) -> Load:
    """The request that loads a model. The engine adds where it saves conversations."""
    return Load(
        path=str(model.path),
        context=context_of(model, settings),
        threads=settings[THREADS],
        gpu_layers=_GPU_LAYERS[settings[GPU_LAYERS]],
        states_limit=settings[KEPT_STATES] * 1_000_000_000,
    )
