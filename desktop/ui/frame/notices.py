"""The place under the header where the frame tells of an error: one at a time, until closed or overtaken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.error_text import Told
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Notice


class NoticePlace(QWidget):
    """Empty and without height until `tell`."""

    def __init__(self, show_log: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._show_log = show_log
        self.notice: Notice | None = None
        self.subject = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 0)
        self.hide()
        theme.follow(self, self.update)

    def tell(
        self,
        told: Told,
        subject: str,
        button: Callable[[], str] | None = None,
        action: Callable[[], object] | None = None,
        *,
        tone: str = "wrong",
    ) -> None:
        """Show an error about `subject`, or with the tone "plain" something to know; the same isn't shown twice."""
        if self.notice is not None and self.subject == subject and self.notice.what.text() == told.what:
            return
        self.clear()
        self.subject = subject
        wrong = tone == "wrong"
        log = bool(told.cause) and wrong
        self.notice = Notice(told.what, told.cause, button, self, kind="plain", log=log, closable=True, tone=tone)
        self.notice.log_asked.connect(self._show_log)
        self.notice.closed.connect(self.clear)
        if action is not None:
            self.notice.pressed.connect(action)
        self._column.addWidget(self.notice)
        self.show()

    def clear(self, subject: str = "") -> None:
        """Take away what stands there (only if it is about `subject`, where one is given)."""
        if self.notice is None or (subject and subject != self.subject):
            return
        self._column.removeWidget(self.notice)
        self.notice.deleteLater()
        self.notice = None
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))
