"""Searching a hub in the real window: by keyboard, what is said before and after, files and their quantizations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.settings import HUB_ADDRESS, HUB_SOURCE, LANGUAGE, MODELSCOPE_ADDRESS
from desktop.features.models.fetching import downloads as downloads_service
from desktop.ui.panes.models.catalogue.search_section import SearchSection
from desktop.ui.panes.models.pane import ModelsPane
from tests.base.gguf.files import model, tensor
from tests.gui.conftest import Opened, OpenWindow
from tests.hub.fetching import QUICK
from tests.hub.scripted import Answered, scripted
from tests.hub.server import HubServer, hub_server

FILE = model("llama", {"context_length": 4096, "general.name": "Found"}, [tensor("token_embd.weight", [64])], 256)
_ARABIC = "نموذج-صغير"


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        files = {f"tiny-{name}.gguf": FILE + bytes(count) for count, name in enumerate(("Q4_K_M", "Q6_K", "Q8_0"))}
        tags = ["gguf", "zh", "en", "license:apache-2.0"]
        server.add("maker/tiny-GGUF", {**files, "mmproj-F16.gguf": FILE}, tags=tags, downloads=1_500_000)
        server.add(f"maker/{_ARABIC}", {"a-Q4_K_M.gguf": FILE}, tags=["gguf", "ar"], downloads=3)
        server.add("maker/" + "very-long-name-" * 6, {"a.gguf": FILE}, downloads=2)
        server.add("maker/tiny-gated", {"a-Q4_K_M.gguf": FILE}, gated="manual", downloads=1)
        yield server


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads_service, "Tuning", lambda: QUICK)


def _opened(open_program: OpenWindow, hub: HubServer, language: str = "en") -> tuple[Opened, SearchSection]:
    opened = open_program({HUB_ADDRESS: hub.url, LANGUAGE: language})
    opened.show(1024, 700)
    opened.window.show_pane("models")
    pane = opened.window.current
    assert isinstance(pane, ModelsPane)
    pane.show_section("search")
    section = pane.sections["search"]
    assert isinstance(section, SearchSection)
    return opened, section


def _search(section: SearchSection, words: str, bot: QtBot) -> None:
    section.field.setText(words)
    bot.keyClick(section.field, Qt.Key.Key_Return)
    bot.waitUntil(lambda: not section._searching, timeout=20_000)


def test_from_words_to_a_model_by_keyboard(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    opened, section = _opened(open_program, hub)
    host = hub.url.removeprefix("http://")
    assert section.button.text() == f"Search {host}"
    assert f"Nothing has been asked of {host} yet" in section.words.text()
    assert hub.requests == []
    _search(section, "tiny", qtbot)
    assert [card.model.id for card in section.cards] == ["maker/tiny-GGUF", "maker/tiny-gated"]
    assert section.words.text() == "2 models, the most fetched first."
    card = section.cards[0]
    facts = card.facts.text()
    assert facts == "by maker · apache-2.0 · English, Chinese · fetched 1.5 million times"
    assert "terms to accept first" in section.cards[1].facts.text()
    card.button.setFocus()
    qtbot.keyClick(card.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(card.rows) == 3, timeout=20_000)
    best, *others = sorted(card.rows, key=lambda row: row.button._kind != "primary")
    qtbot.waitUntil(best.isVisible, timeout=10_000)
    assert best.variant.quantization == "Q6_K"  # small: the finer one
    assert best.note.text().startswith("Recommended: a small model loses more")
    assert not any(row.isVisible() for row in others)
    assert card.more
    assert card.more.text() == "2 other files"
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    assert all(row.isVisible() for row in others)
    assert [section.button._kind, best.button._kind] == ["plain", "primary"]
    qtbot.mouseClick(best.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: best.button.text() == "Use", timeout=20_000)
    folder = opened.app.library.folder / "maker" / "tiny-GGUF"
    assert [path.name for path in folder.glob("*.gguf")] == ["tiny-Q6_K.gguf"]


def test_a_repository_is_named(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    _, section = _opened(open_program, hub)
    _search(section, f"{hub.url}/maker/tiny-GGUF/tree/main", qtbot)
    assert len(section.cards) == 1
    qtbot.waitUntil(lambda: len(section.cards[0].rows) == 3, timeout=20_000)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_odd_names_keep_their_place(open_program: OpenWindow, qtbot: QtBot, hub: HubServer, language: str) -> None:
    opened, section = _opened(open_program, hub, language)
    _search(section, "", qtbot)
    assert len(section.cards) == 4
    assert _ARABIC in section.cards[1].model.id
    page = section.page()
    assert all(card.width() <= page.viewport().width() for card in section.cards)
    assert opened.window.width() == 1024


def test_filters_are_asked_for(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    _, section = _opened(open_program, hub)
    section.size.set_value(2)
    section.language.set_value("zh")
    section.licence.set_value("apache-2.0")
    _search(section, "tiny", qtbot)
    assert [card.model.id for card in section.cards] == ["maker/tiny-GGUF"]
    asked = hub.requests[0].path
    assert "num_parameters=min%3A2000000000%2Cmax%3A5000000000" in asked


def test_terms_to_accept(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    _, section = _opened(open_program, hub)
    _search(section, "maker/tiny-gated", qtbot)
    card = section.cards[0]
    qtbot.waitUntil(lambda: len(card.rows) == 1, timeout=20_000)
    card.rows[0].button.click()
    qtbot.waitUntil(lambda: card.prompt is not None, timeout=20_000)
    assert card.notice
    assert "only to those who accepted its terms" in card.notice.what.text()
    assert card.prompt
    assert card.prompt.link.text() == f"{hub.url}/maker/tiny-gated"


def test_nothing_and_nobody(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    opened, section = _opened(open_program, hub)
    _search(section, "no such words", qtbot)
    assert section.words.text() == "Nothing of that kind. Fewer words find more."
    opened.app.settings.set(HUB_ADDRESS, "http://127.0.0.1:9")
    qtbot.waitUntil(lambda: section.button.text() == "Search 127.0.0.1:9", timeout=10_000)
    _search(section, "words", qtbot)
    assert section.notice
    assert "127.0.0.1:9 can’t be reached" in section.notice.what.text()
    _search(section, "nobody/nothing", qtbot)
    qtbot.waitUntil(lambda: section.cards[0].notice is not None, timeout=10_000)


def test_model_scope(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    found = {"data": {"models": [{"id": "Qwen/模型-GGUF", "downloads": 7, "tags": ["zh"]}]}}
    with scripted(lambda path, query: Answered(found)) as server:
        opened, section = _opened(open_program, hub)
        opened.app.settings.set(MODELSCOPE_ADDRESS, server.url)
        opened.app.settings.set(HUB_SOURCE, "modelscope")
        host = server.url.removeprefix("http://")
        qtbot.waitUntil(lambda: section.button.text() == f"Search {host}", timeout=10_000)
        _search(section, "qwen", qtbot)
        assert [card.model.id for card in section.cards] == ["Qwen/模型-GGUF"]
        assert hub.requests == []


def test_the_last_search_counts(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    _, section = _opened(open_program, hub)
    section.field.setText("tiny")
    section.search()
    section.field.setText("no such words")
    section.search()
    qtbot.waitUntil(lambda: not section._searching and "Nothing" in section.words.text(), timeout=20_000)
    qtbot.wait(200)
    assert section.cards == []


def test_an_address_is_as_good_as_words(open_program: OpenWindow, qtbot: QtBot, hub: HubServer) -> None:
    opened, section = _opened(open_program, hub)
    _search(section, f"{hub.url}/maker/tiny-GGUF/blob/main/tiny-Q8_0.gguf", qtbot)
    qtbot.waitUntil(lambda: bool(section.cards and section.cards[0].rows), timeout=20_000)
    assert section.cards[0].model.id == "maker/tiny-GGUF"
    named = next(row for row in section.cards[0].rows if row.variant.quantization == "Q8_0")
    qtbot.waitUntil(named.isVisible)
    assert opened.app.hubs.reference("https://huggingface.co/maker/tiny-GGUF").repository == "maker/tiny-GGUF"
    _search(section, "https://127.0.0.1:1/no/model.html", qtbot)  # an address that leads to no model says so
    assert section.cards == []
    assert section.notice is not None
    asked = len(hub.requests)
    elsewhere = hub.url.replace("127.0.0.1", "localhost")
    section.field.setText(f"{elsewhere}/maker/tiny-GGUF/resolve/main/tiny-Q4_K_M.gguf")
    assert section.button.text() == "Show this file"
    assert "localhost" in section.words.text()  # who would be asked is said before
    section.button.click()
    (row,) = section.cards[0].rows
    assert len(hub.requests) == asked
    row.button.click()
    qtbot.waitUntil(lambda: row.button.text() == "Use", timeout=20_000)
