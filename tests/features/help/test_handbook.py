"""The handbook holds together: same places in each language, links that lead somewhere, words the interface has."""

from __future__ import annotations

import ast
import re
from itertools import pairwise

import pytest

from desktop.base.i18n import LANGUAGES, read_catalogue
from desktop.base.paths import resources
from desktop.features.help.book import PAGES, Book, plain
from desktop.features.help.finding import search, spans
from tests.test_architecture import SOURCES

BOOKS = {language: Book(language) for language in LANGUAGES}
WRITTEN = [key for key in PAGES if key not in ("keys", "commands")]
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")
MOST_BYTES, MOST_FOR_ONE = 4_000_000, 80_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_the_same_places_in_every_language(language: str) -> None:
    for key in PAGES:
        own, english = (
            [(section.anchor, section.level) for section in BOOKS[code].page(key).sections] for code in (language, "en")
        )
        assert own == english, key
        anchors = [anchor for anchor, _ in own]
        assert len(set(anchors)) == len(anchors), key
        assert own[0][1] == 1
        assert all(after <= before + 1 for (_, before), (_, after) in pairwise(own)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_and_pictures_lead_somewhere(language: str) -> None:
    book, named = BOOKS[language], set()
    for page in book.pages():
        for picture, target in LINK.findall(page.source):
            if picture:
                named.add(target)
                for dark in (False, True):
                    path = book.picture(target, dark=dark)
                    assert path.is_file(), f"{page.key}: {target}; make handbook takes it"
                    assert path.parent == book.folder / language / "pictures"
                    assert path.stem.endswith("-dark" if dark else "-light")
            else:
                key, _, anchor = target.partition("#")
                place = f"{key.removesuffix('.md') or page.key}#{anchor}".rstrip("#")
                assert book.has(place), f"{page.key}: {target}"
    kept = {f"pictures/{path.name}" for path in (book.folder / language / "pictures").glob("*-light.png")}
    assert kept == named


def test_pictures_are_small() -> None:
    sizes = {path: path.stat().st_size for path in (resources() / "help").rglob("*.png")}
    assert {path: size for path, size in sizes.items() if size > MOST_FOR_ONE} == {}
    assert sum(sizes.values()) < MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_bold_is_a_word_of_the_interface(language: str) -> None:
    """So a button that is called otherwise now is called so in the help, too."""
    catalogue = read_catalogue(resources() / "i18n" / "zh_CN.ts")
    known = {source for _, source in catalogue}
    if language != "en":
        own = read_catalogue(resources() / "i18n" / f"{language}.ts")
        known = {form for forms in own.values() for form in forms}
    bold = [
        (key, " ".join(word.split()))
        for key in WRITTEN
        for word in re.findall(r"\*\*(.+?)\*\*", BOOKS[language].page(key).source, re.DOTALL)
    ]
    assert bold
    assert [found for found in bold if not {found[1], f"{found[1]}…", f"{found[1]}……"} & known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_of_the_terminal_exist(language: str) -> None:
    known = {section.title for section in BOOKS[language].page("commands").sections}
    for key in WRITTEN:
        for code in re.findall(r"`lamplight ([a-z][^`]*)`", BOOKS[language].page(key).source):
            words = code.split()
            assert f"lamplight {words[0]}" in known, f"{key}: {code}"
            if f"lamplight {' '.join(words[:2])}" not in known:
                assert not words[1:] or not any(one.startswith(f"lamplight {words[0]} ") for one in known), code


def test_topics_of_widgets_are_places() -> None:
    """`help_topic = "chat#assistants"` in the window's code."""
    topics = [
        (source.name, node.value.value)
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Assign)
        and any(getattr(target, "id", getattr(target, "attr", "")) == "help_topic" for target in node.targets)
        and isinstance(node.value, ast.Constant)
    ]
    assert topics
    assert [topic for topic in topics if not BOOKS["en"].has(str(topic[1]))] == []


@pytest.mark.parametrize(
    ("language", "query", "place"),
    [
        ("en", "versions", "chat#versions"),
        ("en", "translating documents", "translate#documents"),
        ("en", "glossaries", "translate#glossary"),  # by its stem
        ("en", "hardw", "models#hardware"),  # a word that isn't complete yet
        ("en", "it is slow", "troubleshooting#slow"),
        ("en", "disk is full", "troubleshooting#disk"),
        ("en", "回收站", "chat#organising"),  # by the words of the other language
        ("zh_CN", "版本", "chat#versions"),
        ("zh_CN", "怎样导出故事", "story#transfer"),  # cut into words, without those that stand everywhere
        ("zh_CN", "模型载入不了", "troubleshooting#load"),
        ("zh_CN", "显卡驱动", "troubleshooting#card"),
        ("zh_CN", "glossary", "translate#glossary"),
        ("zh_CN", "GGUF文件", "models#models"),
    ],
)
def test_words_are_found(language: str, query: str, place: str) -> None:
    others = [book for code, book in BOOKS.items() if code != language]
    found = [hit.section.place for hit in search(BOOKS[language], others, query)]
    assert place in found[:3], found[:5]


def test_nothing_is_found_of_nothing() -> None:
    for query in ("", "  ", "?!", "xqzzy"):
        assert search(BOOKS["en"], [BOOKS["zh_CN"]], query) == []


def test_what_was_found_can_be_marked() -> None:
    assert spans("Versions and version two", ("version",)) == [(0, 8), (13, 20)]
    assert spans("消息的版本", ("版本",)) == [(3, 5)]


def test_signs_of_markdown_are_no_words() -> None:
    assert plain("| **a** | `b` |\n|---|---|\n| [c](d.md) | ![e](f.png) |") == "a b c"
    assert plain("1. one\n2. **二**三") == "one 二三"
