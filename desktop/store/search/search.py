"""Everything found again: messages, the documents sent with them, and titles, by their words, as they are typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, text

from desktop.store.core.database import Repository
from desktop.store.core.search_text import Query, snippet
from desktop.store.core.snippet import Snippet
from desktop.store.core.tables import Moment
from desktop.store.search.indexing import wait_for_index
from desktop.store.search.records import ALL, Filters, Found, Hit, TitleHit


class Search(Repository):
    """Search over all conversations outside of the trash."""

    def find(self, typed: str, filters: Filters = ALL, limit: int = 50, before: int | None = None) -> Found:
        """What matches all that was typed: words and beginnings of words, "phrases", -words that must not be there.

        `before` goes on below a message id, the last one of the page before; titles come with the first page only.
        """
        query = Query.parse(typed)
        if not query.match:
            return Found()
        with self._database.read() as connection:
            titles = _titles(connection, query, filters, limit) if before is None and not filters.model else ()
            said = _messages(connection, query, filters, limit + 1, before)
            sent = _documents(connection, query, filters, limit + 1, before)
            found = sorted((*said, *sent), key=_newest_first)
            page = _page(found, limit)
            shown = _with_lines(connection, query, page, sent)
        return Found(titles, shown, len(page) < len(found))

    def complete(self) -> None:
        """Return when all that was ever sent can be found: after an update that takes a while, in the background."""
        wait_for_index(self._database)

    def panes(self) -> list[str]:
        """The panes that have conversations: what `Filters.pane` can be."""
        with self._database.read() as connection:
            return list(connection.execute(text("SELECT DISTINCT pane FROM conversations ORDER BY pane")).scalars())

    def models(self) -> list[str]:
        """The models that wrote something, by name: what `Filters.model` can be."""
        # The next greater name, again and again: along the index, whatever the number of replies.
        names = text(
            "WITH RECURSIVE names (name) AS (SELECT min(model_name) FROM replies WHERE model_name > ''"
            " UNION ALL SELECT (SELECT min(model_name) FROM replies WHERE model_name > name) FROM names"
            " WHERE name IS NOT NULL) SELECT name FROM names WHERE name IS NOT NULL"
        )
        with self._database.read() as connection:
            return list(connection.execute(names).scalars())


# The index comes first and gives the ids from the newest down (CROSS JOIN keeps SQLite to this order), so that a
# common word costs no more than a rare one.
_MESSAGES = """
SELECT messages.id, messages.conversation_id, conversations.title, conversations.pane, messages.role,
    messages.created, ifnull(replies.model_name, '') AS model, messages.text
FROM message_search
CROSS JOIN messages ON messages.id = message_search.rowid
CROSS JOIN conversations ON conversations.id = messages.conversation_id
LEFT JOIN replies ON replies.message_id = messages.id
WHERE message_search MATCH :match AND conversations.trashed IS NULL AND messages.trashed IS NULL {also}
ORDER BY message_search.rowid DESC LIMIT :limit
"""

_DOCUMENTS = """
SELECT messages.id, messages.conversation_id, conversations.title, conversations.pane, messages.role,
    messages.created, ifnull(replies.model_name, '') AS model, attachments.name, attachments.id, messages.parent_id
