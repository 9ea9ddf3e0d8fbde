"""Folders, tags, pins, archive and trash, and the way back from each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.base.errors import Code, StoreError
from desktop.store import Conversation, Store
from desktop.store.conversations.organisation import Organisation
from desktop.store.conversations.organisation_records import Change, Sort, Tag, View


@pytest.fixture
def organisation(store: Store) -> Organisation:
    return Organisation(store.database)


def _make(store: Store, *titles: str) -> list[int]:
    return [store.create_conversation(title).id for title in titles]


def _titles(found: list[Conversation]) -> str:
    return "".join(item.title for item in found)


def test_views(store: Store, organisation: Organisation) -> None:
    a, b, c, d = _make(store, "a", "B", "c", "d")
    store.add_message(a, None, "user", "newest")
    assert _titles(organisation.conversations()) == "adcB"
    assert _titles(organisation.conversations(View(sort=Sort.CREATED))) == "dcBa"
    assert _titles(organisation.conversations(View(sort=Sort.TITLE))) == "aBcd"
    organisation.pin([c])
    assert _titles(organisation.conversations()) == "cadB"
    assert _titles(organisation.conversations(View(pins_first=False))) == "adcB"
    assert _titles(organisation.conversations(limit=2, offset=1)) == "ad"
    organisation.archive([b])
    assert _titles(organisation.conversations()) == "cad"
    assert _titles(organisation.conversations(View(archived=True))) == "B"
    assert _titles(organisation.conversations(View(archived=None))) == "cadB"
    assert [item.title for item in store.conversations()] == ["a", "d", "c"]
    organisation.trash([d])
    assert _titles(organisation.conversations(View(trashed=True))) == "d"
    assert _titles(organisation.conversations()) == "ca"
    assert organisation.conversations(View(pane="story")) == []


def test_folders_nest(store: Store, organisation: Organisation) -> None:
    a, b, c = _make(store, "a", "b", "c")
    work = organisation.create_folder(" Work ")
    deep = organisation.create_folder("深处", work.id)
    organisation.move([a], work.id)
    organisation.move([b], deep.id)
    assert [(item.name, item.parent_id, item.conversations) for item in organisation.folders()] == [
        ("Work", None, 1),
        ("深处", work.id, 1),
    ]
    assert _titles(organisation.conversations(View(folder=work.id))) == "a"
    assert _titles(organisation.conversations(View(folder=work.id, deep=True))) == "ba"
    assert _titles(organisation.conversations(View(folder=0))) == "c"
    with pytest.raises(ValueError, match="itself"):
        organisation.move_folder(work.id, deep.id)
    with pytest.raises(ValueError, match="itself"):
        organisation.move_folder(work.id, work.id)
    organisation.move_folder(deep.id, None)
    assert _titles(organisation.conversations(View(folder=work.id, deep=True))) == "a"
    assert c


def test_removing_a_folder_loses_nothing_and_can_be_undone(store: Store, organisation: Organisation) -> None:
    (a, b) = _make(store, "a", "b")
    top = organisation.create_folder("top")
    middle = organisation.create_folder("middle", top.id)
    inner = organisation.create_folder("inner", middle.id)
    organisation.move([a], middle.id)
    organisation.move([b], inner.id)
    before = organisation.folders()
    removed = organisation.remove_folder(middle.id)
    assert {(item.name, item.parent_id) for item in organisation.folders()} == {("top", None), ("inner", top.id)}
    assert store.conversation(a).folder_id == top.id
    organisation.undo(removed)
    assert organisation.folders() == before
    assert (store.conversation(a).folder_id, store.conversation(b).folder_id) == (middle.id, inner.id)
    organisation.undo(organisation.rename_folder(top.id, "other"))
    organisation.undo(organisation.move_folder(inner.id, None))
    assert organisation.folders() == before


def test_undo_where_the_folder_is_gone_meanwhile(store: Store, organisation: Organisation) -> None:
    (a,) = _make(store, "a")
    folder = organisation.create_folder("f")
    organisation.move([a], folder.id)
    moved = organisation.move([a], None)
    organisation.remove_folder(folder.id)
    organisation.undo(moved)
    assert store.conversation(a).folder_id is None


def test_bulk_actions_name_what_they_changed_and_go_back(store: Store, organisation: Organisation) -> None:
    a, b, c = _make(store, "a", "b", "c")
    organisation.trash([a])
    first = store.conversation(a).trashed
    trashed = organisation.trash([a, b, 99])
    assert [place.id for place in trashed.places] == [b]
    assert store.conversation(a).trashed == first  # its thirty days don't begin again
    organisation.undo(trashed)
    assert _titles(organisation.conversations()) == "cb"
    before = [store.conversation(item) for item in (a, b, c)]
    everything: list[Change] = [
        organisation.pin([a, b, c]),
        organisation.archive([a, b, c]),
        organisation.tag([a, b, c], "later"),
        organisation.move([a, b, c], organisation.create_folder("f").id),
        organisation.restore([a, b, c]),
    ]
    assert [store.conversation(item) for item in (a, b, c)] != before
    for change in reversed(everything):
        organisation.undo(change)
    assert [store.conversation(item) for item in (a, b, c)] == before
    assert organisation.trash([]) == Change()


def test_tags(store: Store, organisation: Organisation) -> None:
    a, b, c = _make(store, "a", "b", "c")
    organisation.tag([a, b], " 诗 ")
    organisation.tag([a], "Work")
    organisation.tag([b], "work")
    organisation.tag([b], "  ")
    assert store.conversation(a).tags == ("Work", "诗")
    assert organisation.tags() == [Tag("Work", 2), Tag("诗", 2)]
    assert _titles(organisation.conversations(View(tag="work"))) == "ba"
    organisation.trash([b])
    assert organisation.tags() == [Tag("Work", 1), Tag("诗", 1)]
    organisation.restore([b])
    organisation.untag([a, b], "诗")
    assert organisation.tags() == [Tag("Work", 2)]
    organisation.rename_tag("work", "Job")
    organisation.tag([c], "job 2")
    organisation.rename_tag("job 2", "JOB")
    assert organisation.tags() == [Tag("Job", 3)]
    store.trash(a)
    store.empty_trash(timedelta(0))
    assert organisation.tags() == [Tag("Job", 2)]


def test_ten_thousand_at_once(store: Store, organisation: Organisation) -> None:
    ids = list(range(1, 100_001))
    a, b = _make(store, "a", "b")
    assert [place.id for place in organisation.trash(ids).places] == [a, b]


def test_a_folder_that_is_gone_is_said(store: Store, organisation: Organisation) -> None:
    (a,) = _make(store, "a")
    for call in (
        lambda: organisation.move([a], 9),
        lambda: organisation.create_folder("x", 9),
        lambda: organisation.remove_folder(9),
    ):
        with pytest.raises(StoreError) as error:
            call()
        assert error.value.code is Code.CONVERSATION_UNKNOWN
