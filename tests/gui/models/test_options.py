"""Options of a model, what is in memory, and each pane's own model, in the window with the real ones."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.settings import CONTEXT, MODEL, PROSE_MODEL, TRANSLATE_MODEL
from desktop.engine.client.phase import Phase
from desktop.features.models.model_options import ModelOptions
from desktop.features.models.roles import Role
from desktop.library.models import ModelFile
from desktop.ui.commands import commands
from desktop.ui.panes.models.options.commands import OPTIONS
from desktop.ui.panes.models.options.loaded_section import LoadedSection
from desktop.ui.panes.models.options.options_sheet import OptionsSheet
from desktop.ui.panes.models.pane import ModelsPane
from desktop.ui.widgets import Menu
from tests.gui.conftest import Opened, OpenWindow

CHAT = "smollm2-135m-instruct.q4_1"
BASE = "gemma-3-270m-q4_k_m"


def _model(opened: Opened, key: str) -> ModelFile:
    return opened.app.library.find(key)


def _sheet(opened: Opened, bot: QtBot, key: str = CHAT) -> OptionsSheet:
    window = opened.window
    window.show_pane("models")
    commands.run(OPTIONS.on(_model(opened, key)))
    sheet = window.findChildren(OptionsSheet)[-1]
    bot.waitUntil(lambda: sheet._now is not None, timeout=20_000)
    return sheet


def _choose(sheet: OptionsSheet, bot: QtBot, row: str, value: object) -> None:
    with bot.waitSignal(sheet.measured, timeout=20_000):
        getattr(sheet, row).chosen.emit(value)


def test_what_options_cost_is_shown_before_they_are_kept(open_program: OpenWindow, qtbot: QtBot) -> None:
    opened = open_program()
    opened.show()
    sheet = _sheet(opened, qtbot)
    assert "8,192 tokens takes 189 MB" in sheet.context.note.text()
    assert not sheet.defaults.isEnabled()
    _choose(sheet, qtbot, "context", 2048)
    _choose(sheet, qtbot, "cache", "q8_0")
    assert "2,048 tokens takes 25 MB" in sheet.context.note.text()
    assert "Until now 384 MB." in sheet.total.text()
    engines = opened.app.engines
    path = _model(opened, CHAT).path
    assert not engines.options.of(path), "nothing before Keep"
    with qtbot.waitSignal(sheet.kept, timeout=20_000):
        sheet.keep.click()
    wanted = ModelOptions(context=2048, cache_type_k="q8_0", cache_type_v="q8_0")
    assert engines.options.of(path) == wanted
    again = _sheet(opened, qtbot)
    assert again.options == wanted
    again.defaults.click()
    qtbot.waitUntil(lambda: "takes 189 MB" in again.context.note.text())
    with qtbot.waitSignal(again.kept, timeout=20_000):
        again.keep.click()
    assert engines.options.of(path) == ModelOptions()


def test_what_cannot_be_is_said_and_not_kept(open_program: OpenWindow, qtbot: QtBot) -> None:
    opened = open_program()
    opened.show()
    sheet = _sheet(opened, qtbot)
    _choose(sheet, qtbot, "cache", "q4_0")
    _choose(sheet, qtbot, "flash", "off")
    assert sheet.trouble.isVisible()
    assert "only be kept smaller (q4_0) with flash attention" in sheet.trouble.text()
    assert not sheet.keep.isEnabled()
    _choose(sheet, qtbot, "flash", "auto")
    assert not sheet.trouble.isVisible()
    assert sheet.keep.isEnabled()
    sheet.close_popup()
    assert not opened.app.engines.options.of(_model(opened, CHAT).path)


def test_each_pane_shows_the_model_of_its_role(open_program: OpenWindow, qtbot: QtBot) -> None:
    opened = open_program({MODEL: CHAT, PROSE_MODEL: BASE})
    window = opened.show()
    names = {}
    for pane in ("chat", "story", "translate", "models"):
        window.show_pane(pane)
        opened.app.prose_manager.look()
        opened.app.model_manager.look()
        qtbot.waitUntil(lambda: window.header.picker._role.current is not None, timeout=20_000)
        names[pane] = window.header.picker._name()
    assert names == {
        "chat": "SmolLM2 135M",
        "story": "Gemma 3 270M",
        "translate": "Gemma 3 270M",
        "models": "SmolLM2 135M",
    }


@pytest.mark.model
def test_a_choice_in_the_story_pane_leaves_chat_alone(open_program: OpenWindow, qtbot: QtBot) -> None:
    opened = open_program({CONTEXT: 1024}, load=True)
    window = opened.show()
    manager = opened.app.model_manager
    qtbot.waitUntil(lambda: manager.state.phase is Phase.READY, timeout=60_000)
    window.show_pane("story")
    picker = window.header.picker
    assert picker._name() == "SmolLM2 135M"
    picker.open()
    menu = window.findChildren(Menu)[-1]
    assert menu.items[0].text() == "The one for chat"
    next(item for item in menu.items if item.text() == "Gemma 3 270M").click()
    qtbot.waitUntil(lambda: picker._name() == "Gemma 3 270M", timeout=20_000)
    qtbot.waitUntil(lambda: opened.app.settings[PROSE_MODEL] == BASE, timeout=20_000)
    assert manager.model is not None
    assert manager.model.key == CHAT
    qtbot.waitUntil(lambda: len([one for one in opened.app.engines.loaded() if one.held]) == 2, timeout=60_000)
    picker.open()
    next(item for item in window.findChildren(Menu)[-1].items if item.text() == "The one for chat").click()
    qtbot.waitUntil(lambda: picker._name() == "SmolLM2 135M", timeout=20_000)
    assert opened.app.settings[PROSE_MODEL] == ""


@pytest.mark.model
def test_what_is_in_memory_is_listed_and_unloaded(open_program: OpenWindow, qtbot: QtBot) -> None:
    opened = open_program({CONTEXT: 1024}, load=True)
    window = opened.show()
    window.show_pane("models")
    pane = window.current
    assert isinstance(pane, ModelsPane)
    pane.show_section("memory")
    section = pane.sections["memory"]
    assert isinstance(section, LoadedSection)
    path = str(_model(opened, CHAT).path)
    qtbot.waitUntil(lambda: path in section.cards and "Holds" in section.cards[path].facts.text(), timeout=60_000)
    card = section.cards[path]
    assert card.facts.text().startswith("For: Chat.")
    assert section.note().endswith("MB")
    opened.app.engines.options.set(_model(opened, CHAT).path, ModelOptions(context=512))
    qtbot.waitUntil(lambda: "from the next message on" in card.more.text(), timeout=20_000)
    card.unload.click()
    qtbot.waitUntil(lambda: section._empty.isVisible(), timeout=20_000)
    assert opened.app.model_manager.state.phase is Phase.STOPPED
    assert section.note() == ""


@pytest.mark.model
def test_roles_are_chosen_on_the_page(open_program: OpenWindow, qtbot: QtBot) -> None:
    opened = open_program({CONTEXT: 1024})
    window = opened.show()
    window.show_pane("models")
    pane = window.current
    assert isinstance(pane, ModelsPane)
    pane.show_section("memory")
    section = pane.sections["memory"]
    assert isinstance(section, LoadedSection)
    row = section.roles["translation"]
    qtbot.waitUntil(lambda: row.note.text() == "Gemma 3 270M", timeout=20_000)
    row.chosen.emit(CHAT)
    qtbot.waitUntil(lambda: opened.app.settings[TRANSLATE_MODEL] == CHAT, timeout=20_000)
    row.chosen.emit("")
    qtbot.waitUntil(lambda: opened.app.settings[TRANSLATE_MODEL] == "", timeout=20_000)
    qtbot.waitUntil(lambda: row.note.text() == "Gemma 3 270M", timeout=20_000)


@pytest.mark.model
@pytest.mark.own_engine
def test_options_that_failed_are_told_and_the_reply_is_written(open_program: OpenWindow, qtbot: QtBot) -> None:
    opened = open_program({CONTEXT: 1024})
    window = opened.show()
    engines, model = opened.app.engines, _model(opened, CHAT)
    engines.options.set(model.path, ModelOptions(flash_attention="off", cache_type_v="q8_0"))  # unchecked
    opened.app.model_manager.start()
    qtbot.waitUntil(lambda: engines.state(model).phase is Phase.READY, timeout=60_000)
    qtbot.waitUntil(lambda: window.notices.notice is not None, timeout=20_000)
    assert window.notices.notice is not None
    assert window.notices.notice.what.text() == (
        "SmolLM2 135M could not be loaded with its options; it runs with those of the settings."
    )
    assert {role.value for role in Role} == set(window.model_list.roles)
