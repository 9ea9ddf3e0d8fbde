"""The door to another machine, against a server that stalls, cuts, lies, floods and sends elsewhere."""

from __future__ import annotations

import json
import logging
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from desktop.base.endpoints import Abilities, Endpoint, ServerKind
from desktop.base.errors import Code, EngineError
from desktop.engine.client.engine import Phase
from desktop.engine.protocol.messages import (
    Delta,
    Finished,
    Generate,
    Load,
    Message,
    Part,
    Recorded,
    Sampling,
    Score,
)
from desktop.engine.protocol.outcome import Ending
from desktop.engine.remote.connection import TimeLimits
from desktop.engine.remote.engine import RemoteEngine
from tests.engine.remote.hostile_server import HostileServer, Script, Visit, serving

KEY = "sk-very-secret-0123456789"
CHAT = "/v1/chat/completions"
LIMITS = TimeLimits(connect=2.0, first=2.0, stall=0.5, token=0.05, short=2.0)
ASKED = Generate(messages=(Message("user", "Hello"),), max_tokens=32)


def endpoint(server: HostileServer, kind: ServerKind = ServerKind.OTHER, **abilities: bool) -> Endpoint:
    return Endpoint(server.address, "m", kind, 2048, abilities=Abilities(**abilities))  # type: ignore[arg-type]


@contextmanager
def engine(of: Endpoint, key: str = "") -> Iterator[RemoteEngine]:
    made = RemoteEngine(lambda: of, lambda: key, limits=LIMITS)
    made.load(Load(""))
    try:
        yield made
    finally:
        made.close()


def written(made: RemoteEngine, request: Generate = ASKED, seconds: float = 20.0) -> tuple[str, Finished]:
    """The answer's text and how it ended."""
    call = made.generate(request)
    ended = call.result(seconds)
    assert isinstance(ended, Finished)
    return "".join(e.text for e in call.events() if isinstance(e, Delta) and e.part is Part.ANSWER), ended


def ends(script: Script, request: Generate = ASKED, *, probabilities: bool = False) -> tuple[str, Finished]:
    """What comes of a reply that a server answers like that."""
    with serving({CHAT: script}) as server, engine(endpoint(server, probabilities=probabilities)) as made:
        return written(made, request)


def test_a_reply_as_it_should_be() -> None:
    text, ended = ends(lambda visit: visit.says("Hel", "lo ", "灯", "下"))
    assert (text, ended.outcome.ending) == ("Hello 灯下", Ending.END)


def test_a_limit_is_told() -> None:
    assert ends(lambda visit: visit.says("a", finish="length"))[1].outcome.ending is Ending.LENGTH


def test_characters_are_whole_whatever_the_pieces(caplog: pytest.LogCaptureFixture) -> None:
    def script(visit: Visit) -> None:
        visit.head()
        data = "data: " + json.dumps({"choices": [{"delta": {"content": "灯火𠀀é"}}]}, ensure_ascii=False) + "\n\n"
        for byte in data.encode():
            visit.send(bytes([byte]))
            time.sleep(0.001)
        visit.event({"choices": [{"delta": {}, "finish_reason": "stop"}]})

    assert ends(script)[0] == "灯火𠀀é"


def test_stop_closes_the_connection_at_once() -> None:
    seen = threading.Event()

    def script(visit: Visit) -> None:
        visit.head()
        for _ in range(2_000):
            visit.event({"choices": [{"delta": {"content": "x "}}]})
            time.sleep(0.005)
        seen.set()

    with serving({CHAT: script}) as server, engine(endpoint(server)) as made:
        call = made.generate(Generate(messages=ASKED.messages, max_tokens=100_000))
        for event in call.events():
            if isinstance(event, Delta):
                break
        began = time.monotonic()
        call.cancel()
        ended = call.result(5)
        assert isinstance(ended, Finished)
        assert ended.outcome.ending is Ending.CANCELLED
        assert time.monotonic() - began < 5.0
        while CHAT not in server.gone:  # the server notices: its next piece finds nobody
            assert not seen.is_set()
            time.sleep(0.01)


