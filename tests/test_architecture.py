"""The shape of the house: imports go down only, heavy things are imported late, files stay one idea long."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from desktop.base.text import scripts

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))
_TAKES_KEYS = ("keys", "note")  # arguments of buttons and of rows of a menu
LONGEST = 500  # aim below 400; a class that is one idea may have more
EAST_ASIAN_LIMITS = {0x2E80, 0x3000, 0x3040, 0x3400, 0x4E00, 0xAC00, 0xFF00, 0xFF01, 0x20000}


def _loaded_by(statement: str) -> set[str]:
    """The top-level modules that are loaded after a statement in a new interpreter."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())


def _is_letter(mark: str) -> bool:
    return scripts.is_cjk_text(mark) or scripts.is_hangul(mark)


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
    assert "llama_cpp" not in _loaded_by("import desktop.ui.main, desktop.engine.client.engine")


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


def test_what_a_chinese_letter_is_is_said_once() -> None:
    """Other modules ask desktop/base/text/scripts.py by meaning: they compare with no such letter and span none."""
    spelled = [
        f"{source.relative_to(ROOT)}:{node.lineno}"
        for source in SOURCES
        if source != ROOT / "desktop/base/text/scripts.py"
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if _spans_letters(node)
    ]
    assert spelled == []


def _spans_letters(node: ast.AST) -> TypeGuard[ast.expr]:
    """Whether an expression spells a range of East Asian letters, names their script or asks for their width."""
    if isinstance(node, ast.Attribute | ast.Name):
        return (node.attr if isinstance(node, ast.Attribute) else node.id) == "east_asian_width"
    if isinstance(node, ast.Compare):
        sides = [side.value for side in (node.left, *node.comparators) if isinstance(side, ast.Constant)]
        ordered = any(isinstance(operator, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for operator in node.ops)
        return ordered and any(isinstance(side, str) and len(side) == 1 and _is_letter(side) for side in sides)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        limits = [limit.value for limit in node.args if isinstance(limit, ast.Constant)]
        return any(isinstance(limit, int) and limit in EAST_ASIAN_LIMITS for limit in limits)
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    text = re.sub(
        r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})", lambda found: chr(int(found[1] or found[2], 16)), node.value
    )
    ranges = re.findall(r"(?=(.)-(.))", text)
    spans = any(ord(last) - ord(first) > 8 and (_is_letter(first) or _is_letter(last)) for first, last in ranges)
    return spans or re.search(r"\\[pP]\{\^?(?:\w+=)?(?:Han|Hira|Kata|Kana|Bopo|Hang)", text) is not None


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert [source for source in SOURCES if marks.search(source.read_text("utf-8"))] == []


def test_keys_stand_with_their_command_only() -> None:
    """Menus, buttons, tips and sentences take them from it: `keys_text` writes all of them one way."""
    keys = re.compile(r"\b(Ctrl|Alt|Shift)\b[ +]|\bF\d{1,2}\b|⇧")
    named = re.compile(r"Enter|Return|Esc|Escape|Del|Tab|Space|[A-Z]")
    wrong = []
    for source in (ROOT / "desktop" / "ui").rglob("*.py"):
        if source.name == "commands.py":
            continue
        tree = ast.parse(source.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        given = {id(word.value) for word in ast.walk(tree) if isinstance(word, ast.keyword) and word.arg in _TAKES_KEYS}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in told:
                continue
            if keys.search(node.value) or (id(node) in given and named.fullmatch(node.value)):
                wrong.append(f"{source.relative_to(ROOT)}:{node.lineno}: {node.value}")
    assert wrong == []


def test_shortcuts_are_made_for_commands_only() -> None:
    makes = re.compile(r"\bQShortcut\(|\.setShortcut\(")
    others = [source for source in SOURCES if source != ROOT / "desktop" / "ui" / "commands.py"]
    assert [source for source in others if makes.search(source.read_text("utf-8"))] == []
