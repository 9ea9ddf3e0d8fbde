"""Where the open window of a data folder listens, and how another program says a word to it without Qt.

Loading Qt takes longer than the window takes to answer: a key of the desktop's that runs our command shouldn't wait.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path

RAISE = b"raise\n"
TRANSLATE = b"translate\n"
MOST_BYTES = 1 << 20  # of a word: some thousand files
ENV_TOKEN = "XDG_ACTIVATION_TOKEN"  # with which Wayland lets a window come forward; whoever starts us gives us one
_OPEN = b"open "
_WAIT = 0.5  # seconds until somebody answers
_SENDING = 5.0  # and until a long word has been taken


def address(data: Path) -> str:
    """A socket name of this person and this data folder; short, since Unix sockets allow about 100 characters."""
    try:
        person = getpass.getuser()
    except (KeyError, OSError):
        person = ""
    digest = hashlib.sha256(f"{person}\0{data.resolve()}".encode()).hexdigest()[:24]
    return f"lamplight-{digest}"


def place(name: str) -> Path:
    """Where the socket of that name lies, on systems that have such sockets."""
    return Path(tempfile.gettempdir()) / name


def opening(files: Sequence[Path], token: str = "") -> bytes:
    """The word that asks the open window to open these files: any name there can be, on one line."""
    names = [os.path.abspath(file) for file in files]
    return _OPEN + json.dumps({"files": names, "token": token}).encode("ascii") + b"\n"


def opened(word: bytes) -> tuple[list[Path], str]:
    """The files of such a word and the token that came with it; nothing of any other word, or of a garbled one."""
    if not word.startswith(_OPEN):
        return [], ""
    try:
        found = json.loads(word[len(_OPEN) :])
        return [Path(str(name)) for name in found["files"]], str(found["token"])
    except (ValueError, TypeError, KeyError):
        return [], ""


def tell(name: str, word: bytes) -> bool:
    """Say a word to the open window that listens there; False when there is none, or no such socket on this system."""
    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        return False
    try:
        with socket.socket(family, socket.SOCK_STREAM) as door:
            door.settimeout(_WAIT)
            door.connect(str(place(name)))
            door.settimeout(_SENDING)
            door.sendall(word)
    except OSError:
        return False
    return True