def _hang(visit: Visit) -> None:
    visit.over.wait()


def test_stop_while_nothing_has_come_yet() -> None:
    with serving({CHAT: _hang}) as server, engine(endpoint(server)) as made:
        call = made.generate(ASKED)
        while not any(visit.path == CHAT for visit in server.visits):
            time.sleep(0.01)
        call.cancel()
        assert call.result(5).outcome.ending is Ending.CANCELLED  # type: ignore[union-attr]
        assert made.state.phase is Phase.READY


def test_a_server_that_stalls_before_the_first_word_or_after_it() -> None:
    def never(visit: Visit) -> None:
        visit.head()
        while not visit.over.wait(0.1):
            visit.send(b": still there\n\n")  # a comment is no text

    def later(visit: Visit) -> None:
        visit.head()
        visit.event({"choices": [{"delta": {"content": "Once upon"}}]})
        visit.over.wait()

    text, ended = ends(never)
    assert (text, ended.outcome.ending, ended.outcome.code) == ("", Ending.FAILED, Code.ENDPOINT_SILENT)
    text, ended = ends(later)
    assert (text, ended.outcome.ending, ended.outcome.code) == ("Once upon", Ending.DIED, Code.ENDPOINT_SILENT)
    assert "127.0.0.1" in ended.outcome.cause


def test_a_connection_that_breaks_off_keeps_what_came() -> None:
    def script(visit: Visit) -> None:
        visit.head()
        visit.event({"choices": [{"delta": {"content": "Half a"}}]})
        visit.send('data: {"choices": [{"delta": {"content": " 灯'.encode()[:-1])  # in the middle of a character

    text, ended = ends(script)
    assert (text, ended.outcome.ending, ended.outcome.code) == ("Half a", Ending.DIED, Code.ENDPOINT_CUT)


def test_a_connection_that_breaks_before_anything_is_tried_again() -> None:
    tries: list[Visit] = []

    def script(visit: Visit) -> None:
        tries.append(visit)
        if len(tries) > 1:
            visit.says("Here")

    text, ended = ends(script)
    assert (text, ended.outcome.ending) == ("Here", Ending.END)


def test_a_server_that_is_interrupted_by_another_request_is_cut() -> None:
    """llama-cpp-python says that it is done, and gives no reason."""
    with serving({CHAT: lambda visit: visit.says("Half", finish="")}) as server:
        with engine(endpoint(server, ServerKind.LLAMA_CPP_PYTHON)) as made:
            assert written(made)[1].outcome.code == Code.ENDPOINT_CUT
        with engine(endpoint(server)) as made:
            assert written(made)[1].outcome.ending is Ending.END


@pytest.mark.parametrize(
    "data",
    [
        b"data: {not json\n\n",
        b"data: [1, 2]\n\n",
        b'data: {"choices": "many"}\n\n',
        b'data: {"choices": [7]}\n\n',
        b"data: " + b"[" * 100_000 + b"\n\n",
    ],
)
def test_garbage_is_told_as_that(data: bytes) -> None:
    def script(visit: Visit) -> None:
        visit.head()
        visit.send(data)

    assert ends(script)[1].outcome.code == Code.ENDPOINT_GARBLED


def test_a_page_instead_of_a_stream() -> None:
    def script(visit: Visit) -> None:
        visit.head(kind="text/html")
        visit.send(b"<html>Welcome to the router</html>")

    assert ends(script)[1].outcome.code == Code.ENDPOINT_GARBLED


