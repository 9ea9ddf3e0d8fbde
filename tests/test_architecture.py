"""The shape of the house: imports go down only, heavy things are imported late, files stay one idea long."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))
LONGEST = 400


def _loaded_by(statement: str) -> set[str]:
    """The top-level modules that are loaded after a statement in a new interpreter."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def test_imports_go_down_only() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 broken" in ran.stdout


def test_the_command_line_needs_no_window_and_starting_needs_nothing_heavy() -> None:
    assert "PySide6" not in _loaded_by("import desktop.cli")
    assert not _loaded_by("import desktop.__main__") & {"PySide6", "llama_cpp", "sqlalchemy", "numpy"}


def test_the_window_does_not_load_llama_cpp() -> None:
    assert "llama_cpp" not in _loaded_by(
        "import desktop.ui.main, desktop.features.chat.chat, desktop.engine.client.engine"
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_idea_long(source: Path) -> None:
    assert len(source.read_text("utf-8").splitlines()) <= LONGEST


def test_every_module_says_what_it_is_for() -> None:
    silent = [source for source in SOURCES if not ast.get_docstring(ast.parse(source.read_text("utf-8")))]
    assert silent == []


def test_translated_texts_are_literals() -> None:
    """Texts are collected from the source, so a computed one would never be translated."""
    computed = [
        f"{source.relative_to(ROOT)}:{call.lineno}"
        for source in SOURCES
        for call in _calls(ast.parse(source.read_text("utf-8")), "translate")
        if not all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in call.args[:2])
    ]
    assert computed == []


def test_tooltips_show_words_as_they_are() -> None:
    """Qt takes words that look like HTML for HTML and loads what they name; `tips` and `Label` are where it can't."""
    shows = re.compile(r"\bsetToolTip\((?!tip\()|\bQToolTip\.showText\(|\bQLabel\(")
    others = [source for source in SOURCES if source.name not in ("tips.py", "labels.py")]
    assert [source for source in others if shows.search(source.read_text("utf-8"))] == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert [source for source in SOURCES if marks.search(source.read_text("utf-8"))] == []
