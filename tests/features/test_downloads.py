"""The queue of downloads: order, pause and going on, what is left after the program ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.errors import Code, HubError, LamplightError
from desktop.features.models.fetching.download_records import Status
from desktop.features.models.fetching.download_state import DownloadState
from desktop.features.models.fetching.downloads import Downloads
from desktop.hub.network import NetworkOptions
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.download import Arrived
from desktop.hub.transfer.progress import Step
from tests.hub.fetching import QUICK, model_bytes, remote
from tests.hub.server import Fault, HubServer, hub_server, wait_until

DATA = model_bytes(120_000)
SPLIT = tuple(f"q4/big-{number:05}-of-00003.gguf" for number in (1, 2, 3))


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        for letter in "abc":
            server.add(f"maker/{letter}", {f"{letter}.gguf": DATA})
        server.add("maker/split", {name: model_bytes(50_000, seed) for seed, name in enumerate(SPLIT)})
        yield server


class Program:
    """The service over a home, as often started as a test likes."""

    def __init__(self, home: Path, hub: HubServer) -> None:
        self._home = home
        self._hub = hub
        self.models = home / "models"
        self.arrived: list[Arrived] = []
        self.at_once = 1
        self.told: list[str] = []
        self.downloads = self._make()

    def restart(self) -> None:
        self.downloads.close()
        self.downloads = self._make()

    def add(self, letter: str) -> str:
        return self.downloads.add(letter, (self.file(letter),))

    def file(self, letter: str) -> RemoteFile:
        return remote(self._hub, f"{letter}.gguf", f"maker/{letter}")

    def state(self, identifier: str) -> DownloadState:
        return self.downloads.state(identifier)

    def wait(self, identifier: str, status: Status) -> DownloadState:
        wait_until(lambda: self.state(identifier).status is status)
        return self.state(identifier)

    def _make(self) -> Downloads:
        downloads = Downloads(
            self._home / "downloads",
            lambda: self.models,
            lambda _: NetworkOptions(endpoint=self._hub.url),
            self.arrived.extend,
            lambda: self.at_once,
            QUICK,
        )
        downloads.subscribe(self.told.append)
        return downloads


@pytest.fixture
def program(tmp_path: Path, hub: HubServer) -> Iterator[Program]:
    made = Program(tmp_path, hub)
    yield made
    made.downloads.close()


def test_a_model_arrives_and_is_handed_over(program: Program) -> None:
    identifier = program.add("a")
    done = program.wait(identifier, Status.DONE)
    assert done.arrived[0].path == program.models / "maker" / "a" / "a.gguf"
    assert program.arrived == list(done.arrived)
    assert (done.fraction, done.received, done.size) == (1.0, len(DATA), len(DATA))
    assert identifier in program.told
    program.restart()
    assert program.downloads.states() == []


def test_all_parts_of_a_split_model_are_one_download(program: Program, hub: HubServer) -> None:
    files = tuple(remote(hub, name, "maker/split") for name in SPLIT)
    hub.plan(Fault(), Fault(), Fault(hang_at=20_000))
    identifier = program.downloads.add("Big", files)
    wait_until(lambda: program.state(identifier).received >= 120_000)
    assert program.state(identifier).size == 150_000
    assert list(program.models.rglob("*.gguf")) == []  # not before all of them are there
    program.downloads.pause(identifier)
    program.wait(identifier, Status.PAUSED)
    program.downloads.resume(identifier)
    done = program.wait(identifier, Status.DONE)
    assert [each.path.name for each in done.arrived] == [name[3:] for name in SPLIT]
    assert [each.path.read_bytes() for each in done.arrived] == [
        hub.repositories["maker/split"].files[name].data for name in SPLIT
    ]


def test_one_after_the_other_in_order_or_several(program: Program, hub: HubServer) -> None:
    hub.always = Fault(hang_at=50_000)
    first, second, third = (program.add(letter) for letter in "abc")
    wait_until(lambda: program.state(first).received >= 50_000)
    assert [state.status for state in program.downloads.states()] == [Status.RUNNING, Status.QUEUED, Status.QUEUED]
    program.downloads.put_first(third)
    program.downloads.pause(first)
    wait_until(lambda: program.state(third).status is Status.RUNNING)
    assert program.state(second).status is Status.QUEUED
    program.at_once = 2
    program.downloads.resume(first)
    wait_until(lambda: program.state(second).status is not Status.QUEUED or program.state(first).received > 0)
    assert sum(state.status is Status.RUNNING for state in program.downloads.states()) == 2
    hub.always = Fault()
    for identifier in (first, second, third):
        program.wait(identifier, Status.DONE)


def test_after_a_restart_nothing_begins_before_a_person_asks(program: Program, hub: HubServer) -> None:
    hub.always = Fault(hang_at=60_000)
    first, second = program.add("a"), program.add("b")
    wait_until(lambda: program.state(first).received >= 60_000)
    program.restart()
    hub.always = Fault()
    hub.requests.clear()
    states = program.downloads.states()
    assert [(state.status, state.interrupted) for state in states] == [(Status.PAUSED, True)] * 2
    assert states[0].received == 60_000
    assert hub.requests == []
    program.downloads.resume(first)
    program.wait(first, Status.DONE)
    assert hub.contents_asked()[0].headers["range"] == "bytes=60000-"
    assert program.state(second).status is Status.PAUSED
    program.downloads.resume_all()
    program.wait(second, Status.DONE)


def test_cancelling_leaves_nothing(program: Program, hub: HubServer) -> None:
    hub.always = Fault(hang_at=60_000)
    first, second = program.add("a"), program.add("b")
    wait_until(lambda: program.state(first).received >= 60_000)
    program.downloads.cancel(second)
    program.downloads.cancel(first)
    wait_until(lambda: program.downloads.states() == [])
    assert [path for path in program.models.rglob("*") if path.is_file()] == []
    with pytest.raises(HubError) as caught:
        program.downloads.resume(first)
    assert caught.value.code is Code.DOWNLOAD_UNKNOWN
    program.restart()
    assert program.downloads.states() == []


def test_a_refusal_stays_with_its_reason_until_one_tries_again(program: Program, hub: HubServer) -> None:
    hub.plan(Fault(status=403, at_hub=True))
    identifier = program.add("a")
    failed = program.wait(identifier, Status.FAILED)
    assert failed.reason is not None
    assert failed.reason.code is Code.HUB_FORBIDDEN
    program.restart()
    again = program.state(identifier)
    assert (again.status, again.reason.code if again.reason else None) == (Status.FAILED, Code.HUB_FORBIDDEN)
    program.downloads.resume(identifier)
    program.wait(identifier, Status.DONE)


def test_what_waits_for_another_try_says_why_and_can_be_asked_to_try_now(program: Program, hub: HubServer) -> None:
    hub.plan(Fault(status=429, headers={"Retry-After": "3000"}, at_hub=True))
    identifier = program.add("a")
    wait_until(lambda: program.state(identifier).waiting)
    state = program.state(identifier)
    assert state.reason is not None
    assert state.reason.code is Code.HUB_BUSY
    assert 2900 < state.again_in <= 3000
    assert state.step is Step.WAITING
    program.downloads.resume(identifier)
    program.wait(identifier, Status.DONE)


def test_the_same_model_twice_is_one_download(program: Program, hub: HubServer) -> None:
    hub.always = Fault(hang_at=1000)
    assert program.add("a") == program.add("a")
    assert len(program.downloads.states()) == 1


def test_two_programs_do_not_write_to_the_same_part(program: Program, hub: HubServer, tmp_path: Path) -> None:
    hub.always = Fault(hang_at=60_000)
    identifier = program.add("a")
    wait_until(lambda: program.state(identifier).received >= 60_000)
    other = Program(tmp_path, hub)
    other.downloads.resume(identifier)
    failed = other.wait(identifier, Status.FAILED)
    assert failed.reason is not None
    assert failed.reason.code is Code.DOWNLOAD_BUSY
    other.downloads.close()


def test_what_arrived_but_is_no_model_is_told(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(arrived: tuple[Arrived, ...]) -> None:
        raise LamplightError(Code.MODEL_DAMAGED, path=str(arrived[0].path))

    monkeypatch.setattr(program.downloads, "_finished", refuse)
    done = program.wait(program.add("a"), Status.DONE)
    assert done.reason is not None
    assert done.reason.code is Code.MODEL_DAMAGED


def test_a_record_that_is_damaged_is_left_out(program: Program, hub: HubServer, tmp_path: Path) -> None:
    hub.always = Fault(hang_at=1000)
    identifier = program.add("a")
    program.restart()
    (tmp_path / "downloads" / "other.json").write_text('{"version": 1, "title"')
    (tmp_path / "downloads" / "newer.json").write_text('{"version": 99}')
    assert [state.identifier for state in program.downloads.states()] == [identifier]


def test_what_another_program_began_or_ended_is_seen(program: Program, hub: HubServer, tmp_path: Path) -> None:
    assert program.downloads.states() == []
    other = Program(tmp_path, hub)
    hub.always = Fault(hang_at=60_000)
    identifier = other.add("a")
    wait_until(lambda: other.state(identifier).received >= 60_000)
    assert [state.identifier for state in program.downloads.look_again()] == [identifier]
    hub.always = Fault()
    other.wait(identifier, Status.DONE)
    assert program.downloads.look_again() == []
    other.downloads.close()


def test_what_has_not_begun_goes_where_models_live_now(program: Program, hub: HubServer, tmp_path: Path) -> None:
    hub.always = Fault(hang_at=60_000)
    first, second = program.add("a"), program.add("b")
    wait_until(lambda: program.state(first).received >= 60_000)
    program.restart()
    hub.always = Fault()
    program.models = tmp_path / "elsewhere"
    program.downloads.resume_all()
    assert program.wait(first, Status.DONE).arrived[0].path.is_relative_to(tmp_path / "models")
    assert program.wait(second, Status.DONE).arrived[0].path.is_relative_to(tmp_path / "elsewhere")
