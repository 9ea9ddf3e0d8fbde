"""What the engine process does with each request."""

from __future__ import annotations

import contextlib
import os
import queue
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

import llama_cpp as ll

from desktop.base import machine
from desktop.base.errors import Code, EngineError, LamplightError
from desktop.base.text.reasoning import CLOSING, OPENING
from desktop.engine.backends.loading import Prepared, prepare
from desktop.engine.cache.state_saver import StateSaver
from desktop.engine.model.adapters import Adapters, Mix
from desktop.engine.model.model import Model, wanted_layers
from desktop.engine.model.native import NativeLog, StopFlag
from desktop.engine.model.sampling import Sampler, draw_seed
from desktop.engine.protocol import messages as protocol
from desktop.engine.protocol.adapters import Adapt, Adapted
from desktop.engine.protocol.codec import encode_all
from desktop.engine.protocol.devices import DeviceList, ListDevices, Placed
from desktop.engine.protocol.dump import Dump
from desktop.engine.protocol.limits import check
from desktop.engine.protocol.outcome import Ending, Outcome
from desktop.engine.text.prompts import Fitted, count, fit
from desktop.engine.text.reasoning import ReasoningSplitter
from desktop.engine.text.stop_strings import StopStringFilter
from desktop.engine.text.templates import Prompt, Templates
from desktop.engine.text.turns import reserve_of
from desktop.engine.worker.embedding import Embedder
from desktop.engine.worker.inspection import dumped
from desktop.engine.worker.job import Job
from desktop.engine.worker.probability_record import ProbabilityRecord
from desktop.engine.worker.scheduler import Scheduler
from desktop.engine.worker.scoring import ScoreTask
from desktop.engine.worker.speculation import Lookup
from desktop.engine.worker.token_probabilities import shown

_PROGRESS_STEP = 0.02
_QUIET_SECONDS = 1.0  # nothing to do for so long: conversations are saved
_LAST_SAVES_SECONDS = 1.2  # for saving when the process is to end


class Loaded:
    """Everything that exists once a model is loaded."""

    def __init__(
        self,
        model: Model,
        adapters: Adapters,
        request: protocol.Load,
        stop: StopFlag,
        send: Callable[[Sequence[protocol.Event]], None],
    ) -> None:
        self.model, self.adapters = model, adapters
        self.templates = Templates(model.template, model.vocabulary.bos, model.vocabulary.eos)
        self.archive = StateSaver(model, request)
        self.scheduler = Scheduler(model, adapters, stop, self.archive, send)
        self.embedder: Embedder | None = None
        for mark in self.templates.family.marks:
            for token in model.vocabulary.tokenize(mark, special=False):
                model.vocabulary.show_piece(token)


