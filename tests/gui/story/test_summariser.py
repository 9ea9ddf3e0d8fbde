"""Summaries in the background: written when a scene rested, and a person's own stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from desktop.engine.client import Phase
from tests.gui.story.conftest import TEXT, Driver

pytestmark = pytest.mark.model


def test_a_scene_that_rested_is_summarised_and_a_persons_summary_stays(
    drive: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = drive(text=TEXT, load=True)
    pane, stories = driver.pane, driver.pane.stories
    stories.save_text(driver.other.id, TEXT, 0)
    stories.set_summary(driver.other.id, "Mine.", "")
    driver.until(lambda: pane.services.host.state.phase is Phase.READY)
    pane.summariser.look()
    driver.until(lambda: pane.summariser._stop is None)
    assert stories.node(driver.scene.id).summary == "", "it has just been saved"
    monkeypatch.setattr("desktop.features.story.summaries.RESTED", timedelta(0))
    pane.summariser.look()
    driver.until(lambda: stories.node(driver.scene.id).summary != "")
    driver.until(lambda: pane.controller.node(driver.scene.id).summary != "")  # type: ignore[union-attr]
    assert stories.node(driver.other.id).summary == "Mine."
