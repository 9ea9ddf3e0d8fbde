"""The composer: one card to write in, and below it the line with the reason and the context."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.i18n import translate
from desktop.ui import tokens
from desktop.ui.panes.chat.body import LIFT
from desktop.ui.panes.chat.composer_text import ComposerText
from desktop.ui.panes.chat.context_bar import ContextBar
from desktop.ui.panes.chat.transcript import column_in
from desktop.ui.say import say
from desktop.ui.theme import theme
from desktop.ui.widgets import Button, Label
from desktop.ui.widgets.draw import rounded

_PAD_X = 14
_PAD_TOP = 10
_PAD_BUTTON = 8
_LINE_GAP = 6
_FOOT = 10
_OVERLAP = 2  # of the button's row with the last line of text


class Composer(QWidget):
    """`sent` carries the text; it stays until `clear_if` says that it was kept. `stop_asked` fires for Stop and Esc.

    `edited` fires when the text changes.
    """

    sent = Signal(str)
    stop_asked = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writing = False
        self._reason = ""
        self._note = ""
        self._first_run = False
        self._card = QRect()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.text = ComposerText(self)
        self.text.submitted.connect(self._send)
        self.text.stop_asked.connect(self._stop)
        self.text.height_changed.connect(self._resize)
        self.text.focused.connect(lambda _: self.update())
        self.text.textChanged.connect(self._changed)
        self.button = Button(lambda: translate("Chat", "Send"), "primary", "arrow-up", self)
        self.button.clicked.connect(self._pressed)
        self.reason = Label("", "meta", "secondary", self, elide=True)
        self.bar = ContextBar(self)
        self.count = Label("", "meta", "secondary", self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tokens = (0, 0, 0)
        say(self, lambda _: self._refresh_words(), lambda: "")
        theme.follow(self, self._resize)
        self._refresh_button()

    # -- state -----------------------------------------------------------------------------------------------------

    def set_text(self, text: str) -> None:
        """Put a draft into the field, the caret behind it."""
        if text != self.text.toPlainText():
            self.text.replace_text(text)

    def clear_if(self, text: str) -> None:
        """The text was kept: take it out, unless something else stands there by now."""
        if self.text.toPlainText() == text:
            self.text.replace_text("")

    def set_writing(self, writing: bool) -> None:
        """Send becomes Stop while a reply is being written."""
        if writing != self._writing:
            self._writing = writing
            self._refresh_button()

    def set_reason(self, reason: str) -> None:
        """Why nothing can be sent; "" when it can."""
        self._reason = reason
        self.reason.setText(reason or self._note)
        self._refresh_button()

    def set_note(self, note: str) -> None:
        """What a person should know of the context; it stands where the reason would."""
        if note != self._note:
            self._note = note
            self.reason.setText(self._reason or note)

    def set_first_run(self, first: bool) -> None:
        """The first page suggests what one might write."""
        self._first_run = first
        self._refresh_words()

    def show_tokens(self, used: int, available: int, reserve: int) -> None:
        """Fill the bar and the count; nothing is shown until the context is known."""
        self._tokens = (used, available, reserve)
        self.bar.show_tokens(used, available, reserve)
        self._refresh_words()

    def _refresh_words(self) -> None:
        if self._first_run:
            self.text.set_hint(translate("Chat", "Write a message, for example: explain tides to a child of seven"))
        else:
            self.text.set_hint(translate("Chat", "Write a message…"))
        used, available, _ = self._tokens
        self.bar.setVisible(available > 0)
        self.count.setVisible(available > 0)
        words = translate("Chat", "{used} of {all} tokens").format(used=f"{used:,}", all=f"{available:,}")
        self.count.setText(words)
        self._lay_out()

    def _refresh_button(self) -> None:
        if self._writing:
            self.button.set_label(lambda: translate("Chat", "Stop"), icon="stop", kind="plain")
            self.button.setEnabled(True)
        else:
            self.button.set_label(lambda: translate("Chat", "Send"), icon="arrow-up", kind="primary")
            self.button.setEnabled(bool(self.text.toPlainText().strip()) and not self._reason)
        self._lay_out()

    @property
    def ready(self) -> bool:
        """Whether Send can be pressed."""
        return self.button.isEnabled() and not self._writing

    # -- doing -----------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._refresh_button()
        self.edited.emit()

    def _pressed(self) -> None:
        if self._writing:
            self.stop_asked.emit()
        else:
            self._send()
        self.text.setFocus()

    def _send(self) -> None:
        if self.ready:
            self.sent.emit(self.text.toPlainText())

    def _stop(self) -> None:
        if self._writing:
            self.stop_asked.emit()

    # -- layout ----------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(400, self._card_height() + _LINE_GAP + theme.line("meta") + _FOOT)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def _card_height(self) -> int:
        button = theme.px(tokens.CONTROL)
        return _PAD_TOP + self.text.natural_height() - LIFT + button + _PAD_BUTTON - _OVERLAP

    def _resize(self) -> None:
        self.updateGeometry()
        self._lay_out()

    def _lay_out(self) -> None:
        left, width = column_in(self.width())
        high = self._card_height()
        self._card = QRect(left, 0, width, high)
        self.text.setGeometry(
            left + _PAD_X - 2, _PAD_TOP - LIFT, width - 2 * _PAD_X + 4, self.text.natural_height() + LIFT
        )
        button = self.button.sizeHint()
        self.button.setGeometry(
            QRect(
                left + width - button.width() - _PAD_BUTTON,
                high - button.height() - _PAD_BUTTON,
                button.width(),
                button.height(),
            )
        )
        line = theme.line("meta")
        top = high + _LINE_GAP
        right = left + width - 2
        if not self.count.isHidden():
            count = self.count.sizeHint().width()
            self.count.setGeometry(right - count, top, count, line)
            right -= count + 12
            bar = self.bar.sizeHint().width()
            self.bar.setGeometry(right - bar, top, bar, line)
            right -= bar + 16
        self.reason.setGeometry(left + 2, top, max(0, right - left - 2), line)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._card.contains(event.position().toPoint()):
            self.text.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        focused = self.text.hasFocus()
        line, width = ("accent", tokens.RING_WIDTH) if focused else ("border", tokens.HAIRLINE)
        rounded(painter, self._card, tokens.RADIUS_CARD, "card", line, width)
