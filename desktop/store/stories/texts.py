"""Texts of scenes: saved at every pause, refused when stale, with a history that thins with time.

The text stands whole in one row, so a save is one small transaction; the history keeps what a save would overwrite.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.core.storable import storable
from desktop.store.stories.base import StoryPart, read_node, read_project, touch
from desktop.store.stories.outline import insert_node, update_row
from desktop.store.stories.projects import add_words
from desktop.store.stories.records import (
    Node,
    NodeKind,
    Reason,
    SceneText,
    SceneVersion,
    StoryChange,
    StoryConflictError,
    StoryDraft,
    digest,
)
from desktop.store.stories.tables import story_nodes as nodes
from desktop.store.stories.tables import story_projects as projects
from desktop.store.stories.tables import story_texts as texts
from desktop.store.stories.tables import story_versions as versions
from desktop.store.stories.word_count import count

# An autosave comes every second or so; of what it overwrites a version is kept this often,
VERSION_EVERY = timedelta(seconds=30)
# and at once when this many characters (or the most of the text) go away.
_MUCH = 200

# Of one scene: ten times the longest novels. More is a paste that was not meant.
MOST_CHARACTERS = 20_000_000

_WRITTEN = {Reason.AUTOSAVE, Reason.MANUAL, Reason.BEFORE_GENERATION}
_ALWAYS_KEPT = (Reason.MANUAL, Reason.IMPORT, Reason.REFUSED)
_START = datetime.fromtimestamp(0, UTC)


class TextPart(StoryPart):
    """The text of each scene and note, and its history."""

    def text(self, node_id: int) -> SceneText:
        """The text as last saved; empty, of revision 0, before the first save."""
        with self._database.read() as connection:
            read_node(connection, node_id)
            return _text(connection, node_id)

    def texts(self, project_id: int) -> dict[int, SceneText]:
        """All texts of a project outside of the trash, by node."""
        chosen = (
            select(texts.c.node_id, texts.c.text, texts.c.revision, texts.c.saved)
            .join(nodes, nodes.c.id == texts.c.node_id)
            .where(nodes.c.project_id == project_id, nodes.c.trashed.is_(None))
        )
        with self._database.read() as connection:
            return {row["node_id"]: SceneText(**row) for row in connection.execute(chosen).mappings()}

    def save_text(
        self, node_id: int, text: str, base_revision: int, reason: Reason | str = Reason.AUTOSAVE
    ) -> SceneText:
        """Save a text that began as revision `base_revision`; it is on the disk on return.

        With a reason other than autosave the text is kept as a version as well. Raises StoryConflictError when
        another text was saved meanwhile; both are kept then. StoreError(SCENE_TOO_LARGE) beyond `MOST_CHARACTERS`.
        """
        if len(text) > MOST_CHARACTERS:
            size, limit = len(text) // 1_000_000, MOST_CHARACTERS // 1_000_000
            raise StoreError(Code.SCENE_TOO_LARGE, size=size, limit=limit)
        text, reason = storable(text), Reason(reason)
        words = count(text, self._language(node_id))  # outside of the write lock: long texts take a while
        with self._database.write() as connection:
            node, before = read_node(connection, node_id), _text(connection, node_id)
            conflict = None
            if base_revision != before.revision and text != before.text:
                refused = keep_version(connection, node_id, text, words, Reason.REFUSED)
                conflict = StoryConflictError(before, refused)
            else:
                after = _save(connection, node, before, text, words, reason)
        if conflict is not None:
            raise conflict
        return after

    def add_drafts(self, project_id: int, drafts: Sequence[StoryDraft], parent_id: int | None = None) -> StoryChange:
        """Add whole branches with their texts, in one transaction: all of them or nothing."""
        with self._database.read() as connection:
            language = read_project(connection, project_id).language
        counted = {id(draft): count(draft.text, language) for draft in _all(drafts)}
        with self._database.write() as connection:
            read_project(connection, project_id)

            def add(draft: StoryDraft, below: int | None, position: int | None) -> int:
                words = counted[id(draft)]
                values = {"title": draft.title, "beats": draft.beats, "status": draft.status, "words": words}
                node = insert_node(connection, project_id, draft.kind, below, position, values)
                if draft.text:
                    _put(connection, node.id, storable(draft.text), 1)
                for place, child in enumerate(draft.children):
                    add(child, node.id, place)
                return node.id

            return StoryChange(added=tuple(add(draft, parent_id, None) for draft in drafts))

    # -- history ---------------------------------------------------------------------------------------------------

    def versions(self, node_id: int) -> list[SceneVersion]:
        """The earlier texts of a scene, the newest first."""
        with self._database.read() as connection:
            read_node(connection, node_id)
            return _versions(connection, node_id)

    def version_text(self, version_id: int) -> str:
        """The text of a version."""
        with self._database.read() as connection:
            return version_text(connection, version_id)

    def restore_version(self, version_id: int) -> SceneText:
        """Make an earlier text the scene's again; the one it replaces is kept as a version."""
        with self._database.read() as connection:
            node_id, text = version_node(connection, version_id), version_text(connection, version_id)
        words = count(text, self._language(node_id))
        with self._database.write() as connection:
            node, before = read_node(connection, node_id), _text(connection, node_id)
            return replace_text(connection, node, before, text, words, Reason.BEFORE_RESTORE)[0]

    def _language(self, node_id: int) -> str:
        chosen = select(projects.c.language).join(nodes, nodes.c.project_id == projects.c.id)
        with self._database.read() as connection:
            found = connection.execute(chosen.where(nodes.c.id == node_id)).scalar()
        if found is None:
            raise StoreError(Code.STORY_UNKNOWN, node=node_id)
        return str(found)


