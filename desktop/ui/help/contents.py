"""The help's column: a search over the names of the pages, and what was found instead of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.help.book import Book
from desktop.features.help.finding import Hit, search
from desktop.ui.help.commands import SEARCH
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Label, Pressable, RowButton, Scrolled, SearchField
from desktop.ui.widgets.draw import rounded

_MOST = 40  # results shown


class HitRow(Pressable):
    """One section that was found: its title, and some words of it below."""

    def __init__(self, hit: Hit, page_title: str, parent: QWidget | None = None) -> None:
        self._hit = hit
        self._excerpt = hit.excerpt or page_title
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        title = hit.section.title
        joined = translate("Help", "{page}: {section}").format(page=page_title, section=title)
        self.setText(title if title == page_title else joined)
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._excerpt)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.line("chrome") + theme.line("meta") + theme.px(12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isDown():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "selected")
        elif self.hovered or self.hasFocus():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "hover")
        top = theme.px(6)
        for style, token, text in (("chrome_medium", "text", self.text()), ("meta", "secondary", self._excerpt)):
            font = theme.font_for(style, text)
            painter.setFont(font)
            painter.setPen(theme.colour(token))
            area = QRect(8, top, self.width() - 16, theme.line(style))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, self.style().visualAlignment(self.layoutDirection(), flags), shown)
            top += theme.line(style)


class Contents(QWidget):
    """`chosen` carries a place and the words to mark there."""

    chosen = Signal(str, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book: Book | None = None
        self._others: list[Book] = []
        self._rows: dict[str, RowButton] = {}
        self.hits: list[Hit] = []
        self.field = SearchField(lambda: translate("Help", "Search the help"), command=SEARCH)
        self.field.textChanged.connect(lambda _: self._fill())
        self.field.returnPressed.connect(self._open_first)
        self.field.moved_down.connect(self._to_rows)
        self._scrolled = Scrolled()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(12)
        column.addWidget(self.field)
        column.addWidget(self._scrolled, 1)
        theme.follow(self, self._restyle)

    def show_book(self, book: Book, others: list[Book]) -> None:
        """The contents of a book; its search also knows the words of `others`."""
        self._book, self._others = book, others
        self._fill()

    def mark(self, page: str) -> None:
        """Which page is shown."""
        for key, row in self._rows.items():
            row.mark(key == page)

    def _fill(self) -> None:
        if self._book is None:
            return
        wanted = self.field.text().strip()
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        marked = next((key for key, row in self._rows.items() if row.isChecked()), "")
        self._rows = {}
        self.hits = search(self._book, self._others, wanted) if wanted else []
        if not wanted:
            self._add_pages(rows)
            self.mark(marked)
        elif self.hits:
            for hit in self.hits[:_MOST]:
                row = HitRow(hit, self._book.page(hit.section.page).title)
                row.clicked.connect(partial(self._open, hit))
                rows.addWidget(row)
        else:
            none = Label(lambda: translate("Help", "Nothing has these words."), "chrome", "secondary")
            none.setContentsMargins(8, 0, 8, 0)
            rows.addWidget(none)
        rows.addStretch(1)
        self._scrolled.show_inside(inside)
        number = len(self.hits)
        said = translate("Help", "%n place(s) found.", "", number)
        self.field.setAccessibleDescription(said if wanted else "")

    def _add_pages(self, rows: QVBoxLayout) -> None:
        if self._book is None:
            return
        for page in self._book.pages():
            row = self._rows[page.key] = RowButton(_always(page.title))
            row.clicked.connect(partial(self._choose, page.key))
            rows.addWidget(row)

    def _choose(self, key: str) -> None:
        self.chosen.emit(key, ())

    def _open(self, hit: Hit) -> None:
        self.chosen.emit(hit.section.place, hit.words)

    def _open_first(self) -> None:
        if self.hits:
            self._open(self.hits[0])

    def _to_rows(self) -> None:
        self.field.focusNextPrevChild(True)

    def _restyle(self) -> None:
        self.setFixedWidth(theme.px(tokens.COLUMN))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sidebar"))


def _always(text: str) -> Callable[[], str]:
    return lambda: text
