"""The hand's settings with real models: length, what is banned, what may not come back, whose style is followed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Prepared
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Take
from desktop.store.stories.word_count import count
from tests.features.story.conftest import TEXT
from tests.features.story.test_story_model import CHINESE, Make, ended, make

pytestmark = pytest.mark.model
__all__ = ["make"]  # the fixture

_END = re.compile(r"[.!?…。！？][”’」』\"')*]*\Z")


def _written(story, scene, text: str, seed: int, **more: int) -> Take:  # type: ignore[no-untyped-def]
    return ended(story.continue_at(scene.id, len(text), None, Stop(), seed=seed, **more))[0].take


@pytest.mark.parametrize("words", [20, 60])
def test_a_length_in_words_ends_with_the_sentence(make: Make, chat_model: Path, words: int) -> None:
    story, scene = make(chat_model, length_words=words)
    for seed in (1, 2, 3):
        take = _written(story, scene, TEXT, seed)
        if take.status is Status.COMPLETE and count(take.text, "en") < words:
            continue  # the model ended it, or it went round in circles
        assert take.status is Status.COMPLETE
        assert _END.search(take.text.rstrip()), take.text[-60:]
        sentences = re.split(r"(?<=[.!?])[”’\"]*\s+", take.text.strip())
        assert count(" ".join(sentences[:-1]), "en") < words, "it ends with the first sentence that is long enough"


def test_a_length_in_characters_of_chinese(make: Make, base_model: Path) -> None:
    story, scene = make(base_model, "zh", CHINESE, premise="灯塔看守人的女儿。", length_words=60)
    for seed in (1, 2, 3):
        take = _written(story, scene, CHINESE, seed)
        if count(take.text, "zh") < 60:
            continue
        assert count(take.text, "zh") <= 60 * 1.5 + 31
        before = re.split(r"(?<=[。！？])[”’」』]*", take.text.strip().rstrip("”’」』。！？"))
        assert count("".join(before[:-1]), "zh") < 60 or not _END.search(take.text)


def test_what_is_banned_is_not_written(make: Make, chat_model: Path) -> None:
    story, scene = make(chat_model, length_words=60)
    free = _written(story, scene, TEXT, 5).text
    words = Counter(word.lower() for word in re.findall(r"[A-Za-z]{4,}", free))
    common = [word for word, _ in words.most_common(3)]
    phrase = " ".join(free.split()[3:6])
    settings = story.stories.project(scene.project_id).settings
    story.stories.update_project(
        scene.project_id, settings=replace(settings, banned=(*common, phrase, "a testament to"))
    )
    for seed in (5, 6):
        bound = _written(story, scene, TEXT, seed)
        found = {word.lower() for word in re.findall(r"[A-Za-z]+", bound.text)}
        assert not found & set(common)
        assert phrase.lower() not in bound.text.lower()
        assert bound.text.strip()
        assert "".join(token.text for token in bound.tokens) == bound.text


def test_no_repeat_says_less_twice(make: Make, chat_model: Path) -> None:
    begun = "The rain fell on the roof. The rain fell on the yard. The rain fell on the sea."
    shares = {}
    for name, wanted in (("free", False), ("bound", True)):
        story, scene = make(chat_model, text=begun, no_repeat=wanted, preset="careful", length_words=80)
        share = 0.0
        for seed in (1, 2, 3):
            said = (begun + _written(story, scene, begun, seed).text).lower().split()
            fours = Counter(zip(said, said[1:], said[2:], said[3:], strict=False))
            share += sum(times - 1 for times in fours.values()) / max(1, len(said))
        shares[name] = share
    assert shares["bound"] < shares["free"]


def test_a_page_of_ones_own_is_followed(make: Make, base_model: Path) -> None:
    page = "\n\n".join(
        ["i went out. i came back. nobody asked.", "the bread was hard. i ate it. i said nothing, ever."] * 6
    )
    capitals = {}
    begun = "The lamp had gone out at nine."
    for name, sample in (("plain", ""), ("styled", page)):
        story, scene = make(base_model, text=begun, style_sample=sample, length_words=50)
        sent = next(
            event.context
            for event in story.continue_at(scene.id, len(begun), None, Stop(), seed=1)
            if isinstance(event, Prepared)
        )
        whole = sent.request.prompt + "".join(message.content for message in sent.request.messages)
        assert ("nobody asked" in whole) == bool(sample)
        text = "".join(_written(story, scene, begun, seed).text for seed in (1, 2, 3, 4))
        starts = re.findall(r"(?<=[.!?] )[A-Za-z]", text)
        capitals[name] = sum(letter.isupper() for letter in starts) / max(1, len(starts))
    assert capitals["styled"] < capitals["plain"]
