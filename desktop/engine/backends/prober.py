"""The throw-away process: opens one backend file, lists its devices, lets each compute something.

It says each step as a line of JSON on standard output, so that its death or silence tells how far it came. A driver may
hang in the middle of a call that no other thread of Python can end: a timer of the process ends it, and so does, where
there is one, the system's alarm.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from desktop.base.devices import Device, DeviceKind
from desktop.engine.backends.computing import Rig, agrees
from desktop.engine.backends.files import processor_file
from desktop.engine.backends.ggml import Ggml

DOOR = "--probe-backend"  # how a frozen program, which has no Python to start, is asked for it (desktop/__main__.py)
_EXIT_SILENT = 124  # as `timeout` has it
_LOOK_SECONDS = 0.5


@dataclasses.dataclass(frozen=True)
class Task:
    """What to do. `file` is "" for the backends built into the library; `measure` names devices to be measured, each
    for about so many `seconds`; `check` lets every device compute something small."""

    library: str
    file: str = ""
    limit: float = 90.0  # seconds, after which it ends itself: whoever started it may be gone
    check: bool = True
    measure: tuple[str, ...] = ()
    seconds: float = 1.0
    threads: int = 1


def main(text: str) -> None:
    """Do the task that `text` describes as JSON, and end the process."""
    fields = json.loads(text)
    task = Task(**{**fields, "measure": tuple(fields.get("measure", ()))})
    _end_after(task.limit)
    _die_quietly()
    status = 0
    try:
        _probe(task)
    except Exception as error:  # the parent makes the sentence; a traceback helps nobody there
        _say("error", cause=f"{type(error).__name__}: {error}"[:300])
        status = 1
    sys.stdout.flush()
    os._exit(status)  # what a driver does while it is unloaded is nobody's business


def _probe(task: Task) -> None:
    library = Path(task.library)
    ggml = Ggml.of_folder(library)
    variant = processor_file(library)
    if variant is not None:
        ggml.load(variant)
    processor = _processor(ggml)
    said = (found.decode("utf-8", "replace") for found in (ggml.ggml_version(), ggml.ggml_commit()) if found)
    version = ", ".join(text.removesuffix("-dirty") for text in said)
    _say("begun", processor=dataclasses.asdict(ggml.device(processor)), version=version)
    before = set(ggml.handles()) if task.file else {processor}
    if task.file and not ggml.load(Path(task.file)):
        _say("refused")
        return
    found = [(handle, device) for handle, device in ggml.devices() if handle not in before]
    _say("listed", devices=[dataclasses.asdict(device) for _, device in found])
    if task.check:
        expected = Rig(ggml, processor, task.threads).product()
        for handle, device in found:
            if device.kind not in (DeviceKind.CPU, DeviceKind.REMOTE):
                _check(ggml, handle, device, expected)
    for handle, device in ggml.devices():
        if device.name in task.measure:
            reading, writing = Rig(ggml, handle, task.threads).speed(task.seconds)
            _say("measured", name=device.name, flops=reading, bandwidth=writing)
    _say("done")


def _check(ggml: Ggml, handle: int, device: Device, expected: list[float]) -> None:
    product = Rig(ggml, handle, 1).product()
    _say("checked", name=device.name, right=not product or agrees(product, expected))


def _processor(ggml: Ggml) -> int:
    for handle, device in ggml.devices():
        if device.kind is DeviceKind.CPU:
            return handle
    raise OSError("no backend for the processor")


def _die_quietly() -> None:
    """No debugger, no core file, no dialog: a death here is expected."""
    os.environ["GGML_NO_BACKTRACE"] = "1"
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(0x8003)  # no boxes for critical errors, faults and missing files
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_after(seconds: float) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds) + 2)
    threading.Thread(target=_watch, args=(time.monotonic() + seconds + 1, os.getppid()), daemon=True).start()


def _watch(end: float, parent: int) -> None:
    """End the process when it is time, or when whoever started it is gone and nobody reads what it says."""
    while time.monotonic() < end and os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(_EXIT_SILENT)


def _say(step: str, **values: Any) -> None:
    with contextlib.suppress(OSError):
        os.write(1, json.dumps({"step": step, **values}).encode() + b"\n")
