"""Whether the machine runs on its battery."""

from __future__ import annotations

import psutil


def on_battery() -> bool:
    """True only where a battery says that nothing charges it."""
    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError):  # no such sensor, or one that can't be read
        return False
    return battery is not None and battery.power_plugged is False