# -- shared with the other parts -----------------------------------------------------------------------------------


def replace_text(
    connection: Connection, node: Node, before: SceneText, text: str, words: int, reason: Reason
) -> tuple[SceneText, int]:
    """Put another text in the place of one that is kept as a version; returns the new text and that version's id.

    Nothing is counted as written today.
    """
    kept = keep_version(connection, node.id, before.text, node.words, reason).id
    return (before if text == before.text else _store_text(connection, node, before, text, words)), kept


def keep_version(connection: Connection, node_id: int, text: str, words: int, reason: Reason) -> SceneVersion:
    """Keep a text in the history, unless it is the newest there already; then thin what is old."""
    found = _versions(connection, node_id, 1)
    identity = digest(text)
    if found and _version_digest(connection, found[0].id) == identity:
        if found[0].reason is Reason.AUTOSAVE and reason in _ALWAYS_KEPT:
            connection.execute(update(versions).where(versions.c.id == found[0].id).values(reason=reason))
        return found[0]
    now = datetime.now(UTC)
    values = {
        "node_id": node_id,
        "words": words,
        "created": now,
        "reason": reason,
        "digest": identity,
        "text": zlib.compress(text.encode()),
    }
    new = connection.execute(insert(versions).values(values).returning(versions.c.id)).scalar_one()
    gone = thinned(_versions(connection, node_id), now)
    if gone:
        connection.execute(delete(versions).where(versions.c.id.in_(gone)))
    return SceneVersion(new, node_id, words, now, reason)


def thinned(found: Sequence[SceneVersion], now: datetime) -> list[int]:
    """The ids to forget: all of the last hour stay, then the last of each hour, after a day the last of each day.

    What a person kept, an import and a refused text stay for good.
    """
    seen: set[datetime] = set()
    gone = []
    for version in sorted(found, key=lambda one: (one.created, one.id), reverse=True):
        age = now - version.created
        if age <= timedelta(hours=1) or version.reason in _ALWAYS_KEPT:
            continue
        moment = version.created.replace(minute=0, second=0, microsecond=0)
        # The hours of one day must not be taken for its day's own bucket, hence the odd second.
        bucket = moment if age <= timedelta(days=1) else moment.replace(hour=0, second=1)
        if bucket in seen:
            gone.append(version.id)
        seen.add(bucket)
    return gone


