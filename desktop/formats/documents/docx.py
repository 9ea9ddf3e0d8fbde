"""Word documents: paragraphs of the text, tables, notes, headers and footers; styles, fields and pictures stay.

A paragraph's formatting that most of its text has needs no mark; what is formatted otherwise, a link, is a pair of
marks; a picture, a note's number, a tab, a field is a mark alone.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from desktop.base.errors import Code, DocumentError
from desktop.formats.documents.base import RIGHT_TO_LEFT, Bilingual, Document, Output, Unit, html_language
from desktop.formats.markdown.inline import Builder, Kind, Mark, pieces, plain
from desktop.formats.packed import Package, parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml\Z")
_AROUND = {f"{_W}hyperlink", f"{_W}smartTag", f"{_W}ins"}
_IGNORED = {f"{_W}proofErr", f"{_W}lastRenderedPageBreak"}
_TOC = re.compile(r"TOC|目录", re.IGNORECASE)


@dataclass
class _Paragraph:
    """A paragraph and what its marks stand for: a run's properties, an element around runs, or elements kept."""

    element: etree._Element
    builder: Builder = field(default_factory=Builder)
    base: etree._Element | None = None
    formats: dict[int, etree._Element | None] = field(default_factory=dict)
    around: dict[int, etree._Element] = field(default_factory=dict)
    kept: dict[int, list[etree._Element]] = field(default_factory=dict)


