"""The story feature: goes on at the caret, offers openings, rewrites, proposes; every result is kept as a take.

Each entry is a plain generator of events, so that the window runs it on a thread and the command line in a loop. What
is wrong with the wish (no model, an empty passage, a scene that is gone) raises before `TakeKept`; after it
everything that fails is an `Ended` whose take keeps what was written.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from desktop.base.errors import Code, LamplightError
from desktop.base.settings import Settings
from desktop.engine.protocol.messages import Sampling
from desktop.features.generation.stop import Stop
from desktop.features.models.kept_sampling import kept_sampling
from desktop.features.models.model_manager import ModelManager
from desktop.features.story import sampling_presets as sampling_presets
from desktop.features.story.context.context import Contexts, Place
from desktop.features.story.context.events import Loading, Prepared, Sent, StoryEvent
from desktop.features.story.context.model_session import StoryModel
from desktop.features.story.context.prompts import How, Step
from desktop.features.story.planning import planning
from desktop.features.story.planning.summaries import Summaries
from desktop.features.story.surprise import Surprise, surprises
from desktop.features.story.writing import job_options as wishes
from desktop.features.story.writing import rewriting
from desktop.features.story.writing import take_tokens as tokens
from desktop.features.story.writing.output_rules import Rules
from desktop.features.story.writing.take_writer import Stage, TakeWriter
from desktop.store.stories.records import Node, NodeKind, Project, StoryChange, Take, TakeStart
from desktop.store.stories.stories import Stories
from desktop.store.stories.word_count import count

MOST_OPENINGS = 5
LONGEST = 20_000_000  # characters of a text that is taken
_OPENING_WORDS = 5  # a sentence of fewer goes on to the next one
_OPENING_TOKENS = 64
_DRAFT_WORDS = 600
_LOOKED_AT = 20_000
_REWRITE = "rewrite:"
P = ParamSpec("P")
E = TypeVar("E")


def _quiet(method: Callable[P, Iterator[E]]) -> Callable[P, Iterator[E]]:
    """Stopped before anything was kept (while the model was loaded): it ends without a word."""

    @functools.wraps(method)
    def run(*args: P.args, **more: P.kwargs) -> Iterator[E]:
        try:
            yield from method(*args, **more)
        except LamplightError as error:
            if error.code is not Code.CANCELLED:
                raise

    return run


class Story:
    """The story feature over the stories of a store, a model host and the settings."""

    def __init__(
        self,
        stories: Stories,
        model_manager: ModelManager,
        settings: Settings | None = None,
        own_prompts: Path | None = None,
    ) -> None:
        """`own_prompts` is the folder of a person's own prompt files (`prompts/story` of the configuration)."""
        self.stories = stories
        self.story_model = StoryModel(model_manager, own_prompts)
        self.settings = settings
        self.contexts = Contexts(stories, self.story_model)
        self.summaries = Summaries(stories, self.story_model)
        self._take_writer = TakeWriter(stories, self.story_model)

    # -- the caret -------------------------------------------------------------------------------------------------

    def context(self, scene_id: int, offset: int, text: str | None = None, stop: Stop | None = None) -> Sent:
        """What a continuation at `offset` would send. Loads the model where it isn't. Raises LamplightError."""
        for _ in self.story_model.ready(stop or Stop()):
            pass
        node, project, text = self._scene(scene_id, text)
        words = project.settings.length_words
        return self.contexts.build(
            Place(project, node, text[:offset], sampling_presets.most_tokens(words, project.language))
        )

    @_quiet
    def continue_at(
        self,
        scene_id: int,
        offset: int,
        text: str | None,
        stop: Stop,
        *,
        length: int | None = None,
        seed: int | None = None,
    ) -> Iterator[StoryEvent]:
        """Go on at an offset of the scene's text (as it stands in the editor; None: as it is kept).

        `length` in words, characters of Chinese; None: as the project says.
        """
        node, project, text = self._scene(scene_id, text)
        wishes.check_range(offset, offset, text)
        words = length or project.settings.length_words
        chosen = sampling_presets.sampling(project.settings, seed)
        yield from self.story_model.ready(stop)
        stage, sent = self._continuing(project, node, text[:offset], words, chosen)
        yield Prepared(sent)
        parent = self._adopted_before(node.id, offset, text)
        yield from self._take_writer.write(
            self._start(node, "continue", offset, chosen, parent, words=words), [stage], stop
        )

    @_quiet
    def openings(
        self, scene_id: int, offset: int, text: str | None, n: int, stop: Stop, *, seed: int | None = None
    ) -> Iterator[StoryEvent]:
        """Up to five ways to begin the next sentence, written side by side from one evaluated prompt.

        They give way to what somebody waits for. A take of its own for each; `go_on` continues the chosen one.
        """
        node, project, text = self._scene(scene_id, text)
        wishes.check_range(offset, offset, text)
        chosen = sampling_presets.sampling(project.settings, seed)
        chosen = replace(chosen, temperature=max(1.0, chosen.temperature))  # five times the same helps nobody
        yield from self.story_model.ready(stop)
        stage, sent = self._continuing(project, node, text[:offset], project.settings.length_words, chosen)
        yield Prepared(sent)
        request = replace(stage.request, max_tokens=_OPENING_TOKENS, background=True)
        words = _OPENING_WORDS * (2 if sampling_presets.is_chinese(project.language) else 1)
        stage = replace(stage, request=request, rules=replace(stage.rules, words=words, opening=True))
        parent = self._adopted_before(node.id, offset, text)
        start = self._start(node, "opening", offset, chosen, parent)
        yield from self._take_writer.fork(start, stage, max(1, min(n, MOST_OPENINGS)), stop)

    @_quiet
    def go_on(
        self, take_id: int, stop: Stop, *, text: str | None = None, length: int | None = None
    ) -> Iterator[StoryEvent]:
        """Let a take go on where it ended: one that was cut or broken off in its own row, a whole one as a new take.

        `text` is the scene's text, as in `continue_at`. `Wrote` tells only what is new.
        """
        take = self.stories.take(take_id)
        yield from self.story_model.ready(stop)
        stages, at, sent = self._again(take, text, length)
        written = (
            list(take.tokens) if "".join(one.text for one in take.tokens) == take.text else tokens.given(take.text)
        )
        number, first = wishes.stage_of(written, len(written), stages)
        stage, begun = stages[number], written[first:]
        prefill = wishes.joint(at, take) + "".join(one.text for one in written[first:])
        if stage.given and prefill.startswith(stage.given):
            prefill = prefill[len(stage.given) :]
        stage = replace(stage, request=replace(stage.request, prefill=stage.request.prefill + prefill))
        if sent is not None:
            yield Prepared(sent)
        whole = take.status in ("complete", "writing")
        start = self._child(take, length)
        yield from self._take_writer.write(
            start,
            [stage, *stages[number + 1 :]],
            stop,
            kept=written[:first],
            begun=begun,
            again=None if whole else take,
            shown=take.text,
        )

    @_quiet
    def from_token(
        self,
        take_id: int,
        index: int,
        alternative: int,
        stop: Stop,
        *,
        text: str | None = None,
        at: int | None = None,
        since: int = 0,
        replaced: str = "",
    ) -> Iterator[StoryEvent]:
        """A new take that is the same up to token `index`, has the token `alternative` there and goes on from it.

        What comes before isn't evaluated again; `Wrote` tells it too. `at` is where the take begins in `text` now, if
        that isn't where it was written. The first `since` characters of a continuation are the person's already, as
        they stand in `text` (edited, maybe): the new take begins after them, at `at`, in place of `replaced`.
        Raises LamplightError(INVALID_VALUE) where there is no such token.
        """
        take = self.stories.take(take_id)
        take = take if at is None else replace(take, at=at)
        chosen = wishes.alternative(take, index, alternative)
        if since:
            take, index = wishes.rest(take, index, since, replaced)
        yield from self.story_model.ready(stop)
        stages, before, sent = self._again(take, text, None, more=False)
        written = [*take.tokens[:index], chosen]
        number, first = wishes.stage_of(written, index, stages)
        begun = written[first:]
        stage = wishes.long_enough(stages[number], begun)
        ids = tuple(one.id for one in begun if one.id != tokens.GIVEN)
        most = max(32, stage.request.max_tokens - len(ids))
        request = replace(stage.request, prefill_tokens=ids, max_tokens=most)
        if self.story_model.model.host:  # a server elsewhere takes no tokens, but their text
            words = "".join(one.text for one in begun).removeprefix(stage.given)
            prefill = stage.request.prefill + wishes.joint(before, take) + words
            request = replace(stage.request, prefill=prefill, max_tokens=most)
        elif since and index:
            request = replace(request, prefill=request.prefill + wishes.joint(before, take) + take.tokens[0].text)
        if sent is not None:
            yield Prepared(sent)
        yield from self._take_writer.write(
            self._child(take, None),
            [replace(stage, request=request), *stages[number + 1 :]],
            stop,
            kept=written[:first],
            begun=begun,
        )

    # -- a selection -----------------------------------------------------------------------------------------------

    @_quiet
    def rewrite(
        self,
        scene_id: int,
        start: int,
        end: int,
        text: str | None,
        how: How | str,
        instruction: str,
        stop: Stop,
        *,
        seed: int | None = None,
    ) -> Iterator[StoryEvent]:
        """Write a selection anew; `diff.compare(take.replaced, take.text)` shows it by hunks.

        The take stands for the selection without the white space around it (`at`, `replaced`). `instruction` names the
        tone or point of view, or the language (a tag) of a translation.
        """
        node, project, text = self._scene(scene_id, text)
        wishes.check_range(start, end, text)
        selected = text[start:end]
        passage = selected.strip()
        at = start + len(selected) - len(selected.lstrip())
        way = wishes.how_of(how)
        chosen = sampling_presets.sampling(project.settings, seed)
        yield from self.story_model.ready(stop)
        stages = rewriting.stages(self.story_model, project, passage, way, instruction, chosen)
        begin = self._start(node, _REWRITE + way, at, chosen, None, instruction=instruction)
        yield from self._take_writer.write(replace(begin, replaced=passage), stages, stop)

    # -- from settings to story ------------------------------------------------------------------------------------

    @_quiet
    def propose(
        self, project_id: int, step: Step | str, node_id: int | None, stop: Stop, *, seed: int | None = None
    ) -> Iterator[StoryEvent]:
        """Propose a synopsis or an outline for the project, the scenes of a chapter, or a draft of a scene.

        What is for the whole story is kept with a note of its own. `accept` puts a proposal into effect; a draft is
        a continuation of the scene.
        """
        wanted = wishes.step_of(step)
        project = self.stories.project(project_id)
        node = self.stories.node(node_id) if node_id is not None else None
        chosen = sampling_presets.sampling(project.settings, seed)
        if wanted is Step.DRAFT:
            if node is None or node.kind is not NodeKind.SCENE:
                raise LamplightError(Code.INVALID_VALUE, name="scene", value="")
            yield from self._draft(project, node, chosen, stop)
            return
        yield from self.story_model.ready(stop)
        stage = planning.stage(self.story_model, project, wanted, node, chosen)
        owner = node if wanted is Step.BEATS and node is not None else planning.home(self.stories, project)
        start = self._start(owner, wanted, 0, chosen, None, about=node_id)
        yield from self._take_writer.write(start, [stage], stop)

    def accept(self, take_id: int, text: str | None = None) -> StoryChange:
        """Put a proposal, as a person edited it in `text`, into effect; see `planning.accept`."""
        return planning.accept(self.stories, self.stories.take(take_id), text)

    def _draft(self, project: Project, node: Node, chosen: Sampling, stop: Stop) -> Iterator[StoryEvent]:
        text = self.stories.text(node.id).text
        words = max(80, node.target_words - count(text, project.language)) if node.target_words else _DRAFT_WORDS
        yield from self.story_model.ready(stop)
        stage, sent = self._continuing(project, node, text, words, chosen)
        yield Prepared(sent)
        start = self._start(node, Step.DRAFT, len(text), chosen, None, words=words)
        yield from self._take_writer.write(start, [stage], stop)

    # -- what it thinks --------------------------------------------------------------------------------------------

    @_quiet
    def surprise(self, text: str, stop: Stop) -> Iterator[Surprise | Loading]:
        """How probable the model finds each token of one's own prose, in reading order."""
        yield from self.story_model.ready(stop)
        yield from surprises(self.story_model, text, stop)

    def summarise(self, node_id: int, stop: Stop | None = None) -> str:
        """Summarise a scene now and keep it; a person's own summary is only replaced by this, when it was asked for."""
        stop = stop or Stop()
        for _ in self.story_model.ready(stop):
            pass
        return self.summaries.write(node_id, stop, background=False, replace_own=True)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _scene(self, scene_id: int, text: str | None) -> tuple[Node, Project, str]:
        node = self.stories.node(scene_id)
        project = self.stories.project(node.project_id)
        found = self.stories.text(scene_id).text if text is None else text
        if len(found) > LONGEST:
            raise LamplightError(Code.INVALID_VALUE, name="text", value=f"{len(found)}")
        return node, project, found

    def _continuing(
        self, project: Project, node: Node, before: str, words: int, chosen: Sampling
    ) -> tuple[Stage, Sent]:
        most = sampling_presets.most_tokens(words, project.language)
        sent = self.contexts.build(Place(project, node, before, most))
        room = max(16, sent.available - sent.used - 1)
        stop = tuple(self.story_model.family.language(project.language)["stop"])
        chosen = replace(
            chosen, banned=(*chosen.banned, *self.story_model.family.banned(project.language, before[-_LOOKED_AT:]))
        )
        request = replace(sent.request, sampling=chosen, max_tokens=min(most, room), stop=stop)
        after_space = not before or before[-1].isspace()
        # Without a beginning a chat model answers, and may chat.
        answer = not before.strip() and self.story_model.family.chat
        return Stage(request, Rules(project.language, words, answer=answer, after_space=after_space)), sent

    def _again(
        self, take: Take, text: str | None, length: int | None, more: bool = True
    ) -> tuple[list[Stage], str, Sent | None]:
        """The requests that a take came from, the text before it, and what is sent; `more` after a whole one."""
        node, project, found = self._scene(take.node_id, text)
        chosen = sampling_presets.from_kept(take.sampling, take.seed)
        if take.kind.startswith(_REWRITE):
            way = wishes.how_of(take.kind.removeprefix(_REWRITE))
            instruction = str(take.sampling.get("instruction", ""))
            return rewriting.stages(self.story_model, project, take.replaced, way, instruction, chosen), "", None
        if take.kind in (Step.SYNOPSIS, Step.OUTLINE, Step.BEATS):
            about = take.sampling.get("about")
            chapter = self.stories.node(int(about)) if about is not None else None
            return [planning.stage(self.story_model, project, Step(take.kind), chapter, chosen)], "", None
        before = found[: take.at]
        words = length or int(take.sampling.get("words") or 0) or project.settings.length_words
        stage, sent = self._continuing(project, node, before, words, chosen)
        if more and (length or take.status in ("complete", "writing")):  # so many more
            words += count(take.text, project.language)
        stage = replace(stage, rules=replace(stage.rules, words=words))
        return [stage], before, sent

    def _start(self, node: Node, kind: str, at: int, chosen: Sampling, parent_id: int | None, **more: Any) -> TakeStart:
        model = self.story_model.model
        return TakeStart(
            node_id=node.id,
            kind=str(kind),
            at=at,
            parent_id=parent_id,
            model_name=model.name,
            sampling=self._kept_sampling(sampling_presets.kept(chosen, **more)),
            seed=chosen.seed,
        )

    def _child(self, take: Take, length: int | None) -> TakeStart:
        sampling = {**take.sampling, **({"words": length} if length else {})}
        kind = "continue" if take.kind == "opening" else take.kind
        return TakeStart(
            node_id=take.node_id,
            kind=kind,
            at=take.at,
            parent_id=take.id,
            replaced=take.replaced,
            model_name=self.story_model.model.name,
            sampling=self._kept_sampling(sampling),
            seed=take.seed,
        )

    def _kept_sampling(self, sampling: dict[str, Any]) -> dict[str, Any]:
        """What is kept with a take of how it is written."""
        model = self.story_model.model
        return kept_sampling(sampling, self.story_model.model_manager.engines.adapters_for(model), model)

    def _adopted_before(self, node_id: int, offset: int, text: str) -> int | None:
        """The take that stands right before the caret: what comes now goes on from it."""
        for take in reversed(self.stories.takes(node_id, tokens=False)):
            if (
                take.adopted
                and take.text
                and take.at + len(take.text) == offset
                and text[take.at : offset] == take.text
            ):
                return take.id
        return None
