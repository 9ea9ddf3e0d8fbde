"""Word documents and EPUB books as a manuscript: headings by style, emphasis kept, everything else left behind."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from desktop.base.errors import Code, DocumentError
from desktop.formats.manuscript.book import Book, Level
from desktop.formats.manuscript.chapters import Builder, heading_of, is_break
from desktop.formats.manuscript.prose import SOFT, Kind, Paragraph, Run, markdown
from desktop.formats.manuscript.read_text import language_of
from desktop.formats.packed import Package, parse_xml, without_entities

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OFF = frozenset({"0", "false", "off", "none"})
_FRONT = frozenset({"title", "subtitle", "dedication", "author"})
_NO_TEXT = frozenset({"titlepage", "dedication", "toc", "cover", "landmarks", "copyright-page"})
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "blockquote", "div", "section", "td"})

# (kind, heading level or 0, runs): what both formats are read into before chapters are made of it.
Block = tuple[str, int, tuple[Run, ...]]


def read_docx(data: bytes, name: str = "", title: str = "") -> Book:
    """A Word document. Raises DocumentError: DOCUMENT_DAMAGED, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_LARGE."""
    package = Package(data, name)
    if "word/document.xml" not in package.names:
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause="no word/document.xml")
    styles = _styles(package)
    blocks = [_docx_block(element, styles) for element in package.xml("word/document.xml").iter(f"{_W}p")]
    found = {"title": "", "creator": ""}
    if "docProps/core.xml" in package.names:
        core = package.xml("docProps/core.xml")
        found = {field: (core.findtext(f"{_DC}{field}") or "").strip() for field in found}
    own = next((_text(runs) for kind, _, runs in blocks if kind == "title" and _text(runs).strip()), "")
    return _book(blocks, own.strip() or found["title"] or title, found["creator"])


def _styles(package: Package) -> dict[str, tuple[str, int]]:
    """Style ids with their names in lower case and the heading level (0 for none)."""
    if "word/styles.xml" not in package.names:
        return {}
    found = {}
    for style in package.xml("word/styles.xml").iter(f"{_W}style"):
        element = style.find(f"{_W}name")
        name = (element.get(f"{_W}val", "") if element is not None else "").lower()
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        number = name.rpartition(" ")[2]
        level = int(number) if name.startswith(("heading ", "标题 ")) and number.isdigit() else 0
        if not level and outline is not None and outline.get(f"{_W}val", "").isdigit():
            level = int(outline.get(f"{_W}val", "9")) + 1
        found[style.get(f"{_W}styleId", "")] = (name, level if level < 10 else 0)
    return found


def _docx_block(element: etree._Element, styles: dict[str, tuple[str, int]]) -> Block:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name, level = styles.get(style.get(f"{_W}val", "") if style is not None else "", ("", 0))
    outline = element.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None and outline.get(f"{_W}val", "9").isdigit() and int(outline.get(f"{_W}val", "9")) < 9:
        level = int(outline.get(f"{_W}val", "9")) + 1
    runs = tuple(_docx_runs(element))
    if name in _FRONT:
        return (name if name in ("title", "dedication") else "front"), 0, runs
    if level:
        return "heading", level, tuple(Run(run.text) for run in runs)
    return ("quote" if "quote" in name else "text"), 0, runs


def _docx_runs(element: etree._Element) -> Iterator[Run]:
    for run in element.iter(f"{_W}r"):
        if any(parent.tag == f"{_W}del" for parent in run.iterancestors(f"{_W}del", f"{_W}p")):
            continue
        properties = run.find(f"{_W}rPr")
        parts = []
        for child in run:
            if child.tag == f"{_W}t":
                parts.append(child.text or "")
            elif child.tag in (f"{_W}br", f"{_W}cr") and child.get(f"{_W}type") != "page":
                parts.append(SOFT)
            elif child.tag == f"{_W}tab":
                parts.append(" ")
        if parts:
            emphasis = _on(properties, "i") or _on(properties, "em")
            yield Run("".join(parts), emphasis, _on(properties, "b"))


def _on(properties: etree._Element | None, name: str) -> bool:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found is not None and found.get(f"{_W}val", "1").lower() not in _OFF


# -- EPUB --------------------------------------------------------------------------------------------------------------


def read_epub(data: bytes, name: str = "", title: str = "") -> Book:
    """An EPUB book, its pages in reading order. Raises DocumentError as `read_docx` does."""
    package = Package(data, name)
    locks = package.read("META-INF/encryption.xml").lower() if "META-INF/encryption.xml" in package.names else b""
    if locks and not any(known in locks for known in (b"idpf.org/2008/embedding", b"obfuscat")):  # fonts only
        raise DocumentError(Code.DOCUMENT_ENCRYPTED, path=name)
    opf_name = _opf_name(package, name)
    opf = package.xml(opf_name)
    items = {item.get("id"): item for item in opf.iter() if _local(item) == "item"}
    blocks: list[Block] = []
    pages = 0
    for reference in opf.iter():
        item = items.get(reference.get("idref")) if _local(reference) == "itemref" else None
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        member = posixpath.normpath(posixpath.join(posixpath.dirname(opf_name), unquote(item.get("href") or "")))
        if member not in package.names or "html" not in (item.get("media-type") or ""):
            continue
        pages += 1
        blocks += _page_blocks(package.read(member), name)
    if not pages:
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause="no pages")
    named = {field: (opf.findtext(f".//{_DC}{field}") or "").strip() for field in ("title", "creator", "language")}
    book = _book(blocks, named["title"] or title, named["creator"])
    return Book(book.title, book.sections, named["language"] or book.language, book.author, book.dedication)


def _opf_name(package: Package, name: str) -> str:
    root = package.xml("META-INF/container.xml")
    found = next((element for element in root.iter() if _local(element) == "rootfile"), None)
    if found is None or not found.get("full-path"):
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause="no rootfile")
    return str(found.get("full-path"))


def _page_blocks(data: bytes, name: str) -> list[Block]:
    data = without_entities(data)
    try:
        root = parse_xml(data, name)
    except DocumentError:
        parser = lxml_html.HTMLParser(no_network=True, encoding="utf-8")
        try:
            root = lxml_html.document_fromstring(data, parser=parser)
        except (etree.LxmlError, ValueError):
            return []
    body = next((element for element in root.iter() if _local(element) == "body"), None)
    types = set((body.get("{http://www.idpf.org/2007/ops}type") or "").split()) if body is not None else _NO_TEXT
    if body is not None and "dedication" in types:
        return [("dedication", 0, runs) for kind, _, runs in _html_blocks(body, False) if kind != "heading"]
    if body is None or types & _NO_TEXT:
        return []
    return list(_html_blocks(body, False))


def _html_blocks(element: etree._Element, quoted: bool) -> Iterator[Block]:
    """The innermost blocks of a page; text beside them is a block too."""
    runs: list[Run] = [Run(_space(element.text))] if element.text and element.text.strip() else []
    for child in element:
        tag = _local(child)
        if tag in _BLOCKS:
            if _text(tuple(runs)).strip():
                yield "text", 0, tuple(runs)
            runs = []
            yield from _html_block(child, tag, quoted or tag == "blockquote")
        elif tag not in ("script", "style", "nav", "table", ""):
            nested = [grand for grand in child.iter() if _local(grand) in _BLOCKS]
            if nested:
                yield from _html_blocks(child, quoted)
            else:
                runs += _html_runs(child, False, False)
        elif tag == "table":
            yield from _html_blocks(child, quoted)
        if child.tail:
            runs.append(Run(_space(child.tail)))
    if _text(tuple(runs)).strip():
        yield ("quote" if quoted else "text"), 0, tuple(runs)


def _html_block(element: etree._Element, tag: str, quoted: bool) -> Iterator[Block]:
    if tag == "hr" or "break" in (element.get("class") or "").split():
        yield "break", 0, ()
    elif tag.startswith("h") and tag[1:].isdigit():
        yield "heading", int(tag[1]), tuple(Run(run.text) for run in _html_runs(element, False, False))
    elif any(_local(child) in _BLOCKS for child in element.iter() if child is not element):
        yield from _html_blocks(element, quoted)
    else:
        yield ("quote" if quoted else "text"), 0, tuple(_html_runs(element, False, False))


def _html_runs(element: etree._Element, emphasis: bool, strong: bool) -> list[Run]:
    tag = _local(element)
    if tag == "br":
        return [Run(SOFT)]
    if tag in ("script", "style", "rt", "rp", ""):
        return []
    emphasis, strong = emphasis or tag in ("em", "i", "cite"), strong or tag in ("strong", "b")
    runs = [Run(_space(element.text or ""), emphasis, strong)]
    for child in element:
        runs += _html_runs(child, emphasis, strong)
        runs.append(Run(_space(child.tail or ""), emphasis, strong))
    return [run for run in runs if run.text]


def _space(text: str) -> str:
    """White space of the file is one space, but the full-width one is somebody's."""
    lead, end = text[:1] in (" ", "\n", "\t", "\r"), text[-1:] in (" ", "\n", "\t", "\r")
    inside = " ".join(text.split(None) if "\u3000" not in text else [text.strip(" \n\t\r")])
    return (" " if lead else "") + inside + (" " if end and inside else "")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


