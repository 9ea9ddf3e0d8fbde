"""Whole conversations out of the store and into it: what exports write and imports bring, the tree included.

Everything has an origin, a name that stays the same in every copy: a conversation or message that comes a second time
is known again, and only what is new is added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.store.attachments.records import Attachment
from desktop.store.attachments.rows import add_to_message, list_rows
from desktop.store.attachments.tables import attachments
from desktop.store.conversations import queries
from desktop.store.conversations.organisation import add_tag
from desktop.store.conversations.records import Preset, ReplyInfo, Status
from desktop.store.conversations.tables import conversations, folders, messages, replies
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable


@dataclass(frozen=True)
class Turn:
    """A message of a `Thread`. `key` and `parent` name it and what it follows; `shown` is the version to show."""

    key: str
    parent: str | None
    role: str
    text: str
    created: datetime | None = None
    status: Status = Status.COMPLETE
    shown: bool = True
    pinned: bool = False
    reply: ReplyInfo | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Thread:
    """A conversation with all its messages, parents before what follows them. `folder` is a path of names."""

    origin: str
    title: str
    created: datetime
    updated: datetime
    turns: tuple[Turn, ...] = ()
    title_is_users: bool = True
    pane: str = "chat"
    system_prompt: str = ""
    folder: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pinned: bool = False
    archived: bool = False
    preset: Preset | None = None

    def path(self) -> list[Turn]:
        """The turns a person sees, the first one first."""
        shown = {turn.parent: turn for turn in self.turns if turn.shown}
        path: list[Turn] = []
        while (turn := shown.get(path[-1].key if path else None)) is not None:
            path.append(turn)
        return path


@dataclass(frozen=True)
class Kept:
    """What became of a thread: `added` counts new messages, `new` says that the conversation wasn't there before."""

    conversation_id: int
    new: bool
    added: int


class Exchange(Repository):
    """Threads out and in. Every method raises StoreError when the disk fails."""

    def read(self, conversation_id: int) -> Thread:
        """A conversation with everything but what is in the trash. Gives origins to what has none yet.

        Raises StoreError(CONVERSATION_UNKNOWN).
        """
        with self._database.write() as connection:
            found = queries.conversation(connection, conversation_id)
            origin = _origin_of_conversation(connection, conversation_id)
            keys = _origins_of_messages(connection, conversation_id)
            shown = _shown(connection, conversation_id)
            chosen = queries.select_messages().where(
                messages.c.conversation_id == conversation_id, messages.c.trashed.is_(None)
            )
            rows = connection.execute(chosen.order_by(messages.c.id)).mappings()
            said = [queries.to_message(row) for row in rows]
            sent = {one.id: _attachments(connection, one.id) for one in said if one.attached}
            folder = _folder_path(connection, found.folder_id)
        turns = tuple(
            Turn(
                key=keys[message.id],
                parent=keys.get(message.parent_id) if message.parent_id is not None else None,
                role=message.role,
                text=message.text,
                created=message.created,
                status=message.status,
                shown=message.id in shown,
                pinned=message.pinned,
                reply=message.reply,
                attachments=sent.get(message.id, ()),
            )
            for message in said
        )
        return Thread(
            origin=origin,
            title=found.title,
            created=found.created,
            updated=found.updated,
            turns=turns,
            title_is_users=found.title_is_users,
            pane=found.pane,
            system_prompt=found.system_prompt,
            folder=folder,
            tags=found.tags,
            pinned=found.pinned is not None,
            archived=found.archived is not None,
            preset=found.preset,
        )

    def keep(self, thread: Thread) -> Kept:
        """Keep a thread, or what is new in one that is there; what a person sees of that stays as it is.

        One that is in the trash is taken out. Raises ValueError for a turn whose parent isn't before it.
        """
        with self._database.write() as connection:
            existing = connection.execute(
                select(conversations.c.id).where(conversations.c.origin == thread.origin)
            ).scalar()
            conversation_id = existing if existing is not None else _insert_conversation(connection, thread)
            known = _known(connection, conversation_id)
            fresh = [turn for turn in thread.turns if turn.key not in known]
            for turn in _one_shown(fresh):
                if turn.parent is not None and turn.parent not in known:
                    raise ValueError(f"turn {turn.key} follows {turn.parent}, which isn't there")
                parent_id = known[turn.parent] if turn.parent is not None else None
                known[turn.key] = _insert_turn(connection, conversation_id, parent_id, turn, thread.created)
            if existing is not None:
                values: dict[str, object] = {"trashed": None}
                if fresh:
                    values["updated"] = func.max(conversations.c.updated, thread.updated)
                connection.execute(update(conversations).where(conversations.c.id == existing).values(values))
            return Kept(conversation_id, existing is None, len(fresh))


