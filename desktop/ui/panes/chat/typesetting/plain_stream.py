"""The text of a reply while it is being written: plain, appended piece by piece, so that nothing is set twice."""

from __future__ import annotations

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.text import is_chinese, readable
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.typesetting.prose import Prose

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_PARAGRAPH_GAP = 8
_DECIDING = 120  # characters at the start of a paragraph that may still change its script
_LINE_SEPARATOR = "\u2028"


class PlainStream(Prose):
    """Growing text. A blank line begins a paragraph, as it will when it is typeset."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = 0
        self._breaks = 0  # line breaks at the end that may become a paragraph
        self._begun = False
        self._chinese = False
        self.follow_theme()
        self.setAccessibleName(translate("Chat", "Reply"))

    def show_text(self, text: str) -> bool:
        """Append what is new in `text`; True when there was something."""
        fresh = text[self._taken :]
        if not fresh:
            return False
        self._taken = len(text)
        self.append_text(fresh)
        return True

    def append_text(self, fresh: str) -> None:
        """Put `fresh` after what is there."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for line in readable(fresh).split("\n"):
            if line:
                self._append(cursor, line)
            self._breaks += 1
        self._breaks -= 1
        cursor.endEditBlock()

    def restyle(self, text: str) -> None:
        """Set everything again in the theme's present colours and sizes."""
        self.follow_theme()
        self.document().clear()
        self._taken = self._breaks = 0
        self._begun = self._chinese = False
        self.show_text(text)

    def _append(self, cursor: QTextCursor, line: str) -> None:
        if not self._begun:
            line = line.lstrip()
            if not line:
                return
            cursor.setBlockFormat(self._form(first=True))
        elif self._breaks > 1:
            self._chinese = is_chinese(line)
            cursor.insertBlock(self._form(first=False))
        elif self._breaks == 1:
            cursor.insertText(_LINE_SEPARATOR)
        self._begun = True
        self._breaks = 0
        cursor.insertText(line, self._characters())
        block = cursor.block()
        if block.length() < _DECIDING and is_chinese(block.text()) != self._chinese:
            self._decide(cursor, not self._chinese)

    def _decide(self, cursor: QTextCursor, chinese: bool) -> None:
        """The paragraph turns out to be in the other script: its font and line height change."""
        self._chinese = chinese
        whole = QTextCursor(cursor.block())
        whole.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        whole.setBlockFormat(self._form(first=not cursor.block().previous().isValid()))
        whole.setCharFormat(self._characters())

    def _form(self, *, first: bool) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setLineHeight(theme.line("chat", chinese=self._chinese), _FIXED)
        form.setTopMargin(0 if first else _PARAGRAPH_GAP)
        return form

    def _characters(self) -> QTextCharFormat:
        characters = QTextCharFormat()
        characters.setFont(theme.font("chat", chinese=self._chinese))
        characters.setForeground(theme.colour("text"))
        return characters
