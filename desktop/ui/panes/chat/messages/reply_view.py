"""A reply: plain on the page under one line of meta, with a reserved row of actions below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.base.text.reasoning import beginning
from desktop.formats.markdown.blocks import plain
from desktop.formats.markdown.text import readable
from desktop.store import Status
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.insight.certainty_panel import CertaintyPanel
from desktop.ui.panes.chat.messages.commands import AGAIN, COPY, EDIT, GO_ON
from desktop.ui.panes.chat.messages.message_view import MessageView, spoken
from desktop.ui.panes.chat.messages.meta_line import MetaLine
from desktop.ui.panes.chat.messages.reply_buttons import ReplyButtons
from desktop.ui.panes.chat.messages.thought_fold import ThoughtFold
from desktop.ui.panes.chat.reply_progress import Phase, Writing
from desktop.ui.panes.chat.text_column import LIFT
from desktop.ui.panes.chat.typesetting.document_cache import DocumentCache
from desktop.ui.panes.chat.typesetting.reply_body import Body
from desktop.ui.panes.chat.typesetting.streaming_typesetter import StreamingTypesetter
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Notice
from desktop.ui.widgets.reading_progress import ReadingProgress

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Document
    from desktop.store import Message

_META_GAP = 4
_PROSE_ROW_GAP = 4
_CARD_ROW_GAP = 8
_NOTICE_GAP = 10
_CAN_GO_ON = (Status.CUT, Status.STOPPED, Status.INTERRUPTED, Status.FAILED)
_BROKEN = (Status.INTERRUPTED, Status.FAILED)
_PLAIN_MEANWHILE = 12_000  # characters shown plain while a long text is read


class ReplyView(MessageView):
    """One reply, finished or being written."""

    go_on_asked = Signal()
    version_stepped = Signal(int)
    log_asked = Signal()

    def __init__(self, message: Message, documents: DocumentCache, parent: QWidget | None = None) -> None:
        super().__init__(message, parent)
        self.documents = documents
        self._writing: Writing | None = None
        self._last = False
        self._typeset = ""
        self.meta = MetaLine(self)
        self.body = Body(self)
        self.body.resized.connect(self.resized)
        self.body.link_clicked.connect(self.link_clicked)
        self.body.looked_for.connect(lambda down: self.looked_for.emit(self.body.y() + down))
        self.streaming_typesetter: StreamingTypesetter | None = None
        self.thought: ThoughtFold | None = None
        self.certainty: CertaintyPanel | None = None
        self.reading: ReadingProgress | None = None
        self.notice: Notice | None = None
        self._make_actions()
        say(self, lambda _: self._refresh_words(), lambda: "")
        self.show_message(message)

    def _make_actions(self) -> None:
        self.action_row = ReplyButtons(self)
        assert self.action_row.pager is not None
        self.pager = self.action_row.pager
        self.pager.stepped.connect(self.version_stepped)
        self.edit_button = self.action_row.add(EDIT.on(self.message.id))
        self.copy_button = self.action_row.add(COPY.on(self.message.id), self.copy_text)
        self.again_button = self.action_row.add(AGAIN.on(self.message.id))
        self.on_button = self.action_row.add(GO_ON.on(self.message.id))
        self.more_button = self.action_row.add_more(self.menu_asked.emit)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_message(self, message: Message) -> None:
        changed = message.text != self.message.text
        super().show_message(message)
        if changed:
            self.hide_certainty()
        if self._writing is None:
            self._show_text()
        self._refresh_words()

    def show_place(self, *, last: bool, usable: bool) -> None:
        """Whether it is the last of the conversation, and whether its actions can be used now."""
        if (last, usable) != (self._last, self._usable):
            self._last, self._usable = last, usable
            self._refresh_words()
            self.resized.emit()

    def show_writing(self, writing: Writing | None) -> None:
        """Show how far the reply is; None when it is finished."""
        if writing is None:
            if self._writing is not None:
                self._writing = None
                self._end_streaming()
                self._show_text(grown=True)
                self._refresh_words()
                self.resized.emit()
            return
        began = self._writing is None
        self._writing = writing
        if began:
            self.hide_certainty()
            self._begin_streaming(writing.answer)
        grown = self._show_thought(writing.thought, writing.thought_seconds, thinking=writing.thinking)
        grown = (self.streaming_typesetter is not None and self.streaming_typesetter.show_text(writing.answer)) or grown
        changed = self._show_reading(writing)
        self._refresh_meta()
        if began:
            self._refresh_words()
        if began or grown or changed:
            self.resized.emit()

    def _show_reading(self, writing: Writing) -> bool:
        """The bar in the place of the text, until there is text; True when it came or went."""
        wanted = not writing.begun and writing.phase in (Phase.LOADING, Phase.READING)
        came = wanted and self.reading is None
        if came:
            self.reading = ReadingProgress(self)
            self.reading.show()
        self.body.setVisible(not wanted and self.editor is None)
        if wanted and self.reading is not None:
            self.reading.show_progress(_phase(writing), writing.fraction, words.per_cent(writing.fraction))
        elif self.reading is not None:
            self.reading.hide()
            self.reading.deleteLater()
            self.reading = None
            return True
        return came

    def _show_thought(self, thought: str, seconds: float, *, thinking: bool = False) -> bool:
        """The line over the reasoning, where there is any; True when the height may have changed."""
        came = bool(thought) and self.thought is None
        if self.thought is None and thought:
            number = self.message.id
            self.thought = ThoughtFold(self, unfolded=number in self.documents.unfolded)
            self.thought.resized.connect(self.resized)
            self.thought.unfolded.connect(self._keep_unfolded)
            self.thought.setVisible(self.editor is None)
        elif self.thought is not None and not thought:
            self.thought.hide()
            self.thought.deleteLater()
            self.thought = None
            return True
        return (self.thought is not None and self.thought.show_thought(thought, seconds, thinking=thinking)) or came

    def _keep_unfolded(self, unfolded: bool) -> None:
        change = self.documents.unfolded.add if unfolded else self.documents.unfolded.discard
        change(self.message.id)

    def _begin_streaming(self, answer: str) -> None:
        """More is written to what is shown, or the text begins."""
        shown = bool(answer) and answer == self._typeset == self.message.answer
        self._typeset = ""
        if not shown:
            self.body.clear()
        self.streaming_typesetter = StreamingTypesetter(self.body, answer if shown else "")

    def _end_streaming(self) -> None:
        if self.streaming_typesetter is not None:
            self.streaming_typesetter.stop()
        self.streaming_typesetter = None
        if self.reading is not None:
            self.reading.hide()
            self.reading.deleteLater()
            self.reading = None

    def _show_text(self, *, grown: bool = False) -> None:
        """Show the finished text; what was typeset while it was `grown` stays until it is read as a whole."""
        text = self.message.answer
        self._show_thought(self.message.thought, self.message.reply.thought_seconds if self.message.reply else 0.0)
        if text == self._typeset and text:
            return
        if self.message.id in self.documents.plain:
            self._set_document(text, plain(text))
            return
        document = self.documents.get(text)
        if document is None:
            self.documents.fetch(text, lambda found: self._fetched(text, found), self)
            if grown:
                self.body.setVisible(self.editor is None)
                return
            document = plain(text[:_PLAIN_MEANWHILE])
        self._set_document(text, document)

    def _fetched(self, text: str, document: Document) -> None:
        if text == self.message.answer and self._writing is None and self.message.id not in self.documents.plain:
            self._set_document(text, document)
            self.resized.emit()

    @property
    def shows_source(self) -> bool:
        """Whether the text stands as it was written, with Markdown's marks."""
        return self.message.id in self.documents.plain

    def show_source(self, source: bool) -> None:
        """Show the text as it was written, or typeset; not while it is being written."""
        if self._writing is None:
            (self.documents.plain.add if source else self.documents.plain.discard)(self.message.id)
            self._typeset = ""
            self._show_text()
            self.resized.emit()

    def _set_document(self, text: str, document: Document) -> None:
        self._typeset = text
        self.body.set_document(document)
        self.body.setVisible(self.editor is None and self.certainty is None)

    # -- words -----------------------------------------------------------------------------------------------------

    def _refresh_words(self) -> None:
        message = self.message
        live = self._writing is not None
        self._refresh_meta()
        self.pager.show_place(message.version, message.versions, usable=self._usable and not live)
        for button in (self.copy_button, self.more_button):
            button.setVisible(not live)
        self.edit_button.setVisible(not live and self._usable)
        self.again_button.setVisible(not live and self._usable)
        self.on_button.setVisible(not live and self._usable and self._last and message.status in _CAN_GO_ON)
        self.setAccessibleName(f"{translate('Chat', 'Reply')}: {spoken(message.answer)}")
        self._refresh_notice()

    def _refresh_meta(self) -> None:
        name = self.message.reply.model_name if self.message.reply else ""
        if self._writing is None:
            self.meta.show_words(name, words.meta(self.message))
        else:
            parts = [_phase(self._writing), words.speed(self._writing.speed)]
            comma = translate("Chat", "{a}, {b}")
            self.meta.show_words(name, comma.format(a=parts[0], b=parts[1]) if parts[1] else parts[0], live=True)

    def _refresh_notice(self) -> None:
        if self.notice is not None:
            self.notice.hide()
            self.notice.deleteLater()
            self.notice = None
        status = self.message.status
        if self._writing is not None or status not in (*_BROKEN, Status.CUT):
            return
        if status in _BROKEN:
            self.notice = self._broken_notice()
        elif self._last:
            self.notice = Notice(
                words.cut(self.message),
                button=(lambda: translate("Chat", "Continue")) if self._usable else None,
                parent=self,
                kind="plain",
                tone="plain",
            )
        if self.notice is not None:
            self.notice.pressed.connect(self.go_on_asked)
            self.notice.log_asked.connect(self.log_asked)
            self.notice.show()

    def _broken_notice(self) -> Notice:
        error = words.broken_off(self.message)
        label = (lambda: translate("Chat", "Go on")) if self.message.text else (lambda: translate("Chat", "Try again"))
        return Notice(
            error.what,
            error.cause,
            button=label if self._last and self._usable else None,
            parent=self,
            log=bool(self.message.reply and self.message.reply.error_code),
        )

    def restyle(self) -> None:
        if self.streaming_typesetter is not None and self._writing is not None:
            self.streaming_typesetter.restyle(self._writing.answer)
        for part in (self.thought, self.certainty):
            if part is not None:
                part.restyle()
        self._typeset = ""
        if self._writing is None:
            self.body.clear()
            self._show_text()
        self._refresh_words()

    # -- layout ----------------------------------------------------------------------------------------------------

    def fit(self, width: int) -> int:
        y = theme.line("meta")
        self.meta.setGeometry(0, 0, width, y)
        y += _META_GAP
        gap = _PROSE_ROW_GAP
        if self.editor is not None:
            high = self.editor.fit(width)
            self.editor.setGeometry(0, y, width, high)
            return y + high + gap + theme.px(tokens.SMALL_BUTTON)
        if self.thought is not None:
            high = self.thought.fit(width)
            self.thought.setGeometry(0, y, width, high)
            y += high
        if self.certainty is not None:
            high = self.certainty.fit(width)
            self.certainty.setGeometry(0, y - LIFT, width, high)
            y += high
        elif self.reading is not None:
            high = self.reading.fit(width)
            self.reading.setGeometry(0, y, width, high)
            y += high
        elif self.streaming_typesetter is not None or self.message.answer:
            high = max(self.body.fit(width), theme.line("chat"))
            self.body.setGeometry(0, y, width, high)
            y += high
            gap = _CARD_ROW_GAP if self.body.ends_with_card else _PROSE_ROW_GAP
        if self.notice is not None:
            high = self.notice.heightForWidth(width) if self.notice.hasHeightForWidth() else -1
            high = max(high, self.notice.sizeHint().height())
            y += _NOTICE_GAP if self.message.text else 0
            self.notice.setGeometry(0, y, width, high)
            y += high
            gap = _CARD_ROW_GAP
        y += gap
        high = theme.px(tokens.SMALL_BUTTON)
        self.action_row.setGeometry(0, y, width, self.action_row.fit(width))
        return y + high

    def reveal(self, top: int, bottom: int) -> None:
        if not self.body.isHidden():
            self.body.reveal(top - self.body.y(), bottom - self.body.y())

    # -- editing and certainty -------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return self.editor is not None or self.certainty is not None

    def editable_text(self) -> str:
        return self.message.answer

    def whole(self, text: str) -> str:
        """A person's text for the answer, with the reasoning that stood before it."""
        return beginning(self.message.text) + text

    def _show_editing(self, editing: bool) -> None:
        for part in (self.body, self.action_row, self.thought, self.notice):
            if part is not None:
                part.setVisible(not editing)

    def show_certainty(self) -> CertaintyPanel:
        """Put the map of certainty in the place of the text."""
        if self.certainty is None:
            self.certainty = CertaintyPanel(self)
            self.certainty.resized.connect(self.resized)
            self.certainty.closed.connect(self.hide_certainty)
            self.certainty.show_text(self.editable_text())
            self.certainty.show()
            self.body.hide()
            self.resized.emit()
        return self.certainty

    def hide_certainty(self) -> None:
        """Show the text again; the focus stays on the message."""
        panel, self.certainty = self.certainty, None
        if panel is None:
            return
        if panel.isAncestorOf(panel.window().focusWidget() or self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        panel.hide()
        panel.stop.set()
        panel.deleteLater()
        self.body.setVisible(self._writing is None)
        self.resized.emit()

    # -- actions ---------------------------------------------------------------------------------------------------

    @property
    def usable(self) -> bool:
        """Whether the message can be changed now."""
        return self._usable and self._writing is None

    def copy_text(self) -> None:
        """Put the message's text on the clipboard."""
        QGuiApplication.clipboard().setText(readable(self.message.answer))


def _phase(writing: Writing) -> str:
    match writing.phase:
        case Phase.LOADING:
            return translate("Chat", "loading the model")
        case Phase.READING:
            return translate("Chat", "reading")
        case Phase.WRITING:
            return translate("Chat", "thinking") if writing.thinking else translate("Chat", "writing")
    return translate("Chat", "waiting for the model")