def _one_shown(turns: Iterable[Turn]) -> list[Turn]:
    """The turns with exactly one shown among those with the same parent: the last that says so, else the last."""
    chosen: dict[str | None, Turn] = {}
    listed = list(turns)
    for turn in listed:
        if turn.shown or turn.parent not in chosen or not chosen[turn.parent].shown:
            chosen[turn.parent] = turn
    return [replace(turn, shown=chosen[turn.parent] is turn) for turn in listed]


def _insert_conversation(connection: Connection, thread: Thread) -> int:
    values = {
        "title": storable(thread.title),
        "title_is_users": thread.title_is_users,
        "pane": thread.pane,
        "system_prompt": storable(thread.system_prompt),
        "created": thread.created,
        "updated": thread.updated,
        "folder_id": _make_folders(connection, thread.folder),
        "pinned": thread.updated if thread.pinned else None,
        "archived": thread.updated if thread.archived else None,
        "origin": thread.origin,
        "preset": queries.preset_values(thread.preset),
    }
    new = int(connection.execute(insert(conversations).values(values).returning(conversations.c.id)).scalar_one())
    for name in thread.tags:
        add_tag(connection, new, name)
    return new


def _insert_turn(
    connection: Connection, conversation_id: int, parent_id: int | None, turn: Turn, fallback: datetime
) -> int:
    same = messages.c.parent_id.is_not_distinct_from(parent_id), messages.c.conversation_id == conversation_id
    taken = connection.execute(select(messages.c.id).where(*same, messages.c.active)).first() is not None
    created = turn.created or fallback
    values = {
        "conversation_id": conversation_id,
        "parent_id": parent_id,
        "active": turn.shown and not taken,
        "role": turn.role,
        "text": storable(turn.text),
        "status": Status.INTERRUPTED if turn.status is Status.WRITING else turn.status,
        "created": created,
        "pinned": created if turn.pinned else None,
        "origin": turn.key,
    }
    new = int(connection.execute(insert(messages).values(values).returning(messages.c.id)).scalar_one())
    if turn.reply is not None:
        connection.execute(insert(replies).values(message_id=new, **queries.reply_values(turn.reply)))
    for attachment in turn.attachments:
        add_to_message(connection, new, attachment)
    return new


def _attachments(connection: Connection, message_id: int) -> tuple[Attachment, ...]:
    """What was sent with a message; where it lay on this machine is nobody else's business."""
    found = list_rows(connection, attachments.c.message_id == message_id)
    return tuple(replace(attachment, path="", id=0) for attachment in found)


def _known(connection: Connection, conversation_id: int) -> dict[str, int]:
    """The ids of a conversation's messages by their origins, those in the trash included."""
    chosen = select(messages.c.origin, messages.c.id).where(
        messages.c.conversation_id == conversation_id, messages.c.origin.is_not(None)
    )
    return {row[0]: row[1] for row in connection.execute(chosen)}


def _origin_of_conversation(connection: Connection, conversation_id: int) -> str:
    origin = connection.execute(
        select(conversations.c.origin).where(conversations.c.id == conversation_id)
    ).scalar_one()
    if origin is None:
        origin = f"lamplight:{uuid4().hex}"
        connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(origin=origin))
    return str(origin)


def _origins_of_messages(connection: Connection, conversation_id: int) -> dict[int, str]:
    chosen = select(messages.c.id, messages.c.origin).where(messages.c.conversation_id == conversation_id)
    found: dict[int, str] = {}
    for message_id, origin in connection.execute(chosen).all():
        if origin is None:
            origin = uuid4().hex
            connection.execute(update(messages).where(messages.c.id == message_id).values(origin=origin))
        found[message_id] = origin
    return found


def _shown(connection: Connection, conversation_id: int) -> set[int]:
    chosen = select(messages.c.id).where(messages.c.conversation_id == conversation_id, messages.c.active)
    return set(connection.execute(chosen).scalars())


def _folder_path(connection: Connection, folder_id: int | None) -> tuple[str, ...]:
    path: list[str] = []
    while folder_id is not None:
        row = connection.execute(select(folders.c.name, folders.c.parent_id).where(folders.c.id == folder_id)).one()
        path.insert(0, row.name)
        folder_id = row.parent_id
    return tuple(path)


def _make_folders(connection: Connection, path: tuple[str, ...]) -> int | None:
    parent: int | None = None
    for name in path:
        same = folders.c.name == name, folders.c.parent_id.is_not_distinct_from(parent)
        found = connection.execute(select(folders.c.id).where(*same)).scalar()
        if found is None:
            values = {"name": storable(name), "parent_id": parent, "created": datetime.now(UTC)}
            found = connection.execute(insert(folders).values(values).returning(folders.c.id)).scalar_one()
        parent = int(found)
    return parent
