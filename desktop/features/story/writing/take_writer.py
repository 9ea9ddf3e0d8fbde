"""A take as it is written: streamed, kept at least once a second, and whole however it ends."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop.base.errors import Code, LamplightError
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.messages import Delta, Event, Finished, Generate, Token
from desktop.engine.protocol.outcome import Ending
from desktop.features.generation.checkpoint import CHECKPOINT_SECONDS, Checkpoint
from desktop.features.generation.events import progress_of
from desktop.features.generation.status import LOST, NOT_ASKED, cause_of, failed, status_of
from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Ended, StoryEvent, TakeKept, TakeWrote
from desktop.features.story.context.model_session import StoryModel
from desktop.features.story.writing import output_rules as clean
from desktop.features.story.writing import take_tokens as tokens
from desktop.features.story.writing.output_rules import Rules
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Take, TakeStart, TakeToken
from desktop.store.stories.stories import Stories

log = logging.getLogger(__name__)

ALTERNATIVES = 8


@dataclass(frozen=True)
class Stage:
    """One request of a take: `lead` stands before its answer, `given` is the beginning of the answer itself."""

    request: Generate
    rules: Rules = field(default_factory=Rules)
    lead: str = ""
    given: str = ""


class Answer:
    """What one request brings, as raw text with its tokens, and what of it counts."""

    def __init__(self, rules: Rules, before: Sequence[TakeToken] = ()) -> None:
        """`before` are tokens that stand in the take already and were sent along."""
        self._rules = rules
        self.before = list(before)
        self._given = "".join(token.text for token in before)
        self._raw = ""
        self._infos: list[Token] = []
        self._count = 0
        self._looped = 0  # characters that hold no loop
        self._end = -1  # where the raw text is cut, -1 while it isn't
        self.done = False  # it is long enough, or goes round in circles

    @property
    def text(self) -> str:
        """What counts so far."""
        start, end = self._range(final=False)
        return self._given + self._shaped(self._raw[start:end])

    def feed(self, delta: Delta) -> None:
        """Take what the engine wrote; tokens it took back (a banned phrase) go."""
        if self.done:
            return
        self._raw += delta.text
        self._count = delta.tokens
        del self._infos[max(0, delta.tokens - len(delta.infos)) :]
        self._infos += delta.infos
        self._measure(final=False)

    def finish(self) -> tuple[str, list[TakeToken]]:
        """The text that counts and its tokens."""
        if not self.done:
            self._measure(final=True)
        start, end = self._range(final=True)
        found = tokens.take_tokens(self._raw, self._infos, start, end)
        text = self._raw[start:end]
        if "".join(token.text for token in found) != text:  # tokens that don't tell their text
            found = tokens.given(text)
        return self._given + self._shaped(text), [*self.before, *self._shaped_tokens(found)]

    def so_far(self) -> list[TakeToken]:
        """The tokens of `text`."""
        start, end = self._range(final=False)
        found = tokens.take_tokens(self._raw, self._infos, start, end)
        return [*self.before, *self._shaped_tokens(found)]

    def _shaped(self, text: str) -> str:
        return text.replace("\n", "\n\n") if self._rules.lines else text

    def _shaped_tokens(self, found: list[TakeToken]) -> list[TakeToken]:
        return [replace(token, text=self._shaped(token.text)) for token in found] if self._rules.lines else found

    def _range(self, *, final: bool) -> tuple[int, int]:
        raw = self._raw if self._end < 0 else self._raw[: self._end]
        if self._given.strip():
            return 0, len(raw)  # the beginning was judged when it was written
        return clean.visible(raw, self._rules, final or self._end >= 0)

    def _measure(self, *, final: bool) -> None:
        start, end = self._range(final=final)
        text = self._given + self._raw[start:end]
        at = clean.cut(text, self._rules, final)
        if at < 0:
            at = clean.loop(text, self._looped)
            self._looped = len(text)
        if at >= len(self._given) and at >= 0:
            self._end, self.done = start + at - len(self._given), True


class GrowingTake:
    """The row of a take and its growing text."""

    def __init__(self, stories: Stories, take: Take, kept: Sequence[TakeToken] = (), shown: str = "") -> None:
        """`kept` are the tokens of stages that are complete."""
        self._stories = stories
        self.take = take
        self.kept = list(kept)
        self.answer: Answer | None = None
        self._shown = shown
        self._written = 0
        self._checkpoint = Checkpoint(take.text)

    @property
    def text(self) -> str:
        """The take's text so far."""
        return "".join(token.text for token in self.kept) + (self.answer.text if self.answer else "")

    def feed(self, event: Event | None) -> Iterator[StoryEvent]:
        """What an event of the engine's means to those who watch; keeps the text when it is time."""
        progress = progress_of(event)
        if progress is not None:
            yield progress
        if isinstance(event, Delta) and self.answer is not None:
            self.answer.feed(event)
            self._written += max(0, len(event.infos)) or (1 if event.text else 0)
            yield from self.shown()
        self._checkpoint.keep_if_due(lambda: self.text, self._keep)

    def shown(self) -> Iterator[StoryEvent]:
        """The text that wasn't shown yet."""
        text = self.text
        if text.startswith(self._shown) and len(text) > len(self._shown):
            piece, self._shown = text[len(self._shown) :], text
            yield TakeWrote(piece, self._written, self.take.id)

    def close_stage(self) -> None:
        """The answer is complete: its tokens are the take's."""
        if self.answer is not None:
            _, found = self.answer.finish()
            self.kept += found
            self.answer = None

    def finish(self, status: Status, model_hash: str = "") -> Take:
        """Keep the text and how it ended. Raises StoreError."""
        self.close_stage()
        self.take = self._stories.finish_take(self.take.id, self.text, status, self.kept, model_hash=model_hash)
        return self.take

    def _keep(self, text: str) -> None:
        found = [*self.kept, *(self.answer.so_far() if self.answer else [])]
        self._stories.checkpoint_take(self.take.id, text, found)