def test_odd_values_do_no_harm() -> None:
    def script(visit: Visit) -> None:
        visit.head()
        visit.event({"id": 7, "choices": [{"index": 99, "delta": {"content": None, "role": "assistant"}}]})
        visit.event({"choices": [], "usage": None})
        visit.event({"choices": [{"delta": {"content": 12, "reasoning_content": ["x"]}, "logprobs": "none"}]})
        lone = {"token": "\ud800", "logprob": "often", "bytes": [300], "top_logprobs": {"a": 1}}
        visit.send(b"data: " + json.dumps({"choices": [{"delta": {"content": "a\ud800b"}}]}).encode() + b"\n\n")
        visit.send(
            b"data: " + json.dumps({"choices": [{"delta": {"content": "c"}, "logprobs": {"content": [lone]}}]}).encode()
        )
        visit.send(b"\n\n")
        usage = {"prompt_tokens": -5, "completion_tokens": "many"}
        visit.event({"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": usage})

    text, ended = ends(script, Generate(messages=ASKED.messages, record=4, max_tokens=8), probabilities=True)
    assert (text, ended.outcome.ending) == ("a\ufffdbc", Ending.END)
    assert ended.prompt_tokens > 0


def test_an_endless_reply_is_stopped() -> None:
    def script(visit: Visit) -> None:
        visit.head()
        while not visit.over.is_set():
            visit.event({"choices": [{"delta": {"content": "and on "}}]})

    text, ended = ends(script)
    assert ended.outcome.code == Code.ENDPOINT_ENDLESS
    assert len(text) < 2_000


def test_pieces_that_are_far_too_large_are_stopped() -> None:
    def script(visit: Visit) -> None:
        visit.head()
        while not visit.over.is_set():
            visit.event({"choices": [{"delta": {"content": "x" * 100_000}}]})

    assert ends(script)[1].outcome.code == Code.ENDPOINT_ENDLESS


def test_a_line_without_end_is_stopped() -> None:
    def script(visit: Visit) -> None:
        visit.head()
        visit.send(b"data: ")
        while not visit.over.is_set():
            visit.send(b"x" * 65_536)

    assert ends(script)[1].outcome.code == Code.ENDPOINT_ENDLESS


def test_a_reply_that_drips_has_an_end() -> None:
    def script(visit: Visit) -> None:
        visit.head()
        while not visit.over.wait(0.2):
            visit.event({"choices": [{"delta": {"content": "."}}]})

    text, ended = ends(script)
    assert ended.outcome.code == Code.ENDPOINT_SILENT
    assert text


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        ("401 Unauthorized", "Invalid API key", Code.ENDPOINT_KEY),
        ("403 Forbidden", "no", Code.ENDPOINT_KEY),
        ("404 Not Found", "The model `m` does not exist", Code.ENDPOINT_NO_MODEL),
        ("404 Not Found", "nothing here", Code.ENDPOINT_NO_SERVER),
        ("400 Bad Request", "This model's maximum context length is 2048 tokens", Code.CONTEXT_FULL),
        ("400 Bad Request", "unknown field", Code.ENDPOINT_REFUSED),
        ("500 Internal Server Error", "out of memory", Code.ENDPOINT_FAILED),
        ("418 I'm a teapot", "short and stout", Code.ENDPOINT_REFUSED),
    ],
)
def test_refusals_are_told_apart(status: str, message: str, code: Code) -> None:
    def script(visit: Visit) -> None:
        visit.json({"error": {"message": f"{message} {visit.headers.get('authorization', '')}"}}, status)

    with serving({CHAT: script}) as server, engine(endpoint(server), KEY) as made:
        ended = written(made)[1]
        assert (ended.outcome.ending, ended.outcome.code) == (Ending.FAILED, code)
        assert message.split()[0] in ended.outcome.cause
        assert KEY not in ended.outcome.cause  # though the server repeats it


def test_an_error_in_the_middle_of_a_stream() -> None:
    def script(visit: Visit) -> None:
        visit.head()
        visit.event({"choices": [{"delta": {"content": "Begun"}}]})
        visit.event({"error": {"message": "the card fell off the bus"}})

    text, ended = ends(script)
    assert (text, ended.outcome.code) == ("Begun", Code.ENDPOINT_FAILED)
    assert "fell off" in ended.outcome.cause


