"""The line under the pages about the row of the caret: how good it seems, and what the memory offers for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate.commands import OFFER
from desktop.ui.widgets import Label, Link

_HEIGHT = 32


class RowLine(QWidget):
    """`used` fires when the offer is taken."""

    used = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 1, 24, 0)
        row.setSpacing(12)
        self.quality = Label("", "meta", "secondary", elide=True)
        self.offer = Label("", "meta", "text", elide=True)
        self.use = Link(_use_words, style="meta_strong", underline=False)
        row.addWidget(self.quality, 2)
        row.addWidget(self.offer, 3)
        row.addWidget(self.use)
        self.use.clicked.connect(self.used)
        self.hide()
        theme.follow(self, self._restyle)

    def show_row(self, quality: str, offer: str) -> None:
        """What is known of the row; "" twice hides the line."""
        self.quality.setText(quality)
        self.offer.setText(offer)
        self.offer.setVisible(bool(offer))
        self.use.setVisible(bool(offer))
        self.setVisible(bool(quality or offer))

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("page"))
        painter.fillRect(0, 0, self.width(), 1, theme.colour("hairline"))


def _use_words() -> str:
    return translate("TranslatePane", "Use it ({keys})").format(keys=OFFER.keys_text)
