"""What every part of the manuscript's editor works on: the text field with its document, its look and its Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPalette, QTextBlock, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.ui.look.theme import theme
from desktop.ui.panes.story.editor.block_format import Look
from desktop.ui.panes.story.editor.markdown_document import MarkdownDocument
from desktop.ui.panes.story.editor.paragraph_typesetter import Typesetter
from desktop.ui.panes.story.editor.quotes import CURLY
from desktop.ui.text.caret import Caret

SIDE = 40  # px inside the viewport beside the text, for the rule and what floats
TITLE_ROOM = 86  # over the text


class ManuscriptBase(QTextEdit):
    """`edited` fires after every change of what is kept, which `script` keeps in step as Markdown."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chinese = False
        self.quotes = CURLY
        self.title = self.untitled = ""
        self.typewriter = False
        self.has_changes = False  # something stands proposed in the text: `Proposal` keeps this
        self.writing_at: Callable[[], int | None] = lambda: None  # where the model writes: the amber caret
        self.spans: dict[int, list[tuple[int, int, str]]] = {}  # tints: see `editor_painting.paint_spans`
        self._loading = False
        self.look = Look.now(chinese=False)
        self.caret = Caret(self)
        self._prepare()
        self.script = MarkdownDocument(self.document())
        self.typesetter = Typesetter(self.document(), self.look)

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # each paragraph has its own, by its text
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setCursorWidth(0)  # Qt's caret is the text's colour: see `caret`
        self.document().setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def text(self) -> str:
        """What is kept."""
        return self.script.text()

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """What happens inside is not somebody writing."""
        was, self._loading = self._loading, True
        try:
            yield
        finally:
            self._loading = was

    # -- measures ----------------------------------------------------------------------------------------------------

    def centre_caret(self) -> None:
        """Keep the caret's line in the middle of the page."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect().center().y() - self.viewport().height() * 45 // 100)

    def text_rect(self, block: QTextBlock) -> QRect:
        """A block's lines in the viewport."""
        area = self.document().documentLayout().blockBoundingRect(block)
        return area.translated(0, -self.verticalScrollBar().value()).toRect()

    def set_margins(self) -> None:
        """The text in the middle; the room of the scroll bar is kept, so that its coming moves nothing."""
        bar = self.verticalScrollBar()
        kept = bar.sizeHint().width()
        free = max(0, self.width() - kept - self.look.measure - 2 * SIDE)
        self.setViewportMargins(free // 2, 0, free - free // 2 + (0 if bar.isVisible() else kept), 0)

    def set_frame(self) -> None:
        """The room over the text for its title, below and beside it."""
        frame = self.document().rootFrame().frameFormat()
        frame.setTopMargin(theme.px(TITLE_ROOM))
        frame.setBottomMargin(max(260, self.viewport().height() // 2) if self.typewriter else 260)
        frame.setLeftMargin(SIDE)
        frame.setRightMargin(SIDE)
        self.document().setUndoRedoEnabled(False)
        self.document().rootFrame().setFrameFormat(frame)
        self.document().setUndoRedoEnabled(True)

    def set_colours(self) -> None:
        """Those of the theme."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, theme.colour("text"))
        palette.setColor(QPalette.ColorRole.Highlight, theme.colour("selection"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.colour("text"))
        self.setPalette(palette)
