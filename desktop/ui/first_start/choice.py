"""What was chosen on the first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.base.paths import Paths
    from desktop.hub.catalogue import CatalogueModel


@dataclass(frozen=True)
class FirstChoice:
    """Where things live, and the model to fetch while one writes; None for none."""

    paths: Paths
    model: CatalogueModel | None
