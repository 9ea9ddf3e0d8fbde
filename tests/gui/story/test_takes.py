"""Takes in the window: of this session and of earlier ones, walked, compared, and every word's alternatives."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from desktop.features.story.surprise import Surprise
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Take, TakeStart, TakeToken
from desktop.ui.panes.story.side_panel.history import Comparison

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821

WRITTEN = " She said it *softly*, and went."


def _take(it, text: str = WRITTEN, at: int = 0, *, adopted: bool = True) -> Take:  # type: ignore[no-untyped-def]
    """A take as an earlier session kept it."""
    stories = it.pane.stories
    take = stories.begin_take(TakeStart(it.scene.id, "continue", at))
    pieces = text.split(" ")
    words = [" " + piece if number else piece for number, piece in enumerate(pieces)]
    tokens = tuple(
        TakeToken(word, number, 0.5, ((word, number, 0.5), (" other", 900, 0.25)))
        for number, word in enumerate(words)
        if word
    )
    stories.finish_take(take.id, text, Status.COMPLETE, tokens)
    if adopted:
        stories.adopt_take(take.id)
    return stories.take(take.id)


def test_alternatives_of_an_earlier_session(drive: Drive) -> None:
    before = "The boat came late."
    it = drive(text=before + WRITTEN + "\n\nAfter.")
    pane, editor = it.pane, it.editor
    take = _take(it, at=3)  # it stood elsewhere then
    pane.side_panel.read_takes()
    it.until(lambda: bool(pane.generation.peers))
    it.caret(editor.text().index("oftly"))
    it.bot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    it.until(lambda: pane.alternatives._card is not None)
    found = pane.alternatives.token_at(editor.textCursor().position())
    assert found is not None
    assert found.take.id == take.id
    assert take.tokens[found.index].text == " *softly*,"
    assert found.take.at == len(before)
    assert found.start == editor.document().toPlainText().index(" softly")
    asked: list[Take] = []
    pane.generation.from_token = lambda found, number: asked.append(found.take)
    it.bot.keyClick(it.window.focusWidget(), Qt.Key.Key_Return)
    assert [take.at for take in asked] == [len(before)]


def test_emphasis_in_a_proposal_is_emphasis(drive: Drive) -> None:
    before = "The boat came late."
    it = drive(text=before)
    generation, editor = it.pane.generation, it.editor
    generation.show_take(_take(it, at=len(before), adopted=False))
    assert editor.document().toPlainText() == before + WRITTEN.replace("*", "")
    found = it.pane.alternatives.token_at(editor.document().toPlainText().index("oftly"))
    assert found is not None
    generation.accept()
    assert editor.text() == before + WRITTEN
    while editor.document().isUndoAvailable():
        editor.undo()
        it.bot.wait(5)
    assert editor.text() == before


def test_which_take_this_is(drive: Drive) -> None:
    before = "The boat came late."
    it = drive(text=before)
    generation = it.pane.generation
    takes = [_take(it, f" Way {number}.", len(before), adopted=False) for number in range(3)]
    generation.show_take(takes[1])
    it.until(lambda: "2 of 3" in generation.bar.note.text())


def test_five_sentences_where_there_is_room(drive: Drive) -> None:
    it = drive(size=(1024, 700))
    assert it.pane.generation.openings.most() == 5
    it.editor.resize(600, 300)
    assert it.pane.generation.openings.most() == 3


def test_any_two_takes_are_compared(drive: Drive) -> None:
    it = drive(text="The boat came late.")
    first, _, third = (_take(it, f" Way {number}.", 19, adopted=False) for number in range(3))
    view = it.pane.side_panel.takes
    it.pane.side_panel.panel.show_tab(1)
    it.pane.side_panel.read_takes()
    it.until(lambda: len(view.takes) == 3)
    asked: list[tuple[int, int]] = []
    view.compare_asked.connect(lambda take, other: asked.append((take.id, other.id)))
    view.compare_asked.emit(third, first)
    assert asked == [(third.id, first.id)]
    shown = it.window.findChild(Comparison).toPlainText()
    assert "0" in shown
    assert "2" in shown
    assert "1" not in shown


def test_what_was_expected_is_said_on_hover(drive: Drive) -> None:
    it = drive(text="The boat came late.")
    shown = it.pane.surprises
    shown.begin()
    shown.add(Surprise(0, 3, "The", None, None))
    shown.add(Surprise(3, 8, " boat", 0.001, 10.0, ((" letter", 0.4), (" wind", 0.1))))
    cursor = it.editor.textCursor()
    cursor.setPosition(6)
    said = shown.said_at(it.editor.cursorRect(cursor).center())
    assert said.splitlines()[0].startswith("boat")
    assert "letter  40%" in said
    cursor.setPosition(12)
    assert shown.said_at(it.editor.cursorRect(cursor).center()) == ""
