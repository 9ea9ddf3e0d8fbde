"""Two versions of a message side by side, with what differs tinted and underlined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from desktop.base.i18n import translate
from desktop.features.chat.compare import compare
from desktop.ui import tasks
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.insight.certainty_text import CertaintyText
from desktop.ui.widgets import Choice, CommandIcon, Label, Line, Popup
from desktop.ui.widgets.commands import CLOSE

if TYPE_CHECKING:
    from desktop.features.chat.compare import Compared, Span
    from desktop.store import Message

_PAD = 20
_GAP = 40
_TINT = 22


class Side(CertaintyText):
    """One version as plain text; `show_spans` marks what the other doesn't have."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._marked: tuple[Span, ...] = ()
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleDescription("")

    def show_spans(self, spans: tuple[Span, ...]) -> None:
        self._marked = spans
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for block in self._blocks_in(QRectF(event.rect())):
            origin = self.document().documentLayout().blockBoundingRect(block).topLeft()
            for span in self._marked:
                first = max(0, self._place(span.start) - block.position())
                last = min(block.length() - 1, self._place(span.end) - block.position())
                for chip in self._spans(block, origin, first, last) if last > first else ():
                    area = QRectF(chip.left() + 1, chip.center().y() - _TINT / 2, chip.width() - 2, _TINT)
                    painter.setBrush(theme.colour("proposal"))
                    painter.drawRoundedRect(area, tokens.RADIUS_TOKEN, tokens.RADIUS_TOKEN)
                    painter.fillRect(
                        QRectF(area.left() + 2, area.bottom() - 2, area.width() - 4, 1), theme.colour("accent")
                    )
        painter.end()
        super().paintEvent(event)


class _Pages(QWidget):
    """The two texts, as high as the longer one, scrolled together."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.right = Side(self), Side(self)

    def fit(self, width: int) -> None:
        half = (width - 2 * _PAD - _GAP) // 2
        high = max(self.left.fit(half), self.right.fit(half))
        self.left.setGeometry(_PAD, _PAD, half, high + 4)
        self.right.setGeometry(_PAD + half + _GAP, _PAD, half, high + 4)
        self.setFixedSize(width, high + 2 * _PAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.width() // 2, _PAD, 1, self.height() - 2 * _PAD, theme.colour("hairline"))


class _Scroll(QScrollArea):
    def __init__(self, pages: _Pages) -> None:
        super().__init__()
        self._pages = pages
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(pages)
        pages.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pages.fit(self.viewport().width())


class Compare(Popup):
    """A card over the window: a choice of version over each page. Esc closes it."""

    help_topic = "chat#versions"

    def __init__(self, anchor: QWidget, versions: Sequence[Message], shown: int) -> None:
        super().__init__(anchor)
        self.versions = list(versions)
        at = next((number for number, one in enumerate(self.versions) if one.id == shown), len(self.versions) - 1)
        self.left_choice = self._choice(lambda: translate("Chat", "Version on the left"), at - 1 if at else 0)
        self.right_choice = self._choice(lambda: translate("Chat", "Version on the right"), at if at else 1)
        self.pages = _Pages()
        self.compared: Compared | None = None
        head = QHBoxLayout()
        head.setContentsMargins(_PAD, 8, 8, 8)
        head.setSpacing(12)
        head.addWidget(self.left_choice)
        head.addStretch(1)
        self.said = Label("", "meta", "secondary")
        head.addWidget(self.said)
        head.addStretch(1)
        head.addWidget(self.right_choice)
        head.addWidget(CommandIcon(CLOSE, run=self.close_popup))
        self.card.column.addLayout(head)
        self.card.column.addWidget(Line())
        self._scroll = _Scroll(self.pages)
        self.card.column.addWidget(self._scroll, 1)
        self.card.setAccessibleName(translate("Chat", "Compare versions"))
        theme.follow(self, self._restyle)
        self._show()

    def _choice(self, label: object, at: int) -> Choice:
        choice = Choice(label, self._options, width=160)  # type: ignore[arg-type]
        choice.set_value(at)
        choice.chosen.connect(lambda _: self._show())
        return choice

    def _options(self) -> list[tuple[int, str]]:
        return [(number, self._title(one)) for number, one in enumerate(self.versions)]

    def _title(self, version: Message) -> str:
        said = translate("Chat", "Version {n} of {all}").format(n=version.version, all=version.versions)
        if version.reply is None:
            return said
        return " · ".join([said, *filter(None, [version.reply.model_name]), *words.made(version.reply)])

    def first_focus(self) -> QWidget:
        return self.right_choice

    def open_over(self) -> None:
        """Show it over the window."""
        self.open_below(self.anchor)

    def _place(self) -> None:
        window = self._over.rect()
        self.setGeometry(window)
        width = min(theme.em("chat", 70), window.width() - 64)
        self.pages.fit(width - 2 * tokens.GRID[0])
        head = max(self._scroll.y(), theme.px(56))
        height = min(window.height() - 80, max(theme.px(240), self.pages.height() + head + 8))
        self.card.setGeometry((window.width() - width) // 2, (window.height() - height) // 2, width, height)

    def _restyle(self) -> None:
        for side in (self.pages.left, self.pages.right):
            side.restyle()
        self._fit()

    def _fit(self) -> None:
        if self.isVisible():
            self._place()
            self.update()

    def _show(self) -> None:
        one, other = (self.versions[choice.value] for choice in (self.left_choice, self.right_choice))
        left, right = one.answer, other.answer
        for side, choice, text in (
            (self.pages.left, self.left_choice, left),
            (self.pages.right, self.right_choice, right),
        ):
            side.show_text(text)
            side.show_spans(())
            side.setAccessibleName(dict(self._options())[choice.value])
        self._fit()
        self.said.setText("")
        tasks.run(lambda: compare(left, right), lambda found: self._mark(found, left, right), owner=self)

    def _mark(self, found: Compared, left: str, right: str) -> None:
        if (left, right) != (self.pages.left.text_shown, self.pages.right.text_shown):
            return  # another choice was made meanwhile
        self.compared = found
        self.pages.left.show_spans(found.left)
        self.pages.right.show_spans(found.right)
        if found.same == 1.0:
            self.said.setText(translate("Chat", "Both are the same"))
        else:
            self.said.setText(translate("Chat", "{n} the same").format(n=words.share(found.same)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        moves = {
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Up: -theme.line("chat"),
            Qt.Key.Key_Down: theme.line("chat"),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + move)
