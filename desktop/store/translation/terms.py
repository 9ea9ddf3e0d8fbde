"""Glossaries and the translation memory in the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.base.errors import Code, StoreError
from desktop.store.core.database import Repository
from desktop.store.core.storable import storable
from desktop.store.translation.records import Glossary, MemoryEntry, Origin, Term
from desktop.store.translation.tables import glossaries, glossary_terms, memory_entries

_BATCH = 500


class Glossaries(Repository):
    """Term lists. Every method raises StoreError when the disk fails; an unknown id is TRANSLATION_UNKNOWN."""

    def create(self, name: str, source_language: str, target_language: str, terms: Iterable[Term] = ()) -> Glossary:
        """A new glossary with these terms."""
        now = datetime.now(UTC)
        values = {
            "name": storable(name),
            "source_language": source_language,
            "target_language": target_language,
            "created": now,
            "updated": now,
        }
        with self._database.write() as connection:
            new = connection.execute(insert(glossaries).values(values).returning(glossaries.c.id)).scalar_one()
            _add_terms(connection, new, terms)
            return _glossary(connection, new)

    def glossaries(self) -> list[Glossary]:
        """All of them, the one changed last first."""
        with self._database.read() as connection:
            ids = connection.execute(select(glossaries.c.id).order_by(glossaries.c.updated.desc())).scalars().all()
            return [_glossary(connection, found) for found in ids]

    def terms(self, glossary_id: int) -> list[Term]:
        """A glossary's terms in order of their sources."""
        with self._database.read() as connection:
            _glossary(connection, glossary_id)
            rows = connection.execute(
                select(glossary_terms)
                .where(glossary_terms.c.glossary_id == glossary_id)
                .order_by(glossary_terms.c.source)
            )
            return [Term(row.source, row.target, row.note, row.case_sensitive, row.id) for row in rows]

    def add(self, glossary_id: int, terms: Iterable[Term]) -> Glossary:
        """Add terms; one that is there already (same source and target) takes the new note."""
        with self._database.write() as connection:
            _glossary(connection, glossary_id)
            _add_terms(connection, glossary_id, terms)
            connection.execute(
                update(glossaries).where(glossaries.c.id == glossary_id).values(updated=datetime.now(UTC))
            )
            return _glossary(connection, glossary_id)

    def rename(self, glossary_id: int, name: str) -> None:
        """Give a glossary another name."""
        with self._database.write() as connection:
            _glossary(connection, glossary_id)
            connection.execute(update(glossaries).where(glossaries.c.id == glossary_id).values(name=storable(name)))

    def remove_term(self, term_id: int) -> None:
        """Take one term out."""
        with self._database.write() as connection:
            connection.execute(delete(glossary_terms).where(glossary_terms.c.id == term_id))

    def remove(self, glossary_id: int) -> None:
        """Remove a glossary and its terms."""
        with self._database.write() as connection:
            connection.execute(delete(glossaries).where(glossaries.c.id == glossary_id))


def _glossary(connection: Connection, glossary_id: int) -> Glossary:
    row = connection.execute(select(glossaries).where(glossaries.c.id == glossary_id)).first()
    if row is None:
        raise StoreError(Code.TRANSLATION_UNKNOWN, glossary=glossary_id)
    count = connection.execute(
        select(func.count()).select_from(glossary_terms).where(glossary_terms.c.glossary_id == glossary_id)
    ).scalar_one()
    return Glossary(row.id, row.name, row.source_language, row.target_language, count)


def _add_terms(connection: Connection, glossary_id: int, terms: Iterable[Term]) -> None:
    for term in terms:
        values = {
            "glossary_id": glossary_id,
            "source": storable(term.source),
            "target": storable(term.target),
            "note": storable(term.note),
            "case_sensitive": term.case_sensitive,
        }
        changed = {"note": values["note"], "case_sensitive": term.case_sensitive}
        connection.execute(
            insert(glossary_terms)
            .values(values)
            .on_conflict_do_update(index_elements=["glossary_id", "source", "target"], set_=changed)
        )


class Memory(Repository):
    """Sentences translated before, one for each normalised source and pair of languages."""

    def keep(self, source_language: str, target_language: str, entries: Sequence[MemoryEntry]) -> None:
        """Keep entries. What a person wrote is replaced only by a person."""
        now = datetime.now(UTC)
        with self._database.write() as connection:
            for entry in entries:
                values = {
                    "source_language": source_language,
                    "target_language": target_language,
                    "key": storable(entry.key),
                    "source": storable(entry.source),
                    "target": storable(entry.target),
                    "origin": entry.origin,
                    "updated": entry.updated or now,
                }
                kept = {name: values[name] for name in ("source", "target", "origin", "updated")}
                statement = insert(memory_entries).values(values)
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=["source_language", "target_language", "key"],
                        set_=kept,
                        where=None if entry.origin is Origin.PERSON else memory_entries.c.origin != Origin.PERSON,
                    )
                )

    def exact(self, source_language: str, target_language: str, keys: Sequence[str]) -> dict[str, MemoryEntry]:
        """The entries of these keys."""
        found: dict[str, MemoryEntry] = {}
        with self._database.read() as connection:
            for start in range(0, len(keys), _BATCH):
                rows = connection.execute(
                    select(memory_entries).where(
                        memory_entries.c.source_language == source_language,
                        memory_entries.c.target_language == target_language,
                        memory_entries.c.key.in_(keys[start : start + _BATCH]),
                    )
                )
                found.update({row.key: _entry(row) for row in rows})
        return found

    def entries(self, source_language: str, target_language: str) -> list[MemoryEntry]:
        """Every entry of a pair, the newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(memory_entries)
                .where(
                    memory_entries.c.source_language == source_language,
                    memory_entries.c.target_language == target_language,
                )
                .order_by(memory_entries.c.updated.desc(), memory_entries.c.id.desc())
            )
            return [_entry(row) for row in rows]

    def pairs(self) -> list[tuple[str, str, int]]:
        """Source language, target language and number of entries of every pair."""
        with self._database.read() as connection:
            columns = memory_entries.c.source_language, memory_entries.c.target_language
            rows = connection.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns))
            return [(row[0], row[1], row[2]) for row in rows]

    def clear(self, source_language: str, target_language: str) -> int:
        """Forget a pair's entries; returns how many there were."""
        with self._database.write() as connection:
            gone = connection.execute(
                delete(memory_entries).where(
                    memory_entries.c.source_language == source_language,
                    memory_entries.c.target_language == target_language,
                )
            )
            return gone.rowcount


def _entry(row: object) -> MemoryEntry:
    values = row._mapping  # type: ignore[attr-defined]
    return MemoryEntry(values["source"], values["target"], Origin(values["origin"]), values["updated"], values["key"])
