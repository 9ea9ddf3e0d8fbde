"""The only door to the engine: starts its process, hands out calls, kills it when it is deaf, starts it again."""

from __future__ import annotations

import dataclasses
import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from desktop.base.devices import Device
from desktop.base.errors import Code, EngineError
from desktop.engine.client.call_log import log_load, log_reply
from desktop.engine.client.dump import EngineDump, handle_state
from desktop.engine.client.endings import cancelled, death
from desktop.engine.client.fallback import Fallback, Placer
from desktop.engine.client.phase import Phase
from desktop.engine.client.process import EngineProcess, ending_of
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.devices import DeviceList, ListDevices, Placed
from desktop.engine.protocol.dump import Dump, Dumped
from desktop.engine.protocol.messages import (
    ENDINGS,
    VERSION,
    Cancel,
    Embed,
    Event,
    Failed,
    Finished,
    Generate,
    Load,
    Loaded,
    LoadProgress,
    Measure,
    Quit,
    Request,
    Score,
    Started,
    Tokenize,
)
from desktop.engine.protocol.outcome import Ending, Outcome

__all__ = ["Engine", "EngineState", "Phase", "RequestHandle"]

log = logging.getLogger(__name__)

_QUIT_SECONDS = 2.0

_BROKEN = (Code.ENGINE_FAILED, Code.ENGINE_OUT_OF_MEMORY)
Question = Generate | Tokenize | Measure | Score | Embed


@dataclass(frozen=True)
class EngineState:
    """`progress` (0 to 1) while LOADING; `loaded` while READY or BUSY; `error` is why it STOPPED or DIED."""

    phase: Phase
    progress: float = 0.0
    loaded: Loaded | None = None
    error: EngineError | None = None


