"""Whatever happens on the way, the right file arrives or none, and nothing half is ever taken for a model."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

import pytest

from desktop.base.errors import Code, HubError
from desktop.hub.network import NetworkOptions
from tests.hub.fetching import NAME, Fetch, model_bytes, nothing_but_right, remote, sha256
from tests.hub.server import TOKEN, Fault, HubServer, wait_until

DATA = model_bytes()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.fixture
def served(hub: HubServer) -> HubServer:
    """The hub with one model."""
    hub.add("maker/model", {NAME: DATA})
    return hub


@pytest.mark.parametrize("hashed", [True, False])
def test_a_file_arrives_whole_and_checked(served: HubServer, models: Path, hashed: bool) -> None:
    fetch = Fetch(models, remote(served, hashed=hashed))
    (arrived,) = fetch.run()
    assert arrived.path == models / "maker" / "model" / NAME
    assert arrived.path.read_bytes() == DATA
    assert (arrived.sha256, arrived.checked) == (sha256(DATA), True)
    assert [path for path in models.rglob("*") if path.is_file()] == [arrived.path]
    assert fetch.overview.progress.hosts == (served.url[7:], served.cdn_url[7:])


def test_two_hundred_random_cuts_and_resumes(served: HubServer, models: Path) -> None:
    draw = random.Random(14)
    cuts = [draw.choice([0, 1, draw.randrange(400), draw.randrange(3000)]) for _ in range(200)]
    served.plan(*(Fault(cut=cut) for cut in cuts))
    fetch = Fetch(models, remote(served))
    (arrived,) = fetch.run()
    assert arrived.path.read_bytes() == DATA
    assert served.planned == 0
    # Every byte came once: each request began where the one before was cut.
    begun = [int(seen.headers.get("range", "bytes=0-")[6:-1]) for seen in served.contents_asked()]
    assert begun == [sum(cuts[:at]) for at in range(201)]


def test_it_goes_on_after_being_stopped_again_and_again(served: HubServer, models: Path) -> None:
    """Each time with nothing but what lies on the disk."""
    draw = random.Random(15)
    there = 0
    for _ in range(30):
        step = draw.randrange(1, 8_000)
        there += step
        served.plan(Fault(hang_at=step))
        fetch = Fetch(models, remote(served)).start()
        wait_until(partial(_has, fetch, there))
        fetch.control.stop()
        fetch.join()
        assert isinstance(fetch.error, HubError)
        assert fetch.error.code is Code.CANCELLED
        assert nothing_but_right(models, DATA)
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    assert served.contents_asked()[-1].headers["range"] == f"bytes={there}-"


def test_a_server_that_ignores_ranges(served: HubServer, models: Path) -> None:
    served.plan(Fault(cut=100_000), Fault(cut=200_000, ignore_range=True), Fault(ignore_range=True))
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA


@pytest.mark.parametrize("redirect", [True, False])
def test_a_file_that_changes_on_the_way_is_begun_anew_and_told(served: HubServer, models: Path, redirect: bool) -> None:
    served.redirect = redirect
    served.plan(Fault(hang_at=150_000, at_hub=not redirect))
    fetch = Fetch(models, remote(served, hashed=False)).start()
    wait_until(lambda: fetch.received >= 150_000)
    newer = model_bytes(280_000, seed=2)
    served.add("maker/model", {NAME: newer})
    fetch.join()
    assert fetch.error is None
    assert fetch.arrived[0].path.read_bytes() == newer
    assert fetch.overview.progress.restarted


def test_a_file_that_changes_is_refused_where_its_hash_was_named(served: HubServer, models: Path) -> None:
    wanted = remote(served)
    served.add("maker/model", {NAME: model_bytes(seed=3)})
    with pytest.raises(HubError) as caught:
        Fetch(models, wanted).run()
    assert caught.value.code is Code.DOWNLOAD_CHANGED
    assert nothing_but_right(models, DATA)
    assert not (models / "maker" / "model" / NAME).exists()


# -- wrong bytes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [4, 150_000, len(DATA) - 1])
def test_a_byte_that_was_wrong_on_the_way_is_found_and_fetched_again(served: HubServer, models: Path, at: int) -> None:
    served.plan(Fault(flip=at))
    fetch = Fetch(models, remote(served))
    (arrived,) = fetch.run()
    assert arrived.path.read_bytes() == DATA
    assert len(served.contents_asked()) == 2


def test_the_seams_are_looked_at_first(served: HubServer, models: Path) -> None:
    served.plan(Fault(cut=100_000), Fault(flip=100_050))
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    assert [seen.headers.get("range") for seen in served.contents_asked()] == [
        None,
        "bytes=100000-",
        "bytes=98304-114687",  # one chunk of 16 KiB, not all of it again
    ]


def test_many_wrong_bytes_from_a_server_that_ignores_ranges(served: HubServer, models: Path) -> None:
    served.plan(
        Fault(cut=50_000, flip=10), Fault(flip=60_000, ignore_range=True), Fault(ignore_range=True, cut=200_000)
    )
    served.always = Fault(ignore_range=True)
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA


def test_a_part_that_the_disk_damaged_is_mended(served: HubServer, models: Path) -> None:
    served.plan(Fault(hang_at=250_000))
    fetch = Fetch(models, remote(served)).start()
    wait_until(lambda: fetch.received >= 250_000)
    fetch.control.stop()
    fetch.join()
    part = fetch.parts / "0.part"
    assert part.stat().st_size >= 250_000
    kept = bytearray(part.read_bytes())
    kept[100_000] ^= 1
    part.write_bytes(kept)
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    assert served.contents_asked()[-1].headers["range"] == f"bytes={100_000 // 16384 * 16384}-"


def test_a_hash_that_never_fits_leaves_nothing(served: HubServer, models: Path) -> None:
    served.repositories["maker/model"].files[NAME].sha256 = "0" * 64
    fetch = Fetch(models, remote(served))
    with pytest.raises(HubError) as caught:
        fetch.run()
    assert caught.value.code is Code.DOWNLOAD_DAMAGED
    assert len(served.contents_asked()) == 2  # and not for ever
    assert list(models.rglob("*.gguf")) == []
    assert (fetch.parts / "0.part").stat().st_size == 0


def test_a_page_of_words_instead_of_a_model(served: HubServer, models: Path) -> None:
    """As a hotel's network answers before one has signed in."""
    served.plan(Fault(body=b"<html>Please sign in" + b" " * 400), Fault(body=b"<html>"))
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    served.always = Fault(body=b"<html>Please sign in")
    with pytest.raises(HubError) as caught:
        Fetch(models / "other", remote(served, hashed=False)).run()
    assert caught.value.code is Code.HUB_ANSWER
    assert list((models / "other").rglob("*.gguf")) == []