class DocxDocument(Document):
    """A chapter begins at a heading of the first level."""

    kind = "docx"

    def __init__(self, data: bytes, name: str = "") -> None:
        self._package = Package(data, name)
        if "word/document.xml" not in self._package.names:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause="no word/document.xml")
        self._members = sorted(filter(_PARTS.match, self._package.names), key=lambda m: (m != "word/document.xml", m))
        self._data = {member: self._package.read(member) for member in self._members}
        self._name = name
        self.units = []
        chapter = 0
        for number, member in enumerate(self._members):
            chapter += number > 0
            for text, paragraph in _paragraphs(parse_xml(self._data[member], name)):
                chapter += bool(_is_heading(paragraph.element) and self.units)
                self.units.append(Unit(text.strip(), chapter))

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        changed: dict[str, bytes] = {}
        remaining = iter(targets)
        for member in self._members:
            root = parse_xml(self._data[member], self._name)
            for _, paragraph in list(_paragraphs(root)):
                target = next(remaining)
                if output.bilingual is Bilingual.NO:
                    _fill(paragraph, target, output.language)
                else:
                    _add_beside(paragraph, target, output)
            changed[member] = _written(root)
        if "word/styles.xml" in self._package.names:
            changed["word/styles.xml"] = self._styles(output.language)
        return self._package.write(changed)

    def _styles(self, language: str) -> bytes:
        """The styles with the document's language, by which Word checks spelling and chooses fonts."""
        root = self._package.xml("word/styles.xml")
        place = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        if place is not None:
            tag = place.find(f"{_W}lang")
            if tag is None:
                tag = etree.SubElement(place, f"{_W}lang")
            locale = {"zh": "zh-CN", "zh-Hant": "zh-TW", "en": "en-US"}.get(language, html_language(language))
            kind = "eastAsia" if language[:2] in ("zh", "ja", "ko") else "bidi" if language in RIGHT_TO_LEFT else "val"
            tag.set(f"{_W}{kind}", locale)
        return _written(root)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _is_heading(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and style.get(f"{_W}val", "").lower().replace(" ", "") in ("heading1", "title", "1")


def _paragraphs(root: etree._Element) -> Iterator[tuple[str, _Paragraph]]:
    """Every paragraph that has words. A text box's paragraphs come for themselves; its copy for old Words doesn't."""
    for element in root.iter(f"{_W}p"):
        if any(around.tag.endswith("}Fallback") for around in element.iterancestors() if isinstance(around.tag, str)):
            continue
        paragraph = _Paragraph(element)
        _Reader(paragraph).read()
        text = paragraph.builder.result()
        if any(map(str.isalpha, plain(text))):
            yield text, paragraph


class _Reader:
    """Reads a paragraph's runs; runs that follow each other with the same formatting are one."""

    def __init__(self, paragraph: _Paragraph) -> None:
        self._p = paragraph
        self._field = 0  # how deep inside of a field's instructions
        self._open: tuple[int, bytes] | None = None
        self._kept: list[etree._Element] = []

    def read(self) -> None:
        self._p.base = _most_common(self._p.element)
        self._children(self._p.element)
        self._flush()
        self._close()

    def _children(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == f"{_W}r":
                self._run(child)
            elif child.tag in _AROUND and not self._field:
                self._flush()
                self._close()
                number = self._p.builder.open("")
                self._p.around[number] = child
                self._children(child)
                self._flush()
                self._close()
                self._p.builder.close(number, "")
            elif child.tag != f"{_W}pPr" and child.tag not in _IGNORED:
                self._keep(child)

    def _run(self, run: etree._Element) -> None:
        texts = {f"{_W}t", f"{_W}noBreakHyphen", f"{_W}softHyphen", f"{_W}rPr", *_IGNORED}
        marks = [child.get(f"{_W}fldCharType") for child in run.iter(f"{_W}fldChar")]
        if self._field or marks or any(child.tag not in texts for child in run):
            self._field += marks.count("begin") - marks.count("separate") - (marks.count("end") if self._in_code else 0)
            self._in_code = "begin" in marks or (self._in_code and "separate" not in marks and "end" not in marks)
            self._keep(run)
            return
        text = "".join(_text_of(child) for child in run)
        if not text:
            return
        self._flush()
        properties = run.find(f"{_W}rPr")
        if _key(properties) == _key(self._p.base):
            self._close()
        elif self._open is None or self._open[1] != _key(properties):
            self._close()
            number = self._p.builder.open("")
            self._p.formats[number] = properties
            self._open = (number, _key(properties))
        self._p.builder.text(text)

    _in_code = False

    def _keep(self, element: etree._Element) -> None:
        if not self._kept:
            self._close()
        self._kept.append(element)

    def _flush(self) -> None:
        if self._kept:
            self._p.kept[self._p.builder.alone("")] = self._kept
            self._kept = []

    def _close(self) -> None:
        if self._open is not None:
            self._p.builder.close(self._open[0], "")
            self._open = None


def _text_of(child: etree._Element) -> str:
    return {f"{_W}t": child.text or "", f"{_W}noBreakHyphen": "‑", f"{_W}softHyphen": ""}.get(str(child.tag), "")


def _key(properties: etree._Element | None) -> bytes:
    """What tells formats apart: the properties without what depends on the language or on a spelling check."""
    if properties is None:
        return b""
    parts = [
        etree.tostring(child, method="c14n")
        for child in properties
        if child.tag not in (f"{_W}lang", f"{_W}noProof", f"{_W}rFonts") or child.get(f"{_W}ascii")
    ]
    return b"".join(sorted(parts))


def _most_common(paragraph: etree._Element) -> etree._Element | None:
    """The run properties that most of the paragraph's characters have."""
    weights: dict[bytes, int] = {}
    found: dict[bytes, etree._Element | None] = {}
    for run in paragraph.iter(f"{_W}r"):
        properties = run.find(f"{_W}rPr")
        key = _key(properties)
        weights[key] = weights.get(key, 0) + sum(len(text.text or "") for text in run.iter(f"{_W}t"))
        found.setdefault(key, properties)
    return found[max(weights, key=lambda key: weights[key])] if weights else None


# -- writing ---------------------------------------------------------------------------------------------------------


def _fill(paragraph: _Paragraph, target: str, language: str) -> None:
    element = paragraph.element
    lead = re.match(r"\s*", plain(paragraph.builder.result()))
    for child in list(element):
        if child.tag != f"{_W}pPr":
            element.remove(child)
    stack: list[tuple[etree._Element, etree._Element | None]] = [(element, paragraph.base)]
    for item in pieces((lead[0] if lead else "") + target):
        inside, properties = stack[-1]
        if isinstance(item, str):
            inside.append(_run(item, properties, language))
        elif item.kind is Kind.ALONE:
            inside.extend(paragraph.kept.get(item.number, []))  # moved: a text box has paragraphs of its own
        elif item.kind is Kind.CLOSE:
            if len(stack) > 1:
                stack.pop()
        else:
            _open(item, paragraph, stack)


def _open(item: Mark, paragraph: _Paragraph, stack: list[tuple[etree._Element, etree._Element | None]]) -> None:
    inside, properties = stack[-1]
    if item.number in paragraph.around:
        around = paragraph.around[item.number]
        made = etree.SubElement(
            inside, str(around.tag), {str(name): str(value) for name, value in around.attrib.items()}
        )
        stack.append((made, properties))
    else:
        stack.append((inside, paragraph.formats.get(item.number, properties)))


def _run(text: str, properties: etree._Element | None, language: str) -> etree._Element:
    run = etree.Element(f"{_W}r")
    if properties is not None:
        own = copy.deepcopy(properties)
        for tag in own.findall(f"{_W}lang"):
            own.remove(tag)
        run.append(own)
    written = etree.SubElement(run, f"{_W}t")
    written.text = "".join(sign for sign in text if sign >= " " or sign == "\t")
    written.set(_SPACE, "preserve")
    return run


def _add_beside(paragraph: _Paragraph, target: str, output: Output) -> None:
    """The translation as a paragraph after its source, or both as the cells of a table without borders."""
    source = paragraph.element
    parent = source.getparent()
    if parent is None:
        return
    made = copy.deepcopy(source)
    twin = _Paragraph(made, paragraph.builder, paragraph.base, paragraph.formats, paragraph.around, {})
    # A picture or a note's reference must not come twice: the source keeps it.
    _fill(twin, target, output.language)
    for section in made.findall(f"{_W}pPr/{_W}sectPr"):
        section.getparent().remove(section)  # type: ignore[union-attr]
    at = parent.index(source)
    has_section = source.find(f"{_W}pPr/{_W}sectPr") is not None
    if output.bilingual is Bilingual.SIDE and parent.tag == f"{_W}body" and not has_section:
        parent.remove(source)
        parent.insert(at, _table(source, made))
    else:
        parent.insert(at if has_section else at + 1, made)


def _table(left: etree._Element, right: etree._Element) -> etree._Element:
    table = etree.Element(f"{_W}tbl")
    properties = etree.SubElement(table, f"{_W}tblPr")
    etree.SubElement(properties, f"{_W}tblW", {f"{_W}w": "5000", f"{_W}type": "pct"})
    etree.SubElement(properties, f"{_W}tblLayout", {f"{_W}type": "fixed"})
    grid = etree.SubElement(table, f"{_W}tblGrid")
    row = etree.SubElement(table, f"{_W}tr")
    for paragraph in (left, right):
        etree.SubElement(grid, f"{_W}gridCol", {f"{_W}w": "4500"})
        cell = etree.SubElement(row, f"{_W}tc")
        width = etree.SubElement(cell, f"{_W}tcPr")
        etree.SubElement(width, f"{_W}tcW", {f"{_W}w": "2500", f"{_W}type": "pct"})
        cell.append(paragraph)
    return table
