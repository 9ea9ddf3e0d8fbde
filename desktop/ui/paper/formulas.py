"""Formulas on paper: the pictures of a document, drawn as shapes, their base line on that of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Drawing, Formula

_SCHEME = "formula:"
_LARGE = 1_000  # px, for a measure that rounding does not spoil


class PaperFormulas(QPyTextObject):
    """Takes the place of Qt's pictures in a document on paper; a picture that isn't a formula is nothing at all.

    `points` is the size of the text, `dots` how many of the document's units make an inch.
    """

    def __init__(self, document: QTextDocument, points: float, dots: float) -> None:
        super().__init__(document)
        self._em = points * dots / 72
        self._drawings: list[Drawing] = []
        document.documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject, self)

    def markup(self, formula: Formula) -> str:
        """The place of a formula in the document's HTML."""
        assert formula.drawing is not None
        self._drawings.append(formula.drawing)
        return f'<img src="{_SCHEME}{len(self._drawings) - 1}">'

    def settle(self, document: QTextDocument) -> None:
        """Sets every formula on the base line of its text; to be called when the document is whole and has its page.

        Qt puts an object as far under the line as the letters of its font go, as if the paper's dots were pixels, so
        each gets a font of that depth.
        """
        block = document.begin()
        while block.isValid():
            for place in range(block.position(), block.position() + block.length() - 1):
                if document.characterAt(place) == "\ufffc":
                    self._settle(document, place)
            block = block.next()

    def _settle(self, document: QTextDocument, place: int) -> None:
        cursor = QTextCursor(document)
        cursor.setPosition(place)
        cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
        form = cursor.charFormat()
        drawing = self._drawing(form)
        if drawing is not None:
            form.setFont(_font_of_depth(form.font(), drawing.below * self._scale(document, drawing)))
            form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
            cursor.setCharFormat(form)

    def _drawing(self, form: QTextFormat) -> Drawing | None:
        name = form.toImageFormat().name() if form.isImageFormat() else ""
        number = name.removeprefix(_SCHEME)
        return self._drawings[int(number)] if name.startswith(_SCHEME) and number.isdigit() else None

    def _scale(self, document: QTextDocument, drawing: Drawing) -> float:
        """Units for an em: the text's own size, less where the formula is wider than the page."""
        width = document.pageSize().width()
        return min(self._em, width / drawing.width) if width > 0 else self._em

    def intrinsicSize(self, doc: QTextDocument, _position: int, form: QTextFormat) -> QSizeF:
        drawing = self._drawing(form)
        if drawing is None:
            return QSizeF(0, 0)
        scale = self._scale(doc, drawing)
        return QSizeF(drawing.width * scale, (drawing.above + drawing.below) * scale)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, _doc: QTextDocument, _position: int, form: QTextFormat
    ) -> None:
        drawing = self._drawing(form)
        if drawing is not None:
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(form.toCharFormat().foreground())
            shapes = drawing.svg.replace(' fill="black"', ' fill="black" stroke="none"')
            QSvgRenderer(shapes.encode()).render(painter, QRectF(rect))
            painter.restore()


def _font_of_depth(font: QFont, below: float) -> QFont:
    own = QFont(font)
    own.setPixelSize(_LARGE)
    share = QFontMetricsF(own).descent() / _LARGE
    own.setPixelSize(max(1, round(below / share)))
    return own
