"""How sure the model is of each word of a translation, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.engine.protocol.messages import Score
from desktop.features.chat.insight import STEPS, read
from desktop.features.generation.stop import Stop
from desktop.features.models.abilities import require_scoring
from desktop.features.translate.job_options import JobOptions
from desktop.features.translate.model.asker import Asker
from desktop.features.translate.model.prompts import Task
from desktop.features.translate.model.translation_model import TranslationModel
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.features.translate.segmentation.words import words
from desktop.formats.markdown.inline import plain
from desktop.store.translation.records import Job, Segment


@dataclass(frozen=True)
class Word:
    """A word of the target without its marks, by its offsets, and how probable the least probable part of it is."""

    start: int
    end: int
    probability: float

    @property
    def step(self) -> int:
        """0 for a likely word, to 3 for an unlikely one."""
        return sum(self.probability < limit for limit in STEPS)


def certainty(translation_model: TranslationModel, job: Job, segment: Segment, stop: Stop) -> tuple[Word, ...]:
    """The words of a segment's target after its prompt; none where the engine can't say.

    Raises ModelFileError(NO_MODEL), EndpointError(ENDPOINT_UNABLE).
    """
    require_scoring(translation_model.model)
    target = plain(segment.target)
    if not target.strip() or stop.is_set:
        return ()
    task = Task(
        plain(segment.source),
        LANGUAGES[job.source_language],
        LANGUAGES[job.target_language],
        tone=JobOptions.of(job).tone,
        instructions=JobOptions.of(job).instructions,
    )
    request = translation_model.family.request(task, prefill=target)
    score = Score(text=request.prefill, prompt=request.prompt, messages=request.messages)
    asker = Asker(translation_model.engine)
    with stop.stopping(asker.cancel):
        tokens = asker.tokens(score)
    found = read(request.prefill, tokens)
    before = len(request.prefill) - len(target)  # a base model's answer begins with a space
    pieces = [(piece.start - before, piece.end - before, piece.probability) for piece in found.pieces]
    made = []
    for start, end in words(target):
        known = [chance for first, last, chance in pieces if first < end and last > start and chance is not None]
        if known:
            made.append(Word(start, end, min(known)))
    return tuple(made)
