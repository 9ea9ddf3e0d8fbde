"""What a model can run on: a processor, a graphics card, another machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DeviceKind(StrEnum):
    """As ggml counts them (enum ggml_backend_dev_type), and machines reached by RPC."""

    CPU = "cpu"
    GPU = "gpu"
    INTEGRATED = "igpu"  # shares the machine's memory
    ACCELERATOR = "accel"
    REMOTE = "rpc"


@dataclass(frozen=True)
class Device:
    """One device of one backend. `name` is ggml's ("Vulkan0"), `description` the maker's; memory in bytes, free as it
    was when it was asked. `id` is its place on the bus, "" where the backend doesn't tell."""

    name: str
    description: str
    kind: DeviceKind
    free: int
    total: int
    backend: str
    id: str = ""
