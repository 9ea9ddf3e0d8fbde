"""Steps between the text sizes that the settings offer."""

from __future__ import annotations

from desktop.base.settings import TEXT_SIZE


def next_size(size: int, step: int) -> int:
    """The next larger (`step` 1) or smaller (-1) text size in per cent, the default one for 0; stays at the ends."""
    if step == 0:
        return int(TEXT_SIZE.default)
    offered = sorted(int(choice) for choice, _ in TEXT_SIZE.choices())
    if step > 0:
        return next((other for other in offered if other > size), offered[-1])
    return next((other for other in reversed(offered) if other < size), offered[0])