class TakeWriter:
    """Writes takes: one after the other, or several side by side from one prompt."""

    def __init__(self, stories: Stories, story_model: StoryModel) -> None:
        self._stories = stories
        self._story_model = story_model

    def write(
        self,
        start: TakeStart,
        stages: Sequence[Stage],
        stop: Stop,
        *,
        kept: Sequence[TakeToken] = (),
        begun: Sequence[TakeToken] = (),
        again: Take | None = None,
        shown: str = "",
    ) -> Iterator[StoryEvent]:
        """Write the stages as one take.

        `kept` are tokens of stages before these, `begun` those of the first stage that stand already and are in its
        request; `again` is the take that goes on, where it isn't a new one. Raises StoreError before `TakeKept` only.
        """
        take = self._stories.resume_take(again.id) if again else self._stories.begin_take(start)
        writer = GrowingTake(self._stories, take, kept, shown)
        yield TakeKept(take)
        finished = NOT_ASKED
        complete = False
        try:
            for number, stage in enumerate(stages):
                if stop.is_set:
                    break
                finished, done = yield from self._stage(writer, stage, stop, begun if number == 0 else ())
                complete = done or status_of(finished.outcome) is Status.COMPLETE
                writer.close_stage()
                yield from writer.shown()
                if not complete:
                    break
        except LamplightError as error:
            finished, complete = failed(error), False
        except GeneratorExit:
            writer.finish(Status.STOPPED)
            raise
        status = Status.COMPLETE if complete else status_of(finished.outcome)
        yield self.ended(writer, status, finished)

    def ended(self, writer: GrowingTake, status: Status, finished: Finished) -> Ended:
        """Keep a take's end."""
        outcome = finished.outcome
        model_hash = self._story_model.model_manager.model_hash() if outcome.ending is not Ending.FAILED else ""
        take = writer.finish(status, model_hash)
        broken = status in (Status.FAILED, Status.INTERRUPTED) or outcome.ending is Ending.CONTEXT_FULL
        code = str(outcome.code or (Code.CONTEXT_FULL if outcome.ending is Ending.CONTEXT_FULL else ""))
        return Ended(take, finished, code if broken else "", cause_of(outcome) if broken else "")

    def _stage(
        self, writer: GrowingTake, stage: Stage, stop: Stop, begun: Sequence[TakeToken]
    ) -> Generator[StoryEvent, None, tuple[Finished, bool]]:
        """One request; returns its end and whether the answer was long enough."""
        before = list(begun)
        if not before:
            writer.kept += tokens.given(stage.lead) + tokens.given(stage.given)
        answer = writer.answer = Answer(stage.rules, before)
        yield from writer.shown()
        call = self._story_model.engine.generate(replace(stage.request, alternatives=ALTERNATIVES))
        with stop.stopping(call.cancel):
            for event in call.ticking(CHECKPOINT_SECONDS):
                yield from writer.feed(event)
                if answer.done and not call.cancelled:
                    call.cancel()
                if isinstance(event, Finished):
                    return event, answer.done
        return LOST, False

    def fork(self, start: TakeStart, stage: Stage, count: int, stop: Stop) -> Iterator[StoryEvent]:
        """Several takes from one prompt, which is evaluated once; a take's row exists from its first text on.

        Raises LamplightError before the first row.
        """
        calls = self._story_model.engine.branches(replace(stage.request, alternatives=ALTERNATIVES), count)
        branches = [_Branch(self._stories, start, stage, call) for call in calls]

        def cancel() -> None:
            for call in calls:
                call.cancel()

        with stop.stopping(cancel):
            merged = _merged(calls)
            try:
                for number, event in merged:
                    branch = branches[number]
                    yield from branch.feed(event)
                    if isinstance(event, Finished) and branch.writer is not None:
                        done = branch.answer.done
                        status = Status.COMPLETE if done else status_of(event.outcome)
                        yield self.ended(branch.writer, status, event)
                    elif isinstance(event, Finished) and event.outcome.ending in (Ending.FAILED, Ending.DIED):
                        branch.begin()
                        assert branch.writer is not None
                        yield TakeKept(branch.writer.take)
                        yield self.ended(branch.writer, status_of(event.outcome), event)
            finally:
                cancel()
                for branch in branches:
                    branch.abandon()


