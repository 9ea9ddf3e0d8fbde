"""Shows one page of the handbook: links lead to other pages, pictures are the program's own, nothing else is loaded."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from desktop.features.help.book import Book, Page
from desktop.features.help.finding import spans
from desktop.formats.markdown.text import is_chinese
from desktop.ui.help import typeset
from desktop.ui.look.theme import theme

_SIDE = 32
_COLUMN_EMS = 42
_AROUND = 28  # above and below a page
_LEAD = 16  # above a heading that was led to
_MOST_HITS = 400


class HelpReader(QTextBrowser):
    """`place_asked` carries the place (`models#fit`) that a link leads to, `picture_asked` the picture clicked on."""

    place_asked = Signal(str)
    picture_asked = Signal(QImage, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book: Book | None = None
        self._page: Page | None = None
        self._words: tuple[str, ...] = ()
        self._pressed = QPoint()
        self._led_to = ("", 0)  # an anchor, and where the page stood then: near its end it can't be at the top
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._followed)
        theme.follow(self, self._restyle)

    @property
    def page_shown(self) -> Page | None:
        return self._page

    def show_page(self, book: Book, page: Page, anchor: str = "", words: tuple[str, ...] = ()) -> None:
        """Show a page from this anchor on (from its top without one), with these words marked."""
        self._book, self._page, self._words = book, page, words
        self._typeset()
        self._go_to(anchor)

    def anchor_in_view(self) -> str:
        """The anchor one was led to and is at still, else that of the heading at the top of what is seen, or above."""
        anchor, value = self._led_to
        if anchor and value == self.verticalScrollBar().value():
            return anchor
        block = self.cursorForPosition(QPoint(_SIDE, _LEAD + 8)).block()
        while block.isValid():
            names = block.begin().fragment().charFormat().anchorNames() if block.text() else []
            if names and block.blockFormat().headingLevel():
                return str(names[0])
            block = block.previous()
        return ""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures of the handbook, as large as the column; nothing else, from nowhere."""
        address = name.toString() if isinstance(name, QUrl) else name
        if kind != QTextDocument.ResourceType.ImageResource.value or self._book is None:
            return None
        return QImage(str(self._book.picture(address, dark=theme.dark)))

    # -- typesetting -------------------------------------------------------------------------------------------------

    def _restyle(self) -> None:
        palette = self.palette()
        for role, token in (
            (QPalette.ColorRole.Base, "page"),
            (QPalette.ColorRole.Text, "text"),
            (QPalette.ColorRole.Highlight, "selection"),
            (QPalette.ColorRole.HighlightedText, "text"),
        ):
            palette.setColor(role, theme.colour(token))
        self.setPalette(palette)
        if self._page is not None:
            anchor = self.anchor_in_view()
            self._typeset()
            self._go_to(anchor)

    def _typeset(self) -> None:
        page = self._page
        if page is None:
            return
        document = self.document()
        document.setDocumentMargin(0)
        document.setDefaultStyleSheet(typeset.sheet())
        self._set_margins()
        self.setHtml(typeset.to_html(page.source))
        around = document.rootFrame().frameFormat()  # Qt leaves out the space above the first heading
        around.setTopMargin(theme.px(_AROUND))
        around.setBottomMargin(theme.px(_AROUND))
        document.rootFrame().setFrameFormat(around)
        typeset.dress(document, chinese=is_chinese(page.source))
        document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, page.title)
        self.setAccessibleName(page.title)
        self._size_pictures()
        self._mark()

    def _column(self) -> int:
        return min(theme.em("chat", _COLUMN_EMS), self.width() - 2 * _SIDE - 12)

    def _set_margins(self) -> None:
        side = max(_SIDE, (self.width() - 12 - theme.em("chat", _COLUMN_EMS)) // 2)
        self.setViewportMargins(side, 0, side, 0)

    def _size_pictures(self) -> None:
        """Each picture is at most as wide as the column; a click shows it in full."""
        most = self._column()
        block = self.document().begin()
        while block.isValid():
            if typeset.has_picture(block):
                self._size_picture(block.position(), most)
            block = block.next()

    def _size_picture(self, position: int, most: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        form = cursor.charFormat()
        if not form.isImageFormat() or self._book is None:
            return
        image = QTextImageFormat(form.toImageFormat())
        size = QImageReader(str(self._book.picture(image.name(), dark=theme.dark))).size()
        if size.isValid():
            width = min(most, size.width())
            image.setWidth(width)
            image.setHeight(round(size.height() * width / size.width()))
            cursor.setCharFormat(image)

    def _mark(self) -> None:
        """What was searched for stands on the tint of a hit."""
        marks = []
        if self._words:
            for start, end in spans(self.document().toPlainText(), self._words)[:_MOST_HITS]:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(self.document())
                mark.cursor.setPosition(start)
                mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                mark.format.setBackground(theme.colour("selection"))
                mark.format.setForeground(theme.colour("text"))
                marks.append(mark)
        self.setExtraSelections(marks)

    def _go_to(self, anchor: str) -> None:
        first = self._page.sections[0].anchor if self._page is not None and self._page.sections else ""
        if anchor and anchor != first:
            self.scrollToAnchor(anchor)
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - _LEAD)
            self._led_to = (anchor, bar.value())
        else:
            self._led_to = ("", 0)
            self.verticalScrollBar().setValue(0)

    # -- links and pictures ------------------------------------------------------------------------------------------

    def _followed(self, url: QUrl) -> None:
        """`chat.md#versions`, or `#versions` on the same page."""
        key = url.path().removesuffix(".md") or (self._page.key if self._page is not None else "")
        self.place_asked.emit(f"{key}#{url.fragment()}" if url.hasFragment() else key)

    def picture_at(self, point: QPoint) -> str:
        """The name of the picture at a point of the viewport; "" where there is none."""
        position = (
            self.document()
            .documentLayout()
            .hitTest(
                point + QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value()),
                Qt.HitTestAccuracy.ExactHit,
            )
        )
        if position < 0:
            return ""
        for at in (position, position + 1):
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(at, self.document().characterCount() - 1))
            form = cursor.charFormat()
            if form.isImageFormat():
                return str(form.toImageFormat().name())
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        still = (at - self._pressed).manhattanLength() < 4
        name = self.picture_at(at) if still and event.button() == Qt.MouseButton.LeftButton else ""
        if name and self._book is not None:
            self.picture_asked.emit(QImage(str(self._book.picture(name, dark=theme.dark))), name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons() and self.picture_at(event.position().toPoint()):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        anchor = self.anchor_in_view() if event.oldSize().width() != self.width() else ""
        self._set_margins()
        super().resizeEvent(event)
        if event.oldSize().width() != self.width() and self._page is not None:
            self._size_pictures()
            if self.verticalScrollBar().value():
                self._go_to(anchor)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(560))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(self.viewport().rect(), theme.colour("page"))
        super().paintEvent(event)
