"""The engine tells what is so in it, whatever it is doing, and the log says what was measured."""

from __future__ import annotations

import logging
import os
import signal
import time
from pathlib import Path

import pytest

from desktop.engine.client.engine import Engine
from desktop.engine.protocol.dump import Dumped, SavedState, SequenceState, TaskState
from desktop.engine.protocol.messages import Delta, Generate, Load, Message

ASKED = (Message("user", "Tell me of the tower, of its keeper, and of the sea at night."),)


def test_without_a_process_the_client_tells_what_it_knows(engine: Engine) -> None:
    found = engine.dump()
    assert (found.phase, found.pid, found.handles, found.process) == ("stopped", None, (), None)
    assert "tells nothing" in str(found)


def test_it_reads_like_a_log() -> None:
    from desktop.engine.client.dump import EngineDump, HandleState

    task = TaskState(4, "Generate", "writing", True, 20, 5, 31, 12, 3, 1.25)
    row = SequenceState(3, 4, 31, 26, 0, False, 7)
    told = Dumped(9, (task,), (row,), 2048, 2017, (SavedState("a.state", 64, 2_500_000),), 300_000_000)
    text = str(EngineDump("busy", 77, "Starter", (HandleState(4, "Generate", 1.5, True, True, False),), told))
    assert text.splitlines() == [
        "engine busy, process 77, model Starter, 1 open requests",
        "  request 4 Generate for 1.5 s cancelled shown",
        "  cells 31 of 2048 in use, 1 saved states of 2.5 MB, 300 MB resident",
        "  task 4 Generate writing in the background: prompt 20 (5 cached), evaluated 31, written 12, sequence 3, "
        "for 1.2 s",
        "  sequence 3 of request 4: 31 tokens, 26 cells its own, 0 saved, use 7",
    ]


@pytest.mark.model
def test_a_reply_under_way_and_what_stays_of_it(
    engine: Engine, chat_model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "desktop.engine.client")
    engine.load(Load(str(chat_model), context=1024)).result(60)
    call = engine.generate(Generate(ASKED, max_tokens=600, ignore_end=True))
    next(event for event in call.events() if isinstance(event, Delta) and event.tokens > 30)
    busy = engine.dump(10)
    assert busy.process is not None
    (task,) = busy.process.tasks
    assert (task.id, task.kind, task.state, task.background) == (call.id, "Generate", "writing", False)
    assert task.evaluated >= task.prompt_tokens > 10
    (row,) = [one for one in busy.process.sequences if one.owner == call.id]
    assert row.id == task.sequence
    assert row.tokens == row.own_cells == busy.process.cells - busy.process.free_cells
    assert [handle.id for handle in busy.handles] == [call.id]
    call.cancel()
    call.answer(60)
    quiet = engine.dump(10)
    assert quiet.process is not None
    assert (quiet.process.tasks, quiet.handles, quiet.phase) == ((), (), "ready")
    (row,) = quiet.process.sequences
    assert (row.owner, row.worth_saving) == (None, True)
    until = time.monotonic() + 20
    while not (quiet.process and quiet.process.files) and time.monotonic() < until:
        time.sleep(1.5)  # it saves when nobody asks it anything for a second
        quiet = engine.dump(10)
    assert quiet.process is not None
    assert [file.tokens for file in quiet.process.files] == [row.tokens]
    said = "\n".join(caplog.messages)
    assert "is loaded after" in said
    assert "first text after" in said


@pytest.mark.model
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a process that can be stopped")
def test_a_deaf_process_is_told_of_and_killed(
    engine: Engine, chat_model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine.load(Load(str(chat_model), context=512)).result(60)
    call = engine.generate(Generate(ASKED, max_tokens=400, ignore_end=True))
    next(event for event in call.events() if isinstance(event, Delta))
    pid = engine.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    deaf = engine.dump(0.3)
    assert deaf.process is None
    assert [handle.id for handle in deaf.handles] == [call.id]
    call.cancel()
    call.answer(60)
    assert f"request {call.id} Generate for" in caplog.text
