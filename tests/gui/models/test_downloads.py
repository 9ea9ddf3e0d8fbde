"""Downloads in the real window: cards, buttons, what is told, and that nothing begins by itself."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop.base.paths import Paths
from desktop.features.models.fetching import downloads as service
from desktop.features.models.fetching.download_records import Status
from desktop.hub.transfer.tuning import Tuning
from desktop.ui.commands import commands
from desktop.ui.frame.window import MainWindow
from desktop.ui.panes.models.downloads.card import DownloadCard
from desktop.ui.panes.models.downloads.commands import GIVE_UP, PAUSE_ALL, RESUME_ALL
from desktop.ui.panes.models.downloads.downloads_section import DownloadsSection
from desktop.ui.panes.models.downloads.left_over import tell_left_over
from desktop.ui.panes.models.pane import ModelsPane
from desktop.ui.widgets import Confirm, Toast
from tests.gui.conftest import Opened, OpenWindow
from tests.hub.fetching import NAME, QUICK, model_bytes, remote
from tests.hub.server import Fault, HubServer, hub_server

DATA = model_bytes()


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        server.add("maker/model", {NAME: DATA})
        server.add("maker/other", {NAME: DATA})
        yield server


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "Tuning", lambda: QUICK)


def _section(window: MainWindow) -> DownloadsSection:
    window.show_pane("models")
    pane = window.current
    assert isinstance(pane, ModelsPane)
    pane.show_section("downloads")
    section = pane.sections["downloads"]
    assert isinstance(section, DownloadsSection)
    return section


class Shown:
    """The window with its section, and one model under way that stops at a place."""

    def __init__(self, opened: Opened, bot: QtBot, hub: HubServer) -> None:
        self.opened, self.bot, self.hub = opened, bot, hub
        self.section = _section(opened.show())
        bot.waitUntil(lambda: self.section.downloads.read)

    def add(self, at: int | None = 123_000) -> str:
        if at is not None:
            self.hub.plan(Fault(hang_at=at))
        identifier = self.opened.app.downloads.add("A model", (remote(self.hub),))
        self.bot.waitUntil(lambda: identifier in self.section.cards)
        return identifier

    def card(self, identifier: str) -> DownloadCard:
        return self.section.cards[identifier]

    def wait(self, identifier: str, status: Status) -> None:
        def met() -> bool:
            state = self.section.downloads.find(identifier)
            return state is not None and state.status is status

        self.bot.waitUntil(met, timeout=15_000)


@pytest.fixture
def shown(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> Shown:
    return Shown(open_program(), qtbot, hub)


def test_without_a_download_it_says_so(shown: Shown) -> None:
    assert shown.section._empty.isVisible()
    assert shown.section.note() == ""
    assert not shown.section._tools.isVisible()


def test_a_card_says_how_far_it_is_and_pauses(shown: Shown, qtbot: QtBot) -> None:
    identifier = shown.add()
    card = shown.card(identifier)
    qtbot.waitUntil(lambda: card.progress.amount.text() == "0.1 of 0.3 MB", timeout=15_000)
    assert card.progress.bar.fraction == pytest.approx(0.41)
    assert shown.section.note() == "41 %"
    assert card.progress.checked.text() == "checked as it arrives"
    assert card.where.text().startswith(f"From {shown.hub.url[7:]}, which sends on to {shown.hub.cdn_url[7:]}; into ")
    assert card.action.text() == "Pause"
    card.action.click()
    shown.wait(identifier, Status.PAUSED)
    assert (card.action.text(), card.progress.doing.text(), shown.section.note()) == ("Go on", "paused", "paused")
    card.action.click()
    shown.wait(identifier, Status.DONE)


def test_a_model_that_arrived_is_used_at_once(
    open_program: OpenWindow, qtbot: QtBot, hub: HubServer, chat_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "Tuning", lambda: Tuning(reserve=0))  # as it is used: this one is large
    shown = Shown(open_program(), qtbot, hub)
    hub.add("maker/model", {NAME: chat_model.read_bytes()})
    identifier = shown.add(None)
    shown.wait(identifier, Status.DONE)
    card = shown.card(identifier)
    assert card.action.text() == "Use"
    assert card.progress.checked.text() == "checked"
    models = shown.opened.window.model_list
    qtbot.waitUntil(lambda: any(entry.model.path.name == NAME for entry in models.entries))
    arrived = next(entry.model for entry in models.entries if entry.model.path.name == NAME)
    monkeypatch.setattr(hashlib, "sha256", None)  # it was hashed while it arrived, and isn't again
    assert shown.opened.app.library.sha256(arrived) == card.state.arrived[0].sha256
    used: list[str] = []
    monkeypatch.setattr(models, "use", used.append)
    card.action.click()
    assert used == [next(entry.model.key for entry in models.entries if entry.model.path.name == NAME)]


def test_a_stall_is_said_and_ends_by_itself(shown: Shown, qtbot: QtBot) -> None:
    shown.hub.plan(Fault(hang_at=100_000), Fault(hang=30, at_hub=True))
    identifier = shown.add(None)
    card = shown.card(identifier)
    qtbot.waitUntil(lambda: card.progress.passing.what.text().startswith("Nothing came from "), timeout=15_000)
    assert card.progress.passing.isVisible()
    assert not card.progress.reason.isVisible()
    shown.wait(identifier, Status.DONE)
    assert shown.hub.planned == 0


def test_a_refusal_is_on_the_card_with_its_cause(shown: Shown, qtbot: QtBot) -> None:
    shown.hub.plan(Fault(status=403, at_hub=True))
    identifier = shown.add(None)
    shown.wait(identifier, Status.FAILED)
    card = shown.card(identifier)
    assert "does not give" in card.progress.reason.what.text()
    assert card.progress.reason.cause.text() == "HTTP 403"
    assert (card.action.text(), shown.section.note()) == ("Go on", "stopped")
    card.action.click()
    shown.wait(identifier, Status.DONE)
    assert not card.progress.reason.isVisible() or "GGUF" in card.progress.reason.cause.text()


def test_after_a_restart_it_waits_for_a_click(
    open_program: OpenWindow, qtbot: QtBot, hub: HubServer, paths: Paths
) -> None:
    first = Shown(open_program(), qtbot, hub)
    identifier = first.add()
    qtbot.waitUntil(lambda: first.card(identifier).progress.bar.fraction > 0.4, timeout=15_000)
    first.opened.close()
    hub.requests.clear()
    again = Shown(open_program(), qtbot, hub)
    qtbot.waitUntil(lambda: identifier in again.section.cards)
    card = again.card(identifier)
    assert card.progress.doing.text() == "interrupted when Lamplight ended"
    assert card.progress.amount.text() == "0.1 of 0.3 MB"
    assert hub.requests == []
    assert commands.is_possible(RESUME_ALL)
    commands.run(RESUME_ALL)
    again.wait(identifier, Status.DONE)


def test_giving_up_asks_first(shown: Shown, qtbot: QtBot, paths: Paths) -> None:
    identifier = shown.add()
    qtbot.waitUntil(lambda: shown.card(identifier).progress.bar.fraction > 0.4, timeout=15_000)
    assert commands.is_possible(PAUSE_ALL)
    commands.run(GIVE_UP.on(shown.card(identifier).state))
    question = shown.opened.window.findChild(Confirm)
    assert question.question.text() == "Give up A model?"
    question.go.click()
    qtbot.waitUntil(partial(_gone, shown, identifier))
    assert [path for path in paths.models.rglob("*") if path.is_file()] == []


def _gone(shown: Shown, identifier: str) -> bool:
    return identifier not in shown.section.cards


def test_the_order_of_the_cards_is_that_of_the_queue(shown: Shown, qtbot: QtBot, hub: HubServer) -> None:
    hub.always = Fault(hang_at=100_000)
    first = shown.add(None)
    second = shown.opened.app.downloads.add("Another", (remote(hub, repository="maker/other"),))
    qtbot.waitUntil(lambda: second in shown.section.cards)
    shown.section.downloads.put_first(second)
    qtbot.waitUntil(lambda: [state.identifier for state in shown.section.downloads.states] == [second, first])
    column = shown.section._card_column
    assert [column.itemAt(at).widget() for at in range(2)] == [shown.card(second), shown.card(first)]


def test_room_on_the_disk_is_looked_at_before(
    shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=1000))
    identifier = shown.add(None)
    shown.wait(identifier, Status.FAILED)
    assert shown.card(identifier).progress.reason.what.text().startswith("The disk has not enough room")
    assert shown.hub.contents_asked() == []


def test_a_model_under_terms_leads_to_its_page(
    shown: Shown, qtbot: QtBot, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.repositories["maker/model"].gated = "manual"
    identifier = shown.add(None)
    shown.wait(identifier, Status.FAILED)
    card = shown.card(identifier)
    assert "accepted its terms" in card.progress.reason.what.text()
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    card.progress.page.click()
    assert opened == [f"{hub.url}/maker/model"]
    hub.repositories["maker/model"].gated = ""
    card.action.click()
    shown.wait(identifier, Status.DONE)
    assert not card.progress.page.isVisible()
    assert not card.action.isVisible()  # these bytes are no model


def test_the_start_tells_what_was_interrupted(
    open_program: OpenWindow, qtbot: QtBot, hub: HubServer, paths: Paths
) -> None:
    first = Shown(open_program(), qtbot, hub)
    identifier = first.add()
    qtbot.waitUntil(lambda: first.card(identifier).progress.bar.fraction > 0.4, timeout=15_000)
    first.opened.close()
    hub.requests.clear()
    opened = open_program()
    window = opened.show()
    tell_left_over(opened.services, window)
    qtbot.waitUntil(lambda: bool(window.page.findChildren(Toast)))
    (told,) = window.page.findChildren(Toast)
    assert told.label.text() == "A model was not fetched to its end; it waits for you."
    told.undo()
    assert isinstance(window.current, ModelsPane)
    assert window.current.title() == "Downloads"
    assert hub.requests == []
