"""Snippets by "/": a list at the caret while one types the name, then the variables in turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.features.chat.snippets import matching, pieces
from desktop.ui import tasks
from desktop.ui.panes.chat.composer.composer_text import ComposerText
from desktop.ui.panes.chat.snippets.dialog import SnippetsDialog
from desktop.ui.panes.chat.snippets.snippet_list import SnippetList
from desktop.ui.panes.chat.snippets.variable_fields import SnippetFields
from desktop.ui.text.retranslate import say

if TYPE_CHECKING:
    from desktop.features.chat.snippets import Snippets
    from desktop.store.conversations.assistants import Snippet

_LEFT = 12  # of the caret: the names stand under the slash
# A slash at the beginning or after a space, and the beginning of a name: not an address, not a path.
_TYPED = re.compile(r"(?:^|[\s\u2028])([/／]([^\s/／]{0,30}))$")


class SnippetTyping(QObject):
    """Watches the composer's text; `page` is where a selection for {{selection}} is looked for."""

    def __init__(self, snippets: Snippets, text: ComposerText, page: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._snippets = snippets
        self._text = text
        self._page = page
        self._known: list[Snippet] = []
        self._list: SnippetList | None = None
        self._dismissed = -1  # where a slash stands whose list was closed
        self.fields = SnippetFields(text)
        text.installEventFilter(self)
        text.textChanged.connect(self._changed)
        text.cursorPositionChanged.connect(self._look)
        text.focused.connect(lambda here: None if here else self.close())
        say(self, lambda _: self.read(), lambda: "")

    @property
    def list(self) -> SnippetList | None:
        """The list while it is shown."""
        return self._list if self._list is not None and self._list.isVisible() else None

    def read(self) -> None:
        """Read the snippets again."""

        def found(known: list[Snippet]) -> None:
            self._known = known

        tasks.run(self._snippets.all, found, owner=self, lane="store")

    def begin(self) -> None:
        """Type the slash for a person who chose the command."""
        self._text.setFocus()
        cursor = self._text.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        cursor.insertText("/" if not before or before[-1:].isspace() else " /")
        self._text.setTextCursor(cursor)
        self._look()

    def manage(self) -> None:
        """The sheet with all snippets."""
        self.close()
        sheet = SnippetsDialog(self._text, self._snippets)
        sheet.closed.connect(self.read)
        sheet.open_over()

    def close(self) -> None:
        """Take the list away."""
        if self._list is not None:
            self._list.hide()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self._text.document().isEmpty():
            self.fields.end()
            self._dismissed = -1
        elif self.fields.active:
            self.fields.paint()
        self._look()

    def _look(self) -> None:
        slash = self._slash()
        if slash is None or not self._text.hasFocus() or self._text.composing:
            self.close()
            return
        position, typed = slash
        if position == self._dismissed:
            return
        found = matching(self._known, typed)
        if typed and not found:
            self.close()
            return
        if self._list is None:
            self._list = SnippetList(self._text)
            self._list.chosen.connect(self._choose)
        caret = self._text.cursorRect()
        viewport = self._text.viewport()
        corner = viewport.mapTo(self._text.window(), caret.topLeft() - QPoint(_LEFT, 0))
        self._list.show_snippets(found, QRect(corner, caret.size()))

    def _slash(self) -> tuple[int, str] | None:
        """Where the slash stands and what was typed after it."""
        cursor = self._text.textCursor()
        if cursor.hasSelection() or self.fields.active:
            return None
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = _TYPED.search(before)
        return (cursor.block().position() + found.start(1), found[2]) if found else None

    def _choose(self, snippet: Snippet | None) -> None:
        slash = self._slash()
        self.close()
        if slash is None:
            return
        cursor = self._text.textCursor()
        cursor.setPosition(slash[0], QTextCursor.MoveMode.KeepAnchor)
        if snippet is None:
            cursor.removeSelectedText()
            self.manage()
            return
        values = {"clipboard": QGuiApplication.clipboard().text(), "selection": self._selection()}
        self.fields.insert(cursor, pieces(snippet.text, values))
        self._text.ensureCursorVisible()

    def _selection(self) -> str:
        """What is selected on the page."""
        for text in self._page.findChildren(QTextEdit):
            if text is not self._text and text.textCursor().hasSelection():
                return text.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n")
        return ""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._text.composing:
            return self._key(event)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.key() == Qt.Key.Key_Escape and (self.list is not None or self.fields.active)
            if mine:
                event.accept()
            return mine
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        shown = self.list
        if shown is not None:
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                shown.move(1 if key == Qt.Key.Key_Down else -1)
            elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                shown.take()
            elif key == Qt.Key.Key_Escape:
                slash = self._slash()
                self._dismissed = slash[0] if slash else -1
                self.close()
            else:
                return False
            return True
        if self.fields.active:
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.fields.step(1 if key == Qt.Key.Key_Tab else -1)
                return True
            if key == Qt.Key.Key_Escape:
                self.fields.end()
                return True
        return False