def test_who_is_busy_is_asked_again_when_it_says() -> None:
    asked: list[float] = []

    def script(visit: Visit) -> None:
        asked.append(time.monotonic())
        if len(asked) < 3:
            visit.json({"error": "slow down"}, "429 Too Many Requests", Retry_After="0.3")
        else:
            visit.says("Now")

    assert ends(script)[0] == "Now"
    assert asked[1] - asked[0] >= 0.3


def test_who_stays_busy_is_told() -> None:
    script = lambda visit: visit.json({}, "429 Too Many Requests", Retry_After="3000")  # noqa: E731
    began = time.monotonic()
    assert ends(script)[1].outcome.code == Code.ENDPOINT_BUSY
    assert time.monotonic() - began < 10.0


def test_a_redirect_is_not_followed_and_gets_no_key() -> None:
    with serving({CHAT: lambda visit: visit.says("stolen")}) as thief:
        elsewhere = lambda visit: visit.json({}, "307 Temporary Redirect", Location=thief.address + CHAT[3:])  # noqa: E731
        with serving({CHAT: elsewhere}) as server, engine(endpoint(server), KEY) as made:
            ended = written(made)[1]
        assert ended.outcome.code == Code.ENDPOINT_REDIRECT
        assert f"127.0.0.1:{thief.port}" in ended.outcome.cause
        assert thief.visits == []


def test_the_key_is_sent_and_stands_in_no_log_dump_or_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving({CHAT: lambda visit: visit.says("ok")}) as server, engine(endpoint(server), KEY) as made:
        assert written(made)[0] == "ok"
        assert {visit.headers["authorization"] for visit in server.visits} == {f"Bearer {KEY}"}
        assert KEY not in f"{made.dump()}{made.state}{made.endpoint}{caplog.text}"


def test_a_key_no_header_can_hold_is_refused_without_being_told() -> None:
    with serving() as server, engine(endpoint(server), "käy\n" + KEY) as made:
        outcome = written(made)[1].outcome
    assert outcome.ending is Ending.FAILED
    assert KEY not in outcome.cause
    assert server.visits == []


def test_nobody_there() -> None:
    with serving() as server:
        gone = endpoint(server)
    with engine(gone) as made:
        ended = written(made)[1]
        assert (ended.outcome.code, made.state.phase) == (Code.ENDPOINT_UNREACHABLE, Phase.STOPPED)


def test_a_model_that_has_gone() -> None:
    with serving(models=("another",)) as server, engine(endpoint(server)) as made:
        assert written(made)[1].outcome.code == Code.ENDPOINT_NO_MODEL


def test_a_server_that_comes_back_is_found_again() -> None:
    up: list[bool] = []

    def models(visit: Visit) -> None:
        if up:
            visit.json({"data": [{"id": "m"}]})
        else:
            visit.json({}, "503 Service Unavailable")

    scripts = {"/v1/models": models, CHAT: lambda visit: visit.says("back")}
    with serving(scripts) as server, engine(endpoint(server)) as made:
        assert written(made)[1].outcome.code == Code.ENDPOINT_BUSY
        up.append(True)
        assert written(made)[0] == "back"


# -- certificates ----------------------------------------------------------------------------------------------------


def _certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> ssl.SSLContext:
    from datetime import UTC, datetime, timedelta

    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    made = {
        "right": lambda: authority.issue_cert("127.0.0.1"),
        "unknown": lambda: stranger.issue_cert("127.0.0.1"),
        "name": lambda: authority.issue_cert("example.org"),
        "expired": lambda: authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1)),
    }[kind]()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.configure_cert(context)
    return context


@pytest.mark.parametrize("kind", ["unknown", "name", "expired"])
def test_a_certificate_that_doesnt_fit_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    context = _certified(tmp_path, monkeypatch, kind)
    scripts: dict[str, Script] = {CHAT: lambda visit: visit.says("x")}
    with serving(scripts, context=context) as server, engine(endpoint(server), KEY) as made:
        ended = written(made)[1]
    assert (ended.outcome.ending, ended.outcome.code) == (Ending.FAILED, Code.ENDPOINT_CERTIFICATE)
    assert server.visits == []


