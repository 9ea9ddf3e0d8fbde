"""Earlier versions of a scene: compared with what stands now, and brought back."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.story.diff import compare
from desktop.store.stories.records import Reason, SceneVersion
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.story import words
from desktop.ui.text.date_format import moment_text
from desktop.ui.widgets import Button, Label, Line, PanelSheet, RowButton, Scrolled

_LIST = 224


def reason_text(reason: Reason) -> str:
    return {
        Reason.AUTOSAVE: lambda: translate("StoryPane", "while writing"),
        Reason.MANUAL: lambda: translate("StoryPane", "kept by you"),
        Reason.IMPORT: lambda: translate("StoryPane", "imported"),
        Reason.BEFORE_RESTORE: lambda: translate("StoryPane", "before a version was restored"),
        Reason.BEFORE_GENERATION: lambda: translate("StoryPane", "before the model wrote"),
        Reason.BEFORE_REPLACE: lambda: translate("StoryPane", "before a replacement"),
        Reason.REFUSED: lambda: translate("StoryPane", "from another window"),
    }[reason]()


def compared(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces of both texts in order: ("same" | "gone" | "new", text)."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for hunk in compare(before, after).hunks:
        pieces += [("same", before[at : hunk.start]), ("gone", hunk.old), ("new", hunk.new)]
        at = hunk.end
    pieces.append(("same", before[at:]))
    return [(kind, text.replace("\n\n", "\n")) for kind, text in pieces if text]


class Comparison(QTextEdit):
    """A text with what went and what came, to read."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(24)
        self.viewport().setAutoFillBackground(False)

    def show_pieces(self, pieces: list[tuple[str, str]], *, chinese: bool) -> None:
        self.clear()
        font = theme.font("manuscript", chinese=chinese)
        font.setPixelSize(theme.px(16))
        self.document().setDefaultFont(font)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, theme.colour("text"))
        self.setPalette(palette)
        cursor = QTextCursor(self.document())
        for kind, text in pieces:
            form = QTextCharFormat()
            if kind == "gone":
                form.setFontStrikeOut(True)
                form.setForeground(theme.colour("wrong"))
                form.setBackground(QColor(theme.colour("wrong_tint")))
            elif kind == "new":
                form.setBackground(QColor(theme.colour("proposal")))
                form.setFontUnderline(True)
            cursor.insertText(text, form)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)


class History(PanelSheet):
    """A card over the window. `restored` carries the chosen version's id, `chosen` the one to compare."""

    help_topic = "story#safety"

    chosen = Signal(int)
    restored = Signal(int)

    def __init__(self, anchor: QWidget, title: str, *, chinese: bool) -> None:
        super().__init__(anchor, title, width_em=68, height_em=49)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._chinese = chinese
        self._version: int | None = None
        self.restore = Button(lambda: translate("StoryPane", "Restore this version"), "primary")
        self.restore.clicked.connect(self._restore)
        self.restore.setEnabled(False)
        self.head.insertWidget(1, self.restore)
        row = QHBoxLayout()
        self.list = Scrolled()
        self.list.setFixedWidth(theme.px(_LIST))
        row.addWidget(self.list)
        row.addWidget(Line(standing=True))
        self.text = Comparison()
        self.text.setAccessibleName(translate("StoryPane", "What changed since this version"))
        row.addWidget(self.text, 1)
        self.body.addLayout(row, 1)

    def show_versions(self, versions: list[SceneVersion]) -> None:
        """Newest first."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*((4, 4, 8, 4) if versions else (20, 12, 8, 4)))
        column.setSpacing(0)
        if not versions:
            column.addWidget(
                Label(lambda: translate("StoryPane", "There is no earlier version yet."), token="secondary")
            )
        for version in versions:
            said = f"{moment(version.created)}  {words.written(version.words, chinese=self._chinese)}"
            button = RowButton(lambda said=said: said)  # type: ignore[misc]
            set_tip(button, reason_text(version.reason))
            button.setAccessibleDescription(reason_text(version.reason))
            button.clicked.connect(lambda _=False, key=version.id: self._choose(key))
            column.addWidget(button)
        column.addStretch(1)
        self.list.show_inside(inside)
        buttons = inside.findChildren(RowButton)
        if buttons:
            buttons[0].click()
            buttons[0].setFocus()

    def show_text(self, version_id: int, then: str, now: str) -> None:
        if version_id == self._version:
            self.text.show_pieces(compared(then, now), chinese=self._chinese)

    def _choose(self, version_id: int) -> None:
        self._version = version_id
        self.restore.setEnabled(True)
        self.chosen.emit(version_id)

    def _restore(self) -> None:
        version = self._version
        self.close_popup()
        if version is not None:
            self.restored.emit(version)


def moment(when: datetime) -> str:
    """A time of today, or a date."""
    local = when.astimezone()
    today = datetime.now().astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else moment_text(when)
