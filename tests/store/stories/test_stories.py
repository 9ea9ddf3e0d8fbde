"""Stories in the store: the outline, texts and their history, find and replace, takes, the bible, undo."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.base.text.patterns import PatternError
from desktop.store import Status, Store
from desktop.store.core.backups import list_backups
from desktop.store.stories.find import replaced
from desktop.store.stories.records import (
    Activation,
    BibleEntry,
    EntryKind,
    NodeKind,
    NodeStatus,
    Project,
    Reason,
    SceneVersion,
    StoryChange,
    StoryConflictError,
    StoryDraft,
    StorySettings,
    TakeStart,
    TakeToken,
)
from desktop.store.stories.stories import Stories
from desktop.store.stories.texts import MOST_CHARACTERS, thinned
from desktop.store.stories.word_count import count


@pytest.fixture
def stories(store: Store) -> Stories:
    return Stories(store.database)


@pytest.fixture
def project(stories: Stories) -> Project:
    return stories.create_project("灯下", "zh", StorySettings(premise="一盏灯", banned=("仿佛",)))


def _titles(stories: Stories, project: Project) -> list[str]:
    return [node.title for node in stories.outline(project.id)]


def _book(stories: Stories, project: Project) -> list[int]:
    """Part A with chapters B (scenes c, d) and E; scene f at the top. Ids in that order."""
    chapters = (
        StoryDraft(NodeKind.CHAPTER, "B", children=(StoryDraft(NodeKind.SCENE, "c"), StoryDraft(NodeKind.SCENE, "d"))),
        StoryDraft(NodeKind.CHAPTER, "E"),
    )
    drafts = [StoryDraft(NodeKind.PART, "A", children=chapters), StoryDraft(NodeKind.SCENE, "f")]
    stories.add_drafts(project.id, drafts)
    return [node.id for node in stories.outline(project.id)]


def test_a_project_is_kept_with_its_settings(stories: Stories, project: Project) -> None:
    changed = StorySettings(premise="两盏灯", length_words=400)
    stories.update_project(project.id, title="新", settings=changed, goal_words=800)
    found = stories.project(project.id)
    assert (found.title, found.settings, found.goal_words, found.language) == ("新", changed, 800, "zh")
    stories.trash_project(project.id)
    assert stories.projects() == []
    assert [item.id for item in stories.projects(trashed=True)] == [project.id]
    stories.restore_project(project.id)
    assert [item.id for item in stories.projects()] == [project.id]
    with pytest.raises(StoreError) as error:
        stories.project(999)
    assert error.value.code is Code.STORY_UNKNOWN


def test_the_outline_is_in_reading_order_and_moves_are_undone(stories: Stories, project: Project) -> None:
    a, _, _, d, e, f = _book(stories, project)
    assert _titles(stories, project) == list("ABcdEf")
    moved = stories.move_node(d, e, 0)
    assert _titles(stories, project) == list("ABcEdf")
    forward = stories.undo(moved)
    assert _titles(stories, project) == list("ABcdEf")
    stories.undo(forward)
    assert _titles(stories, project) == list("ABcEdf")
    stories.move_node(f, a, 0)
    assert _titles(stories, project) == list("AfBcEd")
    stories.move_node(e, a, 1)
    assert _titles(stories, project) == list("AfEdBc")
    assert [node.position for node in stories.outline(project.id)] == [0, 0, 1, 0, 2, 0]


def test_nothing_goes_where_it_cannot_stand(stories: Stories, project: Project) -> None:
    a, b, c, _, _, f = _book(stories, project)
    other = stories.create_project("other")
    for node, parent in ((a, b), (b, c), (a, a), (c, f)):
        with pytest.raises(StoreError) as error:
            stories.move_node(node, parent)
        assert error.value.code is Code.STORY_PLACE
    with pytest.raises(StoreError):
        stories.add_node(other.id, NodeKind.SCENE, "x", parent_id=b)
    with pytest.raises(StoreError):
        stories.update_node(b, kind=NodeKind.SCENE)
    assert _titles(stories, project) == list("ABcdEf")


def test_the_trash_takes_a_branch_and_gives_it_back(stories: Stories, project: Project) -> None:
    a, b, c, d, _, _ = _book(stories, project)
    stories.trash_node(d)
    gone = stories.trash_node(b)
    assert _titles(stories, project) == list("AEf")
    assert [node.title for node in stories.trashed(project.id)] == ["B", "d"]
    stories.undo(gone)
    assert _titles(stories, project) == list("ABcEf")
    stories.restore_node(d)
    assert _titles(stories, project) == list("ABcdEf")
    stories.trash_node(c)
    stories.trash_node(a)
    stories.restore_node(c)  # its chapter is in the trash: it comes to the top
    assert _titles(stories, project) == list("cf")


def test_the_trash_is_emptied_after_thirty_days(store: Store, stories: Stories, project: Project) -> None:
    _, b, _, _, _, _ = _book(stories, project)
    entry = stories.add_entry(project.id, BibleEntry(EntryKind.THING, "lamp"))
    stories.trash_node(b)
    stories.remove_entry(entry.id)
    store.empty_trash()
    assert len(stories.trashed(project.id)) == 1
    store.empty_trash(older_than=timedelta(seconds=-1))
    assert stories.trashed(project.id) == []
    assert _titles(stories, project) == list("AEf")
    with pytest.raises(StoreError):
        stories.entry(entry.id)


def test_fields_of_a_node(stories: Stories, project: Project) -> None:
    scene = stories.add_node(project.id, NodeKind.SCENE, "s", beats="点灯", target_words=900)
    before = stories.update_node(scene.id, title="t", status=NodeStatus.REVISED)
    stories.set_summary(scene.id, "亮。", "abc")
    found = stories.node(scene.id)
    assert (found.title, found.status, found.summary, found.summary_of, found.target_words) == (
        "t",
        NodeStatus.REVISED,
        "亮。",
        "abc",
        900,
    )
    stories.undo(before)
    assert (stories.node(scene.id).title, stories.node(scene.id).summary) == ("s", "亮。")


def test_a_store_of_stories_alone_is_backed_up(paths: Paths, store: Store, project: Project) -> None:
    store.close()
    again = Store.open(paths.database, paths.backups)
    again.close()
    assert list_backups(paths.backups)
    assert project


# -- texts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("灯亮了。", "zh", 4),
        ("灯亮了，hello world 3.14。", "zh", 8),
        ("“好……”", "zh", 5),
        ("*灯*亮**了**", "zh", 3),
        ("***", "zh", 0),
        ("Don't count well-known things twice — no.", "en", 6),
        ("She said “yes”… 3.14 times.", "en", 5),
        ("> *A* quote\n\n# Head", "en", 3),
        ("naïve café", "en", 2),
        ("a 灯 b", "en", 3),
        ("", "en", 0),
    ],
)
def test_words(text: str, language: str, words: int) -> None:
    assert count(text, language) == words


def test_words_add_up_and_count_for_the_day(stories: Stories, project: Project) -> None:
    chapter = stories.add_node(project.id, NodeKind.CHAPTER, "c")
    scene = stories.add_node(project.id, NodeKind.SCENE, "s", chapter.id)
    note = stories.add_node(project.id, NodeKind.NOTE, "n", chapter.id)
    stories.save_text(note.id, "笔记不算。", 0)
    first = stories.save_text(scene.id, "灯亮了，很慢。", 0)
    assert [node.words for node in stories.outline(project.id)][:2] == [7, 7]
    assert stories.counts(project.id) == (7, 7)
    stories.save_text(scene.id, "灯亮了。", first.revision)
    assert stories.counts(project.id) == (4, 4)
    stories.add_drafts(project.id, [StoryDraft(NodeKind.SCENE, "imported", "一二三")])
    assert stories.counts(project.id) == (7, 4)
    assert [words for _, words in stories.words_per_day(project.id, 3)] == [0, 0, 4]


def test_a_stale_save_is_refused_and_both_texts_stay(stories: Stories, project: Project) -> None:
    scene = stories.add_node(project.id, NodeKind.SCENE, "s")
    first = stories.save_text(scene.id, "one", 0)
    stories.save_text(scene.id, "two", first.revision)
    with pytest.raises(StoryConflictError) as error:
        stories.save_text(scene.id, "mine", first.revision)
    assert error.value.code is Code.STORY_STALE
    assert error.value.current.text == stories.text(scene.id).text == "two"
    assert stories.version_text(error.value.refused.id) == "mine"
    assert error.value.refused.reason is Reason.REFUSED
    assert stories.save_text(scene.id, "two", first.revision).text == "two"  # the same text is no conflict


def test_history_is_kept_and_restored(stories: Stories, project: Project) -> None:
    scene = stories.add_node(project.id, NodeKind.SCENE, "s")
    text = stories.save_text(scene.id, "a" * 500, 0)
    for number in range(5):  # typing: one version, not five
        text = stories.save_text(scene.id, text.text + str(number), text.revision)
    assert len(stories.versions(scene.id)) == 1
    text = stories.save_text(scene.id, "", text.revision)  # all is deleted: what was there is kept at once
    kept = stories.versions(scene.id)[0]
    assert stories.version_text(kept.id) == "a" * 500 + "01234"
    text = stories.save_text(scene.id, "new", text.revision, "before_generation")
    assert stories.versions(scene.id)[0].reason is Reason.BEFORE_GENERATION
    restored = stories.restore_version(kept.id)
    assert (restored.text, restored.revision) == ("a" * 500 + "01234", text.revision + 1)
    assert "new" in [stories.version_text(version.id) for version in stories.versions(scene.id)]


def test_history_thins_with_time() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def version(number: int, age: timedelta, reason: Reason = Reason.AUTOSAVE) -> SceneVersion:
        return SceneVersion(number, 1, 0, now - age, reason)

    minutes = [version(number, timedelta(minutes=number)) for number in range(0, 600)]
    gone = set(thinned(minutes, now))
    kept = [item for item in minutes if item.id not in gone]
    assert [item.id for item in kept[:61]] == list(range(61))  # the last hour
    assert 8 <= len(kept) - 61 <= 10  # then one an hour
    days = [version(number, timedelta(hours=6 * number)) for number in range(4 * 40)]
    left = [item for item in days if item.id not in set(thinned(days, now))]
    assert 39 <= len({item.created.date() for item in left}) <= 41
    assert len(left) <= 46
    assert thinned([version(number, timedelta(days=9), Reason.MANUAL) for number in range(9)], now) == []


def test_a_text_beyond_all_measure_is_refused(stories: Stories, project: Project) -> None:
    scene = stories.add_node(project.id, NodeKind.SCENE, "s")
    saved = stories.save_text(scene.id, "kept", 0)
    with pytest.raises(StoreError) as error:
        stories.save_text(scene.id, "a" * (MOST_CHARACTERS + 1), saved.revision)
    assert error.value.code is Code.SCENE_TOO_LARGE
    assert stories.text(scene.id).text == "kept"


# -- find and replace --------------------------------------------------------------------------------------------------


def test_find_and_replace_is_one_step(stories: Stories, project: Project) -> None:
    drafts = [StoryDraft(NodeKind.SCENE, name, f"Lamp {name}. The lamps; lamp.\n\n灯下灯。") for name in "ab"]
    stories.add_drafts(project.id, drafts)
    assert len(stories.find(project.id, "lamp")) == 6
    assert len(stories.find(project.id, "lamp", words=True)) == 4
    assert len(stories.find(project.id, "lamp", words=True, case=True)) == 2
    assert len(stories.find(project.id, "灯", words=True)) == 4
    assert [match.found for match in stories.find(project.id, r"l(a)mps?\b", regex=True)].count("lamps") == 2
    match = stories.find(project.id, "灯下")[0]
    assert (match.before, match.found, match.after) == ("", "灯下", "灯。")
    done = stories.replace_all(project.id, r"(l)amp(s?)", r"\1ight\2", regex=True)
    assert done.replaced == 6
    a, b = (stories.text(node.id) for node in stories.outline(project.id))
    assert a.text.startswith("Light a. The lights; light.")
    stories.save_text(b.node_id, b.text + " more", b.revision)
    forward = stories.undo(done)  # what was written since then stays
    assert "lamps" in stories.text(a.node_id).text
    assert stories.text(b.node_id).text.endswith(" more")
    stories.undo(forward)
    assert stories.text(a.node_id).text == a.text


@pytest.mark.slow
def test_expressions_that_fail_change_nothing(stories: Stories, project: Project) -> None:
    stories.add_drafts(project.id, [StoryDraft(NodeKind.SCENE, "a", "a" * 3000 + "!")])
    for query, code in (("(", Code.PATTERN_BAD), ("(a|aa)+$", Code.PATTERN_SLOW)):
        for action in (
            lambda query=query: stories.find(project.id, query, regex=True),
            lambda query=query: stories.replace_all(project.id, query, "b", regex=True),
        ):
            with pytest.raises(PatternError) as error:
                action()
            assert error.value.code is code
    stories.add_drafts(project.id, [StoryDraft(NodeKind.SCENE, "", "a" * 26 + "!") for _ in range(300)])
    began = time.monotonic()  # each text alone is quick enough, all together are not
    with pytest.raises(PatternError):
        stories.find(project.id, r"(a|aa|aaa)+$", regex=True)
    assert time.monotonic() - began < 30
    with pytest.raises(PatternError):
        stories.replace_all(project.id, "(a)", r"\7", regex=True)
    assert stories.text(stories.outline(project.id)[0].id).text == "a" * 3000 + "!"
    assert stories.find(project.id, "") == []


# -- takes and the bible -----------------------------------------------------------------------------------------------


def test_takes_are_a_tree_with_their_tokens(stories: Stories, project: Project) -> None:
    scene = stories.add_node(project.id, NodeKind.SCENE, "s")
    first = stories.begin_take(TakeStart(scene.id, "continue", 3, sampling={"seed": 1}, seed=1))
    assert first.status is Status.WRITING
    tokens = [TakeToken("夜", 7, 0.5, (("雨", 8, 0.25), ("雪", 9, 0.125)))]
    stories.checkpoint_take(first.id, "夜", tokens)
    stories.checkpoint_take(first.id, "夜里")
    assert stories.take(first.id).tokens == tuple(tokens)
    stories.finish_take(first.id, "夜里", Status.CUT)
    assert stories.resume_take(first.id).status is Status.WRITING
    stories.finish_take(first.id, "夜里下雨", Status.COMPLETE)
    fork = stories.begin_take(TakeStart(scene.id, "continue", 3, parent_id=first.id))
    stories.adopt_take(fork.id)
    found = stories.takes(scene.id, tokens=False)
    assert [(take.id, take.parent_id, take.adopted, take.tokens) for take in found] == [
        (first.id, None, False, ()),
        (fork.id, first.id, True, ()),
    ]


def test_the_bible_is_kept_in_order_and_undone(stories: Stories, project: Project) -> None:
    ada = stories.add_entry(project.id, BibleEntry(EntryKind.CHARACTER, "Ada", "守灯人", ("Ada", "/阿达?/")))
    stories.add_entries(project.id, [BibleEntry(EntryKind.PLACE, "港", extra={"a": [1]})])
    assert [(entry.name, entry.position) for entry in stories.bible(project.id)] == [("Ada", 0), ("港", 1)]
    assert stories.bible(project.id)[1].extra == {"a": [1]}
    changed = stories.update_entry(replace(ada, activation=Activation.ALWAYS, priority=50))
    assert stories.entry(ada.id).activation is Activation.ALWAYS
    stories.undo(changed)
    assert stories.entry(ada.id) == ada
    gone = stories.remove_entry(ada.id)
    assert [entry.name for entry in stories.bible(project.id)] == ["港"]
    forward = stories.undo(gone)
    assert [entry.name for entry in stories.bible(project.id)] == ["Ada", "港"]
    stories.undo(forward)
    assert [entry.name for entry in stories.bible(project.id)] == ["港"]


def test_what_is_looked_for_in_nothing_and_up_to_a_limit(stories: Stories, project: Project) -> None:
    stories.add_drafts(project.id, [StoryDraft(NodeKind.SCENE, "a", "lamp lamp lamp")])
    assert stories.find(project.id, "") == []
    assert len(stories.find(project.id, "lamp", limit=2)) == 2
    assert stories.replace_all(project.id, "", "x") == StoryChange()
    assert stories.replace_all(project.id, "lamp", "lamp").replaced == 0


@pytest.mark.parametrize(
    ("found", "query", "replacement", "regex", "made"),
    [
        ("lamps", r"(lamp)(s?)", r"\2\1", True, "slamp"),
        ("Lamp", "lamp", r"\1", False, r"\1"),
        ("else", r"(lamp)", "light", True, "light"),
    ],
)
def test_what_stands_in_place_of_one_that_was_found(
    found: str, query: str, replacement: str, regex: bool, made: str
) -> None:
    assert replaced(found, query, replacement, regex=regex, case=False, words=False) == made