class _Branch:
    """One of several takes from the same prompt."""

    def __init__(self, stories: Stories, start: TakeStart, stage: Stage, call: RequestHandle) -> None:
        self._stories, self._call = stories, call
        request = call.request
        assert isinstance(request, Generate)
        self._start = replace(start, seed=request.sampling.seed)
        self.answer = Answer(stage.rules)
        self.writer: GrowingTake | None = None
        self._over = False

    def begin(self) -> None:
        """Make the row."""
        self.writer = GrowingTake(self._stories, self._stories.begin_take(self._start))
        self.writer.answer = self.answer

    def feed(self, event: Event | None) -> Iterator[StoryEvent]:
        """What an event means; the first text begins the take."""
        if self.writer is not None:
            yield from self.writer.feed(event)
        else:
            yield from self._unbegun(event)
        if self.answer.done and not self._call.cancelled:
            self._call.cancel()
        self._over = self._over or isinstance(event, Finished)

    def _unbegun(self, event: Event | None) -> Iterator[StoryEvent]:
        progress = progress_of(event)
        if progress is not None:
            yield progress
        if isinstance(event, Delta):
            self.answer.feed(event)
            if self.answer.text.strip():
                self.begin()
                yield TakeKept(self._row.take)
                yield from self._row.shown()

    @property
    def _row(self) -> GrowingTake:
        assert self.writer is not None
        return self.writer

    def abandon(self) -> None:
        """Nobody listens any more: keep what is there."""
        if self.writer is not None and not self._over:
            try:
                self.writer.finish(Status.STOPPED)
            except LamplightError as error:
                log.warning("take not finished: %s", error)


def _merged(calls: Sequence[RequestHandle]) -> Iterator[tuple[int, Event | None]]:
    """The events of several calls as they come, until all have ended."""
    found: queue.SimpleQueue[tuple[int, Event | None]] = queue.SimpleQueue()

    def follow(number: int, call: RequestHandle) -> None:
        for event in call.events():
            found.put((number, event))

    threads = [
        threading.Thread(target=follow, args=item, daemon=True, name=f"take-{item[0]}") for item in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    running = len(calls)
    while running:
        try:
            number, event = found.get(timeout=CHECKPOINT_SECONDS)
        except queue.Empty:
            for at in range(len(calls)):
                yield at, None
            continue
        running -= isinstance(event, Finished)
        yield number, event
