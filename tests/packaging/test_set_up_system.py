"""What the set-up does about system packages: it looks, says, installs, and goes on where it can't."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from steps import needs, system
from steps.needs import BUILD, TEST, WINDOW, Need

from tests.packaging.set_up_stubs import Stubs


@pytest.fixture
def flag(tmp_path: Path) -> Path:
    """The file whose existence means that the need is met."""
    return tmp_path / "installed"


@pytest.fixture
def need(flag: Path) -> Need:
    return Need("libthing1", "libthing.so.1", "the window needs it", WINDOW, flag.exists)


def test_a_library_is_found_by_loading_it() -> None:
    assert needs.library("libc.so.6")()
    assert not needs.library("libthere-is-no-such-thing.so.1")()


def test_only_what_the_purpose_needs_is_looked_for(need: Need) -> None:
    assert needs.missing([WINDOW], [need]) == [need]
    assert needs.missing([BUILD, TEST], [need]) == []


def test_chinese_font_needs_a_family_and_the_command(stubs: Stubs) -> None:
    assert not needs.chinese_font()
    stubs.add("fc-list")
    assert not needs.chinese_font()
    stubs.add("fc-list", "echo Noto Sans CJK SC")
    assert needs.chinese_font()


def test_every_need_says_why() -> None:
    for one in needs.NEEDS:
        assert one.package
        assert one.thing
        assert one.why


def test_nothing_missing_means_no_command_at_all(
    need: Need, flag: Path, stubs: Stubs, capsys: pytest.CaptureFixture[str]
) -> None:
    stubs.add("apt-get")
    flag.touch()
    assert system.ensure([WINDOW], [need]) == []
    assert stubs.calls == []
    assert capsys.readouterr().out == ""


def test_root_installs_through_apt_and_says_what_and_why(
    need: Need, flag: Path, stubs: Stubs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    stubs.add("apt-get", f'case "$*" in *install*) : > {flag} ;; esac')
    assert system.ensure([WINDOW], [need]) == []
    update, install = stubs.calls
    assert update.endswith(" update")
    assert install.endswith(" libthing1")
    assert "--no-install-recommends" in install
    said = capsys.readouterr().out
    assert "libthing1" in said
    assert "the window needs it" in said


def test_others_install_with_sudo_which_does_not_ask_without_a_terminal(
    need: Need, flag: Path, stubs: Stubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    stubs.add("apt-get", f'case "$*" in *install*) : > {flag} ;; esac')
    stubs.add("sudo", 'shift; exec "$@"')
    assert system.ensure([WINDOW], [need]) == []
    assert stubs.calls[0].startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get")


def test_without_sudo_it_says_what_to_install_and_goes_on(
    need: Need, stubs: Stubs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    stubs.add("apt-get")
    assert system.ensure([WINDOW], [need]) == [need]
    assert stubs.calls == []
    assert "sudo apt-get install libthing1" in capsys.readouterr().out


def test_without_apt_it_names_the_thing_and_goes_on(
    need: Need, stubs: Stubs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert system.ensure([WINDOW], [need]) == [need]
    said = capsys.readouterr().out
    assert "no apt" in said
    assert "libthing.so.1 (libthing1 in Debian)" in said


def test_a_failing_apt_is_told_and_goes_on(
    need: Need, stubs: Stubs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    stubs.add("apt-get", "exit 100")
    assert system.ensure([WINDOW], [need]) == [need]
    assert "yourself" in capsys.readouterr().out
