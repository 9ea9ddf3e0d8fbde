"""Conversations in order: folders, tags, pins, archive and trash, for one or many at once, each with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.base.errors import Code, StoreError
from desktop.store.conversations.organisation_records import Change, Folder, Place, Sort, Tag, View
from desktop.store.conversations.queries import select_conversations, to_conversation
from desktop.store.conversations.records import Conversation
from desktop.store.conversations.rows import CONVERSATIONS
from desktop.store.conversations.tables import conversation_tags, conversations, folders, tags
from desktop.store.core.database import Repository
from desktop.store.core.queries import below, listed
from desktop.store.core.storable import storable
from desktop.store.search.indexing import forget_deleted_words


class Organisation(Repository):
    """Lists and bulk actions. Ids that are gone are passed over; every method raises StoreError when the disk fails."""

    def conversations(self, view: View | None = None, limit: int = -1, offset: int = 0) -> list[Conversation]:
        """The conversations of a view, in its order; -1 is all of them."""
        with self._database.read() as connection:
            rows = connection.execute(_select(view or View()).limit(limit).offset(offset))
            return [to_conversation(row) for row in rows.mappings()]

    # -- actions on conversations ----------------------------------------------------------------------------------

    def move(self, ids: Sequence[int], folder_id: int | None) -> Change:
        """Put conversations into a folder, or out of all (None). Raises StoreError(CONVERSATION_UNKNOWN)."""
        with self._database.write() as connection:
            if folder_id is not None:
                _folder(connection, folder_id)
            return _set(connection, ids, folder_id=folder_id)

    def pin(self, ids: Sequence[int], on: bool = True) -> Change:
        """Keep conversations at the top of their lists."""
        with self._database.write() as connection:
            return _set(connection, ids, pinned=datetime.now(UTC) if on else None)

    def archive(self, ids: Sequence[int], on: bool = True) -> Change:
        """Take conversations out of the daily lists; search still finds them."""
        with self._database.write() as connection:
            return _set(connection, ids, archived=datetime.now(UTC) if on else None)

    def trash(self, ids: Sequence[int]) -> Change:
        """Put conversations into the trash, where they stay for 30 days."""
        with self._database.write() as connection:
            return _set(connection, ids, trashed=datetime.now(UTC))

    def restore(self, ids: Sequence[int]) -> Change:
        """Take conversations out of the trash."""
        with self._database.write() as connection:
            return _set(connection, ids, trashed=None)

    def delete(self, ids: Sequence[int]) -> int:
        """Delete for good those of these that are in the trash; returns how many went. There is no way back."""
        with self._database.write() as connection:
            count = CONVERSATIONS.delete(connection, ids)
            _drop_unused_tags(connection)
        if count:
            forget_deleted_words(self._database)
        return count

    def tag(self, ids: Sequence[int], name: str) -> Change:
        """Give conversations a tag, made where it is new; upper and lower case are the same tag."""
        with self._database.write() as connection:
            before = _places(connection, ids)
            for place in before:
                add_tag(connection, place.id, name)
            return Change(before)

    def untag(self, ids: Sequence[int], name: str) -> Change:
        """Take a tag off."""
        with self._database.write() as connection:
            before = _places(connection, ids)
            found = select(tags.c.id).where(tags.c.name == name.strip())
            connection.execute(
                delete(conversation_tags).where(
                    conversation_tags.c.tag_id.in_(found), conversation_tags.c.conversation_id.in_(listed(ids))
                )
            )
            _drop_unused_tags(connection)
            return Change(before)

    def undo(self, change: Change) -> None:
        """Put everything back as a change found it."""
        with self._database.write() as connection:
            for folder in change.folders:
                _put_folder(connection, folder)
            for folder in change.folders:  # once all are there
                put = update(folders).where(folders.c.id == folder.id)
                connection.execute(put.values(parent_id=_existing(connection, folder.parent_id)))
            for place in change.places:
                _put(connection, place)
            _drop_unused_tags(connection)

    # -- folders and tags ------------------------------------------------------------------------------------------

    def folders(self) -> list[Folder]:
        """All folders by name; `parent_id` makes them a tree."""
        with self._database.read() as connection:
            return _folders(connection)

    def create_folder(self, name: str, parent_id: int | None = None) -> Folder:
        """A new folder. Raises StoreError(CONVERSATION_UNKNOWN) where its parent is gone."""
        with self._database.write() as connection:
            if parent_id is not None:
                _folder(connection, parent_id)
            values = {"name": storable(name.strip()), "parent_id": parent_id, "created": datetime.now(UTC)}
            new = connection.execute(insert(folders).values(values).returning(folders.c.id)).scalar_one()
            return _folder(connection, new)

    def rename_folder(self, folder_id: int, name: str) -> Change:
        """Give a folder another name."""
        with self._database.write() as connection:
            before = _folder(connection, folder_id)
            values = {"name": storable(name.strip())}
            connection.execute(update(folders).where(folders.c.id == folder_id).values(values))
            return Change(folders=(before,))

    def move_folder(self, folder_id: int, parent_id: int | None) -> Change:
        """Put a folder into another, with all in it. Raises ValueError where it would be inside of itself."""
        with self._database.write() as connection:
            before = _folder(connection, folder_id)
            if parent_id is not None:
                _folder(connection, parent_id)
                if parent_id in set(connection.execute(below(folders, folder_id)).scalars()):
                    raise ValueError(f"folder {folder_id} can't be put into itself")
            connection.execute(update(folders).where(folders.c.id == folder_id).values(parent_id=parent_id))
            return Change(folders=(before,))

    def remove_folder(self, folder_id: int) -> Change:
        """Remove a folder; what is in it moves to the folder around it, and nothing is lost."""
        with self._database.write() as connection:
            before = _folder(connection, folder_id)
            inside = [folder for folder in _folders(connection) if folder.parent_id == folder_id]
            ids = connection.execute(select(conversations.c.id).where(conversations.c.folder_id == folder_id)).scalars()
            moved = _set(connection, list(ids), folder_id=before.parent_id)
            connection.execute(
                update(folders).where(folders.c.parent_id == folder_id).values(parent_id=before.parent_id)
            )
            connection.execute(delete(folders).where(folders.c.id == folder_id))
            return Change(moved.places, (before, *inside))

    def tags(self) -> list[Tag]:
        """The tags in use, by name."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(tags.c.name, func.count(conversations.c.id))
                .select_from(
                    tags.join(conversation_tags, conversation_tags.c.tag_id == tags.c.id).outerjoin(
                        conversations,
                        (conversations.c.id == conversation_tags.c.conversation_id) & conversations.c.trashed.is_(None),
                    )
                )
                .group_by(tags.c.id)
                .order_by(tags.c.name)
            )
            return [Tag(name, count) for name, count in rows]

    def rename_tag(self, name: str, to: str) -> None:
        """Give a tag another name; where that is there already, the two become one."""
        with self._database.write() as connection:
            old = connection.execute(select(tags.c.id).where(tags.c.name == name.strip())).scalar()
            other = connection.execute(select(tags.c.id).where(tags.c.name == to.strip())).scalar()
            if old is None or not to.strip():
                return
            if other in (None, old):
                connection.execute(update(tags).where(tags.c.id == old).values(name=storable(to.strip())))
                return
            both = select(conversation_tags.c.conversation_id, literal(other)).where(conversation_tags.c.tag_id == old)
            columns = ["conversation_id", "tag_id"]
            connection.execute(insert(conversation_tags).from_select(columns, both).on_conflict_do_nothing())
            connection.execute(delete(tags).where(tags.c.id == old))


