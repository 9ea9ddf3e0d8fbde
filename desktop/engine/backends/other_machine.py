"""Another machine that lends its devices: llama.cpp's RPC protocol, as far as it takes to ask what is there.

The library's own client ends its process where nobody answers, or something else does. Each machine is therefore asked
here first, in Python and with a time limit, before its address is given to a process that opens it.

ggml-rpc.cpp: a request is one byte (the command), eight (the size of the rest) and the rest; an answer is eight bytes
and the rest; all little-endian. A server talks to one client at a time; others wait unanswered until that one leaves.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import struct
import time

from desktop.base.devices import Device, DeviceKind
from desktop.base.errors import Code, MachineError
from desktop.base.network.doors import MACHINE
from desktop.base.network.ledger import ledger

PORT = 50052  # rpc-server's own
LIMIT_SECONDS = 4.0  # to connect, and again for all answers: a client that has just left may still be tidied up
BACKEND = "RPC"  # what ggml calls it

_PROTOCOL = (7, 0, 0)  # RPC_PROTO_*_VERSION in ggml-rpc.h of the llama.cpp that pyproject.toml asks for
_HELLO, _COUNT, _MEMORY = 14, 15, 11  # enum rpc_cmd
_CAPABILITIES = 24  # RPC_CONN_CAPS_SIZE: what transports a client knows besides TCP; none
_MOST_DEVICES = 64
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")


def normalized(text: str) -> str:
    """`host:port` as it is used, from what a person typed. Raises MachineError(MACHINE_ADDRESS).

    Only names and IPv4 addresses: the library's client knows no others.
    """
    typed = text.strip()
    plain = re.sub(r"^(?:rpc|tcp|https?)://", "", typed, flags=re.IGNORECASE).rstrip("/")
    host, separator, port = plain.partition(":")
    number = int(port) if port.isascii() and port.isdecimal() and len(port) < 6 else PORT if not separator else 0
    if not _HOST.fullmatch(host) or not 0 < number < 65536 or (_only_numbers(host) and not _is_ipv4(host)):
        raise MachineError(Code.MACHINE_ADDRESS, address=typed[:80])
    return f"{host.lower()}:{number}"


def is_here(address: str) -> bool:
    """Whether it is this machine itself, so that nobody on the way can read anything."""
    host = address.partition(":")[0]
    return host == "localhost" or (_is_ipv4(host) and ipaddress.IPv4Address(host).is_loopback)


def look(address: str, limit: float = LIMIT_SECONDS) -> list[Device]:
    """The devices that a machine lends, with the memory that is free there now; named as the library will name them
    where this is the only machine.

    Raises MachineError: MACHINE_UNREACHABLE, MACHINE_SILENT, MACHINE_STRANGE (something else answers),
    MACHINE_VERSION, MACHINE_EMPTY (it lends nothing).
    """
    host, _, port = address.rpartition(":")
    with _connected(address, host, int(port), limit) as connection:
        asked = _Asked(address, connection, time.monotonic() + limit)
        major, minor, patch, _ = asked.answer(_HELLO, bytes(_CAPABILITIES), f"<4B{_CAPABILITIES}x")
        if (major, patch) != (_PROTOCOL[0], _PROTOCOL[2]) or minor > _PROTOCOL[1]:
            theirs, ours = f"{major}.{minor}.{patch}", ".".join(str(part) for part in _PROTOCOL)
            raise MachineError(Code.MACHINE_VERSION, address=address, cause=f"{address}: {theirs}, not {ours}")
        (count,) = asked.answer(_COUNT, b"", "<I")
        if not 0 < count <= _MOST_DEVICES:
            code = Code.MACHINE_EMPTY if count == 0 else Code.MACHINE_STRANGE
            raise MachineError(code, address=address, cause=f"{address}: {count} devices")
        memory = [asked.answer(_MEMORY, struct.pack("<I", number), "<QQ") for number in range(count)]
    return [
        Device(
            f"{BACKEND}{number}", address, DeviceKind.REMOTE, min(free, total), total, BACKEND, f"{address}#{number}"
        )
        for number, (free, total) in enumerate(memory)
    ]


def _connected(address: str, host: str, port: int, limit: float) -> socket.socket:
    ledger.use(MACHINE, address)
    try:
        found = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)
        connection = socket.socket(*found[0][:3])
    except OSError as error:
        raise _unreachable(address, error) from error
    try:
        connection.settimeout(limit)
        connection.connect(found[0][4])
    except OSError as error:
        connection.close()
        raise _unreachable(address, error) from error
    return connection


class _Asked:
    """Questions over one connection, all of them answered before `until`."""

    def __init__(self, address: str, connection: socket.socket, until: float) -> None:
        self._address, self._connection, self._until = address, connection, until

    def answer(self, command: int, content: bytes, form: str) -> tuple[int, ...]:
        """What one command is answered with, as `struct` reads it. Raises MachineError."""
        try:
            self._connection.settimeout(max(0.01, self._until - time.monotonic()))
            self._connection.sendall(struct.pack("<BQ", command, len(content)) + content)
            (size,) = struct.unpack("<Q", self._receive(8))
            if size != struct.calcsize(form):
                raise self._strange(f"an answer of {size} bytes")
            return struct.unpack(form, self._receive(size))
        except TimeoutError as error:
            raise MachineError(Code.MACHINE_SILENT, address=self._address, cause=self._address) from error
        except OSError as error:
            raise self._strange(str(error)) from error

    def _receive(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._connection.settimeout(left)
            piece = self._connection.recv(size - len(found))
            if not piece:
                raise self._strange("the connection was closed")
            found += piece
        return found

    def _strange(self, words: str) -> MachineError:
        return MachineError(Code.MACHINE_STRANGE, address=self._address, cause=f"{self._address}: {words}"[:300])


def _unreachable(address: str, error: OSError) -> MachineError:
    words = "timeout" if isinstance(error, TimeoutError) else error.strerror or str(error)
    return MachineError(Code.MACHINE_UNREACHABLE, address=address, cause=f"{address}: {words}"[:300])


def _only_numbers(host: str) -> bool:
    return re.fullmatch(r"[\d.]+", host) is not None


def _is_ipv4(host: str) -> bool:
    with contextlib.suppress(ValueError):
        ipaddress.IPv4Address(host)
        return True
    return False
