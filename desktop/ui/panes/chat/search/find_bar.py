"""Finding within the open conversation: a small card over the page, from hit to hit by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.core.search_text import Query, fold
from desktop.ui import tasks
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.commands import LAST_HIT, NEXT_HIT
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.search.hit_marks import HitMarks
from desktop.ui.widgets import Card, CommandIcon, Label, LineField
from desktop.ui.widgets.commands import CLOSE

if TYPE_CHECKING:
    from desktop.store import Message

_SOON_MS = 80
_WIDTH = 360
_AWAY = 12

Places = list[tuple[int, int, float]]  # message, the number of its hit, how far into the message


class FindBar(Card):
    """Enter and Down go to the next hit, Shift+Enter and Up to the one before, Escape closes it."""

    def __init__(self, controller: ChatController, marks: HitMarks, over: QWidget) -> None:
        super().__init__(over, margins=8)
        self._controller = controller
        self._marks = marks
        self._over = over
        self._places: Places = []
        self._at = -1
        self._newest = 0
        self._folded: dict[int, tuple[str, str]] = {}  # what a message is and how it is compared
        row = QHBoxLayout()
        row.setSpacing(4)
        self.field = LineField(
            lambda: translate("Chat", "Find in this conversation"),
            placeholder=lambda: translate("Chat", "Find in this conversation"),
        )
        self.field.textChanged.connect(self._ask_soon)
        self.field.installEventFilter(self)
        self.count = Label("", "meta", "secondary")
        self.before = CommandIcon(LAST_HIT, run=lambda: self.step(-1))
        self.after = CommandIcon(NEXT_HIT, run=lambda: self.step(1))
        cross = CommandIcon(CLOSE, run=self.close_bar)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.before, self.after, cross):
            row.addWidget(widget)
        self.column.addLayout(row)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._find)
        over.installEventFilter(self)
        self.hide()

    def _ask_soon(self) -> None:
        self._soon.start()

    def open_bar(self) -> None:
        """Show it with the keyboard in its field."""
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._find()

    def close_bar(self) -> None:
        """Take it and the marks away."""
        if self.isHidden():
            return
        self._newest += 1
        self._soon.stop()
        self._folded.clear()
        self.hide()
        self._marks.clear()

    def step(self, by: int) -> None:
        """To the next hit or the one before; from the last one round to the first."""
        if self._places:
            self._go((self._at + by) % len(self._places))

    def _find(self) -> None:
        self._newest += 1
        number, typed, messages = self._newest, self.field.text(), list(self._controller.messages)
        folded = self._folded

        def take(found: Places) -> None:
            if number != self._newest:
                return
            self._places = found
            self._at = -1
            self._marks.show(typed)
            if found:
                self._go(len(found) - 1)  # the newest: a conversation is read from its end
            else:
                self._say()

        tasks.run(lambda: places(messages, typed, folded), take, owner=self, lane="find")

    def _go(self, at: int) -> None:
        self._at = at
        message, number, far = self._places[at]
        self._marks.show(self.field.text(), (message, number))
        self._marks.bring_into_view(far)
        self._say()

    def _say(self) -> None:
        if self._places:
            said = translate("Chat", "{n} of {all}").format(n=self._at + 1, all=f"{len(self._places):,}")
        else:
            said = translate("Chat", "nothing found") if self.field.text().strip() else ""
        self.count.setText(said)
        for button in (self.before, self.after):
            button.setEnabled(bool(self._places))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return False

    def event(self, event: QEvent) -> bool:
        """Escape is the bar's here, not the page's, where it stops a reply."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if back else 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        width = min(theme.px(_WIDTH), self._over.width() - 2 * _AWAY)
        self.setGeometry(self._over.width() - width - _AWAY - 8, _AWAY, width, self.sizeHint().height())


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape


def places(messages: Sequence[Message], typed: str, folded: dict[int, tuple[str, str]]) -> Places:
    """Every hit in these messages. `folded` keeps what takes long for the next letter typed."""
    query = Query.parse(typed)
    if query.pattern is None:
        return []
    found: Places = []
    for message in messages:
        known = folded.get(message.id)
        if known is None or known[0] is not message.text:
            known = folded[message.id] = (message.text, fold(message.text))
        for number, match in enumerate(query.pattern.finditer(known[1])):
            found.append((message.id, number, match.start() / max(1, len(message.text))))
    return found
