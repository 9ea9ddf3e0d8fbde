"""From one source segment to exactly one target: try, check, try in other ways, and say what is still wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop.engine.protocol.adapters import Adapter
from desktop.engine.protocol.messages import Generate, Sampling
from desktop.features.translate.model.asker import Answer, Asker
from desktop.features.translate.model.forced_terms import place_forced
from desktop.features.translate.model.postprocess import finish
from desktop.features.translate.model.prompts import Family, Task
from desktop.features.translate.quality.checks import (
    Problem,
    check,
    literals,
    lost_literals,
    needs_translation,
    severity,
)
from desktop.features.translate.segmentation.languages import Language, convert_chinese
from desktop.features.translate.segmentation.split import join, split_weakly
from desktop.features.translate.terms.glossary import Hit, Matcher
from desktop.features.translate.terms.memory import Recall
from desktop.formats.markdown.inline import Kind, parse, plain, repair, same_marks
from desktop.store.translation.records import Origin, SegmentStatus, Term

_MOST_TERMS = 12
_MOST_PAIRS_ALIGNED = 4


@dataclass(frozen=True)
class Options:
    """How a job is translated; `terms` are those of its glossaries."""

    source_language: Language
    target_language: Language
    tone: str = ""
    instructions: str = ""
    background: bool = True


@dataclass(frozen=True)
class Result:
    """The one target of a segment and what is known about it."""

    target: str
    status: SegmentStatus = SegmentStatus.DONE
    origin: Origin = Origin.MODEL
    problems: tuple[str, ...] = ()
    logprob: float | None = None
    least_logprob: float | None = None
    attempts: int = 0
    error: Answer | None = None  # the engine's failure, when it was that
    adapters: tuple[Adapter, ...] = ()  # that worked while it was written


@dataclass(frozen=True)
class _Candidate:
    text: str
    problems: tuple[Problem, ...]
    logprob: float | None = None
    least_logprob: float | None = None

    @property
    def rank(self) -> tuple[float, float]:
        return severity(self.problems), -(self.logprob if self.logprob is not None else -9.0)


@dataclass
class _Work:
    """What is known while one segment is worked on."""

    source: str
    task: Task
    hits: Sequence[Hit]
    candidates: list[_Candidate] = field(default_factory=list)
    attempts: int = 0
    error: Answer | None = None
    adapters: tuple[Adapter, ...] = ()

    @property
    def best(self) -> _Candidate | None:
        return min(self.candidates, key=lambda candidate: candidate.rank, default=None)

    @property
    def solved(self) -> bool:
        best = self.best
        return best is not None and not best.problems


class Translator:
    """Translates segments of one job. Thread-safe: it keeps nothing between segments."""

    def __init__(self, family: Family, asker: Asker, options: Options, matcher: Matcher, recall: Recall) -> None:
        self._family = family
        self._asker = asker
        self._options = options
        self._matcher = matcher
        self._recall = recall

    def translate(
        self, source: str, before: Sequence[tuple[str, str]] = (), on_text: Callable[[str], None] | None = None
    ) -> Result | None:
        """The target of `source`; None when the job was stopped. `before` are the pairs that precede it."""
        ready = self.without_model(source)
        if ready is not None:
            return ready
        work = self._begin(source, before)
        for _ in self._tries(work, on_text):
            if self._asker.cancelled:
                return None
            if work.solved or work.error:
                break
        return None if self._asker.cancelled else self._result(work)

    def without_model(self, source: str) -> Result | None:
        """The target where none is needed from a model: nothing to translate, the memory has it, or it is converted."""
        options = self._options
        if not needs_translation(source) or options.source_language.tag == options.target_language.tag:
            return Result(source, origin=Origin.COPIED)
        if options.source_language.is_chinese and options.target_language.is_chinese:
            return Result(convert_chinese(source, options.target_language), origin=Origin.CONVERTED)
        remembered = self._recall.exact(source)
        return Result(remembered, origin=Origin.MEMORY) if remembered else None

    # -- the ladder --------------------------------------------------------------------------------------------------

    def _begin(self, source: str, before: Sequence[tuple[str, str]]) -> _Work:
        hits = self._matcher.find(plain(source)) if self._matcher else []
        terms = tuple(dict.fromkeys(hit.term for hit in hits))[:_MOST_TERMS]
        examples = tuple((match.entry.source, match.entry.target) for match in self._recall.examples(source))
        options = self._options
        task = Task(
            source=source,
            source_language=options.source_language,
            target_language=options.target_language,
            terms=terms,
            before=tuple(before),
            examples=examples[::-1],
            tone=options.tone,
            instructions=options.instructions,
        )
        return _Work(source, task, hits)

    def _tries(self, work: _Work, on_text: Callable[[str], None] | None) -> Iterator[None]:
        """Each step tries one way more; the caller stops when one worked."""
        self._try(work, work.task, None, on_text)
        yield
        self._force(work)
        yield
        self._try(work, replace(work.task, rotation=1, before=()), self._greedy)
        yield
        if self._is_divisible(work):
            self._divide(work)
            yield
        for number, temperature in enumerate((0.4, 0.8), 1):
            sampling = Sampling(temperature=temperature, top_k=40, top_p=0.9, min_p=0.05, seed=number)
            self._try(work, replace(work.task, rotation=number + 1, before=()), sampling)
            yield
        self._force(work)
        yield

    @property
    def _greedy(self) -> Sampling:
        return Sampling(temperature=0.0, seed=0)

    def _try(
        self, work: _Work, task: Task, sampling: Sampling | None, on_text: Callable[[str], None] | None = None
    ) -> None:
        answer = self._ask(work, self._family.request(task, sampling=sampling), on_text)
        if answer is not None:
            text = self._family.read(answer.text, work.source)
            self._add(work, text, answer.logprob, answer.least_logprob, cut=answer.cut)

    def _ask(self, work: _Work, request: Generate, on_text: Callable[[str], None] | None = None) -> Answer | None:
        work.attempts += 1
        request = replace(request, alternatives=0, background=self._options.background)
        answer = self._asker.ask(request, on_text)
        if answer.broken:
            work.error = answer
        work.adapters = answer.adapters
        return None if answer.broken or answer.cancelled else answer

    def _add(self, work: _Work, text: str, logprob: float | None, least: float | None, *, cut: bool) -> None:
        options = self._options
        target = finish(text, options.target_language, options.tone, plain(work.source))
        lost_label = any(label not in plain(target) for label in labels(work.source))
        if plain(target).strip() and not same_marks(work.source, target):
            target = repair(work.source, target, self._aligned(work, plain(target)))
        problems = check(work.source, target, options.source_language, options.target_language, cut=cut)
        if lost_label and Problem.LOST_PLACEHOLDER not in problems:
            problems.append(Problem.LOST_PLACEHOLDER)
        if self._matcher.missing(work.hits, plain(target)):
            problems.append(Problem.MISSING_TERM)
        work.candidates.append(_Candidate(target, tuple(problems), logprob, least))

    def _aligned(self, work: _Work, written: str) -> dict[int, str]:
        """What the insides of pairs are in the target language, where they aren't there as they stand."""
        text, marks = parse(work.source)
        opened = {item.number: item.at for item in marks if item.kind is Kind.OPEN}
        found: dict[int, str] = {}
        for item in marks:
            inner = (
                text[opened[item.number] : item.at].strip() if item.kind is Kind.CLOSE and item.number in opened else ""
            )
            if not inner or len(found) >= _MOST_PAIRS_ALIGNED or len(inner) > len(text) * 0.8 or inner in written:
                continue
            terms = [hit.term.target for hit in work.hits if hit.term.source.lower() == inner.lower()]
            if terms:
                found[item.number] = terms[0]
                continue
            answer = self._ask(work, self._family.request(replace(work.task, source=inner, before=(), examples=())))
            if answer is None:
                break
            found[item.number] = finish(self._family.read(answer.text, inner), self._options.target_language)
        return found

    # -- other ways --------------------------------------------------------------------------------------------------

    def _force(self, work: _Work) -> None:
        """Write again what lacks a term, a placeholder or an address, with it where the model finds it likeliest."""
        best = work.best
        if (
            best is None
            or work.error
            or not {Problem.MISSING_TERM, Problem.LOST_PLACEHOLDER, Problem.LOST_ADDRESS} & set(best.problems)
        ):
            return
        # One after the other: each is put into what the one before left.
        for wanted in self._wanted(work, best)[:4]:
            best = work.best
            if best is None or wanted not in self._wanted(work, best) or self._asker.cancelled or work.error:
                continue
            share = _share(work, wanted)
            for answer, text in place_forced(self._family, self._asker, work.task, plain(best.text), wanted, share):
                work.attempts += 1
                self._add(work, text, answer.logprob, answer.least_logprob, cut=answer.cut)
                if not work.candidates[-1].problems:
                    break

    def _wanted(self, work: _Work, candidate: _Candidate) -> list[str]:
        written = plain(candidate.text)
        said = plain(work.source)
        lost = [text for text in lost_literals(said, written) if text in literals(work.source)]
        # A lost label's mark was put somewhere all the same, so its text is there; its problem tells.
        if Problem.LOST_PLACEHOLDER in candidate.problems and not lost:
            lost = [label for label in labels(work.source) if label not in _without_labels(candidate.text)]
        return [*(term.target for term in self._matcher.missing(work.hits, written)), *lost]

    def _is_divisible(self, work: _Work) -> bool:
        best = work.best
        bad = {Problem.CUT, Problem.REPEATS, Problem.TOO_SHORT, Problem.TOO_LONG, Problem.EMPTY, Problem.COPIED}
        return best is not None and bool(bad & set(best.problems)) and len(plain(work.source)) >= 40

    def _divide(self, work: _Work) -> None:
        """The sentence in two or more parts, each translated for itself."""
        parts = split_weakly(work.source)
        if len(parts.parts) < 2:
            return
        targets, logprobs = [], []
        for part in parts.parts:
            answer = self._ask(work, self._family.request(replace(work.task, source=part.text, before=(), examples=())))
            if answer is None:
                return
            targets.append(self._family.read(answer.text, part.text))
            logprobs.append(answer.logprob)
        known = [value for value in logprobs if value is not None]
        mean = sum(known) / len(known) if known else None
        self._add(work, join(parts, targets, self._options.target_language.spaced), mean, None, cut=False)

    def _result(self, work: _Work) -> Result:
        best = work.best
        if best is None or not plain(best.text).strip():
            problem = Problem.FAILED if work.error else Problem.EMPTY
            return Result(
                work.source, SegmentStatus.DOUBTFUL, problems=(problem,), attempts=work.attempts, error=work.error
            )
        problems = list(best.problems)
        if best.logprob is not None and best.logprob < self._family.unsure_below(self._options.target_language):
            problems.append(Problem.UNSURE)
        status = SegmentStatus.DOUBTFUL if problems else SegmentStatus.DONE
        return Result(
            best.text,
            status,
            Origin.MODEL,
            tuple(problems),
            _finite(best.logprob),
            _finite(best.least_logprob),
            work.attempts,
            adapters=work.adapters,
        )


def labels(source: str) -> list[str]:
    """The labels of a source's marks: code and the like, that the target must have as well."""
    return [item.label for item in parse(source)[1] if item.label]


def _without_labels(text: str) -> str:
    return parse(text)[0]


def _finite(value: float | None) -> float | None:
    return round(value, 4) if value is not None and math.isfinite(value) else None


def _share(work: _Work, wanted: str) -> float:
    """Where in the source, as a share of its length, what is wanted stands."""
    said = plain(work.source)
    at = next((hit.start for hit in work.hits if hit.term.target == wanted), said.find(wanted))
    return max(0, at) / max(1, len(said))


def terms_of(hits: Sequence[Hit]) -> list[Term]:
    """The terms of hits, each once."""
    return list(dict.fromkeys(hit.term for hit in hits))
