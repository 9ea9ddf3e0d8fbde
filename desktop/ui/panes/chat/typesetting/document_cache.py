"""Typeset texts, kept while they are likely to be shown again; long ones are read on another thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.formats.markdown.blocks import parse
from desktop.formats.markdown.math import may_have_formulas
from desktop.ui import tasks

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Document

_AT_ONCE = 3_000  # characters read in about 8 ms
_KEPT_CHARACTERS = 500_000


class DocumentCache:
    """A cache of Markdown read into blocks, by its text. For the main thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0
        self.unfolded: set[int] = set()  # messages whose reasoning is open
        self.plain: set[int] = set()  # messages shown as they were written

    def get(self, text: str) -> Document | None:
        """The blocks of a text, at once when short or read before; None when it would take long."""
        found = self._kept.get(text)
        if found is not None:
            self._kept.move_to_end(text)
            return found
        if len(text) > _AT_ONCE or may_have_formulas(text):
            return None
        return self.keep(text, parse(text))

    def fetch(self, text: str, then: Callable[[Document], object], owner: QObject) -> None:
        """Read `text` on another thread, then call `then` unless `owner` has gone."""
        tasks.run(lambda: parse(text), lambda document: then(self.keep(text, document)), owner=owner)

    def keep(self, text: str, document: Document) -> Document:
        """Remember what a text reads as."""
        if text not in self._kept:
            self._characters += len(text)
        self._kept[text] = document
        while self._characters > _KEPT_CHARACTERS and len(self._kept) > 1:
            self._characters -= len(self._kept.popitem(last=False)[0])
        return document
