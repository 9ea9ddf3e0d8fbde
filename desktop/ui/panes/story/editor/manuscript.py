"""The manuscript: a quiet editor for one scene. What is typed is kept in step as Markdown by `script`."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.story.editor import editor_painting
from desktop.ui.panes.story.editor.base import TITLE_ROOM, ManuscriptBase
from desktop.ui.panes.story.editor.block_format import STYLE, Look, wanted_form
from desktop.ui.panes.story.editor.editing import Editing
from desktop.ui.panes.story.editor.markdown_document import lay_out
from desktop.ui.panes.story.editor.paste import MOST_BYTES, pasted_text
from desktop.ui.panes.story.editor.quotes import typed
from desktop.ui.panes.story.editor.undo_stack import UndoStack
from desktop.ui.text.retranslate import say

_TITLE_TOP = 36
_REST_MS = 900


class KeyHandler(Protocol):
    """Who wants some keys before they are the text's."""

    def handle_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks for; False where it is the next handler's, or the text's."""
        ...


class Manuscript(ManuscriptBase):
    """One editor of four files: this one takes what a person and the system do, and composes the others.

    `rested` fires when the caret has rested a while after typing.
    """

    rested = Signal()
    moved = Signal()
    title_pressed = Signal()
    refused = Signal(str)  # a sentence: why a paste was not taken
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed_last = False
        self.composing = False
        self._shaping = False
        self._key_handlers: list[KeyHandler] = []
        self.editing = Editing(self)
        self.undo_stack = UndoStack(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        self.document().contentsChange.connect(self._changed)
        self.cursorPositionChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self.scrolled)
        say(self, self.setAccessibleName, lambda: translate("StoryPane", "Manuscript"))
        theme.follow(self, self._restyle)

    def add_key_handler(self, handler: KeyHandler) -> None:
        """Let it have keys before the text, after those that were added before it."""
        self._key_handlers.append(handler)

    # -- the text ----------------------------------------------------------------------------------------------------

    def set_text(self, text: str, *, caret: int = 0, scene: int | None = None) -> None:
        """Another scene's text; a `scene` that was open before keeps its steps to undo. `caret` is an offset."""
        self.undo_stack.leave()
        with self.quietly():
            self.document().setDefaultFont(theme.font(STYLE, chinese=self.chinese))
            self.script.set_text(text, self.look)
            self.set_frame()
        self.undo_stack.enter(scene)
        cursor = self.textCursor()
        cursor.setPosition(min(self.script.position(caret), self.document().characterCount() - 1) if caret else 0)
        self.setTextCursor(cursor)
        if caret:
            self.ensureCursorVisible()
        else:
            self.verticalScrollBar().setValue(0)
        self._rest.stop()

    def set_title(self, title: str) -> None:
        """The scene's name over its text; its room is there without one, so that a first name moves nothing."""
        self.title = title
        self.viewport().update()

    def set_language(self, *, chinese: bool, other_text: bool = False) -> None:
        """Lay out as Chinese or as Latin prose; from the next `set_text` on where `other_text` is to come."""
        self.chinese = chinese
        if other_text:
            self.look = Look.now(chinese=chinese)
            self.typesetter.set_look(self.look, other_text=True)
        else:
            self._lay_out()

    def _lay_out(self) -> None:
        """In the look of now; steps to undo, caret and proposal stay, and what one reads stays in its place."""
        seen = self.viewport().rect().contains(self.cursorRect().center())
        held = self.textCursor() if seen else self.cursorForPosition(QPoint(self.viewport().width() // 2, 0))
        top = self.cursorRect(held).top()
        self.look = Look.now(chinese=self.chinese)
        self.undo_stack.keep()
        with self.quietly():
            self.document().setUndoRedoEnabled(False)
            self.document().setDefaultFont(theme.font(STYLE, chinese=self.chinese))
            lay_out(self.document(), self.look)
            self.set_frame()
            self.document().setUndoRedoEnabled(True)
            self.typesetter.set_look(self.look)
            self.set_margins()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.cursorRect(held).top() - top)

    def undo(self) -> None:
        """One step back, also over a change of text size or of scene."""
        self.undo_stack.undo()

    def redo(self) -> None:
        """What was undone last comes again."""
        self.undo_stack.redo()

    def _changed(self, at: int, removed: int, added: int) -> None:
        if self._loading or self.composing:
            return
        self.undo_stack.edited()
        if not self._shaping:
            self._shape(at, added)
        self._typed_last = True
        self._rest.start()
        if removed or added:
            self.edited.emit()

    def _shape(self, at: int, added: int) -> None:
        """Give the blocks round a change the format they should have, as part of that change.

        An undone change has brought the formats back with it: then there is nothing to do, and redo stays.
        """
        document = self.document()
        block = document.findBlock(at)
        last = document.findBlock(min(at + added, document.characterCount() - 1)).next()
        while block.isValid():
            if wanted_form(self.look, block) != block.blockFormat():
                QTimer.singleShot(0, self, lambda: self._reshape(at, added))
                return
            if block == last:
                return
            block = block.next()

    def _reshape(self, at: int, added: int) -> None:
        document = self.document()
        if not document.isUndoAvailable() or document.isRedoAvailable():
            return
        block = document.findBlock(min(at, document.characterCount() - 1))
        last = document.findBlock(min(at + added, document.characterCount() - 1)).next()
        self._shaping = True
        cursor = QTextCursor(block)
        cursor.joinPreviousEditBlock()
        lay_out(document, self.look, block.blockNumber(), last.blockNumber() if last.isValid() else None)
        cursor.endEditBlock()
        self._shaping = False

    def _moved(self) -> None:
        if self._loading:
            return
        self.moved.emit()
        if self._rest.isActive():
            self._rest.start()
        if self.typewriter:
            self.centre_caret()

    def _rested(self) -> None:
        if not self.composing and not self.textCursor().hasSelection() and self._typed_last:
            self._typed_last = False
            self.rested.emit()

    # -- measures ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_margins()
        size = QSizeF(self.viewport().width(), -1)
        if self.document().pageSize() != size:  # the margins came after Qt had laid out
            self.document().setPageSize(size)
        self.scrolled.emit()

    def _restyle(self) -> None:
        self.set_colours()
        look = Look.now(chinese=self.chinese)
        if look != self.look or theme.font(STYLE, chinese=self.chinese) != self.document().defaultFont():
            self._lay_out()
        else:
            self.typesetter.set_look(look)
        self.set_margins()
        self.viewport().update()

    # -- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        editor_painting.paint_title(painter, self, theme.px(_TITLE_TOP))
        if self.spans:
            editor_painting.paint_spans(painter, self, self.spans)
        if self.has_changes:
            editor_painting.paint_changes(painter, self)
        painter.end()
        super().paintEvent(event)
        editor_painting.paint_carets(self)

    # -- keys --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if ctrl and event.key() in (Qt.Key.Key_B, Qt.Key.Key_I):  # the window's Ctrl+B folds the column elsewhere
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if any(handler.handle_key(event) for handler in self._key_handlers):
            event.accept()
            return
        if self.isReadOnly():
            super().keyPressEvent(event)
            return
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        elif ctrl and event.key() == Qt.Key.Key_I:
            self.editing.toggle_emphasis()
        elif ctrl and event.key() == Qt.Key.Key_B:
            self.editing.toggle_strong()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not ctrl:
            self.editing.new_paragraph(soft=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Backspace and self.editing.to_plain_paragraph():
            pass
        elif event.key() == Qt.Key.Key_Tab:
            pass  # never a letter of the text: see `add_key_handler`
        elif not ctrl and event.text() in ('"', "'", "-", ".") and self._type_mark(event.text()):
            pass
        elif event.text() and event.text().isprintable() and not ctrl:
            self.editing.plain_ahead()
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _type_mark(self, letter: str) -> bool:
        cursor = self.textCursor()
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        block = start.block()
        before = block.text()[: start.position() - block.position()]
        found = typed(letter, before[-200:], self.quotes, chinese=self.chinese)
        if found is None:
            return False
        self.editing.plain_ahead()
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if cursor.hasSelection():
            cursor.removeSelectedText()
        for _ in range(found.take):
            cursor.deletePreviousChar()
        cursor.insertText(found.text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.editing.plain_ahead()
        composing = bool(event.preeditString())
        if event.commitString():
            self.composing = False
        super().inputMethodEvent(event)
        self.composing = composing

    # -- paste and drop ----------------------------------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not source.hasUrls() and (source.hasText() or source.hasHtml())

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = pasted_text(source)
        if text is None:
            said = translate(
                "StoryPane", "That is more than {most} MB: import it as a file instead. Nothing was changed."
            )
            self.refused.emit(said.format(most=MOST_BYTES // 1_000_000))
            return
        self.editing.insert_markdown(text)

    def createMimeDataFromSelection(self) -> QMimeData:
        return self.editing.copied()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    # -- pointer -----------------------------------------------------------------------------------------------------

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._over_title(event.position().toPoint()):
            self.title_pressed.emit()
        else:
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:  # Qt would change the font's size
            event.ignore()
        else:
            super().wheelEvent(event)

    def _over_title(self, point: QPoint) -> bool:
        return point.y() + self.verticalScrollBar().value() < theme.px(TITLE_ROOM) - tokens.GRID[1]
