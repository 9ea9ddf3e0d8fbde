"""Every schema ever released opens, and a migration that fails leaves the file as it was."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store import Status, Store
from desktop.store.conversations.assistants import AssistantStore
from desktop.store.conversations.drafts import Drafts
from desktop.store.conversations.organisation import Organisation
from desktop.store.conversations.organisation_records import View
from desktop.store.conversations.reply_tokens import ReplyTokens, WrittenToken
from desktop.store.conversations.versions import Versions
from desktop.store.core.backups import BEFORE_MIGRATION, is_sound, list_backups, read_only
from desktop.store.core.migrate import MIGRATIONS, create, revisions, schema_text, upgrade
from desktop.store.core.opening import prepare
from desktop.store.core.tables import metadata
from desktop.store.search.search import Search
from desktop.store.stories.stories import Stories
from desktop.store.translation.jobs import Translations

OLD = Path(__file__).resolve().parent.parent.parent / "old_databases"


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def _revision_in(database: Path) -> str:
    with closing(read_only(database)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_the_numbers_of_the_files_are_alembics_revisions() -> None:
    assert revisions() == [script.revision for script in reversed(list(_scripts().walk_revisions()))]
    assert [_scripts().get_current_head()] == revisions()[-1:]


def test_a_new_file_is_what_the_migrations_make(tmp_path: Path) -> None:
    """Made from the written schema or by every migration: the same tables, indexes, triggers, rows and pragmas."""
    migrated, made = tmp_path / "migrated.sqlite3", tmp_path / "made.sqlite3"
    upgrade(migrated)
    create(made)
    assert _all_of(made) == _all_of(migrated)
    assert _all_of(made)["alembic_version"] == [(revisions()[-1],)]
    with closing(sqlite3.connect(migrated)) as connection:
        written = (MIGRATIONS / "schema.sql").read_text(encoding="utf-8")
        assert written == schema_text(connection), "run tests/old_databases/schema.py"


def test_a_new_file_of_a_newer_revision_is_migrated(tmp_path: Path) -> None:
    """Where somebody forgot to write the schema down, or it can't be read."""
    migrations = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, migrations)
    (migrations / "schema.sql").write_text("-- revision 0001: older\nCREATE TABLE nothing (id INTEGER);\n")
    create(tmp_path / "made.sqlite3", migrations)
    upgrade(tmp_path / "migrated.sqlite3")
    assert _all_of(tmp_path / "made.sqlite3") == _all_of(tmp_path / "migrated.sqlite3")


def test_a_new_file_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    migrations = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, migrations)
    with (migrations / "schema.sql").open("a") as schema:
        schema.write("CREATE TABLE wrong (;\n")
    with pytest.raises(StoreError):
        create(tmp_path / "made.sqlite3", migrations)
    assert _all_of(tmp_path / "made.sqlite3")["sqlite_master"] == []


def _all_of(database: Path) -> dict[str, object]:
    """Everything that stands in a file, but for the pages it stands on."""
    with closing(sqlite3.connect(database)) as connection:
        made = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"
        found: dict[str, object] = {"sqlite_master": connection.execute(made).fetchall()}
        for kind, name, *_ in connection.execute(made).fetchall():
            if kind == "table":
                found[name] = connection.execute(f'SELECT * FROM "{name}"').fetchall()
        for pragma in ("user_version", "application_id", "page_size", "encoding", "auto_vacuum", "journal_mode"):
            found[f"pragma {pragma}"] = connection.execute(f"PRAGMA {pragma}").fetchall()
        return found


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_migrations_make_what_the_tables_say(store: Store) -> None:
    with store.database.read() as connection:
        options = {"compare_type": True, "include_name": _is_no_search_index}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        migrated = _indexes_and_checks(connection)
    with create_engine("sqlite://").begin() as connection:
        metadata.create_all(connection)
        assert _indexes_and_checks(connection) == migrated


def _is_no_search_index(name: str | None, kind: str, _parents: object) -> bool:
    """FTS5 keeps an index in tables of its own, which SQLAlchemy doesn't know."""
    return kind != "table" or not (name or "").startswith(("message_search", "title_search", "attachment_search"))


