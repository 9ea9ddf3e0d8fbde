"""The door to a model on another machine: the engine's own, with HTTP behind it instead of a process."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from desktop.base.endpoints import Endpoint
from desktop.base.errors import Code, EngineError, LamplightError
from desktop.engine.client.call_log import log_reply
from desktop.engine.client.dump import EngineDump, handle_state
from desktop.engine.client.endings import cancelled
from desktop.engine.client.engine import EngineState, Phase, Question
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.adapters import Adapt, Adapter
from desktop.engine.protocol.limits import check
from desktop.engine.protocol.messages import (
    Embed,
    Event,
    Failed,
    Finished,
    Generate,
    Load,
    Loaded,
    Measure,
    Request,
    Score,
    Tokenize,
)
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.engine.remote.admission import Admission
from desktop.engine.remote.asking import Asking
from desktop.engine.remote.connection import Connection, TimeLimits
from desktop.engine.remote.counting import Estimate
from desktop.engine.remote.loop import EventLoop
from desktop.engine.remote.probe import look

log = logging.getLogger(__name__)

_LEAST_CONTEXT = 512


class RemoteEngine:
    """One model of one server. Every method may be called from any thread and returns at once.

    Nothing is sent before something is asked: `load` only looks whether server and model are there. `current` and
    `key` are called when a connection is made, on a thread: what is known of the endpoint, and its key.
    """

    def __init__(
        self,
        current: Callable[[], Endpoint],
        key: Callable[[], str] = lambda: "",
        *,
        on_state: Callable[[EngineState], None] | None = None,
        limits: TimeLimits | None = None,
    ) -> None:
        self._current = current
        self.endpoint = current()
        self._key = key
        self._on_state = on_state
        self._limits = limits
        self._lock = threading.RLock()
        self._ids = itertools.count(1)
        self._loop = EventLoop("endpoint")
        self._calls: dict[int, RequestHandle] = {}
        self._work: dict[int, Callable[[], None]] = {}  # ends each call's work
        self._load: Load | None = None
        self._asking: asyncio.Task[Asking] | None = None  # used in the loop only
        self._estimate = Estimate()
        self._closing: asyncio.Future[None] | None = None
        self._state = EngineState(Phase.STOPPED)
        self._closed = False

    @property
    def state(self) -> EngineState:
        return self._state

    @property
    def pid(self) -> int | None:
        """There is no process of ours."""
        return None

    @property
    def requests(self) -> int:
        """How many requests are under way."""
        with self._lock:
            return sum(not isinstance(call.request, Load) for call in self._calls.values())

    @property
    def foreground(self) -> int:
        """How many of them somebody waits for at the screen."""
        with self._lock:
            asked = [call.request for call in self._calls.values() if not isinstance(call.request, Load)]
        return sum(not getattr(request, "background", False) for request in asked)

    @property
    def waits(self) -> bool:
        """It takes no memory here, and so never waits for any."""
        return False

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """A server has its own."""
        return ()

    def set_adapters(self, adapters: tuple[Adapter, ...]) -> None:
        """They lie on this machine, where its model isn't."""

    def admit(self) -> None:
        """There is room in memory, which isn't needed."""

    def wait_for_room(self) -> None:
        """See `waits`."""

    def give_way(self) -> None:
        """Nothing of this machine's memory would come back."""

    def load(self, request: Load, fallbacks: Sequence[Load] = ()) -> RequestHandle:
        """Look whether the model is there; what was asked before is cancelled."""
        with self._lock:
            self._check_open()
            self._cancel_all()
            self._load = dataclasses.replace(request, id=next(self._ids))
            self._set(EngineState(Phase.STARTING))
            call = self._register(self._load)
            self._begin(call, self._reload(call, self._load))
            return call

    def generate(self, request: Generate) -> RequestHandle:
        """Write a reply. Raises EngineError(NO_MODEL) where nothing was ever loaded."""
        return self.ask(request)

    def branches(self, request: Generate, count: int) -> list[RequestHandle]:
        """The same prompt written on in several ways, side by side. Seeds count up."""
        seed = request.sampling.seed
        seeds = [-1 if seed < 0 else seed + number for number in range(count)]
        return [
            self.ask(dataclasses.replace(request, sampling=dataclasses.replace(request.sampling, seed=one)))
            for one in seeds
        ]

    def ask(self, request: Question) -> RequestHandle:
        """Anything a model can be asked; what this server can't do ends with ENDPOINT_UNABLE."""
        with self._lock:
            self._check_open()
            if self._load is None:
                raise EngineError(Code.NO_MODEL)
            call = self._register(dataclasses.replace(request, id=next(self._ids)))
            self._begin(call, self._answer(call))
            if self._state.phase is Phase.READY and not isinstance(request, Measure | Tokenize):
                self._set(dataclasses.replace(self._state, phase=Phase.BUSY))
            return call

    def dump(self, seconds: float = 2.0) -> EngineDump:
        """What is so, without a word of anyone's and without the key."""
        with self._lock:
            handles = tuple(handle_state(call) for call in self._calls.values())
            return EngineDump(self._state.phase, None, self.endpoint.reference, handles)

    def unload(self, *, idle_only: bool = False) -> bool:
        """Close the connections; the next request opens new ones. With `idle_only` not while something is asked."""
        with self._lock:
            if idle_only and self._calls:
                return False
            self._cancel_all()
            if self._state.phase is not Phase.STOPPED:
                self._loop.call(self._forget)
                self._set(EngineState(Phase.STOPPED))
            return True

    def close(self) -> None:
        """Unload for good. Later requests raise EngineError(ENGINE_CLOSED)."""
        self.unload()
        with self._lock:
            self._closed = True
        self._loop.stop()

    # -- calls -----------------------------------------------------------------------------------------------------

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError(Code.ENGINE_CLOSED)

    def _register(self, request: Request) -> RequestHandle:
        call = RequestHandle(request, self._cancel)
        self._calls[call.id] = call
        return call

    def _begin(self, call: RequestHandle, work: Coroutine[Any, Any, None]) -> None:
        self._work[call.id] = self._loop.run(work, lambda: self._end(call, cancelled(call)))

    def _cancel(self, call: RequestHandle) -> None:
        with self._lock:
            end = self._work.get(call.id)
        if end is not None:
            end()

    def _cancel_all(self) -> None:
        for call in list(self._calls.values()):
            call.cancel()

    def _put(self, call: RequestHandle, event: Event) -> None:
        if isinstance(event, Finished):
            self._end(call, event)
        else:
            call.put(event)

    def _end(self, call: RequestHandle, event: Event) -> None:
        """The state is told before anyone knows that a request has ended."""
        with self._lock:
            if self._calls.pop(call.id, None) is None:
                return
            self._work.pop(call.id, None)
            if not self._calls and self._state.phase is Phase.BUSY:
                self._set(dataclasses.replace(self._state, phase=Phase.READY))
        call.put(event)
        if isinstance(event, Finished):
            log_reply(call, event)

    def _fail(self, call: RequestHandle, error: LamplightError) -> None:
        if isinstance(call.request, Generate):
            cause = str(error.details.get("cause", "")) or str(error)
            self._end(call, Finished(call.id, Outcome(Ending.FAILED, error.code, cause)))
        else:
            self._end(call, Failed(call.id, error.code, error.details))

    # -- in the loop -----------------------------------------------------------------------------------------------

    async def _reload(self, call: RequestHandle, request: Load) -> None:
        self._forget()
        started = time.monotonic()
        try:
            asking = await self._ready()
        except asyncio.CancelledError:
            self._end(call, cancelled(call))
            return
        except LamplightError as error:
            self._fail(call, error)
            return
        self._end(call, self._loaded(call.id, asking, time.monotonic() - started))

    async def _answer(self, call: RequestHandle) -> None:
        try:
            check(call.request)
            asking = await self._ready()
            match call.request:
                case Generate():
                    await asking.generate(call.request, lambda event: self._put(call, event))
                case Measure():
                    self._end(call, asking.cost(call.request))
                case Tokenize():
                    self._end(call, await asking.tokenize(call.request))
                case Embed():
                    self._end(call, await asking.embed(call.request))
                case Score():
                    raise asking.unable("log-probabilities of a given text")
                case Adapt():
                    raise asking.unable("adapters")
        except asyncio.CancelledError:
            self._end(call, cancelled(call))
        except LamplightError as error:
            self._fail(call, error)
        except Exception as error:
            log.exception("endpoint")
            self._fail(call, EngineError(Code.INTERNAL, cause=type(error).__name__))

    async def _ready(self) -> Asking:
        """The connection, made once and shared; one that failed is tried again by the next request."""
        task = self._asking
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._asking = asyncio.create_task(self._connect())
        return await asyncio.shield(task)

    async def _connect(self) -> Asking:
        self._set(EngineState(Phase.LOADING))
        started = time.monotonic()
        connection: Connection | None = None
        try:
            self.endpoint = await asyncio.to_thread(self._current)
            key = await asyncio.to_thread(self._key)
            connection = Connection(self.endpoint.address, key, self._limits)
            server = await look(connection)
            offered = next((one for one in server.models if one.name == self.endpoint.model), None)
            if offered is None and server.models:
                raise connection.failures.error(Code.ENDPOINT_NO_MODEL, self.endpoint.model)
            asking = self._made(connection, offered.context if offered else 0)
        except BaseException as error:
            if connection is not None:
                await connection.close()
            known = error if isinstance(error, EngineError) else None
            self._set(EngineState(Phase.STOPPED, error=known))
            raise
        log.info("connected to %s after %.2f s", self.endpoint.host, time.monotonic() - started)
        phase = Phase.BUSY if any(isinstance(one.request, Generate) for one in self._calls.values()) else Phase.READY
        self._set(EngineState(phase, loaded=self._loaded(0, asking, time.monotonic() - started)))
        return asking

    def _made(self, connection: Connection, context: int) -> Asking:
        assert self._load is not None
        found = max(_LEAST_CONTEXT, context or self.endpoint.context or self._load.context)
        return Asking(self.endpoint, connection, self._estimate, Admission(self.endpoint.at_once), found)

    def _loaded(self, id: int, asking: Asking, seconds: float) -> Loaded:
        abilities = self.endpoint.abilities
        return Loaded(
            id,
            name=self.endpoint.model,
            architecture="",
            context=asking.context,
            trained_context=asking.context,
            threads=0,
            gpu_layers=0,
            has_template=abilities.chat,
            memory_bytes=0,
            load_seconds=seconds,
        )

    def _forget(self) -> None:
        task, self._asking = self._asking, None
        if task is None:
            return
        if not task.done():
            task.cancel()
        elif not task.cancelled() and task.exception() is None:
            self._closing = asyncio.ensure_future(task.result().close())

    def _set(self, state: EngineState) -> None:
        with self._lock:
            if state.phase is not self._state.phase:
                log.debug("the endpoint is %s", state.phase)
            self._state = state
        if self._on_state is not None:
            self._on_state(state)
