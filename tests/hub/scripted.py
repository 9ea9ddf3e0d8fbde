"""A server that answers as a test tells it to: for another hub's API, and for what no hub should say."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Answered:
    """What is answered: `body` as it is where it is bytes, else as JSON. `drip` are seconds between single bytes."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0


Answer = Callable[[str, dict[str, list[str]]], Answered]


class ScriptedServer:
    """`asked` holds the paths that were asked for, `seen` the headers of the last request."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.seen: dict[str, str] = {}
        self.closing = threading.Event()
        handler = type("_Handler", (_Handler,), {"script": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    script: ClassVar[ScriptedServer]

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self.script.asked.append(self.path)
        self.script.seen = {name.lower(): value for name, value in self.headers.items()}
        parts = urlsplit(self.path)
        found = self.script.answer(unquote(parts.path), parse_qs(parts.query))
        body = found.body if isinstance(found.body, bytes) else json.dumps(found.body).encode()
        self.send_response(found.status)
        for name, value in {"Content-Type": "application/json", **found.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not found.drip:
            self.wfile.write(body)
            return
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            if self.script.closing.wait(found.drip):
                return

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:  # a client that went
            return


@contextmanager
def scripted(answer: Answer) -> Iterator[ScriptedServer]:
    """A server for the time of a test."""
    server = ScriptedServer(answer)
    try:
        yield server
    finally:
        server.close()
