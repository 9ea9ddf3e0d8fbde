"""What is doubtful about a segment, in words for people."""

from __future__ import annotations

from collections.abc import Callable

from desktop.base.i18n import translate
from desktop.features.translate.quality.checks import Problem

_SENTENCES: dict[Problem, Callable[[], str]] = {
    Problem.EMPTY: lambda: translate("Translation", "nothing was translated"),
    Problem.CUT: lambda: translate("Translation", "the translation is cut off"),
    Problem.REPEATS: lambda: translate("Translation", "the translation repeats itself"),
    Problem.WRONG_LANGUAGE: lambda: translate("Translation", "the translation may be in another language"),
    Problem.TOO_LONG: lambda: translate("Translation", "the translation is much longer than the source"),
    Problem.TOO_SHORT: lambda: translate("Translation", "the translation is much shorter than the source"),
    Problem.COPIED: lambda: translate("Translation", "the source was only repeated"),
    Problem.LOST_NUMBER: lambda: translate("Translation", "a number is missing"),
    Problem.LOST_ADDRESS: lambda: translate("Translation", "an address is missing"),
    Problem.LOST_PLACEHOLDER: lambda: translate("Translation", "a placeholder is missing or added"),
    Problem.LOST_MARKS: lambda: translate("Translation", "formatting is missing"),
    Problem.MISSING_TERM: lambda: translate("Translation", "a term of the glossary is missing"),
    Problem.UNSURE: lambda: translate("Translation", "the model is unsure"),
    Problem.FAILED: lambda: translate("Translation", "the model’s process failed"),
}


def problem_text(problem: str) -> str:
    """A problem kept with a segment; one of a newer version is shown as it is."""
    return _SENTENCES[Problem(problem)]() if problem in Problem.__members__.values() else problem
