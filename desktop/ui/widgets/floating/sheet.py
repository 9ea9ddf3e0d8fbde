"""A long text to read, over the window: a licence, the terms of a model."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from desktop.ui import tasks
from desktop.ui.look.theme import theme
from desktop.ui.widgets.floating.panel_sheet import PanelSheet

_ARTICLE = re.compile(r"<article\b.*?(<h1\b.*?)</article>", re.DOTALL | re.IGNORECASE)
_LEFT_OUT = re.compile(r"<(script|style|svg|devsite-[\w-]+|button)\b.*?</\1>|<img\b[^>]*>", re.DOTALL | re.IGNORECASE)


class _Reader(QTextBrowser):
    """Shows the text it is given and loads nothing, neither images nor links."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        return ""


class Sheet(PanelSheet):
    """A card in the middle of the window with a title, a text and a cross."""

    def __init__(self, anchor: QWidget, title: str, text: str, *, html: bool = False) -> None:
        super().__init__(anchor, title, width_em=56, height_em=48)
        self.body.setContentsMargins(0, 0, 0, 0)
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
        self.body.addWidget(self.reader, 1)

    def first_focus(self) -> QWidget:
        return self.reader

    def _set_lines(self) -> None:
        """Text of the interface's size stands on its lines; headings of a web page keep their own."""
        form = QTextBlockFormat()
        form.setLineHeight(theme.line("chrome"), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor = QTextCursor(self.reader.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)


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
