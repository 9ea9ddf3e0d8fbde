"""PDF of the size of a paperback: justified, with page numbers and an outline, its fonts inside."""

from __future__ import annotations

import logging
import warnings
from typing import Any

from desktop.base.errors import Code, DocumentError
from desktop.formats.manuscript.book import Book, Item, Role, Style, flow
from desktop.formats.manuscript.paper.fonts import FontFile, chinese, latin
from desktop.formats.manuscript.paper.lines import Atom, Line, atoms, lines

# Millimetres and points: A5, a book's margins, 11 on 17 (Chinese 10.5 on 18).
_WIDTH, _HEIGHT, _MARGIN, _TOP, _BOTTOM = 148.0, 210.0, 19.0, 20.0, 24.0
_POINT = 25.4 / 72
_TEXT = (Role.TEXT, Role.FIRST, Role.QUOTE)
_SIZES = {Role.TITLE: 24.0, Role.PART: 20.0, Role.CHAPTER: 16.0, Role.AUTHOR: 13.0, Role.HEADING: 12.0}


def write_pdf(book: Book, style: Style) -> bytes:
    """The book as PDF. Raises DocumentError(NO_CHINESE_FONT) where Chinese is to be set and no font can."""
    items = list(flow(book, style))
    wide = any(atom.wide for item in items for part in atoms(item.runs, _no_width, book.chinese) for atom in part)
    font = chinese() if wide else None
    if wide and font is None:
        raise DocumentError(Code.NO_CHINESE_FONT)
    return _Setter(book, font).typeset(items)


def _no_width(_text: str, _wide: bool, _emphasis: bool, _strong: bool) -> float:
    return 0.0


