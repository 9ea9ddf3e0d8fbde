"""What the library remembers of a model file, so that it is read once; 0 or "" where the file doesn't say."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.gguf.cache import cache_size
from desktop.base.gguf.header import Header


@dataclass(frozen=True)
class Facts:
    """What a card and the memory estimate need. Bytes of the key/value cache: for each token, and of one state."""

    name: str
    architecture: str
    quantization: str
    licence: str
    parameters: int
    trained_context: int
    cache_per_token: int
    cache_state: int
    has_template: bool


def facts_of(header: Header) -> Facts:
    """The facts of one file; texts are cut to what a card shows."""
    cache = cache_size(header)
    return Facts(
        name=header.text("general.name").strip()[:200],
        architecture=header.architecture[:60],
        quantization=header.quantization,
        licence=header.text("general.license")[:100],
        parameters=header.parameters,
        trained_context=header.number("context_length"),
        cache_per_token=cache.bytes(1) - cache.bytes(0),
        cache_state=cache.state,
        has_template="tokenizer.chat_template" in header.values,
    )
