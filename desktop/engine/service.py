"""What the engine process does with each request."""

from __future__ import annotations

import os
import queue
from multiprocessing.connection import Connection
from typing import Any

import llama_cpp as ll

from desktop.base.errors import Code, EngineError, LamplightError
from desktop.engine import machine, protocol
from desktop.engine.codec import encode
from desktop.engine.job import Job
from desktop.engine.model import Model
from desktop.engine.native import NativeLog, StopFlag, graphics_devices, load_backends
from desktop.engine.outcome import Ending, Outcome
from desktop.engine.sampling import Sampler, draw_seed
from desktop.engine.scheduler import Scheduler
from desktop.engine.templates import Prompt, Templates

_PROGRESS_STEP = 0.02


class Service:
    """Answers requests one by one and, in between, lets the scheduler work."""

    def __init__(self, pipe: Connection, inbox: queue.SimpleQueue[Any]) -> None:
        self._pipe, self._inbox = pipe, inbox
        self._log = NativeLog()
        self._stop = StopFlag()
        self._model: Model | None = None
        self._templates = Templates("", "", "")
        self._scheduler: Scheduler | None = None
        self._cancelled: set[int] = set()
        load_backends()
        self._emit(protocol.Started(protocol.VERSION, os.getpid(), _version(), graphics_devices()))

    def notice(self, request: protocol.Request) -> None:
        """Called by the reader thread at once: what can't wait for the computation to end."""
        scheduler = self._scheduler
        if isinstance(request, protocol.Cancel):
            self._cancelled.add(request.target)
            if scheduler is not None and request.target in scheduler.running:
                self._stop.set()
        elif scheduler is not None and scheduler.running_background and not getattr(request, "background", True):
            self._stop.set()

    def run(self) -> None:
        """Until a `Quit`."""
        while True:
            if self._inbox.empty() and self._scheduler is not None and not self._scheduler.idle:
                self._scheduler.step(self._interrupted)
                continue
            request = self._inbox.get()
            if isinstance(request, protocol.Quit):
                return
            self._answer(request)

    def _interrupted(self) -> bool:
        return not self._inbox.empty()

    def _answer(self, request: protocol.Request) -> None:
        try:
            if isinstance(request, protocol.Load):
                self._load(request)
            elif isinstance(request, protocol.Cancel):
                if self._scheduler is not None:
                    self._scheduler.cancel(request.target)
                self._cancelled.discard(request.target)
            elif isinstance(request, protocol.Generate):
                self._generate(request)
        except LamplightError as error:
            self._refuse(request, error)

    def _refuse(self, request: protocol.Request, error: LamplightError) -> None:
        if isinstance(request, protocol.Generate):
            ending = Ending.CANCELLED if error.code is Code.CANCELLED else Ending.FAILED
            cause = str(error.details.get("cause", "")) or str(error)
            self._emit(protocol.Finished(request.id, Outcome(ending, error.code, cause)))
        else:
            self._emit(protocol.Failed(request.id, error.code, error.details))

    def _load(self, request: protocol.Load) -> None:
        if self._model is not None:
            raise EngineError(Code.ENGINE_PROTOCOL, cause="one process holds one model")
        shown = -1.0

        def progress(fraction: float) -> bool:
            nonlocal shown
            if fraction - shown >= _PROGRESS_STEP or fraction >= 1.0 > shown:
                shown = fraction
                self._emit(protocol.LoadProgress(request.id, fraction))
            return request.id not in self._cancelled

        model = Model(request, self._log, self._stop, progress)
        if request.id in self._cancelled:
            raise EngineError(Code.CANCELLED)
        self._model = model
        self._templates = Templates(model.template, model.vocabulary.bos, model.vocabulary.eos)
        self._scheduler = Scheduler(model, self._stop, self._emit)
        self._emit(
            protocol.Loaded(
                request.id,
                name=model.name,
                architecture=model.header.architecture,
                context=model.context,
                trained_context=model.trained_context,
                threads=model.threads,
                gpu_layers=model.gpu_layers,
                has_template=self._templates.present,
                memory_bytes=machine.resident_memory(),
                load_seconds=model.load_seconds,
            )
        )

    def _generate(self, request: protocol.Generate) -> None:
        if self._model is None or self._scheduler is None:
            raise EngineError(Code.NO_MODEL)
        if request.id in self._cancelled:
            raise EngineError(Code.CANCELLED)
        prompt, tokens = self._read_prompt(request, self._model)
        seed = draw_seed(request.sampling)
        sampler = Sampler(request.sampling, seed, self._model.vocabulary)
        for token in tokens:
            sampler.accept(token)
        self._scheduler.add(Job(request, prompt, tokens, sampler, seed))

    def _read_prompt(self, request: protocol.Generate, model: Model) -> tuple[Prompt, list[int]]:
        vocabulary = model.vocabulary
        if request.messages:
            prompt = self._templates.render(request.messages, request.prefill)
            has_bos = bool(vocabulary.bos) and prompt.text.startswith(vocabulary.bos)
            tokens = vocabulary.tokenize(prompt.text, special=not has_bos)
        else:
            prompt = Prompt(request.prompt + request.prefill)
            tokens = vocabulary.tokenize(prompt.text, special=True, parse_special=False)
        if not tokens:
            raise EngineError(Code.INVALID_VALUE, name="prompt", value="")
        return prompt, tokens

    def _emit(self, event: protocol.Event) -> None:
        try:
            self._pipe.send_bytes(encode(event))
        except OSError:
            os._exit(0)  # the window has gone


def _version() -> str:
    return f"llama.cpp {ll.llama_version().decode()}, llama-cpp-python {ll.__version__}"
