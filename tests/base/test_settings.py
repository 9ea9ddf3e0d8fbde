"""Settings: declared once, kept at once, never lost to a damaged file."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from desktop.base import settings as declared
from desktop.base.errors import Code, LamplightError
from desktop.base.settings import ALL, MAX_TOKENS, TEMPERATURE, THEME, Setting, Settings


def test_a_value_survives_and_only_differences_are_stored(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    settings = Settings(file)
    assert settings.set(THEME, "dark") == "system"
    assert Settings(file)[THEME] == "dark"
    settings.set(THEME, "system")
    assert json.loads(file.read_text()) == {}


def test_listeners_hear_of_a_change(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    heard: list[object] = []
    settings.subscribe(heard.append)
    settings.set(TEMPERATURE, 1)
    assert heard == [TEMPERATURE]
    assert settings[TEMPERATURE] == 1.0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (TEMPERATURE, 2.5),
        (TEMPERATURE, "hot"),
        (TEMPERATURE, math.nan),
        (MAX_TOKENS, 0),
        (MAX_TOKENS, True),
        (THEME, ""),
    ],
)
def test_an_invalid_value_is_refused_by_name(setting: Setting, value: object) -> None:
    with pytest.raises(LamplightError) as caught:
        Settings().set(setting, value)
    assert caught.value.code is Code.INVALID_VALUE
    assert caught.value.details["name"] == setting.key


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1]"])
def test_a_damaged_file_is_set_aside_and_the_defaults_used(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    settings = Settings(file)
    assert settings[THEME] == "system"
    settings.set(THEME, "light")
    assert Settings(file)[THEME] == "light"


def test_keys_of_a_newer_version_are_kept_and_bad_values_fall_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"of_tomorrow": 1, "temperature": "warm"}')
    settings = Settings(file)
    assert settings[TEMPERATURE] == TEMPERATURE.default
    settings.set(THEME, "dark")
    assert json.loads(file.read_text())["of_tomorrow"] == 1


def test_typed_text_is_parsed_or_refused() -> None:
    assert TEMPERATURE.parse("0.2") == 0.2
    assert declared.REDUCED_MOTION.parse("on") is True
    with pytest.raises(LamplightError):
        MAX_TOKENS.parse("many")


def test_every_default_is_valid_and_every_declaration_listed() -> None:
    for setting in ALL:
        assert setting.check(setting.default) == setting.default
        assert setting.label()
    listed = {id(setting) for setting in ALL}
    assert all(id(value) in listed for value in vars(declared).values() if isinstance(value, Setting))
