"""Who is in memory: with engines that only count, a clock that is set, and a memory of a given size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from desktop.base.devices import Device, DeviceKind
from desktop.base.errors import EngineError
from desktop.base.paths import Paths
from desktop.base.settings import CONTEXT, IDLE_UNLOAD, Settings
from desktop.engine.client.phase import Phase
from desktop.engine.client.state import EngineState
from desktop.engine.protocol.messages import Load
from desktop.features.models.engines import LINGER_SECONDS, EngineContext, Engines
from desktop.features.models.memory import Holder, MemoryBudget
from desktop.features.models.model_options import ModelOptions
from desktop.features.models.placement.card_budget import CardBudget
from desktop.features.models.roles import Role
from desktop.library.fit.memory import Memory
from desktop.library.fit.placement import OnDevice, Placement
from desktop.library.models import ModelFile
from tests.fakes import MODEL

GB = 1_000_000_000


class FakeEngine:
    """Loads when it is admitted; a test says when a request begins and ends."""

    def __init__(self, context: EngineContext) -> None:
        self.context = context
        self.state = EngineState(Phase.STOPPED)
        self.pid: int | None = None
        self.requests = self.foreground = 0
        self.waits = False
        self.loads: list[Load] = []
        self.gave_way = 0
        self.closed = False

    def load(self, request: Load, fallbacks: Sequence[Load] = ()) -> None:
        self.loads.append(request)
        self._want()

    def ask(self, *, background: bool = False) -> None:
        self.foreground += not background  # first: the deciding thread takes a request without it for a background one
        self.requests += 1
        if self.state.phase is Phase.STOPPED:
            self._want()
        elif self.state.phase is Phase.READY:
            self._set(Phase.BUSY)

    def end(self) -> None:
        self.requests = self.foreground = 0
        self._set(Phase.READY)
        self.context.reconsider()

    def _want(self) -> None:
        self.waits = True
        self._set(Phase.STARTING)
        self.context.reconsider()

    def admit(self) -> None:
        if self.waits:
            self.waits = False
            self._set(Phase.BUSY if self.requests else Phase.READY)

    def wait_for_room(self) -> None:
        if self.state.phase is not Phase.WAITING:
            self._set(Phase.WAITING)

    def give_way(self) -> None:
        self.gave_way += 1

    def unload(self, *, idle_only: bool = False) -> bool:
        if idle_only and self.requests:
            return False
        self.waits = False
        self._set(Phase.STOPPED)
        return True

    def close(self) -> None:
        self.closed = True

    def dump(self, seconds: float = 2.0) -> str:
        return f"engine {self.state.phase}"

    def _set(self, phase: Phase) -> None:
        self.state = EngineState(phase)
        self.context.on_state(self.state)


class FakeMemory(MemoryBudget):
    """So many bytes, of which each model takes what was predicted."""

    def __init__(self, size: int) -> None:
        self.size = size

    def has_room(self, needed: int, holders: Iterable[Holder]) -> bool:
        return needed + sum(holder.needed for holder in holders) <= self.size


@dataclass
class Desk:
    """The engines of a test, with what stands in for time."""

    engines: Engines
    settings: Settings
    made: dict[str, FakeEngine]
    timers: list[tuple[float, Callable[[], None]]]
    now: float = 1000.0

    def ask(self, model: ModelFile, role: Role = Role.CHAT, *, background: bool = False) -> FakeEngine:
        engine: Any = self.engines.engine(model, role)
        engine.ask(background=background)
        self.settle()
        return self.made[model.key]

    def settle(self) -> None:
        """Let the deciding thread do what it has to."""
        for _ in range(3):
            self.engines._decider.submit(lambda: None).result()

    def pass_time(self, seconds: float) -> None:
        """What is due then happens."""
        self.now += seconds
        due = [call for when, call in self.timers if when <= self.now]
        self.timers = [timer for timer in self.timers if timer[0] > self.now]
        for call in due:
            call()
        self.settle()

    def phase(self, model: ModelFile) -> Phase:
        return self.engines.state(model).phase


def model(name: str, gigabytes: float) -> ModelFile:
    return replace(MODEL, key=name, name=name, path=Path(f"/models/{name}.gguf"), size=int(gigabytes * GB))


SMALL, LARGE, OTHER = model("small", 1), model("large", 6), model("other", 5)


@pytest.fixture
def desk(paths: Paths) -> Iterator[Desk]:
    settings = Settings()
    made: dict[str, FakeEngine] = {}
    found: Desk

    def timer(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        entry = (found.now + seconds, call)
        found.timers.append(entry)
        return lambda: found.timers.remove(entry) if entry in found.timers else None

    engines = Engines(paths, settings, memory=FakeMemory(8 * GB), clock=lambda: found.now, timer=timer)

    def make(wanted: ModelFile, context: EngineContext) -> Any:
        made[wanted.key] = FakeEngine(context)
        return made[wanted.key]

    engines.add_maker(make)
    found = Desk(engines, settings, made, [])
    yield found
    engines.close()


def test_two_models_that_fit_stay_side_by_side(desk: Desk) -> None:
    desk.ask(SMALL).end()
    desk.ask(LARGE, Role.TRANSLATION).end()
    desk.settle()
    assert [desk.phase(SMALL), desk.phase(LARGE)] == [Phase.READY, Phase.READY]
    assert {loaded.model.key: set(loaded.roles) for loaded in desk.engines.loaded()} == {
        "small": {Role.CHAT},
        "large": {Role.TRANSLATION},
    }


def test_where_only_one_fits_the_resting_one_leaves_first(desk: Desk) -> None:
    desk.ask(LARGE).end()
    desk.ask(OTHER, Role.TRANSLATION)
    assert [desk.phase(LARGE), desk.phase(OTHER)] == [Phase.STOPPED, Phase.BUSY]


def test_of_two_resting_ones_the_longer_unused_leaves(desk: Desk) -> None:
    second = model("second", 1)
    desk.ask(SMALL).end()
    desk.now += 5
    desk.ask(second, Role.PROSE).end()
    desk.ask(LARGE, Role.TRANSLATION)
    assert [desk.phase(SMALL), desk.phase(second), desk.phase(LARGE)] == [Phase.STOPPED, Phase.READY, Phase.BUSY]


def test_a_reply_under_way_is_never_unloaded_for_another_model(desk: Desk) -> None:
    chat = desk.ask(LARGE)
    desk.ask(OTHER, Role.TRANSLATION)
    assert [desk.phase(LARGE), desk.phase(OTHER)] == [Phase.BUSY, Phase.WAITING]
    assert chat.gave_way == 0
    chat.end()
    desk.settle()
    assert [desk.phase(LARGE), desk.phase(OTHER)] == [Phase.STOPPED, Phase.BUSY]


def test_what_runs_in_the_background_gives_way_and_comes_back(desk: Desk) -> None:
    translation = desk.ask(OTHER, Role.TRANSLATION, background=True)
    chat = desk.ask(LARGE)
    assert translation.gave_way > 0
    assert desk.phase(LARGE) is Phase.WAITING
    translation.end()
    desk.settle()
    assert [desk.phase(OTHER), desk.phase(LARGE)] == [Phase.STOPPED, Phase.BUSY]
    translation.ask(background=True)  # the next sentence
    desk.settle()
    assert desk.phase(OTHER) is Phase.WAITING
    chat.end()
    desk.settle()
    assert desk.phase(OTHER) is Phase.WAITING, "somebody may write the next message"
    desk.pass_time(LINGER_SECONDS + 1)
    assert [desk.phase(OTHER), desk.phase(LARGE)] == [Phase.BUSY, Phase.STOPPED]


def test_a_model_too_large_for_the_memory_is_tried_alone(desk: Desk) -> None:
    desk.ask(SMALL).end()
    huge = model("huge", 50)
    desk.ask(huge, Role.PROSE)
    assert [desk.phase(SMALL), desk.phase(huge)] == [Phase.STOPPED, Phase.BUSY]


class FakeFits:
    """Models of ten layers, each a tenth of the file; the card with the most room takes what it holds."""

    def placement(self, files: Sequence[Path], request: Load, devices: Sequence[Device]) -> Placement:
        size = next(one.size for one in (SMALL, LARGE, OTHER) if one.path in files)
        largest = max(devices, key=lambda device: device.free)
        layers = min(10, largest.free * 10 // size)
        parts = (OnDevice(largest, layers, Memory(copied=size * layers // 10)),) if layers else ()
        return Placement(layers, 10, Memory(), parts)


@pytest.mark.parametrize(
    ("cards", "first", "busy", "stays"),
    [
        ((8,), LARGE, False, False),  # 6 and 5 GB on 8: the one that rests makes room on the card
        ((8,), SMALL, False, True),  # 1 and 5 GB
        ((8,), LARGE, True, True),  # one that writes stays, and the other gets what is left
        ((8, 6), LARGE, False, True),  # each has a card
        ((), LARGE, False, True),  # no card, and memory enough
    ],
)
def test_each_card_is_a_budget_of_its_own(
    desk: Desk, cards: tuple[int, ...], first: ModelFile, busy: bool, stays: bool
) -> None:
    there = [
        Device(f"CUDA{number}", "a card", DeviceKind.GPU, size * GB, size * GB, "CUDA")
        for number, size in enumerate(cards)
    ]
    fits: Any = FakeFits()
    desk.engines._cards = CardBudget(fits, lambda: there)
    desk.engines._memory = FakeMemory(100 * GB)
    engine = desk.ask(first)
    if not busy:
        engine.end()
    desk.ask(OTHER, Role.TRANSLATION)
    assert (desk.phase(first) is not Phase.STOPPED) is stays
    assert desk.phase(OTHER) is Phase.BUSY


def test_a_model_that_rests_leaves_after_the_time_of_the_settings(desk: Desk) -> None:
    desk.settings.set(IDLE_UNLOAD, 5)
    desk.ask(SMALL).end()
    desk.settle()
    assert len(desk.timers) == 1, "one single-shot timer"
    desk.pass_time(4 * 60)
    desk.engines.engine(SMALL, Role.CHAT)  # somebody types: the composer counts
    desk.pass_time(90)
    assert desk.phase(SMALL) is Phase.READY
    desk.pass_time(4 * 60)
    assert desk.phase(SMALL) is Phase.STOPPED
    assert desk.timers == [], "nothing is loaded, nothing wakes"
    assert len(desk.made["small"].loads) == 1
    desk.ask(SMALL)
    assert desk.phase(SMALL) is Phase.BUSY


def test_a_long_reply_is_not_rest(desk: Desk) -> None:
    desk.settings.set(IDLE_UNLOAD, 5)
    chat = desk.ask(SMALL)
    desk.pass_time(3600)
    assert desk.phase(SMALL) is Phase.BUSY
    chat.end()
    desk.pass_time(60)
    assert desk.phase(SMALL) is Phase.READY


def test_never_is_never(desk: Desk) -> None:
    desk.settings.set(IDLE_UNLOAD, 0)
    desk.ask(SMALL).end()
    desk.settle()
    assert desk.timers == []


def test_the_model_before_leaves_when_a_role_has_another(desk: Desk) -> None:
    desk.ask(SMALL).end()
    second = model("second", 1)
    desk.engines.assign(Role.CHAT, second)
    desk.ask(second)
    assert desk.phase(SMALL) is Phase.STOPPED
    assert desk.made["small"].closed
    assert desk.made["second"].context.log_file.name == "engine-2.log"


def test_the_model_before_finishes_its_reply_first(desk: Desk) -> None:
    chat = desk.ask(SMALL)
    desk.engines.assign(Role.CHAT, LARGE)
    desk.ask(LARGE)
    assert desk.phase(SMALL) is Phase.BUSY
    chat.end()
    desk.settle()
    assert desk.phase(SMALL) is Phase.STOPPED


def test_the_model_of_two_roles_stays_for_the_other(desk: Desk) -> None:
    desk.ask(SMALL).end()
    desk.ask(SMALL, Role.TRANSLATION).end()
    desk.engines.assign(Role.CHAT, LARGE)
    desk.settle()
    assert desk.phase(SMALL) is Phase.READY


def test_options_changed_while_a_reply_is_written_hold_from_the_next_load(desk: Desk) -> None:
    chat = desk.ask(SMALL)
    desk.engines.options.set(SMALL.path, ModelOptions(context=1024, cache_type_v="q8_0"))
    desk.engines.engine(SMALL, Role.CHAT)
    assert len(chat.loads) == 1
    assert [loaded.stale for loaded in desk.engines.loaded()] == [True]
    chat.end()
    desk.engines.engine(SMALL, Role.CHAT)
    assert (chat.loads[-1].context, chat.loads[-1].cache_type_v) == (1024, "q8_0")
    assert [loaded.stale for loaded in desk.engines.loaded()] == [False]


def test_a_setting_that_changes_the_load_is_used_the_next_time(desk: Desk) -> None:
    engine = desk.ask(SMALL)
    engine.end()
    desk.settings.set(CONTEXT, 2048)
    desk.engines.engine(SMALL, Role.CHAT)
    assert [load.context for load in engine.loads] == [4096, 2048]


def test_nothing_begins_once_it_is_closed(desk: Desk) -> None:
    engine = desk.ask(SMALL)
    desk.engines.close()
    assert engine.closed
    with pytest.raises(EngineError, match="engine_closed"):
        desk.engines.engine(SMALL, Role.CHAT)
