"""Undo outlives what lays the text out anew: text size, theme, focus; another scene and back; a restored version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.ui.look.theme import theme
from desktop.ui.panes.story.editor.undo_history import UndoHistory, step_between

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a"], ["b"]),
        (["a", "b", "c"], ["a", "x", "c"]),
        (["a", "b"], ["a", "b", "c"]),
        (["a", "b", "c"], ["c"]),
        (["a", "a", "a"], ["a", "a"]),
        ([""], ["x", "y", ""]),
        (["a", "b"], ["b", "a"]),
    ],
)
def test_a_step_leads_there_and_back(old: list[str], new: list[str]) -> None:
    step = step_between(old, new)
    assert step is not None
    assert step.old
    assert step.new
    there = list(old)
    there[step.at : step.at + len(step.old)] = step.new
    assert there == new
    back = step.turned
    there[back.at : back.at + len(back.old)] = back.new
    assert there == old


def test_nothing_is_no_step() -> None:
    undo_history = UndoHistory()
    undo_history.add(["a"], ["a"])
    assert not undo_history.before


def _write(it) -> list[str]:  # type: ignore[no-untyped-def]
    """Three changes of different kinds; the texts from the first to the last."""
    texts = [it.editor.text()]
    it.caret(len(texts[0]))
    it.bot.keyClick(it.editor, Qt.Key.Key_Return)
    it.bot.keyClicks(it.editor, "A line")
    it.bot.wait(20)
    texts.append(it.editor.text())
    it.select(0, 3)
    it.bot.keyClick(it.editor, Qt.Key.Key_I, CTRL)
    texts.append(it.editor.text())
    it.caret(0)
    it.bot.keyClick(it.editor, Qt.Key.Key_Delete, CTRL)
    texts.append(it.editor.text())
    assert len(set(texts)) == 4
    return texts


def _back_and_forth(it, texts: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Undo with the keys passes all the texts down to the first, redo all up to the last."""
    seen = [it.editor.text()]
    for _ in range(30):
        it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL)
        it.bot.wait(2)
        seen.append(it.editor.text())
        if seen[-1] == texts[0] and not it.editor.undo_stack.can_undo:
            break
    assert [text for text in seen if text in texts] == texts[::-1]
    for _ in range(30):
        it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL | SHIFT)
        it.bot.wait(2)
        if not it.editor.undo_stack.can_redo:
            break
    assert it.editor.text() == texts[-1]
    assert it.saved() == texts[-1]


def test_over_text_size_theme_and_language(drive: Drive) -> None:
    it = drive()
    texts = _write(it)
    size = round(theme.scale * 100)
    try:
        for percent in (110, 150):
            theme.set_text_size(percent)
            assert it.editor.text() == texts[-1]
        it.editor.set_language(chinese=True)
        it.editor.set_language(chinese=False)
        it.pane.view.toggle_focus()
        it.pane.view.toggle_typewriter()
        assert it.editor.look.em == theme.font("manuscript").pixelSize()
        assert it.editor.document().firstBlock().blockFormat().lineHeight() == it.editor.look.line
        _back_and_forth(it, texts)
        assert it.editor.document().firstBlock().blockFormat().lineHeight() == it.editor.look.line
    finally:
        theme.set_text_size(size)


def test_half_undone_over_text_size(drive: Drive) -> None:
    it = drive()
    texts = _write(it)
    size = round(theme.scale * 100)
    try:
        it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL)
        assert it.editor.text() == texts[2]
        theme.set_text_size(125)
        it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL | SHIFT)
        assert it.editor.text() == texts[3]
        _back_and_forth(it, texts)
        it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL)
        it.bot.keyClicks(it.editor, "other")
        after = it.editor.text()
        assert not it.editor.undo_stack.can_redo, "who goes another way can't redo"
        it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL)
        assert it.editor.text() == texts[2]
        it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL | SHIFT)
        assert it.editor.text() == after
    finally:
        theme.set_text_size(size)


def test_over_another_scene_and_back(drive: Drive) -> None:
    it = drive()
    texts = _write(it)
    it.pane.controller.open_node(it.other.id)
    it.until(lambda: it.pane.controller.node_id == it.other.id and it.editor.text() == "")
    it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL)
    assert it.editor.text() == "", "another scene's steps are not this one's"
    it.bot.keyClicks(it.editor, "Here.")
    it.pane.controller.open_node(it.scene.id)
    it.until(lambda: it.editor.text() == texts[-1])
    it.editor.setFocus()
    _back_and_forth(it, texts)
    assert it.pane.stories.text(it.other.id).text == "Here."


def test_a_restored_version_is_a_step(drive: Drive) -> None:
    it = drive()
    texts = _write(it)
    assert it.saved() == texts[-1]
    versions = it.pane.stories.versions(it.scene.id)
    wanted = next(version for version in versions if it.pane.stories.version_text(version.id) == texts[0])
    it.pane.controller.reopen(it.pane.stories.restore_version(wanted.id))
    assert it.editor.text() == texts[0]
    it.editor.setFocus()
    it.bot.keyClick(it.editor, Qt.Key.Key_Z, CTRL)
    assert it.editor.text() == texts[-1]
    assert it.saved() == texts[-1]


def test_a_proposal_and_the_caret_stay_over_text_size(drive: Drive) -> None:
    it = drive()
    size = round(theme.scale * 100)
    before = it.editor.text()
    proposal = it.pane.generation.proposal
    it.caret(4)
    it.bot.keyClicks(it.editor, "big ")
    try:
        proposal.begin(it.editor.document().characterCount() - 1)
        proposal.write(" One.\n\nTw")
        theme.set_text_size(125)
        proposal.write("o.")
        proposal.end()
        assert it.editor.script.offset(it.editor.textCursor().position()) == 8
        assert it.editor.text() == before.replace("The boat", "The big boat")
        proposal.accept()
        assert it.editor.text().endswith(" One.\n\nTwo.")
    finally:
        theme.set_text_size(size)
