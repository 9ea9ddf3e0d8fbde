"""A folder beside the program that holds everything."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.base import portable, secrets
from desktop.base.errors import Code, LamplightError
from desktop.base.paths import ENV_HOME, Paths
from desktop.base.portable import FOLDER, portable_folder


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen program's folder, with nothing else in the environment."""
    program = tmp_path / "stick" / "lamplight" / "lamplight"
    program.parent.mkdir(parents=True)
    program.touch()
    for name in (ENV_HOME, "APPIMAGE", "APPDIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "platform", "linux")
    return program.parent


def test_without_the_folder_the_system_decides(bundle: Path) -> None:
    assert portable_folder() is None
    paths = Paths.from_environment()
    assert not paths.portable
    assert not paths.data.is_relative_to(bundle)


def test_the_folder_beside_the_program_holds_everything(bundle: Path) -> None:
    home = bundle / FOLDER
    home.mkdir()
    paths = Paths.from_environment()
    assert paths.portable
    kept = (paths.database, paths.settings_file, paths.models, paths.app_log, paths.engine_states, paths.backups)
    assert all(place.is_relative_to(home) for place in kept)


def test_a_home_that_is_named_counts_more(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bundle / FOLDER).mkdir()
    monkeypatch.setenv(ENV_HOME, str(tmp_path / "named"))
    assert Paths.from_environment().data == tmp_path / "named"
    assert not Paths.from_environment().portable


def test_beside_an_appimage(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = tmp_path / "downloads" / "Lamplight.AppImage"
    (image.parent / FOLDER).mkdir(parents=True)
    monkeypatch.setenv("APPIMAGE", str(image))
    monkeypatch.setenv("APPDIR", str(bundle.parent))
    assert portable_folder() == image.parent / FOLDER


def test_another_programs_appimage_is_passed_over(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal that is an AppImage hands its variables on."""
    (tmp_path / "terminal" / FOLDER).mkdir(parents=True)
    monkeypatch.setenv("APPIMAGE", str(tmp_path / "terminal" / "Terminal.AppImage"))
    monkeypatch.setenv("APPDIR", str(tmp_path / "mounted"))
    assert portable_folder() is None


def test_beside_the_app_on_a_mac(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = bundle / "Lamplight.app" / "Contents" / "MacOS" / "lamplight"
    (bundle / FOLDER).mkdir()
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(sys, "executable", str(program))
    assert portable_folder() == bundle / FOLDER


def test_in_a_checkout_it_lies_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "__file__", str(tmp_path / "desktop" / "base" / "portable.py"))
    assert portable_folder() is None
    (tmp_path / FOLDER).mkdir()
    assert portable_folder() == tmp_path / FOLDER


def test_no_secret_is_left_anywhere(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_session", {})
    monkeypatch.setattr("keyring.set_password", lambda *_: pytest.fail("the machine's keyring was written to"))
    monkeypatch.setattr("keyring.get_password", lambda *_: pytest.fail("the machine's keyring was read"))
    (bundle / FOLDER).mkdir()
    assert not secrets.keep("hub", "hf_abc")
    assert secrets.secret("hub") == "hf_abc"
    assert not any("hf_abc" in file.read_text() for file in bundle.rglob("*") if file.is_file())
    assert not secrets.keep("hub", "")
    assert secrets.secret("hub") == ""
    with pytest.raises(LamplightError) as raised:
        secrets.require_keyring()
    assert raised.value.code is Code.KEYRING_MISSING
