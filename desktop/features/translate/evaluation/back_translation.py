"""Back-translation: the target translated back, and how much of the source is in it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from desktop.features.generation.stop import Stop
from desktop.features.translate.evaluation.scores import sentence_chrf
from desktop.features.translate.model.asker import Asker
from desktop.features.translate.model.attempts import Options, Translator
from desktop.features.translate.model.segment_workers import Ready, SegmentWorkers
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.features.translate.terms.glossary import Matcher
from desktop.features.translate.terms.memory import Recall
from desktop.features.translate.translation_service import Done, Ended, Progress, TranslationService
from desktop.formats.markdown.inline import plain
from desktop.store.translation.records import SegmentStatus


def translate_back(translation_service: TranslationService, job_id: int, stop: Stop) -> Iterator[Done | Ended]:
    """Measure every segment that has a target and no such measure yet; each is kept as `back_chrf` (0 to 100).

    Raises ModelFileError(NO_MODEL), StoreError.
    """
    job = translation_service.translations.job(job_id)
    back = Options(LANGUAGES[job.target_language], LANGUAGES[job.source_language])
    asker = Asker(translation_service.translation_model.engine)
    languages = back.source_language.tag, back.target_language.tag
    translator = Translator(
        translation_service.translation_model.family, asker, back, Matcher((), *languages), Recall(None, *languages)
    )
    segments = {item.id: item for item in translation_service.translations.segments(job_id)}
    waiting = [
        replace(item, source=plain(item.target), target="", status=SegmentStatus.WAITING)
        for item in segments.values()
        if item.status is not SegmentStatus.WAITING and item.back_chrf is None
    ]
    done = 0
    with stop.stopping(asker.cancel):
        for event in SegmentWorkers(translator, asker, waiting, context=False).events():
            if isinstance(event, Ready) and not event.result.error:
                before = translation_service.translations.segment(event.segment.id)
                kept = replace(before, back_chrf=sentence_chrf(event.result.target, before.source))
                if before.target == segments[before.id].target:
                    translation_service.translations.keep([kept])
                done += 1
                yield Done(kept, Progress(done, len(waiting), 0, 0.0, None))
    yield Ended(translation_service.translations.job(job_id))
