"""What is generated of the handbook is what the program says now; its keys are keys."""

from __future__ import annotations

import re

import pytest
from handbook import pages

from desktop.base.i18n import LANGUAGES
from desktop.features.help.book import PAGES, Book
from desktop.ui.frame import commands as frame
from desktop.ui.main import DECLARED

_KEYS = re.compile(r"(?:Ctrl|Shift|Alt)\b.*|F\d+|Enter|Esc|Tab|Space|Del|[A-Z↑↓←→]")
_TYPED = {"Ctrl C"}  # the terminal's


def test_the_generated_pages_are_current() -> None:
    stale = [path.name for path, text in pages.pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make translations`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_in_the_text_are_keys_of_commands(language: str) -> None:
    known = {command.keys_text for command in (*DECLARED, *frame.ALL) if command.keys} | _TYPED
    book = Book(language)
    named = [
        (key, code)
        for key in PAGES
        for code in re.findall(r"`([^`\n]+)`", book.page(key).source)
        if key != "commands" and _KEYS.fullmatch(code)
    ]
    assert len(named) > 20
    assert [found for found in named if found[1] not in known] == []