class Engine:
    """One process, one model. Every method may be called from any thread and returns at once, but `unload` and `dump`.

    `on_state` is called from whichever thread changed the state and must not block.
    """

    def __init__(
        self,
        log_file: Path,
        *,
        grace_seconds: float = 2.0,
        on_state: Callable[[EngineState], None] | None = None,
        states_dir: Path | None = None,
        placer: Placer | None = None,
    ) -> None:
        self._log_file = log_file
        self._grace = grace_seconds
        self._on_state = on_state
        self._states_dir = states_dir
        self._fallback = Fallback(placer)
        self._broken: Code | None = None  # why the process is being killed
        self._lock = threading.RLock()
        self._ids = itertools.count(1)
        self._process: EngineProcess | None = None
        self._calls: dict[int, RequestHandle] = {}
        self._load: Load | None = None
        self._loading = 0  # the id of the load under way
        self._started = False
        self._state = EngineState(Phase.STOPPED)
        self._closed = False

    @property
    def state(self) -> EngineState:
        return self._state

    @property
    def pid(self) -> int | None:
        """The process's id while there is one."""
        process = self._process
        return process.pid if process else None

    def load(self, request: Load) -> RequestHandle:
        """Load a model in a new process; the one before ends, and what it was writing is cancelled."""
        with self._lock:
            self._check_open()
            self._end_process()
            self._fallback.begin()
            states = str(self._states_dir) if self._states_dir else request.states_dir
            self._load = dataclasses.replace(request, id=next(self._ids), states_dir=states)
            call = self._register(self._load)
            self._start()
            return call

    def generate(self, request: Generate) -> RequestHandle:
        """Write a reply. The model is loaded again first where it was unloaded or its process died.

        Raises EngineError(NO_MODEL) where none was ever loaded.
        """
        return self.ask(request)

    def branches(self, request: Generate, count: int) -> list[RequestHandle]:
        """The same prompt written on in several ways: it is evaluated once, and forked. Seeds count up."""
        sampling = request.sampling
        seeds = [-1 if sampling.seed < 0 else sampling.seed + number for number in range(count)]
        return [
            self.ask(dataclasses.replace(request, sampling=dataclasses.replace(sampling, seed=seed))) for seed in seeds
        ]

    def ask(self, request: Question) -> RequestHandle:
        """Anything a loaded model can be asked; see `generate` and `RequestHandle.answer`."""
        with self._lock:
            self._check_open()
            if self._load is None:
                raise EngineError(Code.NO_MODEL)
            call = self._register(dataclasses.replace(request, id=next(self._ids)))
            self._submit(call)
            return call

    def dump(self, seconds: float = 2.0) -> EngineDump:
        """What is so in client and process, for those who debug; waits for the process for so many seconds at most."""
        with self._lock:
            known, process = self._known(), self._process
            if process is None:
                return known
            call = self._register(Dump(next(self._ids)))
            process.send(call.request)
        told = self._told_within(call, seconds)
        return dataclasses.replace(known, process=told if isinstance(told, Dumped) else None)

    def devices(self, seconds: float = 2.0) -> tuple[Device, ...]:
        """What the process can compute on, with the memory free now; () without one, or where it is too busy."""
        with self._lock:
            process = self._process
            if process is None:
                return ()
            call = self._register(ListDevices(next(self._ids)))
            process.send(call.request)
        told = self._told_within(call, seconds)
        return told.devices if isinstance(told, DeviceList) else ()

    def unload(self) -> None:
        """End the process (what it wants to save is saved first); its memory returns to the system."""
        with self._lock:
            process, self._process = self._process, None
            self._fallback.begin()
            if process is None:
                return
            self._cancel_all()
            process.send(Quit())
        if not process.wait(_QUIT_SECONDS):
            process.kill()
            process.wait(_QUIT_SECONDS)
        with self._lock:
            if self._process is None:
                self._set(EngineState(Phase.STOPPED))

    def close(self) -> None:
        """Unload for good. Later requests raise EngineError(ENGINE_CLOSED)."""
        self.unload()
        with self._lock:
            self._closed = True

    def _told_within(self, call: RequestHandle, seconds: float) -> Event | None:
        try:
            return call.answer(seconds)
        except (EngineError, TimeoutError) as error:
            log.warning("engine told nothing of itself: %s", error)
            return None
        finally:
            with self._lock:
                self._calls.pop(call.id, None)

    def _known(self) -> EngineDump:
        with self._lock:
            loaded = self._state.loaded
            handles = tuple(handle_state(call) for call in self._calls.values())
            return EngineDump(self._state.phase, self.pid, loaded.name if loaded else "", handles)

    # -- starting and ending ----------------------------------------------------------------------------------------

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError(Code.ENGINE_CLOSED)

    def _register(self, request: Request) -> RequestHandle:
        call = RequestHandle(request, self._cancel)
        self._calls[call.id] = call
        return call

    def _submit(self, call: RequestHandle) -> None:
        if self._process is None:
            assert self._load is not None
            self._load = dataclasses.replace(self._load, id=next(self._ids))
            self._start()
        assert self._process is not None
        self._process.send(call.request)
        if self._state.phase is Phase.READY and not isinstance(call.request, (Measure, Tokenize)):
            self._set(dataclasses.replace(self._state, phase=Phase.BUSY))  # those two take a moment only

    def _start(self) -> None:
        assert self._load is not None
        self._loading, self._started = self._load.id, False
        self._set(EngineState(Phase.STARTING))
        try:
            self._process = EngineProcess(self._log_file, self._event, self._end)
        except OSError as error:
            self._process = None
            self._fail_all(Code.ENGINE_FAILED, {"cause": str(error)}, Ending.FAILED)
            return
        load = self._load
        self._process.send(lambda: self._fallback.request(load))

    def _start_again(self) -> None:
        """The same load in a new process; those who wait for it go on waiting."""
        self._start()
        if self._process is not None:
            for call in self._calls.values():
                if not isinstance(call.request, (Load, Dump, ListDevices)):
                    self._process.send(call.request)

    def _end_process(self) -> None:
        """Send the process in the way home, to save what it has; its calls end as cancelled."""
        process, self._process = self._process, None
        self._cancel_all()
        if process is not None:
            process.send(Quit())
            timer = threading.Timer(_QUIT_SECONDS, process.kill)
            timer.daemon = True
            timer.start()

    def _cancel_all(self) -> None:
        for call in list(self._calls.values()):
            self._finish_cancelled(call)

    def _cancel(self, call: RequestHandle) -> None:
        """The caller wants it to stop: ask, and look after it when the grace is over."""
        with self._lock:
            process = self._process
            if process is None:
                self._finish_cancelled(call)
                return
            process.send(Cancel(target=call.id))
        timer = threading.Timer(self._grace, self._kill_if_deaf, (call, process))
        timer.daemon = True
        timer.start()

    def _kill_if_deaf(self, call: RequestHandle, process: EngineProcess) -> None:
        if not call.ended:
            known = self._known()
            log.warning("engine didn't stop request %d in %.1f s, killing it\n%s", call.id, self._grace, known)
            process.kill()

    # -- what the process says (its reader thread) ------------------------------------------------------------------

    def _event(self, process: EngineProcess, event: Event) -> None:
        with self._lock:
            if process is not self._process:
                return
            if isinstance(event, Started):
                self._check_version(event, process)
            elif event.id == self._loading and not isinstance(event, Finished):
                self._load_event(event)
            else:
                self._call_event(event)

    def _check_version(self, event: Started, process: EngineProcess) -> None:
        if event.version != VERSION:
            log.error("engine speaks protocol %d, not %d", event.version, VERSION)
            process.kill()
            return
        self._started = True
        self._set(EngineState(Phase.LOADING))

    def _load_event(self, event: Event) -> None:
        call = self._calls.get(self._loading)
        if isinstance(event, Placed):
            self._fallback.told(event)
        elif isinstance(event, LoadProgress):
            self._set(EngineState(Phase.LOADING, progress=event.fraction))
            for other in self._calls.values():
                other.put(dataclasses.replace(event, id=other.id))
        elif isinstance(event, Loaded):
            self._loading = 0
            event = dataclasses.replace(event, attempts=tuple(self._fallback.attempts))
            if call:
                log_load(call, event)
                self._finish(call, event)
            self._set(EngineState(Phase.BUSY if self._calls else Phase.READY, loaded=event))
        elif isinstance(event, Failed):
            process, self._process, self._loading = self._process, None, 0
            if process:
                process.kill()
            if event.code != Code.CANCELLED and self._fallback.failed(event.code, event.details):
                self._loading = self._load.id if self._load else 0
                self._start_again()
                return
            self._fail_all(event.code, event.details, Ending.FAILED)

    def _call_event(self, event: Any) -> None:
        call = self._calls.get(event.id)
        if call is None:
            return
        if not isinstance(event, ENDINGS):
            call.put(event)
            return
        if self._is_broken(event) and self._process is not None:
            self._broken = Code(cast("Finished", event).outcome.code)
            if self._worth_restarting():
                self._process.kill()  # `_end` tries it again
                return
            if self._fallback.on_devices:
                self._process.kill()  # and the next request finds it elsewhere
        if self._calls.keys() == {call.id} and self._state.phase is Phase.BUSY:
            self._set(dataclasses.replace(self._state, phase=Phase.READY))  # before anyone knows that it has ended
        self._finish(call, cast("Event", event))

    def _end(self, process: EngineProcess, exit_code: int | None, cause: str) -> None:
        """The process is gone: calls it owes end, and those that showed nothing yet are tried once more."""
        with self._lock:
            if process is not self._process:
                return
            self._process = None
            was_loading, self._loading = bool(self._loading), 0
            details = {"cause": cause, **ending_of(exit_code)}
            broken, self._broken = self._broken, None
            calls = list(self._calls.values())
            stopped = [call for call in calls if call.cancelled]
            for call in stopped:
                self._finish_cancelled(call)
            rest = [call for call in calls if not call.cancelled]
            blamed = {"cause": cause} if broken else details
            elsewhere = bool(rest or not stopped) and self._fallback.failed(broken or Code.ENGINE_DIED, blamed)
            if was_loading and elsewhere:
                self._loading = self._load.id if self._load else 0
                self._start_again()
                return
            again = [call for call in rest if self._may_retry(call, was_loading, elsewhere)]
            error = EngineError(Code.ENGINE_DIED, **details)
            if rest or not stopped:
                log.error("engine process ended: %s", error)
            self._set(EngineState(Phase.STOPPED) if stopped else EngineState(Phase.DIED, error=error))
            for call in rest:
                if call not in again:
                    self._finish(call, death(call, details))
            for call in again:
                call.retried = True
                self._submit(call)

    @staticmethod
    def _is_broken(event: Any) -> bool:
        return isinstance(event, Finished) and event.outcome.code in _BROKEN

    def _worth_restarting(self) -> bool:
        """Whether a fresh process may mend what failed, and nobody has seen anything yet."""
        elsewhere = self._fallback.on_devices
        return all(self._may_retry(other, False, elsewhere) for other in self._calls.values())

    @staticmethod
    def _may_retry(call: RequestHandle, was_loading: bool, elsewhere: bool) -> bool:
        """Once in the same way; as often as there is another place for the model."""
        again = not (was_loading or call.shown or (call.retried and not elsewhere) or call.cancelled)
        return again and not isinstance(call.request, Load | Dump | ListDevices)

    # -- ends -------------------------------------------------------------------------------------------------------

    def _finish(self, call: RequestHandle, event: Event) -> None:
        self._calls.pop(call.id, None)
        call.put(event)
        if isinstance(event, Finished):
            log_reply(call, event)

    def _finish_cancelled(self, call: RequestHandle) -> None:
        self._finish(call, cancelled(call))

    def _fail_all(self, code: str, details: dict[str, Any], ending: Ending) -> None:
        stopped = code == Code.CANCELLED
        error = None if stopped else EngineError(Code(code), **details)
        self._set(EngineState(Phase.STOPPED, error=error))
        for call in list(self._calls.values()):
            if not isinstance(call.request, Generate):
                self._finish(call, Failed(call.id, code, details))
            elif stopped:
                self._finish_cancelled(call)
            else:
                cause = str(details.get("cause", "")) or str(error)
                self._finish(call, Finished(call.id, Outcome(ending, code, cause)))

    def _set(self, state: EngineState) -> None:
        if state.phase is not self._state.phase:
            log.debug("the engine is %s", state.phase)
        self._state = state
        if self._on_state is not None:
            self._on_state(state)
