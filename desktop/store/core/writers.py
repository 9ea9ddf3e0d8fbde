"""Who writes a reply: a window and a terminal may share the file, and only a dead writer's reply is interrupted."""

from __future__ import annotations

import os

import psutil

# Seconds; the system computes start times from its clock, which may be set in between.
_START_TOLERANCE = 5.0


def this_writer() -> str:
    """This process, as `pid@start`; the start time tells it from a later process with the same number."""
    return f"{os.getpid()}@{psutil.Process().create_time():.2f}"


def is_alive_elsewhere(writer: str | None) -> bool:
    """Whether `writer` is another process that still runs. Our own earlier writing is over once we open the file."""
    number, _, start = (writer or "").partition("@")
    if not number.isdigit() or int(number) == os.getpid():
        return False
    try:
        process = psutil.Process(int(number))
        same: bool = abs(process.create_time() - float(start)) < _START_TOLERANCE
        zombie: bool = process.status() == psutil.STATUS_ZOMBIE
        return same and not zombie
    except (psutil.Error, ValueError):
        return False
