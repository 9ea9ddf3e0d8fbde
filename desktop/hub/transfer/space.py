"""Room on the disk: looked at before and while something arrives."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from desktop.base.errors import Code, HubError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def check_space(folder: Path, needed: int, reserve: int) -> None:
    """Raises HubError(DOWNLOAD_NO_SPACE) where `needed` bytes don't fit and leave the reserve."""
    free = shutil.disk_usage(folder).free
    if needed > 0 and free < needed + reserve:
        raise HubError(Code.DOWNLOAD_NO_SPACE, needed=size_text(needed + reserve), free=size_text(free))


def not_written(path: Path, error: OSError, needed: int = 0) -> HubError:
    """What an error of the disk means to a person."""
    if error.errno in _FULL:
        free = _free(path)
        return HubError(Code.DOWNLOAD_NO_SPACE, needed=size_text(needed), free=size_text(free), cause=str(error))
    return HubError(Code.DOWNLOAD_NOT_WRITTEN, path=str(path), cause=str(error))


def size_text(size: int) -> str:
    """`98 MB`, `2.5 GB`."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(0, round(size / 1e6))} MB"


def _free(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return 0
