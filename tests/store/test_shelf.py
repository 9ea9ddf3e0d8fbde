"""Folders, tags, pins, archive and trash, and the way back from each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.base.errors import Code, StoreError
from desktop.store import Conversation, Store
from desktop.store.conversations.organisation import Shelf
from desktop.store.shelf_records import Change, Sort, Tag, View


@pytest.fixture
def shelf(store: Store) -> Shelf:
    return Shelf(store)


def _make(store: Store, *titles: str) -> list[int]:
    return [store.create_conversation(title).id for title in titles]


def _titles(found: list[Conversation]) -> str:
    return "".join(item.title for item in found)


def test_views(store: Store, shelf: Shelf) -> None:
    a, b, c, d = _make(store, "a", "B", "c", "d")
    store.add_message(a, None, "user", "newest")
    assert _titles(shelf.conversations()) == "adcB"
    assert _titles(shelf.conversations(View(sort=Sort.CREATED))) == "dcBa"
    assert _titles(shelf.conversations(View(sort=Sort.TITLE))) == "aBcd"
    shelf.pin([c])
    assert _titles(shelf.conversations()) == "cadB"
    assert _titles(shelf.conversations(View(pins_first=False))) == "adcB"
    assert _titles(shelf.conversations(limit=2, offset=1)) == "ad"
    shelf.archive([b])
    assert _titles(shelf.conversations()) == "cad"
    assert _titles(shelf.conversations(View(archived=True))) == "B"
    assert _titles(shelf.conversations(View(archived=None))) == "cadB"
    assert [item.title for item in store.conversations()] == ["a", "d", "c"]
    shelf.trash([d])
    assert _titles(shelf.conversations(View(trashed=True))) == "d"
    assert _titles(shelf.conversations()) == "ca"
    assert shelf.conversations(View(pane="story")) == []


def test_folders_nest(store: Store, shelf: Shelf) -> None:
    a, b, c = _make(store, "a", "b", "c")
    work = shelf.create_folder(" Work ")
    deep = shelf.create_folder("深处", work.id)
    shelf.move([a], work.id)
    shelf.move([b], deep.id)
    assert [(item.name, item.parent_id, item.conversations) for item in shelf.folders()] == [
        ("Work", None, 1),
        ("深处", work.id, 1),
    ]
    assert _titles(shelf.conversations(View(folder=work.id))) == "a"
    assert _titles(shelf.conversations(View(folder=work.id, deep=True))) == "ba"
    assert _titles(shelf.conversations(View(folder=0))) == "c"
    with pytest.raises(ValueError, match="itself"):
        shelf.move_folder(work.id, deep.id)
    with pytest.raises(ValueError, match="itself"):
        shelf.move_folder(work.id, work.id)
    shelf.move_folder(deep.id, None)
    assert _titles(shelf.conversations(View(folder=work.id, deep=True))) == "a"
    assert c


def test_removing_a_folder_loses_nothing_and_can_be_undone(store: Store, shelf: Shelf) -> None:
    (a, b) = _make(store, "a", "b")
    top = shelf.create_folder("top")
    middle = shelf.create_folder("middle", top.id)
    inner = shelf.create_folder("inner", middle.id)
    shelf.move([a], middle.id)
    shelf.move([b], inner.id)
    before = shelf.folders()
    removed = shelf.remove_folder(middle.id)
    assert {(item.name, item.parent_id) for item in shelf.folders()} == {("top", None), ("inner", top.id)}
    assert store.conversation(a).folder_id == top.id
    shelf.undo(removed)
    assert shelf.folders() == before
    assert (store.conversation(a).folder_id, store.conversation(b).folder_id) == (middle.id, inner.id)
    shelf.undo(shelf.rename_folder(top.id, "other"))
    shelf.undo(shelf.move_folder(inner.id, None))
    assert shelf.folders() == before


def test_undo_where_the_folder_is_gone_meanwhile(store: Store, shelf: Shelf) -> None:
    (a,) = _make(store, "a")
    folder = shelf.create_folder("f")
    shelf.move([a], folder.id)
    moved = shelf.move([a], None)
    shelf.remove_folder(folder.id)
    shelf.undo(moved)
    assert store.conversation(a).folder_id is None


def test_bulk_actions_name_what_they_changed_and_go_back(store: Store, shelf: Shelf) -> None:
    a, b, c = _make(store, "a", "b", "c")
    shelf.trash([a])
    first = store.conversation(a).trashed
    trashed = shelf.trash([a, b, 99])
    assert [place.id for place in trashed.places] == [b]
    assert store.conversation(a).trashed == first  # its thirty days don't begin again
    shelf.undo(trashed)
    assert _titles(shelf.conversations()) == "cb"
    before = [store.conversation(item) for item in (a, b, c)]
    everything: list[Change] = [
        shelf.pin([a, b, c]),
        shelf.archive([a, b, c]),
        shelf.tag([a, b, c], "later"),
        shelf.move([a, b, c], shelf.create_folder("f").id),
        shelf.restore([a, b, c]),
    ]
    assert [store.conversation(item) for item in (a, b, c)] != before
    for change in reversed(everything):
        shelf.undo(change)
    assert [store.conversation(item) for item in (a, b, c)] == before
    assert shelf.trash([]) == Change()


def test_tags(store: Store, shelf: Shelf) -> None:
    a, b, c = _make(store, "a", "b", "c")
    shelf.tag([a, b], " 诗 ")
    shelf.tag([a], "Work")
    shelf.tag([b], "work")
    shelf.tag([b], "  ")
    assert store.conversation(a).tags == ("Work", "诗")
    assert shelf.tags() == [Tag("Work", 2), Tag("诗", 2)]
    assert _titles(shelf.conversations(View(tag="work"))) == "ba"
    shelf.trash([b])
    assert shelf.tags() == [Tag("Work", 1), Tag("诗", 1)]
    shelf.restore([b])
    shelf.untag([a, b], "诗")
    assert shelf.tags() == [Tag("Work", 2)]
    shelf.rename_tag("work", "Job")
    shelf.tag([c], "job 2")
    shelf.rename_tag("job 2", "JOB")
    assert shelf.tags() == [Tag("Job", 3)]
    store.trash(a)
    store.empty_trash(timedelta(0))
    assert shelf.tags() == [Tag("Job", 2)]


def test_ten_thousand_at_once(store: Store, shelf: Shelf) -> None:
    ids = list(range(1, 100_001))
    a, b = _make(store, "a", "b")
    assert [place.id for place in shelf.trash(ids).places] == [a, b]


def test_a_folder_that_is_gone_is_said(store: Store, shelf: Shelf) -> None:
    (a,) = _make(store, "a")
    for call in (lambda: shelf.move([a], 9), lambda: shelf.create_folder("x", 9), lambda: shelf.remove_folder(9)):
        with pytest.raises(StoreError) as error:
            call()
        assert error.value.code is Code.CONVERSATION_UNKNOWN
