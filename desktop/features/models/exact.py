"""The verdict on a model that isn't here, from the header of its file: exact, as for one that is."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.gguf.header import Header
from desktop.base.machine import available_memory
from desktop.base.settings import CONTEXT, Settings
from desktop.engine.protocol.messages import Load
from desktop.features.models.load_plan import plan_of
from desktop.library.fit.shape import shape_of_parts
from desktop.library.fit.verdict import Verdict, judge


def exact_verdict(headers: Sequence[Header], settings: Settings, size: int, returned: int = 0) -> Verdict:
    """Whether it runs with the context of the settings; `size` is that of all parts.

    `returned` are the bytes that come back because the model in memory would be replaced.
    """
    shape = shape_of_parts(list(headers), size)
    wanted: int = settings[CONTEXT]
    context = min(wanted, shape.trained_context) if shape.trained_context else wanted
    return judge(shape, plan_of(Load(path="", context=context)), available_memory() + returned)
