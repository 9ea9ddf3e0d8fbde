"""The story feature over a real store, with scripted answers: what is sent, what is kept, every way to end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.base.errors import Code, LamplightError, StoreError
from desktop.engine.protocol.messages import Delta, Event
from desktop.engine.protocol.outcome import Ending
from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Ended, Prepared, TakeKept, Wrote
from desktop.features.story.diff import compare
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Activation, BibleEntry, EntryKind, NodeKind, Take
from tests.features.story.conftest import BASE, TEXT, FakeEngine, StoryKit, tells


def last(events: object) -> Take:
    *_, ended = list(events)  # type: ignore[call-overload]
    assert isinstance(ended, Ended)
    return ended.take


def test_a_continuation_is_a_take_with_its_tokens(kit: StoryKit) -> None:
    engine = FakeEngine(tells(" She closed the window and went down again. Then she slept. And more."))
    events = list(kit.story(engine).continue_at(kit.scene.id, len(TEXT), None, Stop(), seed=3))
    assert [type(event) for event in events[:2]] == [Prepared, TakeKept]
    take = last(events)
    assert take.text == " She closed the window and went down again."
    assert "".join(token.text for token in take.tokens) == take.text
    assert take.tokens[1].alternatives[1] == (" else", 7, 0.25)
    assert (take.at, take.kind, take.status, take.seed, take.model_hash) == (
        len(TEXT),
        "continue",
        Status.COMPLETE,
        3,
        "f00d",
    )
    assert "".join(event.text for event in events if isinstance(event, Wrote)) == take.text
    assert kit.stories.takes(kit.scene.id) == [take]
    assert engine.calls[0].cancelled, "it is stopped where it is long enough"


def test_a_chat_model_goes_on_in_its_answer_and_a_base_model_in_the_text(kit: StoryKit) -> None:
    engine = FakeEngine(tells(" Yes, indeed it was so very late."))
    list(kit.story(engine).continue_at(kit.scene.id, len(TEXT), None, Stop()))
    assert engine.asked[0].prefill == TEXT
    assert "gothic" in engine.asked[0].messages[1].content
    base = FakeEngine(tells(" Yes, indeed it was so very late."), model=BASE)
    list(kit.story(base).continue_at(kit.scene.id, len(TEXT), None, Stop()))
    assert base.asked[0].prompt.endswith(TEXT)
    assert base.asked[0].prompt.startswith("[Title: The Keeper\nGenre: gothic\n]")
    assert "[" in base.asked[0].sampling.banned


def test_the_space_before_the_caret_is_the_models_and_stands_once(kit: StoryKit) -> None:
    engine = FakeEngine(tells(" She went down the stairs again at last."))
    text = TEXT + " "
    take = last(kit.story(engine).continue_at(kit.scene.id, len(text), text, Stop()))
    assert engine.asked[0].prefill == TEXT
    assert take.text == "She went down the stairs again at last."


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (Ending.LENGTH, Status.CUT),
        (Ending.CANCELLED, Status.STOPPED),
        (Ending.DIED, Status.INTERRUPTED),
        (Ending.FAILED, Status.FAILED),
    ],
)
def test_however_it_ends_the_text_is_kept(kit: StoryKit, ending: Ending, status: Status) -> None:
    engine = FakeEngine(tells(" She went", ending, code="engine_died", cause="last line"))
    *_, ended = kit.story(engine).continue_at(kit.scene.id, len(TEXT), None, Stop())
    assert isinstance(ended, Ended)
    assert (ended.take.text, ended.take.status) == (" She went", status)
    told = ended.error_code, ended.cause
    assert told == (("engine_died", "last line") if ending in (Ending.DIED, Ending.FAILED) else ("", ""))


def test_stop_and_leaving_keep_what_was_written(kit: StoryKit) -> None:
    stop = Stop()
    engine = FakeEngine(tells(" She went down and down and", at_once=1), tells(" She went", at_once=1))
    for event in kit.story(engine).continue_at(kit.scene.id, len(TEXT), None, stop):
        if isinstance(event, Wrote):
            stop.set()
    assert isinstance(event, Ended)
    assert (event.take.text, event.take.status) == (" She", Status.STOPPED)
    left = kit.story(engine).continue_at(kit.scene.id, len(TEXT), None, Stop())
    next(event for event in left if isinstance(event, Wrote))
    left.close()  # type: ignore[attr-defined]
    assert kit.stories.takes(kit.scene.id)[-1].text == " She"
    assert kit.stories.takes(kit.scene.id)[-1].status is Status.STOPPED
    assert engine.calls[-1].cancelled


def test_stopped_before_it_began_nothing_is_kept_and_nothing_told(kit: StoryKit) -> None:
    stop = Stop()
    stop.set()
    story = kit.story(FakeEngine())
    assert list(story.continue_at(kit.scene.id, len(TEXT), None, stop)) == []
    assert list(story.openings(kit.scene.id, len(TEXT), None, 5, stop)) == []
    assert kit.stories.takes(kit.scene.id) == []


def test_a_growing_take_is_on_disk_every_half_second_and_a_full_disk_does_not_end_it(
    kit: StoryKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("desktop.features.generation.checkpoint.time.monotonic", lambda: now[0])
    engine = FakeEngine(tells(" a b c d", at_once=1))
    seen = []
    for event in kit.story(engine).continue_at(kit.scene.id, len(TEXT), None, Stop()):
        if isinstance(event, Wrote):
            now[0] += 0.6
            seen.append(kit.stories.takes(kit.scene.id)[0].text)
    assert seen == ["", " a", " a b", " a b c"] or seen == [" a", " a b", " a b c", " a b c d"]

    def full(*_: object, **__: object) -> None:
        raise StoreError(Code.DISK_FULL)

    monkeypatch.setattr(kit.stories, "checkpoint_take", full)
    monkeypatch.setattr("desktop.features.generation.checkpoint.CHECKPOINT_SECONDS", 0.0)
    take = last(kit.story(FakeEngine(tells(" a b c"))).continue_at(kit.scene.id, len(TEXT), None, Stop()))
    assert (take.text, take.status) == (" a b c", Status.COMPLETE)


def test_a_cut_take_goes_on_in_its_own_row_and_a_whole_one_as_a_child(kit: StoryKit) -> None:
    engine = FakeEngine(tells(" She went", Ending.LENGTH), tells(" down the stairs in the dark."), tells(" Then."))
    story = kit.story(engine)
    cut = last(story.continue_at(kit.scene.id, len(TEXT), None, Stop()))
    whole = last(story.go_on(cut.id, Stop()))
    assert (whole.id, whole.text, whole.status) == (cut.id, " She went down the stairs in the dark.", Status.COMPLETE)
    assert engine.asked[1].prefill == TEXT + " She went"
    assert "".join(token.text for token in whole.tokens) == whole.text
    events = list(story.go_on(whole.id, Stop()))
    child = last(events)
    assert "".join(event.text for event in events if isinstance(event, Wrote)) == " Then."
    assert (child.parent_id, child.at, child.text) == (whole.id, whole.at, whole.text + " Then.")


def test_another_token_is_a_new_take_that_reads_the_same_tokens(kit: StoryKit) -> None:
    engine = FakeEngine(tells(" She went down the stairs in the dark."), tells(" way up to the very top of it."))
    story = kit.story(engine)
    take = last(story.continue_at(kit.scene.id, len(TEXT), None, Stop(), seed=3))
    new = last(story.from_token(take.id, 2, 7, Stop()))
    assert engine.asked[1].prefill_tokens == (100, 101, 7)
    assert new.text == " She went else way up to the very top of it."
    assert (new.parent_id, new.seed, new.at) == (take.id, 3, take.at)
    assert engine.asked[1].prefill == engine.asked[0].prefill
    with pytest.raises(LamplightError):
        list(story.from_token(take.id, 2, 99999, Stop()))
    with pytest.raises(LamplightError):
        list(story.from_token(take.id, 999, 7, Stop()))


def test_openings_are_takes_of_their_own_of_one_sentence(kit: StoryKit) -> None:
    engine = FakeEngine(*(tells(f" Number {n} came up the stairs. And then more.") for n in range(5)))
    events = list(kit.story(engine).openings(kit.scene.id, len(TEXT), None, 9, Stop(), seed=1))
    takes = [event.take for event in events if isinstance(event, Ended)]
    assert sorted(take.text for take in takes) == [f" Number {n} came up the stairs." for n in range(5)]
    assert {take.seed for take in takes} == {1, 2, 3, 4, 5}
    assert {take.kind for take in takes} == {"opening"}
    assert all(request.background for request in engine.asked)


def test_a_rewrite_stands_for_the_selection_without_its_spaces(kit: StoryKit) -> None:
    engine = FakeEngine(tells("Sure, here is a clearer version:\n\nMara went up.\n\nI hope this helps!"))
    start = TEXT.index(" Mara")
    end = TEXT.index("At the")
    take = last(kit.story(engine).rewrite(kit.scene.id, start, end, None, "clearer", "", Stop()))
    assert (take.replaced, take.text, take.kind) == ("Mara climbed the stairs.", "Mara went up.", "rewrite:clearer")
    assert TEXT[take.at :].startswith(take.replaced)
    assert "".join(token.text for token in take.tokens) == take.text
    found = compare(take.replaced, take.text)
    assert found.apply() == "Mara went up."
    assert found.apply([]) == take.replaced


def test_a_base_model_rewrites_paragraph_by_paragraph(kit: StoryKit) -> None:
    engine = FakeEngine(tells(" One."), tells(" Two."), tells(" Too"), model=BASE)
    story = kit.story(engine)
    take = last(story.rewrite(kit.scene.id, 0, len(TEXT), None, "shorter", "", Stop()))
    assert take.text == "One.\n\nTwo."
    assert engine.asked[1].prompt.endswith("Passage: At the top the wind met her.\nShorter:")
    place = next(at for at, token in enumerate(take.tokens) if token.text == "Two")
    new = last(story.from_token(take.id, place, 7, Stop()))
    assert new.text.startswith("One.\n\n")
    assert engine.asked[2].prompt == engine.asked[1].prompt
    assert engine.asked[2].prefill_tokens == (7,)


def test_what_is_wrong_with_a_wish_is_told_before_anything_is_kept(kit: StoryKit) -> None:
    story = kit.story(FakeEngine())
    for wish in (
        lambda: story.rewrite(kit.scene.id, 3, 3, None, "clearer", "", Stop()),
        lambda: story.rewrite(kit.scene.id, 0, 9, None, "tone", "", Stop()),
        lambda: story.rewrite(kit.scene.id, 0, 9, None, "nonsense", "", Stop()),
        lambda: story.rewrite(kit.scene.id, 0, 9, None, "translate", "xx", Stop()),
        lambda: story.continue_at(kit.scene.id, 9999, None, Stop()),
        lambda: story.propose(kit.project.id, "beats", None, Stop()),
        lambda: story.propose(kit.project.id, "draft", kit.chapter.id, Stop()),
    ):
        with pytest.raises(LamplightError):
            list(wish())
    assert kit.stories.takes(kit.scene.id) == []


def test_from_settings_to_an_outline_in_the_tree(kit: StoryKit) -> None:
    engine = FakeEngine(
        tells(" A keeper's daughter finds prints."), tells(" Salt - She finds them.\nChapter 2: Fog - He comes.")
    )
    story = kit.story(engine)
    kit.change(premise="A keeper's daughter.")
    synopsis = last(story.propose(kit.project.id, "synopsis", None, Stop()))
    story.accept(synopsis.id)
    assert kit.stories.project(kit.project.id).settings.synopsis == "A keeper's daughter finds prints."
    outline = last(story.propose(kit.project.id, "outline", None, Stop()))
    assert outline.text == "Chapter 1: Salt - She finds them.\nChapter 2: Fog - He comes."
    assert "A keeper's daughter finds prints." in engine.asked[1].messages[-1].content
    change = story.accept(outline.id)
    chapters = [node for node in kit.stories.outline(kit.project.id) if node.kind is NodeKind.CHAPTER]
    assert [(node.title, node.beats) for node in chapters[1:]] == [("Salt", "She finds them."), ("Fog", "He comes.")]
    kit.stories.undo(change)
    assert len([n for n in kit.stories.outline(kit.project.id) if n.kind is NodeKind.CHAPTER]) == 1
    homes = {take.node_id for take in (synopsis, outline)}
    assert len(homes) == 1, "one note keeps what was proposed for the whole"


def test_a_proposal_that_was_cut_goes_on(kit: StoryKit) -> None:
    engine = FakeEngine(tells(" Salt - She", Ending.LENGTH), tells(" finds them."))
    story = kit.story(engine)
    cut = last(story.propose(kit.project.id, "outline", None, Stop()))
    assert (cut.text, cut.status) == ("Chapter 1: Salt - She", Status.CUT)
    whole = last(story.go_on(cut.id, Stop()))
    assert (whole.id, whole.text) == (cut.id, "Chapter 1: Salt - She finds them.")
    assert engine.asked[1].prefill == "Chapter 1: Salt - She"


def test_a_text_that_goes_round_in_circles_is_ended(kit: StoryKit) -> None:
    engine = FakeEngine(tells(" No." + " He would not come." * 9))
    take = last(kit.story(engine).continue_at(kit.scene.id, len(TEXT), None, Stop(), length=500))
    assert take.text == " No. He would not come."
    assert take.status is Status.COMPLETE


def test_tokens_taken_back_do_not_stand_in_the_take(kit: StoryKit) -> None:
    events = tells(" She had a", at_once=1)
    again: list[Event] = tells(" She went out.", at_once=1)
    # the engine shows nothing of what it takes back, but its tokens were told
    first, second = events[0], events[1]
    assert isinstance(second, Delta)
    held = replace(second, text="")
    take = last(kit.story(FakeEngine([first, held, *again[1:]])).continue_at(kit.scene.id, len(TEXT), None, Stop()))
    assert take.text == " She went out."
    assert [token.text for token in take.tokens] == [" She", " went", " out", "."]


def test_what_is_sent_is_counted_in_few_requests(kit: StoryKit) -> None:
    kit.change(
        premise="A keeper writes letters.", author_note="Keep it dark.", style_sample="It was late.\n\nHe wrote."
    )
    scenes = [kit.stories.add_node(kit.project.id, NodeKind.SCENE, f"Scene {at}", kit.chapter.id) for at in range(4)]
    for at, scene in enumerate(scenes):
        kit.stories.set_summary(scene.id, f"Something of {at} happened.", "")
    for at in range(6):
        entry = BibleEntry(EntryKind.CHARACTER, f"Name {at}", f"Someone of {at}.", activation=Activation.ALWAYS)
        kit.stories.add_entry(kit.project.id, entry)
    text = "\n\n".join(f"Paragraph {at} of a scene in which nothing much was ever said." for at in range(120))
    engine = FakeEngine()
    story = kit.story(engine)
    sent = story.context(scenes[-1].id, len(text), text)
    assert sum(len(request.count) for request in engine.measured) > 20
    assert len(engine.measured) <= 12
    assert sent.used > 500
    before = len(engine.measured)
    again = story.context(scenes[-1].id, len(text), text)
    assert again == sent
    assert len(engine.measured) == before + 1, "only what the whole costs is asked again"
