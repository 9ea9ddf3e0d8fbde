"""A server that does to a client what servers, networks and strangers do: each behaviour is a script of bytes."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Script = Callable[["Visit"], None]


@dataclass
class Visit:
    """One request, and the connection to answer on."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    connection: socket.socket
    over: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def head(self, status: str = "200 OK", kind: str = "text/event-stream", **headers: str) -> None:
        """The head of an answer that ends with the connection, as HTTP/1.0 has it."""
        lines = [f"HTTP/1.0 {status}", f"Content-Type: {kind}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode())

    def json(self, value: Any, status: str = "200 OK", **headers: str) -> None:
        """A whole answer."""
        self.head(status, "application/json", **headers)
        self.send(json.dumps(value).encode())

    def says(self, *texts: str, finish: str = "stop", done: bool = True) -> None:
        """A reply as it should be."""
        self.head()
        for text in texts:
            self.event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})
        if finish:
            self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        if done:
            self.send(b"data: [DONE]\n\n")

    def event(self, value: Any) -> None:
        self.send(b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n")


@dataclass
class HostileServer:
    """`scripts` by path; `visits` are the requests that came. What hangs is let go by `close`."""

    port: int
    scripts: dict[str, Script]
    visits: list[Visit] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    gone: list[str] = field(default_factory=list)  # paths of visitors that left before the end
    scheme: str = "http"

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/v1"


@contextlib.contextmanager
def serving(
    scripts: dict[str, Script] | None = None, *, context: ssl.SSLContext | None = None, models: tuple[str, ...] = ("m",)
) -> Iterator[HostileServer]:
    """Serve until the block ends; without a script of their own, models are listed and all else isn't there."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = HostileServer(listener.getsockname()[1], scripts or {}, scheme="https" if context else "http")
    server.scripts.setdefault("/v1/models", lambda visit: visit.json({"data": [{"id": name} for name in models]}))

    def answer(plain: socket.socket) -> None:
        with contextlib.suppress(OSError), _wrapped(plain, context) as connection:
            visit = _read(connection, server.over)
            if visit is None:
                return
            server.visits.append(visit)
            script = server.scripts.get(visit.path)
            try:
                if script is None:
                    visit.json({"error": {"message": "no such path"}}, "404 Not Found")
                else:
                    script(visit)
            except OSError:
                server.gone.append(visit.path)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        server.over.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # wakes who accepts
        listener.close()


def _wrapped(plain: socket.socket, context: ssl.SSLContext | None) -> socket.socket:
    try:
        return context.wrap_socket(plain, server_side=True) if context else plain
    except OSError:
        plain.close()
        raise


def _read(connection: socket.socket, over: threading.Event) -> Visit | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    return Visit(method, path, headers, json.loads(body) if body else None, connection, over)
