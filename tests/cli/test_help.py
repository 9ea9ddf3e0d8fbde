"""The help of every command, in both languages, and what README says about the command line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.i18n import translator
from desktop.cli.options import Parser
from desktop.cli.parser import parser

ROOT = Path(__file__).resolve().parent.parent.parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _all(found: Parser) -> Iterator[Parser]:
    """A parser and those of the commands below it, their arguments declared."""
    found.parse_known_args = lambda *_: None  # type: ignore[method-assign]
    if found._declare is not None:
        found._declare(found)
    yield found
    for action in found._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _all(below)


@pytest.fixture
def chinese() -> Iterator[None]:
    translator.use("zh_CN")
    yield
    translator.use("en")


@pytest.mark.usefixtures("chinese")
def test_every_word_of_the_help_is_chinese() -> None:
    parsers = list(_all(parser()))
    assert len(parsers) > 25
    for found in parsers:
        assert found.description is None or CHINESE.search(found.description), found.prog
        for action in found._actions:
            if isinstance(action, argparse._SubParsersAction):
                assert all(CHINESE.search(choice.help or "") for choice in action._choices_actions), found.prog
            else:
                assert CHINESE.search(action.help or ""), (found.prog, action.option_strings, action.dest)
        shown = found.format_help()
        assert shown.startswith("用法：lamplight")
        assert not re.search(r"^(usage|options|arguments|commands|positional)", shown, re.MULTILINE)


def test_only_the_command_that_is_asked_for_is_declared() -> None:
    made = parser()
    arguments = made.parse_args(["models", "list", "--json"])
    assert arguments.json
    (commands,) = (action for action in made._actions if isinstance(action, argparse._SubParsersAction))
    assert [name for name, below in commands.choices.items() if below._declare is None] == ["models"]


@pytest.mark.parametrize("command", ["ask", "chat", "story", "story lore", "models add"])
def test_an_unknown_option_is_wrong_usage_of_its_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parser().parse_args([*command.split(), "x", "--nonsense"])
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: lamplight")


def test_readme_names_every_command_and_no_option_that_is_not_there() -> None:
    parsers = {found.prog: found for found in _all(parser())}
    section = (ROOT / "README.md").read_text("utf-8").partition("## The command line")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `lamplight")]
    named = " ".join(rows)
    for prog in parsers:
        command = prog.split()[1:]
        assert not command[:1] or f"`lamplight {command[0]}" in named, prog
    options = {option for found in parsers.values() for action in found._actions for option in action.option_strings}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section)) <= options
    for switch in ("--debug", "--temporary-home", "LAMPLIGHT_LOG", "LAMPLIGHT_HOME"):
        assert switch in section
