"""The state of an engine, with what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.errors import EngineError
from desktop.engine.client.phase import Phase
from desktop.engine.protocol.messages import Loaded


@dataclass(frozen=True)
class EngineState:
    """`progress` (0 to 1) while LOADING; `loaded` while READY or BUSY; `error` is why it STOPPED or DIED.

    `refused` are the errors of the loads that failed before the one that is tried now, or that did.
    """

    phase: Phase
    progress: float = 0.0
    loaded: Loaded | None = None
    error: EngineError | None = None
    refused: tuple[EngineError, ...] = ()
