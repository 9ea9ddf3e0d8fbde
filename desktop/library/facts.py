"""What the library remembers of a GGUF file, so that it is read once; 0 or "" where the file doesn't say."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.base.errors import Code, ModelFileError
from desktop.base.gguf.cache import cache_size
from desktop.base.gguf.header import Header
from desktop.base.gguf.reader import read_header

# Characters a name has no use for: controls, and those that make text read as what it isn't.
_HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_ENCODERS = {
    "bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "modern-bert", "eurobert",
    "gemma-embedding", "t5encoder", "llama-embed",
}  # fmt: skip
_MOST_LANGUAGES = 200
_SAMPLES, _SAMPLE = 64, 4096


class Kind(StrEnum):
    """What a GGUF file holds."""

    MODEL = "model"
    PART = "part"  # a later part of a split model
    PROJECTOR = "projector"  # lets a model see or hear
    ADAPTER = "adapter"  # a LoRA adapter or a control vector
    OTHER = "other"  # what llama.cpp's tools keep in the format


@dataclass(frozen=True)
class Facts:
    """What a card and the memory estimate need. Bytes of the key/value cache: for each token, and of one state.

    `width` is the length of the vectors that the model works with, of a projector that of those it makes. `digest` is
    the SHA-256 of the header. `parts` is how many parts the file says the model has.
    """

    kind: str
    name: str
    architecture: str
    quantization: str
    licence: str
    languages: tuple[str, ...]
    parameters: int
    trained_context: int
    cache_per_token: int
    cache_state: int
    has_template: bool
    embeds: bool
    width: int
    parts: int
    digest: str


def read_facts(path: Path) -> Facts:
    """The facts of one file. Raises ModelFileError as `read_header` does."""
    header = read_header(path)
    try:
        with path.open("rb") as file:
            digest = hashlib.sha256(file.read(max(header.data, 64))).hexdigest()
        return facts_of(header, digest)
    except OSError as error:
        raise ModelFileError(Code.MODEL_UNREADABLE, path=str(path), cause=str(error)) from error
    except (ArithmeticError, ValueError, LookupError, TypeError) as error:  # values that no model has
        raise ModelFileError(Code.MODEL_DAMAGED, path=str(path), cause=str(error)[:200]) from error


def facts_of(header: Header, digest: str = "") -> Facts:
    """The facts of one header; texts are cut to what a card shows."""
    cache = cache_size(header)
    kind = _kind(header)
    return Facts(
        kind=kind,
        name=plain(header.text("general.name"))[:200],
        architecture=plain(header.architecture)[:60],
        quantization=header.quantization,
        licence=plain(header.text("general.license"))[:100],
        languages=_languages(header),
        parameters=header.parameters,
        trained_context=header.number("context_length"),
        cache_per_token=cache.bytes(1) - cache.bytes(0),
        cache_state=cache.state,
        has_template="tokenizer.chat_template" in header.values,
        embeds=header.architecture in _ENCODERS or header.number("pooling_type") > 0,
        width=_width(header, kind),
        parts=_count(header, "split.count"),
        digest=digest,
    )


def stored(found: Any) -> Facts | None:
    """Facts from the JSON they were kept in; None where another version kept them."""
    try:
        facts = Facts(**{**found, "languages": tuple(found["languages"])})
    except (TypeError, KeyError):
        return None
    return facts if all(type(getattr(facts, field.name)).__name__ in field.type for field in fields(facts)) else None


def plain(text: str) -> str:
    """One line without characters that a name has no use for."""
    return " ".join(_HARMFUL.sub(" ", text).split())


def samples(path: Path) -> str:
    """A digest of 64 pieces from all over the file: tells two models with the same header apart. Raises OSError."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        for number in range(_SAMPLES):
            file.seek(max(0, size - _SAMPLE) * number // (_SAMPLES - 1))
            digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def _kind(header: Header) -> Kind:
    said = header.text("general.type")
    if header.architecture == "clip" or said == "mmproj":
        return Kind.PROJECTOR
    if header.part > 0:
        return Kind.PART
    if said == "adapter" or header.architecture == "controlvector" or header.text("adapter.type"):
        return Kind.ADAPTER
    if said in ("imatrix", "vocab", "dataset"):
        return Kind.OTHER
    return Kind.MODEL


def _languages(header: Header) -> tuple[str, ...]:
    """Codes such as "en", as the file has them."""
    found = header.values.get("general.languages", ())
    if not isinstance(found, tuple):
        found = (found,)
    codes = [plain(item)[:20] for item in found if isinstance(item, str)]
    return tuple(dict.fromkeys(code for code in codes if code))[:_MOST_LANGUAGES]


def _width(header: Header, kind: Kind) -> int:
    if kind is not Kind.PROJECTOR:
        return header.number("embedding_length")
    return _count(header, "clip.vision.projection_dim") or _count(header, "clip.audio.projection_dim")


def _count(header: Header, key: str) -> int:
    found = header.values.get(key, 0)
    return max(0, found) if isinstance(found, int) and not isinstance(found, bool) else 0
