"""Full-text search over messages and titles.

The index keeps no copy of the texts. Triggers keep it in step with every change, cascades included; a reply enters
it when it is no longer being written. `search_words` is given to every connection by `desktop.store.core.connection`.
A later migration that rebuilds `messages` or `conversations` must create their triggers again.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

_TABLE = (
    "CREATE VIRTUAL TABLE {name} USING fts5"
    "(words, content='', tokenize='unicode61 remove_diacritics 2', prefix='{prefix}')"
)
_IN = "INSERT INTO {name} (rowid, words) SELECT new.id, search_words(new.{column})"
_OUT = "INSERT INTO {name} ({name}, rowid, words) SELECT 'delete', old.id, search_words(old.{column})"


def _follow(name: str, table: str, column: str, changed: str, unless: str) -> None:
    enter, leave = _IN.format(name=name, column=column), _OUT.format(name=name, column=column)
    enters = f" WHERE NOT ({unless.format('new')})" if unless else ""
    leaves = f" WHERE NOT ({unless.format('old')})" if unless else ""
    op.execute(f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {enter}{enters}; END")
    op.execute(f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {leave}{leaves}; END")
    op.execute(
        f"CREATE TRIGGER {name}_update AFTER UPDATE OF {changed} ON {table} BEGIN {leave}{leaves}; {enter}{enters}; END"
    )


def upgrade() -> None:
    # One character is what a single Chinese one is searched by; two and three are what is typed first of a word.
    op.execute(_TABLE.format(name="message_search", prefix="1 2 3"))
    op.execute(_TABLE.format(name="title_search", prefix="1 2 3"))
    _follow("message_search", "messages", "text", "text, status", "{}.status = 'writing'")
    _follow("title_search", "conversations", "title", "title", "")
    op.execute(
        "INSERT INTO message_search (rowid, words) SELECT id, search_words(text) FROM messages"
        " WHERE status <> 'writing' ORDER BY id"
    )
    op.execute("INSERT INTO title_search (rowid, words) SELECT id, search_words(title) FROM conversations ORDER BY id")
    op.create_index("ix_replies_model_name", "replies", ["model_name"])