class Service:
    """Answers requests one by one and, in between, lets the scheduler work."""

    def __init__(self, pipe: Connection, inbox: queue.SimpleQueue[Any]) -> None:
        self._pipe, self._inbox = pipe, inbox
        self._log = NativeLog()
        self._stop = StopFlag()
        self._loaded: Loaded | None = None
        self._cancelled: set[int] = set()
        self._prepared: Prepared | None = None
        self._emit(protocol.Started(protocol.VERSION, os.getpid(), _version()))

    def notice(self, request: protocol.Request) -> None:
        """Called by the reader thread at once: what can't wait for the computation to end."""
        scheduler = self._loaded.scheduler if self._loaded else None
        if isinstance(request, protocol.Cancel):
            self._cancelled.add(request.target)
            if scheduler is not None and request.target in scheduler.running:
                self._stop.set()
        elif isinstance(request, protocol.Quit) or self._waited_for(request):
            self._stop.set()

    def _waited_for(self, request: protocol.Request) -> bool:
        """Whether somebody waits for this request while only background work is being computed."""
        background_only = self._loaded is not None and self._loaded.scheduler.running_background
        return background_only and not getattr(request, "background", True)

    def run(self) -> None:
        """Until a `Quit`."""
        while True:
            if self._inbox.empty() and self._loaded is not None and not self._loaded.scheduler.idle:
                self._loaded.scheduler.step(self._interrupted)
                continue
            request = self._next()
            if isinstance(request, protocol.Quit):
                self._save_all()
                return
            if request is not None:
                self._answer(request)

    def _next(self) -> protocol.Request | None:
        """The next request; None after saving a conversation because it was quiet."""
        unsaved = self._loaded.archive.unsaved() if self._loaded else []
        if not unsaved:
            return self._inbox.get()  # type: ignore[no-any-return]
        with contextlib.suppress(queue.Empty):
            return self._inbox.get(timeout=_QUIET_SECONDS)  # type: ignore[no-any-return]
        assert self._loaded is not None
        self._loaded.archive.save(unsaved[0])
        return None

    def _save_all(self) -> None:
        until = time.monotonic() + _LAST_SAVES_SECONDS
        if self._loaded is None:
            return
        for task in sorted(self._loaded.archive.unsaved(), key=lambda sequence: -sequence.used):
            if time.monotonic() > until:
                break
            self._loaded.archive.save(task)

    def _interrupted(self) -> bool:
        return not self._inbox.empty()

    def _answer(self, request: protocol.Request) -> None:
        try:
            if isinstance(request, protocol.Cancel):
                if self._loaded is not None:
                    self._loaded.scheduler.cancel(request.target)
                self._cancelled.discard(request.target)
                return
            if isinstance(request, Dump):
                loaded = self._loaded
                scheduler, saver = (loaded.scheduler, loaded.archive) if loaded is not None else (None, None)
                self._emit(dumped(request.id, scheduler, saver))
                return
            if isinstance(request, ListDevices):
                found = self._prepared.ggml.devices() if self._prepared is not None else ()
                self._emit(DeviceList(request.id, tuple(device for _, device in found)))
                return
            check(request)
            if isinstance(request, protocol.Load):
                self._load(request)
                return
            if self._loaded is None:
                raise EngineError(Code.NO_MODEL)
            if request.id in self._cancelled:
                raise EngineError(Code.CANCELLED)
            self._work(request, self._loaded)
        except LamplightError as error:
            self._refuse(request, error)

    def _work(self, request: protocol.Request, loaded: Loaded) -> None:
        vocabulary = loaded.model.vocabulary
        match request:
            case protocol.Generate():
                self._generate(request, loaded)
            case Adapt():
                self._emit(_adapted(request, loaded))
            case protocol.Measure():
                self._emit(_cost(request, loaded))
            case protocol.Tokenize():
                tokens = vocabulary.tokenize(request.text, special=False, parse_special=False)
                texts = tuple(shown(vocabulary, token) for token in tokens)
                self._emit(protocol.Tokens(request.id, tuple(tokens), texts))
            case protocol.Score():
                loaded.scheduler.add(_score(request, loaded))
            case protocol.Embed():
                loaded.embedder = loaded.embedder or Embedder(loaded.model)
                values, count = loaded.embedder.embed(request.text)
                self._emit(protocol.Embedded(request.id, values, count))

    def _refuse(self, request: protocol.Request, error: LamplightError) -> None:
        if isinstance(request, protocol.Generate):
            ending = Ending.CANCELLED if error.code is Code.CANCELLED else Ending.FAILED
            cause = str(error.details.get("cause", "")) or str(error)
            self._emit(protocol.Finished(request.id, Outcome(ending, error.code, cause)))
        else:
            self._emit(protocol.Failed(request.id, error.code, error.details))

    def _load(self, request: protocol.Load) -> None:
        if self._loaded is not None:
            raise EngineError(Code.ENGINE_PROTOCOL, cause="one process holds one model")
        shown_fraction = -1.0

        def progress(fraction: float) -> bool:
            nonlocal shown_fraction
            if fraction - shown_fraction >= _PROGRESS_STEP or fraction >= 1.0 > shown_fraction:
                shown_fraction = fraction
                self._emit(protocol.LoadProgress(request.id, fraction))
            return request.id not in self._cancelled

        self._prepared = prepared = prepare(request)
        if prepared.devices:
            self._emit(Placed(request.id, prepared.devices, wanted_layers(request)))
        model = Model(request, prepared, self._log, self._stop, progress)
        if request.id in self._cancelled:
            raise EngineError(Code.CANCELLED)
        self._loaded = Loaded(model, Adapters(model, self._log), request, self._stop, self._send)
        self._emit(
            protocol.Loaded(
                request.id,
                name=model.name,
                architecture=model.header.architecture,
                context=model.context,
                trained_context=model.trained_context,
                threads=model.threads,
                gpu_layers=model.gpu_layers,
                has_template=self._loaded.templates.present,
                memory_bytes=machine.resident_memory(),
                load_seconds=model.load_seconds,
                layers=model.layers,
                devices=prepared.devices if model.gpu_layers else (),
            )
        )

    def _generate(self, request: protocol.Generate, loaded: Loaded) -> None:
        mix = loaded.adapters.mix(request.adapters or ())
        fitted = fit(request, loaded.templates, loaded.model.vocabulary, loaded.model.context)
        if request.messages:
            context = loaded.model.context
            self._emit(protocol.InContext(request.id, fitted.kept, fitted.dropped, len(fitted.tokens), context))
        loaded.scheduler.add(_job(request, fitted, loaded, mix))

    def _emit(self, event: protocol.Event) -> None:
        self._send((event,))

    def _send(self, events: Sequence[protocol.Event]) -> None:
        try:
            self._pipe.send_bytes(encode_all(events))
        except OSError:
            os._exit(0)  # the window has gone


