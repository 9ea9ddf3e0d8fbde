"""Models on devices: the registry libllama reads has them, what fails there goes elsewhere, "none" opens no driver."""

from __future__ import annotations

import dataclasses
import os
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from desktop.base.devices import DeviceKind
from desktop.base.errors import Code, EngineError
from desktop.engine.client.engine import Engine, Phase
from desktop.engine.protocol.devices import Attempt
from desktop.engine.protocol.messages import Delta, Finished, Generate, Load, Loaded, Message, Sampling
from desktop.engine.protocol.outcome import Ending

pytestmark = [pytest.mark.model, pytest.mark.own_engine]

Put = Callable[[str], Path]
GREEDY = Generate(
    messages=(Message("user", "Name three colours."),), sampling=Sampling(temperature=0.0), max_tokens=16, cache=False
)
LAYERS = 31  # of SmolLM2, the output counted


def _load(engine: Engine, model: Path, *backends: Path, layers: int | None = -1) -> Loaded:
    request = Load(str(model), context=1024, gpu_layers=layers, backends=tuple(str(path) for path in backends))
    loaded = engine.load(request).result(120)
    assert isinstance(loaded, Loaded)
    return loaded


def _write(engine: Engine, request: Generate = GREEDY) -> str:
    call = engine.generate(request)
    text = "".join(event.text for event in call.events() if isinstance(event, Delta))
    assert isinstance(call.result(120), Finished)
    return text


def _mapped(engine: Engine) -> set[str]:
    assert engine.pid is not None
    return {Path(entry.path).name for entry in psutil.Process(engine.pid).memory_maps()}


def test_the_registry_that_libllama_reads_has_the_device(chat_model: Path, engine: Engine, put: Put) -> None:
    expected = _text_on_processor(engine, chat_model)
    loaded = _load(engine, chat_model, put("pretend"))
    assert [device.name for device in loaded.devices] == ["Pretend0"]
    assert (loaded.gpu_layers, loaded.layers, loaded.attempts) == (LAYERS, LAYERS, ())
    held = next(device for device in engine.devices() if device.name == "Pretend0")
    assert held.total - held.free > 90_000_000  # the weights are really there
    assert _write(engine) == expected


def test_some_layers_on_the_device(chat_model: Path, engine: Engine, put: Put) -> None:
    loaded = _load(engine, chat_model, put("pretend"), layers=10)
    assert (loaded.gpu_layers, loaded.layers) == (10, LAYERS)


def test_none_opens_no_backend(chat_model: Path, engine: Engine, put: Put) -> None:
    path = put("aborts")  # it would die
    loaded = _load(engine, chat_model, path, layers=0)
    assert (loaded.gpu_layers, loaded.devices, loaded.attempts) == (0, (), ())
    assert [device.kind for device in engine.devices()] == [DeviceKind.CPU]
    names = _mapped(engine)
    assert path.name not in names
    assert not any("vulkan" in name or "cuda" in name or "hip" in name for name in names)


def test_no_device_is_known_before_a_load(engine: Engine) -> None:
    assert engine.devices() == ()


@pytest.mark.parametrize(("memory", "layers"), [("80000000", 7), ("1000000", 0)])
def test_too_little_memory_gets_fewer_layers_then_the_processor(
    chat_model: Path, engine: Engine, put: Put, monkeypatch: pytest.MonkeyPatch, memory: str, layers: int
) -> None:
    expected = _text_on_processor(engine, chat_model)
    monkeypatch.setenv("PRETEND_MEMORY", memory)
    loaded = _load(engine, chat_model, put("pretend"))
    assert loaded.gpu_layers == layers
    assert [attempt.layers for attempt in loaded.attempts] == ([31, 15, 7] if not layers else [31, 15])
    assert {attempt.code for attempt in loaded.attempts} == {Code.ENGINE_OUT_OF_MEMORY}
    assert engine.state.loaded == loaded
    assert _write(engine) == expected


@pytest.mark.parametrize("name", ["aborts", "faults"])
def test_a_backend_that_dies_while_it_is_loaded(chat_model: Path, engine: Engine, put: Put, name: str) -> None:
    """It passed when it was tried, and dies all the same."""
    loaded = _load(engine, chat_model, put(name))
    (attempt,) = loaded.attempts
    assert (attempt.code, attempt.layers) == (Code.ENGINE_DIED, 0)
    assert attempt.signal in (signal.SIGABRT, signal.SIGSEGV)
    assert loaded.gpu_layers == 0
    assert _write(engine)


@pytest.mark.parametrize("name", ["null", "older"])
def test_a_backend_that_refuses(chat_model: Path, engine: Engine, put: Put, name: str) -> None:
    loaded = _load(engine, chat_model, put(name))
    assert [attempt.code for attempt in loaded.attempts] == [Code.ENGINE_FAILED]
    assert loaded.gpu_layers == 0


