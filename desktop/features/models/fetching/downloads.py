"""The queue of downloads: what is fetched, in which order, how far it is; kept over the end of the program.

Nothing begins by itself: what was under way when the program ended waits until a person says to go on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.base.errors import Code, HubError, LamplightError
from desktop.features.models.fetching.download_records import Record, Records, Status, identifier_of
from desktop.hub.network import NetworkOptions, host
from desktop.hub.remote_file import RemoteFile
from desktop.hub.sources import SourcedDownload
from desktop.hub.transfer.download import Arrived, Overview, remove_parts
from desktop.hub.transfer.local_names import PARTS_FOLDER, folder_of, targets
from desktop.hub.transfer.progress import Control, Step
from desktop.hub.transfer.tuning import Tuning

log = logging.getLogger(__name__)

_TELL_SECONDS = 0.25
_END_SECONDS = 5.0


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
class _Entry:
    record: Record
    control: Control
    overview: Overview
    thread: threading.Thread | None = None
    interrupted: bool = False
    cancelled: bool = False
    arrived: tuple[Arrived, ...] = ()


class Downloads:
    """The queue. Safe from any thread; listeners are called on any thread, with the identifier of what changed."""

    def __init__(
        self,
        folder: Path,
        models: Callable[[], Path],
        options: Callable[[RemoteFile], NetworkOptions],
        finished: Callable[[tuple[Arrived, ...]], object] = lambda arrived: None,
        at_once: Callable[[], int] = lambda: 1,
        tuning: Tuning | None = None,
    ) -> None:
        """`folder` keeps the list. `models` is asked where a new download goes, `options` how a file is reached."""
        self._records = Records(folder)
        self._models = models
        self._options = options
        self._finished = finished
        self._at_once = at_once
        self._tuning = tuning or Tuning()
        self._lock = threading.RLock()
        self._listeners: list[Callable[[str], None]] = []
        self._found: dict[str, _Entry] | None = None
        self._ticker: threading.Thread | None = None
        self._closed = threading.Event()

    def states(self) -> list[DownloadState]:
        """All downloads, in their order. What was kept is read from the disk at the first call."""
        with self._lock:
            entries = sorted(self._entries().values(), key=lambda entry: entry.record.order)
            return [_state(entry) for entry in entries]

    def look_again(self) -> list[DownloadState]:
        """As `states`, with what a command or another window began or ended meanwhile."""
        with self._lock:
            entries = self._entries()
            kept = {record.identifier: record for record in self._records.read()}
            own = (Status.RUNNING, Status.DONE)
            for gone in [key for key, entry in entries.items() if key not in kept and entry.record.status not in own]:
                del entries[gone]
            entries.update({key: _kept(record) for key, record in kept.items() if key not in entries})
        return self.states()

    def state(self, identifier: str) -> DownloadState:
        """Raises HubError(DOWNLOAD_UNKNOWN)."""
        with self._lock:
            return _state(self._entry(identifier))

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` after each change, and a few times a second while something arrives; returns the way to stop
        it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def host_of(self, files: tuple[RemoteFile, ...]) -> str:
        """Which host would be contacted first; for saying so before. Nothing is asked."""
        return host(files[0].url)

    def folder_for(self, files: tuple[RemoteFile, ...]) -> Path:
        """Where these files would lie. Raises HubError(DOWNLOAD_NAME)."""
        return folder_of(files[0], self._models())

    # -- what a person asks ----------------------------------------------------------------------------------------

    def add(self, title: str, files: tuple[RemoteFile, ...]) -> str:
        """Fetch a model: all its files, in this order. Returns its identifier; the same model twice is one download.

        Raises HubError(DOWNLOAD_NAME).
        """
        models = self._models()
        folder = folder_of(files[0], models)
        targets(files, folder)
        identifier = identifier_of(files, folder)
        with self._lock:
            entries = self._entries()
            entry = entries.get(identifier)
            if entry is None or entry.record.status is Status.DONE:
                order = max((each.record.order for each in entries.values()), default=0) + 1
                record = Record(identifier, title, files, folder, models, order)
                entries[identifier] = _new(record)
                self._records.write(record)
        self.resume(identifier)
        return identifier

    def resume(self, identifier: str) -> None:
        """Go on with a download, or try again now. Raises HubError(DOWNLOAD_UNKNOWN)."""
        with self._lock:
            entry = self._entry(identifier)
            if entry.record.status is Status.RUNNING:
                entry.control.try_now()
                return
            if entry.record.status is Status.DONE or entry.cancelled:
                return
            self._follow_models(entry)
            entry.interrupted = False
            self._set(entry, Status.QUEUED)
        self._schedule()
        self._tell(identifier)

    def resume_all(self) -> None:
        """Go on with everything that doesn't run."""
        for state in self.states():
            if state.status in (Status.PAUSED, Status.FAILED):
                self.resume(state.identifier)

    def pause_all(self) -> None:
        """Stop everything for now."""
        for state in reversed(self.states()):  # what waits first, or it would begin
            self.pause(state.identifier)

    def pause(self, identifier: str) -> None:
        """Stop a download for now; what has arrived stays. Raises HubError(DOWNLOAD_UNKNOWN)."""
        with self._lock:
            entry = self._entry(identifier)
            if entry.record.status is Status.RUNNING:
                entry.control.stop()
            elif entry.record.status is Status.QUEUED:
                self._set(entry, Status.PAUSED)
        self._tell(identifier)

    def cancel(self, identifier: str) -> None:
        """Give a download up: what has arrived of it is deleted. One that is done is only taken off the list.

        Raises HubError(DOWNLOAD_UNKNOWN).
        """
        with self._lock:
            entry = self._entry(identifier)
            entry.cancelled = True
            if entry.record.status is Status.RUNNING:
                entry.control.stop()  # its thread removes it
                return
        self._delete(entry)
        self._tell(identifier)

    def put_first(self, identifier: str) -> None:
        """Let it be the next that begins. Raises HubError(DOWNLOAD_UNKNOWN)."""
        with self._lock:
            entry = self._entry(identifier)
            least = min(each.record.order for each in self._entries().values())
            entry.record = replace(entry.record, order=least - 1)
            self._records.write(entry.record)
        self._tell(identifier)

    def close(self) -> None:
        """End what runs; it is taken up again when a person asks after the next start. Safe to call twice."""
        self._closed.set()
        with self._lock:
            entries = list((self._found or {}).values())
        for entry in entries:
            entry.control.stop()
        end = time.monotonic() + _END_SECONDS
        for entry in entries:
            if entry.thread is not None:
                entry.thread.join(max(0.0, end - time.monotonic()))

    # -- inside ----------------------------------------------------------------------------------------------------

    def _entries(self) -> dict[str, _Entry]:
        if self._found is None:
            self._found = {record.identifier: _kept(record) for record in self._records.read()}
        return self._found

    def _entry(self, identifier: str) -> _Entry:
        entry = self._entries().get(identifier)
        if entry is None:
            raise HubError(Code.DOWNLOAD_UNKNOWN, name=identifier)
        return entry

    def _follow_models(self, entry: _Entry) -> None:
        """Let a download of which nothing is here yet go where models live now."""
        models = self._models()
        if models != entry.record.models and not _parts(entry.record).is_dir():
            folder = folder_of(entry.record.files[0], models)
            entry.record = replace(entry.record, models=models, folder=folder)

    def _set(self, entry: _Entry, status: Status, reason: LamplightError | None = None) -> None:
        entry.record = replace(entry.record, status=status, reason=reason)
        if not self._closed.is_set():
            self._records.write(entry.record)

    def _delete(self, entry: _Entry) -> None:
        """Take away what has arrived, then the record. For gigabytes it takes a while, in which nobody is held up."""
        if entry.record.status is not Status.DONE:
            remove_parts(_parts(entry.record))
        with self._lock:
            self._entries().pop(entry.record.identifier, None)
            self._records.remove(entry.record.identifier)

    def _schedule(self) -> None:
        with self._lock:
            if self._closed.is_set():
                return
            entries = sorted(self._entries().values(), key=lambda entry: entry.record.order)
            running = sum(entry.record.status is Status.RUNNING for entry in entries)
            for entry in entries:
                if running >= max(1, self._at_once()):
                    return
                if entry.record.status is Status.QUEUED and not entry.cancelled:
                    running += 1
                    self._start(entry)

    def _start(self, entry: _Entry) -> None:
        size = entry.overview.size or sum(file.size for file in entry.record.files)
        entry.control, received = Control(), entry.overview.received
        entry.overview = Overview()
        entry.overview.progress.received, entry.overview.progress.size = received, size
        self._set(entry, Status.RUNNING)
        entry.thread = threading.Thread(target=self._run, args=(entry,), daemon=True, name="download")
        entry.thread.start()
        if self._ticker is None or not self._ticker.is_alive():
            self._ticker = threading.Thread(target=self._tick, daemon=True, name="download-progress")
            self._ticker.start()

    def _run(self, entry: _Entry) -> None:
        record = entry.record
        error: LamplightError | None = None
        try:
            options = self._options(record.files[0])
            download = SourcedDownload(
                record.identifier,
                record.files,
                record.folder,
                record.models,
                options,
                entry.control,
                entry.overview,
                self._tuning,
            )
            entry.arrived = tuple(download.run())
        except LamplightError as found:
            error = found
        except Exception as found:
            log.exception("download failed")
            error = LamplightError(Code.INTERNAL, cause=f"{type(found).__name__}: {found}")
        self._end(entry, error or self._hand_over(entry))
        self._schedule()
        self._tell(record.identifier)

    def _hand_over(self, entry: _Entry) -> LamplightError | None:
        """Let the library have what arrived; the file is there even where it can't be used."""
        log.info("download arrived: %d files", len(entry.arrived))
        try:
            self._finished(entry.arrived)
        except LamplightError as error:
            return error
        except OSError as error:
            return LamplightError(Code.DOWNLOAD_NOT_WRITTEN, path=str(entry.record.folder), cause=str(error))
        return None

    def _end(self, entry: _Entry, error: LamplightError | None) -> None:
        with self._lock:
            if entry.cancelled:
                if entry.arrived:
                    entry.record = replace(entry.record, status=Status.DONE)
            elif entry.arrived:
                self._records.remove(entry.record.identifier)
                entry.record = replace(entry.record, status=Status.DONE, reason=error)
            elif error is not None and error.code is not Code.CANCELLED:
                log.warning("download failed: %s", error.code)
                self._set(entry, Status.FAILED, error)
            else:
                self._set(entry, Status.PAUSED)
        if entry.cancelled:
            self._delete(entry)

    def _tick(self) -> None:
        while not self._closed.wait(_TELL_SECONDS):
            with self._lock:
                running = [key for key, each in self._entries().items() if each.record.status is Status.RUNNING]
                if not running:
                    self._ticker = None
                    return
            for identifier in running:
                self._tell(identifier)

    def _tell(self, identifier: str) -> None:
        for listener in list(self._listeners):
            listener(identifier)


def _new(record: Record) -> _Entry:
    entry = _Entry(record, Control(), Overview())
    entry.overview.progress.size = sum(file.size for file in record.files)
    return entry


def _kept(record: Record) -> _Entry:
    """A download as the program before left it."""
    begun = record.status in (Status.QUEUED, Status.RUNNING)
    entry = _new(replace(record, status=Status.PAUSED) if begun else record)
    entry.interrupted = begun
    entry.overview.progress.received = _on_disk(record)
    return entry


def _parts(record: Record) -> Path:
    return record.models / PARTS_FOLDER / record.identifier


def _on_disk(record: Record) -> int:
    """How many bytes have arrived of it."""
    try:
        return sum(path.lstat().st_size for path in _parts(record).glob("*.part"))
    except OSError:
        return 0


def _state(entry: _Entry) -> DownloadState:
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
