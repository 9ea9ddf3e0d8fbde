"""Where the open window of a data folder listens, and how another program says a word to it without Qt.

Loading Qt takes longer than the window takes to answer: a key of the desktop's that runs our command shouldn't wait.
"""

from __future__ import annotations

import getpass
import hashlib
import socket
import tempfile
from pathlib import Path

RAISE = b"raise\n"
TRANSLATE = b"translate\n"
_WAIT = 0.5  # seconds


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


def tell(name: str, word: bytes) -> bool:
    """Say a word to the open window that listens there; False when there is none, or no such socket on this system."""
    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        return False
    try:
        with socket.socket(family, socket.SOCK_STREAM) as door:
            door.settimeout(_WAIT)
            door.connect(str(place(name)))
            door.sendall(word)
    except OSError:
        return False
    return True
