"""HTML trees as units: every run of text and inline elements in a block is one, and is put back into its block."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from desktop.base.text.scripts import CJK_TEXT
from desktop.formats.documents.base import RIGHT_TO_LEFT, Bilingual, Output, html_language
from desktop.formats.markdown.inline import Builder, Kind, Mark, pieces, plain

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "math",
        "noscript",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "script",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "svg",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "br",
        "input",
        "button",
        "select",
        "textarea",
    ]
)
# Their content is not text to translate.
OPAQUE = frozenset(
    [
        "code",
        "kbd",
        "samp",
        "var",
        "tt",
        "script",
        "style",
        "svg",
        "math",
        "img",
        "br",
        "wbr",
        "input",
        "select",
        "textarea",
        "noscript",
        "template",
        "object",
        "iframe",
        "video",
        "audio",
        "canvas",
        "rp",
        "rt",
        "pre",
    ]
)
_SHOWN = frozenset(["code", "kbd", "samp", "var", "tt"])
_ATTRIBUTES = ("alt", "title", "placeholder", "aria-label")
_CHINESE_BREAK = re.compile(rf"(?<=[{CJK_TEXT}])[ \t\r]*\n\s*(?=[{CJK_TEXT}])")
_STYLE = ".lamplight-target{display:block}"
_STYLE_SIDE = ".lamplight-pair{display:grid;grid-template-columns:1fr 1fr;gap:1.5em}"


@dataclass
class Run:
    """Text and inline elements that follow each other in `parent`, from `start` (-1: its own text) on for `count`."""

    parent: etree._Element
    start: int
    count: int
    builder: Builder
    elements: dict[int, etree._Element] = field(default_factory=dict)


@dataclass
class Attribute:
    """A text in an attribute."""

    element: etree._Element
    name: str


Place = Run | Attribute


def local(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments, instructions and entities."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def find(root: etree._Element) -> Iterator[tuple[str, Place]]:
    """Every unit's text, with its place, in the order of the document."""
    blocks = _with_blocks(root)
    for element in root.iter():
        name = local(element)
        if not name or _is_kept(element):
            continue
        if name not in OPAQUE or name in ("img", "input", "textarea"):
            yield from _attributes(element)
        if name not in OPAQUE and (name not in INLINE or element in blocks):
            yield from _runs(element, blocks)


def _with_blocks(root: etree._Element) -> set[etree._Element]:
    """The elements around blocks: an inline one among them (a link around a paragraph) counts as a block itself."""
    found: set[etree._Element] = set()
    for element in root.iter():
        name = local(element)
        if not name or name in INLINE or name in OPAQUE:
            continue
        around = element.getparent()
        while around is not None and around not in found:
            found.add(around)
            around = around.getparent()
    return found


def _is_kept(element: etree._Element) -> bool:
    """Whether the element or one around it says that it isn't translated, or is opaque."""
    for around in (element, *element.iterancestors()):
        marked = around.get("translate") == "no" or "notranslate" in (around.get("class") or "").split()
        if marked or (around is not element and local(around) in OPAQUE):
            return True
    return False


def _attributes(element: etree._Element) -> Iterator[tuple[str, Attribute]]:
    for name in _ATTRIBUTES:
        text = element.get(name, "")
        if any(map(str.isalpha, text)):
            yield text, Attribute(element, name)
    if local(element) == "meta" and (element.get("name") or element.get("property") or "") in (
        "description",
        "og:title",
        "og:description",
    ):
        yield element.get("content", ""), Attribute(element, "content")


def _runs(block: etree._Element, blocks: set[etree._Element]) -> Iterator[tuple[str, Run]]:
    children = list(block)
    start = -1
    for index in range(len(children) + 1):
        if index < len(children) and _is_inline(children[index], blocks):
            continue
        run = _run(block, children, start, index)
        if run is not None:
            yield run
        start = index


def _is_inline(element: etree._Element, blocks: set[etree._Element]) -> bool:
    return not local(element) or (local(element) in INLINE and element not in blocks)


def _run(block: etree._Element, children: list[etree._Element], start: int, end: int) -> tuple[str, Run] | None:
    """The run from after child `start` (-1: the block's beginning) to before child `end`."""
    run = Run(block, start, end - start - 1, Builder())
    run.builder.text(_spaces((block.text if start < 0 else children[start].tail) or ""))
    for child in children[start + 1 : end]:
        _read(child, run)
        run.builder.text(_spaces(child.tail or ""))
    text = run.builder.result()
    return (text, run) if any(map(str.isalpha, plain(text))) else None


def _read(element: etree._Element, run: Run) -> None:
    inside = "".join(map(str, element.itertext())) if local(element) else ""
    if not local(element) or local(element) in OPAQUE or not inside.strip() or _says_no(element):
        shown = inside if local(element) in _SHOWN or _says_no(element) else ""
        run.elements[run.builder.alone("", shown)] = element
        return
    number = run.builder.open("")
    run.elements[number] = element
    run.builder.text(_spaces(element.text or ""))
    for child in element:
        _read(child, run)
        run.builder.text(_spaces(child.tail or ""))
    run.builder.close(number, "")


