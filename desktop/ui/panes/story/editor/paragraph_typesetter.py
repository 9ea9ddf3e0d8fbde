"""What a paragraph's own text asks of its letters: Chinese marks squeezed, a heading's size, words misspelt.

It changes how the text is laid out, never the text: nothing of it can be undone, because nothing was done.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.formats.markdown.text import is_chinese
from desktop.ui.look.theme import theme
from desktop.ui.panes.story.editor.block_format import Look, heading_font, kind_of, level_of
from desktop.ui.panes.story.scene_text import Kind

_SQUEEZE = 0.42  # em
_OPENING, _CLOSING = "“‘（《「『【", "”’）》」』】。，、；：？！"
_MARKS = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|[{_OPENING}](?=[{_OPENING}])")
_LONGEST = 20_000  # letters of one paragraph that are looked at

Spans = Callable[[int, str], list[tuple[int, int]]]  # block number and text -> misspelt (start, length)


class Typesetter(QSyntaxHighlighter):
    """Lays out each paragraph after it changed. `misspelt` says which words get a squiggle."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._look = look
        self.misspelt: Spans | None = None
        self.faded: Callable[[int], bool] | None = None
        self._prepare()

    def set_look(self, look: Look, *, other_text: bool = False) -> None:
        """The measures from now on; `other_text` comes next, so that this one can stay as it is."""
        self._look = look
        self._prepare()
        if not other_text:
            self.rehighlight()

    def _prepare(self) -> None:
        look = self._look
        self._squeezed = QTextCharFormat()
        self._squeezed.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        self._squeezed.setFontLetterSpacing(-_SQUEEZE * look.em)
        self._other = QTextCharFormat()
        self._other.setFontFamilies(theme.font("manuscript", chinese=not look.chinese).families())
        self._headings = []
        for level in (1, 2, 3):
            form = QTextCharFormat()
            font = heading_font(look, level)
            form.setFontWeight(font.weight())
            form.setProperty(QTextCharFormat.Property.FontPixelSize, font.pixelSize())
            self._headings.append(form)
        self._wrong = QTextCharFormat()
        self._wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._wrong.setUnderlineColor(theme.colour("wrong"))
        self._faded = QTextCharFormat()
        faint = QColor(theme.colour("secondary"))
        faint.setAlphaF(0.45)
        self._faded.setForeground(faint)

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        kind = kind_of(block)
        number = block.blockNumber()
        if kind is Kind.HEADING:
            self.setFormat(0, len(text), self._headings[max(0, min(3, level_of(block)) - 1)])
            return
        base: QTextCharFormat | None = None
        if text and (self._look.chinese if text.isascii() else is_chinese(text) != self._look.chinese):
            base = self._other
        if self.faded is not None and self.faded(number):
            base = QTextCharFormat(base) if base is not None else QTextCharFormat()
            base.setForeground(self._faded.foreground())
        if base is not None:
            self.setFormat(0, len(text), base)
        if len(text) > _LONGEST:
            return
        if not text.isascii():
            for match in _MARKS.finditer(text):
                self._merge(match.start(), 1, self._squeezed, base)
        if self.misspelt is not None and kind is not Kind.BREAK:
            for start, length in self.misspelt(number, text):
                self._merge(start, length, self._wrong, base)

    def _merge(self, start: int, length: int, form: QTextCharFormat, base: QTextCharFormat | None) -> None:
        if base is None:
            self.setFormat(start, length, form)
            return
        both = QTextCharFormat(base)
        both.merge(form)
        self.setFormat(start, length, both)
