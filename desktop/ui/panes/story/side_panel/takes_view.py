"""Takes: every way the text went on, as a tree; one is proposed again, goes on, or is compared with another."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.conversations.records import adapters_in
from desktop.store.stories.records import Take
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.story import commands, words
from desktop.ui.panes.story.side_panel.history import moment
from desktop.ui.panes.story.side_panel.memory import empty
from desktop.ui.widgets import Menu, Paragraph
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import rounded

_MOST = 120
_OTHERS, _NAME = 16, 48
_STEP = 12


class _TakeRow(Pressable):
    def __init__(self, take: Take, depth: int) -> None:
        self.take = take
        self._depth = min(depth, 6)
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._first = " ".join(take.text.split())
        ending = words.ending_of_take(take)
        self._meta = f"{words.kind_of_take(take)}, {moment(take.created)}" + (f", {ending}" if ending else "")
        self.setAccessibleName(f"{self._meta}: {self._first[:200]}")
        wrote = ", ".join([take.model_name, *(f"{name} {scale:g}" for name, scale in adapters_in(take.sampling))])
        set_tip(self, f"{wrote}\n{take.text[:600]}")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hovered:
            rounded(painter, self.rect().adjusted(-4, 0, 4, 0), tokens.RADIUS_CONTROL, "hover")
        x = self._depth * theme.px(_STEP)
        if self._depth:
            painter.fillRect(QRect(x - theme.px(8), 6, 1, self.height() - 12), theme.colour("hairline"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        font = theme.font_for("manuscript", self._first)
        font.setPixelSize(theme.px(14))
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        room = QRect(x, 2, self.width() - x - theme.px(20), theme.px(24))
        shown = painter.fontMetrics().elidedText(self._first or "…", Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags, shown)
        painter.setFont(theme.font_for("small", self._meta))
        painter.setPen(theme.colour("secondary"))
        room = QRect(x, theme.px(24), self.width() - x, theme.px(18))
        painter.drawText(
            room, flags, painter.fontMetrics().elidedText(self._meta, Qt.TextElideMode.ElideRight, room.width())
        )
        if self.take.adopted:
            side = theme.px(16)
            painter.drawPixmap(self.width() - side, theme.px(6), icons.pixmap("check", "good", side))


class TakesView(QWidget):
    """`propose_asked` and `go_on_asked` carry a take, `compare_asked` two: the second may be None."""

    help_topic = "story#continue"

    propose_asked = Signal(object)
    go_on_asked = Signal(object)
    compare_asked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.takes: list[Take] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(19, 12, 19, 24)
        column.setSpacing(0)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        column.addStretch(1)
        self.show_takes([])

    def show_takes(self, takes: list[Take]) -> None:
        """Newest first, each above those that went on from it."""
        self.takes = takes
        empty(self._list)
        if not takes:
            said = translate("StoryPane", "What the model wrote for this scene is kept here, chosen or not.")
            self._list.addWidget(Paragraph(said, "meta", "secondary"))
        for take, depth in tree(takes)[:_MOST]:
            row = _TakeRow(take, depth)
            row.clicked.connect(lambda _=False, row=row: self._menu(row))
            self._list.addWidget(row)

    def _menu(self, row: _TakeRow) -> None:
        take = row.take
        menu = Menu(row)
        for command in (
            commands.PROPOSE_TAKE,
            commands.GO_ON_WITH_TAKE,
            commands.COMPARE_TAKE,
            commands.COMPARE_WITH_OTHER,
        ):
            menu.command(command.on(take))
        menu.open_below(row)

    def others(self, take: Take) -> list[Take]:
        """Those that it can be compared with."""
        return [other for other in self.takes if other.id != take.id and other.text.strip()]

    def choose_other(self, take: Take) -> None:
        """Which take to set it beside: those at the same place first, the newest before."""
        anchor = next(
            (row for row in self.findChildren(_TakeRow) if row.take.id == take.id and not row.isHidden()), self
        )
        menu = Menu(anchor)
        near = sorted(self.others(take), key=lambda other: (other.at != take.at, -other.id))
        for other in near[:_OTHERS]:
            name = " ".join(other.text.split())[:_NAME]
            menu.add(name, partial(self.compare_asked.emit, take, other), note=moment(other.created))
        menu.open_below(anchor)


def tree(takes: list[Take]) -> list[tuple[Take, int]]:
    """The takes with how deep each stands; roots newest first."""
    below: dict[int | None, list[Take]] = {}
    known = {take.id for take in takes}
    for take in takes:
        below.setdefault(take.parent_id if take.parent_id in known else None, []).append(take)
    ordered: list[tuple[Take, int]] = []
    waiting = [(take, 0) for take in below.get(None, [])]
    while waiting:
        take, depth = waiting.pop()
        ordered.append((take, depth))
        waiting += [(child, depth + 1) for child in below.get(take.id, [])]
    return ordered
