"""How probable the model finds a text of one's own: pasted into a card over the window, shaded like a reply."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.features.chat.insight import Insight
from desktop.ui import tasks
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.insight.certainty_panel import CertaintyPanel
from desktop.ui.widgets import Button, PanelSheet, Paragraph, TextField

if TYPE_CHECKING:
    from desktop.features.chat.insight import Insights, Progress

_ROWS = 6
_BELOW = 8  # px under the map
_LONGEST = 200_000  # characters; what is longer than the model's context is refused by the engine


class _Result(QScrollArea):
    """The map, scrolled."""

    def __init__(self, panel: CertaintyPanel) -> None:
        super().__init__()
        self._panel = panel
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(panel)
        panel.setAutoFillBackground(False)
        panel.resized.connect(self.fit)

    def fit(self) -> None:
        width = max(120, self.viewport().width() - 4)
        self._panel.resize(width, self._panel.fit(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class PerplexityDialog(PanelSheet):
    """A field, a button, and below them what the model thinks. Ctrl+Enter reads, Esc closes and stops it."""

    help_topic = "chat#certainty"

    def __init__(self, anchor: QWidget, insights: Insights) -> None:
        super().__init__(anchor, lambda: translate("Chat", "How likely is a text"), width_em=51.7, height_em=46.8)
        self._insights = insights
        self.field = TextField(
            lambda: translate("Chat", "Text to read"),
            placeholder=lambda: translate("Chat", "Paste or write a text"),
            rows=_ROWS,
        )
        self.field.textChanged.connect(self._changed)
        self.button = Button(lambda: translate("Chat", "Read"), "primary")
        self.button.clicked.connect(self.read)
        about = translate(
            "Chat",
            "The model reads it and says how probable it found each word: the stronger the tint, the more it was "
            "surprised.",
        )
        column = self.body
        column.setSpacing(12)
        column.addWidget(self.field)
        foot = QHBoxLayout()
        foot.addWidget(Paragraph(about, "meta", "secondary"), 1)
        foot.addWidget(self.button)
        column.addLayout(foot)
        self.panel = CertaintyPanel(can_choose=False)
        self.result = _Result(self.panel)
        self.result.hide()
        column.addWidget(self.result, 1)
        self.panel.closed.connect(self.close_popup)
        self.panel.resized.connect(self._place)
        self.closed.connect(self.panel.stop.set)
        theme.follow(self, self.panel.restyle)
        self._changed()

    def first_focus(self) -> QWidget:
        return self.field

    def read(self) -> None:
        """Have the text read."""
        text = self.field.toPlainText().strip()[:_LONGEST]
        if not text:
            return
        self.panel.begin(text)
        self.result.show()
        self._place()
        self.result.fit()
        stop = self.panel.stop
        tasks.stream(
            lambda: self._insights.text(text, stop),
            partial(self._take, text),
            None,
            lambda error: self.panel.show_failure(sentence(error).what),
            self,
        )

    def _take(self, text: str, found: Progress | Insight) -> None:
        if self.panel.text.text_shown != text:
            return  # something else is being read by now
        self.panel.take(found)
        if isinstance(found, Insight):
            self.panel.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        self.button.setEnabled(bool(self.field.toPlainText().strip()))

    def _place(self) -> None:
        """As low as what is shown lets it be."""
        super()._place()
        wanted = self.card.sizeHint().height()
        if not self.result.isHidden():
            wanted += self.panel.height() + _BELOW - self.result.sizeHint().height()
        box = self.card.geometry()
        box.setHeight(min(box.height(), wanted))
        box.moveTop((self._over.height() - box.height()) // 2)
        self.card.setGeometry(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.read()
        else:
            super().keyPressEvent(event)
