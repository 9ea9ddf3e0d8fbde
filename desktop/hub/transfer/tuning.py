"""The times and sizes that a transfer keeps to; a test takes smaller ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tuning:
    """Seconds and bytes.

    `chunk`: what is hashed by itself, so that a bad stretch is found. `stall`: so long may less than `least` bytes
    come before the connection is given up. `first_wait`, `most_wait`: between two tries, doubled each time. `sync`:
    between two writings of the journal; what came since the last is fetched again after a power cut. `reserve`: what
    stays free on the disk. `check_space`: looked at again after so many bytes.
    """

    chunk: int = 4 << 20
    stall: float = 20.0
    least: int = 4096
    first_wait: float = 1.0
    most_wait: float = 60.0
    sync: float = 2.0
    reserve: int = 200_000_000
    check_space: int = 64 << 20
