"""An error in place: what happened and what was kept; below it the cause; one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets.buttons import Button, IconButton, Link
from desktop.ui.widgets.draw import rounded
from desktop.ui.widgets.labels import Paragraph, Text
from desktop.ui.widgets.marks import Icon


class Notice(QWidget):
    """One line on the wrong tint. `pressed` fires for the button, `log_asked` for the link, `closed` for the cross.

    `tone` is "wrong" for an error, "plain" for something to know.
    """

    pressed = Signal()
    log_asked = Signal()
    closed = Signal()

    def __init__(
        self,
        what: Text,
        cause: Text = "",
        button: Callable[[], str] | None = None,
        parent: QWidget | None = None,
        *,
        kind: str = "primary",
        log: bool = False,
        closable: bool = False,
        tone: str = "wrong",
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 12, 12)
        row.setSpacing(10)
        mark = Icon("warning" if tone == "wrong" else "info", "wrong" if tone == "wrong" else "secondary")
        one_line = not cause and not log  # then all of it stands level with the button
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter if one_line else Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(0)
        row.addLayout(words, 1)
        self.what = Paragraph(what, "chrome_medium")
        words.addWidget(self.what)
        self.cause = Paragraph(cause, "meta", "secondary")
        words.addWidget(self.cause)
        self.cause.setVisible(bool(self.cause.text()))
        if log:
            link = Link(lambda: translate("Widgets", "Show log"))
            link.clicked.connect(self.log_asked)
            words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(0)
        self.button: Button | None = None
        if button is not None:
            self.button = Button(button, kind)
            self.button.clicked.connect(self.pressed)
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        if closable:
            cross = IconButton("x", lambda: translate("Widgets", "Close"), size=24, icon_size=16)
            cross.clicked.connect(self.closed)
            row.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(self.what.text())
        theme.follow(self, self.update)

    def set_words(self, what: str, cause: str = "") -> None:
        """Say something else in the same place."""
        self.what.set_text(what)
        self.cause.set_text(cause)
        self.cause.setVisible(bool(cause))
        self.setAccessibleName(what)

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill = "wrong_tint" if self._tone == "wrong" else "user_message"
        rounded(QPainter(self), self.rect(), tokens.RADIUS_CARD, fill)