# -- both --------------------------------------------------------------------------------------------------------------


def _book(blocks: list[Block], title: str, author: str) -> Book:
    headings = sorted({level for kind, level, runs in blocks if kind == "heading" and _text(runs).strip()})
    known = {
        level: [heading_of(_text(runs)) for kind, depth, runs in blocks if kind == "heading" and depth == level]
        for level in headings
    }
    parts = bool(headings) and (len(headings) > 2 or Level.PART in known[headings[0]])
    names = [Level.PART, Level.CHAPTER, Level.SCENE] if parts else [Level.CHAPTER, Level.SCENE]
    builder = Builder()
    sample: list[str] = []
    for kind, depth, runs in blocks:
        text = _text(runs).replace(SOFT, " ").strip()
        if kind == "heading" and text and text != title:
            place = min(headings.index(depth), len(names) - 1)
            builder.heading(heading_of(text) or names[place], text)
        elif kind == "break" or is_break(text):
            builder.scene_break()
        elif kind in ("text", "quote") and text:
            level = heading_of(text) if not headings else None
            if level is not None:
                builder.heading(level, text)
                continue
            sample.append(text)
            builder.paragraph(markdown(Paragraph(_trimmed(runs), Kind.QUOTE if kind == "quote" else Kind.TEXT)))
    dedication = "\n".join(_text(runs).strip() for kind, _, runs in blocks if kind == "dedication")
    return Book(title, builder.sections(), language_of("".join(sample[:200])), author, dedication.strip())


def _trimmed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs that look alike joined, without white space at the ends and inside of marks."""
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].emphasis, joined[-1].strong) == (run.emphasis, run.strong):
            joined[-1] = Run(joined[-1].text + run.text, run.emphasis, run.strong)
        else:
            joined.append(run)
    found: list[Run] = []
    for run in joined:
        inner = run.text.strip(" \t")
        if not inner or not (run.emphasis or run.strong):
            found.append(Run(run.text, run.emphasis, run.strong))
            continue
        before, _, after = run.text.partition(inner)
        found += [Run(text) for text in (before,) if text] + [Run(inner, run.emphasis, run.strong)]
        found += [Run(after)] if after else []
    blank = " \t\u3000\n" + SOFT
    if found:
        found[0] = Run(found[0].text.lstrip(blank), found[0].emphasis, found[0].strong)
        found[-1] = Run(found[-1].text.rstrip(blank), found[-1].emphasis, found[-1].strong)
    return tuple(run for run in found if run.text)


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
