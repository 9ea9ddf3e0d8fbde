"""The section Recommended in the real window: two clicks to the best model, and nobody asked before them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.settings import HUB_ADDRESS, LANGUAGE, TRANSLATE_MODEL
from desktop.features.models import fits
from desktop.features.models.fetching import downloads as downloads_service
from desktop.features.models.fetching import recommended
from desktop.hub.catalogue import Task
from desktop.library.fit.speed import Rates
from desktop.ui.panes.models.catalogue import recommended_section as section_module
from desktop.ui.panes.models.catalogue.recommended_card import RecommendedCard
from desktop.ui.panes.models.catalogue.recommended_section import RecommendedSection
from desktop.ui.panes.models.pane import ModelsPane
from desktop.ui.widgets import Button, Pressable, Toast
from tests.base.gguf.files import model, tensor
from tests.gui.conftest import Opened, OpenWindow
from tests.hub.fetching import QUICK
from tests.hub.server import Fault, HubServer, hub_server

FILE = model("llama", {"context_length": 4096, "general.name": "Best"}, [tensor("token_embd.weight", [64])], 256)
GB = 1_000_000_000


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        server.add("unsloth/Qwen3.5-4B-GGUF", {"Qwen3.5-4B-Q4_K_M.gguf": FILE, "Qwen3.5-4B-Q8_0.gguf": FILE + b"0"})
        server.add("tencent/Hy-MT2-1.8B-GGUF", {"Hy-MT2-1.8B-Q8_0.gguf": FILE})
        yield server


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads_service, "Tuning", lambda: QUICK)
    for module in (section_module, recommended):
        monkeypatch.setattr(module, "available_memory", lambda: 11 * GB)
        monkeypatch.setattr(module, "total_memory", lambda: 16 * GB)
    monkeypatch.setattr(fits, "available_memory", lambda: 11 * GB)
    monkeypatch.setattr(fits.Fits, "rates", Rates(20e9, 100e9))  # a modest machine, measured already


def _opened(open_program: OpenWindow, hub: HubServer, language: str = "en") -> tuple[Opened, RecommendedSection]:
    opened = open_program({HUB_ADDRESS: hub.url, LANGUAGE: language})
    opened.show()
    opened.window.show_pane("models")
    pane = opened.window.current
    assert isinstance(pane, ModelsPane)
    section = pane.sections["recommended"]
    assert isinstance(section, RecommendedSection)
    assert section.page().isVisible()
    return opened, section


def _card(section: RecommendedSection, key: str, bot: QtBot) -> RecommendedCard:
    bot.waitUntil(lambda: key in section.cards, timeout=10_000)
    return section.cards[key]


def test_two_clicks_to_the_best_model(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    opened, section = _opened(open_program, hub)  # the first click is on the rail
    card = _card(section, "qwen3.5-4b", qtbot)
    assert card.suggestion.best
    host = hub.url.removeprefix("http://")
    assert card.source.text().startswith(f"From {host}. Nothing has been asked of it yet")
    assert hub.requests == []
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.cards["qwen3.5-4b"].button.text() in ("Use", "In use"), timeout=20_000)
    path = opened.app.library.folder / "unsloth" / "Qwen3.5-4B-GGUF" / "Qwen3.5-4B-Q4_K_M.gguf"
    assert path.read_bytes() == FILE
    assert not any("authorization" in seen.headers for seen in hub.requests)


def test_there_is_one_amber_button(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    _, section = _opened(open_program, hub)
    for task in (Task.CHAT, Task.TRANSLATION, Task.EMBEDDING):
        section.show_task(task)
        qtbot.waitUntil(partial(_shows, section, task), timeout=10_000)
        buttons = [each for each in section.page().findChildren(Button) if each.isVisible()]
        assert sum(button._kind == "primary" for button in buttons) <= 1
    assert section.unused.isVisible()  # such models aren't used yet, and that is said
    assert hub.requests == []


def _shows(section: RecommendedSection, task: Task) -> bool:
    return any(card.task is task for card in section.cards.values())


def test_tasks_are_chosen_by_keyboard(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    _, section = _opened(open_program, hub)
    _card(section, "qwen3.5-4b", qtbot)
    section.chips[Task.CHAT].setFocus()
    qtbot.keyClick(section.chips[Task.CHAT], Qt.Key.Key_Right)
    qtbot.keyClick(section.chips[Task.TRANSLATION], Qt.Key.Key_Space)
    card = _card(section, "hy-mt2-1.8b-q8", qtbot)
    card.button.setFocus()
    qtbot.keyClick(card.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.cards["hy-mt2-1.8b-q8"].button.text() == "Use", timeout=20_000)


def _offered(opened: Opened) -> list[str]:
    """What the toasts offer to do."""
    return [link.text() for toast in opened.window.findChildren(Toast) for link in toast.findChildren(Pressable)]


def test_a_translator_is_used_for_translation(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    opened, section = _opened(open_program, hub)
    section.show_task(Task.TRANSLATION)
    card = _card(section, "hy-mt2-1.8b-q8", qtbot)
    card.button.click()
    qtbot.waitUntil(lambda: section.cards["hy-mt2-1.8b-q8"].button.text() == "Use", timeout=20_000)
    qtbot.waitUntil(lambda: "Use for translation" in _offered(opened), timeout=20_000)
    section.cards["hy-mt2-1.8b-q8"].button.click()
    qtbot.waitUntil(lambda: opened.app.settings[TRANSLATE_MODEL] != "", timeout=10_000)
    qtbot.waitUntil(lambda: section.cards["hy-mt2-1.8b-q8"].button.text() == "In use", timeout=10_000)


def test_what_is_too_large_is_asked_about(
    open_program: OpenWindow, qtbot: QtBot, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, section = _opened(open_program, hub)
    monkeypatch.setattr(fits, "available_memory", lambda: 1000)
    card = _card(section, "qwen3.5-4b", qtbot)
    card.button.click()
    qtbot.waitUntil(lambda: card.notice is not None, timeout=20_000)
    assert card.notice
    assert "needs" in card.notice.what.text()
    assert card.fit_fact.value.text() == "Too large"
    assert card.fit_fact.note.text().endswith("exact")
    assert not section._downloads.states
    assert card.notice.button
    card.notice.button.click()  # in any case
    qtbot.waitUntil(lambda: section.cards["qwen3.5-4b"].button.text() == "Use", timeout=20_000)


def test_checking_fetches_the_beginning_only(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    _, section = _opened(open_program, hub)
    card = _card(section, "qwen3.5-4b", qtbot)
    card.check.click()
    assert "Asking" in card.source.text()
    qtbot.waitUntil(lambda: card.fit_fact.value.text() == "Fits", timeout=20_000)
    assert not section._downloads.states
    assert card.button.text() == "Download"


def test_terms_to_accept_are_explained(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    hub.repositories["unsloth/Qwen3.5-4B-GGUF"].gated = "manual"
    _, section = _opened(open_program, hub)
    card = _card(section, "qwen3.5-4b", qtbot)
    card.button.click()
    qtbot.waitUntil(lambda: card.prompt is not None, timeout=20_000)
    assert card.prompt
    assert card.prompt.link.text() == f"{hub.url}/unsloth/Qwen3.5-4B-GGUF"
    assert "accept the terms" in card.prompt.words.text()


def test_a_hub_that_is_not_there(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    opened, section = _opened(open_program, hub)
    opened.app.settings.set(HUB_ADDRESS, "http://127.0.0.1:9")
    qtbot.waitUntil(lambda: any("127.0.0.1:9" in each.source.text() for each in section.cards.values()), timeout=10_000)
    card = _card(section, "qwen3.5-4b", qtbot)
    card.button.click()
    qtbot.waitUntil(lambda: card.notice is not None, timeout=20_000)
    assert card.notice
    assert "can’t be reached" in card.notice.what.text()
    assert card.notice.button
    opened.app.settings.set(HUB_ADDRESS, hub.url)
    card.notice.button.click()
    qtbot.waitUntil(lambda: section.cards["qwen3.5-4b"].button.text() == "Use", timeout=20_000)


def test_a_download_stands_on_its_card(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    big = FILE + bytes(300_000)
    hub.add("unsloth/Qwen3.5-4B-GGUF", {"Qwen3.5-4B-Q4_K_M.gguf": big})
    hub.plan(Fault(), Fault(hang_at=100_000))
    _, section = _opened(open_program, hub)
    _card(section, "qwen3.5-4b", qtbot).button.click()
    qtbot.waitUntil(lambda: section.cards["qwen3.5-4b"].button.text() == "Pause", timeout=20_000)
    card = section.cards["qwen3.5-4b"]
    assert card.progress.isVisible()
    card.button.click()
    qtbot.waitUntil(lambda: card.button.text() == "Go on", timeout=20_000)
    card.button.click()
    qtbot.waitUntil(lambda: card.button.text() == "Use", timeout=20_000)


def test_what_does_not_fit_is_folded(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    _, section = _opened(open_program, hub, "zh_CN")
    _card(section, "qwen3.5-4b", qtbot)
    assert "gemma-4-26b-a4b" not in section.cards
    section.rest_link.click()
    assert section.cards["gemma-4-26b-a4b"].fit_fact.value.text() in ("太大", "现在不行")
    assert len(section.cards) == 14
    section.rest_link.click()
    assert len(section.cards) == 4
