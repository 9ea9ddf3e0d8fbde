"""Glossaries and memories between the store and files."""

from __future__ import annotations

from pathlib import Path

import desktop
from desktop.features.translate.terms.memory import with_key
from desktop.formats.exchange.glossary import TermPair, read_glossary, write_csv, write_tbx
from desktop.formats.exchange.tmx import TranslationUnit, read_tmx, write_tmx
from desktop.formats.opening import read_file
from desktop.store.translation.records import Glossary, MemoryEntry, Origin, Term
from desktop.store.translation.terms import Glossaries, Memory


def read_terms(path: Path, source_language: str, target_language: str) -> list[Term]:
    """The terms of a csv, tsv or TBX file. Raises DocumentError."""
    pairs = read_glossary(read_file(path), path.name, source_language, target_language)
    return [Term(pair.source, pair.target, pair.note) for pair in pairs]


def read_memory(path: Path, source_language: str, target_language: str) -> list[MemoryEntry]:
    """The entries of a TMX file. Raises DocumentError."""
    units = read_tmx(read_file(path), path.name, source_language, target_language)
    origin = {True: Origin.PERSON, False: Origin.IMPORTED}
    return [with_key(MemoryEntry(unit.source, unit.target, origin[unit.person], unit.changed)) for unit in units]


def import_glossary(glossaries: Glossaries, path: Path, source_language: str, target_language: str) -> Glossary:
    """A new glossary of a file's terms, named as the file. Raises DocumentError, StoreError."""
    terms = read_terms(path, source_language, target_language)
    return glossaries.create(path.stem, source_language, target_language, terms)


def export_glossary(glossaries: Glossaries, glossary: Glossary, kind: str) -> bytes:
    """A glossary as "csv" or "tbx"."""
    pairs = [TermPair(term.source, term.target, term.note) for term in glossaries.terms(glossary.id)]
    if kind == "tbx":
        return write_tbx(pairs, glossary.source_language, glossary.target_language, glossary.name)
    return write_csv(pairs)


def import_memory(memory: Memory, path: Path, source_language: str, target_language: str) -> int:
    """Keep a TMX file's entries; returns how many there were. Raises DocumentError, StoreError."""
    entries = read_memory(path, source_language, target_language)
    memory.keep(source_language, target_language, entries)
    return len(entries)


def export_memory(memory: Memory, source_language: str, target_language: str) -> bytes:
    """A pair's entries as TMX 1.4."""
    units = (
        TranslationUnit(entry.source, entry.target, entry.updated, entry.origin is Origin.PERSON)
        for entry in memory.entries(source_language, target_language)
    )
    return write_tmx(units, source_language, target_language, desktop.__version__)
