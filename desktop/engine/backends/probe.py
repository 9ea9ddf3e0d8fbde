"""Trying a backend file in a process that may hang or die: the parent's side, which makes a verdict of either."""

from __future__ import annotations

import datetime
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.base.devices import Device
from desktop.engine.backends.files import Candidate
from desktop.engine.backends.prober import DOOR
from desktop.engine.backends.verdicts import Speed, Stage, State, Verdict, device_of

log = logging.getLogger(__name__)

LIMIT_SECONDS = 10.0  # of silence
_COMPUTING = 3  # times that where kernels are compiled
_LOOK_SECONDS = 0.02
_GRACE_SECONDS = 3.0  # for a killed process to be gone; one that hangs inside the kernel never is
_READ_BYTES = 262_144
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from desktop.engine.backends.prober import main; main(sys.argv[2])"
)


class Run:
    """One throw-away process and what it said. `steps` are its lines, in order; after `limit` seconds of silence it is
    taken to hang, after three times that where it computes."""

    def __init__(self, task: dict[str, Any], limit: float) -> None:
        started = time.monotonic()
        self.hung = False
        with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as said:
            # Files, not pipes: a child that a driver started could hold a pipe open after the process is gone.
            command = _command({**task, "limit": limit * _COMPUTING * _COMPUTING})
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=errors)
            self.hung = _hangs(process, said, limit)
            if self.hung:
                process.kill()
                try:
                    process.wait(_GRACE_SECONDS)
                except subprocess.TimeoutExpired:
                    log.warning("process %d of a driver that hangs can't be ended", process.pid)
            self.code = process.returncode or 0
            self.steps = _steps(_read(said))
            self.cause = _cause(_read(errors))
        self.seconds = time.monotonic() - started

    def step(self, name: str) -> dict[str, Any] | None:
        """The first line of this name."""
        return next((step for step in self.steps if step["step"] == name), None)

    def named(self, name: str) -> list[dict[str, Any]]:
        """All lines of this name."""
        return [step for step in self.steps if step["step"] == name]


def probe(candidate: Candidate, library: Path, limit: float = LIMIT_SECONDS) -> Verdict:
    """Load this file alone, list its devices and let each compute something; at most `limit` seconds."""
    run = Run({"library": str(library), "file": candidate.path}, limit)
    state, stage, cause = _judge(run)
    listed = run.step("listed")
    verdict = Verdict(
        name=candidate.name,
        path=candidate.path,
        state=state,
        devices=tuple(device_of(entry) for entry in listed["devices"]) if listed else (),
        stage=stage,
        cause=cause,
        signal=max(0, -run.code) if not run.hung else 0,
        seconds=round(run.seconds, 3),
        when=datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
    )
    log.info("backend %s: %s after %.2f s, %d devices", candidate.name, state, run.seconds, len(verdict.devices))
    return verdict


def list_devices(path: str, library: Path, limit: float = LIMIT_SECONDS) -> Verdict:
    """The devices of a file that was tried before, with the memory that is free now."""
    run = Run({"library": str(library), "file": path, "check": False}, limit)
    state, stage, cause = _judge(run)
    listed = run.step("listed")
    devices = tuple(device_of(entry) for entry in listed["devices"]) if listed else ()
    return Verdict("", path, state, devices, stage, cause)


def describe(library: Path, limit: float = LIMIT_SECONDS) -> tuple[Device | None, str]:
    """The processor as ggml sees it, and ggml's version and commit. What is built in is opened for it."""
    begun = Run({"library": str(library), "check": False}, limit).step("begun")
    return (device_of(begun["processor"]), str(begun["version"])) if begun else (None, "")


def measure(
    path: str, library: Path, names: Sequence[str], threads: int, seconds: float, limit: float
) -> tuple[dict[str, Speed], str]:
    """How fast these devices are, those that came to an end; and why one didn't, in the library's words."""
    task = {
        "library": str(library), "file": path, "check": False,
        "measure": list(names), "threads": threads, "seconds": seconds,
    }  # fmt: skip
    run = Run(task, limit)
    found = {str(step["name"]): Speed(step["flops"], step["bandwidth"]) for step in run.named("measured")}
    error = run.step("error")
    if run.step("done"):
        return found, ""
    if run.hung:
        return found, "timeout"
    return found, str(error["cause"]) if error else run.cause or f"exit code {run.code}"


def _judge(run: Run) -> tuple[State, Stage, str]:
    stage = Stage.STARTING
    for name, reached in (("begun", Stage.LOADING), ("listed", Stage.COMPUTING), ("done", Stage.DONE)):
        stage = reached if run.step(name) else stage
    error, listed = run.step("error"), run.step("listed")
    wrong = [step["name"] for step in run.named("checked") if not step["right"]]
    if run.hung:
        return State.HUNG, stage, run.cause
    if run.step("refused"):
        return State.REFUSED, Stage.LOADING, run.cause
    if wrong:
        return State.WRONG, stage, ", ".join(wrong)
    if error:
        return State.DIED, stage, str(error["cause"])
    if not run.step("done"):
        return State.DIED, stage, run.cause
    return (State.WORKS if listed and listed["devices"] else State.NO_DEVICE), stage, ""


def _hangs(process: subprocess.Popen[bytes], said: Any, limit: float) -> bool:
    """Wait for the process to end; True when it fell silent for too long before."""
    size, heard = 0, time.monotonic()
    while True:
        try:
            process.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        else:
            return False
        now = os.fstat(said.fileno()).st_size
        if now != size:
            size, heard = now, time.monotonic()
        patience = limit * (_COMPUTING if _computes(said) else 1)
        if time.monotonic() - heard > patience:
            return True


def _computes(said: Any) -> bool:
    return any(step["step"] == "listed" for step in _steps(_read(said)))


def _command(task: dict[str, Any]) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, DOOR, json.dumps(task)]
    root = Path(__file__).resolve().parents[3]
    return [sys.executable, "-I", "-c", _START, str(root), json.dumps(task)]


def _read(file: Any) -> str:
    size = file.seek(0, 2)
    file.seek(max(0, size - _READ_BYTES))
    return file.read().decode("utf-8", "replace")  # type: ignore[no-any-return]


def _steps(text: str) -> list[dict[str, Any]]:
    found = []
    for line in text.splitlines():
        try:
            step = json.loads(line)
        except ValueError:
            continue  # drivers print to standard output as they like
        if isinstance(step, dict) and isinstance(step.get("step"), str):
            found.append(step)
    return found


def _cause(text: str) -> str:
    """The line of standard error that tells most; the last one where none stands out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for word in ("incompatible API", "failed to load", "what():", "GGML_ASSERT", "rror"):
        for line in reversed(lines):
            if word in line:
                return line[:300]
    return lines[-1][:300] if lines else ""
