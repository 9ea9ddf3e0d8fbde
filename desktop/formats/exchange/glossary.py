"""Term lists in and out: CSV or TSV (source, target, note), and TBX (ISO 30042, both editions)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from desktop.base.errors import Code, DocumentError
from desktop.formats.encoding import decode
from desktop.formats.packed import parse_xml

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TBX = "urn:iso:std:iso:30042:ed-2"
_HEADERS = {"source", "term", "source term", "原文", "术语", "en", "zh", "src", "from"}
_MOST_TERMS = 200_000


@dataclass(frozen=True)
class TermPair:
    """A term and its translation, in the direction that was asked for."""

    source: str
    target: str
    note: str = ""


def read_glossary(data: bytes, name: str, source_language: str, target_language: str) -> list[TermPair]:
    """The terms of a file for this pair of languages; its name tells TBX and XML from tables.

    Raises DocumentError: DOCUMENT_DAMAGED (also for a file without a term of the pair), and what `decode` raises.
    """
    if name.lower().endswith((".tbx", ".xml")):
        terms = _read_tbx(data, name, source_language, target_language)
    else:
        terms = _read_table(data, name, source_language, target_language)
    if not terms:
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=f"no terms {source_language} - {target_language}")
    return terms[:_MOST_TERMS]


def write_csv(terms: Iterable[TermPair]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read Chinese right."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(["source", "target", "note"])
    rows.writerows([term.source, term.target, term.note] for term in terms)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def write_tbx(terms: Iterable[TermPair], source_language: str, target_language: str, title: str = "") -> bytes:
    """TBX-Basic in the style of data categories as attributes (ISO 30042:2019)."""
    root = etree.Element(f"{{{_TBX}}}tbx", {"type": "TBX-Basic", "style": "dca"}, nsmap={None: _TBX})  # type: ignore[dict-item]
    root.set(_LANG, source_language)
    header = _child(_child(root, "tbxHeader"), "fileDesc")
    _child(_child(header, "titleStmt"), "title", title or "Lamplight")
    _child(_child(header, "sourceDesc"), "p", "Lamplight")
    body = _child(_child(root, "text"), "body")
    for number, term in enumerate(terms, 1):
        entry = _child(body, "conceptEntry")
        entry.set("id", f"c{number}")
        if term.note:
            _child(entry, "note", term.note)
        for language, text in ((source_language, term.source), (target_language, term.target)):
            section = _child(entry, "langSec")
            section.set(_LANG, language)
            _child(_child(section, "termSec"), "term", text)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_TBX}}}{name}")
    made.text = _xml_text(text) if text is not None else None
    return made


def _xml_text(text: str) -> str:
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _read_table(data: bytes, name: str, source_language: str, target_language: str) -> list[TermPair]:
    text = decode(data, name).text
    first = text.split("\n", 1)[0]
    delimiter = max("\t,;|", key=first.count) if any(sign in first for sign in "\t,;|") else ","
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=str(error)) from error
    source, target, note = 0, 1, 2
    header = [cell.lower() for cell in rows[0]] if rows else []
    if header and header[0] in _HEADERS:
        rows = rows[1:]
        # A table of many languages names its columns by their tags.
        if source_language.lower() in header and target_language.lower() in header:
            source, target = header.index(source_language.lower()), header.index(target_language.lower())
        note = next((header.index(word) for word in ("note", "notes", "comment", "备注") if word in header), 2)
    return [
        TermPair(row[source], row[target], row[note] if len(row) > note and note not in (source, target) else "")
        for row in rows
        if len(row) > max(source, target) and row[source] and row[target]
    ]


def _read_tbx(data: bytes, name: str, source_language: str, target_language: str) -> list[TermPair]:
    terms: list[TermPair] = []
    for entry in parse_xml(data, name).iter():
        if _local(entry) not in ("termEntry", "conceptEntry"):
            continue
        by_language: dict[str, list[str]] = {}
        for section in entry:
            if _local(section) in ("langSet", "langSec"):
                language = (section.get(_LANG) or section.get("lang") or "").replace("_", "-").lower()
                found = [
                    "".join(map(str, item.itertext())).strip() for item in section.iter() if _local(item) == "term"
                ]
                by_language.setdefault(language, []).extend(filter(None, found))
        note = next(
            ("".join(map(str, item.itertext())).strip() for item in entry if _local(item) in ("note", "descrip")), ""
        )
        targets = _of(by_language, target_language)
        terms += [TermPair(source, target, note) for source in _of(by_language, source_language) for target in targets]
    return terms


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _of(by_language: dict[str, list[str]], language: str) -> Sequence[str]:
    """The terms of a language, else of its varieties: zh finds zh-CN, en finds en-GB."""
    return same_language(by_language, language) or []


def same_language(by_language: dict[str, list[str]], language: str) -> list[str] | None:
    """What stands under a language's tag, or under one of its regions'; Traditional Chinese is not zh."""
    wanted = language.lower()
    if wanted in by_language:
        return by_language[wanted]
    for tag, found in by_language.items():
        traditional = tag.startswith("zh") and any(part in tag.split("-") for part in ("hant", "tw", "hk", "mo"))
        if wanted == "zh-hant" and traditional:
            return found
        if tag.split("-")[0] == wanted and not traditional:
            return found
    return None
