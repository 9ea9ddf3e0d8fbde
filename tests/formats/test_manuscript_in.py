"""Manuscripts of other programs are read: chapters by their headings, scenes, emphasis; or a clear error."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.errors import Code, DocumentError
from desktop.formats.manuscript.book import Book, Level, Section, Style
from desktop.formats.manuscript.chapters import heading_of
from desktop.formats.manuscript.read_text import read_markdown, read_text
from desktop.formats.manuscript.reading import read_manuscript
from desktop.formats.manuscript.writing import write_book


def _shape(sections: tuple[Section, ...]) -> list[object]:
    return [
        section.text if section.level is Level.SCENE else (section.title, _shape(section.children))
        for section in sections
    ]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("第十二章", Level.CHAPTER),
        ("第十二章 风雪夜归人", Level.CHAPTER),
        ("第12章：归来", Level.CHAPTER),
        ("　　第一百零三回 贾宝玉初试云雨情", Level.CHAPTER),
        ("第三卷 江湖", Level.PART),
        ("楔子", Level.CHAPTER),
        ("番外 那一年", Level.CHAPTER),
        ("Chapter XII", Level.CHAPTER),
        ("CHAPTER 12. The Return", Level.CHAPTER),
        ("Chapter Twenty-One: Rain", Level.CHAPTER),
        ("Chapter 3 The Return", Level.CHAPTER),
        ("Part Two", Level.PART),
        ("Book the First", Level.PART),
        ("Prologue", Level.CHAPTER),
        ("第一章节里他说过的话，我还记得。", None),
        ("第二天，他来了。", None),
        ("Part of the reason was the rain.", None),
        ("Chapter one was over, and he slept.", None),
        ("序言里写道，这是真事。", None),
        ("Book a table for two.", None),
        ("", None),
    ],
)
def test_headings(line: str, level: Level | None) -> None:
    assert heading_of(line) is level


def test_a_chinese_novel_with_a_paragraph_a_line() -> None:
    text = "第一卷 夜\n第一章 开头\n　　灯亮了。\n　　他走了。\n* * *\n　　后来。\n第二章\n　　完*了。"
    book = read_text(text, "灯")
    assert (book.title, book.language) == ("灯", "zh")
    assert _shape(book.sections) == [
        ("第一卷 夜", [("第一章 开头", ["灯亮了。\n\n他走了。", "后来。"]), ("第二章", ["完\\*了。"])])
    ]


def test_an_english_book_with_wrapped_lines() -> None:
    text = "CHAPTER I\n\nIt was a dark\nand stormy night.\n\nThe end.\n\n\nCHAPTER II\nThe Rain\n\nMore\nof it.\n"
    assert _shape(read_text(text).sections) == [
        ("CHAPTER I", ["It was a dark and stormy night.\n\nThe end."]),
        ("CHAPTER II", ["The Rain\n\nMore of it."]),
    ]


def test_roman_numbers_alone_are_chapters() -> None:
    assert _shape(read_text("I\n\nOne.\n\nII\n\nTwo.").sections) == [("I", ["One."]), ("II", ["Two."])]
    assert _shape(read_text("I\n\nam not.").sections) == ["I\n\nam not."]


def test_markdown_of_other_writers() -> None:
    text = (
        "---\ntitle: Lamps\nauthor: Ada\n---\n# Part One\n## First\nHe _said_ it.\nAgain.\n\n- - -\n\n> so\n> it is\n"
    )
    text += "\n## 2\nx"
    book = read_markdown(text)
    assert (book.title, book.author, book.language) == ("Lamps", "Ada", "en")
    assert _shape(book.sections) == [("Part One", [("First", ["He *said* it. Again.", "> so\n> it is"]), ("2", ["x"])])]
    own = read_markdown("# The Title\n\n## One\n\na\n\n## Two\n\nb")
    assert (own.title, _shape(own.sections)) == ("The Title", [("One", ["a"]), ("Two", ["b"])])
    assert _shape(read_markdown("Title\n=====\n\nOne\n----\n\na").sections) == [("One", ["a"])]


BOOK = Book(
    "灯下",
    (
        Section(
            Level.PART,
            "第一卷",
            children=(
                Section(
                    Level.CHAPTER,
                    "第一章",
                    children=(
                        Section(Level.SCENE, "", "灯*亮*了，**很**亮 \\*。\n\n他走了。"),
                        Section(Level.SCENE, "", "> 引文\n\n后来。"),
                    ),
                ),
                Section(Level.CHAPTER, "第二章", children=(Section(Level.SCENE, "", "完。"),)),
            ),
        ),
    ),
    "zh",
    "某人",
)


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_what_is_written_is_read_again(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"book.{kind}"
    path.write_bytes(write_book(BOOK, kind, Style(scene_break="⁂")))
    book = read_manuscript(path).book
    assert (book.title, book.author, book.language) == ("灯下", "某人", "zh")
    assert _shape(book.sections) == _shape(BOOK.sections)


ENGLISH = Book(
    "The Keeper’s Count",
    (
        Section(
            Level.CHAPTER,
            "Short weight",
            children=(
                Section(Level.SCENE, "", "The boat came *late*.\n\nShe **counted**."),
                Section(Level.SCENE, "", "Then he came."),
            ),
        ),
        Section(Level.CHAPTER, "Oil", children=(Section(Level.SCENE, "", "The end."),)),
    ),
    "en",
    "Ines Vale",
    "For him,\nwho counted.",
)


@pytest.mark.parametrize("kind", ["docx", "epub", "md", "txt"])
@pytest.mark.parametrize("book", [ENGLISH, replace(BOOK, dedication="献给\n她。")], ids=["en", "zh"])
def test_our_own_files_come_back_whole(kind: str, book: Book, tmp_path: Path) -> None:
    path = tmp_path / f"book.{kind}"
    path.write_bytes(write_book(book, kind))
    found = read_manuscript(path).book
    assert (found.title, found.author, found.dedication) == (book.title, book.author, book.dedication)
    if kind == "txt":  # has neither emphasis nor quotations
        wanted = re.sub(r"(?<!\\)\*|> ", "", repr(_shape(book.sections)))
        assert re.sub(r"\\\\\*", "*", repr(_shape(found.sections))) == re.sub(r"\\\\\*", "*", wanted)
    else:
        assert _shape(found.sections) == _shape(book.sections)


def test_front_matter_is_no_scene_and_text_no_front_matter() -> None:
    book = read_text("灯下\n作者：某人\n\n\n第一章 夜\n　　灯亮了。\n\n\n第二章\n　　完。")
    assert (book.title, book.author, len(book.sections)) == ("灯下", "某人", 2)
    text = "He came.\n\n\nShe went away, and after that nobody ever saw her.\n\n\nThe end."
    assert _shape(read_text(text).sections) == [text.replace("\n\n\n", "\n\n")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_every_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    text = "第一章\n" + "　　他的房子在山上，我們說過的話都不是這個意思。\n" * 30
    text = (
        text.replace("們", "们").replace("說", "说").replace("過", "过").replace("話", "话").replace("這個", "这个")
        if (encoding == "gb18030")
        else text
    )
    (tmp_path / "b.txt").write_bytes(text.encode(encoding))
    book = read_manuscript(tmp_path / "b.txt").book
    assert book.sections[0].title == "第一章"
    assert "他的房子在山上" in book.sections[0].children[0].text


def test_a_novelwriter_project(tmp_path: Path) -> None:
    items = [
        ("7031beac91f75", "None", "ROOT", "NOVEL", "", "Novel"),
        ("53b69b83cdafc", "7031beac91f75", "FILE", "NOVEL", "DOCUMENT", "Part One"),
        ("6a2d6d5f4f401", "7031beac91f75", "FILE", "NOVEL", "DOCUMENT", "Chapter"),
        ("636b6aa9b697b", "6a2d6d5f4f401", "FILE", "NOVEL", "DOCUMENT", "Scene"),
        ("96b68994dfa3d", "7031beac91f75", "FILE", "NOVEL", "NOTE", "A Note"),
        ("f6622b4617424", "None", "ROOT", "CHARACTER", "", "Characters"),
        ("14298de4d9524", "f6622b4617424", "FILE", "CHARACTER", "NOTE", "John"),
        ("98acd8c76c93a", "None", "ROOT", "TRASH", "", "Trash"),
        ("b8136a5a774a0", "98acd8c76c93a", "FILE", "NOVEL", "DOCUMENT", "Gone"),
    ]
    rows = "".join(
        f'<item handle="{handle}" parent="{parent}" order="{order}" type="{kind}" class="{group}" layout="{layout}">'
        f"<name>{name}</name></item>"
        for order, (handle, parent, kind, group, layout, name) in enumerate(items)
    )
    project = (
        "<project><name>Sample</name><author>Jane</author></project><settings><language>en_GB</language></settings>"
    )
    (tmp_path / "nwProject.nwx").write_text(
        f"<?xml version='1.0'?><novelWriterXML fileVersion=\"1.5\">{project}<content>{rows}</content></novelWriterXML>"
    )
    (tmp_path / "content").mkdir()
    texts = {
        "53b69b83cdafc": "%%~name: Part One\n# Part One\n",
        "6a2d6d5f4f401": "## The Chapter\n@pov: John\n%synopsis: It begins.\n",
        "636b6aa9b697b": "%%~name: x\n### The Scene\n\n@char: John\n\n%Synopsis: They talk.\n\n"
        "He _said_ **it** ~~no~~ [i]now[/i].\n\n"
        ">> Centred <<\n\nOf note.[footnote:fn1][footnote:gone] [field:textWords]\n\n%Footnote.fn1: A _remark_.\n",
        "96b68994dfa3d": "# A Note\n\nRemember.\n",
        "14298de4d9524": "# John Smith\n@tag: John\n\nTall.\n",
        "b8136a5a774a0": "### Gone\n\nnot this\n",
    }
    for handle, text in texts.items():
        (tmp_path / "content" / f"{handle}.nwd").write_text(text)
    found = read_manuscript(tmp_path)
    assert (found.book.title, found.book.author, found.book.language) == ("Sample", "Jane", "en-GB")
    (part,) = found.book.sections
    (chapter,) = part.children
    (scene,) = chapter.children
    assert (part.title, chapter.title, scene.title) == ("Part One", "The Chapter", "The Scene")
    assert (chapter.beats, scene.beats) == ("", "It begins.\nThey talk.")
    assert scene.text == "He *said* **it** no *now*.\n\nCentred\n\nOf note. [A *remark*.]"
    assert [(lore.kind, lore.name, lore.text) for lore in found.lore] == [("CHARACTER", "John Smith", "Tall.")]
    assert [(note.title, note.text) for note in found.notes] == [("A Note", "Remember.")]


def test_a_folder_of_texts_is_a_book(tmp_path: Path) -> None:
    (tmp_path / "02 Second.md").write_text("Two.")
    (tmp_path / "01 First.txt").write_text("One.")
    book = read_manuscript(tmp_path).book
    assert _shape(book.sections) == [("01 First", ["One."]), ("02 Second", ["Two."])]


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (200 << 20))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"no zip at all", Code.DOCUMENT_DAMAGED),
        ("a.docx", b"", Code.DOCUMENT_DAMAGED),
        ("a.epub", b"PK\x03\x04 broken", Code.DOCUMENT_DAMAGED),
        ("a.docx", _bomb(), Code.STORY_TOO_LARGE),
        ("a.txt", bytes(range(256)) * 40, Code.DOCUMENT_BINARY),
        ("a.txt", b"", Code.STORY_EMPTY),
        ("a.md", b"# Only a heading\n", Code.STORY_EMPTY),
        ("a.nwx", b"<other/>", Code.DOCUMENT_DAMAGED),
        ("a.nwx", b"<novelWriterXML", Code.DOCUMENT_DAMAGED),
        ("a.rtf", b"{}", Code.STORY_UNREADABLE_KIND),
        ("a.txt", b"a" * (101 << 20), Code.STORY_TOO_LARGE),
    ],
)
@pytest.mark.timeout(30)  # how fast is for tests/bench; that it ends is for here
def test_bad_input_is_told_at_once(name: str, data: bytes, code: Code, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError) as error:
        read_manuscript(tmp_path / name)
    assert error.value.code is code


def test_a_docx_cut_anywhere_is_an_error_or_a_book(tmp_path: Path) -> None:
    whole = write_book(BOOK, "docx")
    for end in range(0, len(whole), len(whole) // 12):
        (tmp_path / "cut.docx").write_bytes(whole[:end])
        with pytest.raises(DocumentError):
            read_manuscript(tmp_path / "cut.docx")
