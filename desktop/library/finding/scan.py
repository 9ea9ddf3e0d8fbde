"""One look at every place: candidates are read, joined with their projectors, and each file counts once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os import stat_result
from pathlib import Path

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.library.facts import Facts, Kind, read_facts, samples
from desktop.library.finding.arrivals import Arrivals
from desktop.library.finding.candidates import Candidate, candidates, of_file
from desktop.library.finding.projectors import Beside, Projector, pair
from desktop.library.finding.snapshot import Snapshot, model_of, named
from desktop.library.finding.walk import Number, Stopped, number_of
from desktop.library.kept_facts import KeptFacts
from desktop.library.model_file import Copy, ModelFile, Problem
from desktop.library.owners import Owner, Place

_TELL_EVERY = 0.3  # seconds, while a look goes on
_TELLING = 0.1  # of the time at most: a snapshot of thousands is a while in the making, too
_BROKEN = (Code.MODEL_TRUNCATED, Code.MODEL_EMPTY, Code.MODEL_NOT_GGUF, Code.MODEL_UNREADABLE)


@dataclass
class _Read:
    """A model that was read, and what tells it from others."""

    model: ModelFile
    width: int
    identity: Number
    content: tuple[int, str]


class Scan:
    """One look. `files` are named by a person one by one; what is `hidden` is passed over."""

    def __init__(self, kept: KeptFacts, arrivals: Arrivals, stopped: Stopped, hidden: frozenset[Path]) -> None:
        self._kept = kept
        self._arrivals = arrivals
        self._stopped = stopped
        self._hidden = hidden
        self._read: list[_Read] = []
        self._identities: dict[Number, _Read] = {}
        self._contents: dict[tuple[int, str], list[_Read]] = {}
        self._projectors: dict[Path, Projector] = {}
        self._adapters: dict[Path, None] = {}
        self._problems: dict[Path, Problem] = {}
        self._folders: dict[Path, None] = {}
        self._seen: set[Number] = set()

    def run(self, files: Sequence[Path], places: Sequence[Place]) -> Iterator[Snapshot]:
        """What has been found so far, now and then; the last one is complete, unless the look was stopped."""
        began, wait = time.monotonic(), _TELL_EVERY
        for _ in self._steps(files, places):
            if self._stopped():
                return
            now = time.monotonic()
            if now - began > wait:
                yield self._snapshot(complete=False)
                began = time.monotonic()
                wait = max(_TELL_EVERY, (began - now) / _TELLING)
        if not self._stopped():
            yield self._snapshot(complete=True)

    def by_place(self, files: Sequence[Path], places: Sequence[Place]) -> Iterator[Snapshot]:
        """What is known after each place: keys found early don't change later."""
        for _ in self._steps(files, ()):
            pass
        roots = _roots(places)
        for place in places:
            for _ in self._in_place(place, roots):
                pass
            yield self._snapshot(complete=False)

    def one(self, path: Path, owner: Owner = Owner.PERSON) -> ModelFile:
        """The model that one file belongs to. Raises ModelFileError with what is wrong with it."""
        self._take(of_file(path, owner))
        problem = next(iter(self._problems.values()), None)
        if problem is not None:
            raise problem.error
        if not self._read:
            raise ModelFileError(Code.MODEL_NO_MODEL, path=str(path))
        return self._read[0].model

    # -- inside ----------------------------------------------------------------------------------------------------

    def _steps(self, files: Sequence[Path], places: Sequence[Place]) -> Iterator[None]:
        for path in files:
            self._take(of_file(path, Owner.PERSON))
            yield
        roots = _roots(places)
        for place in places:
            yield from self._in_place(place, roots)

    def _in_place(self, place: Place, roots: frozenset[Number]) -> Iterator[None]:
        for found in candidates(place, self._stopped, self._seen, roots):
            if isinstance(found, Path):
                self._folders[found] = None
            elif isinstance(found, Problem):
                self._add_problem(found)
            else:
                self._take(found)
            yield

    def _take(self, found: Candidate) -> None:
        if found.files[0] in self._hidden or found.files[0] in self._problems:
            return
        try:
            statuses = [_status(path) for path in found.files]
        except LamplightError as error:
            self._add_problem(Problem(found.files[0], found.owner, error))
            return
        facts: list[Facts] = []
        for path, status in zip(found.files, statuses, strict=True):
            part = self._facts(path, status, found.owner)
            if part is None:
                return
            facts.append(part)
        wrong = _what_is_wrong(found, facts)
        if wrong is not None:
            self._add_problem(wrong)
        self._sort_in(found, statuses, facts, usable=wrong is None)

    def _facts(self, path: Path, status: stat_result, owner: Owner) -> Facts | None:
        """What the file says of itself; None where it is no model now, which is noted."""
        facts = self._kept.header(path, status)
        known, error = facts is not None, self._kept.error(path, status)
        if facts is None and error is None:
            try:
                facts = read_facts(path)
            except LamplightError as caught:
                error = caught
        if error is not None:
            if error.code in _BROKEN and self._arrivals.arriving(path, status, sound=False):
                self._arrives(path, owner)
            else:
                self._kept.keep_error(path, status, error)
                self._add_problem(Problem(path, owner, error))
            return None
        assert facts is not None
        if not known:
            if self._arrivals.arriving(path, status, sound=True):
                self._arrives(path, owner)
                return None
            self._kept.keep_header(path, status, facts)
        return facts

    def _arrives(self, path: Path, owner: Owner) -> None:
        self._add_problem(Problem(path, owner, ModelFileError(Code.MODEL_ARRIVING, path=str(path)), arriving=True))

    def _add_problem(self, problem: Problem) -> None:
        if problem.path not in self._hidden:
            self._problems.setdefault(problem.path, problem)

    def _sort_in(self, found: Candidate, statuses: list[stat_result], facts: list[Facts], *, usable: bool) -> None:
        path, first = found.files[0], facts[0]
        if first.kind == Kind.PROJECTOR:
            self._projectors.setdefault(path, Projector(path, first.width))
        elif first.kind == Kind.ADAPTER:
            self._adapters.setdefault(path)
        elif usable:
            size = sum(status.st_size for status in statuses)
            read = _Read(
                model_of(found, facts, size),
                first.width,
                (statuses[0].st_dev, statuses[0].st_ino),
                (size, first.digest),
            )
            self._add(read)

    def _add(self, read: _Read) -> None:
        same = self._identities.get(read.identity) if read.identity[1] else None
        linked = same is not None
        if same is None:
            same = next((other for other in self._contents.get(read.content, ()) if self._same(other, read)), None)
        if same is None:
            self._read.append(read)
            self._identities[read.identity] = read
            self._contents.setdefault(read.content, []).append(read)
            return
        if read.model.path not in _lying(same.model):
            copy = Copy(read.model.path, read.model.owner, linked)
            same.model = replace(same.model, copies=(*same.model.copies, copy))
        if same.model.projector is None and read.model.projector is not None:
            same.model = replace(same.model, projector=read.model.projector)

    def _same(self, one: _Read, other: _Read) -> bool:
        """Whether two files of the same size and header hold the same weights: by their hashes, or by samples."""
        for first, second in zip(one.model.files, other.model.files, strict=False):
            for name in ("sha256", "samples"):
                ours, theirs = self._digest(first, name), self._digest(second, name)
                if ours and theirs:
                    if ours != theirs:
                        return False
                    break
            else:
                return False
        return True

    def _digest(self, path: Path, name: str) -> str:
        try:
            status = path.stat()
            found = self._kept.text(path, status, name)
            if not found and name == "samples":
                found = samples(path)
                self._kept.keep_text(path, status, name, found)
        except OSError:
            return ""
        return found

    def _snapshot(self, *, complete: bool) -> Snapshot:
        beside = [Beside(path, read.width) for read in self._read for path in _lying(read.model)]
        paired, alone = pair(self._projectors.values(), beside)
        models = []
        for read in self._read:
            found = (paired[path] for path in _lying(read.model) if path in paired)
            projector = read.model.projector or next(found, None)
            models.append(replace(read.model, projector=projector) if projector else read.model)
        problems = [*self._problems.values(), *(_alone(projector) for projector in alone if complete)]
        return Snapshot(named(models), tuple(problems), tuple(self._adapters), tuple(self._folders), complete)


