"""`lamplight story`: made, imported, listed, exported; errors as sentences, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

NOVEL = "第一章 开头\n　　灯亮了。\n　　他走了。\n第二章\n　　完。\n"


def test_a_manuscript_goes_in_and_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "灯下.txt").write_text(NOVEL)
    done = json.loads(run("story", "import", tmp_path / "灯下.txt", "--json").stdout)
    assert (done["title"], done["language"], done["chapters"], done["scenes"]) == ("灯下", "zh", 2, 2)
    (listed,) = json.loads(run("story", "list", "--json").stdout)
    assert (listed["title"], listed["words"]) == ("灯下", 10)
    outline = json.loads(run("story", "outline", "灯下", "--json").stdout)
    assert [node["title"] for node in outline] == ["第一章 开头", "", "第二章", ""]
    assert "　　灯亮了。\n　　他走了。" in run("story", "export", "灯下", "--format", "txt").stdout
    for kind in ("docx", "epub", "odt", "html", "md", "txt"):
        result = run("story", "export", "灯下", "-o", f"out.{kind}")
        assert (result.returncode, result.stderr) == (0, f"Written to out.{kind}.\n")
        assert (tmp_path / f"out.{kind}").stat().st_size > 20
    chapter = run("story", "export", str(done["id"]), "--node", outline[2]["id"], "--format", "md")
    assert chapter.stdout == "# 第二章\n\n完。\n"
    assert run("story", "export", "灯下", "--folder", "files").returncode == 0
    assert sorted(path.suffix for path in (tmp_path / "files").iterdir()) == [".json", ".md", ".md", ".md"]


def test_a_new_story(run: Run) -> None:
    assert run("story").stderr == "There are no stories yet.\n"
    made = json.loads(run("story", "new", "灯下", "--author", "某人", "--premise", "一盏灯", "--json").stdout)
    assert (made["title"], made["language"], made["words"]) == ("灯下", "zh", 0)
    assert "灯下" in run("story", "list").stdout
    assert run("story", "outline", "灯下").stderr == "This story has no parts yet.\n"
    empty = run("story", "export", "灯下", "-o", "x.epub")
    assert empty.returncode == 1
    assert "There is no text in it yet: 灯下." in empty.stderr


def test_errors_are_sentences(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "empty.md").write_text("")
    for arguments, sentence in (
        (("import", "broken.docx"), "broken.docx is damaged"),
        (("import", "binary.txt"), "binary.txt is not a text"),
        (("import", "empty.md"), "There is no text in it yet"),
        (("import", "none.docx"), "There is no file none.docx"),
        (("import", "x.rtf"), "is not a kind of file that stories are read from"),
        (("export", "nothing", "-o", "a.txt"), "There is no story called “nothing”"),
        (("outline", "7"), "There is no story called “7”"),
    ):
        result = run("story", *arguments)
        assert (result.returncode, result.stdout) == (1, "")
        assert sentence in result.stderr
        assert "Traceback" not in result.stderr
    assert json.loads(run("story", "list", "--json").stdout) == []
    assert run("story", "export", "x", "-o", "a", "--folder", "b").returncode == 2


def test_the_bible_goes_out_and_in_as_a_lorebook(run: Run, tmp_path: Path) -> None:
    world = {
        "entries": {
            "0": {"uid": 0, "key": ["harbour", "/docks?/i"], "comment": "The harbour", "content": "It freezes over."},
            "1": {"uid": 1, "key": ["守夜人"], "comment": "守则", "content": "没有人说谎。", "constant": True},
            "2": "nothing",
        }
    }
    (tmp_path / "world.json").write_text(json.dumps(world))
    for title in ("One", "Two", "Three"):
        run("story", "new", title)
    assert run("story", "lore", "list", "One").stderr == "This story's bible is empty.\n"
    added = run("story", "lore", "import", "One", "world.json")
    assert (added.returncode, added.stderr) == (0, "2 entries added.\n1 entry could not be read.\n")
    assert "harbour, /docks?/i" in run("story", "lore", "list", "One").stdout
    for name, other in (("one.lorebook", "Two"), ("one.json", "Three")):
        assert run("story", "lore", "export", "One", name).stderr == "2 entries written.\n"
        facts = json.loads(run("story", "lore", "import", other, name, "--json").stdout)
        assert (facts["added"], facts["left_out"]) == (2, 0)
    one, two, three = (
        json.loads(run("story", "lore", "list", title, "--json").stdout) for title in ("One", "Two", "Three")
    )
    for other in (two, three):
        for name in ("name", "text", "keys", "activation"):
            assert [entry[name] for entry in other] == [entry[name] for entry in one]
    assert "lorebookVersion" in json.loads((tmp_path / "one.lorebook").read_text())
    assert "entries" in json.loads((tmp_path / "one.json").read_text())


def test_a_lorebook_that_is_none(run: Run, tmp_path: Path) -> None:
    run("story", "new", "One")
    (tmp_path / "binary.json").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "other.json").write_text('{"a": 1}')
    for arguments in (
        ("import", "One", "binary.json"),
        ("import", "One", "other.json"),
        ("import", "One", "none.json"),
        ("import", "Nothing", "other.json"),
        ("export", "One", "other.json/folder.json"),
    ):
        result = run("story", "lore", *arguments)
        assert (result.returncode, result.stdout) == (1, ""), arguments
        assert "Traceback" not in result.stderr
        assert result.stderr.startswith("lamplight")
    assert run("story", "lore").returncode == 2
