"""The story feature with the starter models: what really comes, is the same for the same seed, and isn't read twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.app import App, build
from desktop.base.paths import Paths
from desktop.base.settings import CONTEXT, MODEL
from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Ended, Prepared, StoryEvent, Wrote
from desktop.features.story.story import Story
from desktop.features.story.surprise import Surprise
from desktop.store.conversations.records import Status
from desktop.store.stories.records import BibleEntry, EntryKind, Node, NodeKind, StorySettings, Take
from desktop.store.stories.stories import Stories
from desktop.store.stories.word_count import count
from tests.features.story.conftest import TEXT

pytestmark = pytest.mark.model
ROOT = Path(__file__).resolve().parents[3]
CHINESE = "九点的时候灯灭了。玛拉左手提着油壶，沿着狭窄的楼梯往上走。\n\n到了楼顶，风迎面扑来。有人打开了西边的窗户。"
Make = Callable[..., tuple[Story, Node]]


@pytest.fixture
def make(paths: Paths) -> Iterator[Make]:
    made: list[App] = []

    def make(model: Path, language: str = "en", text: str = TEXT, **settings: object) -> tuple[Story, Node]:
        app = build(paths)
        made.append(app)
        app.settings.override(MODEL, str(model))
        app.settings.override(CONTEXT, 2048)
        stories = Stories(app.open_store().database)
        wishes = StorySettings(**{"length_words": 20, "premise": "A keeper's daughter.", **settings})  # type: ignore[arg-type]
        project = stories.create_project("The Keeper", language, wishes)
        scene = stories.add_node(project.id, NodeKind.SCENE, "The Window")
        stories.save_text(scene.id, text, 0)
        return Story(stories, app.model_manager, app.settings), scene

    yield make
    for app in made:
        app.close()


def ended(events: Iterator[StoryEvent]) -> list[Ended]:
    found = [event for event in events if isinstance(event, Ended)]
    for event in found:
        assert event.error_code == "", event.cause
        assert "".join(token.text for token in event.take.tokens) == event.take.text
    return found


def test_a_continuation_is_the_same_for_the_same_seed_and_long_enough(make: Make, chat_model: Path) -> None:
    story, scene = make(chat_model)
    one, two = (ended(story.continue_at(scene.id, len(TEXT), None, Stop(), seed=5))[0].take for _ in range(2))
    assert one.text == two.text
    assert one.status is Status.COMPLETE
    assert count(one.text, "en") >= 20
    assert one.text.rstrip()[-1] in ".!?”\"'"
    assert one.model_hash
    assert all(token.alternatives for token in one.tokens)


def test_another_token_goes_on_without_reading_again(make: Make, chat_model: Path) -> None:
    story, scene = make(chat_model)
    take = ended(story.continue_at(scene.id, len(TEXT), None, Stop(), seed=5))[0].take
    place, other = next(
        (at, choice)
        for at, token in enumerate(take.tokens)
        if at > 3
        for choice in token.alternatives
        if choice[1] != token.id and choice[0].strip()
    )
    end = ended(story.from_token(take.id, place, other[1], Stop()))[0]
    before = "".join(token.text for token in take.tokens[:place])
    assert end.take.text.startswith(before + other[0])
    assert end.finished is not None
    assert end.finished.cached_tokens >= end.finished.prompt_tokens - 2


def test_five_openings_come_from_one_prompt(make: Make, base_model: Path) -> None:
    story, scene = make(base_model)
    list(story.continue_at(scene.id, len(TEXT), None, Stop(), seed=1))
    ends = ended(story.openings(scene.id, len(TEXT), None, 5, Stop(), seed=1))
    assert len(ends) == 5
    assert len({end.take.text for end in ends}) >= 3
    for end in ends:
        assert end.finished is not None
        assert end.finished.cached_tokens >= end.finished.prompt_tokens - 2


def test_chinese_goes_on_in_chinese(make: Make, base_model: Path) -> None:
    story, scene = make(base_model, "zh", CHINESE, premise="灯塔看守人的女儿。", length_words=40)
    take = ended(story.continue_at(scene.id, len(CHINESE), None, Stop(), seed=3))[0].take
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in take.text)
    assert chinese > len(take.text) / 2
    assert 40 <= count(take.text, "zh") < 120
    assert "【" not in take.text


def test_what_is_banned_is_never_written(make: Make, chat_model: Path) -> None:
    story, scene = make(chat_model, banned=("the", "and", "she"), length_words=60)
    take = ended(story.continue_at(scene.id, len(TEXT), None, Stop(), seed=5))[0].take
    found = {word.strip(".,!?“”\"'").lower() for word in take.text.split()}
    assert not found & {"the", "and", "she"}


@pytest.mark.parametrize("how", ["shorter", "correct", "senses"])
def test_rewrites_do_not_chat(make: Make, chat_model: Path, how: str) -> None:
    story, scene = make(chat_model)
    take = ended(story.rewrite(scene.id, 0, TEXT.index("\n"), None, how, "", Stop(), seed=3))[0].take
    assert take.text
    assert not take.text.lower().startswith(("sure", "here is", "here's", "certainly"))


@pytest.mark.parametrize("model", ["chat_model", "base_model"])
def test_even_small_models_propose_an_outline_of_chapters(
    make: Make, model: str, request: pytest.FixtureRequest
) -> None:
    story, scene = make(request.getfixturevalue(model))
    project = story.stories.node(scene.id).project_id
    take = ended(story.propose(project, "outline", None, Stop(), seed=2))[0].take
    story.accept(take.id)
    chapters = [node for node in story.stories.outline(project) if node.kind is NodeKind.CHAPTER]
    assert len(chapters) >= 5
    assert all(node.title and node.beats for node in chapters[:4])


def test_the_context_tells_real_counts_before_sending(make: Make, chat_model: Path) -> None:
    story, scene = make(chat_model, author_note="It is cold.", style_sample="Short. Plain.", author_note_depth=1)
    project = story.stories.node(scene.id).project_id
    story.stories.add_entry(project, BibleEntry(EntryKind.CHARACTER, "Mara", "nineteen.", ("Mara",)))
    sent = story.context(scene.id, len(TEXT))
    assert {part.origin for part in sent.parts} == {"instructions", "story", "bible", "style", "note", "text"}
    assert sent.new_tokens == sent.used
    events = list(story.continue_at(scene.id, len(TEXT), None, Stop(), seed=1))
    prepared = next(event for event in events if isinstance(event, Prepared))
    (end,) = (event for event in events if isinstance(event, Ended))
    assert end.finished is not None
    assert prepared.context.used == sent.used == end.finished.prompt_tokens
    assert abs(sum(part.tokens for part in sent.parts) - sent.used) <= 6
    assert story.context(scene.id, len(TEXT)).new_tokens <= 2


def test_summaries_keep_up_and_leave_a_persons_own_alone(make: Make, chat_model: Path) -> None:
    text = f"{TEXT} {TEXT} {TEXT}"
    story, scene = make(chat_model, text=text)
    project = story.stories.node(scene.id).project_id
    own = story.stories.add_node(project, NodeKind.SCENE, "Own")
    story.stories.save_text(own.id, text, 0)
    story.stories.set_summary(own.id, "Mine.", "")
    assert story.summaries.stale(project) == [], "it hasn't rested yet"
    done = list(story.summaries.keep(project, Stop(), timedelta(0)))
    assert [one.node_id for one in done] == [scene.id]
    assert story.stories.node(own.id).summary == "Mine."
    assert story.stories.node(scene.id).summary == done[0].summary != ""
    assert story.summaries.stale(project, timedelta(0)) == []
    story.stories.save_text(scene.id, text + " She slept.", 1)
    assert [node.id for node in story.summaries.stale(project, timedelta(0))] == [scene.id]


def test_the_surprise_map_covers_the_text(make: Make, chat_model: Path) -> None:
    story, _ = make(chat_model)
    text = (TEXT + "\n\n") * 20 + "The lamp had gone out at purple."
    found = [item for item in story.surprise(text, Stop()) if isinstance(item, Surprise)]
    assert all(text[item.start : item.end] == item.text for item in found)
    assert sum(item.end - item.start for item in found) == len(text)
    purple = next(item for item in reversed(found) if "purple" in item.text)
    nine = [item for item in found if item.text == " nine"][-1]
    assert purple.bits is not None
    assert nine.bits is not None
    assert purple.bits > nine.bits + 3


def test_kill_9_while_it_writes_loses_a_second_at_most(paths: Paths, make: Make, chat_model: Path) -> None:
    story, scene = make(chat_model)
    writer = (
        "import sys\n"
        "from desktop.app import build\nfrom desktop.base.settings import MODEL\n"
        "from desktop.features.generation.stop import Stop\n"
        "from desktop.features.story.story import Story\nfrom desktop.features.story.context.events import Wrote\n"
        "from desktop.store.stories.stories import Stories\n"
        "if __name__ == '__main__':\n"
        "    app = build()\n"
        f"    app.settings.override(MODEL, {str(chat_model)!r})\n"
        "    story = Story(Stories(app.open_store().database), app.model_manager)\n"
        f"    for event in story.continue_at({scene.id}, {len(TEXT)}, None, Stop(), length=3000, seed=1):\n"
        "        if isinstance(event, Wrote):\n"
        "            sys.stdout.write(event.text)\n"
        "            sys.stdout.flush()\n"
    )
    script = paths.data / "writer.py"
    script.write_text(writer)
    process = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert process.stdout is not None
    seen, started = b"", 0.0
    while not started or time.monotonic() - started < 1.2:
        seen += os.read(process.stdout.fileno(), 65536)
        started = started or time.monotonic()
    process.send_signal(signal.SIGKILL)
    process.wait()
    take: Take = story.stories.takes(scene.id)[-1]
    assert take.status is Status.INTERRUPTED
    assert take.text
    shown = seen.decode("utf-8", "ignore")
    assert shown.startswith(take.text[: len(shown)]) or take.text.startswith(shown)
    assert len(take.text) > len(shown) * 0.3
    assert "".join(token.text for token in take.tokens) == take.text
    again = story.go_on(take.id, Stop(), length=10)
    grown = ended(again)[0].take
    assert grown.id == take.id
    assert grown.text.startswith(take.text)
    assert len(grown.text) > len(take.text)


def test_a_take_is_streamed_before_it_ends(make: Make, chat_model: Path) -> None:
    story, scene = make(chat_model, length_words=60)
    pieces = [e for e in story.continue_at(scene.id, len(TEXT), None, Stop(), seed=1) if isinstance(e, Wrote)]
    assert len(pieces) > 4
