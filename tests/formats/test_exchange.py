"""Glossaries and memories go out and come in again, also those of other programs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.formats.exchange.glossary import TermPair, read_glossary, write_csv, write_tbx
from desktop.formats.exchange.tmx import TranslationUnit, read_tmx, write_tmx

TERMS = [TermPair("lamp", "灯", "not 灯具"), TermPair("a, b", '"c"')]

OLD_TBX = b"""<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1"><descrip type="definition">a light</descrip><langSet xml:lang="en-GB"><tig><term>lamp</term></tig>
<tig><term>lantern</term></tig></langSet><langSet xml:lang="zh-CN"><tig><term>\xe7\x81\xaf</term></tig></langSet>
<langSet xml:lang="zh-TW"><tig><term>\xe7\x87\x88</term></tig></langSet></termEntry></body></text></martif>"""

OTHER_TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="en-US"/><body>
<tu changedate="20240102T030405Z"><tuv xml:lang="EN-US"><seg>Press <bpt i="1">&lt;b></bpt>Enter<ept i="1">&lt;/b></ept>
now<ph x="2"/>.</seg></tuv><tuv xml:lang="zh_CN"><seg>现在按<bpt i="1"/>回车<ept i="1"/><ph x="2"/>。</seg></tuv></tu>
<tu><tuv lang="en"><seg>Only <hi>English</hi></seg></tuv></tu></body></tmx>""".replace("\nnow", " now")


def test_tables() -> None:
    assert read_glossary(write_csv(TERMS), "a.csv", "en", "zh") == TERMS
    assert read_glossary("lamp\t灯\nlight\t光\n".encode(), "a.tsv", "en", "zh") == [
        TermPair("lamp", "灯"),
        TermPair("light", "光"),
    ]
    many = "zh,en,de,note\n灯,lamp,Lampe,x\n".encode("gb18030")
    assert read_glossary(many, "a.csv", "en", "de") == [TermPair("lamp", "Lampe", "x")]
    with pytest.raises(DocumentError) as error:
        read_glossary(b"just one column\n", "a.csv", "en", "zh")
    assert error.value.code is Code.DOCUMENT_DAMAGED


def test_tbx() -> None:
    data = write_tbx(TERMS, "en", "zh", "Rooms")
    assert read_glossary(data, "a.tbx", "en", "zh") == TERMS
    assert read_glossary(data, "a.tbx", "zh", "en")[0] == TermPair("灯", "lamp", "not 灯具")
    found = read_glossary(OLD_TBX, "old.tbx", "en", "zh")
    assert found == [TermPair("lamp", "灯", "a light"), TermPair("lantern", "灯", "a light")]
    assert read_glossary(OLD_TBX, "old.tbx", "en", "zh-Hant")[0].target == "燈"
    with pytest.raises(DocumentError):
        read_glossary(b"<martif", "a.tbx", "en", "zh")


def test_tmx_goes_out_and_comes_in() -> None:
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    units = [
        TranslationUnit("Press ⟦1⟧Enter⟦/1⟧ <now>⟦2/⟧.", "按⟦1⟧回车⟦/1⟧⟦2/⟧。", when, person=True),
        TranslationUnit("Yes & no", "是与否\x01"),
    ]
    data = write_tmx(units, "en", "zh", "1.0")
    assert b'<tmx version="1.4">' in data
    assert read_tmx(data, "m.tmx", "en", "zh") == [units[0], TranslationUnit("Yes & no", "是与否")]
    assert read_tmx(data, "m.tmx", "zh", "en")[1].source == "是与否"
    assert read_tmx(data, "m.tmx", "en", "de") == []


def test_tmx_of_other_programs() -> None:
    (unit,) = read_tmx(OTHER_TMX.encode(), "m.tmx", "en", "zh")
    assert unit.source == "Press ⟦1⟧Enter⟦/1⟧ now⟦2/⟧."
    assert unit.target == "现在按⟦1⟧回车⟦/1⟧⟦2/⟧。"
    assert unit.changed == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("data", [b"", b"<tmx", b"<html/>", b"\x00\x01\x02", OTHER_TMX.encode()[:300]])
def test_damaged_memories(data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        read_tmx(data, "m.tmx", "en", "zh")
    assert error.value.code is Code.DOCUMENT_DAMAGED


def test_a_memory_follows_no_entity(tmp_path: Path) -> None:
    secret = tmp_path / "s.txt"
    secret.write_text("secret")
    evil = f'<!DOCTYPE tmx [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + OTHER_TMX.split('dtd">')[1].replace(
        "Enter", "&x;"
    )
    assert all("secret" not in unit.source for unit in read_tmx(evil.encode(), "m.tmx", "en", "zh"))
