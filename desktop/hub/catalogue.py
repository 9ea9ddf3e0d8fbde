"""What is worth recommending: names, files and facts that are shipped with the program (resources/catalogue.toml).

Nothing is asked of anybody for it. What a file really takes is known when its first megabytes have been read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from desktop.base.i18n import translator
from desktop.base.paths import resources

T = TypeVar("T")


class Task(StrEnum):
    """What a model is recommended for."""

    CHAT = "chat"
    TRANSLATION = "translation"
    PROSE = "prose"
    REASONING = "reasoning"
    EMBEDDING = "embedding"
    RERANKER = "reranker"
    VISION = "vision"


@dataclass(frozen=True)
class Words:
    """A text in every language of the interface."""

    by_language: Mapping[str, str]

    def __str__(self) -> str:
        """In the language in use; "" where there is no text at all."""
        return self.by_language.get(translator.language) or self.by_language.get("en", "")

    def __bool__(self) -> bool:
        return bool(self.by_language)


@dataclass(frozen=True)
class Use:
    """Why a model is recommended for a task, from so many GB of memory on."""

    task: Task
    memory: int
    good_at: Words


@dataclass(frozen=True)
class CatalogueModel:
    """One model. `file` may hold `*` where its exact name isn't known. Sizes are bytes, exact only with `exact`.

    `active` parameters are those that each token uses; `layers` and `cache` (bytes for each token) are estimates.
    `many` is how many languages there are, `languages` those that are named. `trap` is what its licence surprises
    with, `doubt` what nobody has verified, `note` what else is good to know; each may be empty.
    """

    key: str
    name: str
    repository: str
    file: str
    mmproj: str
    modelscope: str
    parameters: int
    active: int
    size: int
    exact: bool
    layers: int
    cache: int
    licence: str
    languages: tuple[str, ...]
    many: int
    trap: Words
    doubt: Words
    note: Words
    uses: tuple[Use, ...]

    @property
    def verified(self) -> bool:
        """Whether nothing is left in doubt."""
        return not self.doubt

    def use(self, task: Task) -> Use | None:
        """Why it is recommended for `task`; None where it isn't."""
        return next((use for use in self.uses if use.task is task), None)

    def is_file(self, name: str) -> bool:
        """Whether a file of this name, with or without its folder, is the model's."""
        pattern = self.file.casefold().replace("[", "[[]")
        return fnmatchcase(name.rpartition("/")[2].casefold(), pattern)

    def among(self, names: Mapping[str, T]) -> T | None:
        """What stands under the name of this model's file; the names are in small letters, without folders."""
        name = self.file.casefold()
        if "*" not in name:
            return names.get(name)
        return next((found for each, found in names.items() if self.is_file(each)), None)

    def repository_at(self, source: str) -> str:
        """Its name at a source, as far as it is known."""
        return self.modelscope or self.repository if source == "modelscope" else self.repository


@cache
def catalogue() -> tuple[CatalogueModel, ...]:
    """Every model of the catalogue, in its order."""
    return read_catalogue(resources() / "catalogue.toml")


def read_catalogue(path: Path) -> tuple[CatalogueModel, ...]:
    """The models of a catalogue file. Raises OSError, ValueError, KeyError for one that isn't right."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_model(each) for each in found["model"])


def for_task(task: Task) -> list[CatalogueModel]:
    """What is recommended for a task, the smallest first."""
    found = [model for model in catalogue() if model.use(task)]
    return sorted(found, key=lambda model: model.size)


def find(name: str) -> CatalogueModel | None:
    """The model of this key or name, whatever the case; None where there is none."""
    wanted = name.strip().casefold()
    return next((model for model in catalogue() if wanted in (model.key, model.name.casefold())), None)


def of_file(repository: str, file: str) -> CatalogueModel | None:
    """The model that this file of a repository is; None where it isn't in the catalogue."""
    known = [model for model in catalogue() if repository and repository in (model.repository, model.modelscope)]
    return next((model for model in known if model.is_file(file)), None)


def _model(found: dict[str, Any]) -> CatalogueModel:
    return CatalogueModel(
        key=found["key"],
        name=found["name"],
        repository=found["repository"],
        file=found["file"],
        mmproj=found.get("mmproj", ""),
        modelscope=found.get("modelscope", ""),
        parameters=int(found["parameters"]),
        active=int(found.get("active", found["parameters"])),
        size=int(found["size"]),
        exact=bool(found.get("exact", False)),
        layers=int(found["layers"]),
        cache=int(found["cache"]),
        licence=found["licence"],
        languages=tuple(found["languages"]),
        many=int(found.get("many", 0)),
        trap=Words(found.get("trap", {})),
        doubt=Words(found.get("doubt", {})),
        note=Words(found.get("note", {})),
        uses=tuple(_use(task, found[task]) for task in Task if task in found),
    )


def _use(task: Task, found: dict[str, Any]) -> Use:
    words = {language: text for language, text in found.items() if language != "memory"}
    return Use(task, int(found["memory"]), Words(words))
