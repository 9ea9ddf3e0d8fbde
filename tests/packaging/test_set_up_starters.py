"""The starter models: joined, verified, put in place whole or not at all, and put back when damaged."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from steps import starters, uv
from steps.places import Places
from steps.starters import Starter

from tests.packaging.set_up_stubs import Stubs

_TEXT = b"GGUF" + bytes(range(256)) * 40
_STARTER = Starter(
    file="small.gguf",
    sha256=hashlib.sha256(_TEXT).hexdigest(),
    pieces=("carrier/data/small.part00", "carrier/data/small.part01"),
    papers=(("carrier/TERMS.html", "SMALL_TERMS.html"),),
    told="Small is free",
)


@pytest.fixture
def carrier(tmp_path: Path) -> Path:
    """A folder as the packages are installed into it."""
    folder = tmp_path / "installed"
    (folder / "carrier" / "data").mkdir(parents=True)
    (folder / _STARTER.pieces[0]).write_bytes(_TEXT[:5000])
    (folder / _STARTER.pieces[1]).write_bytes(_TEXT[5000:])
    (folder / "carrier" / "TERMS.html").write_text("terms")
    return folder


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def installing(checkout: Places, stubs: Stubs, carrier: Path) -> Places:
    """A checkout whose uv copies the carrier's files."""
    home = checkout.cache / f"uv-{uv.pinned_version(checkout)}" / "bin"
    home.mkdir(parents=True)
    script = f'while [ $# -gt 1 ]; do [ "$1" = --target ] && /bin/cp -r {carrier}/. "$2"; shift; done; exit 0'
    stubs.add("uv", script).rename(home / "uv")
    return checkout


def test_pieces_become_one_verified_file_with_its_terms(carrier: Path, models: Path) -> None:
    assert starters.place(carrier, models, _STARTER)
    assert (models / "small.gguf").read_bytes() == _TEXT
    assert (models / "SMALL_TERMS.html").read_text() == "terms"
    assert starters.verified(models, _STARTER)


def test_a_wrong_piece_leaves_nothing_behind(carrier: Path, models: Path) -> None:
    (carrier / _STARTER.pieces[1]).write_bytes(b"x" * (len(_TEXT) - 5000))
    assert not starters.place(carrier, models, _STARTER)
    assert list(models.iterdir()) == []


def test_a_missing_piece_is_told(carrier: Path, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (carrier / _STARTER.pieces[0]).unlink()
    assert not starters.place(carrier, models, _STARTER)
    assert "small.gguf" in capsys.readouterr().out
    assert list(models.iterdir()) == []


def test_a_damaged_file_is_noticed(carrier: Path, models: Path) -> None:
    starters.place(carrier, models, _STARTER)
    with (models / "small.gguf").open("r+b") as file:
        file.seek(100)
        file.write(b"\0")
    os.utime(models / "small.gguf", (1, 1))
    assert not starters.verified(models, _STARTER)


def test_a_touched_file_is_read_again_and_found_good(carrier: Path, models: Path) -> None:
    starters.place(carrier, models, _STARTER)
    os.utime(models / "small.gguf", (1, 1))
    assert starters.verified(models, _STARTER)


def test_a_damaged_memory_only_costs_a_second_look(carrier: Path, models: Path) -> None:
    starters.place(carrier, models, _STARTER)
    (models / "verified.json").write_text("{")
    assert starters.verified(models, _STARTER)


def test_missing_terms_count_as_missing(carrier: Path, models: Path) -> None:
    starters.place(carrier, models, _STARTER)
    (models / "SMALL_TERMS.html").unlink()
    assert not starters.verified(models, _STARTER)


def test_a_damaged_file_is_put_back_by_the_next_set_up(
    installing: Places, stubs: Stubs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert starters.ensure(installing, [_STARTER]) == []
    assert "Small is free" in capsys.readouterr().out
    asked = len(stubs.calls)
    assert starters.ensure(installing, [_STARTER]) == []
    assert len(stubs.calls) == asked
    (installing.models / "small.gguf").write_bytes(_TEXT[:-1])
    assert starters.ensure(installing, [_STARTER]) == []
    assert (installing.models / "small.gguf").read_bytes() == _TEXT


def test_a_wrong_package_is_asked_for_again_and_then_told(
    installing: Places, stubs: Stubs, carrier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (carrier / _STARTER.pieces[0]).write_bytes(b"damaged")
    assert starters.ensure(installing, [_STARTER]) == [_STARTER]
    installs = [call for call in stubs.calls if " install " in call]
    assert len(installs) == 2
    assert "--reinstall" in installs[1]
    assert "without it" in capsys.readouterr().out


def test_the_real_starters_are_in_place() -> None:
    for starter in starters.STARTERS:
        assert starters.verified(Places().models, starter)
