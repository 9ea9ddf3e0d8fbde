"""The one place where engines are made, kept and ended: one for each model, several side by side where memory allows.

A thread of its own decides who is in memory. A model that is wanted waits until there is room: those that rest leave
first, the longest unused before the others; one with a request under way never does. Where somebody waits at the
screen, what runs in the background lets its requests end and is loaded again afterwards. Models that rest for the time
of the settings leave, too: one single-shot timer, none while nothing is loaded.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from desktop.base.devices import Device
from desktop.base.errors import Code, EngineError
from desktop.base.machine import available_memory, owned_memory
from desktop.base.paths import Paths
from desktop.base.settings import IDLE_UNLOAD, MEMORY_BUDGET, Setting, Settings
from desktop.engine.client.dump import EngineDump
from desktop.engine.client.engine import Engine, Question
from desktop.engine.client.phase import Phase
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.client.state import EngineState
from desktop.engine.protocol.adapters import Adapter
from desktop.engine.protocol.messages import Finished, Generate, Load
from desktop.features.models.adapters import ModelAdapters, UsedAdapter, kept
from desktop.features.models.fits import Fits
from desktop.features.models.load_request import fallbacks, load_request
from desktop.features.models.memory import Costs, Holder, MemoryBudget
from desktop.features.models.model_options import OptionsFile
from desktop.features.models.placement.card_budget import CardBudget, Tenant
from desktop.features.models.placement.hardware import TEST_CONTEXT, Hardware
from desktop.features.models.roles import Role
from desktop.library.fit.shape_store import ShapeStore
from desktop.library.models import ModelFile

log = logging.getLogger(__name__)

LINGER_SECONDS = 20.0  # a model somebody used so recently isn't unloaded for what runs in the background
_STOPPED = EngineState(Phase.STOPPED)


class EngineLike(Protocol):
    """What a model is asked through: `desktop.engine.client.engine.Engine`, which documents it, or another's door."""

    @property
    def state(self) -> EngineState: ...
    @property
    def pid(self) -> int | None: ...
    @property
    def requests(self) -> int: ...
    @property
    def foreground(self) -> int: ...
    @property
    def waits(self) -> bool: ...
    @property
    def adapters(self) -> tuple[Adapter, ...]: ...
    def load(self, request: Load, fallbacks: Sequence[Load] = ()) -> RequestHandle: ...
    def set_adapters(self, adapters: tuple[Adapter, ...]) -> RequestHandle | None: ...
    def admit(self) -> None: ...
    def wait_for_room(self) -> None: ...
    def give_way(self) -> None: ...
    def generate(self, request: Generate) -> RequestHandle: ...
    def branches(self, request: Generate, count: int) -> list[RequestHandle]: ...
    def ask(self, request: Question) -> RequestHandle: ...
    def dump(self, seconds: float = 2.0) -> EngineDump: ...
    def unload(self, *, idle_only: bool = False) -> bool: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class EngineContext:
    """What an engine is made with. The callbacks may come from any thread and must not block."""

    log_file: Path
    states_dir: Path
    on_state: Callable[[EngineState], None]
    reconsider: Callable[[], None]
    on_reply: Callable[[Generate, Finished], None] = lambda _request, _finished: None


Maker = Callable[[ModelFile, EngineContext], EngineLike | None]
Timer = Callable[[float, Callable[[], None]], Callable[[], None]]  # starts one, returns the way to stop it


@dataclass(frozen=True)
class LoadedModel:
    """A model in memory or on the way there; `needed` is what was predicted, `held` what its process holds now."""

    model: ModelFile
    roles: frozenset[Role]
    state: EngineState
    needed: int
    held: int
    load: Load
    stale: bool  # its options are others by now: they are used when it is loaded the next time


@dataclass(eq=False)
class _Slot:
    model: ModelFile
    engine: EngineLike
    number: int
    roles: set[Role] = field(default_factory=set)
    wanted: Load | None = None
    needed: int = 0
    used: float = 0.0

    @property
    def in_memory(self) -> bool:
        return self.engine.state.phase in (Phase.STARTING, Phase.LOADING, Phase.READY, Phase.BUSY)

    @property
    def holder(self) -> Holder:
        return Holder(self.needed, self.engine.pid)

    @property
    def tenant(self) -> Tenant:
        assert self.wanted is not None
        return Tenant(self.model, self.wanted, self.engine.state.loaded)


