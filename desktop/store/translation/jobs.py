"""Translation jobs in the store: kept before work begins, each result as it comes, found again after any end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, case, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.base.errors import Code, StoreError
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable
from desktop.store.core.trash import Trash
from desktop.store.translation.records import Draft, Job, Origin, Segment, SegmentAdapter, SegmentStatus
from desktop.store.translation.tables import translation_jobs as jobs
from desktop.store.translation.tables import translation_segments as segments

JOBS = Trash(jobs, Code.TRANSLATION_UNKNOWN, "id")

_JOB_COLUMNS = [column for column in jobs.c if column.name not in ("document", "trashed")]


def digest_of(document: bytes) -> str:
    """What identifies a document's content."""
    return hashlib.sha256(document).hexdigest()


class Translations(Repository):
    """Jobs and segments. Thread-safe as the store is; every method raises StoreError when the disk fails."""

    def create(
        self,
        document: bytes,
        drafts: Sequence[Draft],
        *,
        title: str,
        kind: str,
        path: str,
        source_language: str,
        target_language: str,
        options: dict[str, Any],
    ) -> Job:
        """Keep a document and all its segments, in one transaction."""
        now = datetime.now(UTC)
        values = {
            "title": storable(title),
            "kind": kind,
            "path": path,
            "document": document,
            "digest": digest_of(document),
            "source_language": source_language,
            "target_language": target_language,
            "options": options,
            "created": now,
            "updated": now,
        }
        with self._database.write() as connection:
            new = connection.execute(insert(jobs).values(values).returning(jobs.c.id)).scalar_one()
            _insert(connection, new, drafts)
            return _job(connection, new)

    def replace(self, job_id: int, document: bytes, drafts: Sequence[Draft]) -> Job:
        """The document changed: its new bytes and segments, in one transaction."""
        with self._database.write() as connection:
            _touch(connection, job_id, document=document, digest=digest_of(document))
            connection.execute(delete(segments).where(segments.c.job_id == job_id))
            _insert(connection, job_id, drafts)
            return _job(connection, job_id)

    def set_options(self, job_id: int, options: dict[str, Any]) -> None:
        """Keep other options for what is still to be done."""
        with self._database.write() as connection:
            _touch(connection, job_id, options=options)

    def jobs(self, limit: int = 200) -> list[Job]:
        """The jobs outside of the trash, the one worked on last first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(*_JOB_COLUMNS).where(jobs.c.trashed.is_(None)).order_by(jobs.c.updated.desc()).limit(limit)
            )
            counts = _counts(connection)
            return [_to_job(row._mapping, counts.get(row.id, (0, 0, 0))) for row in rows.all()]

    def job(self, job_id: int) -> Job:
        """One by its id. Raises StoreError(TRANSLATION_UNKNOWN)."""
        with self._database.read() as connection:
            return _job(connection, job_id)

    def find(self, digest: str, source_language: str, target_language: str, path: str) -> Job | None:
        """The newest job of this document in this pair: of this content, else of the same (not empty) path."""
        with self._database.read() as connection:
            same = (
                select(jobs.c.id)
                .where(
                    jobs.c.trashed.is_(None),
                    jobs.c.source_language == source_language,
                    jobs.c.target_language == target_language,
                    jobs.c.path == path,
                )
                .order_by((jobs.c.digest == digest).desc(), jobs.c.updated.desc())
            )
            if not path:
                same = same.where(jobs.c.digest == digest)
            found = connection.execute(same.limit(1)).scalar()
            return _job(connection, found) if found is not None else None

    def document(self, job_id: int) -> bytes:
        """The bytes that were opened. Raises StoreError(TRANSLATION_UNKNOWN)."""
        with self._database.read() as connection:
            found = connection.execute(select(jobs.c.document).where(jobs.c.id == job_id)).first()
            if found is None:
                raise StoreError(Code.TRANSLATION_UNKNOWN, id=job_id)
            return bytes(found[0])

    def trash(self, job_id: int) -> None:
        """Put a job into the trash, where it stays for 30 days."""
        with self._database.write() as connection:
            JOBS.put(connection, job_id)
            _touch(connection, job_id)

    def restore(self, job_id: int) -> None:
        """Take a job out of the trash."""
        with self._database.write() as connection:
            JOBS.take_out(connection, job_id)
            _touch(connection, job_id)

    # -- segments --------------------------------------------------------------------------------------------------

    def segments(self, job_id: int) -> list[Segment]:
        """All of a job's segments in order."""
        with self._database.read() as connection:
            rows = connection.execute(select(segments).where(segments.c.job_id == job_id).order_by(segments.c.position))
            return [_to_segment(row._mapping) for row in rows]

    def segment(self, segment_id: int) -> Segment:
        """One by its id. Raises StoreError(TRANSLATION_UNKNOWN)."""
        with self._database.read() as connection:
            return _segment(connection, segment_id)

    def keep(self, results: Iterable[Segment]) -> None:
        """Keep targets and measures of segments, in one transaction.

        A target that a person wrote meanwhile stays, unless the new one is a person's too.
        """
        with self._database.write() as connection:
            job_ids = set()
            for segment in results:
                values = _values(segment)
                kept = update(segments).where(segments.c.id == segment.id).values(values)
                if segment.origin is not Origin.PERSON:
                    kept = kept.where(segments.c.origin != Origin.PERSON)
                connection.execute(kept)
                job_ids.add(segment.job_id)
            for job_id in job_ids:
                _touch(connection, job_id)

    def reset(self, segment_ids: Sequence[int]) -> None:
        """Let segments wait for another translation; what a person wrote goes too."""
        empty = _values(Draft(""))
        with self._database.write() as connection:
            connection.execute(update(segments).where(segments.c.id.in_(segment_ids)).values(empty))


