"""How fast one model reads and writes on one device, in a process of its own and a given number of seconds."""

from __future__ import annotations

import dataclasses
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Code, EngineError
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Finished, Generate, Load, Loaded, Sampling

_SENTENCE = "The keeper of the lighthouse looks out over the sea and counts the ships that pass by in the night. "
_SENTENCE_TOKENS = 20
_MOST = 20  # sentences of the prompt
_READING = 0.4  # of the time: a prompt is read at once, so its length is chosen before
_LEAST_SECONDS = 0.8  # although loading took all of the time
_PATIENCE = 8.0  # times as long as it should take, then a device is silent
_LOAD_SECONDS = 60.0
_CONTEXT = 1024


@dataclass(frozen=True)
class ModelSpeed:
    """Tokens a second, and how many were read and written to find out; of `all_layers` `layers` were on the device."""

    reading: float
    writing: float
    read: int
    wrote: int
    layers: int
    all_layers: int


def measure_model(load: Load, seconds: float, log_file: Path) -> ModelSpeed:
    """Load a model as `load` says, and let it read and write; loading takes part of the time.

    Raises EngineError, also where it could not stay on the device, and TimeoutError.
    """
    until = time.monotonic() + seconds
    engine = Engine(log_file)
    try:
        loaded = engine.load(dataclasses.replace(load, context=_CONTEXT, states_dir="")).result(_LOAD_SECONDS)
        assert isinstance(loaded, Loaded)
        if loaded.attempts:
            raise EngineError(Code(loaded.attempts[-1].code), cause=loaded.attempts[-1].cause)
        left = max(_LEAST_SECONDS, until - time.monotonic())
        done = _reply(engine, 1, 8, left)  # the first time kernels are compiled
        again = time.monotonic() + left
        tokens = done.prompt_tokens / max(1e-6, done.first_token_seconds) * left * _READING
        if tokens > _SENTENCE_TOKENS:  # else that was slow enough to be all
            done = _reply(engine, int(tokens / _SENTENCE_TOKENS), _CONTEXT // 2, again - time.monotonic())
        reading = done.prompt_tokens / max(1e-6, done.first_token_seconds)
        return ModelSpeed(
            reading,
            done.tokens_per_second,
            done.prompt_tokens,
            done.completion_tokens,
            loaded.gpu_layers,
            loaded.layers,
        )
    finally:
        engine.close()


def _reply(engine: Engine, sentences: int, most: int, seconds: float) -> Finished:
    """A reply to so many sentences, stopped after so many seconds. Raises EngineError, and TimeoutError where not even
    the prompt was read in many times as long."""
    call = engine.generate(
        Generate(
            prompt=_SENTENCE * min(_MOST, sentences),
            sampling=Sampling(temperature=0.0),
            max_tokens=most,
            cache=False,
            ignore_end=True,
            speculate=False,
        )
    )
    until, silent = time.monotonic() + seconds, threading.Timer(seconds * _PATIENCE, call.cancel)
    silent.daemon = True
    silent.start()
    written = 0
    for event in call.events():
        written += isinstance(event, Delta)
        if written > 2 and time.monotonic() > until:
            call.cancel()
            break
    done = call.result(seconds * _PATIENCE + _LOAD_SECONDS)
    silent.cancel()
    assert isinstance(done, Finished)
    if done.outcome.code and done.outcome.code != Code.CANCELLED:
        raise EngineError(Code(done.outcome.code), cause=done.outcome.cause)
    if not done.completion_tokens:
        raise TimeoutError
    return done
