"""The model's hand with the real starter: proposals in the text, accepted, rejected, stopped."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.engine.client.engine import Phase

pytestmark = pytest.mark.model
Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821


def _ready(it) -> None:  # type: ignore[no-untyped-def]
    it.until(lambda: it.opened.services.model_manager.state.phase is Phase.READY)


def test_a_continuation_is_proposed_accepted_and_undone(drive: Drive) -> None:
    it = drive(load=True)
    _ready(it)
    generation, editor = it.pane.generation, it.editor
    generation.offers = False
    before = editor.text()
    it.caret(len(before))
    it.bot.keyClick(editor, Qt.Key.Key_Tab)
    it.until(lambda: generation.writing)
    it.until(lambda: not generation.writing)
    assert generation.take.text.strip()
    assert editor.text() == before, "a proposal is not of the text"
    assert generation.bar.isVisible()
    it.bot.keyClick(editor, Qt.Key.Key_Tab)
    shown = re.sub(r"\n{3,}", "\n\n", generation.take.text)  # empty paragraphs are none
    assert editor.text() == before + shown
    assert it.saved() == editor.text()
    while editor.document().isUndoAvailable():
        editor.undo()
        it.bot.wait(5)
    assert editor.text() == before
    assert not generation.proposal.present


def test_stop_and_reject(drive: Drive) -> None:
    it = drive(load=True)
    _ready(it)
    generation, editor = it.pane.generation, it.editor
    generation.offers = False
    before = editor.text()
    it.caret(len(before))
    it.bot.keyClick(editor, Qt.Key.Key_Tab)
    it.until(lambda: bool(generation.proposal.spans()))
    it.bot.keyClick(editor, Qt.Key.Key_Escape)
    it.until(lambda: not generation.writing)
    it.bot.keyClick(editor, Qt.Key.Key_Escape)
    assert not generation.proposal.present
    assert editor.text() == before
    assert it.pane.stories.takes(it.scene.id), "a rejected take is kept"


def test_hunks_one_by_one(drive: Drive) -> None:
    it = drive(text="The boat came late today.")
    proposal = it.pane.generation.proposal
    editor = it.editor
    proposal.begin(0, editor.script.position(len(editor.text())))
    proposal.compare("The boat came late today.", "The ship came early today.", 0)
    hunks = sorted({span.hunk for span in proposal.spans()})
    assert len(hunks) == 2
    assert editor.text() == "The boat came late today."
    proposal.accept(hunks[0])
    assert editor.text() == "The ship came late today."
    proposal.reject(hunks[1])
    assert editor.text() == "The ship came late today."
    assert not proposal.present