def _lying(model: ModelFile) -> list[Path]:
    """Every place where the model is."""
    return [model.path, *(copy.path for copy in model.copies)]


def _roots(places: Sequence[Place]) -> frozenset[Number]:
    return frozenset(number for place in places if (number := number_of(place.folder)))


def _status(path: Path) -> stat_result:
    """Raises ModelFileError."""
    try:
        return path.stat()
    except FileNotFoundError:
        raise ModelFileError(Code.MODEL_MISSING, path=str(path)) from None
    except OSError as error:
        cause = error.strerror or str(error)
        raise ModelFileError(Code.MODEL_UNREADABLE, path=str(path), cause=cause) from error


def _what_is_wrong(found: Candidate, facts: list[Facts]) -> Problem | None:
    """Why files that could be read are no model."""
    path, first = found.files[0], facts[0]
    details = {"path": str(path), "count": max(found.count, first.parts)}
    error: ModelFileError | None = None
    beside = False
    if found.missing:
        error = ModelFileError(Code.MODEL_PART_MISSING, number=_numbers(found.missing), **details)
    elif found.count == 1 and (first.parts > 1 or first.kind == Kind.PART):
        error = ModelFileError(Code.MODEL_PART_RENAMED, **details)
    elif first.kind == Kind.ADAPTER:
        error, beside = ModelFileError(Code.MODEL_ADAPTER, **details), True
    elif first.kind == Kind.OTHER:
        error = ModelFileError(Code.MODEL_NO_MODEL, **details)
    return Problem(path, found.owner, error, beside=beside) if error else None


def _numbers(missing: tuple[int, ...]) -> str:
    """At most five, then an ellipsis."""
    shown = ", ".join(str(number) for number in missing[:5])
    return f"{shown}, …" if len(missing) > 5 else shown


def _alone(projector: Projector) -> Problem:
    error = ModelFileError(Code.MODEL_PROJECTOR_ALONE, path=str(projector.path))
    return Problem(projector.path, Owner.PERSON, error, beside=True)
