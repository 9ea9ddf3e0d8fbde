"""All files of one model from their source to their place: the parts of a split model are one download.

What arrives lies in a hidden folder of the models' folder, named by number, until all of it is there and right.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import filelock

from desktop.base.errors import Code, HubError
from desktop.hub.network import NetworkOptions
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.connection import Connection
from desktop.hub.transfer.journal import Journal
from desktop.hub.transfer.local_names import PARTS_FOLDER, check_inside, taken, targets
from desktop.hub.transfer.placing import place, sync_folder
from desktop.hub.transfer.progress import Control, Progress, Step
from desktop.hub.transfer.refusals import PassingError
from desktop.hub.transfer.space import check_space, not_written
from desktop.hub.transfer.transfer import Transfer
from desktop.hub.transfer.tuning import Tuning

_BLOCK = 1 << 20


@dataclass
class Overview:
    """How far all files together are; written by the download's thread. `progress` is of the file under way."""

    before: int = 0  # bytes of the files that are done
    after: int = 0  # of those that follow; 0 where one of them isn't known
    progress: Progress = field(default_factory=Progress)

    @property
    def received(self) -> int:
        return self.before + self.progress.received

    @property
    def size(self) -> int:
        """All bytes; 0 while nobody said how many."""
        return self.before + self.progress.size + self.after if self.progress.size else 0


@dataclass(frozen=True)
class Arrived:
    """A file at its place. `checked` tells whether its hash was promised, and held."""

    path: Path
    sha256: str
    checked: bool


class Download:
    """`run` is called once, on the thread that may wait. `identifier` names its folder."""

    def __init__(
        self,
        identifier: str,
        files: tuple[RemoteFile, ...],
        folder: Path,
        models: Path,
        options: NetworkOptions,
        control: Control,
        overview: Overview,
        tuning: Tuning | None = None,
    ) -> None:
        self._files = list(files)
        self._folder = folder
        self._models = models
        self._options = options
        self._control = control
        self._overview = overview
        self._tuning = tuning or Tuning()
        self._parts = models / PARTS_FOLDER / identifier

    def run(self) -> list[Arrived]:
        """Fetch all and put it where it belongs. Raises HubError: what `Transfer` raises, DOWNLOAD_NAME,
        DOWNLOAD_EXISTS, DOWNLOAD_BUSY.
        """
        paths = targets(tuple(self._files), self._folder)
        check_inside(self._folder, self._models)
        check_inside(self._parts, self._models)
        try:
            self._parts.mkdir(parents=True, exist_ok=True)
            self._folder.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self._parts / "lock", blocking=False):
                arrived = self._run(paths)
        except filelock.Timeout as error:
            raise HubError(Code.DOWNLOAD_BUSY, name=self._files[0].name) from error
        except OSError as error:
            raise not_written(self._folder, error) from error
        remove_parts(self._parts)
        return arrived

    def _run(self, paths: list[Path]) -> list[Arrived]:
        here = [self._is_here(index, path) for index, path in enumerate(paths)]
        self._learn_sizes(here)
        self._check_space(here)
        hashes = [found or self._fetch(index) for index, found in enumerate(here)]
        self._overview.progress.show(Step.CHECKING)
        expected = [file.sha256 or self._journal(index).identity.sha256 for index, file in enumerate(self._files)]
        # The first part is the one by whose name a split model is found: it comes last.
        for index in reversed(range(len(paths))):
            if not here[index]:
                place(self._part(index), paths[index])
        sync_folder(self._folder)
        return [Arrived(path, hashes[index], bool(expected[index])) for index, path in enumerate(paths)]

    def _fetch(self, index: int) -> str:
        sizes = [file.size for file in self._files]
        rest = sizes[index + 1 :]
        self._overview.before = sum(sizes[:index])
        self._overview.after = sum(rest) if all(rest) else 0
        progress = self._overview.progress = Progress(size=sizes[index], hosts=self._overview.progress.hosts)
        found = Transfer(
            self._files[index], self._part(index), self._options, self._control, progress, self._tuning
        ).run()
        self._files[index] = replace(self._files[index], size=progress.size)
        return found

    def _is_here(self, index: int, path: Path) -> str:
        """The hash of the file at its place, if it is there already; "" where there is none.

        Raises HubError(DOWNLOAD_EXISTS) for another file under this name.
        """
        there = taken(path)
        if there is None:
            return ""
        expected = self._files[index].sha256 or self._journal(index).identity.sha256
        if there == path and expected and path.is_file() and self._hash(path) == expected:
            return expected
        raise HubError(Code.DOWNLOAD_EXISTS, path=str(there))

    def _hash(self, path: Path) -> str:
        found = hashlib.sha256()
        self._overview.progress.show(Step.CHECKING)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                self._control.check()
                found.update(block)
        return found.hexdigest()

    def _learn_sizes(self, here: list[str]) -> None:
        """Ask for the sizes that nobody said, where there are several files: the room must do for all of them."""
        for index, file in enumerate(self._files):
            if file.size or here[index] or len(self._files) == 1:
                continue
            connection = Connection(self._options, file.url, file.name, self._control, self._tuning)
            try:
                answer = connection.ask()
            except PassingError:  # the transfer itself tries again
                continue
            finally:
                connection.close()
            self._files[index] = replace(file, size=answer.linked_size or answer.size)

    def _check_space(self, here: list[str]) -> None:
        missing = 0
        for index, file in enumerate(self._files):
            part = self._part(index)
            if file.size and not here[index]:
                missing += max(0, file.size - (part.lstat().st_size if part.exists() else 0))
        check_space(self._parts, missing, self._tuning.reserve)

    def _part(self, index: int) -> Path:
        return self._parts / f"{index}.part"

    def _journal(self, index: int) -> Journal:
        return Journal.read(self._part(index).with_suffix(".journal"))


def remove_parts(folder: Path) -> None:
    """Take away what has arrived of a download, and its folder. What doesn't go stays: it is only room."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.suffix in (".part", ".journal") or path.name == "lock" or path.name.startswith("."):
                path.unlink(missing_ok=True)
        os.rmdir(folder)
        os.rmdir(folder.parent)  # once it is empty
