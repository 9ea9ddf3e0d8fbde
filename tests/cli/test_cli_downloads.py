"""Downloads in the terminal: how far they are, Ctrl-C, going on, giving up."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from desktop.app import App, build
from desktop.base.errors import Code, LamplightError
from desktop.base.paths import Paths
from desktop.cli.downloads import fetch
from desktop.cli.terminal import Terminal
from desktop.features.models.fetching import downloads
from tests.cli.conftest import Run
from tests.hub.fetching import NAME, QUICK, model_bytes, remote
from tests.hub.server import Fault, HubServer, hub_server, wait_until

DATA = model_bytes()
AGAIN = "lamplight models get model"


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        server.add("maker/model", {NAME: DATA})
        yield server


@pytest.fixture
def app(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setattr(downloads, "Tuning", lambda: QUICK)
    made = build(paths)
    monkeypatch.setattr(made.downloads, "_finished", lambda arrived: None)  # the bytes are no model
    yield made
    made.close()


class Streams:
    """A terminal in memory."""

    def __init__(self) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()
        self.terminal = Terminal(io.StringIO(), self.out, self.err)


def test_it_says_where_from_before_the_first_byte(app: App, hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    streams = Streams()
    note = streams.terminal.note
    before: list[int] = []

    def watched(text: str) -> None:
        before.append(len(hub.requests))
        note(text)

    monkeypatch.setattr(streams.terminal, "note", watched)
    hub.plan(Fault(cut=200_000))
    assert fetch("Model", (remote(hub),), app, streams.terminal, AGAIN) == 0
    lines = streams.err.getvalue().splitlines()
    assert lines[0].startswith(f"Model, 0 MB, from {hub.url[7:]} into ")
    assert before[0] == 0
    assert f"The connection to {hub.cdn_url[7:]} broke." in lines or any("%" in line for line in lines)
    path = app.paths.models / "maker" / "model" / NAME
    assert streams.out.getvalue() == f"Model is here, checked: {path}\n"
    assert path.read_bytes() == DATA


def test_ctrl_c_pauses_it_and_says_how_to_go_on(app: App, hub: HubServer) -> None:
    hub.plan(Fault(hang_at=150_000))
    streams = Streams()

    def press() -> None:
        wait_until(lambda: any(state.received >= 150_000 for state in app.downloads.states()))
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=press).start()
    assert fetch("Model", (remote(hub),), app, streams.terminal, AGAIN) == 130
    assert f"Paused at 50 %. To go on: {AGAIN}\n" in streams.err.getvalue()
    assert fetch("Model", (remote(hub),), app, streams.terminal, AGAIN) == 0
    assert hub.contents_asked()[-1].headers["range"] == "bytes=150000-"


def test_json_and_failing(app: App, hub: HubServer) -> None:
    streams = Streams()
    hub.plan(Fault(status=404, at_hub=True))
    with pytest.raises(LamplightError) as caught:
        fetch("Model", (remote(hub),), app, streams.terminal, AGAIN)
    assert caught.value.code is Code.HUB_NOT_FOUND
    assert fetch("Model", (remote(hub),), app, streams.terminal, AGAIN, json=True) == 0
    found = json.loads(streams.out.getvalue())
    assert (found["status"], found["checked"], found["size"]) == ("done", True, len(DATA))


def test_list_resume_and_cancel(app: App, hub: HubServer, run: Run) -> None:
    assert run("models", "downloads").stderr == "Nothing is being fetched.\n"
    hub.plan(Fault(hang_at=150_000))
    identifier = app.downloads.add("Model", (remote(hub),))
    wait_until(lambda: app.downloads.state(identifier).received >= 150_000)
    app.close()
    listed = run("models", "downloads").stdout
    assert listed == f"{identifier[:6]}  50 %  0.1 of 0.3 MB  Model  interrupted when Lamplight ended\n"
    assert json.loads(run("models", "downloads", "--json").stdout)[0]["status"] == "paused"
    assert len(hub.contents_asked()) == 1  # looking at them asks nobody
    ended = run("models", "downloads", "resume", identifier[:6])
    assert (app.paths.models / "maker" / "model" / NAME).read_bytes() == DATA
    assert ended.returncode == 1  # it is here, but it is no model
    assert run("models", "downloads", "cancel").returncode == 1
    assert run("models", "downloads", "cancel", "nothing").returncode == 1


def test_a_process_that_is_killed_leaves_what_arrived(
    environment: dict[str, str], hub: HubServer, paths: Paths
) -> None:
    """`kill -9` of a real process in the middle, many times; then it goes on to the right file."""
    code = (
        "import sys\n"
        "from desktop.app import build\n"
        "from desktop.features.models.fetching import downloads\n"
        "from desktop.hub.remote_file import RemoteFile\n"
        "from tests.hub.fetching import QUICK\n"
        "downloads.Tuning = lambda: QUICK\n"
        "app = build()\n"
        "app.downloads._finished = lambda arrived: None\n"
        "name, url, size, sha256 = sys.argv[1:]\n"
        "key = app.downloads.add('M', (RemoteFile(name, url, int(size), sha256, 'maker/model'),))\n"
        "import time\n"
        "while app.downloads.state(key).status in ('queued', 'running'):\n"
        "    time.sleep(0.01)\n"
        "print(app.downloads.state(key).status)\n"
    )
    file = remote(hub)
    command = [sys.executable, "-c", code, file.name, file.url, str(file.size), file.sha256]
    parts = paths.models / ".downloads"
    there = 0
    for step in (40_000, 90_000, 70_000):
        hub.plan(Fault(hang_at=step))
        process = subprocess.Popen(command, env=environment, cwd=environment["PYTHONPATH"])
        wait_until(lambda: sum(part.stat().st_size for part in parts.glob("*/*.part")) >= there + step)  # noqa: B023
        process.kill()
        process.wait()
        there = max(there, *(int(seen.headers.get("range", "bytes=0-")[6:-1]) for seen in hub.contents_asked()))
        assert list(paths.models.rglob("*.gguf")) == []
    done = subprocess.run(command, env=environment, cwd=environment["PYTHONPATH"], capture_output=True, timeout=60)
    assert done.stdout == b"done\n"
    assert (paths.models / "maker" / "model" / NAME).read_bytes() == DATA
    begun = [int(seen.headers.get("range", "bytes=0-")[6:-1]) for seen in hub.contents_asked()]
    assert begun == sorted(begun)
    assert begun[-1] > 0  # it did not begin anew
