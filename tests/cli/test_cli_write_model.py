"""`lamplight write` and `lamplight story draft` with the real starter in the real engine process."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, Run, until

pytestmark = pytest.mark.model

TEXT = "The lamp had gone out at nine. Mara climbed the narrow stairs with the oil can in her left hand."


def test_a_seed_repeats_the_text_streamed_or_as_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(TEXT + "\n", "utf-8")
    plain = run("write", file, "--words", "25", "--seed", "4")
    assert plain.returncode == 0, plain.stderr
    found = json.loads(run("write", "-", "--words", "25", "--seed", "4", "--json", given=TEXT).stdout)
    assert list(found) == [
        "text",
        "words",
        "language",
        "model",
        "seed",
        "prompt_tokens",
        "completion_tokens",
        "first_token_seconds",
        "tokens_per_second",
        "stop_reason",
        "left_out",
    ]
    assert found["text"].strip() == plain.stdout.strip() != ""
    assert (found["seed"], found["language"]) == (4, "en")
    assert found["words"] >= 25


def test_chinese_and_a_style(run: Run, tmp_path: Path, base_model: Path) -> None:
    style = tmp_path / "style.txt"
    style.write_text("雪下了一夜。天亮的时候，院子里没有一个脚印。", "utf-8")
    given = "九点的时候灯灭了。玛拉提着油壶往上走。"
    result = run("write", "-", "--style", style, "--words", "30", "--seed", "3", "--model", base_model, given=given)
    assert result.returncode == 0, result.stderr
    assert sum("\u4e00" <= character <= "\u9fff" for character in result.stdout) > 15


def test_ctrl_c_ends_it_cleanly(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(TEXT, "utf-8")
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "write", str(file), "--words", "9000"], stdin=end, stdout=end, stderr=end, env=environment
    )
    os.close(end)
    until(terminal, " the ")
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    assert process.wait(20) == 130
    assert time.monotonic() - started < 15
    os.close(terminal)


def test_from_a_premise_to_a_draft(run: Run) -> None:
    assert run("story", "new", "Salt", "--premise", "A keeper's daughter finds a drowned boy.").returncode == 0
    proposed = run("story", "outline", "Salt", "--propose", "--accept", "--seed", "2", "--json")
    assert proposed.returncode == 0, proposed.stderr
    assert json.loads(proposed.stdout)["text"].startswith("Chapter 1: ")
    nodes = json.loads(run("story", "outline", "Salt", "--json").stdout)
    chapters = [node for node in nodes if node["kind"] == "chapter"]
    assert len(chapters) >= 5
    beats = run(
        "story", "outline", "Salt", "--propose", "beats", "--node", chapters[0]["id"], "--accept", "--seed", "2"
    )
    assert beats.returncode == 0, beats.stderr
    assert "Scene 1:" in beats.stdout
    draft = run("story", "draft", "Salt", "--seed", "3", "--accept", "--json")
    assert draft.returncode == 0, draft.stderr
    facts = json.loads(draft.stdout)
    nodes = json.loads(run("story", "outline", "Salt", "--json").stdout)
    written = next(node for node in nodes if node["id"] == facts["node"])
    assert written["kind"] == "scene"
    assert written["words"] == facts["words"] > 0
    assert run("story", "draft", "Nothing").returncode == 1
    assert run("story", "outline", "Salt", "--propose", "beats").returncode == 2
