"""Moving the writing to another folder: copied, verified, switched to, and only then removed where it was.

Models stay where they are (the models' pane moves them), and so does what can be made again.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from desktop.base.errors import Code, LamplightError, StoreError
from desktop.base.paths import Paths, choose_folder
from desktop.base.settings import MODELS_FOLDER, Settings
from desktop.base.sizes import bytes_text
from desktop.features.home.disks import inside, is_writable, room_of
from desktop.features.home.inventory import What, size_of, take_inventory
from desktop.library.moving.copying import copy_verified as copy_file
from desktop.store.core.backups import copy_verified as copy_database
from desktop.store.core.connection import faults

log = logging.getLogger(__name__)

_SPARE = 100_000_000  # bytes that stay free on the disk
_STAYS = ("models", "window.lock")
_TAKEN = (What.WRITING, What.BACKUPS, What.MODELS, What.UPDATES, What.LOGS)


def check_move(paths: Paths, chosen: Path) -> Path:
    """The folder that the writing would live in when a person points at this one. Raises StoreError: PLACE_FIXED,
    PLACE_INSIDE, PLACE_TAKEN, PLACE_NO_ROOM, DATA_READ_ONLY."""
    if paths.fixed:
        raise StoreError(Code.PLACE_FIXED, path=str(paths.data))
    target = chosen.expanduser().absolute()
    if (target / paths.database.name).exists():
        raise StoreError(Code.PLACE_TAKEN, path=str(target))
    target = inside(target)
    source, there = Path(os.path.realpath(paths.data)), Path(os.path.realpath(target))
    if source.is_relative_to(there) or there.is_relative_to(source):
        raise StoreError(Code.PLACE_INSIDE, source=str(paths.data), target=str(target))
    if (target / paths.database.name).exists():
        raise StoreError(Code.PLACE_TAKEN, path=str(target))
    if not is_writable(target):
        raise StoreError(Code.DATA_READ_ONLY, path=str(target), cause="")
    needed, free = sum(map(size_of, _things(paths))) + _SPARE, room_of(target).free
    if free < needed:
        raise StoreError(Code.PLACE_NO_ROOM, target=str(target), free=bytes_text(free), needed=bytes_text(needed))
    return target


def move_writing(paths: Paths, settings: Settings, chosen: Path) -> Paths:
    """Move it, and return where things are now. Call it while the store is closed.

    Raises StoreError, LamplightError, OSError: everything is then where it was, and used from there.
    """
    target = check_move(paths, chosen)
    moved = Paths.of_system() if target == Paths.of_system().data else paths.at(target)
    things = _things(paths)
    try:
        moved.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for thing in things:
            _copy(thing, target / thing.name)
        _keep_models(paths, settings)
        if paths.database.exists():  # last: what makes the folder one of ours
            with faults(target):
                copy_database(paths.database, target / paths.database.name)
        choose_folder(paths.config, None if moved.data == Paths.of_system().data else target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise LamplightError(Code.DISK_FULL, path=str(target)) from error
        raise
    log.info("the writing lives in another folder now")
    _clear(paths, things)
    return moved


def _things(paths: Paths) -> list[Path]:
    """What moves besides the database itself, which is copied in its own way; its size counts."""
    found = [path for kept in take_inventory(paths, Settings()) if kept.what in _TAKEN for path in kept.paths]
    own = {paths.database.name + ending for ending in ("", "-wal", "-shm", "-lock", "-journal")}
    return [
        path for path in found if path.parent == paths.data and path.name not in (*_STAYS, *own) and path != paths.logs
    ]


def _copy(source: Path, target: Path) -> None:
    """Copy a file, or all files of a folder, each verified; what is there already, from a try before, is replaced."""
    for path in [source] if not source.is_dir() else _files(source):
        there = target if path == source else target / path.relative_to(source)
        there.unlink(missing_ok=True)
        copy_file(path, there, lambda count: None, lambda: False)


def _files(folder: Path) -> Iterator[Path]:
    for inside_of, _, names in os.walk(folder):
        yield from (Path(inside_of) / name for name in sorted(names))


def _keep_models(paths: Paths, settings: Settings) -> None:
    """Models stay: they are looked for where they are."""
    if not settings[MODELS_FOLDER] and paths.models.is_dir() and any(paths.models.iterdir()):
        settings.set(MODELS_FOLDER, str(paths.models))


def _clear(paths: Paths, things: list[Path]) -> None:
    """Remove the originals. What doesn't go is only room."""
    for path in (*things, *paths.data.glob(f"{paths.database.name}*"), paths.cache, paths.logs):
        with contextlib.suppress(OSError):
            _remove(path)
    for folder in (paths.models, paths.data):
        with contextlib.suppress(OSError):  # models are in it
            os.rmdir(folder)


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
