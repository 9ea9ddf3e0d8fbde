"""From what a person named to the files that are fetched for it: which repository, which of its files, and why."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.errors import Code, HubError
from desktop.base.machine import available_memory, total_memory
from desktop.base.settings import CONTEXT, Settings
from desktop.features.models.fetching.advice import Advice, Reason, best_variant
from desktop.features.models.fetching.estimates import Estimate, cache_of, estimate
from desktop.hub.catalogue import CatalogueModel, Task
from desktop.hub.quantizations import Variant, variants
from desktop.hub.remote_file import RemoteFile
from desktop.hub.repository import Repository


@dataclass(frozen=True)
class Chosen:
    """What would be fetched. `reason` is None where a person named the very file."""

    title: str
    files: tuple[RemoteFile, ...]
    quantization: str = ""
    reason: Reason | None = None

    @property
    def size(self) -> int:
        """Bytes of all files; 0 where one of them isn't known."""
        sizes = [file.size for file in self.files]
        return sum(sizes) if all(sizes) else 0


class Choosing:
    """Chooses among a repository's files for this machine as it is now."""

    def __init__(self, settings: Settings, returned: int = 0) -> None:
        self._settings = settings
        self._returned = returned

    def estimate(self, variant: Variant, parameters: int) -> Estimate:
        """What a file's model would take, by its size alone."""
        free = available_memory() + self._returned
        return estimate(variant.size, cache_of(parameters), self._settings[CONTEXT], free, total_memory())

    def advice(self, repository: Repository) -> Advice | None:
        """The file to take; None where there is no whole model."""
        parameters = repository.parameters
        return best_variant(variants(repository.files), parameters, lambda each: self.estimate(each, parameters).runs)

    def choose(self, repository: Repository, wanted: str = "", *, pictures: bool = False) -> Chosen:
        """The files for what was wanted of a repository, "" for the recommended ones.

        Raises HubError(HUB_NOT_FOUND) where there is no such model, or only parts of it.
        """
        found = variants(repository.files)
        if wanted:
            variant = pick_variant(found, wanted)
            reason = None
        else:
            advice = self.advice(repository)
            variant, reason = (advice.variant, advice.reason) if advice else (None, None)
        if variant is None or not variant.complete:
            raise _not_there(repository, wanted)
        name = repository.id.rpartition("/")[2]
        title = f"{name}, {variant.quantization}" if variant.quantization else name
        return Chosen(title, variant.fetched(companion=pictures), variant.quantization, reason)


def choose_catalogue_file(repository: Repository, model: CatalogueModel, *, pictures: bool | None = None) -> Chosen:
    """The file that the catalogue recommends. With `pictures` what reads them, too; by itself for models that are for
    nothing else. Raises HubError(HUB_NOT_FOUND).
    """
    if pictures is None:
        pictures = {use.task for use in model.uses} == {Task.VISION}
    for each in variants(repository.files):
        if each.complete and model.is_file(each.files[0].name):
            return Chosen(model.name, each.fetched(companion=pictures), each.quantization)
    raise _not_there(repository, model.file)


def pick_variant(found: list[Variant], wanted: str) -> Variant | None:
    """The variant that a quantization, a file's name or a part of one names; None where there is none or several."""
    name = wanted.casefold().removesuffix(".gguf")
    exact = [
        each
        for each in found
        if name in (each.quantization.casefold(), each.name.casefold())
        or any(file.name.casefold() == wanted.casefold() for file in each.files)
    ]
    exact = exact or [each for each in found if name in each.name.casefold()]
    return exact[0] if len(exact) == 1 else None


def _not_there(repository: Repository, wanted: str) -> HubError:
    from urllib.parse import urlsplit

    name = f"{repository.id}:{wanted}" if wanted else repository.id
    return HubError(Code.HUB_NOT_FOUND, host=urlsplit(repository.page).netloc, name=name)