def _job(request: protocol.Generate, fitted: Fitted, loaded: Loaded, mix: Mix) -> Job:
    model, sampling, prompt = loaded.model, request.sampling, fitted.prompt
    tokens = list(fitted.tokens)

    def sampler(seed: int) -> Sampler:
        made = Sampler(sampling, seed, model.vocabulary, model.trained_context)
        made.remember_prompt(fitted.tokens)
        return made

    def flow() -> StopStringFilter:
        strip = prompt.strip_start and not request.prefill_tokens
        return StopStringFilter((*request.stop, *prompt.stops), strip, sampling.banned)

    splitter = _splitter(request, prompt, loaded)
    wants = request.speculate if request.speculate is not None else SPECULATE and sampling.temperature <= 0
    lookup = Lookup(forced=bool(request.speculate)) if wants else None
    record = ProbabilityRecord(model.vocabulary, request.record) if request.record >= 0 else None
    return Job(request, tokens, sampler, draw_seed(sampling), flow, splitter, lookup, record, mix)


def _splitter(request: protocol.Generate, prompt: Prompt, loaded: Loaded) -> ReasoningSplitter:
    if not request.messages:
        return ReasoningSplitter(None)
    _, _, answer = request.prefill.rpartition(CLOSING)
    return ReasoningSplitter(
        loaded.templates.family,
        prompt.inside,
        answered=not prompt.inside and bool(request.prefill_tokens or answer),
        stands=prompt.inside and request.prefill not in ("", OPENING),
    )


def _score(request: protocol.Score, loaded: Loaded) -> ScoreTask:
    vocabulary, mix = loaded.model.vocabulary, loaded.adapters.mix(request.adapters or ())
    text = vocabulary.tokenize(request.text, special=False, parse_special=False)
    if not text:
        raise EngineError(Code.INVALID_VALUE, name="text", value=request.text[:40])
    if not request.messages:
        prompt = vocabulary.tokenize(request.prompt, special=True, parse_special=False)
        return ScoreTask(request, prompt, text, loaded.model, mix)
    asked = protocol.Generate(messages=request.messages, prefill=request.prefill, max_tokens=len(text))
    fitted = fit(asked, loaded.templates, vocabulary, loaded.model.context, answer=True)
    if fitted.prompt.strip_start:
        text = vocabulary.tokenize(" " + request.text, special=False, parse_special=False)
    return ScoreTask(request, fitted.tokens, text, loaded.model, mix)


# Greedy replies only: they are the ones that repeat their input (correcting, extracting, translating names).
SPECULATE = True


def _cost(request: protocol.Measure, loaded: Loaded) -> protocol.Cost:
    fitted = fit(request.generate, loaded.templates, loaded.model.vocabulary, loaded.model.context)
    vocabulary, total = loaded.model.vocabulary, len(fitted.tokens)
    key = loaded.adapters.mix(request.generate.adapters or ()).key
    cached = min(loaded.archive.shared(fitted.tokens, key), total - 1) if request.generate.cache else 0
    return protocol.Cost(
        request.id,
        prompt_tokens=total,
        cached_tokens=cached,
        seconds=loaded.scheduler.speed.seconds_to_read(total - cached),
        context=loaded.model.context,
        fits=fitted.fits,
        dropped=fitted.dropped,
        reserve=reserve_of(request.generate, loaded.model.context),
        sizes=tuple(count(message.content, vocabulary) for message in request.generate.messages),
        counts=tuple(count(text, vocabulary) for text in request.count),
    )


def _adapted(request: Adapt, loaded: Loaded) -> Adapted:
    started = time.perf_counter()
    loaded.adapters.mix(request.adapters)
    loaded.adapters.keep_only(request.adapters, [task.mix for task in loaded.scheduler.tasks()])
    return Adapted(request.id, loaded.adapters.count, time.perf_counter() - started)


def _version() -> str:
    return f"llama.cpp {ll.llama_version().decode()}, llama-cpp-python {ll.__version__}"
