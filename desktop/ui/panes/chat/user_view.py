"""A person's message: as it was written, tinted, at the right, at most 80 % of the column wide."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown import plain
from desktop.formats.markdown_text import is_chinese
from desktop.store import Message
from desktop.ui import tokens
from desktop.ui.panes.chat.actions import Actions
from desktop.ui.panes.chat.body import LIFT
from desktop.ui.panes.chat.message_view import MessageView, spoken
from desktop.ui.panes.chat.prose import Prose
from desktop.ui.say import say
from desktop.ui.theme import theme
from desktop.ui.widgets import Notice
from desktop.ui.widgets.draw import rounded

_SHARE = 0.8
_PAD_X, _PAD_Y = 16, 12
_SHOWN = 12_000  # characters of a very long message; the rest is shown on demand


class UserView(MessageView):
    """The message, an action to copy it, and a notice when it never got an answer."""

    answer_asked = Signal()

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(message, parent)
        self._bubble = QRect()
        self._whole = False
        self.prose = Prose(self)
        self.prose.link_clicked.connect(self.link_clicked)
        self.action_row = Actions(self, pager=False)
        self.action_row.add("copy", lambda: translate("Chat", "Copy"), self._copy)
        self._notice: Notice | None = None
        self._more: Notice | None = None
        say(self, self._name, lambda: translate("Chat", "You"))
        self.restyle()

    def _name(self, you: str) -> None:
        self.setAccessibleName(f"{you}: {spoken(self.message.text)}")
        self.prose.setAccessibleName(you)

    def show_message(self, message: Message) -> None:
        changed = message.text != self.message.text
        super().show_message(message)
        if changed:
            self.restyle()

    def show_unanswered(self, unanswered: bool) -> None:
        """Offer to have the message answered after all."""
        if unanswered == (self._notice is not None):
            return
        if self._notice is not None:
            self._notice.deleteLater()
            self._notice.hide()
            self._notice = None
        else:
            self._notice = Notice(
                lambda: translate("Chat", "This message has no reply yet."),
                button=lambda: translate("Chat", "Get a reply"),
                parent=self,
                kind="plain",
                tone="plain",
            )
            self._notice.pressed.connect(self.answer_asked)
            self._notice.show()
        self.resized.emit()

    def restyle(self) -> None:
        text = self.message.text
        long = len(text) > _SHOWN and not self._whole
        self.prose.show_blocks(plain(text[:_SHOWN] if long else text).blocks)
        if long and self._more is None:
            self._more = Notice(
                lambda: translate("Chat", "A long message: its beginning is shown."),
                button=lambda: translate("Chat", "Show all"),
                parent=self,
                kind="plain",
                tone="plain",
            )
            self._more.pressed.connect(self._show_all)

    def _show_all(self) -> None:
        self._whole = True
        if self._more is not None:
            self._more.deleteLater()
            self._more.hide()
            self._more = None
        self.restyle()
        self.resized.emit()

    def fit(self, width: int) -> int:
        most = int(width * _SHARE) - 2 * _PAD_X
        inner = min(most, self.prose.natural_width())
        height = self.prose.fit(inner)
        self._bubble = QRect(
            width - inner - 2 * _PAD_X, 0, inner + 2 * _PAD_X, max(height, theme.line("chat")) + 2 * _PAD_Y
        )
        self.prose.setGeometry(self._bubble.left() + _PAD_X, _PAD_Y - LIFT, inner, height + LIFT)
        side = self.action_row.fit(0)
        self.action_row.setGeometry(
            self._bubble.left() - side - 4, self._bubble.bottom() + 1 - side - self._inset(side), side, side
        )
        y = self._bubble.height()
        for notice in (self._more, self._notice):
            if notice is not None:
                y += 8
                high = max(notice.sizeHint().height(), theme.px(52))
                notice.setGeometry(0, y, width, high)
                y += high
        return y

    def _inset(self, side: int) -> int:
        """How far above the bubble's foot the action stands: level with its last line."""
        line = theme.line("chat", chinese=is_chinese(self.message.text))
        return (line + 2 * _PAD_Y - side) // 2

    def set_hovered(self, hovered: bool) -> None:
        self.action_row.set_hovered(hovered)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.message.text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        rounded(QPainter(self), self._bubble, tokens.RADIUS_CARD, "user_message")
