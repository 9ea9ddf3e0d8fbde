"""The window while the starter comes: it says what comes and how far it is, and uses it when it is here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.settings import HUB_ADDRESS
from desktop.features.models.fetching import downloads as service
from desktop.features.models.fetching import starter
from desktop.hub.catalogue import catalogue
from desktop.library import models as library
from desktop.library.finding import snapshot
from desktop.library.starters import Starter
from desktop.ui.model_arrival import ModelArrival
from desktop.ui.panes.chat.pane import ChatPane
from tests.gui.conftest import OpenWindow
from tests.hub.fetching import QUICK
from tests.hub.server import Fault, HubServer, hub_server

_FILE = "starter.gguf"


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        yield server


@pytest.fixture
def coming(monkeypatch: pytest.MonkeyPatch, hub: HubServer, chat_model: Path) -> Starter:
    """A machine without a model, whose starter is at the hub."""
    data = chat_model.read_bytes()
    hub.add("maker/starter", {_FILE: data})
    wanted = Starter(
        name="The Starter",
        licence="Apache-2.0",
        file=_FILE,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        repository="maker/starter",
        revision="main",
    )
    monkeypatch.setattr(service, "Tuning", lambda: QUICK)
    monkeypatch.setattr(starter, "starter_here", lambda: wanted)
    for module in (library, snapshot):
        monkeypatch.setattr(module, "starter_folders", list)
    return wanted


def _endpoint(hub: HubServer) -> str:
    scheme, rest = hub.file_url("maker/starter", _FILE).split("://")
    return f"{scheme}://{rest.split('/')[0]}"


def test_the_starter_is_told_of_fetched_and_used(
    open_program: OpenWindow, qtbot: QtBot, hub: HubServer, coming: Starter
) -> None:
    opened = open_program({HUB_ADDRESS: _endpoint(hub)})
    window = opened.show()
    pane = window.pane("chat")
    assert isinstance(pane, ChatPane)
    hub.plan(Fault(hang_at=coming.size // 2))
    arrival = ModelArrival(opened.services, window.model_list, window)
    arrival.begin_starter()
    qtbot.waitUntil(lambda: window.model_list.coming is not None and window.model_list.coming.fraction > 0.3)
    assert "%" in window.model_list.shown().word
    page = pane.page().first_run  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.coming_name.text() == "The Starter")
    assert "on its way" in page.ready.text()
    qtbot.waitUntil(lambda: window.model_list.current is not None, timeout=60_000)
    current = window.model_list.current
    assert current is not None
    assert current.path.name == _FILE
    assert window.model_list.coming is None


@pytest.mark.model
def test_a_model_of_the_first_page_comes_while_one_writes_and_takes_the_starters_place(
    open_program: OpenWindow, qtbot: QtBot, hub: HubServer, base_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "Tuning", lambda: QUICK)
    name = "better-Q4_K_M.gguf"
    hub.add("maker/better-GGUF", {name: base_model.read_bytes()})
    model = replace(
        catalogue()[0], name="The Better", repository="maker/better-GGUF", modelscope="", file="better-*.gguf"
    )
    opened = open_program({HUB_ADDRESS: hub.url}, load=True)
    window = opened.show()
    pane = window.pane("chat")
    assert isinstance(pane, ChatPane)
    page = pane.page().first_run  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.name.isVisible(), timeout=20_000)  # the starter, which can be written to
    assert hub.requests == []
    hub.plan(Fault(hang_at=1 << 20))
    arrival = ModelArrival(opened.services, window.model_list, window)
    arrival.begin(model)
    assert window.model_list.coming is not None
    qtbot.waitUntil(lambda: page.coming_name.isVisible())
    assert page.coming_name.text() == "The Better"
    assert page.name.isVisible()
    assert not page.button.isVisible()
    qtbot.waitUntil(lambda: window.model_list.coming is None, timeout=60_000)
    qtbot.waitUntil(
        lambda: window.model_list.current is not None and window.model_list.current.path.name == name, timeout=60_000
    )


def test_a_starter_that_cannot_come_is_told(
    open_program: OpenWindow, qtbot: QtBot, hub: HubServer, coming: Starter
) -> None:
    hub.repositories.clear()
    opened = open_program({HUB_ADDRESS: _endpoint(hub)})
    window = opened.show()
    arrival = ModelArrival(opened.services, window.model_list, window)
    with qtbot.waitSignal(window.model_list.failed, timeout=20_000):
        arrival.begin_starter()
    qtbot.waitUntil(lambda: window.notices.isVisible())
    assert window.model_list.coming is None
