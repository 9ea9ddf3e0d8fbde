"""A block of source code: a card with the language's name, a button that copies, and its own sideways scroll."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QTextEdit, QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.code import file_ending
from desktop.formats.markdown.text import is_chinese
from desktop.formats.markdown.tree import CodeRun, Kind
from desktop.ui import tasks
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.typesetting import typesetter as typeset
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import IconButton, Label, toast
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import CodeBlock

_PAD = 16
_HEAD = 32
_TOP = 12  # instead of the head, where there is no language to name
_FOOT = 11
_COPIED_MS = 1500
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value

_MOST_RUNS = 4_000  # more would take too long to set: such code is one colour

_COLOURS = {
    Kind.PLAIN: "text",
    Kind.KEYWORD: "accent_text",
    Kind.NAME: "code_name",
    Kind.STRING: "good",
    Kind.NUMBER: "accent_text",
    Kind.COMMENT: "secondary",
    Kind.ADDED: "good",
    Kind.REMOVED: "wrong",
}


class CodeCard(QWidget):
    """The card. Its lines are never wrapped; a long one scrolls sideways inside, by its bar or a sideways wheel."""

    def __init__(self, block: CodeBlock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.block = block
        self._word = ""
        self._label = Label(block.label, "small", "secondary", self)
        self.lines = CodeLines(self)
        self.copy_button = IconButton("copy", lambda: translate("Chat", "Copy code"), self, icon_size=18)
        self.copy_button.clicked.connect(self.copy)
        self.save_button = IconButton("download", lambda: translate("Chat", "Save code as a file"), self, icon_size=18)
        self.save_button.clicked.connect(self.save)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(lambda: self.copy_button.set_icon("copy", lambda: translate("Chat", "Copy code")))
        say(self, self._name, lambda: translate("Chat", "Code"))
        self.restyle()

    def _name(self, word: str) -> None:
        self._word = word
        self.setAccessibleName(self._called())
        self.lines.setAccessibleName(self._called())

    def _called(self) -> str:
        return f"{self._word}: {self.block.label}" if self.block.label else self._word

    def restyle(self) -> None:
        """Set the text again in the theme's present colours and sizes."""
        self.lines.show_block(self.block)

    def show_block(self, block: CodeBlock) -> None:
        """Show other code in the same card."""
        self.block = block
        self._label.setText(block.label)
        self.setAccessibleName(self._called())
        self.lines.setAccessibleName(self._called())
        self.restyle()

    def append(self, text: str) -> None:
        """More of the code, without its colours: it is still being written."""
        *before, last = self.block.runs or (CodeRun(""),)
        runs = (CodeRun(last.text + text),) if last.kind is Kind.PLAIN else (last, CodeRun(text))
        self.block = replace(self.block, runs=(*before, *runs))
        self.lines.append_plain(text)

    def copy(self) -> None:
        """Put the code on the clipboard and say so in place."""
        QGuiApplication.clipboard().setText(self.block.text)
        self.copy_button.set_icon("check", lambda: translate("Chat", "Copied"))
        self._back.start(_COPIED_MS)

    def save(self) -> None:
        """Ask for a place and write the code there."""
        dialog = QFileDialog(self.window(), translate("Chat", "Save code as a file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"code.{file_ending(self.block.label)}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.write_to)
        dialog.open()

    def write_to(self, path: str) -> None:
        """Write the code to `path`, off this thread, and say so."""
        text = self.block.text + "\n"

        def failed(error: Exception) -> None:
            toast(self.window(), translate("Chat", "The file could not be written: {cause}").format(cause=error))

        def kept(_: object) -> None:
            toast(self.window(), translate("Chat", "Saved as {path}").format(path=path))

        tasks.run(lambda: Path(path).write_text(text, encoding="utf-8"), kept, failed, self)

    def fit(self, width: int) -> int:
        """Place everything in `width` px and return the height."""
        head = theme.px(_HEAD if self.block.label else _TOP)
        button = self.copy_button.sizeHint()
        inner = width - 2 * _PAD - (0 if self.block.label else 2 * button.width() - 4)
        height = self.lines.natural_height(inner)
        self._label.adjustSize()
        self._label.move(_PAD, (theme.px(36) - self._label.height()) // 2)
        self.lines.setGeometry(QRect(_PAD, head, inner, height))
        self.copy_button.setGeometry(QRect(QPoint(width - button.width() - 8, 4), button))
        self.copy_button.raise_()
        self.save_button.setGeometry(QRect(QPoint(width - 2 * button.width() - 8, 4), button))
        self.save_button.raise_()
        return head + height + _FOOT

    def paintEvent(self, _event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), tokens.RADIUS_CARD, "code")


class CodeLines(QTextEdit):
    """The lines of a card: read-only, selectable, as high as they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        typeset.prepare(self.document(), wrap=QTextOption.WrapMode.NoWrap)

    def show_block(self, block: CodeBlock) -> None:
        palette = self.palette()
        clear = theme.colour("code")
        clear.setAlpha(0)
        palette.setColor(QPalette.ColorRole.Base, clear)
        palette.setColor(QPalette.ColorRole.Highlight, theme.colour("selection"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.colour("text"))
        self.setPalette(palette)
        document = self.document()
        self.ensurePolished()  # or being shown would lay it out once more
        with typeset.laid_out_once(document):
            document.clear()
            self._fill(QTextCursor(document), block)
        self.setTextCursor(QTextCursor(document))  # or the view would scroll to where writing ended

    def _fill(self, cursor: QTextCursor, block: CodeBlock) -> None:
        form = QTextBlockFormat()
        form.setLineHeight(theme.line("code"), _FIXED)
        form.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        cursor.beginEditBlock()
        cursor.setBlockFormat(form)
        font = theme.font("code", chinese=is_chinese(block.text))
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        looks = {kind: _look(font, colour) for kind, colour in _COLOURS.items()}
        runs = block.runs if len(block.runs) <= _MOST_RUNS else (CodeRun(block.text),)
        for run in runs:
            cursor.insertText(typeset.broken(run.text), looks[run.kind])
        cursor.endEditBlock()

    def append_plain(self, text: str) -> None:
        """Put `text` after what is there; nothing else is laid out again."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        look = _look(theme.font("code", chinese=is_chinese(text)), "text")
        cursor.insertText(text, look)

    def natural_height(self, width: int) -> int:
        """The height of all lines, and of the scroll bar when the longest is wider than `width`."""
        size = self.document().size()
        bar = self.horizontalScrollBar().sizeHint().height() if size.width() > width else 0
        return math.ceil(size.height()) + bar

    def wheelEvent(self, event: QWheelEvent) -> None:
        sideways = abs(event.angleDelta().x()) > abs(event.angleDelta().y())
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if (sideways or shifted) and self.horizontalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _look(font: QFont, colour: str) -> QTextCharFormat:
    characters = QTextCharFormat()
    characters.setFont(font)
    characters.setForeground(theme.colour(colour))
    return characters
