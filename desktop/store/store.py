"""The one door to the database. Thread-safe: every call is a transaction of its own, and writers take turns.

What a call returns is on the disk (WAL, `synchronous=FULL`): a killed process loses only what was never committed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.base.errors import Code, StoreError
from desktop.store.conversations import organisation_tables as shelf_tables
from desktop.store.conversations import queries, reply_tokens  # noqa: F401 (registers its tables)
from desktop.store.conversations.attachment_rows import move_to_message
from desktop.store.conversations.records import Conversation, Message, Preset, ReplyInfo, Status
from desktop.store.conversations.tables import conversations, messages, replies
from desktop.store.core.backups import DAILY, is_due, make_backup
from desktop.store.core.connection import faults, make_engine
from desktop.store.core.opening import prepare
from desktop.store.core.writers import is_alive_elsewhere, this_writer
from desktop.store.search.indexing import Indexing
from desktop.store.stories import tables as story_tables  # noqa: F401 (registers its tables)
from desktop.store.stories import trash as story_trash
from desktop.store.translation import tables as translation_tables  # noqa: F401 (registers its tables)

log = logging.getLogger(__name__)

# Of the search index, merged in one transaction: about a tenth of a second.
_MERGED_PAGES = 500


class Store:
    """Conversations and their trees of messages. Every method raises StoreError when the file or the disk fails."""

    def __init__(self, database: Path, backups: Path) -> None:
        """Use `open`."""
        self._database = database
        self._backups = backups
        self._engine = make_engine(database)
        self._immediate = self._engine.execution_options(immediate=True)
        self._writing = threading.Lock()
        self._writer = this_writer()
        self._closed = False
        self._closing = threading.Event()
        self._backup: threading.Thread | None = None
        self._indexing = Indexing(self._write, self._closing)

    @classmethod
    def open(cls, database: Path, backups: Path) -> Store:
        """Open the file, made or migrated (backed up first) where needed; replies a dead process left are INTERRUPTED.

        Once a day a verified copy goes to `backups`, in the background. Raises StoreError: STORE_NEWER(path, found,
        known) with the file untouched; STORE_CORRUPT(path, kept, backup: the newest good copy or "") with the file
        kept, see `backups.recover`; DATA_READ_ONLY(path), DISK_FULL(path), STORE_LOCKED(path), STORE_FAILED(path).
        """
        prepare(database, backups)
        store = cls(database, backups)
        try:
            store._interrupt_abandoned()
        except StoreError:
            store.close()
            raise
        store._start_daily_backup()
        with store._read() as connection:
            store._indexing.start(connection)
        return store

    def close(self) -> None:
        """Finish a running backup and let the file go. Safe to call twice; any other call is STORE_FAILED then."""
        self._closing.set()
        self._indexing.wait()
        if self._backup is not None:
            self._backup.join()
        with self._writing:
            self._closed = True
            self._engine.dispose()

    # -- conversations ---------------------------------------------------------------------------------------------

    def create_conversation(
        self, title: str = "", pane: str = "chat", system_prompt: str = "", preset: Preset | None = None
    ) -> Conversation:
        """An empty conversation; its title isn't the user's yet."""
        now = datetime.now(UTC)
        values = {
            "title": _storable(title),
            "title_is_users": False,
            "pane": pane,
            "system_prompt": _storable(system_prompt),
            "created": now,
            "updated": now,
            "preset": queries.preset_values(preset),
        }
        with self._write() as connection:
            new = connection.execute(insert(conversations).values(values).returning(conversations.c.id)).scalar_one()
            return queries.conversation(connection, new)

    def conversations(self, pane: str = "chat") -> list[Conversation]:
        """Those of a pane neither in the trash nor archived, the one written to last first. `Organisation` has more lists."""
        with self._read() as connection:
            return queries.list_conversations(connection, pane)

    def conversation(self, conversation_id: int) -> Conversation:
        """One by its id, in the trash or not. Raises StoreError(CONVERSATION_UNKNOWN)."""
        with self._read() as connection:
            return queries.conversation(connection, conversation_id)

    def rename(self, conversation_id: int, title: str, by_user: bool = True) -> None:
        """Give a title. One that the program made (`by_user` False) never replaces one that a person chose."""
        with self._write() as connection:
            before = queries.conversation(connection, conversation_id)
            if by_user or not before.title_is_users:
                _update_conversation(connection, conversation_id, title=_storable(title), title_is_users=by_user)

    def set_system_prompt(self, conversation_id: int, text: str) -> None:
        """Change the instructions of a conversation."""
        with self._write() as connection:
            _update_conversation(connection, conversation_id, system_prompt=_storable(text))

    def set_preset(self, conversation_id: int, preset: Preset | None) -> None:
        """Change the model, sampling and examples of a conversation."""
        with self._write() as connection:
            _update_conversation(connection, conversation_id, preset=queries.preset_values(preset))

    def trash(self, conversation_id: int) -> None:
        """Put a conversation into the trash; `restore` brings it back."""
        with self._write() as connection:
            _update_conversation(connection, conversation_id, trashed=datetime.now(UTC))

    def restore(self, conversation_id: int) -> None:
        """Take a conversation out of the trash."""
        with self._write() as connection:
            _update_conversation(connection, conversation_id, trashed=None)

    def empty_trash(self, older_than: timedelta = timedelta(days=30)) -> int:
        """Delete for good what has been in the trash at least this long; returns how many conversations went.

        Messages, assistants, snippets and stories go as well. Done once a day for what is older than 30 days.
        """
        until = datetime.now(UTC) - older_than
        with self._write() as connection:
            gone = connection.execute(delete(conversations).where(conversations.c.trashed <= until)).rowcount
            old = queries.below(select(messages.c.id).where(messages.c.trashed <= until))
            parts = connection.execute(delete(messages).where(messages.c.id.in_(old))).rowcount
            for table in (shelf_tables.assistants, shelf_tables.snippets):
                connection.execute(delete(table).where(table.c.trashed <= until))
            story_trash.empty_trash(connection, until)
        if gone or parts:
            self._forget_deleted_words()
        return gone

    # -- messages --------------------------------------------------------------------------------------------------

    def path(self, conversation_id: int) -> list[Message]:
        """The messages a person sees, root first: the active version at every fork."""
        with self._read() as connection:
            queries.conversation(connection, conversation_id)
            return queries.active_path(connection, conversation_id)

    def path_to(self, message_id: int) -> list[Message]:
        """The messages from the root to this one."""
        with self._read() as connection:
            return queries.path_to(connection, message_id)

    def message(self, message_id: int) -> Message:
        """One message. Raises StoreError(CONVERSATION_UNKNOWN)."""
        with self._read() as connection:
            return queries.message(connection, message_id)

    def siblings(self, message_id: int) -> list[Message]:
        """All versions of a message, itself included, oldest first."""
        with self._read() as connection:
            return queries.siblings(connection, queries.message(connection, message_id))

    def activate(self, message_id: int) -> None:
        """Show this version, with all that follows it, and every message that leads to it."""
        with self._write() as connection:
            for step in queries.path_to(connection, message_id):
                _make_active(connection, step.conversation_id, step.parent_id, step.id)

    def add_message(
        self, conversation_id: int, parent_id: int | None, role: str, text: str, attached: Sequence[int] = ()
    ) -> Message:
        """Add a finished message below `parent_id` (a root when None) and show it; it is on the disk on return.

        It takes what is `attached` (ids) to the draft. Raises ValueError when the parent is of another conversation.
        """
        with self._write() as connection:
            queries.conversation(connection, conversation_id)
            if parent_id is not None and queries.message(connection, parent_id).conversation_id != conversation_id:
                raise ValueError(f"message {parent_id} is not in conversation {conversation_id}")
            new = _insert_message(connection, conversation_id, parent_id, role, text, Status.COMPLETE)
            move_to_message(connection, attached, new)
            return queries.message(connection, new)

    # -- replies ---------------------------------------------------------------------------------------------------

    def begin_reply(self, parent_id: int, info: ReplyInfo, text: str = "") -> Message:
        """A new version of the reply to `parent_id`, WRITING and shown."""
        with self._write() as connection:
            conversation_id = queries.message(connection, parent_id).conversation_id
            new = _insert_message(connection, conversation_id, parent_id, "assistant", text, Status.WRITING)
            values = {"message_id": new, "writer": self._writer, **queries.reply_values(info)}
            connection.execute(insert(replies).values(values))
            return queries.message(connection, new)

    def checkpoint(self, message_id: int, text: str, completion_tokens: int) -> None:
        """Keep what a reply has grown to."""
        with self._write() as connection:
            _update_message(connection, message_id, text=_storable(text))
            _update_reply(connection, message_id, completion_tokens=completion_tokens)

    def resume_reply(self, message_id: int) -> Message:
        """Let an existing reply go on: WRITING again, its text kept."""
        with self._write() as connection:
            _update_message(connection, message_id, status=Status.WRITING)
            empty = {"message_id": message_id, **queries.reply_values(ReplyInfo())}  # for one that no model began
            connection.execute(insert(replies).values(empty).on_conflict_do_nothing())
            _update_reply(connection, message_id, writer=self._writer)
            return queries.message(connection, message_id)

    def finish_reply(self, message_id: int, text: str, status: Status, info: ReplyInfo) -> Message:
        """Keep a reply's last text, how it ended and what it took."""
        with self._write() as connection:
            _update_message(connection, message_id, text=_storable(text), status=status)
            _update_reply(connection, message_id, writer=None, **queries.reply_values(info))
            found = queries.message(connection, message_id)
            _update_conversation(connection, found.conversation_id, updated=datetime.now(UTC))
            return found

    def wait_for_index(self) -> None:
        """Return when every document that was ever sent can be found; see `indexing`."""
        self._indexing.wait()

    def _forget_deleted_words(self) -> None:
        """Merge the search index, in steps that let others write in between; the next time goes on where it ended."""
        for index in ("message_search", "title_search", "attachment_search"):
            more = True
            step = -_MERGED_PAGES  # begins; then what is begun is ended
            while more and not self._closing.is_set():
                with self._write() as connection:
                    more = queries.merge_search_index(connection, index, step)
                step = _MERGED_PAGES

    # -- inside ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        self._refuse_when_closed()
        with faults(self._database), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._writing:
            self._refuse_when_closed()
            with faults(self._database), self._immediate.begin() as connection:
                yield connection

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreError(Code.STORE_FAILED, path=str(self._database), cause="closed")

    def _interrupt_abandoned(self) -> None:
        """What no living process is writing any more was interrupted."""
        writing = (
            select(messages.c.id, replies.c.writer)
            .outerjoin(replies, replies.c.message_id == messages.c.id)
            .where(messages.c.status == Status.WRITING)
        )
        with self._read() as connection:
            if not connection.execute(writing).first():
                return
        with self._write() as connection:
            for message_id, writer in connection.execute(writing).all():
                if not is_alive_elsewhere(writer):
                    _update_message(connection, message_id, status=Status.INTERRUPTED)
                    _update_reply(connection, message_id, writer=None)

    def _start_daily_backup(self) -> None:
        with self._read() as connection:
            kept = (messages.c.id, story_tables.story_projects.c.id)
            empty = all(connection.execute(select(column).limit(1)).first() is None for column in kept)
        if not empty and is_due(self._backups):
            self._backup = threading.Thread(target=self._make_daily_backup, name="backup")
            self._backup.start()

    def _make_daily_backup(self) -> None:
        try:
            made = make_backup(self._database, self._backups, DAILY)
            log.info("backed up as %s", made.name)
            self.empty_trash()
        except StoreError as error:
            log.warning("no backup today: %s", error)


