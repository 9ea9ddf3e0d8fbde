"""Many segments at once: which may run side by side, and the threads that wait for the engine's answers.

Without context every sentence is a lane of its own, and the same sentence again is a place in the same lane. With
context a chapter is a lane, so that each sentence finds its predecessors translated.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop.engine.protocol.outcome import Ending
from desktop.features.generation.events import Loading
from desktop.features.translate.model.asker import Asker
from desktop.features.translate.model.attempts import Result, Translator
from desktop.features.translate.terms.memory import key_of
from desktop.formats.markdown.inline import plain, repair, same_marks
from desktop.store.translation.records import Origin, Segment, SegmentStatus

AT_ONCE = 24  # of the engine's 32: with 16 the last segments of a part were fewer side by side, 32 gained no more
CONTEXT_PAIRS = 2


@dataclass(frozen=True)
class Wrote:
    """A segment's translation as it grows; marks may be missing until it is done."""

    segment: Segment
    text: str


@dataclass(frozen=True)
class Ready:
    """A segment's result; not kept yet."""

    segment: Segment
    result: Result


Event = Wrote | Ready | Loading


class SegmentWorkers:
    """Runs a job's waiting segments through a translator. `events` is iterated by one thread."""

    def __init__(self, translator: Translator, asker: Asker, segments: Sequence[Segment], *, context: bool) -> None:
        self._translator = translator
        self._asker = asker
        self._context = context
        self._workers: queue.SimpleQueue[list[Segment]] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[Event | BaseException | None] = queue.SimpleQueue()
        workers = _by_chapter(segments) if context else _by_sentence(segments)
        self._threads = min(AT_ONCE, len(workers))
        for lane in workers:
            self._workers.put(lane)

    def on_loading(self, fraction: float) -> None:
        """For the asker: the model is being loaded."""
        self._events.put(Loading(fraction))

    def events(self) -> Iterator[Event]:
        """Everything that happens, until all is done or the asker was cancelled. Raises what a thread raised."""
        threads = [
            threading.Thread(target=self._work, name=f"translate-{n}", daemon=True) for n in range(self._threads)
        ]
        for thread in threads:
            thread.start()
        try:
            running = len(threads)
            while running:
                event = self._events.get()
                if isinstance(event, BaseException):
                    raise event
                if event is None:
                    running -= 1
                else:
                    yield event
        finally:
            if any(thread.is_alive() for thread in threads) and running:
                self._asker.cancel()
            for thread in threads:
                thread.join()

    def _work(self) -> None:
        try:
            while not self._asker.cancelled:
                try:
                    lane = self._workers.get_nowait()
                except queue.Empty:
                    break
                (self._run_chapter if self._context else self._run_sentence)(lane)
        except BaseException as error:
            self._events.put(error)
        finally:
            self._events.put(None)

    def _run_sentence(self, lane: list[Segment]) -> None:
        """The first is translated, the others are the same sentence with other marks."""
        result = self._translate(lane[0], ())
        if result is None:
            return
        for segment in lane[1:]:
            same = segment.source == lane[0].source or same_marks(segment.source, result.target)
            target = result.target if same else repair(segment.source, plain(result.target))
            self._events.put(Ready(segment, Result(**{**vars(result), "target": target, "attempts": 0})))

    def _run_chapter(self, lane: list[Segment]) -> None:
        before: list[tuple[str, str]] = []
        for segment in lane:
            if segment.status is not SegmentStatus.WAITING:
                before.append((segment.source, segment.target))
                continue
            result = self._translate(segment, before[-CONTEXT_PAIRS:])
            if result is None:
                return
            # A doubtful pair would lead the following sentences astray.
            if result.status is SegmentStatus.DONE and result.origin is not Origin.COPIED:
                before.append((segment.source, result.target))

    def _translate(self, segment: Segment, before: Sequence[tuple[str, str]]) -> Result | None:
        shown: Callable[[str], None] = lambda text: self._events.put(Wrote(segment, text))  # noqa: E731
        result = self._translator.translate(segment.source, before, shown)
        if result is not None and result.error and result.error.outcome.ending is Ending.DIED:
            # The process is started anew by the next request; only one that dies again on this is given up.
            result = self._translator.translate(segment.source, before, shown)
        if result is not None:
            self._events.put(Ready(segment, result))
        return None if result is not None and result.error else result


def _by_chapter(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Chapters with something to do, whole: what is done already is context."""
    chapters: dict[int, list[Segment]] = {}
    for segment in segments:
        chapters.setdefault(segment.chapter, []).append(segment)
    return [lane for lane in chapters.values() if any(item.status is SegmentStatus.WAITING for item in lane)]


def _by_sentence(segments: Sequence[Segment]) -> list[list[Segment]]:
    workers: dict[str, list[Segment]] = {}
    for segment in segments:
        if segment.status is SegmentStatus.WAITING:
            workers.setdefault(key_of(segment.source), []).append(segment)
    return list(workers.values())
