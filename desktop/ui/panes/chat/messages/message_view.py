"""What every message on the page shares: its data, its height for a width, hover, editing, and how it is read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.panes.chat.messages.message_editor import MessageEditor
from desktop.ui.panes.chat.messages.reply_buttons import QuietAction, ReplyButtons
from desktop.ui.widgets.focus import Ringed

if TYPE_CHECKING:
    from desktop.store import Message

_SPOKEN = 300
_RING_X, _RING_Y = 10, 4


class MessageView(Ringed, QWidget):
    """One message. The transcript asks for its height with `fit` and tells it with `reveal` what is looked at.

    `resized` asks to be fitted again, `menu_asked` for what else can be done; `edited` carries the new text and whether
    it is to be answered, `editing` the text while it is changed, None when that ended.
    """

    resized = Signal()
    link_clicked = Signal(str)
    looked_for = Signal(int)  # how far down stands what one wants to see
    menu_asked = Signal()
    edited = Signal(str, bool)
    editing = Signal(object)
    ring_radius = tokens.RADIUS_CARD

    action_row: ReplyButtons
    more_button: QuietAction

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self.editor: MessageEditor | None = None
        self._usable = True

    def show_message(self, message: Message) -> None:
        """Show another state of the message."""
        self.message = message

    def show_place(self, *, last: bool, usable: bool) -> None:
        """Whether it is the last of the conversation, and whether its actions can be used now."""

    def restyle(self) -> None:
        """Theme, text size or language changed."""

    def fit(self, width: int) -> int:
        """Lay out in `width` px and return the height."""
        raise NotImplementedError

    def reveal(self, _top: int, _bottom: int) -> None:
        """The part between these heights is looked at."""

    def ring_area(self) -> QRect:
        """What the focus ring goes around: a little more than the text."""
        return self.rect().adjusted(-_RING_X, -_RING_Y, _RING_X, 0)

    def set_hovered(self, hovered: bool) -> None:
        """The pointer came or went."""
        self.action_row.set_hovered(hovered)

    def copy_text(self) -> None:
        """Put the message's text on the clipboard."""
        raise NotImplementedError

    # -- editing ---------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether it must stay a widget although it is out of sight."""
        return self.editor is not None

    def editable_text(self) -> str:
        """What a person changes: the text without what isn't theirs to write."""
        return self.message.text

    def begin_edit(self, text: str | None = None) -> None:
        """Put a field in the place of the text; `text` is what was being written before."""
        if self.editor is None:
            self.editor = MessageEditor(self.editable_text(), self, own=self.message.role == "user")
            self.editor.kept.connect(self.edited)
            self.editor.cancelled.connect(self.end_edit)
            self.editor.changed.connect(lambda text: self.editing.emit(text))
            self.editor.resized.connect(self.resized)
            self.editor.begin(text)
            self.editor.show()
            self._show_editing(True)
            self.resized.emit()
        self.editor.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_edit(self) -> None:
        """Take the field away; the focus stays on the message."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        had_focus = editor.isAncestorOf(editor.window().focusWidget() or self)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.hide()
        editor.deleteLater()
        self._show_editing(False)
        self.editing.emit(None)
        self.resized.emit()

    def _show_editing(self, editing: bool) -> None:
        """Hide what stands in the way of the field, or show it again."""

    # -- events ----------------------------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.set_hovered(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.set_hovered(False)


def spoken(text: str) -> str:
    """The beginning of a text, for an accessible name."""
    return text if len(text) <= _SPOKEN else text[:_SPOKEN] + "…"


def pin_words(message: Message) -> str:
    """The action that keeps a message in the context, or no longer."""
    if message.pinned:
        return translate("Chat", "No longer keep in the context")
    return translate("Chat", "Keep in the context")
