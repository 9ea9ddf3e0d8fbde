"""The queue of downloads: what is fetched, in which order, how far it is; kept over the end of the program.

Nothing begins by itself: what was under way when the program ended waits until a person says to go on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.base.errors import Code, HubError, LamplightError
from desktop.features.models.fetching.download_records import Record, Records, Status, identifier_of
from desktop.features.models.fetching.download_state import (
    DownloadState,
    Entry,
    kept_entry,
    new_entry,
    parts_of,
    state_of,
)
from desktop.features.models.fetching.fetch_speed import FetchSpeed
from desktop.hub.network import NetworkOptions, host
from desktop.hub.remote_file import RemoteFile
from desktop.hub.sources import SourcedDownload
from desktop.hub.transfer.download import Arrived, Overview, remove_parts
from desktop.hub.transfer.local_names import folder_of, targets
from desktop.hub.transfer.progress import Control
from desktop.hub.transfer.tuning import Tuning

log = logging.getLogger(__name__)

_TELL_SECONDS = 0.25
_END_SECONDS = 5.0


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
        speed: FetchSpeed | None = None,
    ) -> None:
        """`folder` keeps the list, `speed` how fast files came. `models` is asked where a new download goes, `options`
        how a file is reached.
        """
        self.speed = speed or FetchSpeed()
        self._records = Records(folder)
        self._models = models
        self._options = options
        self._finished = finished
        self._at_once = at_once
        self._tuning = tuning or Tuning()
        self._lock = threading.RLock()
        self._listeners: list[Callable[[str], None]] = []
        self._found: dict[str, Entry] | None = None
        self._ticker: threading.Thread | None = None
        self._closed = threading.Event()

    def states(self) -> list[DownloadState]:
        """All downloads, in their order. What was kept is read from the disk at the first call."""
        with self._lock:
            entries = sorted(self._entries().values(), key=lambda entry: entry.record.order)
            return [state_of(entry) for entry in entries]

    def look_again(self) -> list[DownloadState]:
        """As `states`, with what a command or another window began or ended meanwhile."""
        with self._lock:
            entries = self._entries()
            kept = {record.identifier: record for record in self._records.read()}
            own = (Status.RUNNING, Status.DONE)
            for gone in [key for key, entry in entries.items() if key not in kept and entry.record.status not in own]:
                del entries[gone]
            entries.update({key: kept_entry(record) for key, record in kept.items() if key not in entries})
        return self.states()

    def state(self, identifier: str) -> DownloadState:
        """Raises HubError(DOWNLOAD_UNKNOWN)."""
        with self._lock:
            return state_of(self._entry(identifier))

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
                entries[identifier] = new_entry(record)
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

    def _entries(self) -> dict[str, Entry]:
        if self._found is None:
            self._found = {record.identifier: kept_entry(record) for record in self._records.read()}
        return self._found

    def _entry(self, identifier: str) -> Entry:
        entry = self._entries().get(identifier)
        if entry is None:
            raise HubError(Code.DOWNLOAD_UNKNOWN, name=identifier)
        return entry

    def _follow_models(self, entry: Entry) -> None:
        """Let a download of which nothing is here yet go where models live now."""
        models = self._models()
        if models != entry.record.models and not parts_of(entry.record).is_dir():
            folder = folder_of(entry.record.files[0], models)
            entry.record = replace(entry.record, models=models, folder=folder)

    def _set(self, entry: Entry, status: Status, reason: LamplightError | None = None) -> None:
        entry.record = replace(entry.record, status=status, reason=reason)
        if not self._closed.is_set():
            self._records.write(entry.record)

    def _delete(self, entry: Entry) -> None:
        """Take away what has arrived, then the record. For gigabytes it takes a while, in which nobody is held up."""
        if entry.record.status is not Status.DONE:
            remove_parts(parts_of(entry.record))
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

    def _start(self, entry: Entry) -> None:
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

    def _run(self, entry: Entry) -> None:
        record = entry.record
        error: LamplightError | None = None
        began, before = time.monotonic(), entry.overview.received
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
        self.speed.note(entry.overview.received - before, time.monotonic() - began)
        self._end(entry, error or self._hand_over(entry))
        self._schedule()
        self._tell(record.identifier)

    def _hand_over(self, entry: Entry) -> LamplightError | None:
        """Let the library have what arrived; the file is there even where it can't be used."""
        log.info("download arrived: %d files", len(entry.arrived))
        try:
            self._finished(entry.arrived)
        except LamplightError as error:
            return error
        except OSError as error:
            return LamplightError(Code.DOWNLOAD_NOT_WRITTEN, path=str(entry.record.folder), cause=str(error))
        return None

    def _end(self, entry: Entry, error: LamplightError | None) -> None:
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
