"""What this machine has to give: cores and memory, as the engine counts them."""

from __future__ import annotations

import os
from pathlib import Path

import psutil


def default_threads() -> int:
    """One thread per physical core that this process may use."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    return max(1, min(cores, allowed))


def available_memory() -> int:
    """Bytes that can still be taken without swapping, within the limit of a container."""
    available = int(psutil.virtual_memory().available)
    limit, used = (_number(Path("/sys/fs/cgroup") / name) for name in ("memory.max", "memory.current"))
    return min(available, limit - used) if limit and used else available


def resident_memory() -> int:
    """Bytes this process holds in memory."""
    return int(psutil.Process().memory_info().rss)


def _number(path: Path) -> int:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0
