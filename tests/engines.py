"""One engine process for many tests: the next client finds it running, with the model it asks for already loaded.

Starting Python, llama.cpp and a model takes longer than most replies that tests wait for. Client, pipe, process and
model are the real ones; only the start is left out where the model to be loaded is the one that is there. What a test
kills is dead, and the next one gets a new process. A test about starting asks for a process of its own.
"""

from __future__ import annotations

import dataclasses
import itertools
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.engine.client.process import EngineProcess
from desktop.engine.protocol.messages import Cancel, Event, Load, Loaded, Quit, Request, Started

_MOST = 2  # processes that are kept: one of each starter
_QUIT_SECONDS = 5.0

OnEvent = Callable[[Any, Event], None]
OnEnd = Callable[[Any, "int | None", str], None]


class _Kept:
    """A process, and who uses it now."""

    def __init__(self, pool: Engines, log_file: Path, load: Load, user: KeptProcess) -> None:
        self.load, self.user = load, user
        self.started: Started | None = None
        self.loaded: Loaded | None = None
        self._pool = pool
        self.process = EngineProcess(log_file, self._event, self._end)
        self.process.send(load)

    def _event(self, _: EngineProcess, event: Event) -> None:
        if isinstance(event, Started):
            self.started = event
        elif isinstance(event, Loaded):
            self.loaded = event
        if self.user is not None:
            self.user.told(event)

    def _end(self, _: EngineProcess, exit_code: int | None, cause: str) -> None:
        self._pool.forget(self)
        if self.user is not None:
            self.user.ended(exit_code, cause)


class Engines:
    """The processes of one run of the tests; `process` stands in for the client's `EngineProcess`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Kept] = []
        self._ids = itertools.count(1)

    def process(self, log_file: Path, on_event: OnEvent, on_end: OnEnd) -> KeptProcess:
        """What a client takes for a process it has just started."""
        return KeptProcess(self, log_file, on_event, on_end)

    def next_id(self) -> int:
        return next(self._ids)

    def take(self, load: Load) -> _Kept | None:
        """An idle process with this model, if there is one."""
        with self._lock:
            for kept in self._idle:
                if _alike(kept.load, load):
                    self._idle.remove(kept)
                    return kept
        return None

    def give_back(self, kept: _Kept) -> None:
        with self._lock:
            self._idle.append(kept)
            leaving = self._idle[:-_MOST]
            del self._idle[:-_MOST]
        for other in leaving:
            other.process.send(Quit())

    def forget(self, kept: _Kept) -> None:
        with self._lock:
            if kept in self._idle:
                self._idle.remove(kept)

    def close(self) -> None:
        """End them all."""
        with self._lock:
            leaving, self._idle = self._idle, []
        for kept in leaving:
            kept.process.send(Quit())
        for kept in leaving:
            if not kept.process.wait(_QUIT_SECONDS):
                kept.process.kill()


class KeptProcess:
    """One client's turn with a process; like an `EngineProcess` to the client.

    Each client counts its requests from 1, so they get numbers of their own on the way to the process.
    """

    def __init__(self, engines: Engines, log_file: Path, on_event: OnEvent, on_end: OnEnd) -> None:
        self._engines, self._log_file = engines, log_file
        self._on_event, self._on_end = on_event, on_end
        self._kept: _Kept | None = None
        self._theirs: dict[int, int] = {}  # the process's numbers -> the client's
        self._over = threading.Event()

    @property
    def pid(self) -> int | None:
        return self._kept.process.pid if self._kept else None

    def send(self, asked: Request | Callable[[], Request]) -> None:
        request = asked() if callable(asked) else asked
        if isinstance(request, Load):
            self._begin(request)
        elif self._kept is None:
            return
        elif isinstance(request, Quit):
            self._leave(self._kept)
        elif isinstance(request, Cancel):
            for number, theirs in list(self._theirs.items()):
                if theirs == request.target:
                    self._kept.process.send(Cancel(target=number))
        else:
            self._kept.process.send(self._numbered(request))

    def kill(self) -> None:
        if self._kept is not None:
            self._kept.process.kill()

    def wait(self, seconds: float) -> bool:
        return self._over.wait(seconds)

    def told(self, event: Event) -> None:
        """What the process says; nothing about a request of an earlier client."""
        if isinstance(event, Started):
            self._on_event(self, event)
        elif event.id in self._theirs:
            self._on_event(self, dataclasses.replace(event, id=self._theirs[event.id]))

    def ended(self, exit_code: int | None, cause: str) -> None:
        """The process is gone, or this turn with it."""
        self._kept = None
        self._on_end(self, exit_code, cause)
        self._over.set()

    def _begin(self, load: Load) -> None:
        kept = self._engines.take(load)
        if kept is None:
            numbered = self._numbered(load)
            assert isinstance(numbered, Load)
            self._kept = _Kept(self._engines, self._log_file, numbered, self)
            return
        self._kept, kept.user = kept, self
        threading.Thread(target=self._greet, args=(kept, load), daemon=True, name="engine-reader").start()

    def _greet(self, kept: _Kept, load: Load) -> None:
        assert kept.started is not None
        assert kept.loaded is not None
        self._on_event(self, kept.started)
        self._on_event(self, dataclasses.replace(kept.loaded, id=load.id))

    def _leave(self, kept: _Kept) -> None:
        if kept.loaded is None:
            kept.process.send(Quit())  # its end is told by the process
            return
        for number in self._theirs:
            kept.process.send(Cancel(target=number))
        kept.user = None
        self._engines.give_back(kept)
        threading.Thread(target=self.ended, args=(0, ""), daemon=True, name="engine-reader").start()

    def _numbered(self, request: Request) -> Request:
        number = self._engines.next_id()
        self._theirs[number] = request.id
        return dataclasses.replace(request, id=number)


def _alike(one: Load, other: Load) -> bool:
    """Whether they load the same in the same way; where conversations are kept on disk doesn't matter."""
    return dataclasses.replace(one, id=0, states_dir="") == dataclasses.replace(other, id=0, states_dir="")
