"""One download at a moment: what runs, what is kept of it, and what of that is told."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.errors import LamplightError
from desktop.features.models.fetching.download_records import Record, Status
from desktop.hub.network import host
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.download import Arrived, Overview
from desktop.hub.transfer.local_names import PARTS_FOLDER
from desktop.hub.transfer.progress import Control, Step


@dataclass(frozen=True)
class DownloadState:
    """One download at a moment. Bytes and seconds; `size` is 0 and `seconds_left` None where nobody knows.

    `interrupted`: it was under way when the program ended. `reason` says why it failed, or waits for another try
    (`again_in` seconds from now). `hosts` are those asked so far, `host` the one that is asked first. `checked` is how
    far reading or comparing it again has come. `restarted`: the file at the source changed, and it was begun anew.
    """

    identifier: str
    title: str
    files: tuple[RemoteFile, ...]
    status: Status
    host: str
    folder: Path
    received: int = 0
    size: int = 0
    speed: float = 0.0
    seconds_left: float | None = None
    step: Step = Step.CONNECTING
    checked: int = 0
    reason: LamplightError | None = None
    again_in: float = 0.0
    hosts: tuple[str, ...] = ()
    interrupted: bool = False
    restarted: bool = False
    arrived: tuple[Arrived, ...] = ()

    @property
    def fraction(self) -> float:
        """How much is there, 0 to 1."""
        return min(1.0, self.received / self.size) if self.size else 0.0

    @property
    def waiting(self) -> bool:
        """Whether it runs, but waits for another try."""
        return self.status is Status.RUNNING and self.step is Step.WAITING


@dataclass
class Entry:
    """A download of the queue, with its thread while it runs."""

    record: Record
    control: Control
    overview: Overview
    thread: threading.Thread | None = None
    interrupted: bool = False
    cancelled: bool = False
    arrived: tuple[Arrived, ...] = ()


def new_entry(record: Record) -> Entry:
    """One that was just asked for."""
    entry = Entry(record, Control(), Overview())
    entry.overview.progress.size = sum(file.size for file in record.files)
    return entry


def kept_entry(record: Record) -> Entry:
    """A download as the program before left it."""
    begun = record.status in (Status.QUEUED, Status.RUNNING)
    entry = new_entry(replace(record, status=Status.PAUSED) if begun else record)
    entry.interrupted = begun
    entry.overview.progress.received = _on_disk(record)
    return entry


def parts_of(record: Record) -> Path:
    """Where what has arrived of it lies."""
    return record.models / PARTS_FOLDER / record.identifier


def _on_disk(record: Record) -> int:
    """How many bytes have arrived of it."""
    try:
        return sum(path.lstat().st_size for path in parts_of(record).glob("*.part"))
    except OSError:
        return 0


def state_of(entry: Entry) -> DownloadState:
    """What is told of it."""
    record, overview = entry.record, entry.overview
    progress = overview.progress
    running = record.status is Status.RUNNING
    size = overview.size or sum(file.size for file in record.files)
    rest = max(0, size - overview.received)
    return DownloadState(
        record.identifier,
        record.title,
        record.files,
        record.status,
        host(record.files[0].url),
        record.folder,
        received=overview.received,
        size=size,
        speed=progress.meter.speed() if running else 0.0,
        seconds_left=progress.meter.seconds_left(rest) if running and size else None,
        step=progress.step,
        checked=progress.checked,
        reason=progress.reason if running else record.reason,
        again_in=max(0.0, progress.again_at - time.monotonic()) if running else 0.0,
        hosts=progress.hosts,
        interrupted=entry.interrupted,
        restarted=progress.restarted,
        arrived=entry.arrived,
    )
