"""A request's handle and the process's last words, without a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.errors import Code, EngineError
from desktop.engine.client.process import EngineProcess, ending_of
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.messages import Delta, Failed, Finished, Generate, Load, Tokenize
from desktop.engine.protocol.outcome import Ending, Outcome


def _handle(request: Generate | Load | Tokenize) -> RequestHandle:
    return RequestHandle(request, lambda handle: None)


def test_an_answer_that_does_not_come_in_time() -> None:
    with pytest.raises(TimeoutError):
        _handle(Generate(prompt="x")).result(0.01)
    with pytest.raises(TimeoutError):
        _handle(Tokenize("x")).answer(0.01)


def test_what_failed_is_raised_with_its_code() -> None:
    handle = _handle(Load("a.gguf"))
    handle.put(Failed(handle.id, Code.MODEL_DAMAGED, {"path": "a.gguf"}))
    with pytest.raises(EngineError) as told:
        handle.result(1)
    assert told.value.code is Code.MODEL_DAMAGED


def test_nothing_comes_after_the_end() -> None:
    handle = _handle(Generate(prompt="x"))
    handle.put(Delta(handle.id, "a", 1))
    handle.put(Finished(handle.id, Outcome(Ending.END)))
    handle.put(Delta(handle.id, "too late", 2))
    assert [type(event) for event in handle.events()] == [Delta, Finished]
    assert list(handle.events()) == []
    assert handle.shown
    assert handle.ended


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("loading\nGGML_ASSERT(x) failed\nbye\n", "GGML_ASSERT(x) failed"),
        ("/home/a/llama.cpp/src/ggml.c:12: GGML_ASSERT(y)\n", "ggml.c:12: GGML_ASSERT(y)"),
        ("one\n\n  two  \n", "two"),
        ("", ""),
    ],
)
def test_the_line_of_the_log_that_tells_most(tmp_path: Path, log: str, words: str) -> None:
    file = tmp_path / "engine.log"
    file.write_text(log)
    process = EngineProcess.__new__(EngineProcess)
    process._log_file, process._log_start = file, 0
    assert process._last_words() == words
    file.unlink()
    assert process._last_words() == ""


def test_how_a_process_ended_as_a_signal_or_an_exit_code() -> None:
    assert ending_of(None) == {}
    assert ending_of(-9) == {"signal": 9}
    assert ending_of(3) == {"exit_code": 3}
