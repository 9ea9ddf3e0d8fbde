"""What is on each model's shelf: what a person put there, and what lies beside the model or in the adapters' folder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.gguf.adapter import AdapterHeader, check_fit, read_adapter
from desktop.base.gguf.header import Header
from desktop.base.gguf.parts import read_all_parts
from desktop.library.adapters.records import ShelfEntry, ShelfRow, bounded, keyed, row_of
from desktop.library.adapters.shelf_file import Shelf, ShelfFile
from desktop.library.models import ModelFile

log = logging.getLogger(__name__)

_BEGINNING = 1 << 13  # where an adapter says that it is one: among its first keys
_MARKS = (b"controlvector", b"adapter")

HashOf = Callable[[Path], str]


class Shelves:
    """The shelves of all models. Safe to call from any thread; all but `working` may read files."""

    def __init__(self, file: Path, folder: Path, sha256: HashOf, fingerprint: HashOf) -> None:
        """`folder` holds adapters for whatever models they fit. `sha256` hashes an adapter; `fingerprint` is quicker,
        for models. Both may raise ModelFileError or OSError.
        """
        self.folder = folder
        self._file = ShelfFile(file)
        self._sha256, self._fingerprint = sha256, fingerprint
        self._listeners: list[Callable[[], None]] = []
        self._header: tuple[str, Header] | None = None  # of the model looked at last

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener`, on whichever thread, after each change; returns the way to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def working(self, model: ModelFile) -> tuple[ShelfRow, ...]:
        """Those that change what the model writes; nothing is looked for. Raises OSError, ModelFileError."""
        return tuple(row for row in self._file.shelf(self._fingerprint(model.path)).rows if row.works)

    def entries(self, model: ModelFile) -> list[ShelfEntry]:
        """The whole shelf, in the order in which they came, then what was found. Raises OSError, ModelFileError."""
        shelf = self._file.shelf(self._fingerprint(model.path))
        found = {row.sha256: row for row in self._found(model, shelf)}
        rows: list[tuple[ShelfRow, bool, LamplightError | None]] = []
        for row in shelf.rows:
            here = found.pop(row.sha256, None)
            if here is not None and not row.path.is_file():
                row = replace(row, path=here.path)
                self._change(model, _putting(row))
            rows.append((row, here is not None, self._what_is_wrong(row, model)))
        rows += [(row, True, None) for row in found.values()]
        return keyed(rows)

    def find(self, model: ModelFile, name: str) -> ShelfEntry:
        """The entry of this key, name or path. Raises ModelFileError(ADAPTER_UNKNOWN)."""
        entries = self.entries(model)
        wanted = name.strip().casefold()
        for entry in entries:
            if wanted in (entry.key.casefold(), entry.row.name.casefold(), entry.row.path.name.casefold()):
                return entry
        path = Path(name).expanduser().absolute()
        for entry in entries:
            if entry.row.path == path:
                return entry
        known = ", ".join(entry.key for entry in entries) or "–"
        raise ModelFileError(Code.ADAPTER_UNKNOWN, name=name, known=known)

    def add(self, model: ModelFile, path: Path) -> ShelfEntry:
        """Put a file on the shelf, where it lies, at work; one that is there already is switched on.

        Raises ModelFileError with what is wrong with it or why it isn't one for this model, OSError.
        """
        row = self.read(model, path)
        before = self._file.shelf(self._fingerprint(model.path)).row(row.sha256)
        row = replace(before, path=row.path, on=True) if before is not None else row
        self._change(model, _putting(row))
        return next(entry for entry in self.entries(model) if entry.row.sha256 == row.sha256)

    def read(self, model: ModelFile, path: Path) -> ShelfRow:
        """A file as a row of this model's, on no shelf. Raises as `add` does."""
        path = path.expanduser().absolute()
        adapter = read_adapter(path)
        check_fit(adapter, self._model_header(model))
        return row_of(adapter, self._sha256(path), on=True)

    def remove(self, model: ModelFile, sha256: str) -> None:
        """Take one off the shelf; its file stays. Raises OSError."""
        self._change(model, lambda shelf: shelf.without(sha256))

    def put_back(self, model: ModelFile, row: ShelfRow) -> None:
        """Undo a removal or a change. Raises OSError."""
        self._change(model, _putting(row))

    def set(
        self,
        model: ModelFile,
        row: ShelfRow,
        *,
        scale: float | None = None,
        on: bool | None = None,
        layers: tuple[int, int] | None = None,
    ) -> ShelfRow:
        """Change how an adapter is set; what isn't given stays as it is. Raises OSError."""

        def change(shelf: Shelf) -> Shelf:
            now = shelf.row(row.sha256) or row
            first, last = layers if layers is not None else (now.first_layer, now.last_layer)
            strength = now.scale if scale is None else bounded(scale)
            switched = now.on if on is None else on
            return shelf.with_row(replace(now, scale=strength, on=switched, first_layer=first, last_layer=last))

        changed = self._change(model, change).row(row.sha256)
        assert changed is not None
        return changed

    # -- inside ----------------------------------------------------------------------------------------------------

    def _change(self, model: ModelFile, change: Callable[[Shelf], Shelf]) -> Shelf:
        changed = self._file.change(self._fingerprint(model.path), model.name, change)
        for listener in list(self._listeners):
            listener()
        return changed

    def _found(self, model: ModelFile, shelf: Shelf) -> Iterator[ShelfRow]:
        for path in self._candidates(model):
            try:
                adapter = read_adapter(path)
                check_fit(adapter, self._model_header(model))
                sha256 = self._sha256(path)
            except (LamplightError, OSError) as error:
                log.debug("adapter left out: %s", error)
                continue
            if sha256 not in shelf.hidden:
                yield row_of(adapter, sha256, on=False)

    def _candidates(self, model: ModelFile) -> Iterator[Path]:
        for folder in dict.fromkeys((model.path.parent, self.folder)):
            try:
                paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".gguf")
            except OSError:
                continue
            for path in paths:
                if path != model.path and _says_adapter(path):
                    yield path

    def _model_header(self, model: ModelFile) -> Header:
        key = self._fingerprint(model.path)
        if self._header is None or self._header[0] != key:
            self._header = (key, read_all_parts(model.path))
        return self._header[1]

    def _what_is_wrong(self, row: ShelfRow, model: ModelFile) -> LamplightError | None:
        try:
            adapter: AdapterHeader = read_adapter(row.path)
            check_fit(adapter, self._model_header(model))
        except LamplightError as error:
            return error
        return None


def _putting(row: ShelfRow) -> Callable[[Shelf], Shelf]:
    return lambda shelf: shelf.with_row(row)


def _says_adapter(path: Path) -> bool:
    """A look at the beginning only: a folder may hold many models, whose headers are long."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING)
    except OSError:
        return False
    return beginning.startswith(b"GGUF") and any(mark in beginning for mark in _MARKS)
