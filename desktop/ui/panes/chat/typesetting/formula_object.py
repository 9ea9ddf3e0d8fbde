"""Formulas in running text: characters of a document that are drawn from SVG, on their line, in the theme's colour.

The pictures are painted on another thread and kept; until one is ready its place is empty.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from desktop.ui import tasks
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import tip

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Drawing, Formula, Run

FORMULA = QTextFormat.ObjectTypes.UserObject + 1
PLACE = QTextFormat.Property.UserProperty + 6  # of a formula's character: where it stands in the document's list
_KEPT = 400  # pictures
_MOST_SIDE = 4_096  # px of a picture
_AIR = 2  # px above and below one that makes its line higher
_TALL, _DEEP = 1.0, 0.32  # em: what a line of the grid has room for
_OBJECT = "\ufffc"
_Key = tuple[str, int, int, str]


class Pictures(QObject):
    """Painted formulas, by shape, size and colour. For the main thread."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[_Key, QImage] = OrderedDict()
        self._asked: set[_Key] = set()

    def get(self, drawing: Drawing, size: QSizeF, ratio: float, colour: QColor) -> QImage | None:
        """The picture at `size` px on a screen of `ratio`; None until it is painted, then `painted` is sent."""
        wide = max(1, min(_MOST_SIDE, round(size.width() * ratio)))
        high = max(1, min(_MOST_SIDE, round(size.height() * ratio)))
        key = (drawing.svg, wide, high, colour.name())
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        elif key not in self._asked:
            self._asked.add(key)
            tasks.run(lambda: _paint(key), lambda image: self._keep(key, image), owner=self, lane="formulas")
        return found

    def _keep(self, key: _Key, image: QImage) -> None:
        self._asked.discard(key)
        self._kept[key] = image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.painted.emit()


def _paint(key: _Key) -> QImage:
    svg, wide, high, colour = key
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(svg.encode()).render(painter, QRectF(0, 0, wide, high))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), QColor(colour))
    painter.end()
    return image


pictures = Pictures()


class Formulas(QPyTextObject):
    """The formulas of one document."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formulas: list[tuple[Formula, int, QColor]] = []
        document.documentLayout().registerHandler(FORMULA, self)

    def insert(self, cursor: QTextCursor, run: Run, characters: QTextCharFormat, size: int) -> None:
        """Put the formula of `run` into the text; `size` is that of the letters around it, in px."""
        formula = run.formula
        assert formula is not None
        assert formula.drawing is not None
        own = QTextCharFormat(characters)
        own.setObjectType(FORMULA)
        own.setProperty(PLACE, len(self._formulas))
        own.setFont(_deep_font(characters.font(), formula.drawing.below * size + _air(formula.drawing)))
        own.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        own.setToolTip(tip(run.text))
        self._formulas.append((formula, size, characters.foreground().color()))
        cursor.insertText(_OBJECT, own)

    def source(self, form: QTextFormat) -> str:
        """What a copy of this formula's character holds."""
        formula = self._formulas[form.intProperty(PLACE)][0]
        return f"$${formula.tex}$$" if formula.display else f"${formula.tex}$"

    def intrinsicSize(self, doc: QTextDocument, _position: int, form: QTextFormat) -> QSizeF:
        drawing, size = self._shape(form)
        scale = self._scale(doc, drawing.width * size)
        high = (drawing.above + drawing.below) * size * scale + 2 * _air(drawing)
        return QSizeF(drawing.width * size * scale + 2, high)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, _position: int, form: QTextFormat
    ) -> None:
        drawing, size = self._shape(form)
        scale = self._scale(doc, drawing.width * size)
        shape = QSizeF(drawing.width * size * scale, (drawing.above + drawing.below) * size * scale)
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        picture = pictures.get(drawing, shape, ratio, self._formulas[form.intProperty(PLACE)][2])
        if picture is not None:
            top = round((rect.top() + _air(drawing)) * ratio) / ratio  # on whole pixels it stays sharp
            left = round((rect.left() + 1) * ratio) / ratio
            painter.drawImage(QRectF(left, top, picture.width() / ratio, picture.height() / ratio), picture)

    def _shape(self, form: QTextFormat) -> tuple[Drawing, int]:
        formula, size, _ = self._formulas[form.intProperty(PLACE)]
        assert formula.drawing is not None
        return formula.drawing, size

    @staticmethod
    def _scale(document: QTextDocument, width: float) -> float:
        """A formula wider than the page is made smaller."""
        room = document.textWidth() - 8
        return min(1.0, room / width) if 0 < room < width else 1.0


def needs_room(run: Run) -> bool:
    """Whether a line with this formula has to be higher than the others."""
    drawing = run.formula.drawing if run.formula else None
    return drawing is not None and (drawing.above > _TALL or drawing.below > _DEEP)


def _air(drawing: Drawing) -> int:
    return _AIR if drawing.above > _TALL or drawing.below > _DEEP else 0


def _deep_font(font: QFont, below: float) -> QFont:
    """A font whose descent is `below`: Qt sets an object that much under the base line."""
    own = QFont(font)
    own.setPixelSize(100)
    share = QFontMetricsF(own).descent() / 100
    own.setPixelSize(max(1, round(below / share)))
    return own


def formats(cursor: QTextCursor) -> list[QTextFormat]:
    """The formats of the formulas in a selection, in order."""
    found: list[QTextFormat] = []
    document, end = cursor.document(), cursor.selectionEnd()
    block = document.findBlock(cursor.selectionStart())
    while block.isValid() and block.position() < end:
        iterator = block.begin()
        while not iterator.atEnd():
            piece = iterator.fragment()
            inside = cursor.selectionStart() <= piece.position() < end
            if inside and piece.charFormat().objectType() == FORMULA:
                found.append(piece.charFormat())
            iterator += 1
        block = block.next()
    return found


def copied(text: str, forms: list[QTextFormat], document: QTextDocument) -> str:
    """`text` of a selection with each formula's character replaced by its TeX."""
    handler = document.documentLayout().handlerForObject(FORMULA)
    if not isinstance(handler, Formulas):
        return text
    pieces = text.split(_OBJECT)
    sources = [handler.source(form) for form in forms]
    return "".join(piece + source for piece, source in zip_longest(pieces, sources, fillvalue=""))


def size_of(font: QFont) -> int:
    """The size of the letters of `font`, in px."""
    return font.pixelSize() if font.pixelSize() > 0 else theme.font("chat").pixelSize()
