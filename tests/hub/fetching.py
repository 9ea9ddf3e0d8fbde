"""What the tests of transfers share: a model that is easy to tell, quick times, one transfer on a thread."""

from __future__ import annotations

import hashlib
import random
import threading
from pathlib import Path

from desktop.hub.network import NetworkOptions
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.download import Arrived, Download, Overview
from desktop.hub.transfer.local_names import PARTS_FOLDER
from desktop.hub.transfer.progress import Control
from desktop.hub.transfer.tuning import Tuning
from tests.hub.server import HubServer

QUICK = Tuning(chunk=16 << 10, stall=0.5, least=64, first_wait=0.01, most_wait=0.04, sync=0.0, reserve=0)
NAME = "model-Q4_K_M.gguf"


def model_bytes(size: int = 300_000, seed: int = 1) -> bytes:
    """Bytes that look like a model's first ones, no two stretches alike."""
    return b"GGUF" + random.Random(seed).randbytes(size - 4)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def remote(hub: HubServer, name: str = NAME, repository: str = "maker/model", *, hashed: bool = True) -> RemoteFile:
    """A file of the hub as a search finds it; without its hash where a source says none."""
    file = hub.repositories[repository].files[name]
    return RemoteFile(
        name,
        hub.file_url(repository, name),
        len(file.data) if hashed else 0,
        file.sha256 if hashed else "",
        repository,
        source="huggingface",
    )


class Fetch:
    """One download into `models`, here or on a thread."""

    def __init__(
        self,
        models: Path,
        *files: RemoteFile,
        options: NetworkOptions | None = None,
        tuning: Tuning = QUICK,
    ) -> None:
        self.control = Control()
        self.overview = Overview()
        self.error: Exception | None = None
        self.arrived: list[Arrived] = []
        self.folder = models / "maker" / "model"
        self.parts = models / PARTS_FOLDER / "one"
        self._download = Download(
            "one", files, self.folder, models, options or NetworkOptions(), self.control, self.overview, tuning
        )
        self._thread = threading.Thread(target=self._work, daemon=True)

    def run(self) -> list[Arrived]:
        """Here, until it ends; raises what it raises."""
        return self._download.run()

    def start(self) -> Fetch:
        """On a thread."""
        self._thread.start()
        return self

    def join(self) -> None:
        """Wait for the thread."""
        self._thread.join(30)
        assert not self._thread.is_alive()

    @property
    def received(self) -> int:
        return self.overview.received

    def _work(self) -> None:
        try:
            self.arrived = self._download.run()
        except Exception as error:
            self.error = error


def nothing_but_right(models: Path, data: bytes) -> bool:
    """Whether what looks like a model anywhere in the folder is that model; True also where there is none."""
    return all(path.read_bytes() == data for path in models.rglob("*") if path.suffix.lower() == ".gguf")
