"""Another machine is asked in Python, with a time limit, before the library may open it: whatever answers there."""

from __future__ import annotations

import struct
import time

import pytest

from desktop.base.devices import DeviceKind
from desktop.base.errors import Code, MachineError
from desktop.engine.backends.other_machine import is_here, look, normalized
from tests.engine.backends.fake_machine import GB, Conversation, closed_port, lends, listening, says, silent


def _code(talk: Conversation, limit: float = 5.0) -> Code:
    with listening(talk) as address, pytest.raises(MachineError) as raised:
        look(address, limit)
    assert raised.value.details["address"] == address
    assert address in raised.value.details["cause"]
    return raised.value.code


def test_what_a_machine_lends() -> None:
    with listening(lends((6 * GB, 8 * GB), (20 * GB, 16 * GB))) as address:
        for _ in range(2):  # it serves one after the other, and each look leaves it free for the next
            first, second = look(address)
    assert (first.name, first.kind, first.description, first.id) == ("RPC0", DeviceKind.REMOTE, address, f"{address}#0")
    assert (first.free, first.total) == (6 * GB, 8 * GB)
    assert (second.name, second.free) == ("RPC1", 16 * GB)  # never more than there is


def test_nobody_there() -> None:
    with pytest.raises(MachineError) as raised:
        look(closed_port())
    assert raised.value.code is Code.MACHINE_UNREACHABLE
    with pytest.raises(MachineError) as raised:
        look("no-such-machine.invalid:50052")
    assert raised.value.code is Code.MACHINE_UNREACHABLE


def test_one_that_says_nothing_costs_its_time_limit_and_no_more() -> None:
    started = time.monotonic()
    assert _code(silent, 0.2) is Code.MACHINE_SILENT
    assert time.monotonic() - started < 5

    def dribbles(client: object) -> None:
        for _ in range(200):
            client.sendall(b"\x1c"[:1] if _ == 0 else b"\0")  # type: ignore[attr-defined]
            time.sleep(0.05)

    assert _code(dribbles, 0.2) is Code.MACHINE_SILENT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        struct.pack("<Q", 28) + b"\7\0",  # cut
        struct.pack("<Q", 1 << 63) + bytes(64),  # a size that would take all memory
        b"\0" * 64,
        bytes(range(256)) * 4,
    ],
)
def test_something_else_that_answers(data: bytes) -> None:
    assert _code(says(data)) is Code.MACHINE_STRANGE


def test_other_versions_and_machines_without_devices() -> None:
    assert _code(lends((GB, GB), version=(6, 0, 0))) is Code.MACHINE_VERSION
    assert _code(lends((GB, GB), version=(7, 1, 0))) is Code.MACHINE_VERSION
    assert _code(lends((GB, GB), version=(7, 0, 1))) is Code.MACHINE_VERSION  # its operations have other numbers
    assert _code(lends()) is Code.MACHINE_EMPTY
    assert _code(lends(count=1_000_000)) is Code.MACHINE_STRANGE


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("192.168.1.7", "192.168.1.7:50052"),
        (" rpc://Den.local:6000/ ", "den.local:6000"),
        ("http://10.0.0.2:50052", "10.0.0.2:50052"),
        ("localhost:1", "localhost:1"),
    ],
)
def test_addresses_as_people_type_them(typed: str, address: str) -> None:
    assert normalized(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ":50052",
        "a b",
        "1.2.3:4",
        "1.2.3.4:0",
        "1.2.3.4:70000",
        "1.2.3.4:",
        "::1",
        "[::1]:5",
        "a/b",
        "u@h:1",
        "h:1/x",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(MachineError) as raised:
        normalized(typed)
    assert raised.value.code is Code.MACHINE_ADDRESS


def test_loopback_is_this_machine() -> None:
    assert is_here("127.0.0.1:1")
    assert is_here("localhost:1")
    assert not is_here("192.168.1.7:50052")
