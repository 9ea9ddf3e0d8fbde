"""The menu on a selection: ways to rewrite it, and the plain things one does with text."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.panes.story import commands, words
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.panes.story.generation.generation_controller import GenerationController
from desktop.ui.widgets import Button, LineField, Menu, Popup

_ASKS = ("tone", "point_of_view")


class Instruction(Popup):
    """One line more: which tone, whose point of view."""

    entered = Signal(str)

    def __init__(self, anchor: QWidget, placeholder: str) -> None:
        super().__init__(anchor)
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        self.field = LineField(lambda: placeholder, placeholder=lambda: placeholder)
        self.field.setMinimumWidth(theme.px(300))
        self.field.returnPressed.connect(self._go)
        row.addWidget(self.field, 1)
        go = Button(lambda: translate("StoryPane", "Rewrite"), "primary")
        go.clicked.connect(self._go)
        row.addWidget(go)
        self.card.column.addLayout(row)

    def first_focus(self) -> QWidget:
        return self.field

    def _go(self) -> None:
        text = self.field.text().strip()
        self.close_popup()
        if text:
            self.entered.emit(text)


class SelectionMenu(QObject):
    """Opens at the pointer, or at the caret by the keyboard."""

    def __init__(self, editor: Manuscript, generation: GenerationController) -> None:
        super().__init__(editor)
        self._editor = editor
        self._generation = generation
        self.more: list[object] = []  # callables that add rows for a position: spelling
        editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        editor.customContextMenuRequested.connect(self.open_at)

    def open_here(self) -> None:
        """At the caret."""
        self.open_at(self._editor.viewport().mapTo(self._editor, self._editor.cursorRect().bottomLeft()))

    def open_at(self, point: QPoint) -> None:
        editor, generation = self._editor, self._generation
        place = editor.viewport().mapFrom(editor, point)
        menu = Menu(editor)
        position = editor.cursorForPosition(place).position()
        hunk = generation.proposal.hunk_at(position) if generation.proposal.present and not generation.writing else None
        if hunk is not None:
            menu.command(commands.ACCEPT_CHANGE.on(hunk))
            menu.command(commands.REJECT_CHANGE.on(hunk))
            menu.separator()
        for add in self.more:
            add(menu, position)  # type: ignore[operator]
        selected = editor.textCursor().hasSelection()
        free = not generation.writing and not generation.proposal.present
        if selected and free:
            for how, name in words.rewrites():
                menu.add(name, partial(self._rewrite, how, name.rstrip("…"), place))
            menu.separator()
        elif free:
            menu.command(commands.GO_ON_OR_ACCEPT, run=generation.continue_)
            menu.separator()
        menu.command(commands.CUT, run=editor.cut).setEnabled(selected)
        menu.command(commands.COPY, run=editor.copy).setEnabled(selected)
        menu.command(commands.PASTE, run=editor.paste).setEnabled(editor.canPaste())
        menu.open_at(editor, point)

    def _rewrite(self, how: str, name: str, place: QPoint) -> None:
        if how in _ASKS:
            said = (
                translate("StoryPane", "Which tone: dry, tender, threatening")
                if how == "tone"
                else translate("StoryPane", "Whose point of view")
            )
            popup = Instruction(self._editor, said)
            popup.entered.connect(lambda text: self._generation.rewrite(how, name, text))
            popup.open_at(self._editor.viewport(), place)
        elif how == "translate":
            menu = Menu(self._editor)
            for tag, language in (
                ("en", "English"),
                ("zh", "中文"),
                ("fr", "Français"),
                ("de", "Deutsch"),
                ("ja", "日本語"),
            ):
                menu.add(language, partial(self._generation.rewrite, how, name, tag))
            menu.open_at(self._editor.viewport(), place)
        else:
            self._generation.rewrite(how, name)
