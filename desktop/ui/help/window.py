"""The window of the help: contents and search at one side, the page at the other."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import LANGUAGES, translate, translator
from desktop.features.help.book import PAGES, Book
from desktop.ui.commands import commands
from desktop.ui.help import commands as own
from desktop.ui.help.contents import Contents
from desktop.ui.help.picture_sheet import PictureSheet
from desktop.ui.help.reader import HelpReader
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandIcon, Label, Line, Popup

_SIZE = QSize(1040, 760)
_LEAST = QSize(640, 440)


@dataclass(frozen=True)
class _Visit:
    """Where one was."""

    page: str
    anchor: str
    words: tuple[str, ...] = ()


class HelpWindow(QWidget):
    """Read in the language of the interface; it goes on with the page where that changes."""

    def __init__(self) -> None:
        super().__init__()
        self._book = Book(translator.language)
        self._visits: list[_Visit] = []
        self._at = -1
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(_LEAST)
        self.contents = Contents()
        self.reader = HelpReader()
        self._build()
        self._bind()
        self.contents.chosen.connect(self.open)
        self.reader.place_asked.connect(self.open)
        self.reader.picture_asked.connect(self._show_picture)
        say(self, lambda _: self._speak(), lambda: "")
        theme.follow(self, self.update)
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(QSize(theme.px(_SIZE.width()), theme.px(_SIZE.height())).boundedTo(room))

    def open(self, place: str, words: tuple[str, ...] = ()) -> None:
        """Show a place, `chat` or `chat#versions`; the start where there is no such place."""
        if not self._book.has(place):
            place = place.partition("#")[0] if self._book.has(place.partition("#")[0]) else PAGES[0]
        page, _, anchor = place.partition("#")
        self._remember()
        del self._visits[self._at + 1 :]
        self._visits.append(_Visit(page, anchor, tuple(words)))
        self._at = len(self._visits) - 1
        self._show()

    def go(self, step: int) -> None:
        """Back or forward among the pages that were read."""
        if 0 <= self._at + step < len(self._visits):
            self._remember()
            self._at += step
            self._show()

    # -- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(4)
        head.addWidget(CommandIcon(own.BACK))
        head.addWidget(CommandIcon(own.FORWARD))
        self.title = Label("", "title", elide=True)
        head.addSpacing(8)
        head.addWidget(self.title, 1)
        right.addLayout(head)
        right.addWidget(Line())
        right.addWidget(self.reader, 1)
        row.addWidget(self.contents)
        row.addWidget(Line(standing=True))
        row.addLayout(right, 1)

    def _bind(self) -> None:
        commands.bind(own.SEARCH, self._search, self, while_seen=True)
        commands.bind(own.BACK, lambda: self.go(-1), self, enabled=lambda: self._at > 0, while_seen=True)
        commands.bind(
            own.FORWARD,
            lambda: self.go(1),
            self,
            enabled=lambda: self._at < len(self._visits) - 1,
            while_seen=True,
        )
        commands.bind(own.CLOSE, self._leave, self, while_seen=True)

    # -- following ---------------------------------------------------------------------------------------------------

    def _speak(self) -> None:
        """The language is another one now, or this is the beginning."""
        self._book = Book(translator.language)
        others = [Book(language) for language in LANGUAGES if language != translator.language]
        self.contents.show_book(self._book, others)
        if self._visits:
            self._remember()
            self._show()

    def _show(self) -> None:
        visit = self._visits[self._at]
        page = self._book.page(visit.page)
        self.reader.show_page(self._book, page, visit.anchor, visit.words)
        self.contents.mark(visit.page)
        self.title.setText(page.title)
        self.setWindowTitle(translate("Help", "{page} – Help").format(page=page.title))
        commands.refresh(own.BACK, own.FORWARD)

    def _remember(self) -> None:
        """Coming back, one is where one was."""
        if self._at >= 0:
            visit = self._visits[self._at]
            self._visits[self._at] = _Visit(visit.page, self.reader.anchor_in_view(), visit.words)

    def _search(self) -> None:
        self.contents.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.contents.field.selectAll()

    def _show_picture(self, image: QImage, _name: str) -> None:
        PictureSheet(self, image).open_over()

    def _leave(self) -> None:
        """Esc closes what is open in the window before the window itself."""
        popups = [popup for popup in self.findChildren(Popup) if popup.isVisible()]
        if popups:
            popups[-1].close_popup()
        elif self.contents.field.text():
            self.contents.field.clear()
        else:
            self.close()

    # -- Qt's events -------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.reader.clear()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("page"))
        painter.fillRect(0, 0, self.contents.width(), self.height(), theme.colour("sidebar"))
