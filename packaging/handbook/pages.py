"""The handbook's pages that are made from the program: all keys, and all commands of the terminal, in each language.

    python packaging/handbook/pages.py

`make translations` and `make handbook` do the same. A test compares what is there with what would be written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from desktop.base.i18n import LANGUAGES, translate, translator  # noqa: E402
from desktop.cli.options import Parser  # noqa: E402
from desktop.cli.parser import parser  # noqa: E402

FOLDER = ROOT / "resources" / "help"
_LINE = 72  # characters of a line of code beside the contents


def pages() -> dict[Path, str]:
    """Each generated file and what it is to hold."""
    before = translator.language
    made: dict[Path, str] = {}
    try:
        for language in LANGUAGES:
            if not (FOLDER / language).is_dir():
                continue
            translator.use(language)
            made[FOLDER / language / "keys.md"] = keys_page()
            made[FOLDER / language / "commands.md"] = commands_page()
    finally:
        translator.use(before)
    return made


def write() -> list[Path]:
    """Write those that are not as they should be; returns them."""
    changed = [(path, text) for path, text in pages().items() if _content(path) != text]
    for path, text in changed:
        path.write_text(text, encoding="utf-8")
    return [path for path, _ in changed]


def _content(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


# -- keys --------------------------------------------------------------------------------------------------------------


def keys_page() -> str:
    """Every command that has keys, by group, in the order in which they are declared."""
    from desktop.ui.frame import commands as frame
    from desktop.ui.main import DECLARED

    groups: dict[str, tuple[str, list[str]]] = {}
    for command in (*DECLARED, *frame.ALL):
        if command.keys:
            english = translator.english(command.group)
            _, rows = groups.setdefault(english, (command.group(), []))
            rows.append(f"| `{_in_table(command.keys_text)}` | {_in_table(command.title())} |")
    intro = translate("Help", "All keys, by where they work. Any command, also one without keys, is found by {keys}.")
    text = [_heading(1, translate("Help", "Keys"), "keys"), "", intro.format(keys="`Ctrl K`"), ""]
    for english, (name, rows) in groups.items():
        text += [_heading(2, name, _anchor(english)), ""]
        text += _table(translate("Help", "keys"), translate("Help", "what they do"), rows)
    return "\n".join(text)


# -- commands ----------------------------------------------------------------------------------------------------------


def commands_page() -> str:
    """What `--help` says of every command, laid out anew: argparse's own layout differs between versions of Python."""
    made = parser()
    text = [_heading(1, translate("Help", "All commands"), "commands"), ""]
    text += [translate("Help", "What each command’s --help says."), ""]
    for level, name, one, summary in _walk(made, "lamplight", "", 2):
        text += [_heading(min(level, 3), name, _anchor(name)), ""]
        text += _about(one, summary)
    return "\n".join(text)


def _walk(one: Parser, name: str, summary: str, level: int) -> Iterator[tuple[int, str, Parser, str]]:
    one.complete()
    yield level, name, one, summary
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for sub, made in action.choices.items():
                yield from _walk(made, f"{name} {sub}", helps.get(sub, ""), level + 1)


def _about(one: Parser, summary: str) -> list[str]:
    text: list[str] = []
    said = one.description or summary
    if said:
        text += [_sentence(said), ""]
    text += ["```", _usage(one), "```", ""]
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            names = [f"| `{known.dest}` | {_in_table(known.help or '')} |" for known in action._choices_actions]
            text += _table(translate("Help", "command"), translate("Help", "does"), names)
    rows = [
        f"| `{_in_table(_names(action))}` | {_in_table(_help(action))} |"
        for action in one._actions
        if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction) and action.help
    ]
    if rows:
        text += _table(translate("Help", "argument"), translate("Help", "means"), rows)
    if one.epilog:
        text += ["```", one.epilog.strip("\n"), "```", ""]
    return text


def _usage(one: Parser) -> str:
    """Required arguments bare, others in brackets; on lines that fit beside the contents."""
    parts: list[str] = []
    for action in one._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        if isinstance(action, argparse._SubParsersAction):
            parts.append(f"{translate('CommandLine', 'COMMAND')} …")
        elif action.option_strings:
            said = f"{action.option_strings[-1]} {_value(action)}".strip()
            parts.append(said if action.required else f"[{said}]")
        else:
            value = _value(action)
            parts.append(f"[{value}]" if action.nargs in ("?", "*") else value)
    lines = [one.prog]
    for part in parts:
        if len(lines[-1]) + len(part) >= _LINE:
            lines.append("   ")
        lines[-1] += f" {part}"
    return "\n".join(lines)


def _names(action: argparse.Action) -> str:
    if not action.option_strings:
        return _value(action)
    return ", ".join(f"{name} {_value(action)}".strip() for name in action.option_strings)


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if isinstance(action.metavar, str):
        shown = action.metavar
    elif isinstance(action.metavar, tuple):
        shown = " ".join(action.metavar)
    elif action.choices is not None:
        shown = "|".join(map(str, action.choices))
    else:
        shown = action.dest.upper()
    return f"{shown} …" if action.nargs in ("*", "+") else shown


def _help(action: argparse.Action) -> str:
    said = action.help or ""
    return said % {**vars(action), "prog": "lamplight"} if "%(" in said else said.replace("%%", "%")


def _sentence(said: str) -> str:
    first = said[:1].upper() + said[1:]
    return first if first.endswith((".", "。")) else first + translate("Help", ".")


def _heading(level: int, title: str, anchor: str) -> str:
    return f'{"#" * level} {title} <a id="{anchor}"></a>'


def _table(first: str, second: str, rows: list[str]) -> list[str]:
    return [f"| {first} | {second} |", "|---|---|", *rows, ""]


def _anchor(name: str) -> str:
    return "-".join(name.lower().replace("lamplight ", "").split())


def _in_table(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for path in write():
        print(path.relative_to(ROOT))
