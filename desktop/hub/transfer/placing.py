"""A part that is whole gets its name, in one step that a crash can't cut, and never over another file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from desktop.base.errors import Code, HubError
from desktop.hub.transfer.local_names import taken


def place(part: Path, target: Path) -> None:
    """Raises HubError(DOWNLOAD_EXISTS) where something has that name, OSError."""
    there = taken(target)
    if there is not None:
        raise HubError(Code.DOWNLOAD_EXISTS, path=str(there))
    try:
        os.link(part, target)  # unlike a rename, it never replaces a file that came just now
    except FileExistsError as error:
        raise HubError(Code.DOWNLOAD_EXISTS, path=str(target)) from error
    except (OSError, NotImplementedError):  # not every file system knows links
        os.rename(part, target)
    else:
        os.unlink(part)


def sync_folder(folder: Path) -> None:
    """Let the disk have the names, too, on systems that can be told so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
