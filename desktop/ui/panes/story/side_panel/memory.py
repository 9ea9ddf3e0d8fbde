"""Memory: the story bible's entries of this scene with why each is sent or not, and what the model will read."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.story.context.events import EntryFate, EntryState, Origin, Sent, Why, why_text
from desktop.store.stories.records import Activation, BibleEntry, EntryKind
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.story import commands, words
from desktop.ui.widgets import Button, CommandIcon, IconButton, Label, Line, Paragraph
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import rounded

ICONS = {
    EntryKind.CHARACTER: "person",
    EntryKind.PLACE: "place",
    EntryKind.THING: "box",
    EntryKind.RULE: "bookmark",
}
COLOURS = {
    Origin.INSTRUCTIONS: "origin_instructions",
    Origin.STORY: "origin_instructions",
    Origin.BIBLE: "origin_pinned",
    Origin.STYLE: "origin_attached",
    Origin.SUMMARY: "origin_attached",
    Origin.TEXT: "origin_text",
    Origin.NOTE: "origin_note",
}


def origin_name(origin: Origin) -> str:
    return {
        Origin.INSTRUCTIONS: lambda: translate("StoryPane", "Instructions"),
        Origin.STORY: lambda: translate("StoryPane", "The story’s settings"),
        Origin.BIBLE: lambda: translate("StoryPane", "Story bible"),
        Origin.STYLE: lambda: translate("StoryPane", "Style sample"),
        Origin.SUMMARY: lambda: translate("StoryPane", "Summaries of earlier scenes"),
        Origin.TEXT: lambda: translate("StoryPane", "Manuscript"),
        Origin.NOTE: lambda: translate("StoryPane", "Author’s note"),
    }[origin]()


class EntryRow(Pressable):
    """An entry: what it is, its tokens, and why it is sent or left out."""

    def __init__(self, entry: BibleEntry, state: EntryState | None) -> None:
        self.entry = entry
        self._sent = state is not None and state.state is not EntryFate.LEFT_OUT
        self._tokens = words.count(state.tokens) if state is not None and state.tokens else ""
        self._why = _why(entry, state)
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{entry.name}, {self._why}")
        set_tip(self, self._why)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hovered:
            rounded(painter, self.rect().adjusted(-4, 0, 4, 0), tokens.RADIUS_CONTROL, "hover")
        side = theme.px(18)
        token = "origin_pinned" if self._sent else "secondary"
        painter.drawPixmap(0, theme.px(7), icons.pixmap(ICONS[self.entry.kind], token, side))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font("meta", chinese=False))
        painter.setPen(theme.colour("secondary"))
        metrics = painter.fontMetrics()
        right = self.width() - metrics.horizontalAdvance(self._tokens)
        painter.drawText(QRect(right, 2, self.width() - right, theme.px(24)), flags, self._tokens)
        name = self.entry.name or translate("StoryPane", "Without a name")
        painter.setFont(theme.font_for("chrome_medium", name))
        painter.setPen(theme.colour("text" if self._sent else "secondary"))
        left = theme.px(28)
        room = QRect(left, 2, right - left - 8, theme.px(24))
        painter.drawText(room, flags, _elided(painter, name, room.width()))
        painter.setFont(theme.font_for("meta", self._why))
        painter.setPen(theme.colour("secondary"))
        room = QRect(left, theme.px(22), self.width() - left, theme.px(20))
        painter.drawText(room, flags, _elided(painter, self._why, room.width()))


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


def _why(entry: BibleEntry, state: EntryState | None) -> str:
    if state is None:
        return {
            Activation.ALWAYS: lambda: translate("StoryPane", "always"),
            Activation.MENTION: lambda: translate("StoryPane", "when mentioned"),
            Activation.NEVER: lambda: translate("StoryPane", "never sent"),
        }[entry.activation]()
    if state.why is Why.KEY:
        return translate("StoryPane", "in the text: {key}").format(key=state.key)
    if state.why is Why.ALWAYS:
        return translate("StoryPane", "always")
    return translate("StoryPane", "left out: {why}").format(why=why_text(state))


class _Bar(QWidget):
    """What is read, by origin; what is kept for the answer is hatched at the far end."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, int]] = []
        self._reserved = 0
        self._most = 1
        theme.follow(self, lambda: self.setFixedHeight(theme.px(8)))

    def show_parts(self, parts: list[tuple[str, int]], reserved: int, most: int) -> None:
        self._parts, self._reserved, self._most = parts, reserved, max(1, most)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), 3, "hover")
        x = 0.0
        for token, count in self._parts:
            width = self.width() * count / self._most
            painter.fillRect(QRectF(x, 0, max(1.0, width - 1), self.height()), theme.colour(token))
            x += width
        hatched(painter, QRectF(self.rect()).adjusted(self.width() * (1 - self._reserved / self._most), 0, 0, 0))


def hatched(painter: QPainter, area: QRectF) -> None:
    """Slanted lines in the colour of secondary text."""
    painter.fillRect(area, QBrush(theme.colour("border"), Qt.BrushStyle.BDiagPattern))


