"""Another word of a take that was accepted in part, edited inside, or is a rewrite: only touched words are lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor

from desktop.engine.client.engine import Phase
from desktop.features.story.context.events import StoryEvent
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Take, TakeStart, TakeToken
from desktop.ui.panes.story.generation.alternatives import _Choice

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821

BEFORE = "The boat came late."
WRITTEN = " She laughed at him softly. Nobody spoke for the rest of the day. Then the rain began."


class _Asked:
    """A story that remembers what was asked of it."""

    def __init__(self) -> None:
        self.wishes: list[dict[str, Any]] = []

    def from_token(self, take: int, index: int, other: int, _stop: object, **more: Any) -> Iterator[StoryEvent]:
        self.wishes.append({"take": take, "index": index, "other": other, **more})
        return iter(())


def _take(it, text: str, at: int, replaced: str = "", kind: str = "continue") -> Take:  # type: ignore[no-untyped-def]
    stories = it.pane.stories
    take = stories.begin_take(TakeStart(it.scene.id, kind, at, replaced=replaced))
    words = [" " + piece if number else piece for number, piece in enumerate(text.split(" "))]
    tokens = tuple(
        TakeToken(word, number, 0.5, ((word, number, 0.5), (" other", 900, 0.25)))
        for number, word in enumerate(words)
        if word
    )
    stories.finish_take(take.id, text, Status.COMPLETE, tokens)
    return stories.take(take.id)


def _word(it, word: str) -> str | None:  # type: ignore[no-untyped-def]
    """The token that is known at a word of the page."""
    found = it.pane.alternatives.token_at(it.editor.document().toPlainText().index(word))
    return found.take.tokens[found.index].text if found is not None else None


def _choose(it, word: str) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    """Another word there; what the model is asked then."""
    story = _Asked()
    it.pane.generation._story = lambda: story
    found = it.pane.alternatives.token_at(it.editor.document().toPlainText().index(word))
    assert found is not None
    it.pane.generation.from_token(found, 900)
    it.until(lambda: bool(story.wishes) and not it.pane.generation.writing)
    return story.wishes[0]


def _replace(it, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    cursor = QTextCursor(it.editor.document())
    at = it.editor.document().toPlainText().index(old)
    cursor.setPosition(at)
    cursor.setPosition(at + len(old), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(new)


def test_the_accepted_part_and_the_proposed_rest_keep_their_words(drive: Drive) -> None:
    it = drive(text=BEFORE)
    generation = it.pane.generation
    take = _take(it, WRITTEN, len(BEFORE))
    generation.show_take(take)
    generation.accept_piece()
    assert it.editor.text() == BEFORE + " She laughed at him softly. "
    assert _word(it, "laughed") == " laughed"
    assert _word(it, "spoke") == " spoke"
    asked = _choose(it, "spoke")
    assert asked["text"] == BEFORE + " She laughed at him softly. "
    assert asked["at"] == len(asked["text"]), "what is accepted stays, the rest is written anew"
    assert WRITTEN[asked["since"] :].startswith("Nobody spoke")
    assert take.tokens[asked["index"]].text == " spoke"
    assert asked["replaced"] == ""


def test_another_word_in_the_accepted_part_may_replace_what_follows(drive: Drive) -> None:
    it = drive(text=BEFORE + "\n\nAfter.")
    generation = it.pane.generation
    generation.show_take(_take(it, WRITTEN, len(BEFORE)))
    generation.accept_piece()
    generation.reject()
    assert it.editor.text() == BEFORE + " She laughed at him softly. \n\nAfter."
    asked = _choose(it, "laughed")
    assert asked["at"] == len(BEFORE + " She")
    assert asked["since"] == len(" She")
    assert asked["replaced"].rstrip() == " laughed at him softly."
    assert it.editor.text() == asked["text"], "nothing goes before it is accepted"


def test_only_touched_words_are_lost(drive: Drive) -> None:
    it = drive(text=BEFORE + "\n\nAfter.")
    generation = it.pane.generation
    generation.show_take(_take(it, WRITTEN, len(BEFORE)))
    generation.accept()
    _replace(it, "softly", "very loudly")
    _replace(it, "Nobody spoke", "Nobody then spoke")
    _replace(it, "The boat", "The old boat")
    assert _word(it, "loudly") is None
    assert _word(it, "then") is None
    assert _word(it, "boat") is None
    for word in ("laughed", "Nobody", "spoke", "rain"):
        assert _word(it, word) == f" {word}", word
    asked = _choose(it, "rain")
    text = it.editor.text()
    assert asked["text"] == text
    assert text[: asked["at"]].endswith("Then the"), "a person's words before it stay"
    assert asked["replaced"] == " rain began."


def test_edited_takes_of_earlier_sessions_keep_their_words(drive: Drive) -> None:
    text = BEFORE + WRITTEN.replace("him softly", "them all") + "\n\nAfter."
    it = drive(text=text)
    take = _take(it, WRITTEN, len(BEFORE))
    it.pane.stories.adopt_take(take.id)
    it.pane.side_panel.read_takes()
    it.until(lambda: bool(it.pane.generation.peers))
    plain = it.editor.document().toPlainText()
    for word, known in (("rest", True), ("laughed", True), ("them", False), ("After", False)):
        it.pane.alternatives._show(plain.index(word), focus=False)
        if known:
            it.until(lambda: it.pane.alternatives._card is not None)
            it.pane.alternatives.close_card()
        else:
            it.bot.wait(50)
            assert it.pane.alternatives._card is None, word
    assert _word(it, "rest") == " rest"


def test_a_rewrite_keeps_its_words_proposed_and_accepted(drive: Drive) -> None:
    it = drive(text=BEFORE + " Nobody cared.")
    generation = it.pane.generation
    take = _take(it, "The ship arrived two days late.", 0, BEFORE, "rewrite:clearer")
    generation.show_take(take)
    assert _word(it, "arrived") == " arrived"
    assert _word(it, "cared") is None
    generation.accept()
    assert it.editor.text() == "The ship arrived two days late. Nobody cared."
    assert _word(it, "days") == " days"
    asked = _choose(it, "days")
    assert (asked["at"], take.tokens[asked["index"]].text) == (0, " days")
    assert it.editor.text() == asked["text"]


def test_a_rewrite_is_proposed_again_over_what_was_made_of_it(drive: Drive) -> None:
    it = drive(text=BEFORE + " Nobody cared.")
    generation = it.pane.generation
    one = _take(it, "The ship arrived.", 0, BEFORE, "rewrite:clearer")
    two = _take(it, "A vessel came.", 0, BEFORE, "rewrite:clearer")
    generation.know([one, two])
    generation.show_take(one)
    generation.accept()
    generation.show_take(two)
    generation.accept()
    assert it.editor.text() == "A vessel came. Nobody cared."


@pytest.mark.model
def test_the_pointer_on_a_word_and_a_click_on_another(drive: Drive) -> None:
    it = drive(load=True, text=BEFORE + " The keeper went down to the shore, where his daughter stood and waited.")
    it.until(lambda: it.opened.services.model_manager.state.phase is Phase.READY)
    generation, editor, alternatives = it.pane.generation, it.editor, it.pane.alternatives
    generation.offers = False
    before = editor.text()
    it.caret(len(before))
    it.bot.keyClick(editor, Qt.Key.Key_Tab)
    it.until(lambda: generation.writing)
    it.until(lambda: not generation.writing)
    first = generation.take
    it.bot.keyClick(editor, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)  # the first sentence only
    accepted = editor.text()
    assert before < accepted <= before + first.text
    plain = editor.document().toPlainText()
    place = next(
        at
        for at in range(len(before) + 8, len(accepted))
        if plain[at - 1] == " " and alternatives.token_at(at) is not None and editor.script.offset(at) < len(accepted)
    )
    cursor = editor.textCursor()
    cursor.setPosition(place)
    point = editor.cursorRect(cursor).center() + QPoint(3, 0)
    it.bot.mouseMove(editor.viewport(), QPoint(4, 4))
    it.bot.mouseMove(editor.viewport(), point)
    it.until(lambda: alternatives._card is not None)
    rows = [row for row in alternatives._card.findChildren(_Choice) if row.isEnabled()]
    other = rows[0].text()
    found = alternatives.token_at(place)
    it.bot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    it.until(lambda: generation.writing)
    it.until(lambda: not generation.writing)
    assert generation.take.id != first.id
    assert generation.take.parent_id == first.id
    kept = editor.script.offset(found.start)
    assert editor.text() == accepted, "a proposal, until it is accepted"
    it.bot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.text().startswith(accepted[:kept])
    if other != "␣":
        assert editor.text()[kept:].lstrip().startswith(other)
