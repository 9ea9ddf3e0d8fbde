"""Source code is coloured by the language it is said to be in, and never altered."""

from __future__ import annotations

import pytest

from desktop.formats.markdown.code import _LANGUAGES, MAX_COLOURED, _lexer, code_block
from desktop.formats.markdown.tree import CodeRun, Kind


def kinds(text: str, language: str) -> dict[str, Kind]:
    return {run.text.strip(): run.kind for run in code_block(text, language).runs}


def test_python() -> None:
    found = kinds('for scan in sorted(folder.glob("*.tif")):\n    read_card(scan)  # slow\n', "python")
    assert found["for"] is Kind.KEYWORD
    assert found["in"] is Kind.KEYWORD
    assert found["sorted"] is Kind.NAME
    assert found["read_card"] is Kind.NAME  # a bare name that is called
    assert found['"*.tif"'] is Kind.STRING
    assert found["# slow"] is Kind.COMMENT


def test_diff() -> None:
    found = kinds("-old\n+new\n same", "diff")
    assert found["-old"] is Kind.REMOVED
    assert found["+new"] is Kind.ADDED


@pytest.mark.parametrize(("info", "label"), [("py", "Python"), ("JavaScript", "JavaScript"), ("c++", "C++"), ("", "")])
def test_label_is_the_language_s_own_name(info: str, label: str) -> None:
    assert code_block("x", info).label == label


def test_an_unknown_language_is_named_as_it_was_and_not_coloured() -> None:
    block = code_block("x = 1\n", "Klingon title=x")
    assert block.label == "klingon"
    assert block.runs == (CodeRun("x = 1"),)


@pytest.mark.parametrize("language", sorted(_LANGUAGES))
def test_every_language_keeps_the_text(language: str) -> None:
    text = "if (a < b) {\n\treturn \"灯\" + 'x'; // done\n}\n\n  # end"
    assert _lexer(language) is not None
    assert code_block(text, language).text == text


def test_too_much_is_not_coloured() -> None:
    text = "x = 1\n" * MAX_COLOURED
    assert code_block(text, "python").runs == (CodeRun(text.rstrip("\n")),)
