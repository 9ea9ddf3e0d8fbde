"""Reasoning by real decoding: a starter that a grammar makes think, and one whose template opens the thought."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.app import App, build
from desktop.base.paths import Paths
from desktop.base.settings import MAX_TOKENS, SEED, SYSTEM_PROMPT
from desktop.base.text.reasoning import CLOSING, OPENING, split
from desktop.engine.protocol.messages import Cost, Generate, Measure
from desktop.engine.protocol.messages import Message as Turn
from desktop.features.chat.chat import ChatEvent, Ended, Wrote
from desktop.features.chat.insight import recorded
from desktop.features.chat.new_conversation import NewConversation
from desktop.features.exchange.export import Form, export
from desktop.features.generation.stop import Stop
from desktop.store import Message, Preset, Status, Store
from desktop.store.conversations.exchange import Exchange

pytestmark = pytest.mark.model

SAID = "[A-Za-z ,.]"
THINKS = f'root ::= "<think>\\n" {SAID}{{60,80}} "\\n</think>\\n\\n" {SAID}{{30,40}}'
THINKS_LONG = f'root ::= "<think>\\n" {SAID}{{1500}} "\\n</think>\\n\\n" {SAID}{{30,40}}'
ENDS_THE_THOUGHT = f'root ::= {SAID}{{20,30}} "\\n</think>\\n\\n" {SAID}{{30,40}}'
ANSWERS = f"root ::= {SAID}{{30,40}}"

_OPENS = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + "
    "'\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n<think>\\n' }}{% endif %}"
)


@pytest.fixture
def app(paths: Paths) -> Iterator[App]:
    built = build(paths)
    built.settings.override(SEED, 4)
    built.settings.override(MAX_TOKENS, 400)
    built.settings.override(SYSTEM_PROMPT, "")
    built.open_store()
    yield built
    built.close()


@pytest.fixture
def opening_model(chat_model: Path, tmp_path: Path) -> Path:
    """The chat starter with a template that opens the thought in the prompt, as those of DeepSeek R1 and QwQ do."""
    data = chat_model.read_bytes()
    start = data.index(b"{% for message in messages %}{% if loop.first")
    size = data.index(b"assistant\n' }}{% endif %}", start) + len(b"assistant\n' }}{% endif %}") - start
    template = _OPENS.encode() + b"{#" + b" " * (size - len(_OPENS.encode()) - 4) + b"#}"
    target = tmp_path / "thinks.gguf"
    target.write_bytes(data[:start] + template + data[start + size :])
    return target


def _begin(grammar: str) -> NewConversation:
    return NewConversation(preset=Preset(sampling={"grammar": grammar}))


def _ended(events: Iterator[ChatEvent], stop: Stop | None = None, after: int = 0) -> Message:
    """The reply as it is kept; with `stop` it is stopped after some tokens."""
    last: ChatEvent | None = None
    for last in events:
        if stop is not None and isinstance(last, Wrote) and last.tokens >= after:
            stop.set()
    assert isinstance(last, Ended)
    return last.message


def _goes_on(app: App, reply: Message, grammar: str) -> Message:
    app.store.set_preset(reply.conversation_id, Preset(sampling={"grammar": grammar}))
    return _ended(app.chat.continue_reply(reply.id, Stop()))


def test_a_thought_is_split_timed_kept_and_not_read_again(app: App) -> None:
    told = list(app.chat.send("Is water wet?", None, Stop(), begin=_begin(THINKS)))
    reply = _ended(iter(told))
    thought, answer = split(reply.text)
    assert reply.text == f"{OPENING}{thought}{CLOSING}{answer}"
    assert 60 <= len(thought) <= 80
    assert len(answer) >= 29
    assert "".join(event.text for event in told if isinstance(event, Wrote)) == reply.text
    assert reply.reply is not None
    assert 0 < reply.reply.thought_seconds < reply.reply.seconds

    found = recorded(app.store, reply)
    assert found is not None
    assert (found.text, found.thought) == (answer, reply.text.removesuffix(answer))

    app.store.set_preset(reply.conversation_id, Preset(sampling={"grammar": ANSWERS}))
    next_one = _ended(app.chat.send("Sure?", reply.conversation_id, Stop()))
    turns = (Turn("user", "Is water wet?"), Turn("assistant", answer), Turn("user", "Sure?"))
    cost = app.model_manager.engine().ask(Measure(Generate(messages=turns))).answer(60)
    assert isinstance(cost, Cost)
    assert next_one.reply is not None
    assert next_one.reply.prompt_tokens == cost.prompt_tokens


def test_a_thought_is_exported(app: App) -> None:
    reply = _ended(app.chat.send("Is water wet?", None, Stop(), begin=_begin(THINKS)))
    thought, answer = split(reply.text)
    exchange = Exchange(app.store.database)

    def out(form: Form) -> str:
        return export(exchange, [reply.conversation_id], form).decode()

    first = thought.split(".")[0].strip()[:20]
    for text in (out(Form.MARKDOWN), out(Form.HTML)):
        assert text.index(first) < text.rindex(answer.split(".")[0].strip()[:10])
    assert thought in json.dumps(json.loads(out(Form.JSON)), ensure_ascii=False)


def test_a_thought_that_was_stopped_goes_on_as_a_thought(app: App) -> None:
    stop = Stop()
    half = _ended(app.chat.send("Is water wet?", None, stop, begin=_begin(THINKS_LONG)), stop, after=12)
    assert half.status is Status.STOPPED
    assert half.text.startswith(OPENING)
    assert CLOSING.strip() not in half.text
    assert recorded(app.store, half) is None  # of an answer that isn't there nothing is known
    whole = _goes_on(app, half, ENDS_THE_THOUGHT)
    thought, answer = split(whole.text)
    assert whole.text.startswith(half.text)
    assert len(thought) >= len(half.text) - len(OPENING) + 19
    assert len(answer) >= 29
    assert "think>" not in thought + answer
    assert whole.reply is not None
    assert half.reply is not None
    assert whole.reply.thought_seconds > half.reply.thought_seconds > 0


def test_a_thought_outlives_the_engine_killed_in_the_middle_of_it(app: App) -> None:
    events = app.chat.send("Is water wet?", None, Stop(), begin=_begin(THINKS_LONG))
    last: ChatEvent | None = None
    for last in events:
        if isinstance(last, Wrote) and last.tokens >= 12 and (pid := app.model_manager.engine().pid):
            os.kill(pid, signal.SIGKILL)
            break
    *_, last = events
    assert isinstance(last, Ended)
    half = last.message
    assert half.status is Status.INTERRUPTED
    assert len(half.text) > len(OPENING) + 20
    thought, answer = split(_goes_on(app, half, ENDS_THE_THOUGHT).text)
    assert f"{OPENING}{thought}".startswith(half.text)
    assert answer


_KILLED = """
import sys
from tests.features.test_thinking import THINKS_LONG, _begin
from desktop.app import build
from desktop.base.paths import Paths
from desktop.features.generation.stop import Stop
app = build(Paths.from_environment())
app.open_store()
for event in app.chat.send("Is water wet?", None, Stop(), begin=_begin(THINKS_LONG)):
    print(type(event).__name__, flush=True)
