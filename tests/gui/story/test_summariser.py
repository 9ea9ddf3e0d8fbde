"""Summaries in the background: written when a scene rested, and a person's own stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desktop.base.settings import SUMMARIES
from desktop.engine.client.engine import Phase
from tests.gui.story.conftest import TEXT, Driver

pytestmark = pytest.mark.model


def test_a_scene_that_rested_is_summarised_and_a_persons_summary_stays(
    drive: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = drive(text=TEXT, load=True)
    pane, stories = driver.pane, driver.pane.stories
    stories.save_text(driver.other.id, TEXT, 0)
    stories.set_summary(driver.other.id, "Mine.", "")
    driver.until(lambda: pane.services.model_manager.state.phase is Phase.READY)
    pane.summariser.look()
    driver.until(lambda: pane.summariser._stop is None)
    assert stories.node(driver.scene.id).summary == "", "it has just been saved"
    monkeypatch.setattr("desktop.features.story.planning.summaries.RESTED", timedelta(0))
    pane.summariser.look()
    driver.until(lambda: stories.node(driver.scene.id).summary != "")
    driver.until(lambda: pane.controller.node(driver.scene.id).summary != "")
    assert stories.node(driver.other.id).summary == "Mine."


def test_it_rests_on_battery_and_where_it_is_switched_off_and_gives_way(
    drive: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = drive(text=TEXT, load=True)
    pane = driver.pane
    settings = pane.services.settings
    monkeypatch.setattr("desktop.features.story.planning.summaries.RESTED", timedelta(0))
    driver.until(lambda: pane.services.model_manager.state.phase is Phase.READY)
    settings.set(SUMMARIES, False)
    pane.summariser.look()
    assert pane.summariser._stop is None
    settings.set(SUMMARIES, True)
    monkeypatch.setattr("desktop.ui.panes.story.planning.summariser.on_battery", lambda: True)
    pane.summariser.look()
    assert pane.summariser._stop is None
    monkeypatch.setattr("desktop.ui.panes.story.planning.summariser.on_battery", lambda: False)
    pane.summariser.look()
    stop = pane.summariser._stop
    assert stop is not None
    pane.generation.offers = False
    driver.caret(len(TEXT))
    driver.bot.keyClick(driver.editor, Qt.Key.Key_Tab)
    assert stop.is_set, "somebody waits for the model"
    driver.until(lambda: pane.summariser._stop is None)
    driver.until(lambda: not pane.generation.writing)
    assert pane.generation.take.text.strip()
