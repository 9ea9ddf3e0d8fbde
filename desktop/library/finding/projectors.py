"""Which model a projector (`mmproj-*.gguf`) belongs to: the one beside it with vectors as long as it makes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORDS = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_MEANINGLESS = {"mmproj", "model", "gguf", "f", "bf", "q", "k", "m", "s", "it", "instruct", "0", "16", "32", "8"}
_FIRST = ("-f16", "-bf16", "-q8_0", "-f32")  # llama.cpp's own advice is half precision


@dataclass(frozen=True)
class Projector:
    """`width` is the length of the vectors it makes; 0 where it doesn't say."""

    path: Path
    width: int


@dataclass(frozen=True)
class Beside:
    """A model that may be the projector's: where it lies and how long its vectors are."""

    path: Path
    width: int


def pair(projectors: Iterable[Projector], models: Sequence[Beside]) -> tuple[dict[Path, Path], list[Projector]]:
    """The projector of each model, by the models' paths; and the projectors that no model is there for."""
    paired: dict[Path, Path] = {}
    alone: list[Projector] = []
    for projector in sorted(projectors, key=_preference):
        found = _owners(projector, models)
        for model in found:
            paired.setdefault(model.path, projector.path)
        if not found:
            alone.append(projector)
    return paired, alone


def _owners(projector: Projector, models: Sequence[Beside]) -> list[Beside]:
    folder = projector.path.parent
    beside = [model for model in models if model.path.parent == folder]
    if not beside:  # repositories have each quantization in a folder below
        beside = [model for model in models if folder in model.path.parents and _alike(projector, model)]
    if projector.width:
        fitting = [model for model in beside if model.width == projector.width]
        unknown = [model for model in beside if not model.width]
        beside = fitting or unknown or (beside if len(beside) == 1 else [])
    if len({_words(model.path) for model in beside}) <= 1:
        return beside
    most = max(_shared(projector, model) for model in beside)
    return [model for model in beside if _shared(projector, model) == most]


def _alike(projector: Projector, model: Beside) -> bool:
    return (projector.width > 0 and projector.width == model.width) or _shared(projector, model) > 0


def _shared(projector: Projector, model: Beside) -> int:
    return len(_words(projector.path) & _words(model.path))


def _words(path: Path) -> frozenset[str]:
    return frozenset(_WORDS.findall(path.stem.lower())) - _MEANINGLESS


def _preference(projector: Projector) -> tuple[int, str]:
    name = projector.path.stem.lower()
    place = next((number for number, word in enumerate(_FIRST) if word in name), len(_FIRST))
    return place, name