class _Setter:
    """Sets items on pages, one after another."""

    def __init__(self, book: Book, wide: FontFile | None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it can't set pictures without Pillow
            from fpdf import FPDF

        logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of every table it leaves out
        self._book = book
        self._pdf: Any = FPDF(unit="mm", format=(_WIDTH, _HEIGHT))
        self._pdf.set_auto_page_break(False)
        self._pdf.set_title(book.title)
        self._pdf.set_author(book.author)
        self._pdf.set_lang(book.language or "en")
        for name in ("", "I", "B"):
            self._pdf.add_font("latin", name, latin(name).path)
        if wide is not None:
            self._pdf.add_font("wide", "", wide.path, collection_font_number=wide.index)
        self._widths: dict[tuple[str, bool, bool, bool], float] = {}
        self._size = 0.0
        self._body, self._leading = (10.5, 18.0) if book.chinese else (11.0, 16.5)
        self._y = _TOP
        self._numbered = False
        self._before: Role | None = None

    def typeset(self, items: list[Item]) -> bytes:
        self._pdf.add_page()
        for item in items:
            self._set_item(item)
            self._before = item.role
        self._end_page()
        return bytes(self._pdf.output())

    def _set_item(self, item: Item) -> None:
        self._start(item)
        size = _SIZES.get(item.role, self._body)
        leading = max(self._leading, size * 1.4) * _POINT
        room, left, indent = _WIDTH - 2 * _MARGIN, _MARGIN, 0.0
        if item.role is Role.QUOTE:
            room, left = room - 16, left + 8
        elif self._book.chinese and item.role in _TEXT:
            indent = 2 * size * _POINT
        elif item.role is Role.TEXT:
            indent = 5.0
        self._size = size
        centred = item.role not in _TEXT
        strong = item.role in (Role.TITLE, Role.PART, Role.CHAPTER, Role.HEADING)

        def measure(text: str, wide: bool, emphasis: bool, bold: bool) -> float:
            return self._width(text, wide, emphasis, bold or strong)

        found = lines(atoms(item.runs, measure, self._book.chinese), room, indent)
        for number, line in enumerate(found or [Line((), True)]):
            if self._y + leading > _HEIGHT - _BOTTOM:
                self._new_page()
            x = left + (indent if number == 0 else 0.0)
            wide = room - (indent if number == 0 else 0.0)
            baseline = self._y + leading / 2 + size * _POINT * 0.35
            self._draw(line, x, baseline, wide, centred, strong)
            self._y += leading
        if centred:
            self._y += self._leading * _POINT * (0.5 if item.role is Role.BREAK else 1)

    def _start(self, item: Item) -> None:
        """Where an item begins: on a page of its own, or after some space."""
        space = self._leading * _POINT
        if item.role is Role.TITLE:
            self._y = _HEIGHT * 0.3
        elif item.role is Role.DEDICATION and self._before is not Role.DEDICATION:
            self._new_page()
            self._y = _HEIGHT * 0.3
        elif item.role is Role.PART or (item.role is Role.CHAPTER and self._before is not Role.PART):
            if self._before is not None:
                self._new_page()
            self._y = _TOP + 5 * space
        elif self._before in (Role.TITLE, Role.AUTHOR, Role.DEDICATION) and item.role in (*_TEXT, Role.BREAK):
            self._new_page()
        elif item.role in (Role.BREAK, Role.HEADING) and self._before is not None:
            self._y += space * 0.5
            if self._y + 3 * space > _HEIGHT - _BOTTOM:
                self._new_page()
        if item.role in (Role.PART, Role.CHAPTER) and item.text.strip():
            self._pdf.start_section(item.text, 0 if item.role is Role.PART or not self._has_parts() else 1)
        self._numbered = self._numbered or item.role in (*_TEXT, Role.PART, Role.CHAPTER)

    def _has_parts(self) -> bool:
        return any(section.level == "part" for section in self._book.sections) and bool(self._pdf._outline)

    def _new_page(self) -> None:
        self._end_page()
        self._pdf.add_page()
        self._y = _TOP

    def _end_page(self) -> None:
        if not self._numbered:
            return
        number = str(self._pdf.page_no())
        self._pdf.set_font("latin", "", 9)
        self._pdf.text((_WIDTH - self._pdf.get_string_width(number)) / 2, _HEIGHT - 13, number)

    def _draw(self, line: Line, x: float, y: float, room: float, centred: bool, strong: bool) -> None:
        missing = room - line.width
        gaps = self._gaps(line)
        stretch = 0.0
        if centred:
            x += missing / 2
        elif missing < 0 or (not line.last and gaps):
            stretch = missing / max(1, len(gaps))
        for number, atom in enumerate(line.atoms):
            if not atom.space:
                self._draw_atom(atom, x, y, strong)
            x += atom.width + (stretch if number in gaps else 0.0)

    @staticmethod
    def _gaps(line: Line) -> set[int]:
        """After which atoms a justified line may be stretched: spaces, and between Chinese characters."""
        return {
            number
            for number, (atom, after) in enumerate(zip(line.atoms, line.atoms[1:], strict=False))
            if atom.space or (atom.wide and after.wide)
        }

    def _draw_atom(self, atom: Atom, x: float, y: float, strong: bool) -> None:
        strong = strong or atom.strong
        self._use(atom.wide, atom.emphasis, strong)
        if atom.wide and strong:  # a bold of the same font may not be there: the strokes are widened
            with self._pdf.local_context(text_mode=2, line_width=self._size * 0.012):
                self._pdf.text(x, y, atom.text)
        else:
            self._pdf.text(x, y, atom.text)
        if atom.wide and atom.emphasis and atom.text.isalnum():
            radius = self._size * _POINT * 0.06
            middle = x + atom.width / 2
            self._pdf.set_fill_color(0)
            self._pdf.ellipse(middle - radius, y + self._size * _POINT * 0.2, 2 * radius, 2 * radius, style="F")

    def _width(self, text: str, wide: bool, emphasis: bool, strong: bool) -> float:
        key = (text, wide, emphasis, strong)
        found = self._widths.get(key)
        if found is None:
            self._use(wide, emphasis, strong)
            found = self._pdf.get_string_width(text) / self._size  # of one point
            if len(self._widths) < 200_000:
                self._widths[key] = found
        return found * self._size

    def _use(self, wide: bool, emphasis: bool, strong: bool) -> None:
        if wide:
            self._pdf.set_font("wide", "", self._size)
        else:
            self._pdf.set_font("latin", "B" if strong else "I" if emphasis else "", self._size)
