"""Devices of other machines: kept by address, asked before they are opened, and done without when they die."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.devices import Device
from desktop.base.errors import Code, MachineError
from desktop.base.paths import ENV_HOME, Paths
from desktop.base.settings import Settings
from desktop.engine.backends.other_machine import look
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Finished, Generate, Load, Loaded, Message, Sampling
from desktop.engine.protocol.outcome import Ending
from desktop.features.models.placement.hardware import Hardware
from desktop.features.models.placement.hardware_text import fallback_text, placed_text
from desktop.features.models.placement.machines import Machines
from desktop.library.fit.shape_store import ShapeStore
from tests.engine.backends.building import rpc_backend
from tests.engine.backends.fake_machine import GB, closed_port, lends, listening, silent

GREEDY = Generate(
    messages=(Message("user", "Name three colours."),), sampling=Sampling(temperature=0.0), max_tokens=8, cache=False
)
LAYERS = 31  # of SmolLM2, the output counted


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    return Machines(tmp_path / "machines.json", lambda: "libggml-rpc.so")


def test_a_machine_is_kept_with_what_it_lends(machines: Machines, tmp_path: Path) -> None:
    with listening(lends((6 * GB, 8 * GB))) as address:
        added = machines.add(f" rpc://{address} ")
        assert (added.address, [device.free for device in added.devices]) == (address, [6 * GB])
        machines.add(address)  # twice is once
        assert Machines(tmp_path / "machines.json", lambda: None).all() == machines.all() == [machines.known(address)]
    assert machines.remove(address).address == address
    assert machines.all() == []
    with pytest.raises(MachineError) as raised:
        machines.remove(address)
    assert raised.value.code is Code.MACHINE_UNKNOWN


def test_what_does_not_answer_is_not_added(machines: Machines) -> None:
    with pytest.raises(MachineError) as raised:
        machines.add(closed_port())
    assert raised.value.code is Code.MACHINE_UNREACHABLE
    machines.backend = lambda: None
    with pytest.raises(MachineError) as raised:
        machines.add("127.0.0.1:1")
    assert raised.value.code is Code.MACHINES_UNABLE
    assert machines.all() == []


def test_all_are_asked_at_once_and_each_says_its_own(machines: Machines) -> None:
    with listening(lends((GB, GB))) as good, listening(lends((2 * GB, 2 * GB))) as other:
        machines.add(good)
        machines.add(other)
        machines.failed([other])
        machines.failed([other])
        answers = machines.answers()
        assert [(each.machine.address, each.error.code if each.error else None) for each in answers] == [
            (good, None),
            (other, Code.MACHINE_FAILED),
        ]
        assert machines.look_again(other).devices  # who asks for it gives it another chance
        assert [each.error for each in machines.answers()] == [None, None]


@pytest.mark.parametrize("damaged", ["", "[1]", '{"machines": [7, {"address": "x:y:z", "devices": [], "seen": ""}]}'])
def test_a_damaged_list_is_an_empty_one(machines: Machines, tmp_path: Path, damaged: str) -> None:
    (tmp_path / "machines.json").write_text(damaged)
    assert machines.all() == []


# -- with the library's own client and server ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rpc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = rpc_backend(tmp_path_factory.mktemp("rpc")) if sys.platform == "linux" else None
    if found is None:
        pytest.skip(
            "libggml-rpc.so isn't built, and can't be: it takes Linux, g++ and llama.cpp's source in uv's cache"
        )
    return found


@pytest.fixture
def hardware(paths: Paths, rpc: Path) -> Hardware:
    paths.backends.mkdir(parents=True, exist_ok=True)
    shutil.copy(rpc, paths.backends)
    made = Hardware(paths, Settings(), ShapeStore(paths.shapes_file))
    made.placer.free = lambda: 0  # what has room here stays here
    return made


class Lender:
    """`lamplight models devices lend` in a process of its own."""

    def __init__(self, paths: Paths, address: str) -> None:
        command = [sys.executable, "-m", "desktop", "models", "devices", "lend", address]
        home = {**os.environ, ENV_HOME: str(paths.data)}
        self.process = subprocess.Popen(command, env=home, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)

    def die(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def lent(paths: Paths, hardware: Hardware) -> Iterator[tuple[str, Lender]]:
    """This machine's processor on loopback, added to the list."""
    address = closed_port()
    lender = Lender(paths, address)
    host, port = address.split(":")
    for _ in range(600):
        assert lender.process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                break
        time.sleep(0.05)
    hardware.machines.add(address)
    yield address, lender
    lender.die()


def _write(engine: Engine) -> str:
    call = engine.generate(GREEDY)
    text = "".join(event.text for event in call.events() if isinstance(event, Delta))
    assert isinstance(call.result(120), Finished)
    return text


def _load(engine: Engine, model: Path) -> Loaded:
    loaded = engine.load(Load(str(model), context=1024)).result(120)
    assert isinstance(loaded, Loaded)
    return loaded


@pytest.mark.model
@pytest.mark.own_engine
def test_layers_on_another_machine_and_its_death_in_the_middle(
    chat_model: Path, paths: Paths, hardware: Hardware, lent: tuple[str, Lender]
) -> None:
    address, lender = lent
    alone = Engine(paths.engine_log)
    engine = Engine(paths.engine_log, placer=hardware.placer)
    try:
        _load(alone, chat_model)
        expected = _write(alone)
        loaded = _load(engine, chat_model)
        assert (loaded.gpu_layers, loaded.attempts) == (LAYERS, ())
        assert placed_text(loaded) == f"All {LAYERS} layers on {address}."
        assert _write(engine) == expected
        call = engine.generate(Generate(prompt="Once upon a time", max_tokens=400))
        next(event for event in call.events() if isinstance(event, Delta))
        lender.die()
        ended = call.result(60)
        assert isinstance(ended, Finished)
        assert (ended.outcome.ending, ended.outcome.code) == (Ending.DIED, Code.MACHINE_LOST)
        assert address in ended.outcome.cause
        assert _write(engine) == expected  # here, in the same start
        now = engine.state.loaded
        assert now is not None
        assert now.gpu_layers == 0
        assert f"{address} stopped answering while the model ran there." in fallback_text(now)
        assert "The processor does it all." in fallback_text(now)
        gone = _load(engine, chat_model)  # and the next time it is asked first
        assert f"{address} doesn’t answer." in fallback_text(gone)
    finally:
        alone.close()
        engine.close()


@pytest.mark.model
@pytest.mark.own_engine
def test_what_only_looks_like_a_machine_costs_no_start(chat_model: Path, paths: Paths, hardware: Hardware) -> None:
    """It answers as one should, and dies as soon as it is really used: the library aborts the engine's process."""
    with listening(lends((8 * GB, 8 * GB))) as address, listening(silent) as mute:
        hardware.machines.add(address)
        hardware.machines.look = lambda asked: [] if asked == mute else hardware.machines.all()[0].devices
        hardware.machines.add(mute)
        hardware.machines.look = _impatient
        engine = Engine(paths.engine_log, placer=hardware.placer)
        try:
            loaded = _load(engine, chat_model)
        finally:
            engine.close()
    assert loaded.gpu_layers == 0
    assert [attempt.machines for attempt in loaded.attempts] == [(mute,), (address,)]
    said = fallback_text(loaded)
    assert f"{mute} took the connection and says nothing." in said
    assert f"{address} stopped answering" in said


def _impatient(address: str) -> list[Device]:
    return look(address, 0.3)
