"""How a model would be loaded, as the arithmetic of `desktop/library/fit` wants to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.engine.protocol.limits import BATCH, OUTPUTS, SEQUENCES, STATEFUL_SEQUENCES
from desktop.library.fit.memory import LoadPlan

if TYPE_CHECKING:
    from desktop.engine.protocol.messages import Load


def plan_of(request: Load) -> LoadPlan:
    """The plan of a request to load; its context must be given."""
    return LoadPlan(
        context=request.context,
        batch=BATCH,
        sequences=SEQUENCES,
        stateful_sequences=STATEFUL_SEQUENCES,
        outputs=OUTPUTS,
        cache_type_k=request.cache_type_k,
        cache_type_v=request.cache_type_v,
        swa_full=request.swa_full,
        mmap=request.mmap,
        flash_attention=request.flash_attention != "off",
    )
