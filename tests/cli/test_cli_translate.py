"""`lamplight translate` as a process: what is refused without a model, and what the real model makes of the rest."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SRT = """1
00:00:01,000 --> 00:00:02,000
The weather is <i>nice</i> today.

2
00:00:03,000 --> 00:00:04,000
Go home.
"""


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", bytes(200 << 20))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.docx", _bomb(), "larger than"),
        ("a.epub", b"", "damaged"),
        ("a.txt", b"\x7fELF\x00\x01\x02" * 50, "not a text"),
        ("a.txt", b"word " * (10 << 20), "larger than"),
        ("a.json", b"{", "damaged"),
        ("a.xlsx", b"x", "not a kind of document"),
    ],
)
def test_bad_documents_get_a_sentence(run: Run, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    result = run("translate", name, "--to", "zh")
    assert (result.returncode, result.stdout) == (1, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_document_is_written_in_its_own_kind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT)
    result = run("translate", "a.srt", "--to", "zh", "-o", "out.docx")
    assert (result.returncode, result.stdout) == (1, "")
    assert "not written in this kind" in result.stderr
    assert not (tmp_path / "out.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("Hello", "--to", "klingon"), 1, "no language called"),
        (("Hello", "--to", "zh", "--from", "elvish"), 1, "no language called"),
        (("missing.docx", "--to", "zh"), 1, "no file missing.docx"),
        (("Hello",), 2, "--to"),
        (("", "--to", "zh"), 2, "no text"),
        (("Hello", "--to", "zh", "--model", "nothing"), 1, "no model called"),
        (("Hello", "--to", "zh", "--glossary", "none.csv"), 1, "no file none.csv"),
        (("Hello", "--to", "zh", "--memory", "none.tmx"), 1, "no file none.tmx"),
        (("Hello", "--to", "zh", "--reference", "none.txt"), 1, "no file none.txt"),
    ],
)
def test_wrong_arguments_get_a_sentence(run: Run, arguments: tuple[str, ...], status: int, said: str) -> None:
    result = run("translate", *arguments)
    assert (result.returncode, result.stdout) == (status, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_what_needs_no_model_is_done_without_one(run: Run, no_starters: None, tmp_path: Path) -> None:
    result = run("translate", "头发和出发。", "--to", "zh-Hant")
    assert result.returncode == 1
    assert "no model yet" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8"])
def test_a_file_of_any_encoding_is_read_and_shown(run: Run, tmp_path: Path, encoding: str) -> None:
    """Simplified to Traditional needs the model's name only, so this is quick."""
    path = tmp_path / "a.txt"
    path.write_bytes("第一行是这样的文字。\n第二行也是这样的文字。\n".encode(encoding))
    result = run("translate", str(path), "--to", "zh-Hant")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == ["第一行是這樣的文字。", "第二行也是這樣的文字。"]


def test_a_line_of_fifty_megabytes_gets_a_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word " * 10_500_000, encoding="ascii")
    result = run("translate", str(path), "--to", "zh")
    assert result.returncode == 1
    assert "larger than can be translated" in result.stderr


@pytest.mark.model
def test_a_text_and_its_json(run: Run) -> None:
    result = run("translate", "The weather is nice today. We went to the park.", "--to", "zh", "--json")
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["source_language"], found["target_language"], found["complete"]) == ("en", "zh", True)
    assert [segment["source"] for segment in found["segments"]] == [
        "The weather is nice today.",
        "We went to the park.",
    ]
    assert all(segment["status"] == "done" and segment["logprob"] < 0 for segment in found["segments"])
    assert "天气" in found["segments"][0]["target"]
    plain = run("translate", "The weather is nice today. We went to the park.", "--to", "zh")
    assert plain.stdout == "".join(segment["target"] for segment in found["segments"]) + "\n"


@pytest.mark.model
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_standard_input_in_any_encoding(run: Run, encoding: str) -> None:
    result = run("translate", "-", "--to", "en", given="今天天气很好，我们去了公园。".encode(encoding))
    assert result.returncode == 0, result.stderr
    assert "park" in result.stdout


@pytest.mark.model
def test_a_file_with_glossary_memory_and_reference(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT)
    (tmp_path / "terms.csv").write_text("source,target\nweather,天候\n", encoding="utf-8")
    (tmp_path / "m.tmx").write_text(
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>Go home.</seg></tuv>'
        '<tuv xml:lang="zh"><seg>打道回府。</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    reference = SRT.replace("The weather is <i>nice</i> today.", "今天天候很好。").replace("Go home.", "打道回府。")
    (tmp_path / "ref.srt").write_text(reference, encoding="utf-8")
    options = ["--glossary", "terms.csv", "--memory", "m.tmx", "--reference", "ref.srt", "-o", "out.srt", "--bilingual"]
    result = run("translate", "a.srt", "--to", "zh", *options)
    assert result.returncode in (0, 3), result.stderr
    written = (tmp_path / "out.srt").read_text(encoding="utf-8")
    assert "00:00:03,000 --> 00:00:04,000\nGo home.\n打道回府。\n" in written
    assert "天候" in written
    assert written.count("<i>") == 2
    for metric in ("BLEU", "chrF2", "TER", "tok:zh", "version:"):
        assert metric in result.stderr
    short = run("translate", "a.srt", "--to", "zh", "--reference", "terms.csv")
    assert (short.returncode, "same number" in short.stderr) == (1, True)


@pytest.mark.model
def test_marked_segments_are_in_the_exit_status_and_the_list(run: Run, tmp_path: Path) -> None:
    # Words that mean nothing among placeholders that must all stay: hard for any model.
    text = "Qwrtz %(a)s bnmkl {b} xcvpo %(c)s yuiop {d} ghjkl %(e)s."
    result = run("translate", text, "--to", "zh", "--json")
    found = json.loads(result.stdout)
    marked = [segment for segment in found["segments"] if segment["status"] == "doubtful"]
    assert found["marked"] == len(marked)
    assert result.returncode == (3 if marked else 0)
    assert found["complete"]
    assert all(segment["problems"] for segment in marked)