"""


def test_a_thought_outlives_a_power_cut(paths: Paths) -> None:
    run = [sys.executable, "-c", _KILLED]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as program:
        assert program.stdout is not None
        while program.stdout.readline().strip() != "ReplyWrote":
            pass
        reading = Store.open(paths.database, paths.backups)
        (conversation,) = reading.conversations()
        until = time.monotonic() + 60
        while len(reading.path(conversation.id)[-1].text) < 60 and time.monotonic() < until:
            time.sleep(0.05)
        reading.close()
        program.kill()
    app = build(paths)
    store = app.open_store()
    half = store.path(conversation.id)[-1]
    assert half.status is Status.INTERRUPTED
    assert half.text.startswith(OPENING)
    assert CLOSING.strip() not in half.text
    thought, answer = split(_goes_on(app, half, ENDS_THE_THOUGHT).text)
    assert f"{OPENING}{thought}".startswith(half.text)
    assert answer
    app.close()


def test_a_template_that_opens_the_thought(app: App, opening_model: Path) -> None:
    app.model_manager.choose(app.library.add(opening_model).key)
    thinks: dict[str, Any] = {"begin": _begin(ENDS_THE_THOUGHT)}
    reply = _ended(app.chat.send("Is water wet?", None, Stop(), **thinks))
    thought, answer = split(reply.text)
    assert reply.text == f"{OPENING}{thought}{CLOSING}{answer}"
    assert (len(thought) > 15, len(answer) > 25) == (True, True)
    found = recorded(app.store, reply)
    assert found is not None
    at = next(at for at, piece in enumerate(found.pieces) if at and len(piece.others) > 1)
    other = next(other for other in found.pieces[at].others if not other.present)
    app.store.set_preset(reply.conversation_id, None)
    version = _ended(app.chat.from_word(reply.id, found, at, other, Stop()))
    assert version.text.startswith(reply.text.removesuffix(answer) + answer[: found.pieces[at].start] + other.text)

    stop = Stop()
    long: dict[str, Any] = {"begin": _begin(f'root ::= {SAID}{{1500}} "\\n</think>\\n\\n" {SAID}')}
    half = _ended(app.chat.send("Is water wet?", None, stop, **long), stop, after=12)
    whole = _goes_on(app, half, ENDS_THE_THOUGHT)
    assert whole.text.startswith(half.text)
    assert whole.text.count("<think>") == whole.text.count("</think>") == 1
    assert split(whole.text)[1]
