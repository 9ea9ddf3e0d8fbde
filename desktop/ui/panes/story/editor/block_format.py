"""How a block of the manuscript looks: its format by kind and by what stands before it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextFormat

from desktop.ui.look.theme import theme
from desktop.ui.panes.story.scene_text import Kind

# properties of a block's format
KIND = QTextFormat.Property.UserProperty + 41
LEVEL = QTextFormat.Property.UserProperty + 42
PROPOSED_BREAK = QTextFormat.Property.UserProperty + 43  # the paragraph's beginning is proposed, not written
ROOM = QTextFormat.Property.UserProperty + 44  # room below for what is pressed there
# property of a character's format: (see `proposal`)
CHANGE = QTextFormat.Property.UserProperty + 45
NEW, OLD = 1, 2  # low bits of CHANGE; the hunk's number above them

STYLE = "manuscript"
BAR_ROOM = 44
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_QUOTE_INDENT = 28
_HANG = 0.46  # em, of an opening mark
_OPENING = "“‘（《「『【"
_HEADING_SIZES = (26, 21, 18)
_HEADING_LINES = (36, 30, 28)


@dataclass(frozen=True)
class Look:
    """The measures of one manuscript at the present text size."""

    chinese: bool
    line: int
    em: int
    indent: int

    @classmethod
    def now(cls, *, chinese: bool) -> Look:
        font = theme.font(STYLE, chinese=chinese)
        em = font.pixelSize()
        return cls(chinese, theme.line(STYLE, chinese=chinese), em, 2 * em if chinese else theme.px(28))

    @property
    def measure(self) -> int:
        """The width of the column, px."""
        return theme.px(544)


def kind_of(block: QTextBlock) -> Kind:
    form = block.blockFormat()
    return Kind(form.intProperty(KIND)) if form.hasProperty(KIND) else Kind.TEXT


def level_of(block: QTextBlock) -> int:
    return block.blockFormat().intProperty(LEVEL)


def change_of(form: QTextCharFormat) -> int:
    return form.intProperty(CHANGE) if form.hasProperty(CHANGE) else 0


def proposed_break(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(PROPOSED_BREAK)


def block_form(
    look: Look, kind: Kind, level: int = 0, *, flush: bool = False, hang: bool = False, first: bool = False
) -> QTextBlockFormat:
    """The format of a block. `flush` goes without an indent, `hang` begins with an opening mark."""
    form = QTextBlockFormat()
    line = look.line
    form.setProperty(KIND, int(kind))
    if kind is Kind.HEADING:
        form.setProperty(LEVEL, level)
        line = theme.px(_HEADING_LINES[max(0, min(level, 3) - 1)])
        form.setTopMargin(0 if first else theme.px(28))
        form.setBottomMargin(theme.px(16))
    elif kind is Kind.BREAK:
        form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        form.setTopMargin(look.line // 2)
        form.setBottomMargin(look.line // 2)
    elif kind is Kind.QUOTE:
        form.setLeftMargin(theme.px(_QUOTE_INDENT))
        form.setRightMargin(theme.px(_QUOTE_INDENT))
        form.setTopMargin(theme.px(8))
        form.setBottomMargin(theme.px(8))
    else:
        indent = 0 if flush and not look.chinese else look.indent
        if hang and look.chinese:
            indent -= round(_HANG * look.em)
        form.setTextIndent(indent)
    if look.chinese and kind in (Kind.TEXT, Kind.QUOTE):
        form.setAlignment(Qt.AlignmentFlag.AlignJustify)
    form.setLineHeight(line, _FIXED)
    return form


def wanted_form(look: Look, block: QTextBlock) -> QTextBlockFormat:
    """The format `block` should have where it stands now."""
    before = block.previous()
    kind = kind_of(block)
    flush = not before.isValid() or kind_of(before) is not Kind.TEXT
    hang = look.chinese and block.text()[:1] in _OPENING and block.length() > 1
    form = block_form(look, kind, level_of(block), flush=flush, hang=hang, first=not before.isValid())
    old = block.blockFormat()
    if old.hasProperty(PROPOSED_BREAK):
        form.setProperty(PROPOSED_BREAK, old.intProperty(PROPOSED_BREAK))
    if old.hasProperty(ROOM):
        form.setProperty(ROOM, True)
        form.setBottomMargin(form.bottomMargin() + theme.px(BAR_ROOM))
    return form


def heading_font(look: Look, level: int) -> QFont:
    font = theme.font(STYLE, chinese=look.chinese)
    font.setPixelSize(theme.px(_HEADING_SIZES[max(0, min(level, 3) - 1)]))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def characters(*, emphasis: bool = False, strong: bool = False, change: int = 0) -> QTextCharFormat:
    """The format of a run; the font itself is the document's."""
    form = QTextCharFormat()
    if emphasis:
        form.setFontItalic(True)
    if strong:
        form.setFontWeight(QFont.Weight.DemiBold.value)
    if change:
        form.setProperty(CHANGE, change)
    return form
