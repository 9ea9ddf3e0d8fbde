"""Following a download in the terminal: how far it is on stderr, Ctrl-C pauses it and says how to go on."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.cli.interrupt import follow
from desktop.cli.progress import INTERRUPTED
from desktop.features.generation.stop import Stop
from desktop.features.models.fetching.download_records import Status
from desktop.features.models.fetching.download_text import (
    amount_text,
    checked_text,
    percent_text,
    reason_text,
    state_text,
)

if TYPE_CHECKING:
    from desktop.cli.terminal import Terminal
    from desktop.features.models.fetching.download_state import DownloadState
    from desktop.features.models.fetching.downloads import Downloads
    from desktop.features.services import Services
    from desktop.hub.remote_file import RemoteFile

_ENDED = (Status.DONE, Status.FAILED, Status.PAUSED)
_LOOK = 0.5  # seconds


def fetch(
    title: str, files: tuple[RemoteFile, ...], services: Services, terminal: Terminal, again: str, *, json: bool = False
) -> int:
    """Fetch a model and follow it to its end; `again` is the command that would go on. Returns the exit status.

    Which host is contacted is said before the first byte. Raises why it failed for good.
    """
    downloads = services.downloads
    size = sum(file.size for file in files)
    said = (
        translate("CommandLine", "{title}, {size}, from {host} into {folder}")
        if size
        else translate("CommandLine", "{title}, from {host} into {folder}")
    )
    folder = downloads.folder_for(files)
    terminal.note(said.format(title=title, size=_size(size), host=downloads.host_of(files), folder=folder))
    return follow_download(downloads, downloads.add(title, files), terminal, again, json=json)


def follow_download(
    downloads: Downloads, identifier: str, terminal: Terminal, again: str, *, json: bool = False
) -> int:
    """Follow a download that was begun; as `fetch`."""
    shown = _Shown(terminal)
    stop = Stop()
    presses = follow(lambda: _states(downloads, identifier, stop), stop, shown.show)
    terminal.status("")
    state = downloads.state(identifier)
    if state.status is Status.DONE:
        if json:
            terminal.print_json(facts(state), indent=2)
        else:
            done = translate("CommandLine", "{title} is here, {checked}: {path}")
            path = state.arrived[0].path
            terminal.write(done.format(title=state.title, checked=checked_text(state), path=path) + "\n")
        if state.reason is not None:
            raise state.reason
        return 0
    if state.reason is not None and state.status is Status.FAILED:
        raise state.reason
    paused = translate("CommandLine", "Paused at {percent}. To go on: {command}")
    terminal.note(paused.format(percent=percent_text(state), command=again))
    return INTERRUPTED if presses else 1


def facts(state: DownloadState) -> dict[str, Any]:
    """A download for another program."""
    return {
        "id": state.identifier,
        "title": state.title,
        "status": state.status.value,
        "host": state.host,
        "received": state.received,
        "size": state.size,
        "files": [file.name for file in state.files],
        "paths": [str(each.path) for each in state.arrived],
        "sha256": [each.sha256 for each in state.arrived],
        "checked": bool(state.arrived) and all(each.checked for each in state.arrived),
        "reason": state.reason.code.value if state.reason else None,
    }


class _Shown:
    """The passing line of a terminal; a line for each tenth where nobody watches. Trouble is said once each."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._tenth = 0
        self._said = ""

    def show(self, state: DownloadState) -> None:
        """Show a state."""
        reason = reason_text(state) if state.status is Status.RUNNING else ""
        if reason and reason != self._said:
            self._terminal.note(reason)
        self._said = reason or self._said
        line = ", ".join((percent_text(state), amount_text(state), state_text(state)))
        self._terminal.status(line)
        tenth = int(state.fraction * 10)
        if tenth > self._tenth and not self._terminal.err.isatty():
            self._tenth = tenth
            self._terminal.note(line)


def _states(downloads: Downloads, identifier: str, stop: Stop) -> Iterator[DownloadState]:
    """The download's states until it ends; `stop` pauses it."""
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    leave = downloads.subscribe(told.put)
    paused = False
    try:
        while True:
            if stop.is_set and not paused:
                paused = True
                downloads.pause(identifier)
            state = downloads.state(identifier)
            yield state
            if state.status in _ENDED:
                return
            try:
                told.get(timeout=_LOOK)
            except queue.Empty:
                continue
    finally:
        leave()


def _size(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
