"""Where the keyboard is on the page: walking from message to message, and never losing the place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollBar, QTextEdit, QWidget
from shiboken6 import isValid

from desktop.ui.panes.chat.messages.message_view import MessageView
from desktop.ui.widgets.focus import ring_shown

_EDGE = 24
_KEYBOARD = Qt.FocusReason.OtherFocusReason


class Rows(Protocol):
    """A scrolled list of messages, of which those in view are widgets."""

    @property
    def views(self) -> Sequence[MessageView]: ...

    @property
    def count(self) -> int: ...

    def row(self, message_id: int, /) -> int: ...

    def show_row(self, row: int, /) -> MessageView | None: ...

    def viewport(self) -> QWidget: ...

    def verticalScrollBar(self) -> QScrollBar: ...


class MessageFocus(QObject):
    """The message that has the keyboard's focus among `rows`, whose widget is `page`."""

    def __init__(self, rows: Rows, page: QWidget) -> None:
        super().__init__(page)
        self._rows = rows
        self._page = page

    def view(self) -> MessageView | None:
        """The message the focus is in."""
        focused = QApplication.focusWidget()
        if focused is None:
            return None
        views = self._rows.views
        return next((view for view in views if view is focused or view.isAncestorOf(focused)), None)

    def step(self, by: int) -> bool:
        """Go to the message `by` further down (from the composer: the last one); False past the end."""
        current = self.view()
        count = self._rows.count
        row = self._rows.row(current.message.id) + by if current is not None else count - 1
        if not 0 <= row < count:
            return False
        self.focus_row(row, _KEYBOARD)
        return True

    def focus_row(self, row: int, reason: Qt.FocusReason | None = None) -> None:
        """Give a message the focus and bring it into view; with the ring where one was, unless `reason` says."""
        reason = reason or self._reason()
        view = self._rows.show_row(row)
        if view is not None:
            view.setFocus(reason)

    def _reason(self) -> Qt.FocusReason:
        shown = ring_shown(self._page.window()) or isinstance(QApplication.focusWidget(), QTextEdit)
        return _KEYBOARD if shown else Qt.FocusReason.MouseFocusReason

    def order_tabs(self) -> None:
        """Tab follows the page, whatever the order in which the messages were built."""
        for before, after in pairwise(self._rows.views):
            ends = [child for child in before.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
            begins = [child for child in after.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
            if ends and begins:
                QWidget.setTabOrder(ends[-1], begins[0])

    def moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The keyboard went to something out of sight: bring it into view."""
        if not isValid(self._page):
            return
        page = self._rows.viewport()
        if now is None or now is self._page or not page.isAncestorOf(now):
            return
        if isinstance(now, QTextEdit):
            self._select_only_in(now)
        top = now.mapTo(page, QPoint()).y()
        bottom = top + min(now.height(), page.height() // 2)
        bar = self._rows.verticalScrollBar()
        if top < 0:
            bar.setValue(bar.value() + top - _EDGE)
        elif bottom > page.height():
            bar.setValue(bar.value() + bottom - page.height() + _EDGE)

    def _select_only_in(self, text: QTextEdit) -> None:
        """One selection on the page at a time."""
        for other in self._rows.viewport().findChildren(QTextEdit):
            cursor = other.textCursor()
            if other is not text and cursor.hasSelection():
                cursor.clearSelection()
                other.setTextCursor(cursor)

    # -- keeping the place -----------------------------------------------------------------------------------------

    def place(self) -> tuple[int, str, Qt.FocusReason] | None:
        """Which message has the focus, and on which of its parts; None when none has."""
        view = self.view()
        if view is None:
            return None
        return self._rows.row(view.message.id), self._part(view), self._reason()

    def restore(self, place: tuple[int, str, Qt.FocusReason] | None) -> None:
        """Bring the focus back where it was after other messages are shown, if it was lost."""
        if place is None or self._rows.count == 0:
            return
        current = self.view()
        row, part, reason = place
        if current is not None and self._rows.row(current.message.id) == row:
            return
        view = self._rows.show_row(min(row, self._rows.count - 1))
        if view is not None:
            self._find(view, part).setFocus(reason)

    @staticmethod
    def _part(view: MessageView) -> str:
        pager = view.action_row.pager
        if pager is not None and pager.before.hasFocus():
            return "before"
        if pager is not None and pager.after.hasFocus():
            return "after"
        return "view"

    @staticmethod
    def _find(view: MessageView, part: str) -> QWidget:
        pager = view.action_row.pager
        if part == "view" or pager is None or pager.isHidden():
            return view
        first, other = (pager.before, pager.after) if part == "before" else (pager.after, pager.before)
        return first if first.isEnabled() else other if other.isEnabled() else view
