"""The models that can be used: in the library's folder, in folders and files a person named, among the starters, and
in what other programs keep.

Every file stays where it is. Removing takes a model off the list and deletes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop.base.errors import Code, ModelFileError
from desktop.base.paths import Paths, starter_folders
from desktop.base.settings import Settings
from desktop.library import hashing, owners
from desktop.library.chosen import ADDED, FOLDERS, HIDDEN, LEFT_OUT, Chosen
from desktop.library.endpoints import Endpoints
from desktop.library.finding.arrivals import Arrivals
from desktop.library.finding.scan import Scan
from desktop.library.finding.snapshot import Snapshot
from desktop.library.hashing import Progress, Stopped, ignore
from desktop.library.kept_facts import KeptFacts
from desktop.library.model_file import Copy, ModelFile, Problem
from desktop.library.moving.move import Mover
from desktop.library.owners import Owner, Place

log = logging.getLogger(__name__)

__all__ = ["Copy", "Library", "ModelFile", "Owner", "Place", "Problem", "Snapshot"]


class Library:
    """Finds models and remembers what it has read of them. Safe to call from any thread; no call is quick."""

    def __init__(self, paths: Paths, settings: Settings | None = None) -> None:
        self._paths = paths
        self._settings = settings or Settings(paths.settings_file)
        self.chosen = Chosen(paths.data / "models.json")
        self.kept = KeptFacts(paths.cache / "model_facts.json")
        self.endpoints = Endpoints(paths.data / "endpoints.json")
        self._arrivals = Arrivals()
        self._known: tuple[ModelFile, ...] | None = None
        self.mover = Mover(paths, self._settings, self.chosen, self.kept)

    @property
    def folder(self) -> Path:
        """Where models live: what is fetched goes there."""
        return self.mover.folder

    # -- looking ---------------------------------------------------------------------------------------------------

    def look(self, stopped: Stopped = lambda: False, *, patient: bool = True) -> Iterator[Snapshot]:
        """Go through all places; what has been found comes now and then, the last time complete. Ends early, without
        a complete one, when `stopped` says so. Whoever looks again is `patient`: a file that may still be written to is
        no model yet.
        """
        try:
            scan = self._scan(self._arrivals if patient else None, stopped)
            for found in scan.run(self.chosen.paths(ADDED), self.places()):
                yield self._told(found)
        finally:
            self.kept.save()

    def snapshot(self) -> Snapshot:
        """Everything, as it is now: also a file that was written a moment ago."""
        *_, found = self._scan().run(self.chosen.paths(ADDED), self.places())
        self.kept.save()
        return self._told(found)

    def models(self) -> list[ModelFile]:
        """Every usable model, the person's own first; what can't be used is in `snapshot().problems`."""
        return list(self.snapshot().models)

    def known(self) -> list[ModelFile]:
        """As `models`, of the last complete look; the disk is only gone through where there was none yet."""
        return list(self._known) if self._known is not None else self.models()

    def find(self, name_or_path: str) -> ModelFile:
        """The model of this key, name or path; the places after its own aren't gone through.

        Raises ModelFileError: MODEL_UNKNOWN for a name that isn't there, or what is wrong with the file.
        """
        wanted = name_or_path.strip().lower()
        remote = self.endpoints.models()
        for model in remote:
            assert model.endpoint is not None
            if wanted in (model.key, model.reference.lower(), str(model.path).lower()):
                return model
        path = Path(name_or_path).expanduser()
        names_file = path.suffix.lower() == ".gguf" or "/" in name_or_path or "\\" in name_or_path
        models: tuple[ModelFile, ...] = ()
        for snapshot in self._by_place():
            models = snapshot.models
            for model in models:
                if wanted in (model.key, model.name.lower(), model.path.name.lower()) or (
                    names_file and path.absolute() in (*model.files, *(copy.path for copy in model.copies))
                ):
                    return model
        if names_file or path.exists():
            return self._look_at(_regular(path))
        listed = [*models, *remote]
        starts = [model for model in listed if wanted == model.name.lower()] or [
            model for model in listed if model.key.startswith(wanted)
        ]
        if len(starts) == 1:
            return starts[0]
        raise ModelFileError(Code.MODEL_UNKNOWN, name=name_or_path, known=", ".join(model.key for model in listed))

    def default(self) -> ModelFile | None:
        """The model to begin with: one that answers, the person's own before a starter before another program's."""
        models: tuple[ModelFile, ...] = ()
        for snapshot in self._by_place():
            models = snapshot.models
            for model in models:
                if model.has_template and not model.embeds:
                    return model
        return next((model for model in models if not model.embeds), None)

    # -- what the person chooses -----------------------------------------------------------------------------------

    def add(self, path: Path) -> ModelFile:
        """Remember a GGUF file where it lies. Raises ModelFileError when it can't be a model, OSError when the list
        can't be written."""
        path = _regular(path.expanduser())
        model = self._look_at(path)
        shown = any(path.is_relative_to(place.folder) for place in self.places())
        wanted = [] if shown else [model.path]
        again = [*model.files, *(hidden for hidden in self.chosen.paths(HIDDEN) if _same_file(hidden, path))]
        self.chosen.change(add={ADDED: wanted}, remove={HIDDEN: again})
        return next((found for found in self.models() if _holds(found, model.path)), model)

    def remove(self, key: str) -> ModelFile:
        """Take a model off the list, at every place where it lies; its files stay. Raises ModelFileError
        (MODEL_UNKNOWN) and OSError."""
        model = self.find(key)
        if model.endpoint is not None:
            self.endpoints.remove(model.reference)
            return model
        lying = [model.path, *(copy.path for copy in model.copies)]
        folders = [place.folder for place in self.places()]
        inside = [path for path in lying if any(path.is_relative_to(folder) for folder in folders)]
        self.chosen.change(add={HIDDEN: inside}, remove={ADDED: [*lying, *model.files]})
        return model

    def places(self) -> list[Place]:
        """Every folder that is gone through, the person's own first."""
        left_out = set(self.chosen.paths(LEFT_OUT))
        found = [Place(Owner.LAMPLIGHT, self.folder)]
        if self._paths.models != self.folder and self._paths.models.is_dir():
            found.append(Place(Owner.LAMPLIGHT, self._paths.models))  # what was not moved is still there
        found += [Place(Owner.PERSON, folder) for folder in self.chosen.paths(FOLDERS)]
        found += [Place(Owner.STARTER, folder) for folder in starter_folders() if folder.is_dir()]
        return found + [place for place in owners.places() if place.folder not in left_out]

    def others_left_out(self) -> list[Place]:
        """Folders of other programs that a person doesn't want to be looked into."""
        left_out = set(self.chosen.paths(LEFT_OUT))
        return [place for place in owners.places() if place.folder in left_out]

    def add_folder(self, folder: Path) -> Place:
        """Go through a folder, too, or through another program's again. Raises ModelFileError(FOLDER_MISSING,
        FOLDER_UNREADABLE), OSError when the list can't be written."""
        folder = _readable_folder(folder)
        known = next((place for place in [*self.places(), *self.others_left_out()] if place.folder == folder), None)
        other = known is not None and known.owner is not Owner.PERSON
        self.chosen.change(add={FOLDERS: [] if other else [folder]}, remove={LEFT_OUT: [folder]})
        return known or Place(Owner.PERSON, folder)

    def remove_folder(self, folder: Path) -> Place:
        """Go through a folder no more; nothing in it is touched. Raises ModelFileError(FOLDER_UNKNOWN) and OSError."""
        folder = folder.expanduser().absolute()
        place = next((place for place in self.places() if place.folder == folder), None)
        if place is None or place.owner in (Owner.LAMPLIGHT, Owner.STARTER):
            raise ModelFileError(Code.FOLDER_UNKNOWN, path=str(folder))
        if place.owner is Owner.PERSON:
            self.chosen.change(add={}, remove={FOLDERS: [folder]})
        else:
            self.chosen.change(add={LEFT_OUT: [folder]}, remove={})
        return place

    # -- hashes ----------------------------------------------------------------------------------------------------

    def sha256(self, model: ModelFile, progress: Progress = ignore, stopped: Stopped = lambda: False) -> str:
        """The file's hash, computed once for each size and time of change; of a split model its first part's.

        Takes seconds for gigabytes; "" of a model on another machine. Raises ModelFileError, LamplightError(CANCELLED).
        """
        if model.endpoint is not None:
            return ""
        return hashing.kept_sha256(model.path, self.kept, progress, stopped)

    def keep_sha256(self, path: Path, digest: str) -> None:
        """Remember the hash of a file that was hashed while it arrived. Raises ModelFileError."""
        hashing.keep_sha256(path, self.kept, digest)

    def verify(self, model: ModelFile, progress: Progress = ignore, stopped: Stopped = lambda: False) -> bool:
        """Whether the model could be compared with what is known of it, and is the same. See `hashing.verify`."""
        return hashing.verify(model, self.kept, progress, stopped)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _told(self, found: Snapshot) -> Snapshot:
        """Models on other machines come last: nobody's text goes there unless it was chosen."""
        all_of_them = (*found.models, *self.endpoints.models())
        if found.complete:
            self._known = all_of_them
        return replace(found, models=all_of_them)

    def _look_at(self, path: Path) -> ModelFile:
        return Scan(self.kept, Arrivals(patient=False), lambda: False, frozenset()).one(path)

    def _scan(self, arrivals: Arrivals | None = None, stopped: Stopped = lambda: False) -> Scan:
        hidden = frozenset(self.chosen.paths(HIDDEN))
        return Scan(self.kept, arrivals or Arrivals(patient=False), stopped, hidden)

    def _by_place(self) -> Iterator[Snapshot]:
        try:
            yield from self._scan().by_place(self.chosen.paths(ADDED), self.places())
        finally:
            self.kept.save()


def _holds(model: ModelFile, path: Path) -> bool:
    return path in (*model.files, *(copy.path for copy in model.copies))


def _regular(path: Path) -> Path:
    path = path.absolute()
    if path.is_dir():
        raise ModelFileError(Code.MODEL_NOT_GGUF, path=str(path))
    if not path.exists():
        raise ModelFileError(Code.MODEL_MISSING, path=str(path))
    return path


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _readable_folder(folder: Path) -> Path:
    folder = folder.expanduser().absolute()
    try:
        next(folder.iterdir(), None)
    except (FileNotFoundError, NotADirectoryError):
        raise ModelFileError(Code.FOLDER_MISSING, path=str(folder)) from None
    except OSError as error:
        raise ModelFileError(Code.FOLDER_UNREADABLE, path=str(folder), cause=error.strerror or str(error)) from error
    return folder
