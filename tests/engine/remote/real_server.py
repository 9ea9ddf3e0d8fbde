"""The server of llama-cpp-python on loopback, as somebody would start it on another machine."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_SECONDS = 60.0


@contextlib.contextmanager
def llama_cpp_server(model: Path, log: Path, *, context: int = 2048, key: str = "") -> Iterator[str]:
    """Serve a model under the name `smol`; the address. Raises TimeoutError where the server doesn't come up."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port)]
    command += ["--n_ctx", str(context), "--model_alias", "smol", "--n_threads", "1", "--logits_all", "True"]
    command += ["--api_key", key] if key else []
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + _SECONDS
        while not _listens(port):
            if time.monotonic() > until or process.poll() is not None:
                raise TimeoutError(log.read_text("utf-8", "replace")[-2_000:])
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
        return True
    return False
