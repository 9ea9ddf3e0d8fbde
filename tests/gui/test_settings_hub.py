"""The settings page of the hubs: addresses that are none are refused in place, a token goes into the keyring alone."""

from __future__ import annotations

from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.base import secrets
from desktop.base.files import read_json
from desktop.base.paths import Paths
from desktop.base.settings import HUB_ADDRESS, HUB_SOURCE, PROXY, PROXY_ADDRESS
from desktop.hub.network import NetworkOptions
from desktop.ui.panes.settings.pane import SettingsPane
from desktop.ui.panes.settings.row import SettingRow
from desktop.ui.panes.settings.token_row import TokenRow
from desktop.ui.widgets import LineField
from tests.gui.conftest import Opened, OpenWindow


class _Memory(KeyringBackend):
    """A keyring that lasts as long as the test."""

    priority: Any = 1
    kept: dict[tuple[str, str], str]

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> _Memory:
    ring = _Memory()
    ring.kept = {}
    monkeypatch.setattr(keyring, "get_password", ring.get_password)
    monkeypatch.setattr(keyring, "set_password", ring.set_password)
    monkeypatch.setattr(keyring, "delete_password", ring.delete_password)
    monkeypatch.setattr(secrets, "_session", {})
    return ring


@pytest.fixture
def program(open_program: OpenWindow) -> Opened:
    opened = open_program()
    opened.show().show_pane("settings")
    return opened


def _pane(program: Opened) -> SettingsPane:
    pane = program.window.current
    assert isinstance(pane, SettingsPane)
    pane.show_section("hub")
    return pane


def _row(program: Opened, setting: object) -> SettingRow:
    return next(row for row in _pane(program).page().findChildren(SettingRow) if row.setting is setting)


def test_a_mirror_is_typed(program: Opened, qtbot: QtBot) -> None:
    row = _row(program, HUB_ADDRESS)
    assert isinstance(row.control, LineField)
    row.control.setFocus()
    row.control.setText(" https://mirror.example/ ")
    qtbot.keyClick(row.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.app.settings[HUB_ADDRESS] == "https://mirror.example/", timeout=5000)
    assert program.app.hubs.endpoint() == "https://mirror.example"
    assert program.app.hubs.host == "mirror.example"


@pytest.mark.parametrize(
    "typed", ["mirror", "ftp://mirror", "https://", "https://a b", "https://me:secret@mirror", "x" * 999]
)
def test_what_is_no_address_is_refused_in_place(program: Opened, qtbot: QtBot, typed: str) -> None:
    row = _row(program, HUB_ADDRESS)
    assert isinstance(row.control, LineField)
    row.control.setText(typed)
    qtbot.keyClick(row.control, Qt.Key.Key_Return)
    assert row.note.text().startswith("An address that begins with https://")
    assert program.app.settings[HUB_ADDRESS] == ""


def test_a_token_is_in_the_keyring_and_nowhere_else(program: Opened, qtbot: QtBot, paths: Paths, ring: _Memory) -> None:
    row = _pane(program).page().findChild(TokenRow)
    assert row is not None
    assert row.field.echoMode() is QLineEdit.EchoMode.Password
    assert not row.forget_button.isVisibleTo(row)
    row.field.setText(" hf_secret ")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.forget_button.isVisibleTo(row), timeout=5000)
    assert ring.kept == {("Lamplight", "huggingface-token"): "hf_secret"}
    assert "huggingface.co alone" in row.note.text()
    assert row.field.text() == ""
    assert program.app.hubs.options() == NetworkOptions("https://huggingface.co", "system", "hf_secret")
    assert program.app.hubs.options("modelscope").token == ""
    assert "hf_secret" not in str(read_json(paths.settings_file))
    qtbot.mouseClick(row.forget_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not row.forget_button.isVisibleTo(row), timeout=5000)
    assert not ring.kept


def test_without_a_keyring_it_lasts_until_the_end_and_that_is_said(
    program: Opened, qtbot: QtBot, ring: _Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: str) -> None:
        raise RuntimeError("no service")

    monkeypatch.setattr(keyring, "set_password", refuse)
    row = _pane(program).page().findChild(TokenRow)
    assert row is not None
    row.field.setText("hf_secret")
    qtbot.mouseClick(row.keep_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no keyring" in row.note.text(), timeout=5000)
    assert program.app.hubs.options().token == "hf_secret"


def test_the_source_and_the_proxy(program: Opened, qtbot: QtBot) -> None:
    settings = program.app.settings
    settings.set(PROXY, "own")
    settings.set(PROXY_ADDRESS, "http://127.0.0.1:7890")
    settings.set(HUB_SOURCE, "modelscope")
    assert program.app.hubs.options() == NetworkOptions("https://modelscope.cn", "http://127.0.0.1:7890")
    row = _pane(program).page().findChild(TokenRow)
    assert row is not None
    qtbot.waitUntil(lambda: "ModelScope" in row.note.text(), timeout=5000)
    settings.set(PROXY, "none")
    assert program.app.hubs.options().proxy == ""
