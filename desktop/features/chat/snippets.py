"""Prompt snippets: texts that are inserted by a short name, with variables that are asked for.

`{{name}}` is a variable, `{{name:value}}` one with a suggestion. `{{date}}`, `{{time}}`, `{{clipboard}}` and
`{{selection}}` are filled in by the program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.i18n import translator
from desktop.base.paths import resources
from desktop.store.conversations.assistants import AssistantStore, Snippet

if TYPE_CHECKING:
    from desktop.store import Store

BUILT_IN = ("date", "time", "clipboard", "selection")
_VARIABLE = re.compile(r"\{\{\s*([^{}:\n]{1,60}?)\s*(?::([^{}\n]*))?\}\}")


@dataclass(frozen=True)
class Variable:
    """What a person is asked for, and the suggestion."""

    name: str
    suggestion: str = ""


def variables(text: str) -> list[Variable]:
    """The variables of a text in their order, each once, without those the program fills in."""
    found: dict[str, Variable] = {}
    for name, suggestion in _VARIABLE.findall(text):
        if name not in BUILT_IN and (name not in found or (suggestion and not found[name].suggestion)):
            found[name] = Variable(name, suggestion.strip())
    return list(found.values())


def fill(text: str, values: Mapping[str, str], now: datetime | None = None) -> str:
    """The text with its variables filled in; what has no value takes its suggestion, or goes."""
    now = now or datetime.now()
    known = {"date": f"{now:%Y-%m-%d}", "time": f"{now:%H:%M}", **values}
    suggested = {variable.name: variable.suggestion for variable in variables(text)}
    return _VARIABLE.sub(lambda match: known.get(match[1]) or suggested.get(match[1], ""), text)


@dataclass(frozen=True)
class Piece:
    """A piece of a snippet as it is inserted; `name` is that of a variable a person is to fill in."""

    text: str
    name: str = ""


def pieces(text: str, values: Mapping[str, str], now: datetime | None = None) -> list[Piece]:
    """A snippet cut at its variables. Each shows its suggestion, or its name in braces; the program's are filled in."""
    suggested = {variable.name: variable.suggestion for variable in variables(text)}
    found, at = [], 0
    for match in _VARIABLE.finditer(text):
        found.append(Piece(text[at : match.start()]))
        at = match.end()
        if match[1] in BUILT_IN:
            found.append(Piece(fill(match[0], values, now)))
        else:
            found.append(Piece(suggested[match[1]] or f"{{{{{match[1]}}}}}", match[1]))
    found.append(Piece(text[at:]))
    return [piece for piece in found if piece.text]


def matching(known: Sequence[Snippet], typed: str) -> list[Snippet]:
    """Those whose name begins with what stands behind the `/`, then those that have it elsewhere."""
    typed = typed.casefold()
    found = [snippet for snippet in known if typed in snippet.name.casefold()]
    return sorted(found, key=lambda snippet: not snippet.name.casefold().startswith(typed))


class Snippets:
    """The snippets that came with the program, in the current language, and a person's own."""

    def __init__(self, store: Store, shipped: Path | None = None) -> None:
        self._assistant_store = AssistantStore(store.database)
        self._shipped = shipped or resources() / "snippets.toml"

    def all(self) -> list[Snippet]:
        """A person's own first; one of the same name hides one that came with the program."""
        mine = self._assistant_store.snippets()
        taken = {snippet.name.casefold() for snippet in mine}
        return mine + [snippet for snippet in self.shipped() if snippet.name.casefold() not in taken]

    def matching(self, typed: str) -> list[Snippet]:
        """Those whose name begins with what stands behind the `/`, then those that have it elsewhere."""
        return matching(self.all(), typed)

    def shipped(self) -> list[Snippet]:
        """Those that came with the program."""
        import tomllib  # of the standard library, but seldom needed

        data = tomllib.loads(self._shipped.read_text("utf-8"))
        language = translator.language
        return [Snippet(**texts.get(language, texts["en"]), key=key) for key, texts in data.items()]

    def keep(self, snippet: Snippet) -> Snippet:
        """Keep a new one or changes to one; one that came with the program becomes a person's own copy."""
        return self._assistant_store.keep_snippet(Snippet(snippet.name, snippet.text, snippet.id))

    def trash(self, snippet_id: int, restore: bool = False) -> None:
        """Put one of a person's own into the trash for 30 days, or take it out."""
        self._assistant_store.trash_snippet(snippet_id, restore)
