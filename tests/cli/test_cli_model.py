"""The command line with the real starter in the real engine process."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from desktop.base.paths import Paths
from desktop.engine.client.request_handle import RequestHandle
from desktop.engine.protocol.messages import Delta, Event
from desktop.store import Status, Store
from tests.cli.conftest import COMMAND, Run, until

pytestmark = pytest.mark.model

LONG = "Write a very long story about a lamp and a river."


def test_an_answer_is_written(run_process: Run, paths: Paths) -> None:
    result = run_process("ask", "Name a river.", "--max-tokens", "12", "--seed", "3")
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.split()) > 3
    assert result.stdout.endswith("\n")
    assert "cut at 12 tokens" in result.stderr
    assert not paths.database.exists()  # a question is not a conversation


def test_json_has_its_shape_and_a_seed_repeats_it(run: Run) -> None:
    command = ("ask", "--json", "--seed", "7", "--temperature", "0.9", "--max-tokens", "10", "--system", "Be brief.")
    first, second = (json.loads(run(*command, given="Name a colour.").stdout) for _ in range(2))
    assert list(first) == [
        "text",
        "model",
        "prompt_tokens",
        "completion_tokens",
        "first_token_seconds",
        "tokens_per_second",
        "stop_reason",
    ]
    assert first["model"] == "smollm2-135m-instruct.q4_1"
    assert first["prompt_tokens"] > 5
    assert 0 < first["completion_tokens"] <= 10
    assert first["first_token_seconds"] > 0
    assert first["tokens_per_second"] > 0
    assert first["stop_reason"] in ("end", "length")
    assert first["text"] == second["text"] != ""


def test_a_model_can_be_named_by_its_file(run: Run, base_model: Path, paths: Paths) -> None:
    result = run("ask", "-", "--model", base_model, "--max-tokens", "4", "--json", given="灯下")
    assert json.loads(result.stdout)["model"] == "gemma-3-270m-q4_k_m", result.stderr
    assert not paths.settings_file.exists()  # for this question only


def test_a_reader_that_has_enough(environment: dict[str, str]) -> None:
    program = subprocess.Popen(
        [*COMMAND, "ask", LONG],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    assert program.stdout is not None
    assert program.stderr is not None
    assert program.stdout.read(1)
    program.stdout.close()
    assert program.wait(60) == 0
    assert program.stderr.read() == b""
    program.stderr.close()


def _started(environment: dict[str, str], *options: str) -> subprocess.Popen[bytes]:
    """The program with a long answer to write, in a group of processes that a signal can be sent to."""
    return subprocess.Popen(
        [*COMMAND, "ask", LONG, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )


def test_ctrl_c_stops_the_answer(environment: dict[str, str]) -> None:
    program = _started(environment, "--seed", "2", "--max-tokens", "4000")  # 3,000 letters and more
    assert program.stdout is not None
    begun = program.stdout.read(1)
    os.killpg(program.pid, signal.SIGINT)  # as a terminal does: to the engine's process as well
    rest, err = program.communicate(timeout=60)
    assert program.returncode == 130, err
    assert err == b""
    assert (begun + rest).endswith(b"\n")
    assert len(rest) < 1_500


def test_ctrl_c_stops_the_answer_that_is_written_as_json(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put = RequestHandle.put

    def press_once(handle: RequestHandle, event: Event) -> None:
        put(handle, event)
        if isinstance(event, Delta) and event.tokens == 1:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(RequestHandle, "put", press_once)
    result = run("ask", LONG, "--json", "--seed", "2", "--max-tokens", "4000")
    assert result.returncode == 130, result.stderr
    found = json.loads(result.stdout)
    assert found["stop_reason"] == "cancelled"
    assert 1 <= found["completion_tokens"] < 400
    assert found["text"]


@pytest.mark.parametrize("delay", [0.15, 0.6, 1.5])
def test_ctrl_c_at_any_early_moment(environment: dict[str, str], delay: float) -> None:
    program = _started(environment)
    time.sleep(delay)
    for _ in range(8):  # one in ten is lost that meets Python among its imports; a person presses again
        os.killpg(program.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.communicate(timeout=2)
            break
    # Before the first line of ours runs, Python itself ends by the signal.
    assert program.wait(60) in (130, -signal.SIGINT)


def test_a_conversation_is_kept_and_goes_on(run: Run, paths: Paths) -> None:
    talked = run("chat", "--max-tokens", "8", "--system", "Be brief.", given="Say hi.\nAnd bye.\n")
    assert talked.returncode == 0, talked.stderr
    store = Store.open(paths.database, paths.backups)
    (conversation,) = store.conversations()
    messages = store.path(conversation.id)
    assert conversation.system_prompt == "Be brief."
    assert [message.role for message in messages] == ["user", "assistant"] * 2
    assert [message.text for message in messages][::2] == ["Say hi.", "And bye."]
    store.close()

    again = run("chat", "--conversation", conversation.id, "--max-tokens", "8", given="/again\n/bogus\n")
    assert again.returncode == 0, again.stderr
    assert "› Say hi." in again.stdout
    assert "/help" in again.stderr
    store = Store.open(paths.database, paths.backups)
    assert store.path(conversation.id)[-1].version == 2
    store.close()


def test_in_a_terminal_ctrl_c_stops_the_reply_and_then_leaves(environment: dict[str, str], paths: Paths) -> None:
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [*COMMAND, "chat", "--max-tokens", "4000", "--seed", "1"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    until(ours, "leaves.\r\n› ")
    os.write(ours, LONG.encode() + b"\n")
    _until_kept(paths)
    os.killpg(program.pid, signal.SIGINT)
    assert "/continue goes on" in until(ours, "› ")
    _press_at_the_prompt(program, ours)
    assert "--conversation 1" in until(ours, "--conversation 1")
    assert program.wait(60) == 130
    os.close(ours)
    store = Store.open(paths.database, paths.backups)
    assert store.path(1)[-1].status is Status.STOPPED
    store.close()


def _press_at_the_prompt(program: subprocess.Popen[bytes], terminal: int) -> None:
    """Ctrl-C as a person presses it: again, when nothing happens.

    Python's `input` shows its prompt a moment before it waits for keys; a signal in between is noticed only at the next
    one, and a test is quick enough to meet that moment.
    """
    for _ in range(3):
        os.killpg(program.pid, signal.SIGINT)
        if select.select([terminal], [], [], 10)[0]:
            return
    pytest.fail("the program takes no notice of Ctrl-C")


def _until_kept(paths: Paths) -> None:
    """Wait for the first words of a reply in the store."""
    deadline = time.monotonic() + 120
    store = Store.open(paths.database, paths.backups)
    try:
        while time.monotonic() < deadline:
            if any(message.text for item in store.conversations() for message in store.path(item.id)[1:]):
                return
            time.sleep(0.1)
    finally:
        store.close()
    pytest.fail("no reply began")
