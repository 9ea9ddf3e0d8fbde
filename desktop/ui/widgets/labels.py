"""Text that follows theme and language: a single line, and a paragraph with the look's line height."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.formats.markdown.text import is_chinese
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.text.retranslate import say

Text = str | Callable[[], str]

_MOST_HEIGHTS = 8


class Label(QLabel):
    """One line of text in a style and a token's colour. With `elide` it gives way and ends in an ellipsis."""

    def __init__(
        self,
        text: Text = "",
        style: str = "chrome",
        token: str = "text",
        parent: QWidget | None = None,
        *,
        elide: bool = False,
    ) -> None:
        super().__init__(parent)
        self._style = style
        self._token = token
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        if elide:
            self.setMinimumWidth(1)
        if isinstance(text, str):
            self.setText(text)
        else:
            say(self, self.setText, text)
        theme.follow(self, self._apply)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._apply()

    def set_look(self, style: str | None = None, token: str | None = None) -> None:
        """Change the style, the colour, or both."""
        self._style = style or self._style
        self._token = token or self._token
        self._apply()

    @property
    def elides(self) -> bool:
        """Whether it may be shown shortened."""
        return self._elide

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, self.alignment() | Qt.TextFlag.TextSingleLine, shown)
        set_tip(self, "" if shown == self.text() else self.text())

    def _apply(self) -> None:
        self.setFont(theme.font_for(self._style, self.text()))
        self.setMinimumHeight(theme.line(self._style))
        palette = self.palette()
        palette.setColor(self.foregroundRole(), theme.colour(self._token))
        self.setPalette(palette)


class Paragraph(QWidget):
    """Text that wraps, in the style's own line height; as wide as its place, as high as it needs."""

    def __init__(
        self,
        text: Text = "",
        style: str = "chrome",
        token: str = "text",
        parent: QWidget | None = None,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._style = style
        self._token = token
        self._align = align
        self._heights: dict[int, int] = {}  # by width: a page asks many times while it is laid out
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if isinstance(text, str):
            self.set_text(text)
        else:
            say(self, self.set_text, text)
        theme.follow(self, self._changed)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._changed()

    def set_look(self, style: str | None = None, token: str | None = None) -> None:
        """Change the style, the colour, or both."""
        self._style = style or self._style
        self._token = token or self._token
        self._changed()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._text:
            return 0
        if width not in self._heights:
            if len(self._heights) >= _MOST_HEIGHTS:
                self._heights.clear()
            self._heights[width] = self._lines(width)[1]
        return self._heights[width]

    def sizeHint(self) -> QSize:
        width = min(theme.em("chrome", 40), self._natural_width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme.px(80), self._natural_width()), theme.line(self._style) if self._text else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        layouts, _ = self._lines(self.width())
        painter = QPainter(self)
        painter.setPen(theme.colour(self._token))
        for layout in layouts:
            layout.draw(painter, QPointF(0, 0))

    def _natural_width(self) -> int:
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(line) for line in self._text.split("\n")), default=0) + 1

    def _changed(self) -> None:
        self._heights.clear()
        self.setFont(theme.font_for(self._style, self._text))
        self.updateGeometry()
        self.update()

    def _lines(self, width: int) -> tuple[list[QTextLayout], int]:
        chinese = is_chinese(self._text)
        step = theme.line(self._style, chinese=chinese)
        option = QTextOption(self._align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        metrics = self.fontMetrics()
        lead = (step - metrics.ascent() - metrics.descent()) / 2
        layouts: list[QTextLayout] = []
        top = 0
        for paragraph in self._text.split("\n"):
            layout = QTextLayout(paragraph, self.font())
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(1, width))
                line.setPosition(QPointF(0, top + lead + metrics.ascent() - line.ascent()))
                top += step
            layout.endLayout()
            layouts.append(layout)
        return layouts, top


class Line(QWidget):
    """A hairline, lying or standing."""

    def __init__(self, parent: QWidget | None = None, *, standing: bool = False, token: str = "hairline") -> None:
        super().__init__(parent)
        self._token = token
        if standing:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        theme.follow(self, self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRect(0, 0, self.width(), self.height()), theme.colour(self._token))
