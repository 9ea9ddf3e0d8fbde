"""Entries of the bible are found in the text: words, expressions, Chinese; nothing makes the writer wait."""

from __future__ import annotations

import time

import pytest

from desktop.base.errors import Code
from desktop.base.text.patterns import PatternError
from desktop.features.story.context.matching import active, check_key, mentions, tail
from desktop.store.stories.records import Activation, BibleEntry, EntryKind


def _entry(*keys: str, **values: object) -> BibleEntry:
    return BibleEntry(EntryKind.THING, keys[0] if keys else "x", keys=keys, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("lamp", "The Lamp is lit.", "Lamp"),
        ("lamp", "The lamplight fell.", ""),
        ("lamp", "the lamp's glow", "lamp"),
        ("灯", "她把灯放下。", "灯"),
        ("小灯", "他叫小灯笼。", "小灯"),
        ("Old Ada", "old ada came", "old ada"),
        ("lamp", "用lamp照明", "lamp"),
        ("C++", "He wrote C++ all day", "C++"),
        (r"/lamp(s|light)?\b/", "two lamps", "lamps"),
        ("/LAMP/", "a lamp", ""),
        ("/LAMP/i", "a lamp", "lamp"),
        ("/小(灯|夜)/", "小夜来了", "小夜"),
        (r"/a\/b/", "a/b", "a/b"),
        ("/", "a / b", "/"),
        ("  ", "nothing", ""),
    ],
)
def test_keys(key: str, text: str, found: str) -> None:
    (mention,) = mentions([_entry(key)], text)
    assert mention.error is None
    assert text[mention.start : mention.end] == found if mention.found else found == ""


def test_only_the_last_paragraphs_are_searched_and_the_nearest_key_is_told() -> None:
    text = "The dragon.\n\nA cat and a dog.\n\nThe dog."
    assert tail(text, 2) == text.index("A cat")
    near, far, deep = mentions([_entry("cat", "dog"), _entry("dragon"), _entry("dragon", depth=3)], text, depth=2)
    assert (near.key, near.start) == ("dog", text.rindex("dog"))
    assert not far.found
    assert deep.found


def test_a_name_is_a_key_where_there_are_none() -> None:
    assert mentions([BibleEntry(EntryKind.CHARACTER, "Ada")], "Then Ada spoke.")[0].key == "Ada"


def test_what_is_sent_first() -> None:
    entries = [
        _entry("cat", priority=5),
        _entry("dog", priority=9),
        _entry("always", priority=5, activation=Activation.ALWAYS),
        _entry("never", activation=Activation.NEVER, priority=99),
        _entry("absent"),
    ]
    sent = active(mentions(entries, "A dog, a cat, never."))
    assert [entry.name for entry in sent] == ["dog", "always", "cat"]


@pytest.mark.parametrize("key", [r"/(a+)+$/", r"/(\w+\s?)*$x/", r"/(.*a){30}b/"])
def test_a_catastrophic_expression_is_an_error_within_a_second(key: str) -> None:
    text = "a" * 5000 + "! " + "word " * 2000
    began = time.thread_time()
    slow, good = mentions([_entry(key), _entry("word")], text)
    assert time.thread_time() - began < 2  # half a second
    assert good.found
    if slow.error is not None:
        assert slow.error.code is Code.PATTERN_SLOW
        tried = time.process_time()
        assert mentions([_entry(key)], text)[0].error is not None  # known now, not tried again
        assert time.process_time() - tried < 0.3  # a try takes half a second


def test_a_key_is_checked_before_it_is_kept() -> None:
    check_key("灯")
    check_key(r"/守灯.?人/")
    with pytest.raises(PatternError) as slow:
        check_key(r"/(a|aa)+$/")
    assert slow.value.code is Code.PATTERN_SLOW
    with pytest.raises(PatternError) as bad:
        check_key("/(unclosed/")
    assert bad.value.code is Code.PATTERN_BAD
    assert mentions([_entry("/(unclosed/", "lamp")], "a lamp")[0].found
