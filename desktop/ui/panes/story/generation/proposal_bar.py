"""The buttons under a proposal's paragraph, and what the model is doing while it writes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.stories.records import Take
from desktop.ui.look.theme import theme
from desktop.ui.panes.story import commands
from desktop.ui.panes.story.editor.base import SIDE
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.widgets import CommandButton, Dot, Label

_HEIGHT = 28


class ProposalBar(QWidget):
    """Over the manuscript, where `form.BAR_ROOM` keeps it free."""

    accepted = Signal()
    rejected = Signal()
    again = Signal()
    stopped = Signal()

    def __init__(self, editor: Manuscript) -> None:
        super().__init__(editor.viewport())
        self._editor = editor
        self.scrolled_to: int | None = None  # where following has brought the page
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.accept = CommandButton(commands.ACCEPT, "primary", run=lambda: self.accepted.emit(), height=_HEIGHT)
        self.reject = CommandButton(commands.REJECT, "quiet", run=lambda: self.rejected.emit(), height=_HEIGHT)
        self.more = CommandButton(commands.AGAIN, "quiet", run=lambda: self.again.emit(), height=_HEIGHT)
        self.stop = CommandButton(commands.STOP, run=lambda: self.stopped.emit(), height=_HEIGHT)
        self.dot = Dot("accent")
        self.note = Label("", "meta", "secondary")
        for button in (self.accept, self.reject, self.more, self.stop):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.dot)
        row.addWidget(self.note)
        self.hide()

    def show_writing(self, note: str) -> None:
        """The model reads or writes."""
        self._show(writing=True, note=note)

    def show_choice(self, note: str) -> None:
        """It has finished."""
        self._show(writing=False, note=note)

    def _show(self, *, writing: bool, note: str) -> None:
        for button in (self.accept, self.reject, self.more):
            button.setVisible(not writing)
        self.stop.setVisible(writing)
        self.dot.setVisible(writing)
        self.note.setText(note)
        self.show()

    def place(self, block: QTextBlock | None) -> None:
        """Under this paragraph; hidden without one."""
        if block is None or not block.isValid():
            self.hide()
            return
        layout = block.layout()
        height = layout.lineCount() * self._editor.look.line if layout.lineCount() else self._editor.look.line
        top = round(layout.position().y()) + height - self._editor.verticalScrollBar().value() + theme.px(10)
        if layout.lineCount():
            last = layout.lineAt(layout.lineCount() - 1)
            below = layout.position().y() + last.y() + last.height()
            top = round(below) - self._editor.verticalScrollBar().value() + theme.px(10)
        self.resize(text_width(self._editor), theme.px(_HEIGHT))
        self.move(QPoint(SIDE, top))

    def keep_in_sight(self) -> None:
        """Follow the model down the page, unless a person scrolled away."""
        bar = self._editor.verticalScrollBar()
        below = self.geometry().bottom() + 24 - self._editor.viewport().height()
        if below > 0 and self.scrolled_to in (None, bar.value()):
            bar.setValue(bar.value() + below)
            self.scrolled_to = bar.value()


def text_width(editor: Manuscript) -> int:
    """How wide the lines are: the measure, or what a narrow page leaves of it."""
    return min(editor.look.measure, editor.viewport().width() - 2 * SIDE)


def named(name: str, take: Take | None, takes: list[Take]) -> str:
    """What was asked for, and which one of the takes at its place this is."""
    if take is None:
        return name
    same = [one.id for one in takes if (one.at, one.kind, one.replaced) == (take.at, take.kind, take.replaced)]
    if take.id not in same or len(same) < 2:
        return name
    said = translate("StoryPane", "{name}, take {n} of {all}")
    return said.format(name=name, n=same.index(take.id) + 1, all=len(same))
