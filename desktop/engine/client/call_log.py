"""What was measured of a call, in the log: how long a model took to load, and when a reply's first text came.

Counts and seconds only: what people ask and what the model writes never stand in a log.
"""

from __future__ import annotations

import logging
import time

from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.messages import Finished, Generate, Loaded

log = logging.getLogger(__name__)


def log_load(call: RequestHandle, loaded: Loaded) -> None:
    """How long the model took, the start of its process included."""
    log.info(
        "%s is loaded after %.2f s, %.2f s of them for its file: %.0f MB, context %d, %d threads, %d layers on GPUs",
        loaded.name,
        time.monotonic() - call.asked_at,
        loaded.load_seconds,
        loaded.memory_bytes / 1e6,
        loaded.context,
        loaded.threads,
        loaded.gpu_layers,
    )


def log_reply(call: RequestHandle, finished: Finished) -> None:
    """A line for each reply; those of a long translation only where somebody debugs."""
    background = isinstance(call.request, Generate) and call.request.background
    log.log(
        logging.DEBUG if background else logging.INFO,
        "request %d (%s): first text after %.3f s, %.3f s of them in the engine; read %d tokens and %d from its cache, "
        "wrote %d at %.1f per second",
        call.id,
        finished.outcome.ending,
        call.first_seconds,
        finished.first_token_seconds,
        finished.prompt_tokens - finished.cached_tokens,
        finished.cached_tokens,
        finished.completion_tokens,
        finished.tokens_per_second,
    )
