"""Full-text search over what was sent with messages: names and texts of documents.

As in 0003 the index keeps no copy of the texts, and triggers keep it in step; a draft's documents enter it when they
are sent. An entry's number is the message's, then the document's (`message_id * 2**31 + id`): so the newest message
comes first without sorting. What is there already may be many megabytes: it waits in `attachments_to_index` and enters
in the background, so that the file opens at once (`desktop.store.search.indexing`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_NUMBER = "{0}.message_id * 2147483648 + {0}.id"
_WORDS = "search_words({0}.name || char(10) || {0}.text)"
_WAITS = "EXISTS (SELECT 1 FROM attachments_to_index WHERE attachment_id = {0}.id)"
_ENTER = (
    f"INSERT INTO attachment_search (rowid, words) SELECT {_NUMBER.format('new')}, {_WORDS.format('new')}"
    f" WHERE new.message_id IS NOT NULL AND NOT {_WAITS.format('new')}"
)
_LEAVE = (
    "INSERT INTO attachment_search (attachment_search, rowid, words)"
    f" SELECT 'delete', {_NUMBER.format('old')}, {_WORDS.format('old')}"
    f" WHERE old.message_id IS NOT NULL AND NOT {_WAITS.format('old')}"
)
_FORGET = "DELETE FROM attachments_to_index WHERE attachment_id = old.id"


def upgrade() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE attachment_search USING fts5"
        "(words, content='', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )
    op.create_table(
        "attachments_to_index",
        sa.Column("attachment_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_attachments_to_index"),
    )
    op.execute(
        "INSERT INTO attachments_to_index (attachment_id) SELECT id FROM attachments WHERE message_id IS NOT NULL"
    )
    op.execute(f"CREATE TRIGGER attachment_search_insert AFTER INSERT ON attachments BEGIN {_ENTER}; END")
    op.execute(f"CREATE TRIGGER attachment_search_delete AFTER DELETE ON attachments BEGIN {_LEAVE}; {_FORGET}; END")
    op.execute(
        "CREATE TRIGGER attachment_search_update AFTER UPDATE OF message_id, name, text ON attachments"
        f" BEGIN {_LEAVE}; {_ENTER}; END"
    )