def test_a_refused_range_that_is_not_of_this_file(served: HubServer, models: Path) -> None:
    """As from a page of another network's that is shorter than what is here already."""
    served.redirect = False
    served.plan(Fault(cut=100_000, at_hub=True), Fault(body=b"<html>", at_hub=True))
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    assert served.contents_asked()[-1].headers["range"] == "bytes=100000-"


def test_an_answer_without_a_length_that_ends_early(served: HubServer, models: Path) -> None:
    served.plan(Fault(no_length=True, cut=1000), Fault(no_length=True))
    (arrived,) = Fetch(models, remote(served, hashed=False)).run()
    assert arrived.path.read_bytes() == DATA


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, Code.HUB_NOT_FOUND),
        (401, Code.HUB_TOKEN_NEEDED),
        (403, Code.HUB_FORBIDDEN),
        (451, Code.HUB_REFUSED),
    ],
)
def test_what_the_hub_refuses_for_good(served: HubServer, models: Path, status: int, code: Code) -> None:
    served.plan(Fault(status=status, at_hub=True))
    with pytest.raises(HubError) as caught:
        Fetch(models, remote(served)).run()
    assert caught.value.code is code
    assert len(served.requests) == 1


def test_a_file_under_terms_says_so(hub: HubServer, models: Path) -> None:
    hub.add("maker/model", {NAME: DATA}, gated="manual")
    with pytest.raises(HubError) as caught:
        Fetch(models, remote(hub)).run()
    assert caught.value.code is Code.HUB_GATED
    options = NetworkOptions(endpoint=hub.url, token=TOKEN)
    (arrived,) = Fetch(models, remote(hub), options=options).run()
    assert arrived.path.read_bytes() == DATA


def test_names_that_are_not_there(served: HubServer, models: Path) -> None:
    served.add("maker/gone", {NAME: DATA})
    wanted = remote(served, repository="maker/gone")
    del served.repositories["maker/gone"].files[NAME]
    with pytest.raises(HubError) as caught:
        Fetch(models, wanted).run()
    assert caught.value.code is Code.HUB_NOT_FOUND


def test_an_address_that_ran_out_is_asked_for_again(served: HubServer, models: Path) -> None:
    served.plan(Fault(cut=1000), Fault(status=403), Fault(cut=1000), Fault(status=403))
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    served.always = Fault(status=403)
    with pytest.raises(HubError) as caught:
        Fetch(models / "other", remote(served)).run()
    assert caught.value.code is Code.HUB_FORBIDDEN


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("at_hub", [True, False])
def test_what_passes_is_tried_again(served: HubServer, models: Path, status: int, at_hub: bool) -> None:
    served.plan(*[Fault(status=status, at_hub=at_hub)] * 12)
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    assert served.planned == 0


def test_the_token_goes_to_its_host_alone(hub: HubServer, models: Path) -> None:
    hub.add("maker/model", {NAME: DATA}, private=True)
    hub.plan(Fault(cut=1000))
    Fetch(models, remote(hub), options=NetworkOptions(endpoint=hub.url, token=TOKEN)).run()
    sent = {(seen.host, seen.headers.get("authorization", "")) for seen in hub.requests}
    assert sent == {("hub", f"Bearer {TOKEN}"), ("cdn", "")}
    assert not any("cookie" in seen.headers for seen in hub.requests)


def test_a_token_for_another_hub_is_not_sent(served: HubServer, models: Path) -> None:
    Fetch(models, remote(served), options=NetworkOptions(endpoint=served.cdn_url, token=TOKEN)).run()
    # Not even to the host it is meant for, when another one sent us there.
    assert not any("authorization" in seen.headers for seen in served.requests)


def _has(fetch: Fetch, count: int) -> bool:
    return fetch.received >= count
