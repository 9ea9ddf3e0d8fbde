"""What comes in or goes out: a card at the foot of the page that says how far it is, and then what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.widgets import Button, IconButton, Paragraph, ProgressBar4
from desktop.ui.widgets.draw import rounded, shadow

if TYPE_CHECKING:
    from desktop.features.generation.stop import Stop

_ROOM = 32  # for the shadow
_WIDTH = 480
_LINES = 5


class TransferCard(QWidget):
    """Stays until it is closed, since it may name what could not be read. Escape closes it once it has ended."""

    def __init__(self, page: ChatPage, stop: Stop) -> None:
        super().__init__(page)
        for old in page.findChildren(TransferCard):
            if old is not self:
                old.close_card()
        self._page = page
        self._stop = stop
        self.ended = False
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_ROOM + 16, _ROOM + 12, _ROOM + 12, _ROOM + 12)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        self.words = Paragraph("", "chrome_medium")
        top.addWidget(self.words, 1)
        self.cross = IconButton("x", lambda: translate("Widgets", "Close"))
        self.cross.clicked.connect(self.close_card)
        top.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self.cause = Paragraph("", "meta", "secondary")
        self.cause.hide()
        column.addWidget(self.cause)
        self.bar = ProgressBar4()
        column.addWidget(self.bar)
        self.problems = QPlainTextEdit()
        self.problems.setReadOnly(True)
        self.problems.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.problems.setTabChangesFocus(True)
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.problems.document().setDocumentMargin(0)
        self.problems.hide()
        column.addWidget(self.problems)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.stop_button = Button(lambda: translate("Chat", "Stop"), "plain", "stop")
        self.stop_button.clicked.connect(self._ask_to_stop)
        foot.addWidget(self.stop_button)
        self.button = Button(lambda: "", "plain")
        self.button.hide()
        foot.addWidget(self.button)
        column.addLayout(foot)
        self.cross.hide()
        page.installEventFilter(self)
        theme.follow(self, self._restyle)
        self._place()
        self.show()
        self.raise_()

    def show_words(self, said: str) -> None:
        """Say what is under way."""
        self.words.set_text(said)
        self.setAccessibleName(said)
        self._place()

    def show_progress(self, done: int, total: int) -> None:
        """How much of how much; a `total` of 0 isn't known."""
        self.bar.set_fraction(done / total if total else 0.0)

    def end(
        self, said: str, label: Callable[[], str] | None = None, action: Callable[[], object] | None = None
    ) -> None:
        """It has ended: say how, with one thing to do about it."""
        self.ended = True
        self.bar.hide()
        self.stop_button.hide()
        self.cross.show()
        self.words.set_text(said)
        self.setAccessibleName(said)
        if label is not None and action is not None:
            self.button.set_label(label)
            self.button.clicked.connect(action)
            self.button.show()
        self._place()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def fail(self, what: str, cause: str = "") -> None:
        """It could not be done: what happened, and the small print."""
        self.cause.set_text(cause)
        self.cause.setVisible(bool(cause))
        self.words.set_look(token="wrong")
        self.end(what)

    def name_problems(self, problems: Sequence[str]) -> None:
        """List what could not be read."""
        self.problems.setPlainText("\n".join(problems))
        self.problems.setVisible(bool(problems))
        self._place()

    def close_card(self) -> None:
        """Take it away; what is under way is stopped."""
        self._stop.set()
        self.hide()
        self.deleteLater()

    def _ask_to_stop(self) -> None:
        self._stop.set()
        self.stop_button.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.ended:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _restyle(self) -> None:
        self.problems.setFont(theme.font("meta"))
        palette = self.problems.palette()
        palette.setColor(palette.ColorRole.Base, theme.colour("card"))
        palette.setColor(palette.ColorRole.Text, theme.colour("secondary"))
        self.problems.setPalette(palette)
        self.update()

    def _place(self) -> None:
        width = min(theme.px(_WIDTH), self._page.width() - 32) + 2 * _ROOM
        self.setFixedWidth(width)
        if not self.problems.isHidden():
            self._column.activate()  # its width decides into how many lines the problems wrap
            self.problems.setFixedHeight(min(self._problems_height(), theme.line("meta") * _LINES))
        self._column.activate()
        height = self._column.heightForWidth(width)
        self.setFixedHeight(height)
        y = self._page.height() - self._page.toast_room() - height + _ROOM
        self.move((self._page.width() - width) // 2, max(0, y))

    def _problems_height(self) -> int:
        high, block = 0.0, self.problems.document().begin()
        while block.isValid():
            high += self.problems.blockBoundingRect(block).height()
            block = block.next()
        return ceil(high) + 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.rect().adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        shadow(painter, area, tokens.RADIUS_CARD)
        rounded(painter, area, tokens.RADIUS_CARD, "card", "hairline")
