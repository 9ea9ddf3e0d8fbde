"""Chinese punctuation set closer: adjacent full-width marks, and an opening mark at the start of a paragraph.

A full-width mark fills one half of its square. Of two together the gap between them is taken out (0.42 em), and an
opening mark at the start hangs half out, so that the text's edge stays straight (0.46 em). The text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.formats.markdown.text import is_chinese

SQUEEZED, HUNG = 0.42, 0.46  # em
_OPENING = "“‘「『（《〈【〔"
_CLOSING = "”’」』）》〉】〕。，、；：！？．"
_TOGETHER = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|[{_OPENING}](?=[{_OPENING}])")


def squeezed(text: str) -> list[int]:
    """The places of the marks that give up the room after them."""
    return [found.start() for found in _TOGETHER.finditer(text)] if is_chinese(text) else []


def hung(text: str) -> float:
    """How far out the first character stands, in em."""
    return HUNG if text[:1] and text[0] in _OPENING and is_chinese(text) else 0.0


class Squeeze(QSyntaxHighlighter):
    """Follows a document's text. `em` gives the size of Chinese letters in it, in px, now."""

    def __init__(self, document: QTextDocument, em: Callable[[], int]) -> None:
        super().__init__(document)
        self._em = em

    def highlightBlock(self, text: str) -> None:
        places = squeezed(text)
        if not places:
            return
        for place in places:
            before = self.format(place)
            form = QTextCharFormat(before)
            form.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
            form.setFontLetterSpacing(-SQUEEZED * self._em())
            self.setFormat(place, 1, form)
