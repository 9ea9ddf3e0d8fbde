"""Summaries of scenes, kept up to date in the background; a person's own words are never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from desktop.engine.protocol.messages import Delta, Finished
from desktop.engine.protocol.outcome import Ending
from desktop.features.generation.status import error_of
from desktop.features.generation.stop import Stop
from desktop.features.story.context.model_session import StoryModel
from desktop.features.story.sampling_presets import GREEDY, is_chinese
from desktop.features.story.writing import output_rules as clean
from desktop.features.story.writing.output_rules import Rules
from desktop.store.stories.records import Node, NodeKind, digest
from desktop.store.stories.stories import Stories

RESTED = timedelta(seconds=60)
LEAST_WORDS = 40  # a shorter scene is its own summary
_WORDS = 60
_TOKENS = 160
_TEXT_SHARE = 0.5  # of the context: longer scenes are summarised in pieces


@dataclass(frozen=True)
class Summarised:
    """A scene has a new summary."""

    node_id: int
    summary: str


class Summaries:
    """Which scenes need a summary, and writing it."""

    def __init__(self, stories: Stories, story_model: StoryModel) -> None:
        self._stories = stories
        self._story_model = story_model

    def stale(self, project_id: int, rested: timedelta | None = None) -> list[Node]:
        """Scenes whose text changed since they were summarised and has rested; never those a person summarised."""
        texts = self._stories.texts(project_id)
        rested = RESTED if rested is None else rested
        now = datetime.now(UTC)
        found = []
        for node in self._stories.outline(project_id):
            text = texts.get(node.id)
            if node.kind is not NodeKind.SCENE or text is None or now - text.saved < rested or _is_own(node):
                continue
            if node.words >= LEAST_WORDS and node.summary_of != digest(text.text):
                found.append(node)
        return found

    def keep(self, project_id: int, stop: Stop, rested: timedelta | None = None) -> Iterator[Summarised]:
        """Summarise every scene that needs it, behind everything a person waits for; ends when none is left.

        A failure of the engine ends it; the next call begins again. Raises LamplightError.
        """
        for node in self.stale(project_id, rested):
            if stop.is_set:
                return
            for _ in self._story_model.ready(stop):
                pass
            summary = self.write(node.id, stop, background=True)
            if summary:
                yield Summarised(node.id, summary)

    def write(self, node_id: int, stop: Stop, *, background: bool, replace_own: bool = False) -> str:
        """Summarise a scene and keep it; "" where it was stopped, or a person wrote one meanwhile.

        Raises LamplightError.
        """
        node = self._stories.node(node_id)
        text = self._stories.text(node_id).text
        language = self._stories.project(node.project_id).language
        if not text.strip():
            return ""
        summary = self._summary(text, language, stop, background)
        now = self._stories.node(node_id)
        if not summary or stop.is_set or (_is_own(now) and not replace_own):
            return ""
        self._stories.set_summary(node_id, summary, digest(text))
        return summary

    def _summary(self, text: str, language: str, stop: Stop, background: bool) -> str:
        most = int(self._story_model.context * _TEXT_SHARE)
        pieces = self._pieces(text, most)
        found = []
        for piece in pieces:
            written = self._ask(piece, language, stop, background)
            if stop.is_set:
                return ""
            found.append(written)
        joined = " ".join(filter(None, found)) if not is_chinese(language) else "".join(found)
        if len(found) > 1 and self._story_model.count(joined) > most // 4:
            return self._summary(joined, language, stop, background)
        return joined

    def _pieces(self, text: str, most: int) -> list[str]:
        pieces, gathered = [], ""
        for paragraph in text.split("\n\n"):
            longer = f"{gathered}\n\n{paragraph}" if gathered else paragraph
            if gathered and self._story_model.count(longer) > most:
                pieces.append(gathered)
                longer = paragraph
            gathered = longer
            while self._story_model.count(gathered) > most:  # a paragraph longer than there is room for
                at = max(1, len(gathered) * most // (2 * self._story_model.count(gathered)))
                pieces.append(gathered[:at])
                gathered = gathered[at:]
        return [*pieces, gathered] if gathered.strip() else pieces

    def _ask(self, text: str, language: str, stop: Stop, background: bool) -> str:
        asked = self._story_model.family.summary(text, language)
        sampling = replace(GREEDY, dry_multiplier=0.8, dry_allowed_length=4)
        request = replace(asked.request(), sampling=sampling, max_tokens=_TOKENS * 2, background=background)
        call = self._story_model.engine.generate(request)
        raw, words = "", _WORDS * (2 if is_chinese(language) else 1)
        rules = Rules(language, words, answer=True)
        with stop.stopping(call.cancel):
            for event in call.ticking(0.5):
                if isinstance(event, Delta):
                    raw += event.text
                    if not call.cancelled and clean.cut(raw, rules, False) >= 0:
                        call.cancel()
                if isinstance(event, Finished) and event.outcome.ending in (Ending.FAILED, Ending.DIED):
                    raise error_of(event.outcome)
        start, end = clean.visible(raw, rules, True)
        text = raw[start:end]
        at = clean.cut(text, rules, True)
        return " ".join((text[:at] if at >= 0 else text).split())


def _is_own(node: Node) -> bool:
    """Whether a person wrote the summary."""
    return bool(node.summary.strip()) and not node.summary_of
