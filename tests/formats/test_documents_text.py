"""Text-like documents: read into units, and everything else is byte for byte what it was."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest

from desktop.base.errors import Code, DocumentError, LamplightError
from desktop.formats.documents.base import Bilingual, Document, Output
from desktop.formats.documents.text import TextDocument
from desktop.formats.markdown.inline import plain
from desktop.formats.opening import KINDS, kind_of, open_document, read_file

MARKDOWN = """---
title: Front matter
---
# Hello *world*

A paragraph with **bold text**, `code`, and [a link](https://x.y/z_(1) "t").
See note[^1] and snake_case_name.

> Quoted *text* here
> on two lines.

- item one
- item two

| Name | Text |
|------|------|
| 1    | Some text |

```python
print("no")
```

<div>raw html</div>

[^1]: The footnote text.

![image](a.png) caption $x^2$ <https://a.b> 5 * 3
"""

SRT = """1
00:00:01,000 --> 00:00:02,500
Hello <i>there</i>.

2
00:00:03,000 --> 00:00:05,000 X1:10
{\\an8}I am coming home
with you tonight.

3
00:00:06,000 --> 00:00:07,000
♪
"""

VTT = """WEBVTT - Title

NOTE a comment

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.000 align:start
<v Mary>Hello, <c.red>you</c>.

00:03.000 --> 00:04.000
Bye.
"""

ASS = """[Script Info]
Title: Some title

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not this
Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\i1}Well, hello{\\i0}\\Nthere
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0{\\p0}
"""

PO = """# A comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Own: kept\\n"

#: main.c:10
#, c-format
msgid "Open %s"
msgstr ""

msgctxt "menu"
msgid "Close"
msgstr "关闭"

#, fuzzy
msgid "Line one\\n"
msgstr "wrong"

