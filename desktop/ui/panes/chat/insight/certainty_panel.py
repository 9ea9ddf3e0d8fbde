"""The map of certainty with what explains it: the shaded text, the legend, the perplexity, a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.base.i18n import translate
from desktop.features.chat.insight import STEPS, Progress
from desktop.features.generation.stop import Stop
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.insight.alternatives_card import AlternativesCard, area_in_window
from desktop.ui.panes.chat.insight.certainty_text import CertaintyText
from desktop.ui.panes.chat.text_column import LIFT
from desktop.ui.text.speech import announce
from desktop.ui.widgets import Button, Label
from desktop.ui.widgets.draw import rounded
from desktop.ui.widgets.reading_progress import ReadingProgress

if TYPE_CHECKING:
    from desktop.features.chat.insight import Insight

_HOVER_MS = 140
_SWATCH = 12
_GAP = 8


class Legend(QWidget):
    """The three steps with the probability below which they begin."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(
            translate("Chat", "Shaded below {limits}").format(limits=", ".join(words.share(step) for step in STEPS))
        )

    def fit(self) -> int:
        """The width it takes."""
        metrics = QFontMetrics(theme.font("meta"))
        texts = [metrics.horizontalAdvance(text) for text in self._texts()]
        return sum(texts) + len(texts) * (_SWATCH + 6 + 14)

    def _texts(self) -> list[str]:
        return [f"< {words.share(step)}" for step in STEPS]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("meta"))
        x = 0
        for number, text in enumerate(self._texts(), 1):
            swatch = QRectF(x, (self.height() - _SWATCH) / 2, _SWATCH, _SWATCH)
            rounded(painter, swatch, tokens.RADIUS_TOKEN, f"certainty_{number}")
            painter.setPen(theme.colour("secondary"))
            wide = painter.fontMetrics().horizontalAdvance(text)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(x + _SWATCH + 6, 0, wide + 2, self.height()), flags, text)
            x += _SWATCH + 6 + wide + 14


class CertaintyPanel(QWidget):
    """`chosen` carries a piece's index and the other word; `closed` that a person has seen enough.

    `stop` stops the reading that fills it.
    """

    help_topic = "chat#certainty"

    resized = Signal()
    closed = Signal()
    chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None, *, can_choose: bool = True) -> None:
        super().__init__(parent)
        self.stop = Stop()
        self._can_choose = can_choose
        self.text = CertaintyText(self)
        self.text.hovered.connect(self._hovered)
        self.text.opened.connect(self._opened)
        self.text.left.connect(self.closed)
        self.reading = ReadingProgress(self)
        self.legend = Legend(self)
        self.legend.hide()
        self.said = Label("", "meta", "secondary", self)
        self.said.hide()
        self.done = Button(lambda: translate("Chat", "Back to the text"), "quiet", parent=self)
        self.done.clicked.connect(self.closed)
        self.done.setVisible(can_choose)
        self.card: AlternativesCard | None = None
        self._wanted = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_HOVER_MS)
        self._soon.timeout.connect(lambda: self._open(self._wanted, keyboard=False))

    def show_text(self, text: str) -> None:
        """Begin with a text that is still to be read."""
        self.text.show_text(text)
        self.legend.hide()
        self.said.hide()
        self.reading.show()
        self.show_progress(0.0)

    def begin(self, text: str) -> None:
        """Show another text; what was being read is stopped."""
        self.stop.set()
        self.stop = Stop()
        self.show_text(text)

    def take(self, found: Progress | Insight) -> None:
        """Show what the model thinks, or how far it has read."""
        if isinstance(found, Progress):
            self.show_progress(found.fraction)
        else:
            self.show_insight(found)

    def show_progress(self, fraction: float) -> None:
        """How much the model has read."""
        self.reading.show_progress(translate("Chat", "reading"), fraction, words.per_cent(fraction))

    def show_insight(self, insight: Insight) -> None:
        """Shade the text."""
        self.text.show_insight(insight)
        self.reading.hide()
        self.legend.show()
        said = translate("Chat", "Perplexity {n}").format(n=f"{insight.perplexity:,.1f}")
        if insight.model_name:
            said = f"{said} · {insight.model_name}"
        self.said.setText(said)
        self.said.show()
        announce(self, said)
        self.resized.emit()

    def show_failure(self, what: str) -> None:
        """Say why there is no map."""
        self.reading.hide()
        self.said.setText(what)
        self.said.show()
        announce(self, what)
        self.resized.emit()

    def restyle(self) -> None:
        self.text.restyle()

    # -- the words -------------------------------------------------------------------------------------------------

    def _hovered(self, at: int) -> None:
        self._wanted = at
        if at < 0:
            self._soon.stop()
            if self._alive():
                self.card.leave_soon()  # type: ignore[union-attr]
        else:
            self._soon.start()

    def _opened(self, at: int) -> None:
        self._soon.stop()
        self._open(at, keyboard=True)

    def _open(self, at: int, *, keyboard: bool) -> None:
        insight = self.text.insight
        if insight is None or not 0 <= at < len(insight.pieces) or not self.isVisible():
            return
        if self._alive():
            if self.card.isAncestorOf(self.window().focusWidget() or self):  # type: ignore[union-attr]
                return  # one that was opened from the keyboard stays
            self.card.dismiss()  # type: ignore[union-attr]
        self.card = AlternativesCard(self.window(), insight.pieces[at], can_choose=self._can_choose)
        self.card.chosen.connect(lambda other: self.chosen.emit(at, other))
        self.card.open_under(area_in_window(self.text.viewport(), self.text.area(at)), keyboard=keyboard)

    def _alive(self) -> bool:
        return self.card is not None and isValid(self.card) and not self.card.isHidden()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._soon.stop()
        if self._alive():
            self.card.dismiss()  # type: ignore[union-attr]

    # -- layout ----------------------------------------------------------------------------------------------------

    def fit(self, width: int) -> int:
        """Lay out in `width` px and return the height."""
        high = self.text.fit(width)
        self.text.setGeometry(0, 0, width, high + LIFT)
        y, line = high + LIFT + _GAP, theme.px(tokens.SMALL_BUTTON)
        right = width
        if not self.done.isHidden():
            wide = self.done.sizeHint().width()
            self.done.setGeometry(width - wide, y, wide, line)
            right = width - wide - _GAP
        self.reading.fit(right)
        self.reading.setGeometry(0, y, right, line)
        x = 0
        if not self.legend.isHidden():
            self.legend.setGeometry(0, y, self.legend.fit(), line)
            x = self.legend.fit() + _GAP
        self.said.setGeometry(x, y, max(0, right - x), line)
        return y + line
