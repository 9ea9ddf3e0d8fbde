"""What goes to the standard output: JSON never loses a letter, text never loses one silently, files are themselves."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from desktop.base.i18n import translator
from desktop.base.paths import Paths
from desktop.cli.terminal import Terminal
from desktop.engine.bench import comparison as engine_bench
from desktop.engine.bench.comparison import Report, Sides
from desktop.store import ReplyInfo, Status, Store
from tests.cli.streams import say

ENCODINGS = ("ascii", "latin-1", "gb18030", "cp1252", "utf-16", "utf-8")
TEXT = '灯 é 🏮 𠮷 "\\ \u2028'


@pytest.fixture
def lamp(paths: Paths) -> int:
    """A conversation about a lamp."""
    store = Store.open(paths.database, paths.backups)
    found = store.create_conversation("灯 🏮")
    question = store.add_message(found.id, None, "user", "灯下是什么？é")
    reply = store.begin_reply(question.id, ReplyInfo(model_name="Tiny"))
    store.finish_reply(reply.id, "灯下黑 🏮。", Status.COMPLETE, ReplyInfo(model_name="Tiny"))
    store.close()
    return found.id


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_is_lossless_in_every_encoding(encoding: str, indent: int | None) -> None:
    value = {"text": TEXT, "path": "/x/\udce9.gguf", "control": "\x1b]0;\x9b\u202e"}
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    terminal = Terminal(None, stream, io.StringIO())
    terminal.print_json(value, indent=indent)
    terminal.finish()
    written = stream.buffer.getvalue().decode(encoding)
    assert json.loads(written) == value
    assert not set(written) & set("\x1b\x9b\u202e")
    assert written.count("\n") == (1 if indent is None else len(value) + 2)


def test_json_is_readable_where_the_encoding_has_the_letters() -> None:
    for encoding, readable in (("utf-8", "灯 é 🏮"), ("gb18030", "灯 é 🏮"), ("latin-1", "\\u706f é \\ud83c\\udfee")):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        Terminal(None, stream, io.StringIO()).print_json("灯 é 🏮")
        stream.flush()
        assert stream.buffer.getvalue().decode(encoding) == f'"{readable}"\n'


def test_the_list_of_models_names_its_files(paths: Paths, chat_model: Path, tmp_path: Path) -> None:
    """A model called 灯, and one whose name isn't in any encoding, on a terminal that has ASCII only."""
    for name in ("灯.gguf", "caf\udce9.gguf"):
        (tmp_path / name).symlink_to(chat_model)
        say("models", "add", tmp_path / name)
    listed = json.loads(say("models", "list", "--json", encoding="ascii").out)
    assert listed == json.loads(say("models", "list", "--json").out)
    files = {path for model in listed for path in (model["path"], *(copy["path"] for copy in model["copies"]))}
    assert {str(tmp_path / "灯.gguf"), str(tmp_path / "caf\udce9.gguf")} <= files
    assert all(Path(model["path"]).exists() for model in listed)


@pytest.mark.usefixtures("lamp")
def test_every_json_is_the_same_on_an_ascii_terminal(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "灯.txt").write_text("第一章 灯\n\n灯下的人。\n", "utf-8")
    (tmp_path / "世界.json").write_text(json.dumps({"entries": {"0": {"key": ["灯"], "content": "很亮。"}}}), "utf-8")
    say("chats", "export", "-o", tmp_path / "all.json")
    say("story", "new", "故事")
    say("story", "import", tmp_path / "灯.txt")
    say("story", "lore", "import", "灯", tmp_path / "世界.json")
    for command in (
        ("chats", "list", "--json"),
        ("chats", "show", 1, "--json"),
        ("chats", "search", "灯", "--json"),
        ("chats", "export", "--format", "json"),
        ("chats", "import", tmp_path / "all.json", tmp_path / "没有.json", "--json"),
        ("story", "list", "--json"),
        ("story", "outline", "灯", "--json"),
        ("story", "lore", "list", "灯", "--json"),
    ):
        as_ascii, as_utf8 = (say(*command, encoding=encoding).out for encoding in ("ascii", "utf-8"))
        found, wanted = json.loads(as_ascii), json.loads(as_utf8)
        for document in (found, wanted):  # the one thing that may differ
            if isinstance(document, dict):
                document.pop("exported", None)
        assert found == wanted, command
        assert set("灯没") & set(as_utf8.decode()), command
    for made in (("story", "new", "灯塔", "--json"), ("story", "import", tmp_path / "灯.txt", "--json")):
        assert "灯" in json.loads(say(*made, encoding="ascii").out)["title"]


def test_the_bench_names_its_model(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    speed = Sides(1.0, 1.0, 1.0, "seconds")
    monkeypatch.setattr(
        engine_bench, "run", lambda *_args, **_more: Report("灯", 2, speed, speed, speed, speed, 1, 0.5)
    )
    assert "灯" in json.loads(say("bench", "--json", encoding="ascii").out).values()


def test_text_that_the_encoding_lacks_is_written_so_that_it_can_be_read_back_and_that_is_said_once(lamp: int) -> None:
    said = say("chats", "show", lamp, encoding="ascii")
    assert said.status == 0
    assert said.out.decode("unicode-escape").startswith("# 灯 🏮\n")
    assert b"?" not in said.out
    (line,) = said.err.splitlines()
    assert "not in the encoding ascii" in line
    assert "PYTHONUTF8=1" in line
    for encoding in ("utf-8", "gb18030"):
        said = say("chats", "show", lamp, encoding=encoding)
        assert said.out.decode(encoding).startswith("# 灯 🏮\n")
        assert said.err == ""


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_file_through_a_pipe_is_the_file(lamp: int, tmp_path: Path, form: str) -> None:
    """An HTML page says that it is UTF-8: in a terminal's own encoding it would be a damaged one."""
    say("chats", "export", lamp, "--format", form, "-o", tmp_path / "out")
    for encoding in ("ascii", "latin-1", "gb18030", "utf-8"):
        said = say("chats", "export", lamp, "--format", form, encoding=encoding)
        assert (said.out, said.err) == ((tmp_path / "out").read_bytes(), "")
    shown = say("chats", "export", lamp, "--format", form, encoding="gb18030", terminal=True)
    assert "灯下黑" in shown.out.decode("gb18030")


def test_a_story_through_a_pipe_is_the_file(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "灯.txt").write_text("第一章 灯\n\n灯下的人。\n", "utf-8")
    say("story", "import", tmp_path / "灯.txt")
    for kind in ("txt", "md", "html"):
        say("story", "export", "灯", "-o", tmp_path / f"out.{kind}")
        said = say("story", "export", "灯", "--format", kind, encoding="cp1252")
        assert said.out == (tmp_path / f"out.{kind}").read_bytes()


def test_where_chinese_can_not_be_shown_the_program_speaks_english(paths: Paths) -> None:
    paths.settings_file.write_text('{"language": "zh_CN"}')
    try:
        assert "没有" in say("story", encoding="gb18030").err
        said = say("story", encoding="ascii")
        assert said.err == "There are no stories yet.\n"
        assert say("--help", encoding="latin-1").out.startswith(b"usage: lamplight")
    finally:
        translator.use("en")


def test_a_program_without_standard_streams(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", None)
    terminal = Terminal()
    assert not terminal.interactive
    terminal.write("灯")
    terminal.fail("灯")
    terminal.finish()
    assert terminal.input.read() == b""
