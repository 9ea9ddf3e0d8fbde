"""Where layers go: cards first, integrated chips only where they are faster, no driver for "none", the fit's count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop.base.devices import Device, DeviceKind
from desktop.base.errors import Code, MachineError
from desktop.base.paths import Paths
from desktop.base.settings import GPU_LAYERS, Settings
from desktop.engine.backends.backends import PROCESSOR, Backends
from desktop.engine.backends.verdicts import Speed, State, Verdict
from desktop.engine.protocol.devices import Attempt
from desktop.engine.protocol.messages import Load, Loaded
from desktop.features.models.fit_text import placement_text
from desktop.features.models.placement.device_placer import DealOut, DevicePlacer, worth_it
from desktop.features.models.placement.hardware import Hardware, dealing_out
from desktop.features.models.placement.hardware_text import fallback_text, placed_text
from desktop.features.models.placement.machines import Machines, numbered
from desktop.library.fit.memory import Memory
from desktop.library.fit.placement import OnDevice, Placement
from desktop.library.fit.shape_store import ShapeStore

ASKED = Load("model.gguf")
GB = 1_000_000_000
ALL = 31


def _device(name: str, kind: DeviceKind = DeviceKind.GPU, free: int = 8 * GB) -> Device:
    return Device(name, f"Card {name}", kind, free, 8 * GB, name.rstrip("0123456789"))


def _works(name: str, path: str) -> Verdict:
    return Verdict(name, path, State.WORKS)


class _Backends(Backends):
    """Backends that were looked at already."""

    def __init__(self, tmp_path: Path, found: Sequence[tuple[Device, Verdict]], speeds: dict[str, Speed]) -> None:
        super().__init__(None, tmp_path / "backends.json")
        self._found, self._speeds = list(found), speeds
        self.asked = 0
        self.deaths: list[str] = []

    def devices(self, patience: float | None = None) -> list[tuple[Device, Verdict]]:
        self.asked += 1
        return self._found

    def speed(self, device: str, path: str, threads: int, seconds: float = 1.0) -> Speed | None:
        return self._speeds.get(device)

    def failed_in_use(self, path: str, cause: str, signal: int) -> None:
        self.deaths.append(path)


def _dealt(layers: int | None) -> DealOut:
    """So many layers in equal parts on all devices; as many as the request says, where it does."""

    def deal_out(request: Load, devices: Sequence[Device]) -> Placement | None:
        count = layers if request.gpu_layers is None else ALL if request.gpu_layers < 0 else request.gpu_layers
        if count is None:
            return None
        shares = [count // len(devices) + (number < count % len(devices)) for number in range(len(devices))]
        parts = [OnDevice(device, share, Memory()) for device, share in zip(devices, shares, strict=True) if share]
        return Placement(count, ALL, Memory(), tuple(parts))

    return deal_out


def _placer(
    tmp_path: Path, *found: tuple[Device, Verdict], layers: int | None = 20, speeds: dict[str, Speed] | None = None
) -> DevicePlacer:
    return DevicePlacer(_Backends(tmp_path, found, speeds or {}), _dealt(layers), lambda: 2)


CARD = (_device("CUDA0"), _works("cuda", "/b/libggml-cuda.so"))
OTHER = (_device("CUDA1"), _works("cuda", "/b/libggml-cuda.so"))
CHIP = (_device("Vulkan0", DeviceKind.INTEGRATED), _works("vulkan", "/b/libggml-vulkan.so"))
BUILT_IN = (_device("Metal0"), _works("metal", ""))


def test_cards_take_what_fits(tmp_path: Path) -> None:
    placed = _placer(tmp_path, CARD, OTHER, CHIP).place(ASKED)
    assert (placed.gpu_layers, placed.devices) == (20, ("CUDA0", "CUDA1"))
    assert (placed.backends, placed.built_in) == (("/b/libggml-cuda.so",), False)
    assert placed.tensor_split == (10.0, 10.0)


def test_a_persons_number_is_taken(tmp_path: Path) -> None:
    assert _placer(tmp_path, CARD).place(Load("m.gguf", gpu_layers=-1)).gpu_layers == ALL
    assert _placer(tmp_path, CARD).place(Load("m.gguf", gpu_layers=7)).gpu_layers == 7


@pytest.mark.parametrize("layers", [0, None])
def test_without_room_the_processor_does_it(tmp_path: Path, layers: int | None) -> None:
    placed = _placer(tmp_path, CARD, layers=layers).place(ASKED)
    assert placed.gpu_layers == (0 if layers == 0 else -1)
    assert bool(placed.backends) is (layers is None)


def test_without_a_device_no_backend_is_named(tmp_path: Path) -> None:
    placed = _placer(tmp_path).place(Load("m.gguf", gpu_layers=-1))
    assert (placed.gpu_layers, placed.devices, placed.backends) == (0, (), ())


def test_only_devices_that_were_asked_for(tmp_path: Path) -> None:
    assert _placer(tmp_path, CARD, OTHER).place(Load("m.gguf", devices=("CUDA1",))).devices == ("CUDA1",)
    assert _placer(tmp_path, CARD).place(Load("m.gguf", devices=("Gone0",))).gpu_layers == 0


def test_what_is_built_in_needs_no_file(tmp_path: Path) -> None:
    placed = _placer(tmp_path, BUILT_IN).place(ASKED)
    assert (placed.backends, placed.built_in, placed.devices) == ((), True, ("Metal0",))


@pytest.mark.parametrize(
    ("chip", "used"),
    [(Speed(1e12, 30e9), True), (Speed(1e10, 10e9), False), (Speed(5e11, 18e9), True), (Speed(1.2e11, 18e9), False)],
)
def test_an_integrated_chip_is_used_where_it_is_faster(tmp_path: Path, chip: Speed, used: bool) -> None:
    speeds = {PROCESSOR: Speed(1e11, 20e9), "Vulkan0": chip}
    assert (_placer(tmp_path, CHIP, speeds=speeds).place(ASKED).devices == ("Vulkan0",)) is used
    forced = _placer(tmp_path, CHIP, speeds=speeds).place(Load("m.gguf", gpu_layers=-1))
    assert forced.devices == ("Vulkan0",)  # a person's word goes before what was measured


def test_a_chip_that_came_to_no_end_is_not_used() -> None:
    assert not worth_it(Speed(1.0, 1.0), None)
    assert worth_it(None, Speed(1.0, 1.0))


def test_only_deaths_are_held_against_a_backend(tmp_path: Path) -> None:
    backends = _Backends(tmp_path, [CARD], {})
    placer = DevicePlacer(backends, _dealt(None), lambda: 1)
    placed = placer.place(ASKED)
    placer.failed(placed, Attempt(("CUDA0",), 31, "engine_out_of_memory"))
    assert backends.deaths == []
    placer.failed(placed, Attempt(("CUDA0",), 31, "engine_died", signal=6))
    assert backends.deaths == ["/b/libggml-cuda.so"]


def test_other_machines_are_asked_for_what_has_no_room_here_and_only_then(tmp_path: Path, chat_model: Path) -> None:
    asked: list[str] = []

    def look(address: str) -> list[Device]:
        asked.append(address)
        if address.startswith("10.") and len(asked) > 2:
            raise MachineError(Code.MACHINE_UNREACHABLE, address=address, cause=f"{address}: timeout")
        return [Device("RPC0", address, DeviceKind.REMOTE, GB, GB, "RPC", f"{address}#0")]

    machines = Machines(tmp_path / "machines.json", lambda: "/b/libggml-rpc.so", look)
    for address in ("10.0.0.1", "192.168.1.7"):
        machines.add(address)
    shapes = ShapeStore(tmp_path / "shapes.json")
    card = _device("CUDA0", free=450_000_000), CARD[1]
    placer = DevicePlacer(_Backends(tmp_path, [card], {}), dealing_out(shapes), lambda: 1, machines, lambda: GB)
    request = Load(str(chat_model), context=2048)
    placed = placer.place(request)
    assert (placed.machines, placed.devices, len(asked)) == ((), ("CUDA0",), 2)  # nobody was asked again
    placer.free = lambda: 0
    placed = placer.place(request)
    assert placed.machines == ("192.168.1.7:50052",)
    assert placed.devices == ("RPC0", "CUDA0")
    assert placed.backends == ("/b/libggml-rpc.so", "/b/libggml-cuda.so")
    assert (placed.gpu_layers, sum(placed.tensor_split)) == (ALL, ALL)
    assert [(attempt.code, attempt.machines) for attempt in placed.absent] == [
        (Code.MACHINE_UNREACHABLE, ("10.0.0.1:50052",))
    ]
    assert placer.place(Load(str(chat_model), context=2048, machines=())).devices == ("CUDA0",)
    dealt = dealing_out(shapes)(request, [card[0], *numbered(machines.all())[1:]])
    assert dealt is not None
    lent = round(placed.tensor_split[0])
    assert placement_text(dealt) == (
        f"{ALL - lent} of {ALL} layers on the graphics card, {lent} of {ALL} layers on 192.168.1.7"
    )


def test_layers_are_counted_by_the_fit_and_a_header_is_read_once(
    chat_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal_out = dealing_out(ShapeStore(tmp_path / "shapes.json"))
    request = Load(str(chat_model), context=2048)

    def count(*devices: Device) -> int:
        found = deal_out(request, devices)
        assert found is not None
        return found.gpu_layers

    assert count(_device("CUDA0")) == 31
    monkeypatch.setattr("desktop.library.fit.shape_store.read_header", lambda _: pytest.fail("read again"))
    assert count(_device("CUDA0", free=1)) == 0
    assert 0 < count(_device("CUDA0", free=450_000_000)) < 31


def test_none_looks_at_nothing(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings()
    settings.set(GPU_LAYERS, "none")
    hardware = Hardware(paths, settings, ShapeStore(paths.shapes_file))
    monkeypatch.setattr(hardware.backends, "verdicts", lambda: pytest.fail("a driver was touched"))
    report = hardware.look()
    assert (report.withheld, report.found, report.processor) == (True, (), None)


def test_where_a_model_went_is_said_in_words() -> None:
    device = _device("CUDA0")

    def loaded(layers: int, *attempts: Attempt) -> Loaded:
        return Loaded(1, "m", "llama", 1, 1, 1, layers, True, 1, 1.0, 31, (device,) if layers else (), attempts)

    assert placed_text(loaded(31)) == "All 31 layers on Card CUDA0."
    assert placed_text(loaded(7)) == "7 of 31 layers on Card CUDA0; the processor does the others."
    assert placed_text(loaded(0)) == "The processor does it all."
    assert fallback_text(loaded(31)) == ""
    memory, death = Attempt(("CUDA0",), 31, "engine_out_of_memory"), Attempt(("CUDA0",), 31, "engine_died", "", 6)
    assert "too little memory for 31 layers: 15 are on it now" in fallback_text(loaded(15, memory))
    assert "too little memory for this" in fallback_text(loaded(0, memory))
    assert "failed with 31 layers: 15" in fallback_text(loaded(15, death))
    assert "failed: the processor does it all" in fallback_text(loaded(0, death))