msgid "%d file"
msgid_plural "%d files"
msgstr[0] ""
msgstr[1] ""
"""

JSON = """{
  "id": "save-button", "n": 1.50,
  "label": "Save the file", "list": ["One \\"two\\"", "https://x.y", "#ff0000"],
  "colour":   "red",
  "key with text": null
}
"""

CSV = 'id,source,note\n1,"Hello, you",x\n2,,y\n3,"He said ""no"".",\n'

SAMPLES = {
    "txt": "Chapter 1\n\n  Indented line.\n- A bullet\n\n\tTab 12.\n12345\n",
    "md": MARKDOWN,
    "srt": SRT,
    "vtt": VTT,
    "ass": ASS,
    "json": JSON,
    "csv": CSV,
}


def opened(kind: str, text: str, **more: str) -> Document:
    return open_document(text.encode(), kind, f"a.{kind}", **more)


def sources(document: Document) -> list[str]:
    return [unit.text for unit in document.units]


# Of the others, soft line breaks inside of a paragraph or cue become spaces; their tests are below.
@pytest.mark.parametrize("kind", ["txt", "vtt", "json", "csv"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_untouched_units_give_the_same_bytes(kind: str, ends: str) -> None:
    text = SAMPLES[kind].replace("\n", ends)
    document = opened(kind, text)
    assert document.render(sources(document), Output("en")).decode() == text


def test_text() -> None:
    document = opened("txt", SAMPLES["txt"])
    assert sources(document) == ["Chapter 1", "Indented line.", "A bullet", "Tab 12.", "12345"]
    wrapped = "This line was broken by hand because the page was full of\nwords and it goes on here.\nNext one."
    assert sources(opened("txt", wrapped)) == [wrapped.replace("\nwords", " words").split("\n")[0], "Next one."]
    chapters = opened("txt", "Start\nChapter 2\nText\n第三章\n文")
    assert [unit.chapter for unit in chapters.units] == [0, 1, 1, 2, 2]
    assert TextDocument.from_text("a\r\nb").units[1].text == "b"


def test_text_in_both_languages() -> None:
    document = opened("txt", "  One.\nTwo.\n")
    assert (
        document.render(["一。", "二。"], Output("zh", Bilingual.INTERLEAVED)).decode()
        == "  One.\n  一。\nTwo.\n二。\n"
    )
    assert document.render(["一。", "二。"], Output("zh", Bilingual.SIDE)).decode() == "  One.\t一。\nTwo.\t二。\n"


def test_markdown_units() -> None:
    assert sources(opened("md", MARKDOWN)) == [
        "Hello ⟦1⟧world⟦/1⟧",
        "A paragraph with ⟦1⟧bold text⟦/1⟧, ⟦2/code⟧, and ⟦3⟧a link⟦/3⟧. See note⟦4/⟧ and snake_case_name.",
        "Quoted ⟦1⟧text⟦/1⟧ here on two lines.",
        "item one",
        "item two",
        "Name",
        "Text",
        "Some text",
        "The footnote text.",
        "⟦1/⟧ caption ⟦2/x^2⟧ ⟦3/https://a.b⟧ 5 * 3",
    ]


def test_markdown_keeps_its_form() -> None:
    document = opened("md", MARKDOWN)
    targets = sources(document)
    targets[1] = "一段⟦1⟧粗体⟦/1⟧，⟦2/code⟧和⟦3⟧链接⟦/3⟧。见注⟦4/⟧。"
    written = document.render(targets, Output("zh")).decode()
    expected = MARKDOWN.replace("text* here\n> on", "text* here on")
    start, end = expected.index("A paragraph"), expected.index("\n\n> Quoted")
    line = '一段**粗体**，`code`和[链接](https://x.y/z_(1) "t")。见注[^1]。'
    assert written == expected[:start] + line + expected[end:]


def test_markdown_in_both_languages() -> None:
    document = opened("md", "# Title\n\n- one\n\n| a |\n|---|\n| b |\n\n> q\n")
    written = document.render(["题", "一", "甲", "乙", "引"], Output("zh", Bilingual.INTERLEAVED)).decode()
    assert written == "# Title\n\n# 题\n\n- one\n\n  一\n\n| a<br>甲 |\n|---|\n| b<br>乙 |\n\n> q\n>\n> 引\n"


@pytest.mark.parametrize(
    "text", ["*" * 5000, "[" * 5000, "`" * 4999 + "a", "_a" * 5000, "> " * 300 + "a", "a" * 300_000]
)
def test_hostile_markdown_takes_no_time(text: str) -> None:
    document = opened("md", text)
    assert document.render(sources(document), Output("en")).decode().replace(" ", "") == text.replace(" ", "")


def test_srt() -> None:
    document = opened("srt", SRT)
    assert sources(document) == ["Hello ⟦1⟧there⟦/1⟧.", "⟦1/⟧I am coming home with you tonight."]
    written = document.render(["你⟦1⟧好⟦/1⟧。", "⟦1/⟧我今晚和你一起回家。"], Output("zh")).decode()
    assert written == SRT.replace("Hello <i>there</i>.", "你<i>好</i>。").replace(
        "I am coming home\nwith you tonight.", "我今晚和你一起回家。"
    )
    long = document.render(["a", "⟦1/⟧I have been coming home every night, and I always will come."], Output("en"))
    assert "every night,\nand I always will come." in long.decode()


def test_vtt_keeps_notes_and_voices() -> None:
    document = opened("vtt", VTT)
    assert [plain(text) for text in sources(document)] == ["Hello, you.", "Bye."]
    both = document.render(["⟦1⟧你⟦2⟧好⟦/2⟧。⟦/1⟧", "再见。"], Output("zh", Bilingual.INTERLEAVED)).decode()
    assert "<v Mary>Hello, <c.red>you</c>.\n<v Mary>你<c.red>好</c>。\n\n00:03" in both


def test_ass_keeps_drawings_and_fields() -> None:
    document = opened("ass", ASS)
    assert sources(document) == ["⟦1/⟧Well, hello⟦2/⟧ there"]
    written = document.render(["⟦1/⟧你好⟦2/⟧啊"], Output("zh")).decode()
    assert written == ASS.replace("{\\i1}Well, hello{\\i0}\\Nthere", "{\\i1}你好{\\i0}啊")


def test_po() -> None:
    document = opened("po", PO)
    assert sources(document) == ["Open %s", "Line one\n", "%d file", "%d files"]
    written = document.render(["打开 %s", "第一行", "%d 个文件", "%d 个文件"], Output("zh")).decode()
    for kept in ("# A comment", "X-Own: kept", "#: main.c:10", "#, c-format", 'msgctxt "menu"', 'msgstr "关闭"'):
        assert kept in written
    assert "Plural-Forms: nplurals=1; plural=0;" in written
    assert "Language: zh_CN" in written
    assert 'msgstr "第一行\\n"' in written
    assert "fuzzy" not in written
    assert 'msgstr[0] "%d 个文件"' in written
    assert "msgstr[1]" not in written
    german = document.render(["a", "b", "Datei", "Dateien"], Output("de")).decode()
    assert 'msgstr[0] "Datei"\nmsgstr[1] "Dateien"' in german


def test_po_marks_what_is_doubtful_and_leaves_what_waits() -> None:
    document = opened("po", PO)
    output = Output("zh", waiting=frozenset({1}), doubtful=frozenset({0}))
    written = document.render(["打开 %s", "Line one\n", "%d 个文件", "%d 个文件"], output).decode()
    entries = {entry.msgid: entry for entry in polib.pofile(written)}
    assert [entry.msgid for entry in entries.values() if entry.fuzzy] == ["Open %s", "Line one\n"]
    assert entries["Line one\n"].msgstr == polib.pofile(PO).find("Line one\n").msgstr, "it waits as it was"
    assert entries["Open %s"].msgstr == "打开 %s"


def test_csv_columns() -> None:
    assert sources(opened("csv", CSV)) == ["Hello, you", 'He said "no".']
    written = opened("csv", CSV).render(["你好，你", "他说“不”。"], Output("zh")).decode()
    assert written == "id,source,note\n1,你好，你,x\n2,,y\n3,他说“不”。,\n"
    both = opened("csv", CSV).render(["甲", "乙"], Output("zh", Bilingual.SIDE)).decode()
    assert both == 'id,source,zh,note\n1,"Hello, you",甲,x\n2,,,y\n3,"He said ""no"".",乙,\n'
    assert sources(opened("csv", CSV, column="note")) == ["x", "y"]
    assert sources(opened("csv", CSV, column="3")) == ["x", "y"]
    with pytest.raises(LamplightError) as error:
        opened("csv", CSV, column="missing")
    assert error.value.code is Code.INVALID_VALUE
    tabbed = open_document(b"a\tThis is long text, with commas\nb\tMore, text\n", "csv", "x.tsv")
    assert sources(tabbed) == ["This is long text, with commas", "More, text"]


def test_json_keeps_keys_numbers_and_spacing() -> None:
    document = opened("json", JSON)
    assert sources(document) == ["Save the file", 'One "two"', "red"]
    written = document.render(["保存“文件”\n", "一", "红"], Output("zh")).decode()
    assert written == (
        JSON.replace("Save the file", "保存“文件”\\n").replace('One \\"two\\"', "一").replace('"red"', '"红"')
    )
    assert json.loads(written)["n"] == 1.5


def test_the_values_of_one_key_of_json() -> None:
    data = (
        '{"title": "The lamp", "items": [{"text": "One", "note": "Two"}, {"text": "Three"}], "more": ["Four", "Five"]}'
    )
    document = open_document(data.encode(), "json", "a.json")
    assert document.columns == ("title", "text", "note", "more")
    assert sources(open_document(data.encode(), "json", "a.json", "text")) == ["One", "Three"]
    listed = open_document(data.encode(), "json", "a.json", "more")
    assert sources(listed) == ["Four", "Five"]
    assert json.loads(listed.render(["四", "五"], Output("zh")))["more"] == ["四", "五"]
    assert json.loads(listed.render(["四", "五"], Output("zh")))["title"] == "The lamp"
    with pytest.raises(LamplightError):
        open_document(data.encode(), "json", "a.json", "missing")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("json", b"{"),
        ("json", b"[" * 100_000),
        ("srt", b"no cues"),
        ("po", b"\x41"),
        ("pdf", b"%PDF-1.4 broken"),
        ("html", b"<div>" * 2_000 + b"too deep"),
    ],
)
def test_damaged_documents(kind: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        open_document(data, kind, f"a.{kind}")
    assert error.value.code is Code.DOCUMENT_DAMAGED


def test_kinds_by_name(tmp_path: Path) -> None:
    assert [kind_of(name) for name in ("A.TXT", "b.markdown", "c.htm", "d.tsv", "README")] == [
        "txt",
        "md",
        "html",
        "csv",
        "txt",
    ]
    with pytest.raises(DocumentError) as error:
        kind_of("a.xlsx")
    assert error.value.code is Code.DOCUMENT_KIND_UNKNOWN
    assert "docx" in KINDS
    with pytest.raises(DocumentError) as missing:
        read_file(tmp_path / "none.txt")
    assert missing.value.code is Code.DOCUMENT_MISSING
    with pytest.raises(DocumentError) as folder:
        read_file(tmp_path)
    assert folder.value.code is Code.DOCUMENT_UNREADABLE


def test_a_text_that_looks_like_marks_survives() -> None:
    for kind, text in (("txt", "see ⟦1⟧ here\n"), ("json", '{"a": "x ⟦2/⟧ y"}'), ("md", "a ⟦1⟧ b **c**\n")):
        document = opened(kind, text)
        assert document.render(sources(document), Output("en")).decode() == text


def test_a_translated_page_says_its_encoding_truly() -> None:
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    document = open_document(f"<html><head>{meta}</head><body>灯</body></html>".encode("gb2312"), "html", "a.html")
    written = document.render(sources(document), Output("zh"))
    assert b"gb2312" not in written
    assert "灯".encode() in written
