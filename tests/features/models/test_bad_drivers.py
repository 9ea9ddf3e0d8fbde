"""A driver that hangs, aborts or faults, with the real program's own search: the model answers on the processor."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest

from desktop.base.paths import Paths
from desktop.base.settings import GPU_LAYERS, Settings
from desktop.engine.backends.backends import Backends
from desktop.engine.backends.verdicts import State
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Finished, Generate, Load, Loaded
from desktop.features.models.placement.device_placer import DevicePlacer
from desktop.features.models.placement.hardware import Hardware, dealing_out
from desktop.features.models.placement.hardware_text import fallback_text
from desktop.library.fit.shape_store import ShapeStore
from tests.engine.backends.building import COMPILER, VULKAN, build, driver

pytestmark = [
    pytest.mark.model,
    pytest.mark.own_engine,
    pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="backends are compiled with GCC on Linux"),
]


def _load(paths: Paths, model: Path) -> Loaded:
    backends = Backends(paths.backends, paths.backends_memory, limit=1.5)
    engine = Engine(
        paths.engine_log, placer=DevicePlacer(backends, dealing_out(ShapeStore(paths.shapes_file)), lambda: 1)
    )
    try:
        loaded = engine.load(Load(str(model), context=512)).result(90)
        answered = engine.generate(Generate(prompt="Once", max_tokens=3)).result(60)
        assert isinstance(answered, Finished)
        assert answered.completion_tokens == 3
    finally:
        engine.close()
    assert isinstance(loaded, Loaded)
    return loaded


@pytest.mark.skipif(not VULKAN.exists(), reason="libggml-vulkan.so isn't built: make backend ARGS=vulkan")
@pytest.mark.parametrize("kind", ["hang", "crash", "segv"])
def test_a_bad_driver_costs_one_start_a_moment_and_later_ones_nothing(
    chat_model: Path, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    paths.backends.mkdir()
    shutil.copy(VULKAN, paths.backends)
    listed = str(driver(kind, tmp_path))
    monkeypatch.setenv("VK_DRIVER_FILES", listed)
    monkeypatch.setenv("VK_ICD_FILENAMES", listed)
    loaded = _load(paths, chat_model)
    assert loaded.gpu_layers == 0
    (told,) = loaded.attempts  # it was found out before, and killed nothing
    assert (told.devices, told.layers, told.signal) == (("vulkan",), 0, 0)
    assert told.tried == (State.HUNG if kind == "hang" else State.DIED)
    assert fallback_text(loaded) == (
        "Vulkan failed when it was tried, so it isn’t used with this driver. More under Models, Your hardware. "
        "The processor does it all."
    )
    tried: list[object] = []
    monkeypatch.setattr("desktop.engine.backends.backends.probe", lambda *rest: tried.append(rest))
    again = _load(paths, chat_model)
    assert (again.gpu_layers, again.attempts) == (0, ())  # told once
    assert tried == []


def test_a_file_that_hangs_lets_the_next_start_alone(chat_model: Path, paths: Paths) -> None:
    build("broken.c", paths.backends / "libggml-hangs.so", "-DHANGS")
    assert _load(paths, chat_model).gpu_layers == 0
    started = time.monotonic()
    assert _load(paths, chat_model).gpu_layers == 0
    assert paths.backends_memory.exists()
    assert time.monotonic() - started < 60


def test_the_program_puts_layers_on_a_card_by_itself(chat_model: Path, paths: Paths) -> None:
    build("pretend.c", paths.backends / "libggml-pretend.so")
    loaded = _load(paths, chat_model)
    assert (loaded.gpu_layers, [device.name for device in loaded.devices]) == (31, ["Pretend0"])


def test_an_integrated_chip_is_measured_first(chat_model: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    """It computes on the processor as slowly as that: nothing is gained, so it isn't used."""
    monkeypatch.setenv("PRETEND_KIND", "2")
    build("pretend.c", paths.backends / "libggml-pretend.so")
    settings = Settings()
    settings.set(GPU_LAYERS, "auto")
    hardware = Hardware(paths, settings, ShapeStore(paths.shapes_file))
    placed = hardware.placer.place(Load(str(chat_model), context=512))
    here = hardware.backends.speed("CPU", "", hardware.threads())
    there = hardware.backends.speed("Pretend0", str(paths.backends / "libggml-pretend.so"), hardware.threads())
    assert here is not None
    assert there is not None
    faster = there.bandwidth > here.bandwidth
    assert (placed.devices == ("Pretend0",)) is (
        faster or (there.bandwidth > 0.85 * here.bandwidth and there.flops > 2 * here.flops)
    )
