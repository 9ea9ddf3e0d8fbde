"""The shelf in the real window: rows, sliders by keyboard and mouse, refusals, and both texts side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.settings import MAX_TOKENS, TEMPERATURE
from desktop.features.generation.stop import Stop
from desktop.ui.commands import commands
from desktop.ui.panes.models.adapters.adapter_row import AdapterRow
from desktop.ui.panes.models.adapters.adapters_section import AdaptersSection
from desktop.ui.panes.models.adapters.commands import REMOVE_ADAPTER
from desktop.ui.panes.models.adapters.comparison_view import OWN
from desktop.ui.panes.models.adapters.strength_slider import StrengthSlider
from desktop.ui.panes.models.pane import ModelsPane
from desktop.ui.widgets import Toast
from tests.engine.adapter_files import control_vector, lora
from tests.gui.conftest import Opened, OpenWindow

pytestmark = [pytest.mark.gui, pytest.mark.model]


class Shown:
    """The window with the section of adapters."""

    def __init__(self, opened: Opened, bot: QtBot) -> None:
        self.opened, self.bot = opened, bot
        window = opened.show()
        window.show_pane("models")
        pane = window.current
        assert isinstance(pane, ModelsPane)
        pane.show_section(AdaptersSection.key)
        section = pane.sections[AdaptersSection.key]
        assert isinstance(section, AdaptersSection)
        self.section = section
        self.model = opened.app.model_manager.resolve()
        bot.waitUntil(lambda: section.choice.value == self.model.key)

    def add(self, path: Path) -> AdapterRow:
        before = set(self.section.rows_shown)
        self.section.add(path)
        self.bot.waitUntil(lambda: len(self.section.rows_shown) > len(before))
        return next(row for key, row in self.section.rows_shown.items() if key not in before)

    def wait(self, row: AdapterRow, strength: float) -> None:
        self.bot.waitUntil(lambda: self.kept(row)[0] == strength)

    def kept(self, row: AdapterRow) -> tuple[float, bool]:
        """How it stands on the shelf."""
        entries = self.opened.app.adapters.shelves.entries(self.model)
        found = next(entry.row for entry in entries if entry.row.sha256 == row.row.sha256)
        return found.scale, found.on


@pytest.fixture
def shown(open_program: OpenWindow, qtbot: QtBot) -> Shown:
    return Shown(open_program({MAX_TOKENS: 24, TEMPERATURE: 0.0}, load=True), qtbot)


def test_a_row_is_set_by_keyboard_mouse_number_and_switch(shown: Shown, chat_model: Path, tmp_path: Path) -> None:
    row = shown.add(lora(tmp_path / "海盗 قرصان.gguf", chat_model))
    assert row.accessibleName() == "海盗 قرصان"
    assert row.slider.accessibleName() == "Strength of 海盗 قرصان"
    assert (row.slider.strength, row.number.text(), row.switch.isChecked()) == (1.0, "1.00", True)
    assert shown.section.note() == "1"
    row.slider.setFocus(Qt.FocusReason.TabFocusReason)
    for key, expected in ((Qt.Key.Key_Left, 0.95), (Qt.Key.Key_PageDown, 0.7), (Qt.Key.Key_0, 0.0)):
        QTest.keyClick(row.slider, key)
        shown.wait(row, expected)
    shown.bot.waitUntil(lambda: row.number.text() == "0")
    row.number.setText("−0,35")
    row.number.entered.emit(row.number.text())
    shown.bot.waitUntil(lambda: shown.kept(row) == (-0.35, True))
    shown.bot.waitUntil(lambda: row.slider.strength == -0.35)
    QTest.mouseClick(row.slider, Qt.MouseButton.LeftButton, pos=QPoint(row.slider.width() // 2, 10))
    shown.bot.waitUntil(lambda: shown.kept(row)[0] == 0.0)
    QTest.mouseClick(row.switch, Qt.MouseButton.LeftButton)
    shown.bot.waitUntil(lambda: not shown.kept(row)[1])
    shown.bot.waitUntil(lambda: shown.section.note() == "")
    row.number.entered.emit("word")
    assert row.number.text() == "0"


def test_a_slider_is_mirrored_with_its_window(qtbot: QtBot) -> None:
    slider = StrengthSlider(lambda: "Strength")
    qtbot.addWidget(slider)
    slider.resize(200, 24)
    for direction, expected in ((Qt.LayoutDirection.LeftToRight, -2.0), (Qt.LayoutDirection.RightToLeft, 2.0)):
        slider.setLayoutDirection(direction)
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(2, 12))
        assert slider.strength == expected
        slider.grab()


def test_the_layers_of_a_control_vector_stay_within_its_own(shown: Shown, chat_model: Path, tmp_path: Path) -> None:
    row = shown.add(control_vector(tmp_path / "joy.gguf", chat_model, layers=range(4, 20)))
    assert (row.first.text(), row.last.text()) == ("4", "19")
    row.first.setText("1")
    row.last.setText("9")
    row.last.entered.emit("9")
    shelves = shown.opened.app.adapters.shelves
    shown.bot.waitUntil(lambda: shelves.entries(shown.model)[0].row.last_layer == 9)
    assert shelves.entries(shown.model)[0].row.first_layer == 4
    assert row.slider.strength == 0.25


def test_another_models_adapter_is_refused_in_a_sentence(shown: Shown, base_model: Path, tmp_path: Path) -> None:
    shown.section.add(lora(tmp_path / "gemma.gguf", base_model))
    trouble = shown.section._trouble
    shown.bot.waitUntil(trouble.isVisible)
    assert "made for another kind of model" in trouble.what.text()
    assert "gemma3, not llama" in trouble.cause.text()
    assert shown.section.rows_shown == {}


def test_taking_off_can_be_undone_and_what_has_gone_says_so(shown: Shown, chat_model: Path, tmp_path: Path) -> None:
    row = shown.add(lora(tmp_path / "one.gguf", chat_model))
    commands.run(REMOVE_ADAPTER.on(row.row))
    shown.bot.waitUntil(lambda: not shown.section.rows_shown)
    shown.bot.waitUntil(lambda: shown.section.page().window().findChild(Toast) is not None)
    toast = shown.section.page().window().findChild(Toast)
    assert toast is not None
    toast.undo()
    shown.bot.waitUntil(lambda: len(shown.section.rows_shown) == 1)
    (tmp_path / "one.gguf").unlink()
    shown.section.activate()
    (row,) = shown.section.rows_shown.values()
    shown.bot.waitUntil(lambda: not row.slider.isEnabled())
    assert "not there any more" in row._note.text()
    assert row.switch.isEnabled()


def test_both_texts_stream_side_by_side_and_one_is_kept(shown: Shown, chat_model: Path, tmp_path: Path) -> None:
    app, section, view = shown.opened.app, shown.section, shown.section.view
    assert not view.compare.isEnabled()
    list(app.chat.send("What is the sea?", None, Stop()))
    row = shown.add(lora(tmp_path / "one.gguf", chat_model))
    row.set_asked.emit(row.row, {"scale": 0.3})
    section.activate()
    shown.bot.waitUntil(view.compare.isEnabled)
    shown.bot.waitUntil(lambda: shown.kept(row)[0] == 0.3)
    shown.bot.waitUntil(lambda: section.rows_shown[row.row.sha256].row.scale == 0.3)
    view.compare.click()
    shown.bot.waitUntil(lambda: bool(view.a.text.text()) and bool(view.b.text.text()), timeout=60_000)
    shown.bot.waitUntil(lambda: not view.writing, timeout=60_000)
    first_a, first_b = view.a.text.text(), view.b.text.text()
    assert first_a != first_b
    process = app.model_manager.engine().pid
    row.slider.setValue(60)  # the second text is written anew, live
    shown.bot.waitUntil(lambda: view.writing, timeout=10_000)
    shown.bot.waitUntil(lambda: not view.writing, timeout=60_000)
    assert view.a.text.text() == first_a
    assert view.b.text.text() != first_b
    assert app.model_manager.engine().pid == process
    view.b.keep.click()
    (conversation,) = app.store.conversations()
    shown.bot.waitUntil(lambda: app.store.path(conversation.id)[-1].versions == 2)
    kept = app.store.path(conversation.id)[-1]
    assert kept.text == view.b.text.text()
    assert kept.reply is not None
    assert kept.reply.adapters == [("one", 0.6)]


def test_own_text_and_stopping(shown: Shown, chat_model: Path, tmp_path: Path) -> None:
    view = shown.section.view
    shown.opened.app.settings.set(MAX_TOKENS, 400)
    view.source.set_value(OWN)
    view.source.chosen.emit(OWN)
    assert not view.compare.isEnabled()
    view.own.setPlainText("Write a very long story about a lamp.")
    assert not view.compare.isEnabled()  # without an adapter both would be the same
    assert "No adapter" in view._reason.text()
    shown.add(lora(tmp_path / "one.gguf", chat_model))
    shown.bot.waitUntil(view.compare.isEnabled)
    view.compare.click()
    shown.bot.waitUntil(lambda: bool(view.a.text.text()), timeout=60_000)
    assert view.stop.isVisible()
    view.stop.click()
    shown.bot.waitUntil(lambda: not view.writing, timeout=20_000)
    assert view.compare.isVisible()
