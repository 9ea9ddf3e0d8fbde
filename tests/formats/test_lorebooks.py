"""Lorebooks of SillyTavern and NovelAI are read and written back with everything in them."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.formats.lorebooks.reading import read_lorebook, write_lorebook

TAVERN: dict[str, Any] = {
    "entries": {
        "0": {
            "uid": 0,
            "key": ["harbour", "/dock(s|yard)?/i"],
            "keysecondary": ["winter"],
            "comment": "The harbour",
            "content": "It freezes over every winter.",
            "constant": False,
            "selective": True,
            "selectiveLogic": 3,
            "order": 70,
            "position": 4,
            "disable": False,
            "probability": 80,
            "depth": 2,
            "group": "places",
            "scanDepth": 6,
        },
        "7": {"uid": 7, "key": [], "comment": "守则", "content": "没有人说谎。", "constant": True, "disable": True},
    }
}
NOVELAI: dict[str, Any] = {
    "lorebookVersion": 5,
    "entries": [
        {
            "text": "The Wardens answer to nobody.",
            "contextConfig": {
                "prefix": "[",
                "suffix": "]\n",
                "tokenBudget": 120,
                "reservedTokens": 0,
                "budgetPriority": 300,
                "trimDirection": "doNotTrim",
                "insertionType": "newline",
                "maximumTrimType": "sentence",
                "insertionPosition": -4,
            },
            "lastUpdatedAt": 1_700_000_000_000,
            "displayName": "Wardens",
            "id": "9f0b7c7e-0000-4000-8000-000000000001",
            "keys": ["Warden", "守夜人"],
            "searchRange": 2000,
            "enabled": True,
            "forceActivation": True,
            "keyRelative": True,
            "nonStoryActivatable": False,
            "category": "c1",
            "loreBiasGroups": [{"phrases": ["oath"], "bias": 0.2}],
        }
    ],
    "settings": {"orderByKeyLocations": False},
    "categories": [{"name": "Characters", "id": "c1", "enabled": True}],
}


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def test_sillytavern_goes_in_and_out() -> None:
    book, program = read_lorebook(_bytes(TAVERN), "/somewhere/World.json")
    assert (program, book.name, book.left_out) == ("sillytavern", "World", 0)
    harbour, rule = book.entries
    assert (harbour.name, harbour.keys, harbour.priority, harbour.depth) == (
        "The harbour",
        ("harbour", "/dock(s|yard)?/i"),
        70,
        6,
    )
    assert (rule.name, rule.always, rule.enabled, rule.text) == ("守则", True, False, "没有人说谎。")
    written = json.loads(write_lorebook(book, program))
    for before, after in zip(TAVERN["entries"].values(), written["entries"].values(), strict=True):
        assert {name: after[name] for name in before if name != "uid"} == {
            name: item for name, item in before.items() if name != "uid"
        }
    assert read_lorebook(write_lorebook(book, program), "World.json")[0].entries == tuple(
        entry for entry in read_lorebook(_bytes(written), "World.json")[0].entries
    )


def test_novelai_goes_in_and_out() -> None:
    book, program = read_lorebook(_bytes(NOVELAI), "x.lorebook")
    (entry,) = book.entries
    assert program == "novelai"
    assert (entry.name, entry.keys, entry.always, entry.priority) == ("Wardens", ("Warden", "守夜人"), True, 300)
    assert (entry.budget, entry.depth, entry.kind) == (120, 2000, "Characters")
    written = json.loads(write_lorebook(book, program))
    (after,) = written["entries"]
    before = dict(NOVELAI["entries"][0])
    assert [item["name"] for item in written["categories"] if item["id"] == after["category"]] == ["Characters"]
    assert {name: after[name] for name in before if name != "category"} == {
        name: item for name, item in before.items() if name != "category"
    }


def test_one_programs_book_goes_to_the_other() -> None:
    book, _ = read_lorebook(_bytes(TAVERN))
    moved, program = read_lorebook(write_lorebook(book, "novelai"))
    assert program == "novelai"
    assert [(entry.name, entry.text, entry.keys, entry.always, entry.enabled) for entry in moved.entries] == [
        (entry.name, entry.text, entry.keys, entry.always, entry.enabled) for entry in book.entries
    ]


def test_the_book_inside_of_a_character_is_found() -> None:
    card = {
        "spec": "chara_card_v2",
        "data": {
            "name": "Ada",
            "character_book": {
                "name": "Ada's world",
                "entries": [
                    {"keys": ["ship"], "content": "It floats.", "insertion_order": 5, "enabled": True, "name": "Ship"},
                ],
            },
        },
    }
    chunk = b"chara\0" + base64.b64encode(_bytes(card))
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(chunk)) + b"tEXt" + chunk
    png += struct.pack(">I", zlib.crc32(b"tEXt" + chunk))
    for data in (_bytes(card), png):
        book, _ = read_lorebook(data)
        assert (book.name, [entry.name for entry in book.entries]) == ("Ada's world", ["Ship"])
        assert book.entries[0].priority == 5


def test_a_scenario_holds_a_book() -> None:
    book, _ = read_lorebook(_bytes({"scenarioVersion": 3, "lorebook": NOVELAI}))
    assert len(book.entries) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.LOREBOOK_UNKNOWN_KIND),
        (b"{", Code.LOREBOOK_UNKNOWN_KIND),
        (b"[" * 200_000, Code.LOREBOOK_UNKNOWN_KIND),
        (b"[1, 2]", Code.LOREBOOK_UNKNOWN_KIND),
        (b'{"entries": "none"}', Code.LOREBOOK_UNKNOWN_KIND),
        (b'{"entries": [{"a": 1}]}', Code.LOREBOOK_UNKNOWN_KIND),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0IEND", Code.LOREBOOK_UNKNOWN_KIND),
        (b"\0\1\2\3" * 50, Code.DOCUMENT_BINARY),
    ],
)
def test_what_is_no_book_is_told(data: bytes, code: Code) -> None:
    with pytest.raises(DocumentError) as error:
        read_lorebook(data, "x.json")
    assert error.value.code is code


def test_odd_values_do_no_harm() -> None:
    odd = {"entries": {"0": {"key": "a, b", "content": 5, "comment": None, "order": 1e300, "constant": "yes"}, "1": 3}}
    book, _ = read_lorebook(_bytes(odd))
    (entry,) = book.entries
    assert (entry.keys, entry.text, entry.name, entry.always, book.left_out) == (("a", "b"), "", "a", False, 1)


def test_a_cards_entry_becomes_world_info_with_all_it_says() -> None:
    row = {
        "keys": ["ship"],
        "secondary_keys": ["storm"],
        "content": "It floats.",
        "insertion_order": 5,
        "enabled": True,
        "selective": True,
        "name": "Ship",
        "position": "after_char",
        "extensions": {"exclude_recursion": True, "match_whole_words": False, "scan_depth": 3, "role": 2, "sticky": 4},
    }
    book, program = read_lorebook(_bytes({"data": {"character_book": {"name": "W", "entries": [row]}}}))
    (written,) = json.loads(write_lorebook(book, program))["entries"].values()
    expected = {
        "key": ["ship"],
        "keysecondary": ["storm"],
        "comment": "Ship",
        "order": 5,
        "position": 1,
        "excludeRecursion": True,
        "matchWholeWords": False,
        "scanDepth": 3,
        "role": 2,
        "sticky": 4,
    }
    assert {name: written[name] for name in expected} == expected


def test_a_lorebook_of_character_card_v3_has_expressions() -> None:
    row = {"keys": ["dock(s|yard)?"], "content": "Wet.", "insertion_order": 1, "enabled": True, "use_regex": True}
    data = {"spec": "lorebook_v3", "data": {"name": "Coast", "entries": [row, {**row, "case_sensitive": True}]}}
    book, program = read_lorebook(_bytes(data))
    assert (program, book.name) == ("sillytavern", "Coast")
    assert [entry.keys for entry in book.entries] == [("/dock(s|yard)?/i",), ("/dock(s|yard)?/",)]
