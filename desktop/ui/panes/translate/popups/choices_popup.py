"""Other words for a place of the translation: the word, a bar, per cent; what stands there now is amber."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.features.generation.stop import Stop
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Label, Line, Menu
from desktop.ui.widgets.draw import rounded
from desktop.ui.widgets.floating.menu import MenuItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.features.translate.model.choices import Choice

_WIDTH = 240
_WORD, _BAR = 76, 104
_LONGEST = 0.85  # of the track, for the likeliest


class ChoiceRow(MenuItem):
    """One of them."""

    def __init__(self, choice: Choice, most: float, parent: QWidget) -> None:
        super().__init__(choice.text, parent, "", "", "")
        self.choice = choice
        self._share = choice.probability / most * _LONGEST if most else 0.0
        percent = round(choice.probability * 100)
        self._percent = f"{percent}%" if percent else "<1%"
        self.setAccessibleDescription(self._percent)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), theme.px(tokens.ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus() or self.isDown():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "card_hover")
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        font = theme.font_for("translation", self.text())
        font.setPixelSize(theme.px(15))
        painter.setFont(font)
        painter.setPen(theme.colour("accent_text" if self.choice.present else "text"))
        word = theme.px(_WORD)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, word - 16)
        painter.drawText(QRect(12, 0, word, self.height()), flags, shown)
        track = QRectF(word, (self.height() - 6) / 2, theme.px(_BAR), 6)
        rounded(painter, track, 3, "hover")
        track.setWidth(max(6.0, track.width() * self._share))
        rounded(painter, track, 3, "accent" if self.choice.present else "border")
        painter.setFont(theme.font("meta", chinese=False))
        painter.setPen(theme.colour("secondary"))
        painter.drawText(
            self.rect().adjusted(0, 0, -12, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            self._percent,
        )


class ChoicesPopup(Menu):
    """Opens at once and fills when the model has answered; closing it stops the question."""

    def __init__(self, anchor: QWidget, word: str, pick: Callable[[Choice], object]) -> None:
        super().__init__(anchor)
        self.stop = Stop()
        self._pick = pick
        said = translate("TranslatePane", "Instead of {word}").format(word=word)
        head = Label(said, "meta", "secondary")
        head.setContentsMargins(12, 6, 12, 2)
        self.card.column.addWidget(head)
        self.wait = Label(lambda: translate("TranslatePane", "Asking the model…"), "meta", "secondary")
        self.wait.setContentsMargins(12, 4, 12, 8)
        self.wait.setMinimumWidth(theme.px(_WIDTH))
        self.card.column.addWidget(self.wait)
        self.closed.connect(self.stop.set)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """What the model answered."""
        if not self.isVisible():
            return
        if len(choices) < 1:
            self.wait.setText(translate("TranslatePane", "The model knows no other word here."))
            return
        self.wait.hide()
        for choice in choices:
            self.add_item(ChoiceRow(choice, choices[0].probability, self.card), partial(self._pick, choice))
        self.card.column.addSpacing(4)
        self.card.column.addWidget(Line(self.card))
        foot = Label(lambda: translate("TranslatePane", "The rest of the sentence follows"), "meta", "secondary")
        foot.setContentsMargins(12, 6, 12, 6)
        self.card.column.addWidget(foot)
        for child in self.card.findChildren(QWidget):
            child.setVisible(child is not self.wait)
        self.card.column.activate()
        self._place()
        self.update()
        here = next((item for item in self.items if isinstance(item, ChoiceRow) and item.choice.present), self.items[0])
        here.setFocus(Qt.FocusReason.TabFocusReason)
