"""What a look at the disk has found, and how files become models: facts, names, keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.paths import starter_folders
from desktop.library.facts import Facts
from desktop.library.finding.candidates import Candidate
from desktop.library.model_file import ModelFile, Problem
from desktop.library.starters import STARTERS, Starter

# File names that say nothing: the folder's name does then, as with Jan.
_GENERIC = re.compile(r"(ggml-)?model([-_.].*)?|gguf|main", re.IGNORECASE)


@dataclass(frozen=True)
class Snapshot:
    """Models in the order of their places, the person's own first; what can't be used; every folder looked into.

    `adapters` are files that change a model. `complete` is false while the look goes on, `arriving` says that a file
    is being written and another look in a moment will find it.
    """

    models: tuple[ModelFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    adapters: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    complete: bool = False

    @property
    def arriving(self) -> bool:
        return any(problem.arriving for problem in self.problems)


def model_of(found: Candidate, facts: list[Facts], size: int) -> ModelFile:
    """The model of a candidate whose files' facts are known, in order; its key isn't made unique yet."""
    first, path = facts[0], found.files[0]
    starter = _starter(path)
    named = starter or _fetched_starter(path, first)
    notice = path.with_name(starter.notice) if starter and starter.notice else None
    stem = _stem(found)
    return ModelFile(
        key=key_of(stem),
        name=named.name if named else _readable(first.name, found.name or stem),
        path=path,
        size=size,
        architecture=first.architecture,
        quantization=first.quantization,
        parameters=sum(part.parameters for part in facts),
        trained_context=first.trained_context,
        kv_bytes_per_token=first.cache_per_token,
        has_template=first.has_template,
        licence=named.licence if named else first.licence,
        starter=starter is not None,
        notice=notice if notice and notice.is_file() else None,
        state_bytes=first.cache_state,
        owner=found.owner,
        languages=first.languages,
        parts=found.files if found.count > 1 else (),
        projector=found.projector,
        embeds=first.embeds,
        known_sha256=found.known_sha256,
    )


def named(models: Iterable[ModelFile]) -> tuple[ModelFile, ...]:
    """The models with keys of their own, and with names that tell quantizations of one model apart."""
    models = list(models)
    alike = Counter(model.name for model in models)
    taken: set[str] = set()
    result = []
    for model in models:
        key = _free(model.key, taken)
        taken.add(key)
        name = f"{model.name} {model.quantization}" if alike[model.name] > 1 and model.quantization else model.name
        result.append(replace(model, key=key, name=name) if (key, name) != (model.key, model.name) else model)
    return tuple(result)


def key_of(stem: str) -> str:
    """What names it on the command line."""
    return re.sub(r"[^\w.-]+", "-", stem.lower()).strip("-.") or "model"


def _stem(found: Candidate) -> str:
    if found.name or not _GENERIC.fullmatch(found.stem):
        return found.stem
    return found.files[0].parent.name or found.stem


def _readable(name: str, otherwise: str) -> str:
    """The file's own name for the model, unless it is missing or a path someone left in it."""
    return otherwise if not name or "/" in name or "\\" in name or _GENERIC.fullmatch(name) else name


def _starter(path: Path) -> Starter | None:
    return STARTERS.get(path.name) if path.parent in starter_folders() else None


def _fetched_starter(path: Path, facts: Facts) -> Starter | None:
    """The starter that this file is: it says a longer name, and no licence."""
    found = STARTERS.get(path.name)
    return found if found and found.repository and facts.has_template else None


def _free(key: str, taken: set[str]) -> str:
    number, free = 2, key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free