def test_a_certificate_that_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = _certified(tmp_path, monkeypatch, "right")
    scripts: dict[str, Script] = {CHAT: lambda visit: visit.says("safe")}
    with serving(scripts, context=context) as server, engine(endpoint(server), KEY) as made:
        text, ended = written(made)
    assert (text, ended.outcome.cause) == ("safe", "")


def test_plain_http_where_tls_was_asked_for_is_not_taken_instead() -> None:
    with serving({CHAT: lambda visit: visit.says("x")}) as server:
        server.scheme = "https"
        with engine(endpoint(server), KEY) as made:
            assert written(made)[1].outcome.code == Code.ENDPOINT_UNREACHABLE
    assert server.visits == []


# -- what is sent and read -------------------------------------------------------------------------------------------


def test_reasoning_is_a_thought_by_field_and_by_mark() -> None:
    def fields(visit: Visit) -> None:
        visit.head()
        visit.event({"choices": [{"delta": {"reasoning_content": "Hm. "}}]})
        visit.event({"choices": [{"delta": {"reasoning": "Well."}}]})
        visit.event({"choices": [{"delta": {"content": "Yes"}, "finish_reason": "stop"}]})

    for script in (fields, lambda visit: visit.says("<th", "ink>Hm. Well.</think>", "Yes")):
        with serving({CHAT: script}) as server, engine(endpoint(server)) as made:
            call = made.generate(ASKED)
            call.result(10)
            parts = [(event.part, event.text) for event in call.events() if isinstance(event, Delta)]
        assert "".join(text for part, text in parts if part is Part.THINK) == "Hm. Well."
        assert "".join(text for part, text in parts if part is Part.ANSWER) == "Yes"


def test_stop_strings_hold_even_where_the_server_ignores_them() -> None:
    text, ended = ends(
        lambda visit: visit.says("One\n", "\nT", "wo"), Generate(messages=ASKED.messages, stop=("\n\n",), max_tokens=8)
    )
    assert (text, ended.outcome.ending) == ("One", Ending.STOP)


def test_probabilities_are_kept() -> None:
    def script(visit: Visit) -> None:
        visit.head()
        for text, other in (("灯", "火"), ("下", "上")):
            tops = [{"token": text, "logprob": -0.5}, {"token": other, "logprob": -1.0, "id": 4}]
            content = [{"token": text, "logprob": -0.5, "bytes": list(text.encode()), "top_logprobs": tops}]
            visit.event({"choices": [{"delta": {"content": text}, "logprobs": {"content": content}}]})
        visit.event({"choices": [{"delta": {}, "finish_reason": "stop"}]})

    request = Generate(messages=ASKED.messages, record=8, alternatives=2, max_tokens=8)
    with serving({CHAT: script}) as server, engine(endpoint(server, probabilities=True)) as made:
        call = made.generate(request)
        call.result(10)
        events = list(call.events())
        body = next(visit.body for visit in server.visits if visit.path == CHAT)
    assert body["logprobs"] is True
    assert body["top_logprobs"] == 8
    rows = json.loads(next(event.rows for event in events if isinstance(event, Recorded)))
    assert [(row[0], row[2], [other[0] for other in row[3]]) for row in rows] == [
        ("灯", -0.5, ["灯", "火"]),
        ("下", -0.5, ["下", "上"]),
    ]
    assert [info.text for event in events if isinstance(event, Delta) for info in event.infos] == ["灯", "下"]


def test_without_probabilities_none_are_asked_for() -> None:
    with serving({CHAT: lambda visit: visit.says("x")}) as server, engine(endpoint(server)) as made:
        written(made, Generate(messages=ASKED.messages, record=8, max_tokens=8))
        body = next(visit.body for visit in server.visits if visit.path == CHAT)
    assert "logprobs" not in body


