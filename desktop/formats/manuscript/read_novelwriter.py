"""novelWriter projects: nwProject.nwx with the order, content/<handle>.nwd with the texts (formats 1.0 to 1.5)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from desktop.base.errors import Code, DocumentError
from desktop.formats.encoding import decode
from desktop.formats.manuscript.book import Book, Level, Section
from desktop.formats.manuscript.chapters import Builder
from desktop.formats.packed import parse_xml

PROJECT = "nwProject.nwx"
_HEADING = re.compile(r"(#{1,4})!?\s+(.*)$")
_SYNOPSIS = re.compile(r"%\s*~?(?:synopsis|short|summary)\s*:\s*(.*)$", re.IGNORECASE)
_SHORTCODE = re.compile(r"\[/?(?:i|b)\]", re.IGNORECASE)
_FOOTNOTE = re.compile(r"%\s*~?footnote\.([\w-]+)\s*:\s*(.*)$", re.IGNORECASE)
_REFERENCE = re.compile(r"\[footnote:([^\]]*)\]", re.IGNORECASE)
_OTHER_CODES = re.compile(r"\[/?(?:u|s|m|sup|sub|br|newpage|new page|vspace(?::\d+)?|field:[^\]]*)\]", re.IGNORECASE)
_UNDERSCORE = re.compile(r"(?<![\w\\])_(?=\S)(.+?)(?<=\S)_(?!\w)")
_LEFT_OUT = frozenset({"TRASH", "ARCHIVE", "TEMPLATE", "OUTTAKES"})


@dataclass(frozen=True)
class Lore:
    """A note on a character, place or thing. `kind` is novelWriter's class: CHARACTER, WORLD, OBJECT, …"""

    kind: str
    name: str
    text: str


@dataclass(frozen=True)
class NovelWriter:
    """A project: its novel, the notes beside it, and what the scenes are about by (chapter, scene) order."""

    book: Book
    lore: tuple[Lore, ...]
    notes: tuple[Section, ...]


def read_novelwriter(path: Path) -> NovelWriter:
    """A project by its folder or its .nwx file. Raises DocumentError: DOCUMENT_MISSING, DOCUMENT_DAMAGED."""
    file = path / PROJECT if path.is_dir() else path
    try:
        root = parse_xml(file.read_bytes(), str(file))
    except FileNotFoundError as error:
        raise DocumentError(Code.DOCUMENT_MISSING, path=str(file)) from error
    except OSError as error:
        raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(file), cause=str(error)) from error
    if root.tag != "novelWriterXML":
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=str(file), cause=f"<{root.tag}>")
    builder = Builder()
    lore: list[Lore] = []
    notes: list[Section] = []
    for item, kind, note in _ordered(root):
        text = _content(file.parent, item)
        if kind == "NOVEL" and not note:
            _add(builder, text)
        elif text.strip():
            name, plain = _note(text, _field(item, "name"))
            if kind == "NOVEL":
                notes.append(Section(Level.SCENE, name, plain))
            else:
                lore.append(Lore(kind, name, plain))
    title = root.findtext("project/name") or root.findtext("project/title") or file.parent.name
    language = (root.findtext("settings/language") or root.findtext("settings/spellLang") or "en").replace("_", "-")
    author = root.findtext("project/author") or ""
    book = Book(title, builder.sections(), language if language.lower() != "none" else "en", author)
    return NovelWriter(book, tuple(lore), tuple(notes))


def _ordered(root: etree._Element) -> list[tuple[etree._Element, str, bool]]:
    """The files in the order of the tree, with their root's class and whether they are notes."""
    children: dict[str, list[etree._Element]] = defaultdict(list)
    for item in root.iter("item"):
        children[item.get("parent") or "None"].append(item)
    found: list[tuple[etree._Element, str, bool]] = []
    seen: set[str] = set()

    def visit(parent: str, depth: int) -> None:
        for item in sorted(children[parent], key=lambda one: int(one.get("order") or 0)):
            handle, kind = item.get("handle") or "", _field(item, "class").upper()
            if kind in _LEFT_OUT or handle in seen or depth > 200:
                continue
            seen.add(handle)
            if _field(item, "type").upper() == "FILE":
                note = _field(item, "layout").upper() == "NOTE"
                found.append((item, kind, note))
            visit(handle, depth + 1)

    visit("None", 0)
    return found


def _field(item: etree._Element, name: str) -> str:
    return (item.get(name) or item.findtext(name) or "").strip()


def _content(folder: Path, item: etree._Element) -> str:
    handle = item.get("handle") or ""
    if not re.fullmatch(r"[0-9a-f]{13}", handle):
        return ""
    for place in (folder / "content" / f"{handle}.nwd", folder / f"data_{handle[0]}" / f"{handle[1:]}_main.nwd"):
        if place.is_file():
            return decode(place.read_bytes(), str(place)).text
    return ""


def _paragraphs(text: str) -> list[str]:
    """Paragraphs, each heading and line of meta data one of its own."""
    lines = ["\n" + line + "\n" if re.match(r"#{1,4}!?\s|[@%]", line) else line for line in text.split("\n")]
    return [block.strip("\n") for block in re.split(r"\n\s*\n", "\n".join(lines)) if block.strip()]


def _add(builder: Builder, text: str) -> None:
    levels = {1: Level.PART, 2: Level.CHAPTER, 3: Level.SCENE, 4: Level.SCENE}
    for block in _paragraphs(_with_footnotes(text)):
        heading = _HEADING.match(block)
        if heading:
            builder.heading(levels[len(heading[1])], heading[2])
        elif synopsis := _SYNOPSIS.match(block):
            builder.beats(synopsis[1])
        elif not block.startswith(("@", "%")):
            builder.paragraph(_inline(block))


def _note(text: str, name: str) -> tuple[str, str]:
    kept: list[str] = []
    for block in _paragraphs(_with_footnotes(text)):
        heading = _HEADING.match(block)
        synopsis = _SYNOPSIS.match(block)
        if heading and not kept:
            name = heading[2]
        elif heading:
            kept.append("# " + heading[2])
        elif synopsis:
            kept.append(synopsis[1])
        elif not block.startswith(("@", "%")):
            kept.append(_inline(block))
    return name, "\n\n".join(kept)


def _with_footnotes(text: str) -> str:
    """Footnotes in brackets where they are referred to: a scene has none."""
    notes = {found[1]: found[2].strip() for line in text.split("\n") if (found := _FOOTNOTE.match(line))}
    return _REFERENCE.sub(lambda found: f" [{notes[found[1]]}]" if notes.get(found[1]) else "", text)


def _inline(text: str) -> str:
    """Emphasis by stars; alignment and codes that ours doesn't have go."""
    text = re.sub(r"^\s*>{1,2}\s?|\s?<{1,2}\s*$", "", text, flags=re.MULTILINE)
    text = _SHORTCODE.sub(lambda found: "**" if found[0].lower().strip("[]/") == "b" else "*", text)
    text = _OTHER_CODES.sub("", text).replace("~~", "")
    return _UNDERSCORE.sub(r"*\1*", text).rstrip()
