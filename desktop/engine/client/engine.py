"""The only door to the engine: starts its process, hands out calls, kills it when it is deaf, starts it again."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from desktop.base.devices import Device
from desktop.base.errors import Code, EngineError
from desktop.engine.client.call_log import log_load
from desktop.engine.client.calls import Calls, is_background
from desktop.engine.client.device_fallback import DeviceFallback, Placer
from desktop.engine.client.dump import EngineDump, handle_state
from desktop.engine.client.endings import death, end_of
from desktop.engine.client.phase import Phase
from desktop.engine.client.process import EngineProcess, ending_of
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.client.retrying import FALLBACK_IS_NO_HELP, broken_by, may_retry
from desktop.engine.client.state import EngineState
from desktop.engine.protocol.adapters import Adapt, Adapter
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
    Score,
    Started,
    Tokenize,
)
from desktop.engine.protocol.outcome import Ending

__all__ = ["Engine", "EngineState", "Phase", "RequestHandle"]

log = logging.getLogger(__name__)

_QUIT_SECONDS = 2.0

Question = Generate | Tokenize | Measure | Score | Embed | Adapt
_MOMENTARY = (Measure, Tokenize, Adapt)  # not worth being called busy


class Engine:
    """One process, one model. Every method may be called from any thread and returns at once, but `unload` and `dump`.

    `on_state` is called from whichever thread changed the state, `on_reply` with each reply that has ended; neither
    may block. With `reconsider` no process is
    started before somebody calls `admit`: it is called, under the engine's lock, when a process is wanted and when the
    last request has ended.
    `placer` knows where a model goes; what fails there goes elsewhere before any other fallback.
    """

    def __init__(
        self,
        log_file: Path,
        *,
        grace_seconds: float = 2.0,
        on_state: Callable[[EngineState], None] | None = None,
        states_dir: Path | None = None,
        reconsider: Callable[[], None] | None = None,
        on_reply: Callable[[Generate, Finished], None] | None = None,
        placer: Placer | None = None,
    ) -> None:
        self._log_file = log_file
        self._grace = grace_seconds
        self._on_state = on_state
        self._states_dir = states_dir
        self._reconsider = reconsider
        self._devices = DeviceFallback(placer)
        self._broken: Code | None = None  # why the process is being killed
        self._lock = threading.RLock()
        self._process: EngineProcess | None = None
        self._calls = Calls(self._cancel, on_reply)
        self._load: Load | None = None
        self._fallbacks: list[Load] = []
        self._refused: tuple[EngineError, ...] = ()
        self._adapters: tuple[Adapter, ...] = ()
        self._loading = 0  # the id of the load under way
        self._waiting = False  # for room: there is no process yet
        self._giving_way = False  # what runs in the background is held back
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

    @property
    def requests(self) -> int:
        """How many requests are under way or wait for the model; loading it and those held back don't count."""
        return len(self._calls.asked()) - self._calls.held

    @property
    def foreground(self) -> int:
        """How many of them somebody waits for at the screen."""
        return sum(not is_background(call) for call in self._calls.asked())

    @property
    def waits(self) -> bool:
        """Whether a process is wanted and there was no room for it yet."""
        return self._waiting

    def load(self, request: Load, fallbacks: Sequence[Load] = ()) -> RequestHandle:
        """Load a model in a new process; the one before ends, and what it was writing is cancelled.

        Where that fails the `fallbacks` are tried, one after the other, and what was asked meanwhile waits for them.
        """
        with self._lock:
            self._check_open()
            self._end_process()
            if self._load is not None and self._load.path != request.path:
                self._adapters = ()
            self._load = self._numbered(request)
            self._fallbacks, self._refused = list(fallbacks), ()
            self._devices.begin()
            call = self._calls.add(self._load)
            self._start()
            return call

    def admit(self) -> None:
        """There is room now: start the process that waits for it, and let go on what was held back."""
        with self._lock:
            self._giving_way = False
            held = self._calls.release()
            if self._waiting:
                self._waiting = False
                self._spawn()
            elif self._process is not None:
                for call in held:
                    self._submit(call)

    def wait_for_room(self) -> None:
        """There is no room yet, and that is told."""
        with self._lock:
            if self._waiting and self._state.phase is not Phase.WAITING:
                self._set(EngineState(Phase.WAITING))

    def give_way(self) -> None:
        """Hold back what runs in the background and is asked from now on, until `admit`: somebody waits for memory."""
        with self._lock:
            self._giving_way = self._process is not None

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
            call = self._calls.add(dataclasses.replace(self._with_adapters(request), id=self._calls.next_id()))
            self._submit(call)
            return call

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """Those that work for requests which name none themselves."""
        return self._adapters

    def set_adapters(self, adapters: tuple[Adapter, ...]) -> RequestHandle | None:
        """Let these work for later requests, of this model until another one is loaded; what is being written goes on.

        Where the model is loaded they are read at once: the handle ends with `Adapted`, or with what is wrong with one.
        """
        with self._lock:
            self._check_open()
            self._adapters = adapters
            return self.ask(Adapt(adapters)) if self._process is not None and self._load is not None else None

    def _with_adapters(self, request: Question) -> Question:
        if isinstance(request, Measure):
            generate = self._with_adapters(request.generate)
            return dataclasses.replace(request, generate=generate) if isinstance(generate, Generate) else request
        if isinstance(request, (Generate, Score)) and request.adapters is None:
            return dataclasses.replace(request, adapters=self._adapters)
        return request

    def dump(self, seconds: float = 2.0) -> EngineDump:
        """What is so in client and process, for those who debug; waits for the process for so many seconds at most."""
        known = self._known()
        told = self._tell(Dump, seconds)
        return dataclasses.replace(known, process=told if isinstance(told, Dumped) else None)

    def devices(self, seconds: float = 2.0) -> tuple[Device, ...]:
        """What the process can compute on, with the memory free now; () without one, or where it is too busy."""
        told = self._tell(ListDevices, seconds)
        return told.devices if isinstance(told, DeviceList) else ()

    def _tell(self, question: type[Dump | ListDevices], seconds: float) -> Event | None:
        with self._lock:
            process = self._process
            if process is None:
                return None
            call = self._calls.add(question(self._calls.next_id()))
            process.send(call.request)
        try:
            return call.answer(seconds)
        except (EngineError, TimeoutError) as error:
            log.warning("engine told nothing of itself: %s", error)
            return None
        finally:
            with self._lock:
                self._calls.forget(call)

    def unload(self, *, idle_only: bool = False) -> bool:
        """End the process (what it wants to save is saved first); its memory returns to the system.

        With `idle_only` nothing happens while a request is under way, and False is returned; what is held back waits
        for the next process then.
        """
        with self._lock:
            if idle_only and self.requests:
                return False
            process, self._process = self._process, None
            self._devices.begin()
            if not (idle_only and self._calls.held):
                self._calls.cancel_all()
                self._waiting = False
            if process is None:
                if self._state.phase in (Phase.STARTING, Phase.WAITING) and not self._waiting:
                    self._set(EngineState(Phase.STOPPED))
                return True
            process.send(Quit())
        if not process.wait(_QUIT_SECONDS):
            process.kill()
            process.wait(_QUIT_SECONDS)
        with self._lock:
            if self._process is None and not self._waiting:
                self._set(EngineState(Phase.STOPPED))
                if self._calls.held:
                    self._start()
        return True

    def close(self) -> None:
        """Unload for good. Later requests raise EngineError(ENGINE_CLOSED)."""
        self.unload()
        with self._lock:
            self._closed = True

    def _known(self) -> EngineDump:
        with self._lock:
            loaded = self._state.loaded
            handles = tuple(handle_state(call) for call in self._calls.all())
            return EngineDump(self._state.phase, self.pid, loaded.name if loaded else "", handles)

    # -- starting and ending ----------------------------------------------------------------------------------------

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError(Code.ENGINE_CLOSED)

    def _numbered(self, request: Load) -> Load:
        states = str(self._states_dir) if self._states_dir else request.states_dir
        return dataclasses.replace(request, id=self._calls.next_id(), states_dir=states)

    def _submit(self, call: RequestHandle) -> None:
        if self._process is None:
            if not self._waiting:
                assert self._load is not None
                self._load = dataclasses.replace(self._load, id=self._calls.next_id())
                self._start()
            return  # it is sent when the process is there
        if self._giving_way and is_background(call):
            self._calls.hold(call)
            return
        self._process.send(call.request)
        if self._state.phase is Phase.READY and not isinstance(call.request, _MOMENTARY):
            self._set(dataclasses.replace(self._state, phase=Phase.BUSY))

    def _start(self) -> None:
        assert self._load is not None
        self._loading, self._started = self._load.id, False
        self._set(EngineState(Phase.STARTING))
        if self._reconsider is None:
            self._spawn()
            return
        self._waiting = True
        self._reconsider()

    def _spawn(self) -> None:
        """Start the process, and send it the load and all that waits for that."""
        assert self._load is not None
        self._calls.release()
        self._set(EngineState(Phase.STARTING, refused=self._refused))
        try:
            self._process = EngineProcess(self._log_file, self._event, self._end)
        except OSError as error:
            self._process = None
            self._fail_all(Code.ENGINE_FAILED, {"cause": str(error)}, Ending.FAILED)
            return
        self._process.send(self._devices.sending(self._load))
        for call in self._calls.asked():
            self._process.send(call.request)

    def _end_process(self) -> None:
        """Send the process in the way home, to save what it has; its calls end as cancelled."""
        process, self._process = self._process, None
        self._waiting = self._giving_way = False
        self._calls.cancel_all()
        if process is not None:
            process.send(Quit())
            timer = threading.Timer(_QUIT_SECONDS, process.kill)
            timer.daemon = True
            timer.start()

    def _cancel(self, call: RequestHandle) -> None:
        """The caller wants it to stop: ask, and look after it when the grace is over."""
        with self._lock:
            process = self._process
            if process is None or self._calls.is_held(call):
                self._calls.finish_cancelled(call)
                self._stop_waiting()
                return
            process.send(Cancel(target=call.id))
        timer = threading.Timer(self._grace, self._kill_if_deaf, (call, process))
        timer.daemon = True
        timer.start()

    def _stop_waiting(self) -> None:
        """Nobody wants the process any more that there was no room for."""
        if self._waiting and not self._calls.asked():
            self._waiting, self._loading = False, 0
            self._calls.cancel_all()
            self._set(EngineState(Phase.STOPPED))

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
        self._set(EngineState(Phase.LOADING, refused=self._refused))

    def _load_event(self, event: Event) -> None:
        call = self._calls.get(self._loading)
        if isinstance(event, Placed):
            self._devices.told(event)
        elif isinstance(event, LoadProgress):
            self._set(EngineState(Phase.LOADING, progress=event.fraction, refused=self._refused))
            for other in self._calls.all():
                other.put(dataclasses.replace(event, id=other.id))
        elif isinstance(event, Loaded):
            self._loading = 0
            event = dataclasses.replace(event, attempts=tuple(self._devices.attempts))
            if call:
                log_load(call, event)
                self._calls.finish(call, event)
            phase = Phase.BUSY if self._calls else Phase.READY
            self._set(EngineState(phase, loaded=event, refused=self._refused))
        elif isinstance(event, Failed):
            process, self._process, self._loading = self._process, None, 0
            if process:
                process.kill()
            if event.code != Code.CANCELLED and self._devices.failed(event.code, event.details):
                self._start()
            elif not self._fall_back(EngineError(Code(event.code), **event.details)):
                self._fail_all(event.code, event.details, Ending.FAILED)

    def _fall_back(self, error: EngineError) -> bool:
        """Try the next way to load, where there is one and it may help; the calls wait for it."""
        if not self._fallbacks or self._load is None or error.code in FALLBACK_IS_NO_HELP:
            return False
        log.warning("model not loaded, trying another way: %s", error)
        self._refused = (*self._refused, error)
        self._load = dataclasses.replace(self._numbered(self._fallbacks.pop(0)), id=self._load.id)
        self._devices.begin()
        self._start()
        return True

    def _call_event(self, event: Any) -> None:
        call = self._calls.get(event.id)
        if call is None:
            return
        if not isinstance(event, ENDINGS):
            call.put(event)
            return
        broken = broken_by(event)
        if broken is not None and self._process is not None:
            self._broken = broken
            elsewhere = self._devices.in_use
            if all(may_retry(other, False, elsewhere) for other in self._calls.all()):
                self._process.kill()  # `_end` tries it again
                return
            if elsewhere:
                self._process.kill()  # and the next request finds the model elsewhere
        if self._calls.is_last(call) and self._state.phase is Phase.BUSY:
            self._set(dataclasses.replace(self._state, phase=Phase.READY))  # before anyone knows that it has ended
        self._calls.finish(call, cast("Event", event))
        self._rest()

    def _rest(self) -> None:
        if self._reconsider is not None and not self.requests:
            self._reconsider()

    def _end(self, process: EngineProcess, exit_code: int | None, cause: str) -> None:
        """The process is gone: calls it owes end, and those that showed nothing yet are tried once more."""
        with self._lock:
            if process is not self._process:
                return
            self._process = None
            was_loading, self._loading = bool(self._loading), 0
            broken, self._broken = self._broken, None
            calls = self._calls.all()
            stopped = [call for call in calls if call.cancelled]
            for call in stopped:
                self._calls.finish_cancelled(call)
            rest = [call for call in calls if not call.cancelled]
            details = {"cause": cause, **ending_of(exit_code)}
            error = end_of(self._load, details)
            blamed = {"cause": cause} if broken else details
            elsewhere = bool(rest or not stopped) and self._devices.failed(broken or Code.ENGINE_DIED, blamed)
            if was_loading and rest and (elsewhere or self._fall_back(error)):
                if elsewhere:  # a fallback has begun already
                    self._start()
                return
            lost = self._devices.lost if elsewhere else ()
            another = elsewhere or error.code is Code.ENGINE_DIED
            again = [call for call in rest if another and may_retry(call, was_loading, elsewhere)]
            if rest or not stopped:
                log.error("engine process ended: %s", error)
            self._set(EngineState(Phase.STOPPED) if stopped else EngineState(Phase.DIED, error=error))
            for call in rest:
                if call not in again:
                    self._calls.finish(call, death(call, error.code, details, lost))
            for call in again:
                call.retried = True
            if again:
                self._submit(again[0])  # all of them are sent to the new process
            self._rest()

    # -- ends -------------------------------------------------------------------------------------------------------

    def _fail_all(self, code: str, details: dict[str, Any], ending: Ending) -> None:
        if code == Code.CANCELLED:
            self._set(EngineState(Phase.STOPPED))
            self._calls.cancel_all()
            return
        error = EngineError(Code(code), **details)
        self._set(EngineState(Phase.STOPPED, error=error, refused=self._refused))
        self._calls.fail_all(Failed(0, code, details), ending, str(error))

    def _set(self, state: EngineState) -> None:
        if state.phase is not self._state.phase:
            log.debug("the engine is %s", state.phase)
        self._state = state
        if self._on_state is not None:
            self._on_state(state)
