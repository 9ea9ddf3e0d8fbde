"""The desk over the real store and the real model: documents, resuming after a kill, edits, and other choices."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import App, build
from desktop.base.errors import Code, LamplightError
from desktop.base.paths import Paths
from desktop.features.generation.stop import Stop
from desktop.features.translate.evaluation.back_translation import translate_back
from desktop.features.translate.evaluation.certainty import certainty
from desktop.features.translate.model.choices import Choices
from desktop.features.translate.segmentation.languages import chinese_kind, script_counts
from desktop.features.translate.segmentation.words import word_at, words
from desktop.features.translate.translation_service import Done, Ended, JobOptions, TranslationService
from desktop.formats.documents.base import Bilingual
from desktop.formats.markdown.inline import plain, same_marks
from desktop.store.translation.jobs import Translations
from desktop.store.translation.records import Job, Origin, SegmentStatus, Term

MARKDOWN = """# The old lighthouse

The lighthouse stood on a **high cliff** above the sea. Nobody lived there any more.

- Bring a warm coat.
- Press `Ctrl+C` to stop the program.
"""


@pytest.fixture
def app(paths: Paths) -> Iterator[App]:
    with closing(build(paths)) as made:
        yield made


def run(translation_service: TranslationService, job: Job, stop: Stop | None = None) -> Job:
    ended = [event for event in translation_service.run(job.id, stop or Stop()) if isinstance(event, Ended)]
    assert len(ended) == 1
    assert ended[0].error is None
    return ended[0].job


def write(tmp_path: Path, text: str, name: str = "a.md") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_opening_again_finds_the_same_job_and_what_has_not_changed(app: App, tmp_path: Path) -> None:
    translation_service = app.translation_service
    path = write(tmp_path, MARKDOWN)
    job = translation_service.open_file(path, JobOptions("zh"))
    assert (job.source_language, job.target_language, job.segments, job.kind) == ("en", "zh", 5, "md")
    first = translation_service.translations.segments(job.id)[0]
    translation_service.edit(first.id, "老灯塔")
    assert translation_service.open_file(path, JobOptions("zh")).id == job.id
    assert translation_service.open_file(path, JobOptions("de")).id != job.id
    write(tmp_path, MARKDOWN.replace("warm", "thick") + "\nThe end.\n")
    changed = translation_service.open_file(path, JobOptions("zh"))
    assert (changed.id, changed.segments, changed.done) == (job.id, 6, 1)
    assert translation_service.translations.segments(job.id)[0].origin is Origin.PERSON
    formal = translation_service.open_file(path, JobOptions("zh", tone="formal"))
    assert (formal.id, formal.done) == (job.id, 1)


def test_a_person_writes_the_memorys_best_entry(app: App) -> None:
    translation_service = app.translation_service
    job = translation_service.open_text("A lamp. A book.", JobOptions("zh"))
    lamp, _ = translation_service.translations.segments(job.id)
    translation_service.edit(lamp.id, "一盏灯。")
    assert translation_service.memory.entries("en", "zh")[0].origin is Origin.PERSON
    assert translation_service.export(job.id).decode() == "一盏灯。A book."
    assert translation_service.export(job.id, Bilingual.INTERLEAVED).decode() == "A lamp. A book.\n一盏灯。A book."


def test_typed_text_keeps_what_stays(app: App) -> None:
    translation_service = app.translation_service
    job = translation_service.open_text("A lamp. A book.", JobOptions("zh"))
    translation_service.edit(translation_service.translations.segments(job.id)[1].id, "一本书。")
    again = translation_service.open_text("A lamp that burns. A book.", JobOptions("zh"), job.id)
    assert again.id == job.id
    assert [segment.target for segment in translation_service.translations.segments(job.id)] == ["", "一本书。"]
    other = translation_service.open_text("A lamp.", JobOptions("de"), job.id)
    assert other.id != job.id


def test_terms_of_a_new_glossary_open_what_lacks_them(app: App, tmp_path: Path) -> None:
    translation_service = app.translation_service
    path = write(tmp_path, "The lamp burns.\n\nThe book lies.\n", "a.txt")
    job = translation_service.open_file(path, JobOptions("zh"))
    translations = translation_service.translations
    from dataclasses import replace

    done = [
        replace(item, target="它在那里。", status=SegmentStatus.DONE, origin=Origin.MODEL)
        for item in translations.segments(job.id)
    ]
    translations.keep(done)
    again = translation_service.open_file(path, JobOptions("zh", terms=(Term("lamp", "灯"),)))
    assert [segment.status for segment in translations.segments(again.id)] == [
        SegmentStatus.WAITING,
        SegmentStatus.DONE,
    ]


def test_unknown_languages_are_refused(app: App) -> None:
    with pytest.raises(LamplightError) as error:
        app.translation_service.open_text("Hello", JobOptions("klingon"))
    assert error.value.code is Code.LANGUAGE_UNKNOWN


def test_pieces() -> None:
    assert [word_at("a cat 一只", at) for at in (0, 2, 4, 6, 9)] == [(0, 1), (2, 5), (2, 5), (6, 8), (8, 8)]


@pytest.mark.model
def test_a_document_is_translated_whole_and_keeps_its_form(app: App, tmp_path: Path) -> None:
    translation_service = app.translation_service
    job = translation_service.open_file(write(tmp_path, MARKDOWN), JobOptions("zh"))
    events = list(translation_service.run(job.id, Stop()))
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert ended.job.complete
    done = [event for event in events if isinstance(event, Done)]
    assert [event.progress.done for event in done] == [1, 2, 3, 4, 5]
    segments = translation_service.translations.segments(job.id)
    assert all(same_marks(item.source, item.target) for item in segments)
    assert all(item.logprob is not None and item.least_logprob is not None for item in segments)
    written = translation_service.export(job.id).decode()
    assert written.startswith("# ")
    assert written.count("**") == 2
    assert written.count("`Ctrl+C`") == 1
    assert written.count("\n- ") == 2
    assert script_counts(written).get("Hani", 0) > 20
    assert translation_service.translation_model.model.name == "Gemma 3 270M", "the chat starter speaks English only"
    before = [item.target for item in segments]
    assert not [event for event in translation_service.run(job.id, Stop()) if isinstance(event, Done)], (
        "nothing is translated twice"
    )
    assert [item.target for item in translation_service.translations.segments(job.id)] == before


@pytest.mark.model
def test_chinese_comes_back_as_english_and_traditional(app: App) -> None:
    translation_service = app.translation_service
    english = run(translation_service, translation_service.open_text("今天天气很好。我们去了公园。", JobOptions("en")))
    text = translation_service.export(english.id).decode()
    assert "park" in text.lower()
    assert text.count(".") >= 2
    traditional = run(
        translation_service, translation_service.open_text("The weather is nice today.", JobOptions("zh-Hant"))
    )
    assert "天氣" in translation_service.export(traditional.id).decode()
    converted = run(translation_service, translation_service.open_text("头发和出发。", JobOptions("zh-Hant")))
    assert translation_service.export(converted.id).decode() == "頭髮和出發。"


@pytest.mark.model
def test_traditional_chinese_in_both_directions(app: App) -> None:
    translation_service = app.translation_service
    english = run(
        translation_service, translation_service.open_text("這本書很有意思。他們來自臺灣的一個小鎮。", JobOptions("en"))
    )
    assert english.source_language == "zh-Hant"
    assert "book" in translation_service.export(english.id).decode().lower()
    traditional = run(
        translation_service,
        translation_service.open_text("We learned three languages in this country.", JobOptions("zh-Hant")),
    )
    written = translation_service.export(traditional.id).decode()
    simplified, only_traditional = chinese_kind(written)
    assert only_traditional > 0
    assert simplified == 0
    back = run(translation_service, translation_service.open_text("這本書很有意思。", JobOptions("zh")))
    assert translation_service.export(back.id).decode() == "这本书很有意思。"


@pytest.mark.model
def test_how_sure_the_model_is_of_each_word(app: App) -> None:
    translation_service = app.translation_service
    for text, target in (("The weather is nice today.", "zh"), ("今天天气很好。", "en")):
        job = run(translation_service, translation_service.open_text(text, JobOptions(target)))
        (segment,) = translation_service.translations.segments(job.id)
        found = certainty(translation_service.translation_model, job, segment, Stop())
        written = plain(segment.target)
        assert [(word.start, word.end) for word in found] == words(written)
        assert all(0 < word.probability <= 1 for word in found)
        absurd = replace(segment, target=written.replace(written[found[-1].start : found[-1].end], "Wittgenstein"))
        doubted = certainty(translation_service.translation_model, job, absurd, Stop())
        assert doubted[-1].step == 3


def test_another_column_opens_other_segments(app: App, tmp_path: Path) -> None:
    translation_service = app.translation_service
    path = write(tmp_path, "id,name,note\n1,A lamp,It is old\n2,A book,It is new\n", "a.csv")
    names = translation_service.open_file(path, JobOptions("zh", source="en", column="name"))
    assert [item.source for item in translation_service.translations.segments(names.id)] == ["A lamp", "A book"]
    notes = translation_service.open_again(names.id, JobOptions("zh", source="en", column="note"))
    assert [item.source for item in translation_service.translations.segments(notes.id)] == ["It is old", "It is new"]


@pytest.mark.model
def test_stopping_keeps_what_is_done_and_running_again_does_the_rest(app: App) -> None:
    translation_service = app.translation_service
    sentences = [
        f"The {animal} is sitting near the old house number {n}." for n, animal in enumerate(["cat", "dog", "cow"] * 10)
    ]
    job = translation_service.open_text(" ".join(sentences), JobOptions("zh"))
    stop = Stop()
    kept: set[int] = set()
    for event in translation_service.run(job.id, stop):
        if isinstance(event, Done):
            kept.add(event.segment.id)
            if len(kept) == 3:
                stop.set()
    halfway = translation_service.translations.job(job.id)
    assert 3 <= halfway.done + halfway.doubtful < 30
    later = {event.segment.id for event in translation_service.run(job.id, Stop()) if isinstance(event, Done)}
    assert not kept & later
    assert translation_service.translations.job(job.id).complete


@pytest.mark.model
def test_alternatives_and_the_rest_of_the_sentence(app: App) -> None:
    translation_service = app.translation_service
    job = run(translation_service, translation_service.open_text("今天天气很好。", JobOptions("en")))
    (segment,) = translation_service.translations.segments(job.id)
    choices = Choices(translation_service.translation_model)
    found = choices.alternatives(job, segment, 0, Stop())
    assert len(found) >= 2
    assert found[0].probability >= found[1].probability > 0
    assert sum(choice.present for choice in found) == 1
    other = next(choice for choice in found if not choice.present)
    rewritten = list(choices.rewrite(job, segment, 0, other.text, Stop()))
    assert rewritten[-1].startswith(other.text)
    assert rewritten[-1] != segment.target


@pytest.mark.model
def test_back_translation_is_measured(app: App) -> None:
    translation_service = app.translation_service
    job = run(translation_service, translation_service.open_text("The weather is nice today.", JobOptions("zh")))
    assert isinstance(list(translate_back(translation_service, job.id, Stop()))[-1], Ended)
    (segment,) = translation_service.translations.segments(job.id)
    assert segment.back_chrf is not None
    assert 20 < segment.back_chrf <= 100


@pytest.mark.model
@pytest.mark.slow
def test_a_killed_run_goes_on_with_nothing_lost_or_done_twice(app: App, paths: Paths, tmp_path: Path) -> None:
    text = "\n".join(
        f"The {what} number {n} stands in the room." for n, what in enumerate(["lamp", "table", "chair"] * 20)
    )
    path = write(tmp_path, text, "a.txt")
    command = [sys.executable, "-m", "desktop", "translate", str(path), "--to", "zh"]
    # A session of its own: the kill takes the engine's process along, as a power cut would.
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    translations = Translations(app.store.database)
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        jobs = translations.jobs()
        if jobs and jobs[0].done + jobs[0].doubtful >= 5:
            break
        time.sleep(0.05)
    assert process.poll() is None, "it was too fast to be killed"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    (job,) = translations.jobs()
    before = {item.position: item for item in translations.segments(job.id) if item.status is not SegmentStatus.WAITING}
    assert 5 <= len(before) < 60
    again = app.translation_service.open_file(path, JobOptions("zh"))
    assert again.id == job.id
    done = [event.segment.position for event in app.translation_service.run(job.id, Stop()) if isinstance(event, Done)]
    assert sorted([*done, *before]) == list(range(60))
    after = translations.segments(job.id)
    assert all(after[position] == item for position, item in before.items())
    assert all(plain(item.target).strip() for item in after)
    assert len(app.translation_service.export(job.id).decode().splitlines()) == 60
