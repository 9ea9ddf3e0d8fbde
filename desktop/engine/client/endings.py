"""The ending events that the client itself gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.base.errors import Code, EngineError
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.messages import Event, Failed, Finished, Generate, Load
from desktop.engine.protocol.outcome import Ending, Outcome


def cancelled(call: RequestHandle) -> Event:
    """What a request is told that its caller, or the end of the process, cancelled."""
    if isinstance(call.request, Generate):
        return Finished(call.id, Outcome(Ending.CANCELLED))
    return Failed(call.id, Code.CANCELLED)


def end_of(load: Load | None, details: dict[str, Any]) -> EngineError:
    """Why a process ended: for lack of memory, where the model was loaded although it had no room."""
    anyway = load is not None and load.anyway
    return EngineError(Code.ENGINE_OUT_OF_MEMORY if anyway else Code.ENGINE_DIED, **details)


def death(call: RequestHandle, code: Code, details: dict[str, Any], lost: Sequence[str] = ()) -> Event:
    """What a request is told whose process is gone; `details` are the cause and how the process ended, `lost` the
    machines that took it with them."""
    machines = ", ".join(lost)
    code = Code.MACHINE_LOST if machines else code
    if not isinstance(call.request, Generate):
        return Failed(call.id, code, details)
    cause = str(details.get("cause", ""))
    outcome = Outcome(
        Ending.DIED,
        code,
        cause=f"{machines}: {cause}" if machines else cause,
        signal=details.get("signal"),
        exit_code=details.get("exit_code"),
    )
    return Finished(call.id, outcome)
