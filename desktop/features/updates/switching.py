"""Putting another version into the place of this one where no system's installer does it: a file, or a folder.

Each step is one renaming, so that whatever ends it in between leaves a whole program under the name that people and
desktops know; the version before stays beside it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tarfile
from pathlib import Path

_BEFORE = ".before"
_CARRIED = ("installed-files", "uninstall.sh")  # what the archive's own script put there
_AT_CWD, _EXCHANGE, _SWAP = -100, 2, 2


def before(program: Path) -> Path:
    """Where the version before lies, for a program that is one file or one in a folder of its own."""
    place = program if program.suffix == ".AppImage" else program.parent
    return place.with_name(f".{place.name}{_BEFORE}")


def switch_file(program: Path, new: Path) -> None:
    """Put the file `new` into the place of `program`. Raises OSError; the old one is then still there."""
    arriving = program.with_name(f".{program.name}.new")
    kept, made = before(program), program.with_name(f".{program.name}.old")
    try:
        shutil.copyfile(new, arriving)
        arriving.chmod(program.stat().st_mode | 0o111)
        _sync(arriving)
        made.unlink(missing_ok=True)
        try:
            os.link(program, made)
        except OSError:  # a disk that knows no links
            shutil.copy2(program, made)
        os.replace(made, kept)
        os.replace(arriving, program)
        _sync(program.parent)
    finally:
        arriving.unlink(missing_ok=True)
        made.unlink(missing_ok=True)


def switch_folder(program: Path, archive: Path) -> None:
    """Put what is in the archive into the place of the folder that `program` is in. Raises OSError, tarfile.TarError,
    ValueError; the old one is then still there."""
    folder = program.parent
    arriving = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(arriving, ignore_errors=True)
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(arriving, filter="data")
        found = next((each for each in arriving.glob(f"*/*/{program.name}") if each.is_file()), None)
        if found is None:
            raise ValueError("no program in it")
        for name in _CARRIED:
            if (folder / name).exists():
                shutil.copy2(folder / name, found.parent / name)
        exchange(found.parent, folder)
        kept = before(program)
        shutil.rmtree(kept, ignore_errors=True)
        os.replace(found.parent, kept)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def switch_back(program: Path) -> None:
    """Let the version before and this one change places. Raises OSError."""
    place = program if program.suffix == ".AppImage" else program.parent
    exchange(before(program), place)


def exchange(one: Path, other: Path) -> None:
    """Let two files or folders of one disk change names, at once where the system can. Raises OSError."""
    if _exchanged(one, other):
        return
    aside = other.with_name(f".{other.name}.aside")
    os.replace(other, aside)
    try:
        os.replace(one, other)
    except OSError:
        os.replace(aside, other)
        raise
    os.replace(aside, one)


def _exchanged(one: Path, other: Path) -> bool:
    """In one step, by the kernel. False where it can't."""
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform.startswith("linux") and hasattr(library, "renameat2"):
        status = library.renameat2(_AT_CWD, os.fsencode(one), _AT_CWD, os.fsencode(other), _EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        status = library.renamex_np(os.fsencode(one), os.fsencode(other), _SWAP)
    else:
        return False
    if status == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
