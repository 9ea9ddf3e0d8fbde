"""Next sentences in the window: the first is there while the others are being written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace

from PySide6.QtCore import Qt

from desktop.engine.protocol.messages import Finished
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Ended, StoryEvent
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Take, TakeStart

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821

TEXT = "The boat came late."


def _ways(it, sentences: list[str]) -> list[Take]:  # type: ignore[no-untyped-def]
    made = []
    for sentence in sentences:
        take = it.pane.stories.begin_take(TakeStart(it.scene.id, "opening", len(TEXT)))
        made.append(it.pane.stories.finish_take(take.id, sentence, Status.COMPLETE))
    return made


class _Slow:
    """A story whose sentences end one by one, when they are let go."""

    def __init__(self, takes: list[Take]) -> None:
        self.takes = takes
        self.gates = [threading.Event() for _ in takes]
        self.stop = Stop()

    def openings(self, _scene: int, _offset: int, _text: str, _count: int, stop: Stop) -> Iterator[StoryEvent]:
        self.stop = stop
        for gate, take in zip(self.gates, self.takes, strict=True):
            while not gate.wait(0.02):
                if stop.is_set:
                    return
            yield Ended(take, Finished(0, Outcome(Ending.END)))


def _offered(drive: Drive) -> SimpleNamespace:
    it = drive(text=TEXT)
    generation = it.pane.generation
    story = _Slow(_ways(it, [" She laughed.", " Nobody spoke.", " She laughed.", " The rain began."]))
    generation._suggestions._story = lambda: story
    generation.can_offer = lambda: True
    it.caret(len(TEXT))
    generation.offer()
    it.until(lambda: generation.asking)
    return SimpleNamespace(it=it, generation=generation, story=story, cards=generation.openings)


def test_the_first_is_shown_while_others_are_written(drive: Drive) -> None:
    o = _offered(drive)
    assert not o.cards.isVisible()
    o.story.gates[0].set()
    o.it.until(o.cards.isVisible)
    assert o.generation.asking, "the others are still being written"
    first = o.cards._rows[0]
    for gate in o.story.gates[1:]:
        gate.set()
    o.it.until(lambda: not o.generation.asking)
    assert [take.text.strip() for take in o.cards.takes] == ["She laughed.", "Nobody spoke.", "The rain began."]
    assert o.cards._rows[0] is first, "what is under the pointer stays"
    assert len(o.cards._rows) == 3


def test_the_first_can_be_chosen_and_the_others_end(drive: Drive) -> None:
    o = _offered(drive)
    o.story.gates[0].set()
    o.it.until(o.cards.isVisible)
    gone_on: list[bool] = []
    o.generation.continue_ = lambda: gone_on.append(True)
    o.it.bot.keyClick(o.it.editor, Qt.Key.Key_1)
    assert o.it.editor.text() == TEXT + " She laughed."
    assert gone_on
    assert o.story.stop.is_set
    assert not o.cards.isVisible()


def test_typing_on_ends_them_and_hides_the_cards(drive: Drive) -> None:
    o = _offered(drive)
    o.story.gates[0].set()
    o.it.until(o.cards.isVisible)
    o.it.bot.keyClicks(o.it.editor, " A")
    o.it.until(lambda: o.story.stop.is_set)
    assert not o.cards.isVisible()
    for gate in o.story.gates:
        gate.set()
    o.it.bot.wait(100)
    assert not o.cards.isVisible(), "what comes too late isn't shown"
    assert o.it.editor.text() == TEXT + " A"
