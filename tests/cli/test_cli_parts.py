"""The command line's parts, without a process."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translator
from desktop.base.settings import SEED, TEMPERATURE, Settings
from desktop.base.text.scripts import columns
from desktop.cli.interrupt import follow
from desktop.cli.options import Parser, clean
from desktop.cli.parser import parser
from desktop.cli.terminal import escaped, harmless, table
from desktop.cli.text_input import decode
from desktop.features.generation.stop import Stop


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    code = (
        "import sys, desktop.cli, desktop.cli.commands.ask, desktop.cli.commands.chat, desktop.cli.commands.models\n"
        "heavy = {'PySide6', 'llama_cpp', 'sqlalchemy', 'alembic', 'numpy', 'huggingface_hub'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07text", "]0;titletext"),
        ("\x9b31mred", "31mred"),
        ("overwrite\rme\b\b", "overwriteme"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066a\u2069", "a"),
        ("line\n\tnext\r\n", "line\n\tnext\n"),
        ("灯下 🏮 é עברית", "灯下 🏮 é עברית"),
        ("\0\x7f", ""),
    ],
)
def test_a_terminal_sees_nothing_it_would_act_on(hostile: str, shown: str) -> None:
    assert harmless(hostile) == shown
    assert "".join(harmless(char) for char in hostile) == shown  # the same however the stream is cut
    as_json = escaped(json.dumps({"text": hostile}, ensure_ascii=False))
    assert json.loads(as_json)["text"] == hostile
    assert harmless(as_json) == as_json


def test_tables_line_up_with_chinese_in_them() -> None:
    lines = table([["a", "灯下", "1"], ["bb", "x", "\x1b2"]]).splitlines()
    assert lines == ["a   灯下  1", "bb  x     2"]
    assert len({columns(line) for line in lines}) == 1


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("灯下".encode(), "灯下"),
        (b"\xef\xbb\xbfmark", "mark"),
        ("灯下".encode("utf-16"), "灯下"),
    ],
)
def test_input_is_read_in_its_encoding(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_input_in_the_systems_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), encoding="gb18030"))
    assert decode("灯下".encode("gb18030")) == "灯下"


@pytest.mark.parametrize("data", [b"\x7fELF\0\0", b"\xff\xfe\xff"])
def test_input_that_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(LamplightError) as error:
        decode(data)
    assert error.value.code is Code.INVALID_VALUE


def test_an_argument_in_another_encoding_does_no_harm() -> None:
    assert clean(os.fsdecode(b"caf\xe9")) == "caf\ufffd"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_help_is_written_in_every_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    translator.use(language)
    try:
        made = parser()
        for command in ([], ["ask"], ["chat"], ["models"], ["models", "add"]):
            with pytest.raises(SystemExit) as left:
                made.parse_args([*command, "--help"])
            assert left.value.code == 0
            shown = capsys.readouterr().out
            assert "positional arguments" not in shown
            if language == "en":
                assert shown.startswith("usage: lamplight")
    finally:
        translator.use("en")


def test_no_option_is_guessed_from_its_beginning() -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["ask", "x", "--temp", "1"])
    assert isinstance(parser(), Parser)


def test_an_override_holds_for_this_run_and_is_not_kept(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "settings.json"
    settings = Settings(file)
    settings.override(TEMPERATURE, 0.1)
    with pytest.raises(LamplightError):
        settings.override(SEED, -7)
    assert settings[TEMPERATURE] == 0.1
    settings.set(SEED, 5)
    assert Settings(file)[TEMPERATURE] == TEMPERATURE.default
    settings.set(TEMPERATURE, 0.2)
    assert settings[TEMPERATURE] == 0.2


# -- Ctrl-C ----------------------------------------------------------------------


def test_following_shows_everything_in_order() -> None:
    shown: list[int] = []
    assert follow(lambda: iter(range(1000)), Stop(), shown.append) == 0
    assert shown == list(range(1000))


def test_the_signal_stops_the_work_and_loses_nothing() -> None:
    stop, stopped = Stop(), threading.Event()
    shown: list[object] = []

    def work() -> Iterator[str]:
        yield "before"
        with stop.stopping(stopped.set):
            os.kill(os.getpid(), signal.SIGINT)
            assert stopped.wait(30)
        yield "after"

    before = signal.getsignal(signal.SIGINT)
    assert follow(work, stop, shown.append) == 1
    assert shown == ["before", "after"]
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_of_the_work_arrives() -> None:
    def work() -> Iterator[int]:
        yield 1
        raise LamplightError(Code.NO_MODEL)

    with pytest.raises(LamplightError):
        follow(work, Stop(), lambda item: None)


def test_a_reader_that_went_away_stops_the_work() -> None:
    stop = Stop()

    def work() -> Iterator[int]:
        while not stop.is_set:
            yield 1
            time.sleep(0.001)

    def gone(_item: int) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        follow(work, stop, gone)
