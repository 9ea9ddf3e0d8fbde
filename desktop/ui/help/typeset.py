"""Pages of the handbook as a document: Markdown to HTML, then our fonts, line heights and colours."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
)

from desktop.ui.commands import commands, keys_text, plain_keys
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme

_ANCHORED = re.compile(r'<h([1-3])>(.*?) *<a id="([\w-]+)"></a></h\1>')
_CODE = re.compile(r"<code>([^<]*)</code>")
_HEADING_STYLE = {1: "heading", 2: "chat_strong", 3: "chrome_strong"}
_ABOVE = {1: 28, 2: 28, 3: 20}
_BELOW = {1: 10, 2: 6, 3: 4}
_STYLE = "chat"


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def to_html(source: str) -> str:
    """The page as HTML: headings named by their anchors, keys as this system letters them."""
    made = _ANCHORED.sub(r'<h\1><a name="\3"></a>\2</h\1>', str(_parser().render(source)))
    made = made.replace("\n</code></pre>", "</code></pre>")
    made = made.replace("<table>", '<table cellspacing="0" cellpadding="0" width="100%">')
    return _CODE.sub(_keys(), made)


def _keys() -> Callable[[re.Match[str]], str]:
    shown = {plain_keys(keys): keys_text(keys) for command in commands.all() for keys in (command.keys,) if keys}

    def replaced(found: re.Match[str]) -> str:
        said = html.unescape(found[1])
        return f'<code class="keys">{html.escape(shown[said])}</code>' if said in shown else found[0]

    return replaced


def sheet() -> str:
    """The style sheet of the document, of the theme as it is now."""
    return tokens.help_style(theme.font("code").families(), dark=theme.dark)


def dress(document: QTextDocument, *, chinese: bool) -> None:
    """Give every paragraph its font and line height; headings their style and air."""
    body = theme.font(_STYLE, chinese=chinese)
    document.setDefaultFont(body)
    block = document.begin()
    while block.isValid():
        _dress_block(block, chinese=chinese)
        block = block.next()


def _dress_block(block: QTextBlock, *, chinese: bool) -> None:
    form = block.blockFormat()
    cursor = QTextCursor(block)
    level = form.headingLevel()
    if level:
        style = _HEADING_STYLE[min(level, 3)]
        font = QTextCharFormat()
        font.setFont(theme.font(style, chinese=chinese))
        font.setForeground(theme.colour("text"))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.mergeCharFormat(font)
        form.setTopMargin(theme.px(_ABOVE[min(level, 3)]))
        form.setBottomMargin(theme.px(_BELOW[min(level, 3)]))
    else:
        style = _STYLE
        in_table = cursor.currentTable() is not None
        form.setTopMargin(0)
        form.setBottomMargin(0 if in_table or form.nonBreakableLines() else theme.px(4 if block.textList() else 12))
    if not has_picture(block):
        kind = QTextBlockFormat.LineHeightTypes.FixedHeight
        line = theme.line("code") if form.nonBreakableLines() else theme.line(style, chinese=chinese)
        form.setLineHeight(line, kind.value)
    QTextCursor(block).setBlockFormat(form)
    _size_code(block, chinese=chinese)


def has_picture(block: QTextBlock) -> bool:
    """Whether a picture stands in the paragraph: its line is as high as that."""
    return any(fragment.charFormat().isImageFormat() for fragment in _fragments(block))


def _size_code(block: QTextBlock, *, chinese: bool) -> None:
    """Code is set in the code's own size; keys in the interface's font."""
    pieces = [(piece.position(), piece.length()) for piece in _fragments(block) if _is_code(piece)]
    for start, length in pieces:
        cursor = QTextCursor(block.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setFont(theme.font("code", chinese=chinese))
        cursor.mergeCharFormat(form)


def _is_code(piece: QTextFragment) -> bool:
    """Only code has a ground of its own."""
    return piece.charFormat().background().style() != Qt.BrushStyle.NoBrush


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    pieces = block.begin()
    while not pieces.atEnd():
        fragment = pieces.fragment()
        if fragment.isValid():
            yield fragment
        pieces += 1
