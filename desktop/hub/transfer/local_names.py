"""Where a file from elsewhere may lie here: its name is someone else's choice, and may be meant to do harm."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from desktop.base.errors import Code, HubError
from desktop.hub.network import host
from desktop.hub.remote_file import RemoteFile

PARTS_FOLDER = ".downloads"
_MOST_BYTES = 200  # of a name; file systems allow 255, and our own additions need some
_HARMFUL = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)


def local_name(name: str) -> str:
    """The name that the last component of a path in a repository has on this machine.

    What can be spelled otherwise is (characters that Windows forbids, a dot at the end). Raises
    HubError(DOWNLOAD_NAME) for what leads elsewhere, is no GGUF file, or has no name left.
    """
    _refuse_paths(name)
    found = _component(name.rpartition("/")[2])
    if not found.lower().endswith(".gguf") or len(found) <= len(".gguf"):
        raise HubError(Code.DOWNLOAD_NAME, name=shown(name))
    return found


def folder_of(file: RemoteFile, models: Path) -> Path:
    """The folder of a file in the models' folder: maker and repository, or the host that it comes from.

    Raises HubError(DOWNLOAD_NAME).
    """
    if not file.repository:
        return models / _component(host(file.url).replace(":", "-"))
    _refuse_paths(file.repository)
    folder = models
    for part in file.repository.split("/"):
        folder /= _component(part)
    return folder


def targets(files: tuple[RemoteFile, ...], folder: Path) -> list[Path]:
    """Where each file will lie. Raises HubError: DOWNLOAD_NAME, also where two would be one on some system."""
    found = [folder / local_name(file.name) for file in files]
    if len({_folded(path.name) for path in found}) < len(found):
        raise HubError(Code.DOWNLOAD_NAME, name=shown(files[-1].name))
    return found


def check_inside(folder: Path, models: Path) -> None:
    """Raises HubError(DOWNLOAD_NAME) where a link on the way leads out of the models' folder."""
    real, root = Path(os.path.realpath(folder)), Path(os.path.realpath(models))
    if not real.is_relative_to(root):
        raise HubError(Code.DOWNLOAD_NAME, name=str(folder), cause=str(real))


def taken(target: Path) -> Path | None:
    """What lies there already: under this name, or one that differs only in case or composition."""
    if os.path.lexists(target):
        return target
    try:
        names = os.listdir(target.parent)
    except OSError:
        return None
    folded = _folded(target.name)
    return next((target.with_name(name) for name in names if _folded(name) == folded), None)


def shown(name: str) -> str:
    """A name as a sentence can hold it."""
    return _HARMFUL.sub("\N{REPLACEMENT CHARACTER}", name)[:120]


def _refuse_paths(name: str) -> None:
    parts = name.split("/")
    bad = not name or "\\" in name or "\0" in name or name.startswith(("/", "~")) or re.match(r"[A-Za-z]:", name)
    if bad or any(part in ("", ".", "..") for part in parts):
        raise HubError(Code.DOWNLOAD_NAME, name=shown(name))


def _component(name: str) -> str:
    found = unicodedata.normalize("NFC", _HARMFUL.sub("_", name)).rstrip(". ").lstrip(" ")
    if found.startswith("."):  # hidden, or ours
        found = "_" + found[1:]
    if _RESERVED.fullmatch(found):
        found = "_" + found
    try:
        size = len(found.encode())
    except UnicodeEncodeError:
        size = 0
    if not 0 < size <= _MOST_BYTES:
        raise HubError(Code.DOWNLOAD_NAME, name=shown(name))
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
