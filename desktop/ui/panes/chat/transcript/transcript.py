"""The conversation on the page: a long list of which only the messages near the viewport are widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.messages.message_view import MessageView
from desktop.ui.panes.chat.reply_progress import Writing
from desktop.ui.panes.chat.text_column import EDGE, column_in, estimate
from desktop.ui.panes.chat.transcript.end_button import EndButton
from desktop.ui.panes.chat.transcript.heights import Heights, same_start
from desktop.ui.panes.chat.transcript.message_focus import MessageFocus
from desktop.ui.text.retranslate import say

if TYPE_CHECKING:
    from desktop.store import Message
    from desktop.ui.panes.chat.typesetting.document_cache import DocumentCache

_TOP = 16
_BOTTOM = 24
_AFTER_USER = 0  # its row of actions stands there
_AFTER_REPLY = 16
_AT_END = 24  # as near to the end as still counts as being there
_FRAME_MS = 16
_BESIDE = 12  # from the column to the way back to the end


class Transcript(QAbstractScrollArea):
    """Shows messages, oldest first, opened at the end. It stays at the end while it is there, and otherwise keeps
    still whatever happens above or below.

    The signals carry a message's id.
    """

    accessible_role = QAccessible.Role.List

    go_on_asked = Signal(int)
    answer_asked = Signal(int)
    version_stepped = Signal(int, int)
    made = Signal(MessageView)  # a message became a widget
    link_clicked = Signal(str, QWidget)
    log_asked = Signal()
    placed = Signal()  # what is near has been built and put in its place

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages: list[Message] = []
        self._heights = Heights()
        self._views: dict[int, MessageView] = {}  # by message id
        self._rows: dict[int, int] = {}
        self._documents: DocumentCache | None = None  # from the first reply on
        self._writing: Writing | None = None
        self._frozen = False
        self.focus = MessageFocus(self, self)
        self._at_end = True
        self._width = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.end_button = EndButton(self)
        self.end_button.clicked.connect(self.scroll_to_end)
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(_FRAME_MS)
        self._frame.timeout.connect(self._show_writing)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._place)
        say(self, self.setAccessibleName, lambda: translate("Chat", "Conversation"))
        theme.follow(self, self.restyle)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self.focus.moved)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_messages(self, messages: Sequence[Message], *, fresh: bool) -> None:
        """Show a path; `fresh` for another conversation, which opens at its end."""
        kept = 0 if fresh else same_start([each.id for each in self._messages], [each.id for each in messages])
        place = None if fresh else self.focus.place()
        self._messages = list(messages)
        self._rows = {message.id: row for row, message in enumerate(self._messages)}
        self._heights.set_count([self._estimate(message) for message in self._messages], keep=kept)
        if fresh:
            self._at_end = True
        gone = [known for known in self._views if self._rows.get(known, -1) < 0 or fresh]
        for view in [self._views.pop(message_id) for message_id in gone]:
            view.hide()  # which may move the focus, and that the page
            view.deleteLater()
        for message_id, view in self._views.items():
            message = self._messages[self._rows[message_id]]
            if message != view.message:
                view.show_message(message)
        self._refresh_places()
        self._measure_views()
        self._place()
        self.focus.restore(place)

    def freeze(self, frozen: bool) -> None:
        """Only to be read: nothing can be changed."""
        if frozen != self._frozen:
            self._frozen = frozen
            self._refresh_places()

    def show_writing(self, writing: Writing | None) -> None:
        """Show how far the reply under way is, at most once a frame; None when there is none."""
        ended = writing is None and self._writing is not None
        began = writing is not None and self._writing is None
        self._writing = writing
        if ended or began:
            self._refresh_places()
            self._show_writing()
        elif writing is not None and not self._frame.isActive():
            self._frame.start()

    def _show_writing(self) -> None:
        from desktop.ui.panes.chat.messages.reply_view import ReplyView

        current = self._writing.message.id if self._writing is not None and self._writing.message is not None else -1
        for message_id, view in self._views.items():
            if isinstance(view, ReplyView):
                view.show_writing(self._writing if message_id == current else None)

    def restyle(self) -> None:
        """Theme or text size changed."""
        for view in self._views.values():
            view.restyle()
        self._relayout()

    def scroll_to_end(self) -> None:
        self._at_end = True
        self._place()

    @property
    def views(self) -> list[MessageView]:
        """The messages that are widgets now, in order."""
        return [self._views[key] for key in sorted(self._views, key=lambda key: self._rows.get(key, 0))]

    @property
    def count(self) -> int:
        return len(self._messages)

    def row(self, message_id: int) -> int:
        """Where a message stands; -1 when it isn't shown."""
        return self._rows.get(message_id, -1)

    def show_row(self, row: int, *, whole: bool = False) -> MessageView | None:
        """Bring a message's beginning into view, or as much as fits, unless it is; returns its widget."""
        if not 0 <= row < self.count:
            return None
        for _ in range(2):  # the first time heights may be guesses
            bar, top = self.verticalScrollBar(), _TOP + self._heights.top(row)
            most = self.viewport().height() - 2 * EDGE if whole else self.viewport().height() // 2
            bottom = top + min(self._heights.height(row), most)
            if top < bar.value() or bottom > bar.value() + self.viewport().height():
                self._at_end = False
                bar.setValue(top - EDGE if top < bar.value() else bottom + EDGE - self.viewport().height())
                self._place()
        return self._views.get(self._messages[row].id)

    def column(self) -> tuple[int, int]:
        """Left edge and width of the column, in the viewport."""
        return column_in(self.width())

    # -- layout ----------------------------------------------------------------------------------------------------

    def _relayout(self) -> None:
        """The width or the type changed: every height is a guess again, and the first message seen stays in place."""
        if self._messages:
            anchor = self._heights.row_at(self.verticalScrollBar().value() - _TOP)
            offset = self.verticalScrollBar().value() - self._heights.top(anchor)
            self._width = self.column()[1]
            self._heights.forget([self._estimate(message) for message in self._messages])
            self._measure_views()
            if not self._at_end:
                self._set_range()
                self.verticalScrollBar().setValue(self._heights.top(anchor) + offset)
        self._place()

    def _measure_views(self) -> None:
        width = self.column()[1]
        for message_id, view in self._views.items():
            row = self._rows[message_id]
            self._heights.measure(row, view.fit(width) + self._gap_after(row))

    def _place(self) -> None:
        """Build what is near, drop what is far, and put every widget in its place."""
        self._later.stop()
        if not self._messages:
            self._set_range()
            self.end_button.hide()
            return
        left, width = self.column()
        for _ in range(4):  # what is built may turn out lower than thought, so that more comes into view
            self._set_range()
            if self._at_end:
                self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
            if not self._build_near(width):
                break
        self._drop_far()
        value = self.verticalScrollBar().value()
        for message_id, view in self._views.items():
            row = self._rows[message_id]
            high = self._heights.height(row) - self._gap_after(row)
            view.setGeometry(left, _TOP + self._heights.top(row) - value, width, high)
            view.show()
        self.focus.order_tabs()
        self._place_end_button()
        self.placed.emit()

    def _place_end_button(self) -> None:
        """The way back to the end, once it is more than half a screen away."""
        bar = self.verticalScrollBar()
        left, width = self.column()
        side = self.end_button.sizeHint().width()
        beside = left + width + _BESIDE
        fits = beside + side <= self.viewport().width()  # not over the words, where there is room for it
        x = beside if fits else left + width - side
        self.end_button.setGeometry(x, self.height() - side - 8, side, side)
        self.end_button.setVisible(bar.maximum() - bar.value() > self.viewport().height() // 2)
        self.end_button.raise_()

    def _build_near(self, width: int) -> bool:
        """Build the messages of the present screen and half a screen around it; True when any was built."""
        built = False
        first, last = self._near(0.5)
        for row in range(first, last + 1):
            message = self._messages[row]
            view = self._views.get(message.id)
            if view is None:
                view = self._views[message.id] = self._make(message)
                self._refresh_place(row)
                built = True
            if not self._heights.measured(row):
                self._measure(row, view, width)
                built = True
            top = self.verticalScrollBar().value() - _TOP - self._heights.top(row)
            view.reveal(top - self.viewport().height() // 2, top + self.viewport().height() * 3 // 2)
        return built

    def _measure(self, row: int, view: MessageView, width: int) -> None:
        """The true height; what stands below the top of the viewport doesn't move."""
        bar = self.verticalScrollBar()
        above = self._heights.top(row) + self._heights.height(row) + _TOP <= bar.value()
        change = self._heights.measure(row, view.fit(width) + self._gap_after(row))
        if above and change and not self._at_end:
            self._set_range()
            self._move_quietly(bar.value() + change)

    def _near(self, screens: float) -> tuple[int, int]:
        value, high = self.verticalScrollBar().value() - _TOP, self.viewport().height()
        first = self._heights.row_at(int(value - screens * high))
        return first, self._heights.row_at(int(value + (1 + screens) * high))

    def _drop_far(self) -> None:
        first, last = self._near(1.5)
        focused = QApplication.focusWidget()
        for message_id, view in list(self._views.items()):
            if not first <= self._rows[message_id] <= last and not self._needed(view, focused):
                self._drop(message_id)

    @staticmethod
    def _needed(view: MessageView, focused: QWidget | None) -> bool:
        return view.busy or view is focused or (focused is not None and view.isAncestorOf(focused))

    def _drop(self, message_id: int) -> None:
        view = self._views.pop(message_id)
        view.hide()
        view.deleteLater()

    def _set_range(self) -> None:
        bar = self.verticalScrollBar()
        total = _TOP + self._heights.total + _BOTTOM if self._messages else 0
        bar.blockSignals(True)
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme.line("chat"))
        bar.setRange(0, max(0, total - self.viewport().height()))
        bar.blockSignals(False)

    def _move_quietly(self, value: int) -> None:
        bar = self.verticalScrollBar()
        bar.blockSignals(True)
        bar.setValue(value)
        bar.blockSignals(False)

    def _gap_after(self, row: int) -> int:
        return _AFTER_USER if self._messages[row].role == "user" else _AFTER_REPLY

    def _estimate(self, message: Message) -> int:
        width = self._width or self.column()[1]
        if message.role == "user":
            return estimate(message.text, int(width * 0.75)) + 24 + theme.px(tokens.SMALL_BUTTON) + _AFTER_USER
        return estimate(message.text, width) + 56 + _AFTER_REPLY

    # -- views -----------------------------------------------------------------------------------------------------

    def _make(self, message: Message) -> MessageView:
        """With the first message comes the typesetting: Markdown, code, formulas."""
        from desktop.ui.panes.chat.messages.reply_view import ReplyView
        from desktop.ui.panes.chat.messages.user_view import UserView
        from desktop.ui.panes.chat.typesetting.document_cache import DocumentCache

        made: MessageView
        if self._documents is None:
            self._documents = DocumentCache()
        number = message.id
        if message.role == "user":
            made = user = UserView(message, self.viewport())
            user.answer_asked.connect(lambda: self.answer_asked.emit(number))
            user.version_stepped.connect(lambda step: self.version_stepped.emit(number, step))
        else:
            made = reply = ReplyView(message, self._documents, self.viewport())
            reply.go_on_asked.connect(lambda: self.go_on_asked.emit(number))
            reply.version_stepped.connect(lambda step: self.version_stepped.emit(number, step))
            reply.log_asked.connect(self.log_asked)
            if self._writing is not None and self._writing.message is not None and self._writing.message.id == number:
                reply.show_writing(self._writing)
        made.link_clicked.connect(lambda address: self.link_clicked.emit(address, made))
        made.looked_for.connect(lambda down: self._look_at(number, down))
        made.resized.connect(lambda: self._resized(number))
        self.made.emit(made)
        return made

    def _look_at(self, message_id: int, down: int) -> None:
        """Bring a place in a message into view, unless it is."""
        bar, high = self.verticalScrollBar(), self.viewport().height()
        at = _TOP + self._heights.top(self._rows[message_id]) + down
        if not bar.value() + EDGE <= at <= bar.value() + high - 2 * EDGE:
            bar.setValue(at - high // 3)

    def _resized(self, message_id: int) -> None:
        view = self._views.get(message_id)
        if view is None or message_id not in self._rows:
            return
        self._measure(self._rows[message_id], view, self.column()[1])
        if not self._later.isActive():
            self._later.start(0)

    def _refresh_places(self) -> None:
        for message_id in self._views:
            self._refresh_place(self._rows[message_id])

    def _refresh_place(self, row: int) -> None:
        view = self._views[self._messages[row].id]
        last = row == len(self._messages) - 1
        view.show_place(last=last, usable=self._writing is None and not self._frozen)

    # -- events ----------------------------------------------------------------------------------------------------

    def _scrolled(self, value: int) -> None:
        self._at_end = value >= self.verticalScrollBar().maximum() - _AT_END
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.column()[1] != self._width:
            self._relayout()
        else:
            self._place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self.verticalScrollBar(), event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        moves = {
            Qt.Key.Key_PageUp: -bar.pageStep() + bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep() - bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            event.ignore()
        else:
            bar.setValue(bar.value() + move)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            return True
        return super().viewportEvent(event)
