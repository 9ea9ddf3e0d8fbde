"""The promise, in processes of their own: no socket but to the host that was named, and none before a click.

The window's own test stands beside the others of the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.paths import Paths
from tests.hub.fetching import NAME, model_bytes, remote
from tests.hub.guard import GUARD, Guarded, interrupted
from tests.hub.server import HubServer, hub_server

DATA = model_bytes()

_COMMAND = GUARD + "from desktop.__main__ import main\nsys.argv[1:] = sys.argv[1:]\nmain()\n"
_FETCH = GUARD + (
    "import time\n"
    "from desktop.app import build\n"
    "from desktop.hub.remote_file import RemoteFile\n"
    "app = build()\n"
    "app.downloads._finished = lambda arrived: None\n"
    "name, url, size, sha256 = sys.argv[1:]\n"
    "app.downloads.states()\n"
    "os.write(asked, b'click\\n')\n"
    "key = app.downloads.add('M', (RemoteFile(name, url, int(size), sha256, 'maker/model'),))\n"
    "while app.downloads.state(key).status in ('queued', 'running'):\n"
    "    time.sleep(0.01)\n"
    "print(app.downloads.state(key).status, app.downloads.state(key).hosts)\n"
)


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        server.add("maker/model", {NAME: DATA})
        yield server


@pytest.fixture
def guarded(paths: Paths, tmp_path: Path) -> Guarded:
    return Guarded(paths, tmp_path)


def test_the_guard_sees_what_is_asked(guarded: Guarded) -> None:
    guarded.run(GUARD + "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass\n")
    assert guarded.lines() == ["socket.getaddrinfo '127.0.0.1'", "socket.connect 127.0.0.1:9"]


@pytest.mark.parametrize(
    "arguments", [["--help"], ["models"], ["models", "list", "--json"], ["models", "downloads"], ["chats", "list"]]
)
def test_a_command_that_needs_no_network_uses_none(
    guarded: Guarded, hub: HubServer, paths: Paths, arguments: list[str]
) -> None:
    interrupted(paths, hub)
    assert guarded.run(_COMMAND, *arguments)
    assert guarded.lines() == []
    assert hub.requests == []


def test_a_download_asks_the_host_that_was_named_and_where_it_sends(guarded: Guarded, hub: HubServer) -> None:
    file = remote(hub)
    said = guarded.run(_FETCH, file.name, file.url, str(file.size), file.sha256)
    assert said == f"done {(hub.url[7:], hub.cdn_url[7:])}\n"
    before, _, after = "\n".join(guarded.lines()).partition("click\n")
    assert before == ""
    names = {line.split()[1].strip("'") for line in after.splitlines() if "getaddrinfo" in line}
    assert names == {"127.0.0.1", "localhost"}
    ports = {line.rpartition(":")[2] for line in after.splitlines() if "connect" in line}
    assert ports == {hub.url.rpartition(":")[2], hub.cdn_url.rpartition(":")[2]}
    assert not any("authorization" in seen.headers for seen in hub.requests)
    assert {seen.headers["user-agent"] for seen in hub.requests} == {"lamplight"}
