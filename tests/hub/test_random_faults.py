"""Everything that can go wrong, drawn by chance and together: the right file arrives, or it is told why not."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.errors import Code, HubError
from tests.hub.fetching import NAME, Fetch, model_bytes, nothing_but_right, remote
from tests.hub.server import Fault, HubServer
from tests.hub.test_disk import crashed

DATA = model_bytes()
_TRIES = 10


def _faults(draw: random.Random, *, at_hub: bool) -> Iterator[Fault]:
    early = at_hub or draw.random() < 0.2
    while True:
        place = draw.randrange(len(DATA))
        yield draw.choice(
            [
                Fault(at_hub=at_hub),
                Fault(cut=place // 5, at_hub=at_hub),
                Fault(cut=place // 5, ignore_range=True, at_hub=at_hub),
                Fault(hang_at=place // 3, at_hub=at_hub),
                Fault(flip=place, at_hub=at_hub),
                Fault(flip=place, cut=place // 3, at_hub=at_hub),
                Fault(no_length=True, cut=place, at_hub=at_hub),
                Fault(body=b"<html>" + bytes(place), at_hub=at_hub),
                Fault(status=draw.choice([429, 500, 503]), headers={"Retry-After": "0"}, at_hub=early),
            ]
        )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_the_right_file_or_none(hub: HubServer, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    hub.redirect = draw.random() < 0.7
    hub.add("maker/model", {NAME: DATA})
    faults = _faults(draw, at_hub=not hub.redirect)
    hub.plan(*(next(faults) for _ in range(draw.randrange(1, 9))))
    for _ in range(_TRIES):
        fetch = Fetch(tmp_path, remote(hub, hashed=draw.random() < 0.6)).start()
        if draw.random() < 0.5:
            time.sleep(draw.random() / 4)  # whatever it does by then
            fetch.control.stop()
        fetch.join()
        assert nothing_but_right(tmp_path, DATA)
        if fetch.error is None:
            break
        assert isinstance(fetch.error, HubError)
        assert fetch.error.code is Code.CANCELLED
        for path in (fetch.parts / "0.part", fetch.parts / "0.journal"):
            if path.exists() and draw.random() < 0.4:
                path.write_bytes(crashed(path.read_bytes(), draw))
    else:
        (arrived,) = Fetch(tmp_path, remote(hub)).run()
        assert arrived.path.read_bytes() == DATA
        return
    assert fetch.arrived[0].path.read_bytes() == DATA