class _Swatch(QWidget):
    """A square of an origin's colour."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setFixedSize(10, 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._token:
            rounded(painter, self.rect(), 2, self._token)
        else:
            hatched(painter, QRectF(self.rect()))


class Memory(QWidget):
    """`entry_asked` carries an entry to edit, or None for a new one; `note_asked` and `summary_asked` ask for those."""

    help_topic = "story#bible"

    entry_asked = Signal(object)
    note_asked = Signal()
    summary_asked = Signal()
    lorebook_asked = Signal()
    read_asked = Signal()  # compute what would be sent, loading the model

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[BibleEntry] = []
        self._sent: Sent | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(19, 8, 19, 24)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Label(lambda: translate("StoryPane", "Story bible, this scene"), "meta_strong", "secondary"), 1)
        more = IconButton("more", lambda: translate("StoryPane", "Lorebooks in and out"))
        more.clicked.connect(self.lorebook_asked)
        self.more = more
        head.addWidget(more)
        self.add = CommandIcon(commands.ENTRY, run=lambda: self.entry_asked.emit(None))
        head.addWidget(self.add)
        column.addLayout(head)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        column.addSpacing(8)
        column.addWidget(Line())
        column.addSpacing(8)
        for label, signal in (
            (lambda: translate("StoryPane", "Author’s note"), self.note_asked),
            (lambda: translate("StoryPane", "Summary of this scene"), self.summary_asked),
        ):
            button = Button(label, "quiet", "edit", height=28, flush=True)
            button.clicked.connect(signal)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(Line())
        column.addSpacing(12)
        row = QHBoxLayout()
        row.addWidget(Label(lambda: translate("StoryPane", "The model reads"), "meta_strong", "secondary"), 1)
        self.count = Label("", "meta", "secondary")
        row.addWidget(self.count)
        column.addLayout(row)
        column.addSpacing(8)
        self.bar = _Bar()
        column.addWidget(self.bar)
        column.addSpacing(8)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(0)
        column.addLayout(self._parts)
        column.addSpacing(8)
        self.cost = Paragraph("", "meta", "secondary")
        column.addWidget(self.cost)
        self.ask = Button(lambda: translate("StoryPane", "Show what it would read"), "plain", height=28)
        self.ask.clicked.connect(self.read_asked)
        column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_entries(self, entries: list[BibleEntry]) -> None:
        self._entries = entries
        self._refresh()

    def show_sent(self, sent: Sent | None) -> None:
        """What would be sent now; None while it isn't known."""
        self._sent = sent
        self._refresh()

    def refresh(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        states = {state.entry.id: state for state in self._sent.entries} if self._sent else {}
        empty(self._list)
        ordered = sorted(self._entries, key=lambda entry: _rank(states.get(entry.id)))
        for entry in ordered:
            row = EntryRow(entry, states.get(entry.id))
            row.clicked.connect(lambda _=False, entry=entry: self.entry_asked.emit(entry))
            self._list.addWidget(row)
        if not self._entries:
            said = translate("StoryPane", "People, places and rules that the model is to know stand here.")
            self._list.addWidget(Paragraph(said, "meta", "secondary"))
        self._show_parts()

    def _show_parts(self) -> None:
        sent = self._sent
        empty(self._parts)
        self.bar.setVisible(sent is not None)
        self.ask.setVisible(sent is None)
        self.count.setText("")
        self.cost.set_text("")
        if sent is None:
            return
        totals: dict[Origin, int] = {}
        for part in sent.parts:
            totals[part.origin] = totals.get(part.origin, 0) + part.tokens
        used = translate("StoryPane", "{used} of {most} tokens")
        self.count.setText(used.format(used=words.count(sent.used), most=words.count(sent.available)))
        shown = [(COLOURS[origin], count) for origin, count in totals.items()]
        self.bar.show_parts(shown, sent.reserved, sent.available)
        sent_entries = sum(state.state is not EntryFate.LEFT_OUT for state in sent.entries)
        for origin, count in totals.items():
            name = origin_name(origin)
            if origin is Origin.BIBLE:
                name = translate("StoryPane", "Bible, {sent} of {all} entries").format(
                    sent=sent_entries, all=len(sent.entries)
                )
            self._parts.addWidget(_part(COLOURS[origin], name, count))
        self._parts.addWidget(_part("", translate("StoryPane", "Kept for the continuation"), sent.reserved))
        self.cost.set_text(_cost(sent))


def _cost(sent: Sent) -> str:
    new = sent.new_tokens
    if not new:
        return translate("StoryPane", "Nothing is new: it begins at once")
    if not sent.seconds:  # nothing was measured yet
        return translate("StoryPane", "%n tokens are new", "", new)
    if sent.seconds < 1:
        return translate("StoryPane", "%n tokens are new, under 1 s", "", new)
    return translate("StoryPane", "%n tokens are new, about {s} s", "", new).format(s=round(sent.seconds))


def _part(token: str, name: str, count: int) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(_Swatch(token))
    row.addWidget(Label(name, elide=True), 1)
    row.addWidget(Label(words.count(count), "meta", "secondary"))
    box.setFixedHeight(theme.px(28))
    return box


def _rank(state: EntryState | None) -> int:
    if state is None:
        return 1
    return {EntryFate.MATCHED: 0, EntryFate.SENT: 1, EntryFate.LEFT_OUT: 2}[state.state]


def empty(layout: QVBoxLayout) -> None:
    """Take everything out of a column."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