FROM attachment_search
CROSS JOIN attachments ON attachments.id = attachment_search.rowid % 2147483648
CROSS JOIN messages ON messages.id = attachments.message_id
CROSS JOIN conversations ON conversations.id = messages.conversation_id
LEFT JOIN replies ON replies.message_id = messages.id
WHERE attachment_search MATCH :match AND conversations.trashed IS NULL AND messages.trashed IS NULL {also}
ORDER BY attachment_search.rowid DESC LIMIT :limit
"""

_TITLES = """
SELECT conversations.id, conversations.title, conversations.pane, conversations.updated
FROM title_search CROSS JOIN conversations ON conversations.id = title_search.rowid
WHERE title_search MATCH :match AND conversations.trashed IS NULL {also}
ORDER BY conversations.updated DESC LIMIT :limit
"""

_READ_MOST = 2_000_000  # characters of documents that are read for the lines around their hits, on one page

_TAGGED = """ AND EXISTS (SELECT 1 FROM conversation_tags JOIN tags ON tags.id = conversation_tags.tag_id
    WHERE conversation_tags.conversation_id = conversations.id AND tags.name = :tag)"""


def _messages(
    connection: Connection, query: Query, filters: Filters, limit: int, before: int | None
) -> tuple[Hit, ...]:
    also, values = _conditions(filters, "messages.created")
    if before is not None:
        also += " AND message_search.rowid < :before"
        values["before"] = before
    if filters.model:
        also += " AND replies.model_name = :model"
        values["model"] = filters.model
    rows = _rows(connection, _MESSAGES.format(also=also), {**values, "match": query.match, "limit": limit})
    return tuple(Hit(*(*row[:7], snippet(row[7], query))) for row in rows)


def _documents(
    connection: Connection, query: Query, filters: Filters, limit: int, before: int | None
) -> dict[Hit, int | None]:
    """What was sent with messages, without a line of it yet, and what the message follows."""
    also, values = _conditions(filters, "messages.created")
    if before is not None:
        also += " AND attachment_search.rowid < :before * 2147483648"
        values["before"] = before
    if filters.model:
        also += " AND replies.model_name = :model"
        values["model"] = filters.model
    rows = _rows(connection, _DOCUMENTS.format(also=also), {**values, "match": query.match, "limit": limit})
    return {Hit(*(*row[:7], Snippet(""), *row[7:9])): row[9] for row in rows}


def _with_lines(
    connection: Connection, query: Query, page: tuple[Hit, ...], sent: dict[Hit, int | None]
) -> tuple[Hit, ...]:
    """A page with the lines around the hits in documents, which are read only now.

    Versions of a message have the same documents: the newest one stands for all.
    """
    found: dict[object, Hit] = {}
    left = _READ_MOST
    for hit in page:
        if hit not in sent:
            found[hit.message_id] = hit
            continue
        words = _text_of(connection, hit.document_id) if left > 0 else ""
        left -= len(words)
        line = snippet(words, query)
        found.setdefault((hit.conversation_id, sent[hit], hit.document, len(words), line), replace(hit, snippet=line))
    return tuple(found.values())


def _text_of(connection: Connection, document_id: int) -> str:
    return str(connection.execute(text("SELECT text FROM attachments WHERE id = :id"), {"id": document_id}).scalar())


def _newest_first(hit: Hit) -> tuple[int, int]:
    """A message before its documents."""
    return -hit.message_id, hit.document_id


def _page(hits: list[Hit], limit: int) -> tuple[Hit, ...]:
    """The first so many, and all of the last message's: the next page begins below that one."""
    end = limit
    while 0 < end < len(hits) and hits[end].message_id == hits[end - 1].message_id:
        end += 1
    return tuple(hits[:end])


def _titles(connection: Connection, query: Query, filters: Filters, limit: int) -> tuple[TitleHit, ...]:
    also, values = _conditions(filters, "conversations.updated")
    rows = _rows(connection, _TITLES.format(also=also), {**values, "match": query.match, "limit": limit})
    return tuple(TitleHit(row[0], snippet(row[1], query), row[2], row[3]) for row in rows)


def _conditions(filters: Filters, moment: str) -> tuple[str, dict[str, object]]:
    also, values = "", dict[str, object]()
    if filters.since is not None:
        also += f" AND {moment} >= :since"
        values["since"] = filters.since
    if filters.until is not None:
        also += f" AND {moment} < :until"
        values["until"] = filters.until
    if filters.pane:
        also += " AND conversations.pane = :pane"
        values["pane"] = filters.pane
    if filters.tag:
        also += _TAGGED
        values["tag"] = filters.tag
    return also, values


def _rows(connection: Connection, sql: str, values: dict[str, object]) -> list[tuple[Any, ...]]:
    moments = [bindparam(name, type_=Moment) for name in ("since", "until") if name in values]
    statement = text(sql).bindparams(*moments).columns(created=Moment, updated=Moment)
    return [tuple(row) for row in connection.execute(statement, values)]
