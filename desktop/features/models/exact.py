"""The verdict on a model that isn't here, from the header of its file: exact, as for one that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.base.gguf.header import Header
from desktop.base.settings import CONTEXT, Settings
from desktop.engine.protocol.messages import Load
from desktop.library.fit.shape import shape_of_parts

if TYPE_CHECKING:
    from desktop.features.models.fits import Fits
    from desktop.library.fit.verdict import Verdict


def exact_verdict(headers: Sequence[Header], settings: Settings, size: int, fits: Fits) -> Verdict:
    """Whether it runs with the context of the settings; `size` is that of all parts."""
    shape = shape_of_parts(list(headers), size)
    wanted: int = settings[CONTEXT]
    context = min(wanted, shape.trained_context) if shape.trained_context else wanted
    return fits.judge(shape, Load(path="", context=context))
