"""Models in memory, with the real engine: side by side, one after the other, with every kind of option."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import App, build
from desktop.base.errors import Code, EngineError, ModelFileError
from desktop.base.paths import Paths
from desktop.base.settings import CONTEXT, IDLE_UNLOAD, MEMORY_BUDGET
from desktop.engine.client.phase import Phase
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.messages import Finished, Generate, Load, Message, Sampling
from desktop.engine.protocol.outcome import Ending
from desktop.features.models.engines import EngineLike, Engines
from desktop.features.models.memory import MemoryBudget
from desktop.features.models.model_options import ModelOptions
from desktop.features.models.option_checks import check_options
from desktop.features.models.roles import Role
from desktop.library.models import ModelFile

pytestmark = [pytest.mark.model, pytest.mark.own_engine]

GREEDY = Sampling(temperature=0.0)
HELLO = Generate(messages=(Message("user", "Name three colours."),), sampling=GREEDY, max_tokens=12)
LONG = replace(HELLO, max_tokens=2000, ignore_end=True)


@pytest.fixture
def app(paths: Paths) -> Iterator[App]:
    built = build(paths)
    built.settings.set(CONTEXT, 1024)
    yield built
    built.close()


@pytest.fixture
def chat(app: App, chat_model: Path) -> ModelFile:
    return app.library.find(str(chat_model))


@pytest.fixture
def base(app: App, base_model: Path) -> ModelFile:
    return app.library.find(str(base_model))


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


def reply(engine: EngineLike, request: Generate = HELLO) -> Finished:
    return end(engine.generate(request))


def end(call: RequestHandle) -> Finished:
    ended = call.result(90)
    assert isinstance(ended, Finished)
    return ended


def test_two_roles_answer_side_by_side(app: App, chat: ModelFile, base: ModelFile) -> None:
    first = app.engines.engine(chat, Role.CHAT).generate(HELLO)
    second = app.engines.engine(base, Role.TRANSLATION).generate(replace(HELLO, messages=(), prompt="One, two,"))
    for call in (first, second):
        assert end(call).outcome.complete or end(call).outcome.ending is Ending.LENGTH
    loaded = {entry.model.key: entry for entry in app.engines.loaded()}
    assert set(loaded) == {chat.key, base.key}
    assert all(entry.held > 50_000_000 for entry in loaded.values())
    pids = {engine.pid for engine in (app.engines.engine(chat, Role.CHAT), app.engines.engine(base, Role.TRANSLATION))}
    assert len(pids) == 2
    assert app.paths.engine_log.exists()
    assert app.paths.engine_log.with_name("engine-2.log").exists()


class _One(MemoryBudget):
    """Room for one model at a time."""

    def has_room(self, needed: int, holders: object) -> bool:
        return False


def test_where_one_fits_the_reply_under_way_ends_first(
    app: App, chat: ModelFile, base: ModelFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = Engines(app.paths, app.settings, memory=_One(app.settings))
    try:
        first = engines.engine(chat, Role.CHAT).generate(replace(LONG, max_tokens=60))
        until(lambda: engines.state(chat).phase is Phase.BUSY)
        second = engines.engine(base, Role.TRANSLATION).generate(replace(HELLO, messages=(), prompt="One, two,"))
        until(lambda: engines.state(base).phase is Phase.WAITING)
        assert end(first).completion_tokens == 60, "nothing of it was lost"
        assert end(second).completion_tokens > 0
        assert engines.state(chat).phase is Phase.STOPPED
        assert [entry.model.key for entry in engines.loaded()] == [base.key]
    finally:
        engines.close()


def test_what_waits_for_room_can_be_stopped(app: App, chat: ModelFile, base: ModelFile) -> None:
    engines = Engines(app.paths, app.settings, memory=_One(app.settings))
    try:
        first = engines.engine(chat, Role.CHAT).generate(LONG)
        until(lambda: engines.state(chat).phase is Phase.BUSY)
        second = engines.engine(base, Role.TRANSLATION).generate(HELLO)
        until(lambda: engines.state(base).phase is Phase.WAITING)
        second.cancel()
        assert end(second).outcome.ending is Ending.CANCELLED
        until(lambda: engines.state(base).phase is Phase.STOPPED)
        assert not first.ended
        first.cancel()
        assert end(first).outcome.ending is Ending.CANCELLED
        assert [entry.model.key for entry in engines.loaded()] == [chat.key], "nobody wanted the other any more"
    finally:
        engines.close()


def test_background_work_gives_way_and_loses_nothing(app: App, chat: ModelFile, base: ModelFile) -> None:
    engines = Engines(app.paths, app.settings, memory=_One(app.settings))
    asked = replace(HELLO, messages=(), prompt="One, two,", background=True, max_tokens=40, ignore_end=True)
    try:
        under_way = engines.engine(base, Role.TRANSLATION).generate(asked)
        until(lambda: engines.state(base).phase is Phase.BUSY)
        answer = engines.engine(chat, Role.CHAT).generate(HELLO)
        until(lambda: engines.state(chat).phase is Phase.WAITING or under_way.ended)
        in_time = not under_way.ended  # a busy machine may look after all is over
        later = engines.engine(base, Role.TRANSLATION).generate(asked)
        assert end(under_way).completion_tokens == 40
        assert end(answer).completion_tokens > 0
        assert not (in_time and later.ended)
        engines.unload(chat)
        assert end(later).completion_tokens == 40
    finally:
        engines.close()


def test_the_budget_of_the_settings_keeps_one(app: App, chat: ModelFile, base: ModelFile) -> None:
    app.settings.set(MEMORY_BUDGET, 1)
    options = ModelOptions(context=8192)
    app.engines.options.set(base.path, options)
    app.engines.options.set(chat.path, options)
    needed = sum(app.engines.costs.of(model, _load(app, model)).total for model in (chat, base))
    reply(app.engines.engine(chat, Role.CHAT))
    reply(app.engines.engine(base, Role.TRANSLATION), replace(HELLO, messages=(), prompt="One, two,"))
    assert len(app.engines.loaded()) == (2 if needed < 1_000_000_000 else 1)
    until(lambda: bool(app.engines.returnable()))


def _load(app: App, model: ModelFile) -> Load:
    from desktop.features.models.load_request import load_request

    return load_request(model, app.settings, app.engines.options.of(model.path))


@pytest.mark.parametrize(
    "options",
    [
        ModelOptions(cache_type_k="q8_0", cache_type_v="q8_0"),
        ModelOptions(cache_type_k="q4_0", cache_type_v="q4_0", flash_attention="on"),
        ModelOptions(cache_type_k="q8_0", flash_attention="off"),
        ModelOptions(flash_attention="off"),
        ModelOptions(cache_type_k="f32", cache_type_v="bf16"),
        ModelOptions(mmap=False, threads=1, context=512),
    ],
    ids=lambda options: " ".join(f"{name}={value}" for name, value in options.chosen.items()),
)
def test_every_kind_of_option_writes_text(app: App, chat: ModelFile, options: ModelOptions) -> None:
    check_options(chat, options, app.settings)
    app.engines.options.set(chat.path, options)
    engine = app.engines.engine(chat, Role.CHAT)
    ended = reply(engine)
    assert ended.completion_tokens > 3
    assert engine.state.refused == ()
    assert engine.state.loaded is not None
    assert engine.state.loaded.context == (options.context or 1024)
    assert engine.state.loaded.threads == (options.threads or engine.state.loaded.threads)


def test_options_survive_a_restart_and_another_name(app: App, chat: ModelFile, tmp_path: Path) -> None:
    mine = tmp_path / "mine.gguf"
    shutil.copy(chat.path, mine)
    model = app.library.find(str(mine))
    app.engines.options.set(model.path, ModelOptions(context=512, mmap=False))
    again = build(app.paths)
    try:
        assert again.engines.options.of(mine).context == 512
        moved = mine.rename(tmp_path / "renamed.gguf")
        assert again.engines.options.of(moved) == ModelOptions(context=512, mmap=False)
        again.engines.options.set(moved, ModelOptions())
        assert not again.engines.options.of(moved)
    finally:
        again.close()


def test_options_that_fail_fall_back_and_nothing_asked_is_lost(app: App, chat: ModelFile) -> None:
    app.engines.options.set(chat.path, ModelOptions(flash_attention="off", cache_type_v="q8_0"))  # unchecked
    engine = app.engines.engine(chat, Role.CHAT)
    assert reply(engine).completion_tokens > 0
    assert [error.code for error in engine.state.refused] == [Code.CACHE_NEEDS_FLASH]
    assert engine.pid == app.engines.engine(chat, Role.CHAT).pid, "it isn't tried again for every question"


def test_a_bad_cache_falls_back_with_what_llama_cpp_said(app: App, chat: ModelFile) -> None:
    wanted = _load(app, chat)
    engine = app.engines.engine(chat, Role.CHAT)
    reply(engine)
    bad = replace(wanted, flash_attention="off", cache_type_v="q8_0")
    call = engine.load(bad, [wanted])
    assert end(engine.generate(HELLO)).completion_tokens > 0
    assert call.result(10)
    assert [error.code for error in engine.state.refused] == [Code.CACHE_NEEDS_FLASH]
    assert engine.state.phase is Phase.READY


def test_without_another_way_the_failure_is_told(app: App, chat: ModelFile) -> None:
    engine = app.engines.engine(chat, Role.CHAT)
    reply(engine)
    bad = replace(_load(app, chat), flash_attention="off", cache_type_v="q8_0")
    with pytest.raises(EngineError, match="cache_needs_flash"):
        engine.load(bad).result(60)


def test_a_killed_engine_beside_another_comes_back_alone(app: App, chat: ModelFile, base: ModelFile) -> None:
    reply(app.engines.engine(chat, Role.CHAT))
    reply(app.engines.engine(base, Role.TRANSLATION), replace(HELLO, messages=(), prompt="One,"))
    killed, other = app.engines.engine(chat, Role.CHAT), app.engines.engine(base, Role.TRANSLATION)
    assert killed.pid is not None
    pid = other.pid
    os.kill(killed.pid, signal.SIGKILL)
    until(lambda: killed.state.phase is Phase.DIED)
    assert reply(app.engines.engine(chat, Role.CHAT)).completion_tokens > 0
    assert other.pid == pid


def test_a_model_that_rests_is_unloaded_and_its_conversation_is_not_read_again(app: App, chat: ModelFile) -> None:
    now = time.monotonic()
    timers: list[Callable[[], None]] = []

    def timer(_seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        timers.append(call)
        return lambda: None

    clock = [now]
    engines = Engines(app.paths, app.settings, clock=lambda: clock[0], timer=timer)
    app.settings.set(IDLE_UNLOAD, 5)
    prompt = "The lamp stood on the table. " * 40
    asked = replace(HELLO, messages=(Message("user", prompt),))
    try:
        reply(engines.engine(chat, Role.CHAT), asked)
        until(lambda: bool(timers))
        clock[0] += 301
        timers[-1]()
        until(lambda: engines.state(chat).phase is Phase.STOPPED)
        again = reply(engines.engine(chat, Role.CHAT), asked)
        assert again.cached_tokens > 200, "the saved state spared the reading"
    finally:
        engines.close()


def test_a_file_that_is_deleted_while_loaded_goes_on_until_it_is_unloaded(
    app: App, chat: ModelFile, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.gguf"
    shutil.copy(chat.path, mine)
    model = app.library.find(str(mine))
    engine = app.engines.engine(model, Role.CHAT)
    reply(engine)
    mine.unlink()
    assert reply(engine).completion_tokens > 0
    app.engines.unload(model)
    with pytest.raises(EngineError, match="model_missing"):
        app.engines.engine(model, Role.CHAT).load(_load(app, model)).result(60)


def test_states_of_another_kind_of_cache_are_not_taken(app: App, chat: ModelFile) -> None:
    prompt = "The lamp stood on the table. " * 40
    asked = replace(HELLO, messages=(Message("user", prompt),))
    reply(app.engines.engine(chat, Role.CHAT), asked)
    app.engines.options.set(chat.path, ModelOptions(cache_type_k="q8_0", cache_type_v="q8_0"))
    app.engines.unload(chat)
    assert reply(app.engines.engine(chat, Role.CHAT), asked).cached_tokens == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (ModelOptions(cache_type_v="q8_0", flash_attention="off"), Code.CACHE_NEEDS_FLASH),
        (ModelOptions(context=1_000_000), Code.CONTEXT_ABOVE_TRAINED),
        (ModelOptions(context=1), Code.INVALID_VALUE),
    ],
)
def test_what_cannot_be_is_refused_before_loading(app: App, chat: ModelFile, options: ModelOptions, code: Code) -> None:
    with pytest.raises((EngineError, ModelFileError)) as raised:
        check_options(chat, options, app.settings)
    assert raised.value.code is code
    assert app.engines.loaded() == []


def test_a_process_that_dies_while_it_loads_is_followed_by_the_next_way(app: App, chat: ModelFile) -> None:
    engine = app.engines.engine(chat, Role.CHAT)
    reply(engine)
    wanted = _load(app, chat)
    engine.load(wanted, [replace(wanted, context=512)])
    call = engine.generate(HELLO)
    until(lambda: engine.pid is not None)
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    assert end(call).completion_tokens > 0
    assert [error.code for error in engine.state.refused] == [Code.ENGINE_DIED]
    assert engine.state.loaded is not None
    assert engine.state.loaded.context == 512
