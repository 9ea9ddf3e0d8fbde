"""One spawned engine process and the two threads that talk to it."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import re
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from desktop.base.crashes import watch
from desktop.base.errors import EngineError
from desktop.engine.protocol.codec import decode_all, encode
from desktop.engine.protocol.messages import Event, Request
from desktop.engine.worker import process_main as worker

_SPAWN = multiprocessing.get_context("spawn")
_JOIN_SECONDS = 10.0
_CAUSE_BYTES = 16_384
# The most telling first: llama.cpp's own assertion, a C++ exception, then the signal as Python names it.
_SOURCE_FOLDER = re.compile(r"\S*/(?=[\w.-]+\.(?:cpp|c|h):\d)")  # of the machine that built llama.cpp
_TELLING = (
    "Remote RPC",
    "RPC handshake",
    "Failed to connect to",
    "GGML_ASSERT",
    "what():",
    "terminate called",
    "Fatal Python error",
    "error",
    "failed",
)


class EngineProcess:
    """Starts at once; `on_event` and then, once, `on_end` are called from its reader thread."""

    def __init__(
        self,
        log_file: Path,
        on_event: Callable[[EngineProcess, Event], None],
        on_end: Callable[[EngineProcess, int | None, str], None],
    ) -> None:
        self._log_file = log_file
        self._log_start = log_file.stat().st_size if log_file.exists() else 0
        self._on_event, self._on_end = on_event, on_end
        self.killed = False  # by us, and no crash
        self._outbox: queue.SimpleQueue[Request | Callable[[], Request] | None] = queue.SimpleQueue()
        self._pipe, theirs = _SPAWN.Pipe(duplex=True)
        self._process = _SPAWN.Process(
            target=worker.main, args=(theirs, str(log_file)), name="lamplight-engine", daemon=True
        )
        self._process.start()
        theirs.close()  # so that the reader sees the end of the pipe when the process ends
        self._reader = threading.Thread(target=self._read, args=(self._pipe,), daemon=True, name="engine-reader")
        self._reader.start()
        threading.Thread(target=self._write, args=(self._pipe,), daemon=True, name="engine-writer").start()

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def send(self, request: Request | Callable[[], Request]) -> None:
        """Never blocks; what a dead process doesn't read is dropped. A request may be made on the writing thread: what
        is sent after it waits for it."""
        self._outbox.put(request)

    def kill(self) -> None:
        """End it now. `on_end` follows."""
        self.killed = True
        with contextlib.suppress(OSError, ValueError):
            self._process.kill()

    def wait(self, seconds: float) -> bool:
        """Whether it ended within that time, and everything about it has been told."""
        if threading.current_thread() is not self._reader:
            self._reader.join(seconds)
        return not self._reader.is_alive()

    def _read(self, pipe: Connection) -> None:
        while True:
            try:
                events = decode_all(pipe.recv_bytes())
            except (EOFError, OSError):
                break
            except EngineError:
                self.kill()
                break
            for event in events:
                self._on_event(self, event)
        self._outbox.put(None)
        self._process.join(_JOIN_SECONDS)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join(_JOIN_SECONDS)
        if self._process.exitcode and not self.killed:
            watch.engine_ended(self.written(), ending_of(self._process.exitcode))
        self._on_end(self, self._process.exitcode, self._last_words())

    def _write(self, pipe: Connection) -> None:
        while (request := self._outbox.get()) is not None:
            made = request() if callable(request) else request
            with contextlib.suppress(OSError):
                pipe.send_bytes(encode(made))

    def written(self) -> str:
        """The end of what it wrote to its log."""
        try:
            with self._log_file.open("rb") as file:
                size = file.seek(0, 2)
                start = self._log_start if self._log_start <= size else 0
                file.seek(max(start, size - _CAUSE_BYTES))
                return file.read().decode("utf-8", "replace")
        except OSError:
            return ""

    def _last_words(self) -> str:
        """The line of the log that tells most about the end."""
        lines = [line.strip() for line in self.written().splitlines() if line.strip()]
        for word in _TELLING:
            for line in reversed(lines):
                if word in line:
                    return _SOURCE_FOLDER.sub("", line)[:300]
        return lines[-1][:300] if lines else ""


def ending_of(exit_code: int | None) -> dict[str, Any]:
    """`exit_code` as the `signal` or `exit_code` of an Outcome."""
    if exit_code is None:
        return {}
    return {"signal": -exit_code} if exit_code < 0 else {"exit_code": exit_code}
