"""The composer: one card to write in, and below it the line with the reason and the context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.chat.attachments.chips import Chips
from desktop.ui.panes.chat.commands import ATTACH
from desktop.ui.panes.chat.composer.composer_text import ComposerText
from desktop.ui.panes.chat.composer.context_bar import ContextBar
from desktop.ui.panes.chat.text_column import LIFT, column_in
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, CommandIcon, Label
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from desktop.features.chat.filled import Filled

_PAD_X = 14
_PAD_TOP = 10
_PAD_BUTTON = 8
_LINE_GAP = 6
_FOOT = 10
_OVERLAP = 2  # of the button's row with the last line of text


class Composer(QWidget):
    """`sent` carries the text; it stays until `clear_if` says that it was kept. `stop_asked` fires for Stop and Esc.

    `edited` fires when the text changes, `assistant_asked` for the assistant's name.
    """

    sent = Signal(str)
    stop_asked = Signal()
    edited = Signal()
    assistant_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writing = False
        self._reason = ""
        self._host = ""
        self._waiting = ""
        self._note = self._brief = ""
        self._cost = ""
        self._too_long = ""
        self._first_run = False
        self._card = QRect()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.text = ComposerText(self)
        self.text.submitted.connect(self.send)
        self.text.stop_asked.connect(self._stop)
        self.text.height_changed.connect(self._resize)
        self.text.focused.connect(lambda _: self.update())
        self.text.textChanged.connect(self._changed)
        self.chips = Chips(self, removable=True)
        self.chips.resized.connect(self._resize)
        self.clip = CommandIcon(ATTACH, self)
        self.assistant = Button(lambda: translate("Chat", "No assistant"), "quiet", parent=self, height=28, menu=True)
        self.assistant.clicked.connect(self.assistant_asked)
        self.button = Button(lambda: translate("Chat", "Send"), "primary", "arrow-up", self)
        self.button.clicked.connect(self._pressed)
        self.reason = Label("", "meta", "secondary", self, elide=True)
        self.bar = ContextBar(self)
        self.count = Label("", "meta", "secondary", self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tokens = (0, 0)
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
        self._refresh_reason()
        self._refresh_button()

    def set_too_long(self, words: str) -> None:
        """Why this is more than the model can read; "" when it isn't."""
        if words != self._too_long:
            self._too_long = words
            self._refresh_reason()
            self._refresh_button()

    def set_cost(self, words: str) -> None:
        """What sending costs."""
        if words != self._cost:
            self._cost = words
            self._refresh_reason()

    def _refresh_reason(self) -> None:
        wrong = self._too_long and not self._reason and not self._waiting
        self.reason.set_look(token="wrong" if wrong else "secondary")
        said = self._cost and self._note and f"{self._cost}  ·  {self._brief or self._note}"
        words = self._reason or self._waiting or self._too_long or said or self._cost or self._note
        if self._host:  # what leaves this machine is said first, whatever else there is to say
            sent = translate("Chat", "Sent to {host}").format(host=self._host)
            words = f"{sent}  ·  {words}" if words else sent
        self.reason.setText(words)

    def set_waiting(self, words: str) -> None:
        """Why the model isn't there yet although it is wanted; "" where it is. One can send all the same."""
        if words != self._waiting:
            self._waiting = words
            self._refresh_reason()

    def set_host(self, host: str) -> None:
        """The other machine that messages are sent to; "" for none."""
        if host != self._host:
            self._host = host
            self._refresh_reason()

    def set_note(self, note: str, brief: str = "") -> None:
        """What a person should know of the context; it stands where the reason would, `brief` beside the cost."""
        if (note, brief) != (self._note, self._brief):
            self._note, self._brief = note, brief
            self._refresh_reason()

    def set_first_run(self, first: bool) -> None:
        """The first page suggests what one might write."""
        self._first_run = first
        self._refresh_words()

    def show_filled(self, filled: Filled | None) -> None:
        """Fill the bar and the count; nothing is shown until the context is known."""
        self._tokens = (filled.used, filled.context) if filled is not None else (0, 0)
        self.bar.show_filled(filled)
        self._refresh_words()

    def set_assistant(self, name: str) -> None:
        """Show the name of the conversation's assistant; "" for none."""
        self.assistant.set_label(lambda: name or translate("Chat", "No assistant"))
        self.assistant.setAccessibleDescription(translate("Chat", "Assistant and instructions of the conversation"))
        set_tip(self.assistant, translate("Chat", "Assistant and instructions of the conversation"))
        self._lay_out()

    def _refresh_words(self) -> None:
        if self._first_run:
            self.text.set_hint(translate("Chat", "Write a message, for example: explain tides to a child of seven"))
        else:
            self.text.set_hint(translate("Chat", "Write a message…"))
        used, available = self._tokens
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
            something = bool(self.text.toPlainText().strip()) or bool(self.chips.shown)
            self.button.setEnabled(something and not self._reason and not self._too_long)
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
            self.send()
        self.text.setFocus()

    def send(self) -> None:
        """Send what is written, where that can be done."""
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
        return self._text_top() + self.text.natural_height() - LIFT + button + _PAD_BUTTON - _OVERLAP

    def _text_top(self) -> int:
        """Where the first line begins: below the chips."""
        high = self.chips.height_for(column_in(self.width())[1] - 2 * _PAD_BUTTON)
        return _PAD_TOP + (high + _PAD_BUTTON if high else 0)

    def _resize(self) -> None:
        self.updateGeometry()
        self._refresh_button()
        self._lay_out()

    def _lay_out(self) -> None:
        if not hasattr(self, "count"):
            return
        left, width = column_in(self.width())
        high = self._card_height()
        self._card = QRect(left, 0, width, high)
        top = self._text_top()
        self.chips.setGeometry(left + _PAD_BUTTON, _PAD_BUTTON, width - 2 * _PAD_BUTTON, top - _PAD_TOP)
        self.text.setGeometry(left + _PAD_X - 2, top - LIFT, width - 2 * _PAD_X + 4, self.text.natural_height() + LIFT)
        clip = self.clip.sizeHint()
        middle = high - _PAD_BUTTON - theme.px(tokens.CONTROL) // 2
        self.clip.setGeometry(left + _PAD_BUTTON, middle - clip.height() // 2, clip.width(), clip.height())
        name = self.assistant.sizeHint()
        room = width - 3 * _PAD_BUTTON - clip.width() - self.button.sizeHint().width() - 12
        self.assistant.setGeometry(
            left + _PAD_BUTTON + clip.width() + 4, middle - name.height() // 2, min(name.width(), room), name.height()
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
