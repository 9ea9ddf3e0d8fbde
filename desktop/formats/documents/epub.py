"""EPUB books: the pages in reading order, the tables of contents, the title; everything else is copied as it is."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Sequence
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from desktop.base.errors import Code, DocumentError
from desktop.formats.documents import tree
from desktop.formats.documents.base import Bilingual, Document, Output, Unit, html_language
from desktop.formats.packed import Package, parse_xml, without_entities

_CONTAINER = "META-INF/container.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


class EpubDocument(Document):
    """Units are the pages' blocks (a page is a chapter), then the labels of the contents and the book's title."""

    kind = "epub"

    def __init__(self, data: bytes, name: str = "") -> None:
        self._package = Package(data, name)
        self._name = name
        if "META-INF/encryption.xml" in self._package.names and _is_locked(self._package):
            raise DocumentError(Code.DOCUMENT_ENCRYPTED, path=name)
        container = self._package.xml(_CONTAINER)
        rootfile = next((element for element in container.iter() if tree.local(element) == "rootfile"), None)
        if rootfile is None:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=name, cause="no rootfile")
        self._opf_name = rootfile.get("full-path", "")
        self._opf = self._package.xml(self._opf_name)
        self._pages: dict[str, etree._Element] = {}
        self._ncx: dict[str, etree._Element] = {}
        self._read_manifest()
        self.units = []
        for chapter, root in enumerate(self._pages.values()):
            self.units += [Unit(text.strip(), chapter) for text, _ in tree.find(root)]
        labels = [*(label for root in self._ncx.values() for label in _labels(root)), *self._titles(self._opf)]
        self.units += [Unit((label.text or "").strip(), len(self._pages)) for label in labels]

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        changed: dict[str, bytes] = {}
        remaining = iter(targets)
        for member, original in self._pages.items():
            root = copy.deepcopy(original)
            places = [(text, place, next(remaining)) for text, place in tree.find(root)]
            for text, place, target in reversed(places):
                tree.put(place, tree.around(text, text), tree.around(text, target), output)
            tree.set_language(root, output, xml=True)
            changed[member] = _written(root)
        for member, original in self._ncx.items():
            root = copy.deepcopy(original)
            for label in _labels(root):
                label.text = _label(label.text or "", next(remaining), output)
            root.set("{http://www.w3.org/XML/1998/namespace}lang", html_language(output.language))
            changed[member] = _written(root)
        opf = copy.deepcopy(self._opf)
        for title in self._titles(opf):
            title.text = _label(title.text or "", next(remaining), output)
        for language in opf.iter(f"{_DC}language"):
            language.text = html_language(output.language)
            break
        changed[self._opf_name] = _written(opf)
        return self._package.write(changed)

    def _read_manifest(self) -> None:
        items = {item.get("id"): item for item in self._opf.iter(f"{_OPF}item")}
        order = [items[ref.get("idref")] for ref in self._opf.iter(f"{_OPF}itemref") if ref.get("idref") in items]
        spine = {id(item) for item in order}
        navigation = [item for item in items.values() if "nav" in (item.get("properties") or "").split()]
        for item in [*order, *(item for item in navigation if id(item) not in spine)]:
            member = self._member(item)
            if item.get("media-type") == "application/xhtml+xml" and member not in self._pages:
                self._pages[member] = self._page(member)
        for item in items.values():
            if item.get("media-type") == "application/x-dtbncx+xml":
                self._ncx[self._member(item)] = self._package.xml(self._member(item))
        if not self._pages:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=self._name, cause="no pages")

    def _member(self, item: etree._Element) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._opf_name), unquote(item.get("href", ""))))

    def _page(self, member: str) -> etree._Element:
        data = without_entities(self._package.read(member))
        try:
            return parse_xml(data, self._name)
        except DocumentError:
            # Many books are HTML that only calls itself XHTML.
            parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
            try:
                root = lxml_html.document_fromstring(data, parser=parser)
            except (etree.LxmlError, ValueError) as error:
                raise DocumentError(Code.DOCUMENT_DAMAGED, path=self._name, cause=f"{member}: {error}") from error
            lxml_html.html_to_xhtml(root)
            return root

    @staticmethod
    def _titles(opf: etree._Element) -> list[etree._Element]:
        return [title for title in opf.iter(f"{_DC}title") if any(map(str.isalpha, title.text or ""))]


def _labels(ncx: etree._Element) -> list[etree._Element]:
    return [text for text in ncx.iter(f"{_NCX}text") if any(map(str.isalpha, text.text or ""))]


def _label(source: str, target: str, output: Output) -> str:
    return target if output.bilingual is Bilingual.NO else f"{source.strip()} · {target}"


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)


# Of the EPUB standard (OCF, font obfuscation) and of Adobe's.
_FONTS_ONLY = ("idpf.org/2008/embedding", "obfuscat", "adobe")


def _is_locked(package: Package) -> bool:
    """Whether more than fonts is encrypted: font obfuscation is common and no lock."""
    root = package.xml("META-INF/encryption.xml")
    methods = [element.get("Algorithm", "") for element in root.iter() if tree.local(element) == "encryptionmethod"]
    return any(not any(known in method.lower() for known in _FONTS_ONLY) for method in methods)
