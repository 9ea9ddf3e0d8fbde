"""In the engine's process: backends into the registry that libllama reads, and the devices a model may use."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import llama_cpp as ll
from llama_cpp import llama_cpp as binding

from desktop.base.devices import Device, DeviceKind
from desktop.base.errors import Code, EngineError
from desktop.engine.backends.files import library_folder, processor_file
from desktop.engine.backends.ggml import Ggml
from desktop.engine.protocol.messages import Load

_CARDS = (DeviceKind.GPU, DeviceKind.INTEGRATED, DeviceKind.REMOTE)
# How a library that was built with drivers is kept from opening them: it does so when its registry is first read.
_WITHHELD = {
    "GGML_DISABLE_VULKAN": "1",
    "CUDA_VISIBLE_DEVICES": "-1",
    "HIP_VISIBLE_DEVICES": "-1",
    "GGML_METAL_DEVICES": "0",
    "ONEAPI_DEVICE_SELECTOR": "opencl:cpu",
}


@dataclass(frozen=True)
class Prepared:
    """The registry after backends were loaded, and those of its devices that the model may use."""

    ggml: Ggml
    handles: tuple[int, ...]
    devices: tuple[Device, ...]


def prepare(request: Load) -> Prepared:
    """Load what the request names. With no layers for a card no backend but the processor's is opened.

    Raises EngineError(ENGINE_FAILED) where a device that was named isn't there.
    """
    none = request.gpu_layers == 0
    if none or not request.built_in:
        os.environ.update(_WITHHELD)
    ggml = Ggml(binding._lib)
    processor = processor_file(library_folder())
    if processor is not None:
        ggml.load(processor)
    if not none:
        for name in request.backends:
            if not ggml.load(Path(name)):
                raise EngineError(Code.ENGINE_FAILED, cause=f"{Path(name).name} could not be loaded")
        for address in request.machines or ():
            if not ggml.add_machine(address):
                raise EngineError(Code.ENGINE_FAILED, cause=f"RPC: {address} lends no device")
    ll.llama_backend_init()
    found = [] if none else _chosen(ggml, request.devices)
    return Prepared(ggml, tuple(handle for handle, _ in found), tuple(device for _, device in found))


def _chosen(ggml: Ggml, names: tuple[str, ...] | None) -> list[tuple[int, Device]]:
    """The devices of these names, in their order; without names every card, or else every integrated chip."""
    known = ggml.devices()
    if names is None:
        cards = [(handle, device) for handle, device in known if device.kind in _CARDS]
        own = [(handle, device) for handle, device in cards if device.kind is not DeviceKind.INTEGRATED]
        return own or cards
    by_name = {device.name: (handle, device) for handle, device in known}
    missing = [name for name in names if name not in by_name]
    if missing:
        raise EngineError(Code.ENGINE_FAILED, cause=f"no device {missing[0]}")
    return [by_name[name] for name in names]
