"""HTML pages: text, titles and alternative texts; scripts, styles, code and every attribute else stay."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from lxml import etree
from lxml import html as lxml_html

from desktop.base.errors import Code, DocumentError
from desktop.formats.documents import tree
from desktop.formats.documents.base import Document, Output, Unit
from desktop.formats.encoding import decode

_DOCTYPE = re.compile(r"\s*(<!DOCTYPE[^>]*>)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DEPTH = 250


class HtmlDocument(Document):
    """A page, or a fragment of one that is written as a fragment again."""

    kind = "html"

    def __init__(self, data: bytes, name: str = "") -> None:
        self._decoded = decode(_in_declared(data), name)
        text = self._decoded.text
        found = _DOCTYPE.match(text)
        self._doctype = found[1] if found else ""
        self._fragment = not re.search(r"<(?:html|head|body)\b", text[:20_000], re.IGNORECASE)
        self._root = _parse(text, name, fragment=self._fragment)
        found_units = list(tree.find(self._root))
        chapter, self.units = 0, []
        for unit, place in found_units:
            heading = isinstance(place, tree.Run) and re.fullmatch(r"h[12]", tree.local(place.parent))
            chapter += bool(heading and self.units)
            self.units.append(Unit(unit.strip(), chapter))

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        root = copy.deepcopy(self._root)
        places = list(tree.find(root))
        for (unit, place), target in reversed(list(zip(places, targets, strict=True))):
            tree.put(place, tree.around(unit, unit), tree.around(unit, target), output)
        if not self._fragment:
            tree.set_language(root, output, xml=False)
        _set_charset(root)
        text = lxml_html.tostring(root, encoding="unicode", doctype=self._doctype or None)
        if self._fragment:
            text = re.sub(r"\A<div[^>]*>|</div>\s*\Z", "", text)
        if self._decoded.text.endswith("\n") and not text.endswith("\n"):
            text += "\n"
        return self._decoded.encode(text) if _is_utf8(self._decoded.encoding) else text.encode("utf-8")


def _is_utf8(encoding: str) -> bool:
    return encoding.replace("_", "-").lower() in ("utf-8", "utf8", "ascii")


def _in_declared(data: bytes) -> bytes:
    """UTF-8 bytes of a page that says another encoding than it is found to have."""
    found = _CHARSET.search(data[:4096])
    declared = found[1].decode("ascii", "replace").lower() if found else ""
    if declared in ("", "utf-8", "utf8") or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return data
    declared = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(declared, declared)
    try:
        return data.decode(declared).encode()
    except (LookupError, UnicodeDecodeError):
        return data


def _parse(text: str, name: str, *, fragment: bool) -> etree._Element:
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        if fragment:
            root: etree._Element = lxml_html.fragment_fromstring(text.encode(), create_parent="div", parser=parser)
        else:
            root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause=str(error)) from error
    _check_depth(root, name)
    return root


def _check_depth(root: etree._Element, name: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEPTH:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause="nested too deeply")


def _set_charset(root: etree._Element) -> None:
    for meta in root.iter("meta"):
        if meta.get("charset"):
            meta.set("charset", "utf-8")
        elif (meta.get("http-equiv") or "").lower() == "content-type":
            meta.set("content", "text/html; charset=utf-8")