def _insert_message(
    connection: Connection, conversation_id: int, parent_id: int | None, role: str, text: str, status: Status
) -> int:
    now = datetime.now(UTC)
    _deactivate(connection, conversation_id, parent_id)
    values = {
        "conversation_id": conversation_id,
        "parent_id": parent_id,
        "active": True,
        "role": role,
        "text": _storable(text),
        "status": status,
        "created": now,
    }
    new: int = connection.execute(insert(messages).values(values).returning(messages.c.id)).scalar_one()
    _update_conversation(connection, conversation_id, updated=now)
    return new


def _make_active(connection: Connection, conversation_id: int, parent_id: int | None, message_id: int) -> None:
    _deactivate(connection, conversation_id, parent_id)
    _update_message(connection, message_id, active=True)


def _deactivate(connection: Connection, conversation_id: int, parent_id: int | None) -> None:
    connection.execute(
        update(messages)
        .where(
            messages.c.conversation_id == conversation_id,
            func.ifnull(messages.c.parent_id, 0) == (parent_id or 0),
            messages.c.active,
        )
        .values(active=False)
    )


def _update_conversation(connection: Connection, conversation_id: int, **values: object) -> None:
    changed = connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(**values))
    if changed.rowcount == 0:
        raise StoreError(Code.CONVERSATION_UNKNOWN, id=conversation_id)


def _update_message(connection: Connection, message_id: int, **values: object) -> None:
    changed = connection.execute(update(messages).where(messages.c.id == message_id).values(**values))
    if changed.rowcount == 0:
        raise StoreError(Code.CONVERSATION_UNKNOWN, message=message_id)


def _update_reply(connection: Connection, message_id: int, **values: object) -> None:
    connection.execute(update(replies).where(replies.c.message_id == message_id).values(**values))


def _storable(text: str) -> str:
    """The text, with halves of surrogate pairs (a broken paste) replaced: UTF-8 has no way to write them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
