"""Undo and redo of the manuscript: Qt's own steps first, then those that `past` has kept, scene by scene."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop.ui.panes.story.editor.base import ManuscriptBase
from desktop.ui.panes.story.editor.undo_history import Step, UndoHistory

_MOST_SCENES = 40


class UndoStack:
    """Of one editor. `holds` are cursors of others, which stand where they stood when the steps were walked."""

    def __init__(self, editor: ManuscriptBase) -> None:
        self._editor = editor
        self._history = UndoHistory()
        self._histories: dict[int, UndoHistory] = {}  # of scenes that were open in this session
        self.holds: Callable[[], Iterable[QTextCursor]] = lambda: ()

    @property
    def can_undo(self) -> bool:
        return self._editor.document().isUndoAvailable() or bool(self._history.before)

    @property
    def can_redo(self) -> bool:
        return self._editor.document().isRedoAvailable() or bool(self._history.after)

    def keep(self) -> None:
        """Before Qt's steps are lost: remember them. The text, the caret and what others hold stay as they are."""
        editor = self._editor
        document = editor.document()
        if not (document.isUndoAvailable() or document.isRedoAvailable()):
            return
        caret = editor.textCursor()
        places = [(cursor, cursor.anchor(), cursor.position()) for cursor in (caret, *self.holds())]
        scrolled = editor.verticalScrollBar().value()
        with editor.quietly():
            self._history.take_in(document, editor.script.pieces)
            for cursor, anchor, position in places:
                cursor.setPosition(anchor)
                cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            editor.setTextCursor(caret)
            editor.verticalScrollBar().setValue(scrolled)

    def leave(self) -> None:
        """Another text comes."""
        self.keep()
        self._history.pieces = self._editor.script.pieces() if self._history.before or self._history.after else []

    def enter(self, scene: int | None) -> None:
        """A scene's text has come. What others did to it since it was left is one more step."""
        self._history = UndoHistory() if scene is None else self._histories.pop(scene, UndoHistory())
        if scene is not None:
            self._histories[scene] = self._history
            for oldest in list(self._histories)[:-_MOST_SCENES]:
                del self._histories[oldest]
        if self._history.pieces:
            self._history.add(self._history.pieces, self._editor.script.pieces())
            self._history.pieces = []

    def edited(self) -> None:
        """A person went another way: what was undone before can't be redone."""
        self._history.after.clear()

    def undo(self) -> None:
        """One step back."""
        if self._editor.document().isUndoAvailable():
            QTextEdit.undo(self._editor)
        else:
            self._travel(self._history.before, self._history.after)

    def redo(self) -> None:
        """What was undone last comes again."""
        if self._editor.document().isRedoAvailable():
            QTextEdit.redo(self._editor)
        else:
            self._travel(self._history.after, self._history.before)

    def _travel(self, come: list[Step], go: list[Step]) -> None:
        editor = self._editor
        if not come or editor.has_changes or editor.isReadOnly():
            return
        if go is self._history.after:
            self.keep()  # what Qt has to redo comes after this
        step = come.pop()
        go.append(step)
        if go is self._history.after:
            step = step.turned
        with editor.quietly():
            position = editor.script.replace(step.at, len(step.old), step.new, step.tail, editor.look)
        cursor = editor.textCursor()
        cursor.setPosition(position)
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
        editor.edited.emit()
