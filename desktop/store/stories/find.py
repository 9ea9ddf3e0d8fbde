"""Find and replace over a whole story; a replacement is one step, and one step takes it back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import regex
from sqlalchemy import select

from desktop.base.errors import Code
from desktop.base.text.patterns import Pattern, PatternError, literal, pattern
from desktop.store.core.storable import storable
from desktop.store.stories.base import StoryPart, read_node, read_project
from desktop.store.stories.outline import read_outline
from desktop.store.stories.records import Match, Reason, StoryChange
from desktop.store.stories.tables import story_nodes as nodes
from desktop.store.stories.tables import story_texts as texts
from desktop.store.stories.texts import read_text, replace_text
from desktop.store.stories.word_count import count

_AROUND = 40
# Seconds for a whole project; an honest expression takes a tenth of a second for 500,000 words.
_EXPRESSION, _PLAIN = 0.9, 30.0


@dataclass(frozen=True)
class Query:
    """What to look for; `words` finds whole words only (of scripts that divide words)."""

    text: str
    regex: bool = False
    case: bool = False
    words: bool = False

    def pattern(self) -> Pattern:
        """Raises PatternError(PATTERN_BAD)."""
        if self.regex:
            return pattern(rf"\b(?:{self.text})\b" if self.words else self.text, not self.case, "m")
        return literal(self.text, case=self.case, whole_words=self.words)


class _Clock:
    """The time that all texts together may take; what is no expression can't be slow but by its length."""

    def __init__(self, expression: bool) -> None:
        self._until = time.monotonic() + (_EXPRESSION if expression else _PLAIN)

    def left(self) -> float:
        """Seconds; never none at all, so that the search says by itself that it takes too long."""
        return max(0.001, self._until - time.monotonic())


class FindPart(StoryPart):
    """Search in the texts of a project's scenes and notes."""

    def find(
        self,
        project_id: int,
        query: str,
        *,
        regex: bool = False,
        case: bool = False,
        words: bool = False,
        node_ids: Sequence[int] | None = None,
        limit: int = 10_000,
    ) -> list[Match]:
        """The places in reading order, of all scenes or those given.

        Raises PatternError: PATTERN_BAD, or PATTERN_SLOW within a second.
        """
        if not query:
            return []
        wanted, clock = Query(query, regex, case, words).pattern(), _Clock(regex)
        found: list[Match] = []
        for node_id, text in self._searched(project_id, node_ids):
            for match in wanted.matches(text, clock.left()):
                found.append(_match(node_id, text, match.start(), match.end()))
                if len(found) >= limit:
                    return found
        return found

    def replace_all(
        self,
        project_id: int,
        query: str,
        replacement: str,
        *,
        regex: bool = False,
        case: bool = False,
        words: bool = False,
        node_ids: Sequence[int] | None = None,
    ) -> StoryChange:
        r"""Replace every place, in one transaction; `undo` takes it back. \1 or \g<name> is a group of an expression.

        `StoryChange.replaced` tells how many places. Raises PatternError as `find` does; nothing is changed then.
        """
        if not query:
            return StoryChange()
        wanted, clock = Query(query, regex, case, words).pattern(), _Clock(regex)
        replacement = storable(replacement)
        ids = [node_id for node_id, _ in self._searched(project_id, node_ids)]
        language = self._project_language(project_id)
        changed: list[tuple[int, int, int]] = []
        total = 0
        with self._database.write() as connection:
            for node_id in ids:
                before = read_text(connection, node_id)
                after, places = _replaced(wanted, before.text, replacement, regex, clock.left())
                if not places or after == before.text:
                    continue
                total += places
                node = read_node(connection, node_id)
                saved, kept = replace_text(
                    connection, node, before, after, count(after, language), Reason.BEFORE_REPLACE
                )
                changed.append((node_id, kept, saved.revision))
        return StoryChange(texts=tuple(changed), replaced=total)

    def _searched(self, project_id: int, node_ids: Sequence[int] | None) -> list[tuple[int, str]]:
        chosen = select(texts.c.node_id, texts.c.text).join(nodes, nodes.c.id == texts.c.node_id)
        with self._database.read() as connection:
            order = [node.id for node in read_outline(connection, project_id)]
            rows = connection.execute(chosen.where(nodes.c.project_id == project_id, nodes.c.trashed.is_(None)))
            found = {row.node_id: row.text for row in rows}
        wanted = set(order if node_ids is None else node_ids)
        return [(node_id, found[node_id]) for node_id in order if node_id in found and node_id in wanted]

    def _project_language(self, project_id: int) -> str:
        with self._database.read() as connection:
            return read_project(connection, project_id).language


def _match(node_id: int, text: str, start: int, end: int) -> Match:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Match(node_id, start, end, before.rpartition("\n")[2], text[start:end], after.partition("\n")[0])


def replaced(found: str, query: str, replacement: str, *, regex: bool, case: bool, words: bool) -> str:
    """What stands in place of one that was found; the groups of an expression are those of `found` alone."""
    wanted = Query(query, regex, case, words).pattern()
    text, count = _replaced(wanted, found, replacement, regex, _Clock(regex).left())
    return text if count else replacement


def _replaced(wanted: Pattern, text: str, replacement: str, expand: bool, limit: float) -> tuple[str, int]:
    pieces, end, places = [], 0, 0
    for match in wanted.matches(text, limit):
        try:
            new = match.expand(replacement) if expand else replacement
        except (regex.error, IndexError) as error:
            raise PatternError(Code.PATTERN_BAD, value=replacement, cause=str(error)) from error
        pieces += [text[end : match.start()], new]
        end, places = match.end(), places + 1
    return "".join([*pieces, text[end:]]), places
