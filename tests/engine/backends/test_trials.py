"""A try that takes long: who has no patience goes on without it, once, and it is known later all the same."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desktop.engine.backends import backends as module
from desktop.engine.backends.backends import Backends
from desktop.engine.backends.files import Candidate
from desktop.engine.backends.trials import Trials
from desktop.engine.backends.verdicts import Memory, State, Verdict

UNKNOWN = Verdict("slow", "/slow", State.TRYING)
WORKS = Verdict("slow", "/slow", State.WORKS)
MOMENT = 0.02


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "backends.json")


def test_what_takes_long_is_known_later(memory: Memory, tmp_path: Path) -> None:
    trials, gate = Trials(memory), threading.Event()

    def slow() -> Verdict:
        gate.wait(20)
        return WORKS

    trials.begin("a", slow)
    trials.begin("a", lambda: pytest.fail("it is being tried"))
    assert trials.wait("a", MOMENT, UNKNOWN) == UNKNOWN
    assert Memory(tmp_path / "backends.json").verdict("a") == UNKNOWN  # also for a process that begins now
    gate.set()
    assert trials.wait("a", None, UNKNOWN) == WORKS
    assert Memory(tmp_path / "backends.json").verdict("a") == WORKS


def test_one_after_the_other(memory: Memory) -> None:
    trials, order = Trials(memory), []

    def tried(name: str) -> Verdict:
        order.append(name)
        return WORKS

    for name in "abc":
        trials.begin(name, lambda name=name: tried(name))  # type: ignore[misc]
    assert trials.wait("c", None, UNKNOWN) == WORKS
    assert order == ["a", "b", "c"]


def test_a_process_that_can_not_be_started_says_nothing_of_the_file(memory: Memory) -> None:
    trials = Trials(memory)

    def fails() -> Verdict:
        raise OSError("no more processes")

    trials.begin("a", fails)
    assert trials.wait("a", None, UNKNOWN) == UNKNOWN
    assert memory.verdict("a") is None  # tried again next time
    trials.begin("a", lambda: WORKS)
    assert trials.wait("a", None, UNKNOWN) == WORKS


def test_only_the_first_load_waits(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All files together get the same patience; later looks, and later starts, get no more of it."""
    gate, waited = threading.Event(), []
    for name in ("slow", "slower"):
        (own / f"libggml-{name}.so").write_bytes(b"\0ggml_backend_init\0")
    real = Trials.wait

    def wait(trials: Trials, key: str, seconds: float | None, unknown: Verdict) -> Verdict:
        waited.append(seconds)
        return real(trials, key, seconds, unknown)

    def tried(candidate: Candidate, *_: object) -> Verdict:
        gate.wait(20)
        return Verdict(candidate.name, candidate.path, State.HUNG)

    monkeypatch.setattr(module, "probe", tried)
    monkeypatch.setattr(Trials, "wait", wait)
    backends = Backends(own, tmp_path / "backends.json")
    assert backends.devices(patience=MOMENT) == []
    assert not backends.tried
    assert waited[0] is not None
    assert 0 < waited[0] <= MOMENT
    assert waited[1] == 0.0
    waited.clear()
    assert [verdict.state for verdict in backends.verdicts(patience=MOMENT)] == [State.TRYING] * 2
    assert [verdict.state for verdict in Backends(own, tmp_path / "backends.json").verdicts(MOMENT)] == [
        State.TRYING
    ] * 2
    assert waited == [0.0] * 4
    gate.set()
    assert [verdict.state for verdict in backends.verdicts()] == [State.HUNG] * 2  # who asks for the truth waits for it
    assert backends.tried
