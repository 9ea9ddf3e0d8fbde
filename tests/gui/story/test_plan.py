"""From settings to story in the window: each step proposed by the real starter, edited, redone, cut, taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.engine.client.engine import Phase
from desktop.features.story.planning.planning import home
from desktop.store.conversations.records import Status
from desktop.store.stories.records import NodeKind, TakeStart

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821


def _open(it) -> None:  # type: ignore[no-untyped-def]
    it.pane.actions.show_plan()
    it.until(lambda: it.pane.plan.isVisible() and it.pane.plan._project_id == it.project.id)


def _say(it, name: str, text: str) -> None:  # type: ignore[no-untyped-def]
    field = it.pane.plan._fields[name]
    field.setFocus()
    it.bot.keyClicks(field, text)


def _press(it, button) -> None:  # type: ignore[no-untyped-def]
    assert button.isVisible()
    it.bot.mouseClick(button, Qt.MouseButton.LeftButton)


def _proposed(it, step) -> None:  # type: ignore[no-untyped-def]
    _press(it, step.ask)
    it.until(lambda: step.stop is not None)
    it.until(lambda: step.stop is None)


@pytest.mark.model
def test_from_a_premise_to_a_draft(drive: Drive) -> None:
    it = drive(load=True, size=(1280, 1400), text="")
    it.until(lambda: it.opened.services.model_manager.state.phase is Phase.READY)
    plan, controller = it.pane.plan, it.pane.controller
    it.pane.generation.offers = False
    _open(it)
    _say(it, "premise", "A keeper's daughter finds a drowned boy who is not dead.")
    _say(it, "genre", "gothic")
    synopsis, outline, beats = plan.steps
    _proposed(it, synopsis)
    first = synopsis.text.toPlainText()
    assert first.strip()
    assert controller.project.settings.premise.startswith("A keeper's daughter")
    _proposed(it, synopsis)  # another one; the first stays a take
    kept = it.pane.stories.takes(home(it.pane.stories, controller.project).id)
    assert [take.text == first for take in kept if take.kind == "synopsis"] == [True, False]
    synopsis.text.setPlainText("Mara finds a boy. He tells her his name.")
    _press(it, synopsis.use)
    it.until(lambda: it.pane.stories.project(it.project.id).settings.synopsis.startswith("Mara finds"))
    _proposed(it, outline)
    assert outline.text.toPlainText().startswith("Chapter 1: ")
    chapters = [node for node in controller.nodes if node.kind is NodeKind.CHAPTER]
    _press(it, outline.use)
    it.until(lambda: len([node for node in controller.nodes if node.kind is NodeKind.CHAPTER]) > len(chapters) + 1)
    new = next(
        node for node in controller.nodes if node.kind is NodeKind.CHAPTER and node.id not in {c.id for c in chapters}
    )
    it.until(plan.isVisible)
    plan.chapter.set_value(new.id)
    _proposed(it, beats)
    assert "Scene 1:" in beats.text.toPlainText()
    _press(it, beats.use)
    it.until(lambda: any(node.parent_id == new.id for node in controller.nodes))
    scene = next(node for node in controller.nodes if node.parent_id == new.id)
    assert scene.beats.strip()
    controller.open_node(scene.id)
    it.until(lambda: controller.node_id == scene.id)
    _open(it)
    _press(it, plan.draft)
    it.until(lambda: it.pane.generation.writing)
    it.until(lambda: bool(it.pane.generation.proposal.spans()))
    it.bot.keyClick(it.editor, Qt.Key.Key_Escape)
    it.until(lambda: not it.pane.generation.writing)
    it.bot.keyClick(it.editor, Qt.Key.Key_Tab)
    assert it.saved().strip()


@pytest.mark.model
def test_the_engine_dies_in_the_middle_and_the_outline_goes_on(drive: Drive) -> None:
    it = drive(load=True, size=(1280, 1400))
    it.until(lambda: it.opened.services.model_manager.state.phase is Phase.READY)
    _open(it)
    _say(it, "premise", "A keeper's daughter finds a drowned boy.")
    outline = it.pane.plan.steps[1]
    _press(it, outline.ask)
    it.until(lambda: len(outline.text.toPlainText()) > 60)
    it.opened.services.model_manager.engine()._process.kill()
    it.until(lambda: outline.stop is None)
    broken = outline.text.toPlainText()
    assert outline.take.status is Status.INTERRUPTED
    assert len(broken) > 40
    assert it.pane.stories.take(outline.take.id).text == broken
    _press(it, outline.on)
    it.until(lambda: outline.stop is not None)
    it.until(lambda: outline.stop is None)
    whole = outline.text.toPlainText()
    assert whole.startswith(broken)
    assert len(whole) > len(broken)


def test_what_was_cut_in_an_earlier_session_stands_there_and_edits_are_kept(drive: Drive) -> None:
    it = drive()
    stories = it.pane.stories
    note = home(stories, it.project)
    take = stories.begin_take(TakeStart(note.id, "outline", 0))
    stories.finish_take(take.id, "Chapter 1: Salt", Status.INTERRUPTED)
    _open(it)
    synopsis, outline, _ = it.pane.plan.steps
    it.until(lambda: outline.take is not None)
    assert outline.text.toPlainText() == "Chapter 1: Salt"
    assert outline.on.isVisible()
    assert not synopsis.on.isVisible()
    synopsis.text.setFocus()
    it.bot.keyClicks(synopsis.text, "Mine.")
    it.pane.actions.leave_plan()
    it.until(lambda: stories.project(it.project.id).settings.synopsis == "Mine.")
    assert stories.project(it.project.id).settings.outline == "", "a proposal is kept when it is taken"
