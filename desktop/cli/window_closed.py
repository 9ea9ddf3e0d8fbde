"""What must not happen while a window is open on the same folder."""

from __future__ import annotations

from desktop.base.errors import Code, LamplightError
from desktop.base.instance import RAISE, address, tell
from desktop.base.paths import Paths


def require_closed(paths: Paths) -> None:
    """Raises LamplightError(PLACE_IN_USE) while a window is open, which is brought forward."""
    if tell(address(paths.data), RAISE):
        raise LamplightError(Code.PLACE_IN_USE)
