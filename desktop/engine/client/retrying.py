"""What is worth another try after a process died or refused."""

from __future__ import annotations

from typing import Any

from desktop.base.errors import Code
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.devices import ListDevices
from desktop.engine.protocol.dump import Dump
from desktop.engine.protocol.messages import Finished, Load

# Another way to load doesn't help where the file is the matter.
FALLBACK_IS_NO_HELP = (
    Code.CANCELLED,
    Code.MODEL_MISSING,
    Code.MODEL_EMPTY,
    Code.MODEL_TRUNCATED,
    Code.MODEL_NOT_GGUF,
    Code.MODEL_DAMAGED,
    Code.MODEL_UNSUPPORTED,
    Code.MODEL_UNREADABLE,
)
_BROKEN = (Code.ENGINE_FAILED, Code.ENGINE_OUT_OF_MEMORY)


def broken_by(event: Any) -> Code | None:
    """Why a model failed in use, where a fresh process may mend it."""
    if isinstance(event, Finished) and event.outcome.code in _BROKEN:
        return Code(event.outcome.code)
    return None


def may_retry(call: RequestHandle, was_loading: bool, elsewhere: bool) -> bool:
    """Whether to ask again what nobody has seen anything of: once in the same way, and as often as there is another
    place for the model."""
    again = not (was_loading or call.shown or (call.retried and not elsewhere) or call.cancelled)
    return again and not isinstance(call.request, Load | Dump | ListDevices)