def _select(view: View) -> Select[Any]:
    chosen = select_conversations().where(conversations.c.pane == view.pane)
    chosen = chosen.where(conversations.c.trashed.is_not(None) if view.trashed else conversations.c.trashed.is_(None))
    if view.archived is not None and not view.trashed:
        gone = conversations.c.archived
        chosen = chosen.where(gone.is_not(None) if view.archived else gone.is_(None))
    if view.folder == 0:
        chosen = chosen.where(conversations.c.folder_id.is_(None))
    elif view.folder is not None:
        within = below(folders, view.folder) if view.deep else (view.folder,)
        chosen = chosen.where(conversations.c.folder_id.in_(within))
    if view.tag:
        with_it = select(conversation_tags.c.conversation_id).join(tags, tags.c.id == conversation_tags.c.tag_id)
        chosen = chosen.where(conversations.c.id.in_(with_it.where(tags.c.name == view.tag)))
    order: list[ColumnElement[Any]] = [conversations.c.pinned.is_(None)] if view.pins_first else []
    match view.sort:
        case Sort.UPDATED:
            order.append(conversations.c.updated.desc())
        case Sort.CREATED:
            order.append(conversations.c.created.desc())
        case Sort.TITLE:
            order.append(conversations.c.title.collate("NOCASE"))
    return chosen.order_by(*order, conversations.c.id.desc())


