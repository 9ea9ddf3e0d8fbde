"""Ways to look at the page: focus on the paragraph, typewriter scrolling, the whole screen for the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.ui.panes.story.editor.manuscript import Manuscript


class ViewModes(QObject):
    """`quiet_changed` tells that everything but the text should go, or come back."""

    quiet_changed = Signal(bool)

    def __init__(self, editor: Manuscript, window: Callable[[], QWidget]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._window = window
        self._was_maximised = False
        self.focused = False
        self.full_screen = False
        self._lit = -1
        editor.moved.connect(self._follow)

    @property
    def typewriter(self) -> bool:
        return self._editor.typewriter

    def toggle_typewriter(self) -> None:
        self._editor.typewriter = not self._editor.typewriter
        if self._editor.typewriter:
            self._editor.centre_caret()

    def toggle_focus(self) -> None:
        """Only the paragraph one writes in stands dark."""
        self.focused = not self.focused
        setter = self._editor.typesetter
        setter.faded = (lambda number: number != self._lit) if self.focused else None
        self._lit = self._editor.textCursor().blockNumber()
        setter.rehighlight()

    def _follow(self) -> None:
        if not self.focused:
            return
        number = self._editor.textCursor().blockNumber()
        if number == self._lit:
            return
        before, self._lit = self._lit, number
        for place in (before, number):
            block = self._editor.document().findBlockByNumber(place)
            if block.isValid():
                self._editor.typesetter.rehighlightBlock(block)

    def toggle_full_screen(self) -> None:
        """Nothing but the page, on the whole screen."""
        self.full_screen = not self.full_screen
        window = self._window()
        if self.full_screen:
            self._was_maximised = window.isMaximized()
            window.showFullScreen()
        elif self._was_maximised:
            window.showMaximized()
        else:
            window.showNormal()
        self.quiet_changed.emit(self.full_screen)
        self._editor.setFocus()
        self._editor.moveCursor(QTextCursor.MoveOperation.NoMove)
        self._editor.ensureCursorVisible()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Esc leaves the full screen, where nothing else wanted it."""
        if event.key() == Qt.Key.Key_Escape and self.full_screen:
            self.toggle_full_screen()
            return True
        return False