def _start_timer(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
    return timer.cancel


class Engines:
    """Thread-safe. Listeners may be called on any thread and must not block."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        adapters: ModelAdapters | None = None,
        *,
        memory: MemoryBudget | None = None,
        clock: Callable[[], float] = time.monotonic,
        timer: Timer = _start_timer,
    ) -> None:
        self.options = OptionsFile(paths.data / "model_options.json")
        shapes = ShapeStore(paths.shapes_file)
        self.hardware = Hardware(paths, settings, shapes)
        self.fits = Fits(paths, self.hardware.known_devices, shapes)
        self.fits.returned = self.returnable
        self.hardware.placer.free = self.fits.free
        self.costs = Costs(self.fits)
        self._cards = CardBudget(self.fits, self.hardware.known_cards)
        self._paths, self._settings, self._adapters = paths, settings, adapters
        self._memory = memory or MemoryBudget(settings)
        self._clock, self._start_timer = clock, timer
        self._lock = threading.RLock()
        self._slots: dict[Path, _Slot] = {}
        self._makers: list[Maker] = [self._make_local]
        self._listeners: list[Callable[[], None]] = []
        self._decider = ThreadPoolExecutor(1, "engines")
        self._asked = False  # to decide
        self._anyway: set[Path] = set()  # models that are loaded although the memory may not suffice
        self._stop_timer: Callable[[], None] = lambda: None
        self._closed = False
        settings.subscribe(self._setting_changed)
        self.options.subscribe(lambda _: self._tell())
        if adapters is not None:
            adapters.shelves.subscribe(self._adapt_all)

    def adapters_of(self, call: RequestHandle) -> dict[str, Any]:
        """The adapters that a request was asked with, as they are kept beside the sampling of its text."""
        return kept(self.used_adapters(getattr(call.request, "adapters", None)))

    def used_adapters(self, adapters: Sequence[Adapter] | None) -> tuple[UsedAdapter, ...]:
        """Adapters of a request by their names, as they are kept."""
        return self._adapters.used(adapters) if self._adapters is not None else ()

    def adapters_for(self, model: ModelFile) -> dict[str, Any]:
        """The same for what a model is about to be asked."""
        return kept(self._adapters.used(self._adapters.working(model))) if self._adapters is not None else {}

    def add_maker(self, make: Maker) -> None:
        """Ask `make` first for a model's engine; None leaves it to those that were there before."""
        self._makers.insert(0, make)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change of any engine's state; returns the way to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def engine(self, model: ModelFile, role: Role) -> EngineLike:
        """The engine of a model, its loading begun.

        Other options or settings are used at once where no request is under way, else at the next time.
        """
        with self._lock:
            if self._closed:
                raise EngineError(Code.ENGINE_CLOSED)
            slot = self._slots.get(model.path) or self._add(model)
            slot.roles.add(role)
            slot.used = self._clock()
            wanted = self._wanted(model)
            stopped = slot.engine.state.phase is Phase.STOPPED
            if stopped or (wanted != slot.wanted and not slot.engine.requests):
                slot.wanted = wanted
                slot.needed = self.costs.of(model, wanted).total
                slot.engine.load(wanted, fallbacks(model, self._settings, self.options.of(model.path)))
            self._adapt(slot)
            return slot.engine

    def state(self, model: ModelFile) -> EngineState:
        """What the model's engine does; STOPPED where it has none."""
        slot = self._slots.get(model.path)
        return slot.engine.state if slot else _STOPPED

    def assign(self, role: Role, model: ModelFile) -> None:
        """Have this one be the role's only model: those that had it before leave when nobody else uses them."""
        with self._lock:
            for slot in self._slots.values():
                if slot.model.path != model.path:
                    slot.roles.discard(role)
        self._decide()

    def loaded(self) -> list[LoadedModel]:
        """The models in memory, on the way there or waiting for it."""
        with self._lock:
            slots = [slot for slot in self._slots.values() if slot.in_memory or slot.engine.waits]
            wanted = [self._wanted(slot.model) for slot in slots]
        found = []
        for slot, now in zip(slots, wanted, strict=True):
            assert slot.wanted is not None
            held = slot.holder.resident()
            roles, stale = frozenset(slot.roles), now != slot.wanted
            found.append(LoadedModel(slot.model, roles, slot.engine.state, slot.needed, held, slot.wanted, stale))
        return found

    def returnable(self) -> int:
        """Bytes that would be free besides if every model left. Pages of their files count as free already."""
        slots = [slot for slot in list(self._slots.values()) if slot.in_memory]
        return sum(self._owned(slot) for slot in slots)

    def wanted(self, model: ModelFile) -> Load:
        """The request that would load a model now, as its options and the settings say."""
        return self._wanted(model)

    def to_test(self, candidates: Sequence[ModelFile]) -> Load | None:
        """How the first of these is loaded that is a file here and has room beside what is loaded: for a test of the
        hardware. Reads headers."""
        for model in candidates:
            if not model.size:
                continue
            load = replace(self._wanted(model), gpu_layers=0, context=TEST_CONTEXT)
            if self.costs.of(model, load).total <= available_memory():
                return load
        return None

    def try_anyway(self, model: ModelFile) -> None:
        """Load this model the next time even where the memory doesn't suffice by the arithmetic; not remembered, and
        taken back when its process dies of it."""
        with self._lock:
            self._anyway.add(model.path)

    def unload(self, model: ModelFile) -> None:
        """End the model's process at once; what it was writing stops. The next request loads it again."""
        slot = self._slots.get(model.path)
        if slot is not None:
            slot.engine.unload()

    def dump(self) -> str:
        """The requests, sequences and cells of every engine as lines of text, without a word of anyone's."""
        return "\n".join(str(slot.engine.dump()) for slot in list(self._slots.values())) or "no engine"

    def close(self) -> None:
        """End them all for good."""
        with self._lock:
            self._closed = True
            slots = list(self._slots.values())
            self._stop_timer()
        self._decider.shutdown(wait=False, cancel_futures=True)
        threads = [threading.Thread(target=slot.engine.close, daemon=True) for slot in slots]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    # -- making ----------------------------------------------------------------------------------------------------

    def _wanted(self, model: ModelFile) -> Load:
        wanted = load_request(model, self._settings, self.options.of(model.path))
        return replace(wanted, anyway=True) if model.path in self._anyway else wanted

    def _add(self, model: ModelFile) -> _Slot:
        taken = {slot.number for slot in self._slots.values()}
        number = next(number for number in range(1, len(taken) + 2) if number not in taken)
        log_file = self._paths.engine_log
        if number > 1:
            log_file = log_file.with_name(f"{log_file.stem}-{number}{log_file.suffix}")
        slot: _Slot

        def on_state(state: EngineState) -> None:
            slot.used = self._clock()
            if state.error is not None:
                self._anyway.discard(model.path)
            self._tell()
            if state.phase is not Phase.LOADING:
                self._decide()

        def on_reply(request: Generate, done: Finished) -> None:
            if not request.background and not slot.engine.adapters and not done.speculated:
                with contextlib.suppress(RuntimeError):  # the program is being closed
                    self._decider.submit(self._note_reply, slot, done)

        context = EngineContext(log_file, self._paths.engine_states, on_state, self._decide, on_reply)
        made = next(engine for make in self._makers if (engine := make(model, context)) is not None)
        slot = self._slots[model.path] = _Slot(model, made, number)
        return slot

    def _make_local(self, _model: ModelFile, context: EngineContext) -> EngineLike:
        return Engine(
            context.log_file,
            on_state=context.on_state,
            states_dir=context.states_dir,
            reconsider=context.reconsider,
            on_reply=context.on_reply,
            placer=self.hardware.placer,
        )

    @staticmethod
    def _owned(slot: _Slot) -> int:
        """Bytes that come back with one model; at most what it holds, where the system doesn't tell pages of files."""
        pid = slot.engine.pid
        found = owned_memory(pid) if pid else None
        return found if found is not None else min(slot.needed, slot.holder.resident())

    def _note_reply(self, slot: _Slot, done: Finished) -> None:
        if slot.wanted is not None and slot.engine.requests == 0:  # beside another one it is slower
            self.fits.note_reply(slot.model.files, slot.wanted, done, slot.holder.resident())

    def _adapt(self, slot: _Slot) -> None:
        """Let the adapters of the model's shelf work from its next request on."""
        if self._adapters is None:
            return
        wanted = self._adapters.working(slot.model)
        if wanted != slot.engine.adapters:
            slot.engine.set_adapters(wanted)

    def _adapt_all(self) -> None:
        with self._lock:
            for slot in self._slots.values():
                if slot.in_memory and not self._closed:
                    self._adapt(slot)

    def _setting_changed(self, setting: Setting) -> None:
        if setting in (IDLE_UNLOAD, MEMORY_BUDGET):
            self._decide()

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()

    # -- deciding, on a thread of its own --------------------------------------------------------------------------

    def _decide(self) -> None:
        """Have the decisions made soon; called under an engine's lock, so nothing is decided here."""
        if self._asked:
            return
        self._asked = True
        with contextlib.suppress(RuntimeError):  # the program is being closed
            self._decider.submit(self._settle)

    def _settle(self) -> None:
        self._asked = False
        while (leaving := self._next_leaving(self._cards_now())) is not None:
            log.info("%s leaves the memory", leaving.model.key)
            if not leaving.engine.unload(idle_only=True):
                break  # it was asked something meanwhile; when that ends it is decided again
            self._drop_unwanted(leaving)
        self._schedule()

    def _cards_now(self) -> Sequence[Device] | None:
        """The cards, where it matters what is free on them: a model waits and another one is there. Else None."""
        waiting = [slot.engine.waits for slot in list(self._slots.values()) if slot.in_memory or slot.engine.waits]
        return self._cards.look() if any(waiting) and not all(waiting) else None

    def _next_leaving(self, cards: Sequence[Device] | None) -> _Slot | None:
        """Whose memory is given back now, if anyone's; admits those there is room for."""
        with self._lock:
            now = self._clock()
            slots = list(self._slots.values())
            for slot in slots:
                rests = slot.in_memory and not slot.engine.waits and not slot.engine.requests
                if rests and (not slot.roles or now >= self._rests_until(slot)):
                    return slot
            waiting = sorted((slot for slot in slots if slot.engine.waits), key=lambda slot: not slot.engine.foreground)
            for slot in waiting:
                leaving = self._make_room(slot, slots, now, cards)
                if leaving is not None:
                    return leaving
            if not any(slot.engine.waits and slot.engine.foreground for slot in slots):
                for slot in slots:
                    if not slot.engine.waits:
                        slot.engine.admit()  # goes on, where it gave way
            return None

    def _make_room(
        self, slot: _Slot, slots: Sequence[_Slot], now: float, cards: Sequence[Device] | None
    ) -> _Slot | None:
        others = [other for other in slots if other is not slot and other.in_memory and not other.engine.waits]
        room = not others or self._memory.has_room(slot.needed, [other.holder for other in others])
        resting = [other for other in others if not other.engine.requests and self._may_leave(other, slot, now)]
        if room and others and cards is None:
            self._decide()  # it began to wait after the cards were looked at
            return None
        if room:
            short = self._cards.short(slot.tenant, [other.tenant for other in others], cards or ())
            resting = [
                other for other in resting if short and short & self._cards.takes(other.tenant, cards or ()).keys()
            ]
        if resting:
            return min(resting, key=lambda other: other.used)
        if room:  # on a card it gets what is left
            slot.engine.admit()
            return None
        if slot.engine.foreground:
            for other in others:
                if not other.engine.foreground:
                    other.engine.give_way()
        slot.engine.wait_for_room()
        return None

    @staticmethod
    def _may_leave(other: _Slot, waiting: _Slot, now: float) -> bool:
        only_background = bool(waiting.engine.requests) and not waiting.engine.foreground
        return not only_background or now >= other.used + LINGER_SECONDS

    def _rests_until(self, slot: _Slot) -> float:
        """When a model that isn't asked anything more leaves."""
        minutes: int = self._settings[IDLE_UNLOAD]
        loaded = slot.engine.state.phase is Phase.READY
        return slot.used + minutes * 60 if minutes and loaded else float("inf")

    def _drop_unwanted(self, slot: _Slot) -> None:
        with self._lock:
            if slot.roles or slot.in_memory or slot.engine.waits or self._slots.get(slot.model.path) is not slot:
                return
            del self._slots[slot.model.path]
        slot.engine.close()

    def _schedule(self) -> None:
        """One timer, for the next moment when something may have to be done without anybody asking."""
        with self._lock:
            self._stop_timer()
            if self._closed:
                return
            slots = [slot for slot in self._slots.values() if slot.in_memory and not slot.engine.requests]
            due = [self._rests_until(slot) for slot in slots]
            if any(slot.engine.waits for slot in self._slots.values()):
                due += [slot.used + LINGER_SECONDS for slot in slots]
            soonest = min(due, default=float("inf"))
            if soonest < float("inf"):
                self._stop_timer = self._start_timer(max(0.05, soonest - self._clock()), self._decide)
            else:
                self._stop_timer = lambda: None