def test_sampling_is_said_in_each_servers_own_words() -> None:
    sampling = Sampling(top_k=7, min_p=0.1, repeat_penalty=1.2, dry_multiplier=0.8, seed=5, grammar='root ::= "a"')
    expected: dict[ServerKind, dict[str, object]] = {
        ServerKind.LLAMA_SERVER: {"top_k": 7, "min_p": 0.1, "repeat_penalty": 1.2, "dry_multiplier": 0.8},
        ServerKind.VLLM: {"top_k": 7, "repetition_penalty": 1.2, "structured_outputs": {"grammar": 'root ::= "a"'}},
        ServerKind.OLLAMA: {"top_p": 0.95, "seed": 5},
    }
    with serving({CHAT: lambda visit: visit.says("a")}) as server:
        for kind, fields in expected.items():
            with engine(endpoint(server, kind)) as made:
                written(made, Generate(messages=ASKED.messages, sampling=sampling, max_tokens=8))
            body = server.visits[-1].body
            assert {name: body.get(name) for name in fields} == fields
        assert "top_k" not in body  # Ollama's compatible way has none


def test_going_on_is_asked_for_in_words_where_the_server_cant_take_it_up() -> None:
    request = Generate(messages=ASKED.messages, prefill="The lamp under the", max_tokens=32)
    repeating = lambda visit: visit.says("The lamp ", "under the", " table")  # noqa: E731
    with serving({CHAT: repeating}) as server:
        with engine(endpoint(server)) as made:
            assert written(made, request)[0] == " table"  # what it repeats is left out
        turns = server.visits[-1].body["messages"]
        assert [turn["role"] for turn in turns] == ["user", "assistant", "user"]
        with engine(endpoint(server, ServerKind.VLLM, continues=True)) as made:
            written(made, request)
        body = server.visits[-1].body
        assert body["messages"][-1] == {"role": "assistant", "content": "The lamp under the"}
        assert body["continue_final_message"] is True


def test_what_the_server_cant_do_is_said() -> None:
    with serving({CHAT: lambda visit: visit.says("x")}) as server, engine(endpoint(server)) as made:
        with pytest.raises(EngineError) as raised:
            made.ask(Score("a text")).answer(5)
        assert raised.value.code is Code.ENDPOINT_UNABLE
        assert written(made, Generate(prompt="Once", max_tokens=4))[1].outcome.code == Code.ENDPOINT_UNABLE


def test_a_prompt_that_is_too_long_there_is_asked_again_with_less() -> None:
    def script(visit: Visit) -> None:
        if len(visit.body["messages"]) > 3:
            visit.json({"error": {"message": "the request exceeds the available context size"}}, "400 Bad Request")
        else:
            visit.says("fits")

    turns = tuple(Message("user" if at % 2 == 0 else "assistant", f"{at} " + "word " * 150) for at in range(9))
    text, ended = ends(script, Generate(messages=turns, max_tokens=64))
    assert (text, ended.outcome.ending) == ("fits", Ending.END)


def test_the_background_gives_way() -> None:
    release = threading.Event()
    order: list[str] = []

    def script(visit: Visit) -> None:
        word = visit.body["messages"][0]["content"]
        order.append(word)
        if word.startswith("back"):
            release.wait(20)
        visit.says(word)

    with serving({CHAT: script}) as server:
        two = Endpoint(server.address, "m", context=2048, at_once=2)
        with engine(two) as made:
            ask = lambda word, back: made.generate(  # noqa: E731
                Generate(messages=(Message("user", word),), max_tokens=8, background=back)
            )
            behind = [ask(f"back {at}", True) for at in range(6)]
            while len(order) < 2:
                time.sleep(0.01)
            assert ask("front", False).result(10).outcome.ending is Ending.END  # type: ignore[union-attr]
            assert len(order) == 3  # no more than two in the background, and the one in front at once
            release.set()
            assert all(call.result(20).outcome.ending is Ending.END for call in behind)  # type: ignore[union-attr]
