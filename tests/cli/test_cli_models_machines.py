"""`lamplight models devices add|remove|list|lend`: addresses, what they lend, and what is agreed to before."""

from __future__ import annotations

import json

import pytest

from desktop.base.paths import Paths
from tests.cli.conftest import Run
from tests.engine.backends.fake_machine import GB, closed_port, lends, listening


@pytest.fixture
def able(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were a backend that reaches other machines."""
    monkeypatch.setattr("desktop.engine.backends.backends.machines_file", lambda *_: "libggml-rpc.so")


@pytest.mark.usefixtures("able")
def test_a_machine_is_added_listed_and_removed(run: Run) -> None:
    with listening(lends((6 * GB, 8 * GB))) as address:
        added = run("models", "devices", "add", address)
        assert f"Asking {address}" in added.stderr
        assert "6.0 GB of 8.0 GB free" in added.stdout
        (kept,) = json.loads(run("models", "devices", "list", "--json").stdout)
        assert (kept["address"], kept["devices"][0]["free"], kept["encrypted"]) == (address, 6 * GB, True)
        (asked,) = json.loads(run("models", "devices", "list", address, "--json").stdout)
        assert asked["devices"] == kept["devices"]
    assert address in run("models", "devices", "list").stdout  # as it was seen last; nobody is asked
    gone = run("models", "devices", "list", address)
    assert gone.returncode != 0
    assert "doesn’t answer" in gone.stderr
    assert run("models", "devices", "remove", address).returncode == 0
    assert run("models", "devices", "remove", address).returncode != 0
    assert run("models", "devices", "list").stdout == ""


@pytest.mark.usefixtures("able")
def test_nothing_goes_to_another_machine_without_a_yes(run: Run, paths: Paths) -> None:
    refused = run("models", "devices", "add", "192.0.2.7")
    assert refused.returncode != 0
    assert "nothing is encrypted" in refused.stderr.replace("\n", " ")
    assert not paths.machines_file.exists()
    assert "is not the address of another machine" in run("models", "devices", "add", "no port:x").stderr


def test_without_the_backend_the_way_to_it_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.engine.backends.backends.machines_file", lambda *_: None)
    for verb in ("add", "lend"):
        told = run("models", "devices", verb, closed_port())
        assert told.returncode != 0
        assert "make backend ARGS=rpc" in told.stderr.replace("\n", " ")
