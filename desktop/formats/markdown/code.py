"""Colouring source code: Pygments' tokens reduced to the few kinds the window has colours for."""

from __future__ import annotations

import re
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

from desktop.formats.markdown.tree import CodeBlock, CodeRun, Kind

MAX_COLOURED = 50_000  # characters; more is shown without colour
MAX_LINE = 2_000
_MAX_LABEL = 24

# Only languages a chat shows, since a lexer is a set of regular expressions and the text they run over is hostile.
_LANGUAGES = frozenset(
    """
    ada asm awk bash bat batch c c# c++ clojure cmake cobol coffeescript common-lisp cpp crystal csharp css
    cuda d dart diff docker dockerfile elisp elixir elm erlang f# fish fortran fsharp gdscript glsl go golang
    graphql groovy haskell hcl hs html http ini java javascript jinja js json json5 jsx julia kotlin latex
    less lisp lua make makefile markdown mathematica matlab md mysql nasm nginx nim nix objc objective-c ocaml octave
    pascal perl php pl postgresql powershell prolog properties proto protobuf ps1 pwsh py python
    python3 qml r racket rb rs rst ruby rust sass scala scheme scss sh shell solidity sql swift tcl
    terraform tex text toml ts tsx typescript v vbnet verilog vhdl vim xml yaml yml zig zsh
    """.split()  # noqa: SIM905 (a hundred quoted words are harder to read)
)
_ALSO = {"jsonc": "json", "kt": "kotlin", "gradle": "groovy", "patch": "diff", "svg": "xml", "react": "jsx"}
_PLAIN = frozenset({"text", "plaintext", "txt", "plain", "none", "output", ""})

_KINDS: tuple[tuple[_TokenType, Kind], ...] = (
    (Token.Comment.Preproc, Kind.KEYWORD),
    (Token.Comment, Kind.COMMENT),
    (Token.Keyword.Constant, Kind.NUMBER),
    (Token.Keyword, Kind.KEYWORD),
    (Token.Operator.Word, Kind.KEYWORD),
    (Token.Literal.String, Kind.STRING),
    (Token.Literal.Number, Kind.NUMBER),
    (Token.Name.Function, Kind.NAME),
    (Token.Name.Class, Kind.NAME),
    (Token.Name.Builtin.Pseudo, Kind.PLAIN),
    (Token.Name.Builtin, Kind.NAME),
    (Token.Name.Decorator, Kind.NAME),
    (Token.Name.Tag, Kind.KEYWORD),
    (Token.Name.Attribute, Kind.NAME),
    (Token.Name.Exception, Kind.NAME),
    (Token.Generic.Inserted, Kind.ADDED),
    (Token.Generic.Deleted, Kind.REMOVED),
    (Token.Generic.Heading, Kind.KEYWORD),
    (Token.Generic.Subheading, Kind.KEYWORD),
    (Token.Generic.Prompt, Kind.COMMENT),
)


def code_block(text: str, info: str) -> CodeBlock:
    """`text` coloured by the language its fence names (the first word of `info`)."""
    word = info.split()[0].strip("{}.,:").lower() if info.split() else ""
    word = _ALSO.get(word, word)
    lexer = _lexer(word) if word in _LANGUAGES else None
    text = text.rstrip("\n")
    label = lexer.name if lexer is not None else word[:_MAX_LABEL]
    if word in _PLAIN:
        return CodeBlock("", (CodeRun(text),))
    if lexer is None or len(text) > MAX_COLOURED or any(len(line) > MAX_LINE for line in text.split("\n")):
        return CodeBlock(label, (CodeRun(text),))
    return CodeBlock(label, tuple(_merged(_coloured(lexer, text))))


def file_ending(label: str) -> str:
    """The ending of a file of the language that `label` names ("py" for Python), "txt" for one that isn't known."""
    lexer = _lexer(label.lower()) if label.lower() in _LANGUAGES else None
    found = [re.fullmatch(r"\*\.(\w{1,8})", pattern) for pattern in (lexer.filenames if lexer else ())]
    return next((match[1] for match in found if match), "txt")


@lru_cache(maxsize=32)
def _lexer(word: str) -> Lexer | None:
    try:
        return get_lexer_by_name(word, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _coloured(lexer: Lexer, text: str) -> list[CodeRun]:
    runs: list[CodeRun] = []
    name_at = -1  # a bare name becomes a call when a bracket follows it
    for token, piece in lexer.get_tokens(text):
        if not piece:
            continue
        if piece.startswith("(") and name_at == len(runs) - 1 and runs:
            runs[-1] = CodeRun(runs[-1].text, Kind.NAME)
        kind = _kind(token)
        if kind is Kind.PLAIN and token in Token.Name:
            name_at = len(runs)
        runs.append(CodeRun(piece, kind))
    return runs


@lru_cache(maxsize=512)
def _kind(token: _TokenType) -> Kind:
    return next((kind for parent, kind in _KINDS if token in parent), Kind.PLAIN)


def _merged(runs: list[CodeRun]) -> list[CodeRun]:
    merged: list[CodeRun] = []
    for run in runs:
        if merged and merged[-1].kind is run.kind:
            merged[-1] = CodeRun(merged[-1].text + run.text, run.kind)
        else:
            merged.append(run)
    return merged
