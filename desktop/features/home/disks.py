"""Disks that writing and models could live on, and the one to propose."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

log = logging.getLogger(__name__)

FOLDER = "Lamplight"  # what is made on a disk that was chosen
_ROOMY = 30_000_000_000  # bytes; room for a few models of the middle size, and for the system
_LEAST = 5_000_000_000  # less isn't worth a proposal
_NO_HOME = {
    "squashfs",
    "iso9660",
    "udf",
    "tmpfs",
    "devtmpfs",
    "overlay",
    "vfat",
    "msdos",
    "autofs",
    "nfs",
    "nfs4",
    "cifs",
}
_REMOVABLE = ("/media", "/run/media", "/mnt/chromeos", "/Volumes")
_SYSTEM = ("/boot", "/efi", "/snap", "/var/lib", "/System", "/etc", "/proc", "/sys", "/dev")


@dataclass(frozen=True)
class Room:
    """A folder that things could live in, and its disk's bytes; `free` and `total` are 0 where nobody tells."""

    folder: Path
    free: int
    total: int

    @property
    def roomy(self) -> bool:
        """Whether a few models fit beside everything else."""
        return self.free >= _ROOMY


def room_of(folder: Path) -> Room:
    """The room there is for a folder, which need not be there yet."""
    for place in (folder, *folder.parents):
        try:
            found = shutil.disk_usage(place)
        except OSError:
            continue
        return Room(folder, found.free, found.total)
    return Room(folder, 0, 0)


def propose(usual: Path) -> Room:
    """Where to begin: the usual folder where its disk has room, else the disk of this machine that has most of it.

    A disk that can be pulled out or belongs to another machine isn't proposed; it can be chosen.
    """
    here = room_of(usual)
    if here.roomy:
        return here
    others = [room for room in _other_disks(usual) if room.free >= max(_LEAST, 2 * here.free)]
    return max(others, key=lambda room: room.free, default=here)


def is_writable(folder: Path) -> bool:
    """Whether a folder can be made and written there; nothing is left behind."""
    for place in (folder, *folder.parents):
        if place.exists():
            return place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    return False


def inside(chosen: Path) -> Path:
    """The folder to use when a person points at this one: itself where it is empty or ours, else one of ours in it."""
    try:
        empty = not any(chosen.iterdir())
    except OSError:
        empty = not chosen.exists()
    ours = chosen.name == FOLDER or (chosen / "lamplight.sqlite3").exists()
    return chosen if ours or (empty and chosen.parent != chosen) else chosen / FOLDER


def _other_disks(usual: Path) -> list[Room]:
    found = []
    for part in _partitions():
        mount = Path(part.mountpoint)
        if part.fstype.casefold() in _NO_HOME or "rw" not in part.opts.split(",") or "removable" in part.opts:
            continue
        if sys.platform != "win32" and (mount == Path("/") or part.mountpoint.startswith((*_REMOVABLE, *_SYSTEM))):
            continue
        folder = _own_folder(mount)
        if folder is not None and not _same_disk(folder, usual):
            found.append(room_of(folder))
    return found


def _own_folder(mount: Path) -> Path | None:
    """A folder of ours on a disk: in its root, or in the part of it that is this person's; None where none may be."""
    for place in (mount, mount / Path.home().name):
        if place.is_dir() and is_writable(place):
            return place / FOLDER
    return None


def _same_disk(one: Path, other: Path) -> bool:
    try:
        return _existing(one).stat().st_dev == _existing(other).stat().st_dev
    except OSError:
        return False


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _partitions() -> list[psutil._common.sdiskpart]:
    try:
        return list(psutil.disk_partitions(all=False))
    except (OSError, RuntimeError) as error:
        log.warning("disks are not known: %s", error)
        return []
