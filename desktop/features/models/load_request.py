"""What a model is loaded with, as its options and the settings say: for chat, stories and translation alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.settings import CONTEXT, GPU_LAYERS, KEPT_STATES, THREADS, Settings
from desktop.engine.protocol.messages import Load
from desktop.features.models.model_options import ModelOptions

if TYPE_CHECKING:
    from desktop.library.models import ModelFile

_GPU_LAYERS = {"auto": None, "all": -1, "none": 0}
_DEFAULT = ModelOptions()


def context_of(model: ModelFile, settings: Settings, options: ModelOptions = _DEFAULT) -> int:
    """Tokens of context the model gets: as many as are wished, but no more than it was trained with."""
    wanted: int = options.context or settings[CONTEXT]
    return min(wanted, model.trained_context) if model.trained_context else wanted


def load_request(model: ModelFile, settings: Settings, options: ModelOptions = _DEFAULT) -> Load:
    """The request that loads a model. The engine adds where it saves conversations."""
    layers = _GPU_LAYERS[settings[GPU_LAYERS]] if options.gpu_layers is None else options.layers
    return Load(
        path=str(model.path),
        context=context_of(model, settings, options),
        threads=settings[THREADS] if options.threads is None else options.threads,
        gpu_layers=layers,
        states_limit=settings[KEPT_STATES] * 1_000_000_000,
        flash_attention=options.flash_attention or Load.flash_attention,
        cache_type_k=options.cache_type_k or Load.cache_type_k,
        cache_type_v=options.cache_type_v or Load.cache_type_v,
        mmap=Load.mmap if options.mmap is None else options.mmap,
    )


def fallbacks(model: ModelFile, settings: Settings, options: ModelOptions) -> list[Load]:
    """What is tried, in this order, where a model can't be loaded with its options."""
    return [load_request(model, settings)] if options else []