def _says_no(element: etree._Element) -> bool:
    return element.get("translate") == "no" or "notranslate" in (element.get("class") or "").split()


def _spaces(text: str) -> str:
    """Line breaks of the source are spaces to a reader, and nothing between Chinese characters."""
    return re.sub(r"[ \t\r]*\n\s*", " ", _CHINESE_BREAK.sub("", text))


# -- writing ---------------------------------------------------------------------------------------------------------


def put(place: Place, source: str, target: str, output: Output) -> None:
    """Replace a place's text. Places of one document must be put last first: positions are counted from the start."""
    if isinstance(place, Attribute):
        place.element.set(place.name, target)
        return
    if output.bilingual is Bilingual.NO:
        _replace(place, [(None, target)])
    elif local(place.parent) == "title":
        _replace(place, [(None, f"{source} · {target}")])
    else:
        tag = "div" if local(place.parent) in ("body", "div", "td", "th", "li", "blockquote", "section") else "span"
        _replace(
            place,
            [
                (_wrapper(place.parent, tag, "source", ""), source),
                (_wrapper(place.parent, tag, "target", output.language), target),
            ],
        )
        if output.bilingual is Bilingual.SIDE and place.start < 0 and len(place.parent) == 2:
            place.parent.set("class", f"{place.parent.get('class', '')} lamplight-pair".strip())


def around(source: str, text: str) -> str:
    """The text with the white space that stood around the source."""
    stripped = source.strip()
    start = source.index(stripped) if stripped else 0
    return source[:start] + text.strip() + source[start + len(stripped) :]


def _wrapper(parent: etree._Element, tag: str, name: str, language: str) -> etree._Element:
    namespace = etree.QName(parent).namespace
    made = etree.Element(f"{{{namespace}}}{tag}" if namespace else tag)
    made.set("class", f"lamplight-{name}")
    if language:
        made.set("lang", html_language(language))
    return made


def _replace(run: Run, contents: list[tuple[etree._Element | None, str]]) -> None:
    parent, at = run.parent, run.start + 1
    for child in list(parent)[at : at + run.count]:
        parent.remove(child)
    _set_before(parent, at, "")
    for wrapper, text in contents:
        if wrapper is None:
            _fill(parent, at, text, run)
        else:
            _fill(wrapper, 0, text, run)
            parent.insert(at, wrapper)
            at += 1


def _set_before(parent: etree._Element, at: int, text: str) -> None:
    if at == 0:
        parent.text = text
    else:
        parent[at - 1].tail = text


def _append(parent: etree._Element, at: int, text: str) -> None:
    before = (parent.text if at == 0 else parent[at - 1].tail) or ""
    _set_before(parent, at, before + text)


def _fill(parent: etree._Element, at: int, text: str, run: Run) -> None:
    """Put a text with marks into `parent` from child `at` on."""
    stack = [(parent, at)]
    for item in pieces(text):
        inside, position = stack[-1]
        if isinstance(item, str):
            _append(inside, position, _storable(item))
        elif item.number in run.elements:
            _apply(item, run.elements[item.number], stack)


def _apply(item: Mark, element: etree._Element, stack: list[tuple[etree._Element, int]]) -> None:
    inside, position = stack[-1]
    if item.kind is Kind.CLOSE:
        if len(stack) > 1:
            stack.pop()
        return
    made = copy.deepcopy(element) if item.kind is Kind.ALONE else _shallow(element)
    made.tail = None
    inside.insert(position, made)
    stack[-1] = (inside, position + 1)
    if item.kind is Kind.OPEN:
        stack.append((made, 0))


def _shallow(element: etree._Element) -> etree._Element:
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    return element.makeelement(element.tag, attributes, element.nsmap)  # type: ignore[arg-type] # None: default


def _storable(text: str) -> str:
    """Without the control characters that XML can't hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def set_language(root: etree._Element, output: Output, *, xml: bool) -> None:
    """Say the language on the root, its direction, and how the two languages stand where both do."""
    root.set("lang", html_language(output.language))
    if xml:
        root.set("{http://www.w3.org/XML/1998/namespace}lang", html_language(output.language))
    if output.language in RIGHT_TO_LEFT:
        root.set("dir", "rtl")
    elif root.get("dir") == "rtl":
        root.set("dir", "ltr")
    if output.bilingual is not Bilingual.NO:
        head = next((element for element in root if local(element) == "head"), None)
        if head is not None:
            namespace = etree.QName(head).namespace
            style = etree.SubElement(head, f"{{{namespace}}}style" if namespace else "style")
            style.text = _STYLE + (_STYLE_SIDE if output.bilingual is Bilingual.SIDE else "")