def _places(connection: Connection, ids: Sequence[int]) -> tuple[Place, ...]:
    rows = connection.execute(select_conversations().where(conversations.c.id.in_(listed(ids))))
    found = (to_conversation(row) for row in rows.mappings())
    return tuple(Place(item.id, item.folder_id, item.pinned, item.archived, item.trashed, item.tags) for item in found)


def _set(connection: Connection, ids: Sequence[int], **values: object) -> Change:
    """Change what isn't so already; the change names these only."""
    ((name, value),) = values.items()
    before = _places(connection, ids)
    changed = tuple(
        place for place in before if (getattr(place, name) is None) != (value is None) or name == "folder_id"
    )
    chosen = conversations.c.id.in_(listed(place.id for place in changed))
    connection.execute(update(conversations).where(chosen).values(values))
    return Change(changed)


def _put(connection: Connection, place: Place) -> None:
    values = {
        "folder_id": _existing(connection, place.folder_id),
        "pinned": place.pinned,
        "archived": place.archived,
        "trashed": place.trashed,
    }
    if connection.execute(update(conversations).where(conversations.c.id == place.id).values(values)).rowcount:
        connection.execute(delete(conversation_tags).where(conversation_tags.c.conversation_id == place.id))
        for name in place.tags:
            add_tag(connection, place.id, name)


def add_tag(connection: Connection, conversation_id: int, name: str) -> None:
    """Give a conversation a tag, made where it is new."""
    name = storable(name.strip())
    if not name:
        return
    connection.execute(insert(tags).values(name=name).on_conflict_do_nothing())
    tag_id = connection.execute(select(tags.c.id).where(tags.c.name == name)).scalar_one()
    values = {"conversation_id": conversation_id, "tag_id": tag_id}
    connection.execute(insert(conversation_tags).values(values).on_conflict_do_nothing())


def _drop_unused_tags(connection: Connection) -> None:
    connection.execute(delete(tags).where(tags.c.id.not_in(select(conversation_tags.c.tag_id))))


def _folders(connection: Connection) -> list[Folder]:
    inside = (
        select(func.count())
        .select_from(conversations)
        .where(
            conversations.c.folder_id == folders.c.id,
            conversations.c.trashed.is_(None),
            conversations.c.archived.is_(None),
        )
        .scalar_subquery()
    )
    chosen = select(folders.c.id, folders.c.parent_id, folders.c.name, inside)
    rows = connection.execute(chosen.order_by(folders.c.name.collate("NOCASE"), folders.c.id))
    return [Folder(*row) for row in rows]


def _folder(connection: Connection, folder_id: int) -> Folder:
    row = connection.execute(
        select(folders.c.id, folders.c.parent_id, folders.c.name).where(folders.c.id == folder_id)
    ).first()
    if row is None:
        raise StoreError(Code.CONVERSATION_UNKNOWN, folder=folder_id)
    return Folder(*row)


def _put_folder(connection: Connection, folder: Folder) -> None:
    values = {"id": folder.id, "name": folder.name, "created": datetime.now(UTC)}
    put = insert(folders).values(values)
    connection.execute(put.on_conflict_do_update(index_elements=["id"], set_={"name": folder.name}))


def _existing(connection: Connection, folder_id: int | None) -> int | None:
    """The folder, or None where it is gone."""
    return connection.execute(select(folders.c.id).where(folders.c.id == folder_id)).scalar()
