"""What a folder holds: whole files and split models, before anything of them has been read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Code, ModelFileError
from desktop.library.finding.ollama import OllamaModel, models_of
from desktop.library.finding.walk import Number, Stopped, Visited, walk
from desktop.library.model_file import Problem
from desktop.library.owners import Owner, Place

_PART = re.compile(r"^(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})(?P<ending>\.gguf)$", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Candidate:
    """What may be a model: its files in order. `name` is what its owner calls it, "" where its file says that.

    `missing` are the numbers of absent parts, of `count`. `known_sha256` is the hash its owner filed it under.
    """

    files: tuple[Path, ...]
    owner: Owner
    stem: str
    name: str = ""
    count: int = 1
    missing: tuple[int, ...] = ()
    projector: Path | None = None
    known_sha256: str = ""


def candidates(
    place: Place, stopped: Stopped, seen: set[Number], others: frozenset[Number]
) -> Iterator[Candidate | Problem | Path]:
    """Everything in a place; each folder comes as a path of its own, before what is in it. See `walk`."""
    for visited in walk(place.folder, stopped, seen, others):
        yield visited.folder
        yield from _in_folder(visited, place.owner)
        if visited.is_store:
            yield from _from_ollama(Place(place.owner, visited.folder), stopped)


def of_file(path: Path, owner: Owner) -> Candidate:
    """The model that one file belongs to: with the other parts beside it where it is a part."""
    part = _PART.match(path.name)
    if part is None:
        return _whole(path, owner)
    try:
        beside = [other for other in path.parent.iterdir() if _PART.match(other.name)]
    except OSError:
        beside = [path]
    sets = group(beside or [path], owner)
    return next((found for found in sets if path in found.files), _whole(path, owner))


def group(files: Iterable[Path], owner: Owner) -> list[Candidate]:
    """Files of one folder as models: parts of the same name belong together."""
    whole: list[Candidate] = []
    parts: dict[tuple[str, int], dict[int, Path]] = {}
    for path in files:
        part = _PART.match(path.name)
        if part is None or int(part["count"]) == 0:
            whole.append(_whole(path, owner))
        else:
            parts.setdefault((part["stem"], int(part["count"])), {})[int(part["number"])] = path
    return whole + [_split(stem, count, found, owner) for (stem, count), found in parts.items()]


def _whole(path: Path, owner: Owner) -> Candidate:
    return Candidate((path,), owner, path.stem, known_sha256=_blob_hash(path))


def _split(stem: str, count: int, found: dict[int, Path], owner: Owner) -> Candidate:
    missing = tuple(number for number in range(1, min(count, 100_000) + 1) if number not in found)
    files = tuple(found[number] for number in sorted(found))
    return Candidate(files, owner, stem, count=count, missing=missing, known_sha256=_blob_hash(files[0]))


def _blob_hash(path: Path) -> str:
    """huggingface_hub keeps large files under the name of their SHA-256, and links to them."""
    try:
        target = path.readlink() if path.is_symlink() else None
    except OSError:
        return ""
    if target is None or target.parent.name != "blobs":
        return ""
    return target.name if _SHA256.fullmatch(target.name) else ""


def _in_folder(visited: Visited, owner: Owner) -> Iterator[Candidate | Problem]:
    if visited.error is not None:
        yield Problem(visited.folder, owner, visited.error)
    yield from group(visited.files, owner)


def _from_ollama(place: Place, stopped: Stopped) -> Iterator[Candidate | Problem | Path]:
    for found in models_of(place.folder, stopped):
        if isinstance(found, Path):
            yield found
        elif isinstance(found, OllamaModel):
            yield Candidate(
                (found.model,),
                place.owner,
                found.name,
                found.name,
                projector=found.projector,
                known_sha256=found.sha256,
            )
        else:
            path, cause = found
            yield Problem(path, place.owner, ModelFileError(Code.MODEL_UNREADABLE, path=str(path), cause=cause))
