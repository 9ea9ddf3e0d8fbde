"""Secrets: in the system's keyring, or until the program ends where there is none."""

from __future__ import annotations

import logging

import keyring
import keyring.backend
import keyring.backends.fail
import pytest
from keyring.errors import PasswordDeleteError

from desktop.base import secrets
from desktop.base.errors import Code, LamplightError


class Memory(keyring.backend.KeyringBackend):
    """A keyring of its own for a test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setattr(secrets, "_session", {})
    found = Memory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: found)
    monkeypatch.setattr("keyring.core._keyring_backend", found)
    return found


@pytest.fixture
def none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_session", {})
    monkeypatch.setattr("keyring.core._keyring_backend", keyring.backends.fail.Keyring())


def test_a_secret_is_kept_in_the_keyring_and_forgotten(memory: Memory) -> None:
    assert secrets.keep("hub", "abc")
    assert secrets.secret("hub") == "abc"
    assert list(memory.kept.values()) == ["abc"]
    assert secrets.keep("hub", "")
    assert secrets.secret("hub") == ""
    assert memory.kept == {}
    assert secrets.keep("hub", "")  # forgetting what isn't there


def test_without_a_keyring_a_secret_lasts_for_the_session(none: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert not secrets.keep("hub", "hush-hush")
    assert secrets.secret("hub") == "hush-hush"
    secrets.keep("hub", "")
    assert secrets.secret("hub") == ""
    assert "hush-hush" not in caplog.text


def test_who_must_not_lose_it_asks_for_a_keyring(none: None) -> None:
    with pytest.raises(LamplightError) as raised:
        secrets.require_keyring()
    assert raised.value.code is Code.KEYRING_MISSING


def test_with_a_keyring_nothing_is_raised(memory: Memory) -> None:
    secrets.require_keyring()