def test_a_device_that_is_gone(chat_model: Path, engine: Engine, put: Put) -> None:
    request = Load(str(chat_model), context=512, gpu_layers=-1, backends=(str(put("pretend")),), devices=("Pretend7",))
    loaded = engine.load(request).result(60)
    assert isinstance(loaded, Loaded)
    assert [attempt.cause for attempt in loaded.attempts] == ["no device Pretend7"]


def test_what_is_asked_while_loading_waits_for_the_next_try(
    chat_model: Path, engine: Engine, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRETEND_MEMORY", "1000000")
    engine.load(Load(str(chat_model), context=512, gpu_layers=-1, backends=(str(put("pretend")),)))
    assert _write(engine)


def test_a_device_lost_before_the_first_word(
    chat_model: Path, engine: Engine, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _text_on_processor(engine, chat_model)
    monkeypatch.setenv("PRETEND_ABORT", "2")  # of each process: the warm-up is none
    _load(engine, chat_model, put("pretend"))
    assert _write(engine) == expected
    assert engine.state.loaded is not None
    assert engine.state.loaded.gpu_layers == 0
    assert [(attempt.layers, attempt.signal) for attempt in engine.state.loaded.attempts] == [(31, 6), (15, 6)]


def test_a_device_lost_while_writing_keeps_the_text(
    chat_model: Path, engine: Engine, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRETEND_ABORT", "8")
    _load(engine, chat_model, put("pretend"))
    call = engine.generate(dataclasses.replace(GREEDY, max_tokens=200))
    text = "".join(event.text for event in call.events() if isinstance(event, Delta))
    ending = call.result(60)
    assert isinstance(ending, Finished)
    assert ending.outcome.ending is Ending.DIED
    assert text
    monkeypatch.delenv("PRETEND_ABORT")
    assert _write(engine, dataclasses.replace(GREEDY, prefill=text))  # "Go on"
    assert engine.state.loaded is not None
    assert engine.state.loaded.gpu_layers == 15
    assert [attempt.signal for attempt in engine.state.loaded.attempts] == [signal.SIGABRT]


def test_computations_that_fail_go_elsewhere(
    chat_model: Path, engine: Engine, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _text_on_processor(engine, chat_model)
    monkeypatch.setenv("PRETEND_FAIL", "1")
    _load(engine, chat_model, put("pretend"))
    assert _write(engine) == expected
    assert engine.state.loaded is not None
    assert engine.state.loaded.gpu_layers == 0


def test_a_kill_is_not_the_devices_fault(chat_model: Path, engine: Engine, put: Put) -> None:
    _load(engine, chat_model, put("pretend"))
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    assert _write(engine)
    assert engine.state.loaded is not None
    assert (engine.state.loaded.gpu_layers, engine.state.loaded.attempts) == (LAYERS, ())


def test_a_file_that_is_no_model_is_refused_at_once(tmp_path: Path, engine: Engine, put: Put) -> None:
    (tmp_path / "not.gguf").write_bytes(b"GGUF" + bytes(33))
    with pytest.raises(EngineError):
        _load(engine, tmp_path / "not.gguf", put("pretend"))
    assert engine.state.phase is Phase.STOPPED


class _Placer:
    """Places on the pretended card, and notes what failed."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.placed = 0
        self.failures: list[Attempt] = []

    def place(self, request: Load) -> Load:
        self.placed += 1
        return dataclasses.replace(request, gpu_layers=20, backends=(self.path,), devices=("Pretend0",))

    def failed(self, _request: Load, attempt: Attempt) -> None:
        self.failures.append(attempt)


def test_a_placer_is_asked_before_each_load(
    chat_model: Path, tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    placer = _Placer(put("pretend"))
    engine = Engine(tmp_path / "engine.log", placer=placer)
    try:
        assert _load(engine, chat_model, layers=None).gpu_layers == 20
        assert placer.placed == 1
        assert _load(engine, chat_model, layers=0).gpu_layers == 0
        assert placer.placed == 1  # "none" asks nobody
        monkeypatch.setenv("PRETEND_MEMORY", "1000000")
        assert _load(engine, chat_model, layers=None).gpu_layers == 0
        assert [attempt.layers for attempt in placer.failures] == [20, 10, 5]
        engine.unload()
        monkeypatch.delenv("PRETEND_MEMORY")
        assert _write(engine)
        assert engine.state.loaded is not None
        assert engine.state.loaded.gpu_layers == 20  # after its memory was given back it is placed anew
    finally:
        engine.close()


def _text_on_processor(engine: Engine, model: Path) -> str:
    _load(engine, model, layers=0)
    return _write(engine)
