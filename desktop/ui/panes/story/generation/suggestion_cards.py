"""The next sentence: up to five ways to begin it, as cards under the caret; 1 to 5 choose."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.stories.records import Take
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.story.editor.base import SIDE
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.panes.story.generation.proposal_bar import text_width
from desktop.ui.widgets import Label
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import rounded, shadow

_ROOM = 24  # for the shadow
_PAD = 16


class _Opening(Pressable):
    """A number on a key, and a sentence."""

    def __init__(self, number: int, text: str, parent: QWidget) -> None:
        self._number = number
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(text)
        self.setAccessibleName(f"{number}: {text}")
        set_tip(self, text)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hovered or self._number == 1:
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "card_hover")
        key = QRect(12, (self.height() - 20) // 2, 20, 20)
        rounded(painter, key, tokens.RADIUS_TOKEN + 1, "page", "hairline")
        painter.setFont(theme.font("small", chinese=False))
        painter.setPen(theme.colour("secondary"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(self._number))
        font = theme.font_for("manuscript", self.text())
        font.setPixelSize(theme.px(16))
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        area = self.rect().adjusted(48, 0, -12, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class SuggestionCards(QWidget):
    """`chosen` carries the take."""

    chosen = Signal(object)

    def __init__(self, editor: Manuscript) -> None:
        super().__init__(editor.viewport())
        self._editor = editor
        self._placing = False
        self.takes: list[Take] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(_ROOM + 4, _ROOM + 4, _ROOM + 4, _ROOM + 4)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.addWidget(Label(lambda: translate("StoryPane", "Next sentence"), "meta_strong", "secondary"), 1)
        self.hint = Label("", "meta", "secondary")
        head.addWidget(self.hint)
        column.addLayout(head)
        self._rows: list[_Opening] = []
        self._most = 0  # rows that there will be: the text makes room once
        self._column = column
        self.hide()

    def show_takes(self, takes: list[Take], coming: int = 0) -> None:
        """Sentences that say something, each once, below those that stand there; `coming` more may follow."""
        seen: dict[str, Take] = {}
        for take in takes:
            if take.text.strip():
                seen.setdefault(take.text.strip(), take)
        known, self.takes = self.takes, list(seen.values())[:5]
        if self.isHidden() or self.takes[: len(known)] != known:
            self._clear()
        for number, take in enumerate(self.takes[len(self._rows) :], len(self._rows) + 1):
            row = _Opening(number, " ".join(take.text.split()), self)
            row.clicked.connect(lambda _=False, take=take: self.chosen.emit(take))
            self._column.addWidget(row)
            row.show()
            self._rows.append(row)
        if not self.takes:
            self.hide()
            return
        self._most = min(5, len(self.takes) + coming)
        self.hint.setText(
            translate("StoryPane", "Choose with 1 to {n}, or keep writing").format(n=len(self.takes))
            if len(self.takes) > 1
            else translate("StoryPane", "Choose with 1, or keep writing")
        )
        self.show()
        self.place()

    def _clear(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []

    def place(self) -> None:
        """Under the caret; the text makes room where there is none."""
        if self.isHidden():
            return
        editor = self._editor
        height = 2 * _ROOM + 8 + theme.px(28) + len(self._rows) * theme.px(40)
        width = text_width(editor) + 2 * _PAD
        caret = editor.cursorRect()
        top = caret.bottom() + 6
        coming = (self._most - len(self._rows)) * theme.px(40)
        below = top + height + coming - 2 * _ROOM + 16 - editor.viewport().height()
        if below > 0 and not self._placing:
            self._placing = True
            before = editor.verticalScrollBar().value()
            editor.verticalScrollBar().setValue(before + below)
            top -= editor.verticalScrollBar().value() - before
            self._placing = False
        self.setGeometry(SIDE - _PAD - _ROOM, top - _ROOM, width + 2 * _ROOM, height)
        self.raise_()

    def most(self) -> int:
        """How many fit: five where they leave a good part of the page to the text."""
        room = self._editor.viewport().height() // 2 - theme.px(28)
        return max(3, min(5, room // theme.px(40)))

    def take(self, number: int) -> Take | None:
        return self.takes[number - 1] if self.isVisible() and 1 <= number <= len(self.takes) else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.rect().adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        shadow(painter, area, tokens.RADIUS_CARD)
        rounded(painter, area, tokens.RADIUS_CARD, "card", "hairline")
