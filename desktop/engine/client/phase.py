"""What the engine is doing, as everybody above it may ask."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """The states of the engine's process."""

    STOPPED = "stopped"
    WAITING = "waiting"  # for the memory that another model holds
    STARTING = "starting"
    LOADING = "loading"
    READY = "ready"
    BUSY = "busy"
    DIED = "died"
