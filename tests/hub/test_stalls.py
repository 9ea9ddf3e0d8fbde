"""Servers that say nothing, or too little at a time, and clocks that jump."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest

from desktop.base.errors import Code, HubError
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.meter import Meter
from desktop.hub.transfer.progress import Step
from desktop.hub.transfer.refusals import retry_after
from tests.hub.fetching import NAME, QUICK, Fetch, model_bytes, remote
from tests.hub.server import Fault, HubServer, wait_until

DATA = model_bytes()


@pytest.fixture
def served(hub: HubServer) -> HubServer:
    hub.add("maker/model", {NAME: DATA})
    return hub


def test_a_transfer_that_stalls_says_so_and_connects_again(served: HubServer, tmp_path: Path) -> None:
    served.plan(Fault(hang_at=100_000), Fault(hang=60, at_hub=True))
    fetch = Fetch(tmp_path, remote(served)).start()
    wait_until(lambda: fetch.overview.progress.reason is not None)
    reason = fetch.overview.progress.reason
    assert isinstance(reason, HubError)
    assert reason.code is Code.HUB_STALLED
    fetch.join()
    assert fetch.arrived[0].path.read_bytes() == DATA
    assert [seen.headers.get("range") for seen in served.contents_asked()] == [None, "bytes=100000-"]


def test_a_byte_now_and_then_is_a_stall_too(served: HubServer, tmp_path: Path) -> None:
    served.plan(Fault(drip=0.05))
    fetch = Fetch(tmp_path, remote(served))
    (arrived,) = fetch.run()
    assert arrived.path.read_bytes() == DATA
    assert 0 < int(served.contents_asked()[1].headers["range"][6:-1]) < 40  # what dripped was kept


def test_a_header_that_never_ends_is_a_stall(served: HubServer, tmp_path: Path) -> None:
    """A server that sends a line of its header for ever: no read of the socket takes long."""
    with _slow_header() as url:
        fetch = Fetch(tmp_path, RemoteFile(NAME, url, repository="maker/model")).start()
        wait_until(lambda: fetch.overview.progress.step is Step.WAITING)
        reason = fetch.overview.progress.reason
        assert isinstance(reason, HubError)
        assert reason.code is Code.HUB_STALLED
        fetch.control.stop()
        fetch.join()


def test_pausing_takes_effect_at_once_while_a_server_is_silent(served: HubServer, tmp_path: Path) -> None:
    slow = QUICK.__class__(**{**vars(QUICK), "stall": 60.0})
    served.plan(Fault(hang_at=100_000))
    fetch = Fetch(tmp_path, remote(served), tuning=slow).start()
    wait_until(lambda: fetch.received >= 100_000)
    began = time.monotonic()
    fetch.control.stop()
    fetch.join()
    assert time.monotonic() - began < 20
    wait_until(lambda: not [each for each in threading.enumerate() if each.name == "transfer"])  # nor is it left behind


def test_nothing_answers_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = RemoteFile(NAME, f"http://127.0.0.1:{port}/maker/model/resolve/main/{NAME}", repository="maker/model")
    fetch = Fetch(tmp_path, file).start()
    wait_until(lambda: fetch.overview.progress.step is Step.WAITING)
    reason = fetch.overview.progress.reason
    assert isinstance(reason, HubError)
    assert reason.code is Code.HUB_UNREACHABLE
    fetch.control.stop()
    fetch.join()


# -- waiting -----------------------------------------------------------------------------------------------------------


def test_what_the_server_asks_to_wait_is_waited(served: HubServer, tmp_path: Path) -> None:
    served.plan(Fault(status=429, headers={"Retry-After": "1"}, at_hub=True))
    began = time.monotonic()
    Fetch(tmp_path, remote(served)).run()
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"retry-after": "9999999999"}, 24 * 3600.0),
        # The server's clock says how long that is; ours may be years away.
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT", "Date": "Wed, 21 Oct 2015 07:28:00 GMT"}, 30.0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT", "Date": "Wed, 21 Oct 2015 07:29:00 GMT"}, 0.0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({}, None),
    ],
)
def test_how_long_that_is(said: dict[str, str], wait: float | None) -> None:
    import httpx2

    assert retry_after(httpx2.Headers(said)) == wait


def test_waits_grow_and_are_bounded(served: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a clock that doesn't pass: how long each wait would have been."""
    served.plan(*[Fault(status=503, at_hub=True)] * 10)
    fetch = Fetch(tmp_path, remote(served), tuning=QUICK.__class__(**{**vars(QUICK), "first_wait": 1, "most_wait": 60}))
    waits: list[float] = []
    monkeypatch.setattr(fetch.control, "wait_until", lambda moment: waits.append(moment - time.monotonic()))
    fetch.run()
    assert all(45 < wait <= 60 for wait in waits[6:])
    assert waits[:5] == sorted(waits[:5])
    assert 0.7 < waits[0] < 1.3


def test_a_clock_that_jumps_changes_nothing(served: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Years forth and back, at each look at it."""
    real, jumps = time.time, iter(range(10**9))
    monkeypatch.setattr(time, "time", lambda: real() + (next(jumps) % 3 - 1) * 1e9)
    served.plan(*[Fault(cut=20_000), Fault(status=503), Fault(hang_at=10_000)] * 3)
    fetch = Fetch(tmp_path, remote(served))
    (arrived,) = fetch.run()
    assert arrived.path.read_bytes() == DATA


# -- speed -------------------------------------------------------------------------------------------------------------


def test_the_speed_falls_to_nothing_when_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    meter = Meter()
    assert meter.speed() == 0.0
    assert meter.seconds_left(100) is None
    meter.begin()
    for _ in range(40):
        now += 0.25
        meter.count(250_000)
    assert meter.speed() == pytest.approx(1e6, rel=0.1)
    assert meter.seconds_left(60_000_000) == pytest.approx(60, rel=0.1)
    now += 2
    assert 0 < meter.speed() < 0.6e6
    now += 2.5
    assert meter.speed() == 0.0
    assert meter.seconds_left(60_000_000) is not None  # it is known how it went before
    now += 40
    assert meter.seconds_left(60_000_000) is None


class _slow_header:  # noqa: N801 (a context)
    """A server that begins an answer and goes on with it for ever."""

    def __enter__(self) -> str:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        try:
            client.sendall(b"HTTP/1.1 200 OK\r\n")
            while not self._over.wait(0.02):
                client.sendall(b"X: y\r\n")
        except OSError:
            client.close()