_KEPT = [field.name for field in fields(Draft) if field.name not in ("source", "chapter")]


def _values(segment: Segment | Draft) -> dict[str, Any]:
    values = {name: getattr(segment, name) for name in _KEPT}
    values["problems"] = list(segment.problems)
    values["adapters"] = [list(adapter) for adapter in segment.adapters]
    values["target"] = storable(segment.target)
    return values


def _insert(connection: Connection, job_id: int, drafts: Sequence[Draft]) -> None:
    rows = [
        {**asdict(draft), **_values(draft), "source": storable(draft.source), "job_id": job_id, "position": position}
        for position, draft in enumerate(drafts)
    ]
    if rows:
        connection.execute(segments.insert(), rows)


def _touch(connection: Connection, job_id: int, **values: object) -> None:
    changed = connection.execute(update(jobs).where(jobs.c.id == job_id).values(updated=datetime.now(UTC), **values))
    if changed.rowcount == 0:
        raise StoreError(Code.TRANSLATION_UNKNOWN, id=job_id)


def _counts(connection: Connection, job_id: int | None = None) -> dict[int, tuple[int, int, int]]:
    query = select(
        segments.c.job_id,
        func.count(),
        func.sum(case((segments.c.status == SegmentStatus.DONE, 1), else_=0)),
        func.sum(case((segments.c.status == SegmentStatus.DOUBTFUL, 1), else_=0)),
    ).group_by(segments.c.job_id)
    if job_id is not None:
        query = query.where(segments.c.job_id == job_id)
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}


def _job(connection: Connection, job_id: int) -> Job:
    row = connection.execute(select(*_JOB_COLUMNS).where(jobs.c.id == job_id)).first()
    if row is None:
        raise StoreError(Code.TRANSLATION_UNKNOWN, id=job_id)
    return _to_job(row._mapping, _counts(connection, job_id).get(job_id, (0, 0, 0)))


def _to_job(row: Any, counts: tuple[int, int, int]) -> Job:
    return Job(**row, segments=counts[0], done=counts[1], doubtful=counts[2])


def _segment(connection: Connection, segment_id: int) -> Segment:
    row = connection.execute(select(segments).where(segments.c.id == segment_id)).first()
    if row is None:
        raise StoreError(Code.TRANSLATION_UNKNOWN, segment=segment_id)
    return _to_segment(row._mapping)


def _to_segment(row: Any) -> Segment:
    values = dict(row)
    values["problems"] = tuple(values["problems"])
    values["adapters"] = tuple(SegmentAdapter(*adapter) for adapter in values["adapters"])
    values["status"], values["origin"] = SegmentStatus(values["status"]), Origin(values["origin"])
    return Segment(**values)
