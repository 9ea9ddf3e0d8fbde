"""A person's message: as it was written, tinted, at the right, at most 80 % of the column wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.blocks import plain
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.attachments.chips import Chips
from desktop.ui.panes.chat.messages.commands import COPY, EDIT
from desktop.ui.panes.chat.messages.message_view import MessageView, spoken
from desktop.ui.panes.chat.messages.reply_buttons import ReplyButtons
from desktop.ui.panes.chat.text_column import LIFT
from desktop.ui.panes.chat.typesetting.prose import Prose
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Notice
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from desktop.store import Message

_SHARE = 0.8
_PAD_X, _PAD_Y = 16, 12
_ROW_GAP = 0
_CHIPS_GAP = 6
_SHOWN = 12_000  # characters of a very long message; the rest is shown on demand


class UserView(MessageView):
    """The message, an action to copy it, and a notice when it never got an answer."""

    answer_asked = Signal()
    version_stepped = Signal(int)

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(message, parent)
        self._bubble = QRect()
        self._whole = False
        self.prose = Prose(self)
        self.prose.link_clicked.connect(self.link_clicked)
        self._unanswered = False
        self.chips = Chips(self, removable=False)
        self.chips.show_attached(message.attached)
        self._make_actions()
        self._notice: Notice | None = None
        self._more: Notice | None = None
        say(self, self._name, lambda: translate("Chat", "You"))
        self.restyle()

    def _make_actions(self) -> None:
        self.action_row = ReplyButtons(self)
        assert self.action_row.pager is not None
        self.pager = self.action_row.pager
        self.pager.stepped.connect(self.version_stepped)
        self.edit_button = self.action_row.add(EDIT.on(self.message.id))
        self.copy_button = self.action_row.add(COPY.on(self.message.id), self.copy_text)
        self.more_button = self.action_row.add_more(self.menu_asked.emit)

    def _name(self, you: str) -> None:
        self.setAccessibleName(f"{you}: {spoken(self.message.text)}")
        self.prose.setAccessibleName(you)

    def show_message(self, message: Message) -> None:
        changed = message.text != self.message.text
        super().show_message(message)
        self.chips.show_attached(message.attached)
        if changed:
            self.restyle()

    def show_place(self, *, last: bool, usable: bool) -> None:
        message = self.message
        if usable != self._usable:
            self._usable = usable
            self.edit_button.setVisible(usable and self.editor is None)
        self.pager.show_place(message.version, message.versions, usable=usable)
        self._show_unanswered(last and usable)

    def _show_unanswered(self, unanswered: bool) -> None:
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
        side = theme.px(tokens.SMALL_BUTTON)
        if self.editor is not None:
            y = self.editor.fit(width)
            self.editor.setGeometry(0, 0, width, y)
            self._bubble = QRect()
        else:
            y = self._fit_bubble(width)
        for notice in (self._more, self._notice):
            if notice is not None:
                y += 8
                high = max(notice.sizeHint().height(), theme.px(52))
                notice.setGeometry(0, y, width, high)
                y += high
        row = self.action_row.width_needed()
        self.action_row.setGeometry(width - row, y + _ROW_GAP, row, self.action_row.fit(row))
        return y + _ROW_GAP + side

    def ring_area(self) -> QRect:
        return self._bubble if self._bubble.isValid() else self.rect()

    def _fit_bubble(self, width: int) -> int:
        top = self._fit_chips(width)
        self.prose.setVisible(bool(self.message.text.strip()) or not top)
        if self.prose.isHidden():
            self._bubble = QRect()
            return top
        top += _CHIPS_GAP if top else 0
        most = int(width * _SHARE) - 2 * _PAD_X
        inner = min(most, self.prose.natural_width())
        height = self.prose.fit(inner)
        self._bubble = QRect(
            width - inner - 2 * _PAD_X, top, inner + 2 * _PAD_X, max(height, theme.line("chat")) + 2 * _PAD_Y
        )
        self.prose.setGeometry(self._bubble.left() + _PAD_X, top + _PAD_Y - LIFT, inner, height + LIFT)
        return top + self._bubble.height()

    def _fit_chips(self, width: int) -> int:
        """Place what was attached above the bubble, at the right; returns its height."""
        room = min(int(width * _SHARE), self.chips.natural_width())
        high = self.chips.height_for(room)
        self.chips.setGeometry(width - room, 0, room, high)
        return high

    def _show_editing(self, editing: bool) -> None:
        self.prose.setVisible(not editing)
        self.chips.setVisible(not editing and bool(self.chips.shown))
        self.action_row.setVisible(not editing)
        for notice in (self._more, self._notice):
            if notice is not None:
                notice.setVisible(not editing)
        self.update()

    def copy_text(self) -> None:
        """Put the message's text on the clipboard."""
        QGuiApplication.clipboard().setText(self.message.text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._bubble.isValid():
            rounded(QPainter(self), self._bubble, tokens.RADIUS_CARD, "user_message")
