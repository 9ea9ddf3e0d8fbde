"""What the network's doors count: on the disk at once, together with other programs, nothing but hosts and numbers."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import datetime
from pathlib import Path

import pytest

from desktop.base.errors import LamplightError
from desktop.base.network.doors import DOORS, DOWNLOAD, ENDPOINT, HUB
from desktop.base.network.ledger import Ledger, ledger
from desktop.engine.remote.connection import Connection as Endpoint
from desktop.hub.call import Call
from desktop.hub.network import NetworkOptions
from desktop.hub.transfer.connection import Connection as Transfer
from desktop.hub.transfer.progress import Control
from desktop.hub.transfer.refusals import PassingError
from desktop.hub.transfer.tuning import Tuning

NOBODY = "http://127.0.0.1:9"  # the discard port; refused at once


def test_a_first_use_is_on_the_disk_at_once(tmp_path: Path) -> None:
    book = Ledger()
    book.keep_in(tmp_path / "network.json")
    assert all(not uses.all.count and uses.all.last is None for uses in book.uses().values())
    book.use(HUB, "huggingface.co")
    written = json.loads((tmp_path / "network.json").read_text())["hub"]["hosts"]
    assert list(written) == ["huggingface.co"]
    assert written["huggingface.co"]["count"] == 1
    assert datetime.fromisoformat(written["huggingface.co"]["last"]).tzinfo is not None
    assert {path.name for path in tmp_path.iterdir()} <= {"network.json", "network.lock"}


def test_two_programs_count_together(tmp_path: Path) -> None:
    books = [Ledger(), Ledger()]
    for book in books:
        book.keep_in(tmp_path / "network.json")
    for _ in range(50):
        for book in books:
            book.use(DOWNLOAD, "a.example")
        books[1].use(DOWNLOAD, "b.example")
    for book in books:
        book.flush()
    found = Ledger()
    found.keep_in(tmp_path / "network.json")
    uses = found.uses()["download"]
    assert {host: use.count for host, use in uses.hosts.items()} == {"a.example": 100, "b.example": 50}
    assert uses.all.count == 150


def test_what_is_deferred_is_written_soon(tmp_path: Path) -> None:
    book = Ledger()
    book.keep_in(tmp_path / "network.json")
    for _ in range(3):
        book.use(HUB, "a.example")
    ends = time.monotonic() + 30
    while json.loads((tmp_path / "network.json").read_text())["hub"]["hosts"]["a.example"]["count"] < 3:
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"hub": 3}', '{"hub": {"hosts": {"a": {"count": "x"}}}}'])
def test_a_damaged_file_is_begun_again(tmp_path: Path, text: str) -> None:
    path = tmp_path / "network.json"
    path.write_text(text)
    book = Ledger()
    book.keep_in(path)
    assert not book.uses()["hub"].all.count
    book.use(HUB, "a.example")
    assert json.loads(path.read_text())["hub"]["hosts"]["a.example"]["count"] == 1


def test_many_hosts_are_counted_and_not_all_named(tmp_path: Path) -> None:
    book = Ledger()
    book.keep_in(tmp_path / "network.json")
    with_many = 70
    for number in range(with_many):
        book.use(DOWNLOAD, f"{number}.example")
    book.flush()
    again = Ledger()
    again.keep_in(tmp_path / "network.json")
    assert again.uses()["download"].all.count == with_many
    assert len(again.uses()["download"].hosts) <= 51


def test_a_folder_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    book = Ledger()
    book.keep_in(tmp_path / "file" / "network.json")
    book.use(HUB, "a.example")
    assert book.uses()["hub"].all.count == 1


def test_doors_count_also_where_nobody_answers(tmp_path: Path) -> None:
    """Each real way out, to a port where nobody is."""
    ledger.keep_in(tmp_path / "before.json")  # what tests before this one have used
    ledger.keep_in(tmp_path / "network.json")
    try:
        options = NetworkOptions(endpoint=NOBODY, proxy="")
        with pytest.raises(LamplightError), Call(options, "x") as call:
            call.get(f"{NOBODY}/api/models")
        transfer = Transfer(options, f"{NOBODY}/file", "file", Control(), Tuning(stall=5.0))
        with pytest.raises((LamplightError, PassingError)):
            transfer.open()
        transfer.close()

        async def ask() -> None:
            endpoint = Endpoint(NOBODY)
            with pytest.raises(LamplightError):
                await endpoint.get("/v1/models")
            await endpoint.close()

        asyncio.run(ask())
        ledger.flush()
        kept = json.loads((tmp_path / "network.json").read_text())
        # The process has one book: what tests before this one reached stands in it, too.
        counted = {key for key, door in kept.items() if "127.0.0.1:9" in door["hosts"]}
        assert counted == {door.key for door in (HUB, DOWNLOAD, ENDPOINT)}
        assert {door.key for door in DOORS} >= set(kept)
    finally:
        ledger.keep_in(tmp_path / "other.json")