def _indexes_and_checks(connection: Connection) -> set[str]:
    """What Alembic can't compare on SQLite: indexes as they are written, and the checks inside the tables."""
    found = set()
    for kind, sql in connection.exec_driver_sql("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        if kind == "index":
            found.add(sql)
        found.update(re.findall(r"CONSTRAINT \w+ CHECK .*\)|AUTOINCREMENT|ON DELETE \w+", sql))
    return found


def test_every_revision_has_an_old_database() -> None:
    assert sorted(path.stem for path in OLD.glob("*.sqlite3")) == revisions()
    for revision in revisions():
        assert _revision_in(OLD / f"{revision}.sqlite3") == revision


@pytest.mark.parametrize("revision", revisions())
def test_an_old_database_opens_with_everything_in_it(revision: str, paths: Paths) -> None:
    shutil.copy(OLD / f"{revision}.sqlite3", paths.database)
    store = Store.open(paths.database, paths.backups)
    chinese, rivers = store.conversations()
    assert (rivers.title, rivers.title_is_users, rivers.pane) == ("Rivers", False, "chat")
    assert (chinese.title, chinese.title_is_users, chinese.system_prompt) == ("灯下的问题", True, "用中文回答。")

    question, reply = store.path(rivers.id)
    assert (question.text, reply.text, reply.version, reply.versions) == ("Name a river.", "The Rhine.", 1, 2)
    assert reply.reply is not None
    assert (reply.reply.model_name, reply.reply.seed) == ("SmolLM2 135M Instruct", 42)
    assert reply.reply.sampling == {"temperature": 0.7, "top_p": 0.95}
    assert (reply.reply.prompt_tokens, reply.reply.cached_tokens, reply.reply.completion_tokens) == (31, 12, 7)
    assert (reply.reply.first_token_seconds, reply.reply.tokens_per_second) == (0.25, 99.5)
    store.activate(store.siblings(reply.id)[1].id)
    assert [message.text for message in store.path(rivers.id)][1:] == ["The Yangtze, 长江.", "Another?"]

    broken = store.path(chinese.id)[-1]
    assert (broken.text, broken.status) == ("灯下，就是", Status.INTERRUPTED)
    store.close()
    assert is_sound(paths.database)
    assert _revision_in(paths.database) == revisions()[-1]
    if revision != revisions()[-1]:
        (backup,) = list_backups(paths.backups, BEFORE_MIGRATION)
        assert _revision_in(backup) == revision


@pytest.mark.parametrize("revision", revisions())
def test_what_was_said_in_an_old_database_is_found(revision: str, paths: Paths) -> None:
    shutil.copy(OLD / f"{revision}.sqlite3", paths.database)
    store = Store.open(paths.database, paths.backups)
    search = Search(store.database)
    assert {hit.title for hit in search.find("yangt").messages} == {"Rivers"}
    said = [hit for hit in search.find("灯下").messages if not hit.document]
    assert [hit.role for hit in said] == ["assistant", "user"]
    assert [hit.title.text for hit in search.find("问题").titles] == ["灯下的问题"]
    assert search.find("forget").messages == ()
    store.close()


@pytest.mark.parametrize("revision", [revision for revision in revisions() if revision >= "0008"])
def test_the_documents_of_an_old_database_are_found(revision: str, paths: Paths) -> None:
    shutil.copy(OLD / f"{revision}.sqlite3", paths.database)
    store = Store.open(paths.database, paths.backups)
    search = Search(store.database)
    search.complete()
    (hit,) = search.find("写字").messages
    assert (hit.document, hit.title, hit.snippet.text) == ("灯.txt", "With a document", "灯下写字。")
    assert search.find("table").messages == search.find("lamp").messages == ()  # that one waits in a draft
    store.close()
    assert _count(paths.database, "attachments_to_index") == 0


@pytest.mark.parametrize("revision", [revision for revision in revisions() if revision >= "0004"])
def test_the_order_of_an_old_database_is_kept(revision: str, paths: Paths) -> None:
    shutil.copy(OLD / f"{revision}.sqlite3", paths.database)
    store = Store.open(paths.database, paths.backups)
    organisation, versions, assistants = (
        Organisation(store.database),
        Versions(store.database),
        AssistantStore(store.database),
    )
    inner, outer = sorted(organisation.folders(), key=lambda folder: folder.parent_id is None)
    assert (outer.name, inner.name, inner.parent_id) == ("Outer", "内", outer.id)
    (rivers,) = organisation.conversations(View(folder=outer.id, deep=True))
    assert (rivers.title, rivers.tags, rivers.pinned is not None) == ("Rivers", ("water",), True)
    assert [message.text for message in versions.pinned(rivers.id)] == ["Name a river."]
    (chinese,) = organisation.conversations(View(folder=0))
    assert [message.text for message in versions.trashed(chinese.id)] == ["A slip."]
    (branch,) = organisation.conversations(View(archived=True))
    assert (branch.title, branch.branched_from) == ("Branch", store.path(rivers.id)[1].id)
    assert list(Drafts(store.database).all().values()) == ["还没说完"]
    (pirate,) = assistants.assistants()
    assert (pirate.name, pirate.sampling, pirate.examples) == ("Pirate", {"seed": 3}, (("Hi", "Ahoy"),))
    assert [snippet.text for snippet in assistants.snippets()] == ["Summarise: {{text}}"]
    store.close()


@pytest.mark.parametrize("revision", ["0010", "0011"])
def test_the_adapters_of_an_old_segment_are_kept(revision: str, paths: Paths) -> None:
    shutil.copy(OLD / f"{revision}.sqlite3", paths.database)
    store = Store.open(paths.database, paths.backups)
    translations = Translations(store.database)
    (job,) = translations.jobs()
    done, waiting = translations.segments(job.id)
    assert done.target == "你好。"
    assert done.adapters == ((("Plain", "0" * 64, 0.5),) if revision >= "0011" else ())
    translations.reset([done.id])
    assert translations.segments(job.id)[0].adapters == waiting.adapters == ()
    store.close()


@pytest.mark.parametrize("revision", [revision for revision in revisions() if revision >= "0010"])
def test_what_was_thought_of_the_tokens_of_an_old_reply_is_kept(revision: str, paths: Paths) -> None:
    shutil.copy(OLD / f"{revision}.sqlite3", paths.database)
    store = Store.open(paths.database, paths.backups)
    rivers = next(each for each in store.conversations() if each.title == "Rivers")
    kept = ReplyTokens(store.database).of(store.path(rivers.id)[1].id)
    assert kept == (WrittenToken("The", 5, -0.25, (("A", 6, 0.2),)), WrittenToken(" Rhine.", 7, -1.5))
    store.close()


@pytest.mark.parametrize("revision", [revision for revision in revisions() if revision >= "0006"])
def test_the_story_of_an_old_database_is_kept(revision: str, paths: Paths) -> None:
    shutil.copy(OLD / f"{revision}.sqlite3", paths.database)
    store = Store.open(paths.database, paths.backups)
    stories = Stories(store.database)
    (project,) = stories.projects()
    assert (project.title, project.language, project.goal_words, project.words) == ("灯下", "zh", 500, 7)
    assert (project.settings.premise, project.settings.banned) == ("一盏灯", ("仿佛",))
    chapter, scene = stories.outline(project.id)
    assert (chapter.title, scene.parent_id, scene.beats, scene.summary) == ("第一章", chapter.id, "点灯", "灯亮。")
    assert stories.text(scene.id).text == "灯亮了，*很慢*。"
    assert [stories.version_text(version.id) for version in stories.versions(scene.id)] == ["灯亮了。"]
    assert [node.title for node in stories.trashed(project.id)] == ["旧"]
    take, opening = stories.takes(scene.id)
    assert (take.text, take.status, take.tokens[0].alternatives) == ("夜", Status.CUT, (("雨", 8, 0.25),))
    assert (opening.parent_id, opening.text, opening.status) == (take.id, "雨", Status.INTERRUPTED)
    (entry,) = stories.bible(project.id)
    assert (entry.name, entry.keys, entry.budget) == ("小灯", ("小灯", "/守灯.?人/"), 80)
    store.close()


# -- a migration that is still to come ----------------------------------------------------------------------

_NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "9000"
down_revision = "{last}"
def upgrade():
    with op.batch_alter_table("conversations") as batch:
        batch.add_column(sa.Column("mood", sa.Text, nullable=False, server_default="calm"))
        batch.drop_column("system_prompt")
    op.create_table("moods", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("UPDATE messages SET text = 'migrated'")
    {then}
"""


def _with_next(tmp_path: Path, then: str = "") -> Path:
    migrations = tmp_path / "100% later" / "migrations"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / "9000_next.py").write_text(_NEXT.format(last=revisions()[-1], then=then or "pass"))
    return migrations


@pytest.fixture
def old(paths: Paths) -> Paths:
    shutil.copy(OLD / f"{revisions()[-1]}.sqlite3", paths.database)
    return paths


def _count(database: Path, what: str) -> int:
    with closing(read_only(database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def test_a_migration_backs_the_file_up_first(old: Paths, tmp_path: Path) -> None:
    replies, messages = _count(old.database, "replies"), _count(old.database, "messages")
    prepare(old.database, old.backups, _with_next(tmp_path))
    (backup,) = list_backups(old.backups)
    assert _revision_in(old.database) == "9000"
    assert _revision_in(backup) == revisions()[-1]
    assert _count(old.database, "messages WHERE text = 'migrated'") == messages
    assert _count(backup, "messages WHERE text = 'migrated'") == 0
    # Rebuilding the parent table took nothing with it, although its children cascade.
    assert _count(old.database, "replies") == replies
    with pytest.raises(StoreError) as error:
        Store.open(old.database, old.backups)
    assert error.value.code is Code.STORE_NEWER


@pytest.mark.parametrize(
    "then",
    [
        'op.execute("SELECT no_such_function()")',
        'raise OSError(28, "No space left on device")',
        'op.execute("DELETE FROM conversations")',  # leaves messages without a conversation
    ],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(old: Paths, tmp_path: Path, then: str) -> None:
    with closing(sqlite3.connect(old.database)) as connection:
        before = list(connection.iterdump())
    with pytest.raises(StoreError):
        prepare(old.database, old.backups, _with_next(tmp_path, then))
    with closing(sqlite3.connect(old.database)) as connection:
        assert list(connection.iterdump()) == before
    assert len(list_backups(old.backups, BEFORE_MIGRATION)) == 1
    store = Store.open(old.database, old.backups)
    assert len(store.conversations()) == 2
    store.close()


def test_no_migration_without_a_backup(old: Paths, tmp_path: Path) -> None:
    old.backups.write_text("a file where the folder should be")
    with pytest.raises(StoreError):
        prepare(old.database, old.backups, _with_next(tmp_path))
    assert _revision_in(old.database) == revisions()[-1]
