"""Every word the model wrote tells how probable it was and what else might have stood there; a click takes another."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.store.stories.records import Take, TakeToken
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.panes.story.generation.generation_controller import GenerationController
from desktop.ui.panes.story.generation.take_anchors import Found, find, put, standing
from desktop.ui.widgets import Card, Label, Line
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import rounded

_REST_MS = 450
_MOST = 6
_WIDTH, _WORD, _BAR = 260, 110, 90


class _Choice(Pressable):
    """A word, a bar, per cent."""

    def __init__(self, text: str, probability: float, most: float, *, present: bool) -> None:
        self._share = probability / most if most else 0.0
        self._percent = f"{probability:.0%}" if probability >= 0.01 else "<1%"
        self._present = present
        super().__init__()
        self.setText(text.strip() or "␣")
        self.setAccessibleName(f"{text.strip()}, {self._percent}")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), theme.px(tokens.SMALL_BUTTON))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hovered or self.hasFocus():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "card_hover")
        font = theme.font_for("manuscript", self.text())
        font.setPixelSize(theme.px(15))
        painter.setFont(font)
        painter.setPen(theme.colour("accent_text" if self._present else "text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        word = theme.px(_WORD)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, word - 16)
        painter.drawText(QRect(12, 0, word, self.height()), flags, shown)
        track = QRectF(word, (self.height() - 6) / 2, theme.px(_BAR), 6)
        rounded(painter, track, 3, "hover")
        track.setWidth(max(4.0, track.width() * self._share))
        rounded(painter, track, 3, "accent" if self._present else "border")
        painter.setFont(theme.font("meta", chinese=False))
        painter.setPen(theme.colour("secondary"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(0, 0, -12, 0), right, self._percent)


class Alternatives(QObject):
    """Follows the pointer over what was written; by the keyboard it asks for the word at the caret."""

    def __init__(self, context: StoryContext, generation: GenerationController) -> None:
        editor = context.editor
        super().__init__(editor)
        self._editor = editor
        self._generation = generation
        self._stories = context.stories
        self._work = context.work
        self._card: Card | None = None
        self._point = QPoint()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        editor.viewport().installEventFilter(self)
        editor.edited.connect(self.close_card)
        editor.scrolled.connect(self.close_card)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._point = event.position().toPoint()
            if self._card is not None and not self._card.geometry().adjusted(-16, -32, 16, 16).contains(self._point):
                self.close_card()
            if not event.buttons() and not self._generation.writing:
                self._rest.start()
        elif event.type() == QEvent.Type.Leave:
            self._rest.stop()
        return False

    def _rested(self) -> None:
        if self._card is None and not self._editor.textCursor().hasSelection():
            self._show(self._editor.cursorForPosition(self._point).position(), focus=False)

    def show_here(self) -> None:
        """For the word at the caret; arrow keys and Enter choose."""
        self._show(self._editor.textCursor().position(), focus=True)

    def _show(self, position: int, *, focus: bool) -> None:
        found = self.token_at(position)
        if found is not None:
            self._open(found, focus=focus)
            return
        earlier = standing(self._generation.peers, self._editor, position)
        if earlier is None:
            return
        take, start, end = earlier
        text = self._editor.text()

        def read(whole: Take) -> None:
            """What an earlier session wrote is known to the controller from now on, where it stands."""
            if self._editor.text() != text or not whole.tokens:
                return
            script = self._editor.script
            place = put(replace(whole, at=start), self._editor, script.position(start), script.position(end))
            self._generation.placed = [place, *self._generation.placed[-20:]]
            known = self.token_at(position)
            if known is not None and self._card is None:
                self._open(known, focus=focus)

        self._work.run(lambda: self._stories.take(take.id), read)

    def token_at(self, position: int) -> Found | None:
        """The word at a place of the document, where the model wrote it and had a choice."""
        for placed in reversed(self._generation.placed):
            found = find(placed, self._editor, position)
            if found is not None:
                return found if found.take.tokens[found.index].alternatives else None
        return None

    def _open(self, found: Found, *, focus: bool) -> None:
        self.close_card()
        token: TakeToken = found.take.tokens[found.index]
        card = Card(self._editor.viewport())
        card.column.addWidget(_head(translate("StoryPane", "How probable it was")))
        rows = list(token.alternatives[:_MOST])
        if all(number != token.id for _, number, _ in rows):  # a less likely one than those shown
            rows = [*rows[: _MOST - 1], (token.text, token.id, token.probability)]
            rows.sort(key=lambda row: -row[2])
        most = max((share for _, _, share in rows), default=1.0)
        buttons = []
        for text, number, share in rows:
            row = _Choice(text, share, most, present=number == token.id)
            row.setEnabled(number != token.id)
            row.clicked.connect(partial(self._choose, found, number))
            card.column.addWidget(row)
            buttons.append(row)
        card.column.addWidget(Line(card))
        card.column.addWidget(_head(translate("StoryPane", "A click goes on from there as a new take")))
        self._card = card
        cursor = self._editor.textCursor()
        cursor.setPosition(found.start)
        area = self._editor.cursorRect(cursor)
        size = card.sizeHint()
        left = min(area.left(), self._editor.viewport().width() - size.width())
        top = area.bottom() + 6
        if top + size.height() > self._editor.viewport().height():
            top = area.top() - 6 - size.height()
        card.setGeometry(max(0, left), top, size.width(), size.height())
        card.show()
        card.raise_()  # above the proposal's buttons
        if focus and buttons:
            next((row for row in buttons if row.isEnabled()), buttons[0]).setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, found: Found, number: int) -> None:
        self.close_card()
        self._editor.setFocus()
        self._generation.from_token(found, number)

    def close_card(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.hide()
            card.deleteLater()


def _head(text: str) -> QWidget:
    label = Label(text, "meta", "secondary")
    label.setContentsMargins(12, 6, 12, 4)
    return label
