"""Ways to load a model that llama.cpp refuses (llama_init_from_model in llama-context.cpp), found before any reading.

Where llama.cpp would quietly take something else, as with a context beyond the trained one, it is refused as well.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Code, EngineError
from desktop.base.gguf.reader import read_header
from desktop.engine.protocol.limits import CACHE_BLOCK, check, is_quantized
from desktop.features.models.load_request import load_request
from desktop.features.models.model_options import ModelOptions

if TYPE_CHECKING:
    from desktop.base.gguf.header import Header
    from desktop.base.settings import Settings
    from desktop.engine.protocol.messages import Load
    from desktop.library.models import ModelFile

LEAST_CONTEXT = 256  # tokens: llama.cpp's own blocks
_NO_FLASH = ("grok",)
_ONE_CACHE = ("deepseek4",)  # and every model with MLA: keys and values are one


def check_options(model: ModelFile, options: ModelOptions, settings: Settings) -> None:
    """Raises EngineError where the model can't be loaded with these options, ModelFileError for its file."""
    trained = model.trained_context
    if options.context is not None and trained and options.context > trained:
        raise EngineError(
            Code.CONTEXT_ABOVE_TRAINED, name=model.name, trained=f"{trained:,}", requested=f"{options.context:,}"
        )
    if options.context is not None and options.context < LEAST_CONTEXT:
        raise EngineError(
            Code.INVALID_VALUE, name="context", value=str(options.context), least=LEAST_CONTEXT, most=trained
        )
    load = load_request(model, settings, options)
    check(load)
    if is_quantized(load.cache_type_k) or is_quantized(load.cache_type_v):
        try:
            modified = model.path.stat().st_mtime_ns
        except OSError:
            modified = 0  # reading it tells what is wrong
        _check_cache(model.name, _header(model.path, modified), load)


@lru_cache(maxsize=4)
def _header(path: Path, _modified: int) -> Header:
    """Read once while somebody tries one option after the other: a large vocabulary takes a while."""
    return read_header(path)


def _check_cache(name: str, header: Header, load: Load) -> None:
    one = header.architecture in _ONE_CACHE or header.number("attention.key_length_mla")
    if one and load.cache_type_k != load.cache_type_v:
        raise EngineError(Code.CACHE_TYPES_DIFFER, name=name, key=load.cache_type_k, value=load.cache_type_v)
    if is_quantized(load.cache_type_v) and header.architecture in _NO_FLASH:
        raise EngineError(Code.CACHE_NO_FLASH, name=name, type=load.cache_type_v)
    if load.flash_attention == "off":
        return
    for cache_type, key in ((load.cache_type_k, "key_length"), (load.cache_type_v, "value_length")):
        for size in _head_sizes(header, key):
            if is_quantized(cache_type) and size % CACHE_BLOCK:
                raise EngineError(Code.CACHE_BLOCKS, name=name, type=cache_type, size=size, block=CACHE_BLOCK)


def _head_sizes(header: Header, key: str) -> set[int]:
    """How wide the heads are, in full and in sliding layers; nothing where the header doesn't tell."""
    heads = header.number("attention.head_count") or max(header.by_layer("attention.head_count", 512), default=0)
    width = header.number("embedding_length") // heads if heads else 0
    return {header.number(f"attention.{key}") or width, header.number(f"attention.{key}_swa")} - {0}
