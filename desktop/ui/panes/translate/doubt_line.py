"""Under a doubtful translation: what is doubted, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.theme import theme
from desktop.ui.widgets import Label, Link

HEIGHT = 28


class DoubtLine(QWidget):
    """28 px below the sentence."""

    again_asked = Signal()
    keep_asked = Signal()

    def __init__(self, doubt: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.label = Label(doubt, "meta", "doubtful", elide=True)
        self.label.setMaximumWidth(self.label.fontMetrics().horizontalAdvance(doubt) + 4)
        row.addWidget(self.label, 1)
        self.again = Link(lambda: translate("TranslatePane", "Translate again"), style="meta_strong", underline=False)
        self.again.clicked.connect(self.again_asked)
        row.addWidget(self.again)
        self.keep = Link(lambda: translate("TranslatePane", "Keep it"), style="meta_strong", underline=False)
        self.keep.clicked.connect(self.keep_asked)
        row.addWidget(self.keep)
        row.addStretch(1)
        self.setFixedHeight(theme.px(HEIGHT))
