"""A guard over a process of its own: which addresses its Python code asks for or connects to, whichever library does.

It is an audit hook, which nothing in the process can take away again.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desktop.base.paths import ENV_HOME, Paths
from desktop.features.models.fetching.download_records import Record, Records, Status
from tests.hub.fetching import remote
from tests.hub.server import TOKEN, HubServer

ROOT = Path(__file__).resolve().parents[2]

GUARD = """
import os, sys
asked = os.open(os.environ["ASKED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def hook(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        os.write(asked, f"{event} {arguments[0]!r}\\n".encode())
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
        address = arguments[1] if len(arguments) > 1 else None
        if isinstance(address, tuple):
            os.write(asked, f"{event} {address[0]}:{address[1]}\\n".encode())
sys.addaudithook(hook)
"""


class Guarded:
    """Programs under the guard, in a home where a download was interrupted."""

    def __init__(self, paths: Paths, tmp_path: Path) -> None:
        self.asked = tmp_path / "asked"
        self._environment = {
            **os.environ,
            ENV_HOME: str(paths.data),
            "ASKED": str(self.asked),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            # What another program may have left: neither is taken.
            "HF_TOKEN": TOKEN,
            "HF_HOME": str(tmp_path / "hf"),
        }
        (tmp_path / "hf").mkdir()
        (tmp_path / "hf" / "token").write_text(TOKEN)

    def run(self, code: str, *arguments: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=self._environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return ran.stdout + ran.stderr

    def lines(self) -> list[str]:
        return self.asked.read_text().splitlines() if self.asked.exists() else []


def interrupted(paths: Paths, hub: HubServer) -> None:
    """As a killed program leaves it."""
    folder = paths.models / "maker" / "model"
    record = Record("0123456789abcdef", "A model", (remote(hub),), folder, paths.models, 1, Status.RUNNING)
    Records(paths.data / "downloads").write(record)
