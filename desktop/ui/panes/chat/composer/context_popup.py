"""The list behind the context bar: what the model reads, by origin, in tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Label, Line, Paragraph, Popup
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from desktop.features.chat.filled import Filled

_WIDTH = 288
_SWATCH = 12


class Row(QWidget):
    """A colour, a word, a number. It takes the focus, so that it is read out."""

    def __init__(self, colour: str, words: str, number: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour, self.words, self.number = colour, words, number
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words}: {number}")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH - 8), theme.px(28))

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus():
            rounded(painter, self.rect(), 6, "card_hover")
        side = theme.px(_SWATCH)
        swatch = QRect(12, (self.height() - side) // 2, side, side)
        if self._colour == "hatch":
            rounded(painter, swatch, 3, "hover", "border")
            painter.setClipRect(swatch)
            painter.setPen(QPen(theme.colour("border"), 1))
            for x in range(-side, side, 4):
                painter.drawLine(swatch.left() + x, swatch.bottom(), swatch.left() + x + side, swatch.top())
            painter.setClipping(False)
        else:
            rounded(painter, swatch, 3, self._colour or "hover", "" if self._colour else "hairline")
        area = self.rect().adjusted(12 + side + 10, 0, -12, 0)
        painter.setFont(theme.font_for("chrome", self.words))
        painter.setPen(theme.colour("text"))
        wide = QFontMetrics(theme.font("chrome", chinese=False)).horizontalAdvance(self.number)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(0, 0, -wide - 8, 0), flags | Qt.AlignmentFlag.AlignLeft, self.words)
        painter.setFont(theme.font("chrome", chinese=False))
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignRight, self.number)


class ContextPopup(Popup):
    """A legend with numbers, and a line on what is not read."""

    help_topic = "chat#context"

    def __init__(self, anchor: QWidget, rows: Sequence[tuple[str, str, int]], filled: Filled) -> None:
        super().__init__(anchor)
        column = self.card.column
        title = Label(translate("Chat", "What the model reads"), "chrome_strong")
        title.setContentsMargins(12, 8, 12, 4)
        column.addWidget(title)
        self.rows = [Row(colour, words, f"{tokens:,}", self.card) for colour, words, tokens in rows]
        for row in self.rows:
            column.addWidget(row)
        column.addSpacing(4)
        column.addWidget(Line(self.card))
        of = translate("Chat", "{used} of {all} tokens").format(used=f"{filled.used:,}", all=f"{filled.context:,}")
        for words in (of, *self._notes(filled)):
            note = Paragraph(words, "meta", "secondary")
            note.setContentsMargins(0, 0, 0, 0)
            holder = _Padded(note, self.card)
            column.addWidget(holder)
        column.addSpacing(4)

    @staticmethod
    def _notes(filled: Filled) -> list[str]:
        notes = []
        if filled.left_out:
            count = len(filled.left_out)
            notes.append(
                translate("Chat", "%n earlier messages are no longer read. Pin a message to keep it.", "", count)
            )
        if filled.too_many:
            notes.append(translate("Chat", "{n} tokens too many to be read at once.").format(n=f"{filled.too_many:,}"))
        return notes

    def first_focus(self) -> QWidget | None:
        return self.rows[0] if self.rows else self.card

    def _open(self, area: QRect, *, align_right: bool, width: int) -> None:
        super()._open(area, align_right=align_right, width=theme.px(_WIDTH))


class _Padded(QWidget):
    """A paragraph with room around it."""

    def __init__(self, inside: Paragraph, parent: QWidget) -> None:
        super().__init__(parent)
        self._inside = inside
        inside.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        wide = theme.px(_WIDTH - 8)
        return QSize(wide, self._inside.heightForWidth(wide - 24) + 8)

    def resizeEvent(self, event: object) -> None:
        self._inside.setGeometry(12, 4, self.width() - 24, self.height() - 4)
