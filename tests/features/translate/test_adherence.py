"""Glossary adherence: over a hundred segments every term is in its target, or the segment is marked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.app import App, build
from desktop.base.paths import Paths
from desktop.features.generation.stop import Stop
from desktop.features.translate.terms.glossary import Matcher, has
from desktop.features.translate.translation_service import Ended, JobOptions, TranslationService
from desktop.formats.markdown.inline import plain
from desktop.store.translation.records import Segment, SegmentStatus, Term

# Odd translations on purpose: none is what the model would write by itself.
_TERMS = [
    Term("lamp", "灵灯"),
    Term("notebook", "手札"),
    Term("harbour", "泊港"),
    Term("captain", "舰长"),
    Term("language model", "语模"),
]
_FORMS = [
    "The {term} is on the table.",
    "I have never seen such a {term} before.",
    "She gave him the {term} and went home.",
    "Where is the {term}?",
    "The {term}s in this town are very old.",
    "Nobody knows the name of the {term}.",
    "We talked about the {term} for two hours.",
    "A new {term} costs a lot of money.",
    "Without the {term} we can't go on.",
    "He wrote a long letter about the {term}.",
    "The children looked at the {term} in silence.",
    "My father bought the {term} in 1987.",
    "The story of the {term} begins here.",
    "Please bring the {term} tomorrow morning.",
    "The {term} was lost, but they found it again.",
    "The {term} is bigger than the house.",
    "You can see the {term} from the window.",
    "The {term} belongs to my sister.",
    "They sold the {term} last year.",
    "Everybody likes the {term}.",
]


@pytest.fixture
def app(paths: Paths) -> Iterator[App]:
    with closing(build(paths)) as made:
        yield made


def translated(translation_service: TranslationService, sentences: list[str], terms: list[Term]) -> list[Segment]:
    job = translation_service.open_text("\n".join(sentences), JobOptions("zh", terms=tuple(terms)))
    events = list(translation_service.run(job.id, Stop(), terms=terms))
    assert isinstance(events[-1], Ended)
    assert events[-1].job.complete
    return translation_service.translations.segments(job.id)


@pytest.mark.model
@pytest.mark.slow
def test_every_term_is_there_or_the_segment_is_marked(app: App, tmp_path: Path) -> None:
    sentences = [form.format(term=term.source) for form in _FORMS for term in _TERMS]
    segments = translated(app.translation_service, sentences, _TERMS)
    assert len(segments) == 100
    matcher = Matcher(_TERMS, "en", "zh")
    adhering = 0
    for segment in segments:
        hits = matcher.find(segment.source)
        assert hits, segment.source
        there = all(has(plain(segment.target), hit.term.target, "zh") for hit in hits)
        adhering += there
        assert there or segment.status is SegmentStatus.DOUBTFUL
        assert there == ("missing_term" not in segment.problems)
    assert adhering >= 95, "forcing repairs nearly all"
