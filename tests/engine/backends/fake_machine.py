"""Something on loopback that listens where a machine was said to lend its devices: a good one, or anything else."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

Conversation = Callable[[socket.socket], None]
GB = 1_000_000_000


@contextlib.contextmanager
def listening(talk: Conversation) -> Iterator[str]:
    """The address of a server that talks like this with everybody, one after the other."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client, contextlib.suppress(OSError, EOFError):
                    talk(client)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def closed_port() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def lends(
    *devices: tuple[int, int], version: tuple[int, int, int] = (7, 0, 0), count: int | None = None
) -> Conversation:
    """A machine with such devices, each with free and whole memory in bytes."""

    def talk(client: socket.socket) -> None:
        while True:
            command, content = _request(client)
            if command == 14:
                answer = struct.pack("<4B24x", *version, 0)
            elif command == 15:
                answer = struct.pack("<I", len(devices) if count is None else count)
            else:
                (number,) = struct.unpack("<I", content)
                answer = struct.pack("<QQ", *devices[number])
            client.sendall(struct.pack("<Q", len(answer)) + answer)

    return talk


def says(data: bytes) -> Conversation:
    """Answers anything with these bytes, and closes."""

    def talk(client: socket.socket) -> None:
        client.recv(1024)
        client.sendall(data)

    return talk


def silent(client: socket.socket) -> None:
    """Takes the connection and never says a word."""
    while client.recv(1024):
        pass


def _request(client: socket.socket) -> tuple[int, bytes]:
    head = _exactly(client, 9)
    command, size = struct.unpack("<BQ", head)
    return command, _exactly(client, size)


def _exactly(client: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        piece = client.recv(size - len(found))
        if not piece:
            raise EOFError
        found += piece
    return found
