"""Other ways to say it: alternatives for a word of a translation, and the rest of the sentence from the one chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from desktop.engine.protocol.messages import Alternative, Generate, Sampling
from desktop.features.generation.stop import Stop
from desktop.features.models.abilities import require_exact_words
from desktop.features.translate.job_options import JobOptions
from desktop.features.translate.model.asker import Answer, Asker
from desktop.features.translate.model.postprocess import finish
from desktop.features.translate.model.prompts import Family, Task
from desktop.features.translate.model.translation_model import TranslationModel
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.features.translate.segmentation.words import first_word, word_at
from desktop.formats.markdown.inline import plain, repair
from desktop.store.translation.records import Job, Segment

_MOST = 8
_LEAST_PROBABILITY = 0.005
_WORD_TOKENS = 5


@dataclass(frozen=True)
class Choice:
    """A word or piece that could stand there, and how probable the model finds its beginning (0 to 1)."""

    text: str
    probability: float
    present: bool = False  # what stands there now


class Choices:
    """Asks about one job's sentences, in front of what runs in the background."""

    def __init__(self, translation_model: TranslationModel) -> None:
        self._translation_model = translation_model

    def alternatives(self, job: Job, segment: Segment, at: int, stop: Stop) -> list[Choice]:
        """What could stand in the place of the word at `at` (an offset in the target without marks), likeliest first.

        Raises ModelFileError(NO_MODEL), EndpointError(ENDPOINT_UNABLE); an engine that fails gives an empty list.
        """
        require_exact_words(self._translation_model.model)
        family, task, target = self._ask_about(job, segment)
        start, end = word_at(target, at)
        asker = Asker(self._translation_model.engine)
        with stop.stopping(asker.cancel):
            first = asker.ask(
                replace(self._request(family, task, target[:start]), alternatives=_MOST * 2, max_tokens=1)
            )
            if not first.infos:
                return []
            begun = _usable(first.infos[0].alternatives, spaced=bool(target[:start]) and task.target_language.spaced)
            with ThreadPoolExecutor(max(1, len(begun))) as pool:
                words = list(pool.map(lambda item: self._word(asker, family, task, target[:start], item), begun))
        present = target[start:end]
        choices: dict[str, Choice] = {}
        for item, word in zip(begun, words, strict=True):
            if word and word not in choices:
                choices[word] = Choice(word, item.probability, word == present)
        return sorted(choices.values(), key=lambda choice: -choice.probability)[:_MOST]

    def rewrite(self, job: Job, segment: Segment, at: int, choice: str, stop: Stop) -> Iterator[str]:
        """The target with `choice` at `at`, and what the model writes after it as it grows; the last has the marks."""
        require_exact_words(self._translation_model.model)
        family, task, target = self._ask_about(job, segment)
        start, _ = word_at(target, at)
        beginning = target[:start] + choice
        asker = Asker(self._translation_model.engine)
        shown: list[str] = []
        with stop.stopping(asker.cancel):
            answer = asker.ask(self._request(family, task, beginning), shown.append)
        yield from (beginning + text for text in shown)
        if not (answer.cancelled or answer.broken):
            written = finish(family.read(beginning + answer.text, task.source), task.target_language)
            yield repair(segment.source, written)

    def _ask_about(self, job: Job, segment: Segment) -> tuple[Family, Task, str]:
        task = Task(
            plain(segment.source),
            LANGUAGES[job.source_language],
            LANGUAGES[job.target_language],
            tone=JobOptions.of(job).tone,
            instructions=JobOptions.of(job).instructions,
        )
        return self._translation_model.family, task, plain(segment.target)

    @staticmethod
    def _request(family: Family, task: Task, beginning: str) -> Generate:
        # A space before the place belongs to the token that comes: the prompt must not have it.
        greedy = Sampling(temperature=0.0, seed=0)
        return family.request(task, sampling=greedy, prefill=beginning.rstrip(), background=False)

    def _word(self, asker: Asker, family: Family, task: Task, before: str, item: Alternative) -> str:
        """The whole word that begins with a token: it is written on to its end."""
        text = item.text
        word = text.strip()
        if not word or not word[-1].isalnum():
            return word
        request = self._request(family, task, before)
        answer: Answer = asker.ask(replace(request, prefill=request.prefill + text, max_tokens=_WORD_TOKENS))
        return first_word((text + answer.text).lstrip()) or word


def _usable(alternatives: Sequence[Alternative], *, spaced: bool) -> list[Alternative]:
    """Those that begin a word, are whole characters, and are not negligible."""
    return [
        item
        for item in alternatives
        if item.probability >= _LEAST_PROBABILITY
        and item.text.strip()
        and "\ufffd" not in item.text
        and "\n" not in item.text
        and (not spaced or item.text[0].isspace() or not item.text[0].isalnum())
    ]
