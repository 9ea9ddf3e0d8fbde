"""Backend files that work, refuse, hang or die: each gets a verdict, and the process that asks lives on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from desktop.base.devices import DeviceKind
from desktop.engine.backends import backends as module
from desktop.engine.backends.backends import PROCESSOR, Backends
from desktop.engine.backends.files import Candidate, library_folder, processor_file
from desktop.engine.backends.probe import measure, probe
from desktop.engine.backends.prober import DOOR
from desktop.engine.backends.verdicts import Stage, State, Verdict
from tests.engine.backends.building import COMPILER, VULKAN, build, driver

Put = Callable[[str], Path]


def _one(backends: Backends) -> Verdict:
    (verdict,) = [verdict for verdict in backends.verdicts() if verdict.path]
    return verdict


def test_a_device_is_found_and_computes(put: Put, backends: Backends) -> None:
    put("pretend")
    verdict = _one(backends)
    assert verdict.state is State.WORKS
    (device,) = verdict.devices
    assert (device.name, device.description) == ("Pretend0", "Pretend Card 3000")
    assert (device.kind, device.total) == (DeviceKind.GPU, 8_000_000_000)
    assert [found for found, _ in backends.devices()] == [device]


@pytest.mark.parametrize(
    ("name", "state", "number"),
    [
        ("hangs", State.HUNG, 0),
        ("aborts", State.DIED, signal.SIGABRT),
        ("faults", State.DIED, signal.SIGSEGV),
        ("null", State.REFUSED, 0),
        ("older", State.REFUSED, 0),
    ],
)
def test_what_goes_wrong_is_a_verdict(put: Put, backends: Backends, name: str, state: State, number: int) -> None:
    put(name)
    verdict = _one(backends)
    assert (verdict.state, verdict.signal) == (state, number)
    assert verdict.stage is Stage.LOADING
    assert verdict.devices == ()
    assert backends.devices() == []
    if name == "older":
        assert "incompatible API version" in verdict.cause


def test_one_that_hangs_leaves_no_process(put: Put, backends: Backends) -> None:
    put("hangs")
    assert _one(backends).seconds < 10
    assert not [child for child in psutil.Process().children(recursive=True) if DOOR in child.cmdline()]
    assert not any("prober" in " ".join(child.cmdline()) for child in psutil.Process().children(recursive=True))


def test_a_prober_without_a_parent_ends_itself(put: Put) -> None:
    """What hangs may outlive whoever asked."""
    task = json.dumps({"library": str(library_folder()), "file": str(put("hangs")), "limit": 0.5})
    process = subprocess.Popen([sys.executable, "-m", "desktop", DOOR, task], stdout=subprocess.DEVNULL)
    assert process.wait(20) != 0


def test_a_frozen_program_answers_at_its_door(put: Put) -> None:
    task = json.dumps({"library": str(library_folder()), "file": str(put("pretend"))})
    said = subprocess.run([sys.executable, "-m", "desktop", DOOR, task], capture_output=True, timeout=60, check=True)
    assert [json.loads(line)["step"] for line in said.stdout.splitlines()] == ["begun", "listed", "checked", "done"]


def test_a_device_that_computes_wrongly_is_found_out(
    put: Put, backends: Backends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRETEND_WRONG", "1")
    put("pretend")
    verdict = _one(backends)
    assert (verdict.state, verdict.cause) == (State.WRONG, "Pretend0")
    assert backends.devices() == []


@pytest.mark.parametrize(
    ("variable", "state"), [("PRETEND_ABORT", State.DIED), ("PRETEND_HANG", State.HUNG), ("PRETEND_FAIL", State.DIED)]
)
def test_a_device_that_fails_when_it_computes(
    put: Put, backends: Backends, monkeypatch: pytest.MonkeyPatch, variable: str, state: State
) -> None:
    monkeypatch.setenv(variable, "1")
    monkeypatch.setattr("desktop.engine.backends.probe._COMPUTING", 1)
    put("pretend")
    verdict = _one(backends)
    assert (verdict.state, verdict.stage) == (state, Stage.COMPUTING)
    assert [device.name for device in verdict.devices] == ["Pretend0"]  # what was found is told all the same
    assert backends.devices() == []


def test_a_verdict_is_remembered_until_the_file_or_a_driver_changes(
    put: Put, backends: Backends, tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def count(candidate: Candidate, library: Path, limit: float) -> Verdict:
        tried.append(candidate.file)
        return probe(candidate, library, limit)

    monkeypatch.setattr(module, "probe", count)
    path = put("aborts")
    first = _one(backends)
    assert _one(backends) == first
    assert _one(Backends(own, tmp_path / "backends.json")) == first  # the next start
    assert tried == [path.name]
    os.utime(path, ns=(1, time.time_ns()))
    _one(backends)
    assert len(tried) == 2
    monkeypatch.setenv("VK_DRIVER_FILES", str(tmp_path / "another.json"))
    _one(backends)
    assert len(tried) == 3
    (tmp_path / "another.json").write_text("{}")  # the driver is installed anew
    monkeypatch.setattr(module, "_REMEMBERED_SECONDS", 0.0)  # some seconds later
    _one(backends)
    assert len(tried) == 4
    backends.look_again()
    assert len(tried) == 5


def test_a_damaged_memory_is_forgotten(put: Put, own: Path, tmp_path: Path) -> None:
    put("pretend")
    for damage in ("{", "[]", '{"verdicts": 3}', '{"verdicts": {"x": {}}, "speeds": {}}'):
        (tmp_path / "backends.json").write_text(damage)
        assert _one(Backends(own, tmp_path / "backends.json")).usable


def test_only_backends_are_taken_for_backends(own: Path, compiled: Path, backends: Backends) -> None:
    for name in (
        "libggml-base.so",
        "libggml-cpu-haswell.so",
        "libggml-rpc.so",
        "libllama.so",
        "vulkan.so",
        "notes.txt",
    ):
        shutil.copy(compiled / "libggml-aborts.so", own / name)
    assert backends.verdicts() == []
    assert "vulkan.so" in backends.strangers()


def test_what_is_no_library_is_no_candidate(own: Path, backends: Backends) -> None:
    (own / "libggml-vulkan.so").write_bytes(b"\0ggml_backend_init\0 but no ELF file")
    (own / "libggml-cuda.so").write_bytes(b"")
    (own / "libggml-hip.so").mkdir()
    (verdict,) = backends.verdicts()
    assert (verdict.name, verdict.state) == ("vulkan", State.REFUSED)
    assert "failed to load" in verdict.cause


def test_a_backend_that_dies_in_use_twice_is_left_alone(put: Put, backends: Backends) -> None:
    path = str(put("pretend"))
    backends.failed_in_use(path, "device lost", signal.SIGABRT)
    assert backends.devices()
    backends.failed_in_use(path, "device lost", signal.SIGABRT)
    assert backends.devices() == []
    assert (_one(backends).state, _one(backends).stage) == (State.DIED, Stage.IN_USE)
    backends.look_again()
    assert backends.devices()


def test_speeds_are_measured_once(put: Put, backends: Backends, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(put("pretend"))
    measured: list[list[str]] = []
    real = backends.measure

    def count(devices: list[str], *rest: object) -> object:
        measured.append(devices)
        return real(devices, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(backends, "measure", count)
    for _ in range(2):
        for name, file in ((PROCESSOR, ""), ("Pretend0", path)):
            speed = backends.speed(name, file, 1, 0.1)
            assert speed is not None
            assert speed.flops > 1e8
            assert speed.bandwidth > 1e7
    assert measured == [[PROCESSOR], ["Pretend0"]]


def test_a_device_that_dies_while_it_is_measured(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRETEND_ABORT", "2")
    found, cause = measure(str(put("pretend")), library_folder(), [PROCESSOR, "Pretend0"], 1, 0.1, 20)
    assert list(found) == [PROCESSOR]
    assert "device lost" in cause


@pytest.mark.skipif(not VULKAN.exists(), reason="libggml-vulkan.so isn't built: make backend ARGS=vulkan")
@pytest.mark.parametrize(
    ("kind", "state", "number"),
    [("hang", State.HUNG, 0), ("crash", State.DIED, signal.SIGABRT), ("segv", State.DIED, signal.SIGSEGV)],
)
def test_a_driver_that_goes_wrong(
    own: Path, backends: Backends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, state: State, number: int
) -> None:
    shutil.copy(VULKAN, own)
    monkeypatch.setenv("VK_DRIVER_FILES", str(driver(kind, tmp_path)))
    monkeypatch.setenv("VK_ICD_FILENAMES", str(tmp_path / f"{kind}.json"))
    verdict = _one(backends)
    assert (verdict.state, verdict.signal, verdict.stage) == (state, number, Stage.LOADING)
    monkeypatch.setenv("VK_DRIVER_FILES", "")
    monkeypatch.setenv("VK_ICD_FILENAMES", "")
    assert _one(backends).state is not state  # without that driver it is tried anew


@pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="compiled with GCC on Linux")
def test_the_processors_backend_is_chosen_by_its_score(tmp_path: Path) -> None:
    """Builds for machines of any age have one for each; those that this processor can't run score nothing."""
    for name, score in (("x64", 1), ("haswell", 30), ("skylakex", 0)):
        build("scored.c", tmp_path / f"libggml-cpu-{name}.so", f"-DSCORE={score}")
    build("scored.c", tmp_path / "libggml-cpu-x64.so.0", "-DSCORE=99")  # the same under another name
    assert processor_file(tmp_path) == tmp_path / "libggml-cpu-haswell.so"
    assert processor_file(library_folder()) is None  # built in
