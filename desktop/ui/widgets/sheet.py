"""A long text to read, over the window: a licence, the terms of a model."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QWidget

from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.theme import theme
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.labels import Label, Line
from desktop.ui.widgets.popup import Popup

_ARTICLE = re.compile(r"<article\b.*?(<h1\b.*?)</article>", re.DOTALL | re.IGNORECASE)
_LEFT_OUT = re.compile(r"<(script|style|svg|devsite-[\w-]+|button)\b.*?</\1>|<img\b[^>]*>", re.DOTALL | re.IGNORECASE)


class _Reader(QTextBrowser):
    """Shows the text it is given and loads nothing, neither images nor links."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        return ""


class Sheet(Popup):
    """A card in the middle of the window with a title, a text and a cross."""

    def __init__(self, anchor: QWidget, title: str, text: str, *, html: bool = False) -> None:
        super().__init__(anchor)
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 8, 8)
        head.addWidget(Label(title, "title", elide=True), 1)
        cross = IconButton("x", lambda: translate("Widgets", "Close"))
        cross.clicked.connect(self.close_popup)
        head.addWidget(cross)
        self.card.column.addLayout(head)
        self.card.column.addWidget(Line())
        self.reader = _Reader()
        self.reader.setOpenLinks(False)
        self.reader.setFont(theme.font("chrome", chinese=False))
        self.reader.document().setDocumentMargin(20)
        self.reader.setAccessibleName(title)
        if html:
            self.reader.setHtml(text)
        else:
            self.reader.setPlainText(text)
        self._set_lines()
        self.reader.document().setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, title)
        self.card.column.addWidget(self.reader, 1)

    def first_focus(self) -> QWidget:
        return self.reader

    def _set_lines(self) -> None:
        """Text of the interface's size stands on its lines; headings of a web page keep their own."""
        form = QTextBlockFormat()
        form.setLineHeight(theme.line("chrome"), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor = QTextCursor(self.reader.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)

    def open_over(self) -> None:
        """Show it in the middle of the window."""
        self.open_below(self.anchor)

    def _place(self) -> None:
        window = self._over.rect()
        self.setGeometry(window)
        width = min(theme.em("chrome", 56), window.width() - 80)
        height = min(theme.em("chrome", 48), window.height() - 80)
        self.card.setGeometry((window.width() - width) // 2, (window.height() - height) // 2, width, height)


def readable_part(page: str) -> str:
    """The article of a web page that was saved whole, without its menus, scripts and pictures."""
    found = _ARTICLE.search(page)
    return _LEFT_OUT.sub("", found.group(1) if found else page)


def show_text(anchor: QWidget, title: str, file: Path) -> None:
    """Open a licence or terms over the window."""

    def show(text: str) -> None:
        is_page = file.suffix.lower() in (".html", ".htm")
        Sheet(anchor, title, readable_part(text) if is_page else text, html=is_page).open_over()

    def failed(error: Exception) -> None:
        Sheet(anchor, title, str(error)).open_over()

    tasks.run(lambda: file.read_text(encoding="utf-8", errors="replace"), show, failed, anchor)
