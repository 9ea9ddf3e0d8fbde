"""What a model would take with some options, said before they are kept: bytes by part, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.errors import LamplightError
from desktop.features.models.load_request import load_request
from desktop.features.models.memory import Cost
from desktop.features.models.option_checks import check_options

if TYPE_CHECKING:
    from desktop.base.settings import Settings
    from desktop.engine.protocol.messages import Load
    from desktop.features.models.engines import Engines
    from desktop.features.models.model_options import ModelOptions
    from desktop.library.models import ModelFile


@dataclass(frozen=True)
class MeasuredOptions:
    """`free` bytes are there for it, with what the loaded models would give back; `error` is why it can't be so."""

    load: Load
    cost: Cost
    free: int
    layers: int = 0  # of the model, the output among them; 0 where its file doesn't tell
    error: LamplightError | None = None

    @property
    def fits(self) -> bool:
        return self.cost.total <= self.free


def measure_options(engines: Engines, settings: Settings, model: ModelFile, options: ModelOptions) -> MeasuredOptions:
    """Reads the model's header at the first time, which takes some milliseconds of the disk."""
    error: LamplightError | None = None
    try:
        check_options(model, options, settings)
    except LamplightError as found:
        error = found
    load = load_request(model, settings, options)
    return MeasuredOptions(load, engines.costs.of(model, load), engines.fits.free(), engines.costs.layers(model), error)
