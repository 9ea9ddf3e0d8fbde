"""The engine process: reads requests from the pipe, runs the scheduler, sends events.

Two threads: the reader takes requests at any moment, sets the stop flag, and ends the process at once when the window
has gone; the main thread computes. Started by `client`, never imported by it at run time.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import queue
import signal
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from desktop.base.log import show_log

_LOG_LIMIT = 2_000_000


def main(pipe: Connection, log_file: str) -> None:
    """The process's whole life. llama.cpp is imported here, after stderr goes to the log file."""
    os.environ["GGML_NO_BACKTRACE"] = "1"  # an abort would start a debugger
    # Threads that wait for each other spin a while, by default so long that another busy program on the same cores
    # brings decoding to a crawl. On two cores, few and noisy runs: alone about as fast, beside other work 3 times.
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the window's
    _stderr_to(Path(log_file))
    show_log()
    from desktop.engine.worker.service import Service

    inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
    service = Service(pipe, inbox)
    threading.Thread(target=_read, args=(pipe, inbox, service), daemon=True, name="pipe").start()
    service.run()
    os._exit(0)  # everything is saved; tearing llama.cpp down only costs time


def _read(pipe: Connection, inbox: queue.SimpleQueue[Any], service: Any) -> None:
    from desktop.engine.protocol.codec import decode

    while True:
        try:
            data = pipe.recv_bytes()
        except (EOFError, OSError):
            os._exit(0)
        request = decode(data)
        inbox.put(request)
        service.notice(request)


def _stderr_to(path: Path) -> None:
    """llama.cpp and a dying process write to stderr; keep it in the log file, the one before as `.1`."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LOG_LIMIT:
            path.replace(path.with_suffix(path.suffix + ".1"))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        handle = os.open(os.devnull, os.O_WRONLY)
    os.dup2(handle, 2)
    os.close(handle)
    faulthandler.enable(file=2)
