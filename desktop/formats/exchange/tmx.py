"""Translation memories as TMX 1.4b (https://www.gala-global.org/tmx-14b); 1.1 to 1.3 are read as well."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from desktop.base.errors import Code, DocumentError
from desktop.formats.exchange.glossary import same_language
from desktop.formats.markdown.inline import Kind, Mark, mark, pieces

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = "%Y%m%dT%H%M%SZ"
_MOST_BYTES = 512 << 20
_MOST_UNITS = 2_000_000


@dataclass(frozen=True)
class TranslationUnit:
    """A sentence and its translation; `person` is whether the file says that somebody wrote it."""

    source: str
    target: str
    changed: datetime | None = None
    person: bool = False


def read_tmx(data: bytes, name: str, source_language: str, target_language: str) -> list[TranslationUnit]:
    """The units that have both languages. Raises DocumentError: DOCUMENT_DAMAGED, DOCUMENT_TOO_LARGE."""
    if len(data) > _MOST_BYTES:
        raise DocumentError(Code.DOCUMENT_TOO_LARGE, path=name, size=len(data))
    try:
        return list(_units(data, source_language, target_language))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=str(error)) from error


def _units(data: bytes, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    known = 0
    events = etree.iterparse(
        io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root_seen = False
    for _, element in events:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        root_seen = root_seen or name in ("header", "body", "tmx")
        if name != "tu":
            continue
        by_language: dict[str, list[str]] = {}
        for variant in element:
            if isinstance(variant.tag, str) and etree.QName(variant).localname == "tuv":
                language = (variant.get(_LANG) or variant.get("lang") or "").replace("_", "-").lower()
                seg = next((item for item in variant if etree.QName(item).localname == "seg"), None)
                if seg is not None:
                    by_language.setdefault(language, []).append(_text(seg))
        sources, targets = same_language(by_language, source_language), same_language(by_language, target_language)
        if sources and targets and sources[0].strip() and targets[0].strip():
            known += 1
            yield TranslationUnit(sources[0], targets[0], _date(element), bool(element.get("changeid")))
        element.clear()
        if known >= _MOST_UNITS:
            return
    if not root_seen:
        raise ValueError("not a TMX file")


def _date(unit: etree._Element) -> datetime | None:
    try:
        return datetime.strptime(unit.get("changedate") or unit.get("creationdate") or "", _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None


def _text(seg: etree._Element) -> str:
    """A segment's text, its inline elements as marks: bpt and ept a pair, ph and it alone; hi and sub are text."""
    parts = [seg.text or ""]
    for child in seg:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        number = re.sub(r"\D", "", child.get("i") or child.get("x") or "")[:4]
        if name in ("bpt", "ept") and number:
            parts.append(mark(int(number), Kind.OPEN if name == "bpt" else Kind.CLOSE))
        elif name in ("ph", "it", "ut"):
            parts.append(mark(int(number or 9000 + len(parts)), Kind.ALONE))
        elif name in ("hi", "sub"):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def write_tmx(units: Iterable[TranslationUnit], source_language: str, target_language: str, version: str = "") -> bytes:
    """A TMX 1.4 file."""
    root = etree.Element("tmx", {"version": "1.4"})
    etree.SubElement(
        root,
        "header",
        {
            "creationtool": "Lamplight",
            "creationtoolversion": version or "0",
            "segtype": "sentence",
            "o-tmf": "Lamplight",
            "adminlang": "en",
            "srclang": source_language,
            "datatype": "plaintext",
        },
    )
    body = etree.SubElement(root, "body")
    for unit in units:
        made = etree.SubElement(body, "tu")
        if unit.changed:
            made.set("changedate", unit.changed.astimezone(UTC).strftime(_DATE))
        if unit.person:
            made.set("changeid", "user")
        for language, text in ((source_language, unit.source), (target_language, unit.target)):
            variant = etree.SubElement(made, "tuv")
            variant.set(_LANG, language)
            _fill(etree.SubElement(variant, "seg"), text)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _fill(seg: etree._Element, text: str) -> None:
    last: etree._Element | None = None
    for item in pieces(text):
        if isinstance(item, Mark):
            name, attribute = {Kind.OPEN: ("bpt", "i"), Kind.CLOSE: ("ept", "i"), Kind.ALONE: ("ph", "x")}[item.kind]
            last = etree.SubElement(seg, name, {attribute: str(item.number)})
            continue
        clean = "".join(sign for sign in item if sign >= " " or sign in "\t\n")
        if last is None:
            seg.text = (seg.text or "") + clean
        else:
            last.tail = (last.tail or "") + clean
