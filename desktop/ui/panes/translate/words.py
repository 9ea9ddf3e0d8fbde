"""What the translate pane says."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.i18n import translate
from desktop.features.translate.problem_text import problem_text
from desktop.store.translation_records import Job, Segment


def doubt(segment: Segment) -> str:
    """What is doubted about a segment, as a sentence without its full stop."""
    said = [problem_text(problem) for problem in segment.problems]
    text = translate("TranslatePane", ", ").join(said) or translate("TranslatePane", "The model is unsure")
    return text[:1].upper() + text[1:]


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
