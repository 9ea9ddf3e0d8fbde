"""The one trash: every kind of thing that can be thrown away goes there, comes back, and goes for good in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from desktop.base.errors import StoreError
from desktop.store import Store
from desktop.store.conversations.rows import CONVERSATIONS, MESSAGES
from desktop.store.conversations.tables import conversations, messages
from desktop.store.core.tables import metadata
from desktop.store.core.trash import RETENTION
from desktop.store.stories.outline import NODES
from desktop.store.stories.records import NodeKind
from desktop.store.stories.stories import Stories
from desktop.store.translation.jobs import Translations
from desktop.store.translation.records import Draft
from desktop.store.translation.tables import translation_segments
from desktop.store.trash import KINDS, empty_trash


def _ids(connection: Connection, trash: object = MESSAGES) -> list[int]:
    table = trash.table  # type: ignore[attr-defined]
    return list(
        connection.execute(select(table.c.id).where(table.c.trashed.is_not(None)).order_by(table.c.id)).scalars()
    )


def _chain(store: Store, length: int = 4) -> list[int]:
    made = store.create_conversation()
    chain: list[int] = []
    for number in range(length):
        role = "assistant" if number % 2 else "user"
        chain.append(store.add_message(made.id, chain[-1] if chain else None, role, str(number)).id)
    return chain


def test_every_table_with_a_trash_is_emptied() -> None:
    with_one = {name for name, table in metadata.tables.items() if "trashed" in table.c}
    assert with_one == {trash.table.name for trash in KINDS}
    assert len(KINDS) == len(with_one) == 8


def test_a_row_takes_along_what_is_below_it_and_brings_only_that_back(store: Store) -> None:
    root, first, second, last = _chain(store)
    with store.database.write() as connection:
        MESSAGES.put(connection, second)
    with store.database.write() as connection:
        MESSAGES.put(connection, first)
        assert _ids(connection) == [first, second, last]
        assert MESSAGES.holds(connection, last)
        themselves = select(messages.c.id).where(MESSAGES.put_there())
        assert set(connection.execute(themselves).scalars()) == {first, second}
        MESSAGES.take_out(connection, first)
        assert _ids(connection) == [second, last]
        assert not MESSAGES.holds(connection, root)
        MESSAGES.take_out(connection, second)
        assert _ids(connection) == []


def test_what_is_in_the_trash_already_keeps_its_moment(store: Store) -> None:
    made = store.create_conversation()
    store.trash(made.id)
    before = store.conversation(made.id).trashed
    store.trash(made.id)
    assert store.conversation(made.id).trashed == before is not None
    store.restore(made.id)
    store.restore(made.id)
    assert store.conversation(made.id).trashed is None


@pytest.mark.parametrize("trash", KINDS, ids=lambda trash: trash.table.name)
def test_an_id_that_is_gone_is_said(store: Store, trash: object) -> None:
    for action in (trash.put, trash.take_out, trash.holds):  # type: ignore[attr-defined]
        with pytest.raises(StoreError) as error, store.database.write() as connection:
            action(connection, 99)
        assert 99 in error.value.details.values()


def test_only_what_is_in_the_trash_is_deleted_at_once(store: Store) -> None:
    kept, gone = store.create_conversation(), store.create_conversation()
    store.trash(gone.id)
    with store.database.write() as connection:
        assert CONVERSATIONS.delete(connection, [kept.id, gone.id, 99]) == 1
        assert list(connection.execute(select(conversations.c.id)).scalars()) == [kept.id]


def test_a_branch_goes_for_good_with_all_below_it_whenever_that_went_to_the_trash(store: Store) -> None:
    stories = Stories(store.database)
    project = stories.create_project("灯下")
    chapter = stories.add_node(project.id, NodeKind.CHAPTER, "one")
    scene = stories.add_node(project.id, NodeKind.SCENE, "a", chapter.id)
    other = stories.add_node(project.id, NodeKind.SCENE, "b")
    stories.trash_node(scene.id)
    stories.trash_node(chapter.id)
    assert [node.id for node in stories.trashed(project.id)] == [chapter.id, scene.id]
    with store.database.write() as connection:
        assert NODES.delete(connection, [chapter.id]) == 2
    assert stories.trashed(project.id) == []
    assert [node.id for node in stories.outline(project.id)] == [other.id]


def test_a_long_chain_goes_at_once(store: Store) -> None:
    chain = _chain(store, 3)
    with store.database.write() as connection:
        rows = [
            {"id": number, "conversation_id": 1, "parent_id": number - 1, "active": True, "role": "user", "text": "",
             "status": "complete", "created": _moment(connection)}
            for number in range(4, 3000)
        ]  # fmt: skip
        connection.execute(messages.insert(), rows)
        for message_id in (2000, 1000, chain[1]):
            MESSAGES.put(connection, message_id)
    assert empty_trash(store.database, timedelta(0)) == 0
    with store.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(messages)).scalar() == 1


def _moment(connection: Connection) -> object:
    return connection.execute(select(messages.c.created).limit(1)).scalar()


def test_translations_go_for_good_with_their_segments(store: Store) -> None:
    translations = Translations(store.database)
    kept, gone = (
        translations.create(
            b"one", [Draft("one")], title=title, kind="txt", path="", source_language="en", target_language="zh",
            options={},
        )
        for title in ("kept", "gone")
    )  # fmt: skip
    translations.trash(gone.id)
    empty_trash(store.database, RETENTION)
    translations.restore(gone.id)
    assert len(translations.jobs()) == 2
    translations.trash(gone.id)
    empty_trash(store.database, timedelta(0))
    with pytest.raises(StoreError):
        translations.job(gone.id)
    with store.database.read() as connection:
        left = set(connection.execute(select(translation_segments.c.job_id)).scalars())
    assert left == {kept.id}
