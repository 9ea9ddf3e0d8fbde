"""What the translate pane says."""

from __future__ import annotations

import math
from collections.abc import Sequence

from desktop.base.i18n import translate
from desktop.features.translate.quality.checks import length_ratio
from desktop.features.translate.quality.problem_text import problem_text
from desktop.formats.markdown.inline import plain
from desktop.store.translation.records import Job, Origin, Segment


def doubt(segment: Segment) -> str:
    """What is doubted about a segment, as a sentence without its full stop."""
    said = [problem_text(problem) for problem in segment.problems]
    text = translate("TranslatePane", ", ").join(said) or translate("TranslatePane", "The model is unsure")
    return text[:1].upper() + text[1:]


def quality(segment: Segment) -> str:
    """What is known of how good a segment is: probabilities of a word, length against the source, back-translation."""
    said = []
    if segment.origin is Origin.PERSON:
        said.append(translate("TranslatePane", "written or kept by you"))
    elif segment.origin in (Origin.MEMORY, Origin.IMPORTED):
        said.append(translate("TranslatePane", "from the memory"))
    if segment.logprob is not None:
        text = translate("TranslatePane", "a word on average {mean} % probable")
        said.append(text.format(mean=_percent(segment.logprob)))
    if segment.least_logprob is not None:
        text = translate("TranslatePane", "the least {least} %")
        said.append(text.format(least=_percent(segment.least_logprob)))
    ratio = length_ratio(plain(segment.source), plain(segment.target))
    said.append(translate("TranslatePane", "length {ratio}").format(ratio=f"{ratio:.2f}"))
    if segment.back_chrf is not None:
        text = translate("TranslatePane", "translated back {chrf} of 100")
        said.append(text.format(chrf=round(segment.back_chrf)))
    if segment.adapters:
        text = translate("TranslatePane", "with {adapters}")
        named = translate("TranslatePane", ", ").join(f"{one.name} {one.scale:g}" for one in segment.adapters)
        said.append(text.format(adapters=named))
    text = translate("TranslatePane", ", ").join(said)
    return text[:1].upper() + text[1:]


def _percent(logprob: float) -> str:
    share = math.exp(logprob) * 100
    return f"{share:.0f}" if share >= 1 else "<1"


def speed(characters_per_second: float) -> str:
    """How fast a document goes."""
    if characters_per_second <= 0:
        return ""
    a_minute = round(characters_per_second * 60)
    return translate("TranslatePane", "{n} characters a minute").format(n=f"{a_minute:,}")


def time_left(seconds: float | None) -> str:
    """The remaining time, roughly; "" while it isn't known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return translate("TranslatePane", "less than a minute left")
    if seconds < 3600:
        return translate("TranslatePane", "about {n} min left").format(n=round(seconds / 60))
    hours, minutes = divmod(round(seconds / 60), 60)
    return translate("TranslatePane", "about {hours} h {minutes} min left").format(hours=hours, minutes=minutes)


def title(job: Job) -> str:
    """A job in the list."""
    return job.title or translate("TranslatePane", "Untitled")


def state(job: Job) -> str:
    """How far a job is, in a word."""
    if not job.complete:
        percent = 100 * (job.done + job.doubtful) // max(1, job.segments)
        return f"{percent} %"
    return ""


def joined(parts: Sequence[str]) -> str:
    """Those that say something, after one another."""
    return translate("TranslatePane", ", ").join(part for part in parts if part)
