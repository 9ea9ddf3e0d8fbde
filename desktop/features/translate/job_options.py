"""How a job is to be translated: what a person asks for, and how it is kept with the job."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop.store.translation.records import Job, Term


@dataclass(frozen=True)
class JobOptions:
    """How a job is to be translated. Kept with it; `source` "" detects the language."""

    target: str
    source: str = ""
    tone: str = ""
    instructions: str = ""
    context: bool = False
    column: str = ""
    model: str = ""  # asked for by name: what another one translated isn't taken over
    glossaries: tuple[int, ...] = ()
    terms: tuple[Term, ...] = field(default=(), compare=False)  # of a file, for the next run only

    @classmethod
    def of(cls, job: Job) -> JobOptions:
        """Those kept with a job, also by older versions, which knew fewer."""
        kept = job.options
        return cls(
            job.target_language,
            job.source_language,
            str(kept.get("tone", "")),
            str(kept.get("instructions", "")),
            bool(kept.get("context")),
            str(kept.get("column", "")),
            str(kept.get("model", "")),
            tuple(kept.get("glossaries", ())),
        )

    @property
    def kept(self) -> dict[str, Any]:
        """What is kept with the job, besides its languages."""
        return {
            "tone": self.tone,
            "instructions": self.instructions,
            "context": self.context,
            "column": self.column,
            "model": self.model,
            "glossaries": list(self.glossaries),
        }

    @property
    def style(self) -> tuple[str, str, str]:
        """What makes another translation of the same sentence."""
        return self.tone, self.instructions, self.model
