"""The forms: troff's man macros, and the languages of bash, zsh and fish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from manual.tree import Command, Option


def man_page(found: Sequence[Command], version: str, date: str) -> str:
    """lamplight(1)."""
    lines = [
        f'.TH LAMPLIGHT 1 "{date}" "Lamplight {version}" "User Commands"',
        ".SH NAME",
        "lamplight \\- offline chat and writing assistant",
        ".SH SYNOPSIS",
        ".B lamplight\n.RI [ options ]\n.RI [ FILE ...]",
        ".br",
        ".B lamplight\n.RI [ options ]\n.I COMMAND\n.RI [ options ]\n\\&...",
        ".SH DESCRIPTION",
        "Chat with a language model on your own machine. Without a command the window opens; files that are given are "
        "opened in it: models, conversations of this and other programs, and documents.",
        ".SH OPTIONS",
        *_man_options(found[0].options),
        ".SH COMMANDS",
    ]
    for command in found[1:]:
        lines += [f".SS lamplight {_troff(' '.join(command.path))}", _troff(command.help)]
        lines += _man_options(command.options)
    lines += [
        ".SH EXIT STATUS",
        "0; 1 for an error, told in one sentence; 2 for wrong usage; 130 after Ctrl\\-C.",
        ".SH ENVIRONMENT",
        ".TP\n.B LAMPLIGHT_HOME\nKeep everything in this folder.",
        ".TP\n.B LAMPLIGHT_LOG\nLet the log say more: debug, or engine=debug,store=info.",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _man_options(options: Iterable[Option]) -> list[str]:
    lines = []
    for option in options:
        names = ", ".join(option.names) or option.value
        value = f" {option.value}" if option.names and option.value else ""
        lines += [".TP", f".B {_troff(names + value)}", _troff(option.help) or "\\&"]
    return lines


def _troff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def bash(found: Sequence[Command]) -> str:
    """For bash-completion's folder; needs nothing of it."""
    cases = "\n".join(f"    {_quoted(' '.join(one.path))}) words={_quoted(' '.join(_words(one)))} ;;" for one in found)
    known = "\n".join(
        f"        {_quoted(' '.join((*one.path, name)))}) at={_quoted(' '.join((*one.path, name)))} ;;"
        for one in found
        for name, _ in one.below
    )
    return f"""\
# bash completion of lamplight, made from its parsers
_lamplight() {{
    local at="" word words number
    for ((number = 1; number < COMP_CWORD; number++)); do
        word="${{COMP_WORDS[number]}}"
        case "${{at:+$at }}$word" in
{known}
        esac
    done
    case "$at" in
{cases}
    esac
    COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
    if [[ "${{COMP_WORDS[COMP_CWORD]}}" != -* ]]; then
        local IFS=$'\\n'
        COMPREPLY+=($(compgen -f -- "${{COMP_WORDS[COMP_CWORD]}}"))
        compopt -o filenames 2>/dev/null
    fi
}}
complete -F _lamplight lamplight
"""


def zsh(found: Sequence[Command]) -> str:
    """For a folder of `fpath`."""
    known = "\n".join(
        f"      {_quoted(' '.join((*one.path, name)))}) at={_quoted(' '.join((*one.path, name)))} ;;"
        for one in found
        for name, _ in one.below
    )
    cases = []
    for one in found:
        described = [(name, text) for name, text in one.below]
        described += [(name, option.help) for option in one.options for name in option.names]
        words = " ".join(_quoted(f"{name.replace(':', chr(92) + ':')}:{text}") for name, text in described)
        cases.append(f"    {_quoted(' '.join(one.path))}) found=({words}) ;;")
    listed = "\n".join(cases)
    return f"""\
#compdef lamplight
# zsh completion of lamplight, made from its parsers
_lamplight() {{
  local at="" word
  local -a words_before
  words_before=("${{(@)words[2,CURRENT-1]}}")
  for word in $words_before; do
    case "${{at:+$at }}$word" in
{known}
    esac
  done
  local -a found
  case "$at" in
{listed}
  esac
  _describe 'lamplight' found
  _files
}}
_lamplight "$@"
"""


def fish(found: Sequence[Command]) -> str:
    """For fish's folder of completions."""
    lines = ["# fish completion of lamplight, made from its parsers"]
    for one in found:
        if one.path:
            seen = " ; and ".join(f"__fish_seen_subcommand_from {name}" for name in one.path)
        else:
            seen = "__fish_use_subcommand"
        for name, text in one.below:
            lines.append(f"complete -c lamplight -n {_quoted(seen)} -a {name} -d {_quoted(text)}")
        for option in one.options:
            names = " ".join(f"-{'l' if name.startswith('--') else 's'} {name.lstrip('-')}" for name in option.names)
            if not names:
                continue
            value = " -r" if option.value else ""
            if option.choices:
                value += f" -a {_quoted(' '.join(option.choices))}"
            lines.append(f"complete -c lamplight -n {_quoted(seen)} {names}{value} -d {_quoted(option.help)}")
    return "\n".join(lines) + "\n"


def _words(command: Command) -> list[str]:
    return [name for name, _ in command.below] + [name for option in command.options for name in option.names]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
