"""What a model's card says of memory and speed, and what its buttons do about it."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.features.models import fits
from desktop.library.fit.speed import Speed
from desktop.ui.panes.models.fit_facts import FitRow
from desktop.ui.widgets import Confirm, Label, Paragraph
from tests.gui.conftest import OpenWindow

SMOL = "smollm2-135m-instruct.q4_1"


def texts(widget: Any) -> str:
    return " | ".join(label.text() for kind in (Label, Paragraph) for label in widget.findChildren(kind))


def free(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(fits, "available_memory", lambda: count)


def shown(open_program: OpenWindow, qtbot: QtBot) -> Any:
    """The pane, once this machine has been measured for it."""
    program = open_program()
    window: Any = program.show()
    window.show_pane("models")
    pane = window.current
    pane.go("machine")
    qtbot.waitUntil(
        lambda: SMOL in pane.machine.cards and "a second" in texts(pane.machine.cards[SMOL]), timeout=20_000
    )
    return window


def test_a_model_that_fits_says_how_fast_it_will_be(open_program: OpenWindow, qtbot: QtBot) -> None:
    card = shown(open_program, qtbot).current.machine.cards[SMOL]
    assert "Fits" in texts(card)
    assert "words a second" in texts(card)
    assert card.fit_row is None


def test_what_was_measured_stands_above_what_was_expected(open_program: OpenWindow, qtbot: QtBot) -> None:
    window = shown(open_program, qtbot)
    model = window.current.machine.cards[SMOL].entry.model
    window.model_list._model_manager.fits._rates.note_reply(model.path, None, 100, 0, Speed(40.0, 0.0))

    def measured() -> bool:
        found = "measured" in texts(window.current.machine.cards[SMOL])
        if not found:
            window.model_list.refresh()  # again: a look that began before the reply doesn't know it
            qtbot.wait(500)
        return found

    qtbot.waitUntil(measured, timeout=60_000)
    assert "30 words a second" in texts(window.current.machine.cards[SMOL])


def test_a_shorter_context_is_one_click_away(
    open_program: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    free(monkeypatch, 300_000_000)
    window = shown(open_program, qtbot)
    card = window.current.machine.cards[SMOL]
    row: FitRow = card.fit_row
    assert "Fits with 4,000 tokens, not with 8,000." in texts(row)
    used: list[str] = []
    monkeypatch.setattr(window.model_list, "use", used.append)
    row.take.click()
    qtbot.waitUntil(lambda: window.current.machine.cards[SMOL].fit_row is None, timeout=20_000)
    assert used == [SMOL]
    assert window.current.machine.cards[SMOL].entry.fit.context == 4096


def test_one_that_is_too_large_can_be_tried_anyway(
    open_program: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    free(monkeypatch, 100_000_000)
    window = shown(open_program, qtbot)
    card = window.current.machine.cards[SMOL]
    assert "Needs" in texts(card.fit_row)
    assert card.fit_row.take is None
    assert card.use_button.isHidden()
    used: list[str] = []
    monkeypatch.setattr(window.model_list, "use", used.append)
    card.fit_row.anyway.click()
    question = window.findChild(Confirm)
    assert "the system may end the model" in question.note.text()
    assert used == []  # nothing happens before the warning was read
    question.go.click()
    qtbot.waitUntil(lambda: used == [SMOL], timeout=20_000)
    engines = window.model_list._model_manager.engines
    assert engines.wanted(card.entry.model).anyway
