"""Translations, glossaries and the memory: kept at once, found again, and a person's words never replaced."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.errors import Code, StoreError
from desktop.base.paths import Paths
from desktop.store import Store
from desktop.store.translation.jobs import Translations
from desktop.store.translation.records import Draft, Job, MemoryEntry, Origin, SegmentStatus, Term
from desktop.store.translation.terms import Glossaries, Memory

OLD = Path(__file__).resolve().parent.parent / "old_databases"


def make(translations: Translations, document: bytes = b"a b", path: str = "/x/a.txt") -> Job:
    return translations.create(
        document,
        [Draft("a"), Draft("b", chapter=1)],
        title="A",
        kind="txt",
        path=path,
        source_language="en",
        target_language="zh",
        options={"context": False},
    )


def test_a_job_and_its_segments(store: Store) -> None:
    translations = Translations(store.database)
    job = make(translations)
    assert (job.segments, job.done, job.complete) == (2, 0, False)
    assert translations.document(job.id) == b"a b"
    first, second = translations.segments(job.id)
    assert (first.position, second.chapter, second.status) == (0, 1, SegmentStatus.WAITING)
    done = replace(first, target="甲", status=SegmentStatus.DONE, origin=Origin.MODEL, problems=("x",), logprob=-0.25)
    translations.keep([done])
    translations.keep([replace(second, target="乙", status=SegmentStatus.DOUBTFUL, origin=Origin.MODEL)])
    assert translations.segment(first.id) == done
    job = translations.job(job.id)
    assert (job.done, job.doubtful, job.complete) == (1, 1, True)
    translations.reset([first.id])
    assert translations.segment(first.id) == first


def test_a_persons_words_are_not_replaced_by_a_model(store: Store) -> None:
    translations = Translations(store.database)
    segment = translations.segments(make(translations).id)[0]
    mine = replace(segment, target="我的", status=SegmentStatus.DONE, origin=Origin.PERSON)
    translations.keep([mine])
    translations.keep([replace(segment, target="late", status=SegmentStatus.DONE, origin=Origin.MODEL)])
    assert translations.segment(segment.id).target == "我的"
    translations.keep([replace(mine, target="我的二")])
    assert translations.segment(segment.id).target == "我的二"


def test_jobs_are_found_again(store: Store) -> None:
    translations = Translations(store.database)
    job = make(translations)
    pasted = make(translations, b"pasted", path="")
    assert translations.find(job.digest, "en", "zh", "/x/a.txt") == job
    assert translations.find("changed", "en", "zh", "/x/a.txt") == job
    assert translations.find(pasted.digest, "en", "zh", "") == pasted
    assert translations.find("unknown", "en", "zh", "") is None
    assert translations.find(job.digest, "en", "de", "/x/a.txt") is None
    assert [found.id for found in translations.jobs()] == [pasted.id, job.id]
    translations.trash(pasted.id)
    assert [found.id for found in translations.jobs()] == [job.id]
    translations.restore(pasted.id)
    changed = translations.replace(job.id, b"new", [Draft("c")])
    assert (changed.segments, translations.document(job.id)) == (1, b"new")


def test_unknown_ids(store: Store) -> None:
    for ask in (
        Translations(store.database).job,
        Translations(store.database).segment,
        Translations(store.database).document,
    ):
        with pytest.raises(StoreError) as error:
            ask(99)
        assert error.value.code is Code.TRANSLATION_UNKNOWN
    with pytest.raises(StoreError):
        Glossaries(store.database).terms(99)


def test_glossaries(store: Store) -> None:
    glossaries = Glossaries(store.database)
    made = glossaries.create(
        "G", "en", "zh", [Term("lamp", "灯"), Term("lamp", "灯", "again"), Term("Word", "词", "", True)]
    )
    assert made.terms == 2
    word, lamp = glossaries.terms(made.id)
    assert (word.case_sensitive, lamp.note) == (True, "again")
    glossaries.remove_term(word.id)
    glossaries.rename(made.id, "H")
    assert [(g.name, g.terms) for g in glossaries.glossaries()] == [("H", 1)]
    glossaries.remove(made.id)
    assert glossaries.glossaries() == []


def test_the_memory_keeps_a_persons_entry(store: Store) -> None:
    memory = Memory(store.database)
    memory.keep("en", "zh", [MemoryEntry("Hello.", "您好。", Origin.PERSON, key="hello.")])
    memory.keep(
        "en", "zh", [MemoryEntry("Hello.", "嗨。", Origin.MODEL, key="hello."), MemoryEntry("No.", "不。", key="no.")]
    )
    assert memory.exact("en", "zh", ["hello.", "x"])["hello."].target == "您好。"
    memory.keep("en", "zh", [MemoryEntry("Hello.", "你好。", Origin.PERSON, key="hello.")])
    assert {entry.target for entry in memory.entries("en", "zh")} == {"你好。", "不。"}
    assert memory.exact("en", "de", ["hello."]) == {}
    assert memory.pairs() == [("en", "zh", 2)]
    assert memory.clear("en", "zh") == 2


def test_a_database_of_the_first_desk_opens(paths: Paths) -> None:
    shutil.copy(OLD / "0002.sqlite3", paths.database)
    store = Store.open(paths.database, paths.backups)
    (job,) = Translations(store.database).jobs()
    assert (job.title, job.segments, job.done, job.options) == ("Lamps", 2, 1, {"context": True})
    assert [segment.target for segment in Translations(store.database).segments(job.id)] == ["你好。", ""]
    (glossary,) = Glossaries(store.database).glossaries()
    assert Glossaries(store.database).terms(glossary.id)[0].note == "not 灯具"
    assert Memory(store.database).exact("en", "zh", ["hello."])["hello."].origin is Origin.PERSON
    store.close()


def test_a_glossary_grows_and_gets_another_name(store: Store) -> None:
    glossaries = Glossaries(store.database)
    made = glossaries.create("Sea", "en", "zh")
    glossaries.add(made.id, [Term("wick", "灯芯"), Term("lamp", "灯")])
    glossaries.add(made.id, [Term("wick", "灯芯", "of the lamp")])
    assert [(term.source, term.note) for term in glossaries.terms(made.id)] == [("lamp", ""), ("wick", "of the lamp")]
    glossaries.rename(made.id, "Light")
    assert [each.name for each in glossaries.glossaries()] == ["Light"]
    with pytest.raises(StoreError):
        glossaries.rename(made.id + 1, "Nobody’s")
