"""Deaths of either side: the window lives on, the engine goes with the window, and the next request works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from desktop.base.errors import Code, EngineError
from desktop.base.gguf.reader import read_header
from desktop.engine.client.engine import Engine, Phase
from desktop.engine.protocol.messages import Delta, Finished, Generate, Load, Message, PromptProgress, Sampling
from desktop.engine.protocol.outcome import Ending

pytestmark = pytest.mark.model

STORY = Generate(messages=(Message("user", "Tell me a very long story."),), max_tokens=1000)
HELLO = Generate(messages=(Message("user", "Hello."),), max_tokens=5)


def _kill(engine: Engine, number: int = signal.SIGKILL) -> None:
    assert engine.pid is not None
    os.kill(engine.pid, number)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_death_while_writing(chat_model: Path, engine: Engine, number: int) -> None:
    engine.load(Load(str(chat_model), context=512)).result(60)
    call = engine.generate(STORY)
    next(event for event in call.events() if isinstance(event, Delta))
    _kill(engine, number)
    ending = call.result(30)
    assert isinstance(ending, Finished)
    assert ending.outcome.ending is Ending.DIED
    assert ending.outcome.code == Code.ENGINE_DIED
    assert ending.outcome.signal == number
    assert ending.outcome.cause
    assert engine.state.phase is Phase.DIED
    assert engine.state.error is not None
    again = engine.generate(HELLO).result(60)
    assert isinstance(again, Finished)
    assert again.completion_tokens > 0
    assert engine.state.phase is Phase.READY


def test_a_request_that_showed_nothing_is_tried_again(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=2048)).result(60)
    prompt = "One day the lighthouse keeper said: " * 200
    call = engine.generate(Generate(prompt=prompt, sampling=Sampling(temperature=0.0), max_tokens=3))
    next(event for event in call.events() if isinstance(event, PromptProgress))
    _kill(engine)
    ending = call.result(60)
    assert isinstance(ending, Finished)
    assert ending.outcome.ending is Ending.LENGTH
    assert ending.completion_tokens == 3


def test_a_death_while_loading(base_model: Path, engine: Engine) -> None:
    call = engine.load(Load(str(base_model), context=512))
    next(iter(call.events()))
    _kill(engine)
    with pytest.raises(EngineError) as caught:
        call.result(30)
    assert caught.value.code is Code.ENGINE_DIED
    assert caught.value.details["signal"] == signal.SIGKILL


def test_an_idle_death_is_told_and_mended(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=512)).result(60)
    _kill(engine)
    deadline = time.monotonic() + 10
    while engine.state.phase is not Phase.DIED and time.monotonic() < deadline:
        time.sleep(0.02)
    assert engine.state.phase is Phase.DIED
    ending = engine.generate(HELLO).result(60)
    assert isinstance(ending, Finished)
    assert ending.completion_tokens > 0


PARENT = """
import sys, time
from pathlib import Path
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Delta, Generate, Load

if __name__ == "__main__":
    engine = Engine(Path(sys.argv[2]))
    engine.load(Load(sys.argv[1], context=512)).result(60)
    call = engine.generate(Generate(prompt="Once", max_tokens=400))
    next(event for event in call.events() if isinstance(event, Delta))
    print(engine.pid, flush=True)
    time.sleep(60)
"""


def test_the_engine_goes_with_the_window(chat_model: Path, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = Path(__file__).resolve().parents[2]
    window = subprocess.Popen(
        [sys.executable, str(script), str(chat_model), str(tmp_path / "engine.log")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert window.stdout is not None
    child = psutil.Process(int(window.stdout.readline()))
    window.send_signal(signal.SIGKILL)
    window.wait(10)
    gone, alive = psutil.wait_procs([child], timeout=5)
    assert gone, alive


def test_ctrl_c_belongs_to_the_window(chat_model: Path, engine: Engine) -> None:
    engine.load(Load(str(chat_model), context=512)).result(60)
    call = engine.generate(HELLO)
    _kill(engine, signal.SIGINT)
    ending = call.result(30)
    assert isinstance(ending, Finished)
    assert ending.outcome.ending is not Ending.DIED


BAD = {
    "missing": (None, Code.MODEL_MISSING),
    "empty": (b"", Code.MODEL_EMPTY),
    "text": (b"This is not a model." * 100, Code.MODEL_NOT_GGUF),
    "header only": (b"GGUF\x03\x00\x00\x00", Code.MODEL_TRUNCATED),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_model(name: str, chat_model: Path, engine: Engine, tmp_path: Path) -> None:
    content, code = BAD[name]
    path = tmp_path / "bad.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EngineError) as caught:
        engine.load(Load(str(path))).result(60)
    assert caught.value.code is code
    ending = engine.generate(HELLO).result(60)
    assert isinstance(ending, Finished)
    assert ending.outcome.ending is Ending.FAILED
    assert ending.outcome.code == code


def test_a_truncated_and_an_unknown_model(chat_model: Path, engine: Engine, tmp_path: Path) -> None:
    whole = chat_model.read_bytes()
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(whole[: len(whole) // 2])
    unknown = tmp_path / "unknown.gguf"
    unknown.write_bytes(whole.replace(b"llama", b"lluma"))
    for path, code in ((cut, Code.MODEL_TRUNCATED), (unknown, Code.MODEL_UNSUPPORTED)):
        with pytest.raises(EngineError) as caught:
            engine.load(Load(str(path))).result(60)
        assert caught.value.code is code, caught.value
    engine.load(Load(str(chat_model), context=512)).result(60)
    assert engine.generate(HELLO).result(60)


def test_a_model_that_was_tried_although_it_has_no_room(
    chat_model: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the arithmetic refuses it is loaded all the same; the system ends it, which is told as what it is."""
    cut = Generate(prompt="One day " * 200, max_tokens=500)
    engine.load(Load(str(chat_model), context=2048, anyway=True)).result(60)
    call = engine.generate(cut)
    next(event for event in call.events() if isinstance(event, PromptProgress))
    _kill(engine)
    ending = call.result(60)
    assert isinstance(ending, Finished)
    assert (ending.outcome.code, ending.outcome.signal) == (Code.ENGINE_OUT_OF_MEMORY, signal.SIGKILL)
    assert engine.state.error is not None  # it isn't tried a second time by itself
    assert engine.state.error.code is Code.ENGINE_OUT_OF_MEMORY

    from desktop.engine.backends.loading import Prepared
    from desktop.engine.model import model

    monkeypatch.setattr("desktop.base.machine.available_memory", lambda: 1)
    header, prepared = read_header(chat_model), Prepared(None, (), ())
    assert model._context(Load("", context=2048, anyway=True), prepared, header, chat_model) == 2048
    with pytest.raises(EngineError) as refused:
        model._context(Load("", context=2048), prepared, header, chat_model)
    assert refused.value.code is Code.CONTEXT_TOO_LARGE