def version_text(connection: Connection, version_id: int) -> str:
    """The text of a version. Raises StoreError(STORY_UNKNOWN)."""
    found = connection.execute(select(versions.c.text).where(versions.c.id == version_id)).scalar()
    if found is None:
        raise StoreError(Code.STORY_UNKNOWN, version=version_id)
    return zlib.decompress(found).decode()


def version_node(connection: Connection, version_id: int) -> int:
    """Whose version it is. Raises StoreError(STORY_UNKNOWN)."""
    found = connection.execute(select(versions.c.node_id).where(versions.c.id == version_id)).scalar()
    if found is None:
        raise StoreError(Code.STORY_UNKNOWN, version=version_id)
    return int(found)


def read_text(connection: Connection, node_id: int) -> SceneText:
    """The text as last saved."""
    return _text(connection, node_id)


def _save(connection: Connection, node: Node, before: SceneText, text: str, words: int, reason: Reason) -> SceneText:
    if text != before.text and before.revision and _worth_keeping(connection, before, text):
        keep_version(connection, node.id, before.text, node.words, Reason.AUTOSAVE)
    if reason is not Reason.AUTOSAVE and text:
        keep_version(connection, node.id, text, words, reason)
    if text == before.text:
        return before
    if reason in _WRITTEN and node.kind is NodeKind.SCENE:
        add_words(connection, node.project_id, words - node.words)
    return _store_text(connection, node, before, text, words)


def _store_text(connection: Connection, node: Node, before: SceneText, text: str, words: int) -> SceneText:
    after = _put(connection, node.id, text, before.revision + 1)
    update_row(connection, node.id, {"words": words})
    touch(connection, node.project_id)
    return after


def _put(connection: Connection, node_id: int, text: str, revision: int) -> SceneText:
    now = datetime.now(UTC)
    values = {"revision": revision, "saved": now, "digest": digest(text), "text": text}
    if not connection.execute(update(texts).where(texts.c.node_id == node_id).values(values)).rowcount:
        connection.execute(insert(texts).values(node_id=node_id, **values))
    return SceneText(node_id, text, revision, now)


def _worth_keeping(connection: Connection, before: SceneText, text: str) -> bool:
    """Whether a text that an autosave overwrites goes into the history."""
    if not before.text:
        return False
    removed = len(before.text) - len(text)
    if removed > _MUCH or removed * 2 > len(before.text):
        return True
    last = connection.execute(
        select(versions.c.created)
        .where(versions.c.node_id == before.node_id)
        .order_by(versions.c.created.desc(), versions.c.id.desc())
        .limit(1)
    ).scalar()
    return last is None or datetime.now(UTC) - last >= VERSION_EVERY


def _text(connection: Connection, node_id: int) -> SceneText:
    chosen = select(texts.c.node_id, texts.c.text, texts.c.revision, texts.c.saved).where(texts.c.node_id == node_id)
    row = connection.execute(chosen).mappings().first()
    return SceneText(**row) if row is not None else SceneText(node_id, "", 0, _START)


def _versions(connection: Connection, node_id: int, limit: int = -1) -> list[SceneVersion]:
    chosen = (
        select(versions.c.id, versions.c.node_id, versions.c.words, versions.c.created, versions.c.reason)
        .where(versions.c.node_id == node_id)
        .order_by(versions.c.created.desc(), versions.c.id.desc())
        .limit(limit)
    )
    return [
        SceneVersion(row.id, row.node_id, row.words, row.created, Reason(row.reason))
        for row in connection.execute(chosen)
    ]


def _version_digest(connection: Connection, version_id: int) -> str:
    return str(connection.execute(select(versions.c.digest).where(versions.c.id == version_id)).scalar())


def _all(drafts: Sequence[StoryDraft]) -> list[StoryDraft]:
    return [each for draft in drafts for each in (draft, *_all(draft.children))]
