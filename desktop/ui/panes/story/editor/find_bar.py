"""Find and replace: a bar over the text for this scene, and the hits of the whole story below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.stories.find import replaced
from desktop.store.stories.records import Match, StoryChange
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.story import words
from desktop.ui.panes.story.controller import StoryController
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.widgets import Button, IconButton, Label, Line, LineField, Scrolled, SearchField, toast
from desktop.ui.widgets.buttons import Pressable
from desktop.ui.widgets.draw import rounded
from desktop.ui.work import Work

_MOST_SHOWN = 200
_MOST_FOUND = 10_000
_TYPED_MS = 180


class _Options(QWidget):
    """Case, whole words, regular expression: three small toggles."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.case = _Toggle("Aa", lambda: translate("StoryPane", "Match case"))
        self.whole = _Toggle("|ab|", lambda: translate("StoryPane", "Whole words"))
        self.regex = _Toggle(".*", lambda: translate("StoryPane", "Regular expression"))
        for toggle in (self.case, self.whole, self.regex):
            toggle.toggled.connect(self.changed)
            row.addWidget(toggle)


class _Toggle(Pressable):
    def __init__(self, sign: str, label: Callable[[], str]) -> None:
        super().__init__()
        from desktop.ui.text.retranslate import say

        self.setText(sign)
        self.setCheckable(True)
        say(self, self._name, label)

    def _name(self, label: str) -> None:
        self.setAccessibleName(label)
        set_tip(self, label)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(32), theme.px(tokens.SMALL_BUTTON))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isChecked():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "proposal")
        elif self.hovered:
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "hover")
        painter.setFont(theme.font("meta", chinese=False))
        painter.setPen(theme.colour("accent_text" if self.isChecked() else "secondary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class _Hit(Pressable):
    """One place: where it is, and a little around it."""

    def __init__(self, place: str, match: Match) -> None:
        super().__init__()
        self.match = match
        self._place = place
        self.setAccessibleName(f"{place}: {match.before}{match.found}{match.after}")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(tokens.SMALL_BUTTON))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hovered or self.hasFocus():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "hover")
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        place = theme.px(150)
        painter.setFont(theme.font_for("meta", self._place))
        painter.setPen(theme.colour("secondary"))
        shown = painter.fontMetrics().elidedText(self._place, Qt.TextElideMode.ElideRight, place - 16)
        painter.drawText(QRect(8, 0, place, self.height()), flags, shown)
        match = self.match
        painter.setFont(theme.font_for("chrome", match.found))
        metrics = painter.fontMetrics()
        before = metrics.elidedText(match.before, Qt.TextElideMode.ElideLeft, theme.px(160))
        x = place + metrics.horizontalAdvance(before)
        found = match.found.replace("\n", " ")
        width = metrics.horizontalAdvance(found)
        painter.fillRect(QRect(x, (self.height() - 20) // 2, width, 20), theme.colour("selection"))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRect(place, 0, x - place, self.height()), flags, before)
        painter.drawText(QRect(x, 0, width + 2, self.height()), flags, found)
        after = metrics.elidedText(match.after, Qt.TextElideMode.ElideRight, self.width() - x - width - 8)
        painter.drawText(QRect(x + width, 0, self.width() - x - width, self.height()), flags, after)


class FindBar(QWidget):
    """Esc closes it; Enter goes to the next place, Shift+Enter to the one before."""

    closed = Signal()

    def __init__(
        self, controller: StoryController, editor: Manuscript, work: Work, save: Callable[..., object]
    ) -> None:
        super().__init__()
        self._controller = controller
        self._editor = editor
        self._work = work
        self._save = save
        self._matches: list[Match] = []
        self._at = -1
        self._go_to: Match | None = None
        self._on_from: tuple[int, int] | None = None  # node and offset: where to go on after a replacement
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_TYPED_MS)
        self._clock.timeout.connect(self.search)
        self._build()
        # after the manuscript, which takes the scene's text at this signal too
        controller.scene_opened.connect(lambda _: QTimer.singleShot(0, self, self._scene_opened))
        controller.changed.connect(self._story_changed)
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 16, 0)
        column.setSpacing(8)
        first = QHBoxLayout()
        self.field = SearchField(lambda: translate("StoryPane", "Find in the story"))
        self.field.textChanged.connect(self._clock.start)
        self.field.escaped.connect(self.close_bar)
        self.field.returnPressed.connect(lambda: self.step(1))
        self.options = _Options()
        self.options.changed.connect(self.search)
        self.count = Label("", "meta", "secondary")
        first.addWidget(self.field, 1)
        first.addWidget(self.options)
        first.addWidget(self.count)
        for icon, label, step in (
            ("chevron-up", lambda: translate("StoryPane", "The one before"), -1),
            ("chevron-down", lambda: translate("StoryPane", "The next one"), 1),
        ):
            button = IconButton(icon, label)
            button.clicked.connect(lambda _=False, step=step: self.step(step))
            first.addWidget(button)
        cross = IconButton("x", lambda: translate("Widgets", "Close"))
        cross.clicked.connect(self.close_bar)
        first.addWidget(cross)
        column.addLayout(first)
        second = QHBoxLayout()
        self.replacement = LineField(
            lambda: translate("StoryPane", "Replace with"),
            placeholder=lambda: translate("StoryPane", "Replace with"),
            line="hairline",
            fill="page",
        )
        self.one = Button(lambda: translate("StoryPane", "Replace"), "plain")
        self.one.clicked.connect(self.replace_one)
        self.all = Button(lambda: translate("StoryPane", "Replace all"), "plain")
        self.all.clicked.connect(self.replace_all)
        second.addWidget(self.replacement, 1)
        second.addWidget(self.one)
        second.addWidget(self.all)
        column.addLayout(second)
        self.hits = Scrolled()
        column.addWidget(self.hits)
        column.addWidget(Line())

    def open_bar(self) -> None:
        """Show it, with the selection as what to find."""
        chosen = self._editor.textCursor().selectedText()
        if chosen and len(chosen) < 80 and "\u2029" not in chosen:
            self.field.setText(chosen)
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self.search()

    def close_bar(self) -> None:
        self.hide()
        self._editor.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    # -- finding -----------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Look through the whole story; what has been typed is saved first."""
        project, query = self._controller.project, self.field.text()
        if project is None or not query or not self.isVisible():
            self._show([])
            return
        stories, wanted = self._controller.stories, self._wanted()

        def find() -> list[Match]:
            return stories.find(project.id, query, limit=_MOST_FOUND, **wanted)

        self._save(then=lambda: self._work.run(find, self._show))

    def _wanted(self) -> dict[str, Any]:
        options = self.options
        return {
            "case": options.case.isChecked(),
            "words": options.whole.isChecked(),
            "regex": options.regex.isChecked(),
        }

    def _show(self, matches: list[Match]) -> None:
        self._matches = matches
        self._at = -1
        count = len(matches)
        said = translate("StoryPane", "%n places", "", count) if self.field.text() else ""
        if count >= _MOST_FOUND:
            said = translate("StoryPane", "The first {n} places").format(n=words.count(count))
        self.count.setText(said)
        self.one.setEnabled(bool(matches))
        self.all.setEnabled(bool(matches))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        nodes = {node.id: words.name(node) for node in self._controller.nodes}
        for number, match in enumerate(matches[:_MOST_SHOWN]):
            hit = _Hit(nodes.get(match.node_id, ""), match)
            hit.clicked.connect(lambda _=False, number=number: self.go(number))
            column.addWidget(hit)
        column.addStretch(1)
        self.hits.setWidget(inside)
        inside.setAutoFillBackground(False)
        rows = min(5, len(matches))
        self.hits.setFixedHeight(rows * theme.px(tokens.SMALL_BUTTON))
        on_from, self._on_from = self._on_from, None
        if on_from is not None and matches:
            self.go(self._next_after(*on_from))

    def _next_after(self, node_id: int, offset: int) -> int:
        """The number of the first place from there on; the first of all after the last."""
        order = {node.id: number for number, node in enumerate(self._controller.nodes)}
        here = (order.get(node_id, 0), offset)
        places = enumerate((order.get(match.node_id, 0), match.start) for match in self._matches)
        return next((number for number, place in places if place >= here), 0)

    def step(self, step: int) -> None:
        """To the next place, or the one before, of the story."""
        if self._matches:
            self.go((self._at + step) % len(self._matches))

    def go(self, number: int) -> None:
        self._at = number
        match = self._matches[number]
        self.count.setText(
            translate("StoryPane", "{n} of {all}").format(n=number + 1, all=words.count(len(self._matches)))
        )
        if match.node_id == self._controller.node_id:
            self._select(match)
        else:
            self._go_to = match
            self._controller.open_node(match.node_id)

    def _scene_opened(self) -> None:
        match, self._go_to = self._go_to, None
        if match is not None and match.node_id == self._controller.node_id:
            self._select(match)
            self.field.setFocus()

    def _select(self, match: Match) -> None:
        editor = self._editor
        cursor = editor.textCursor()
        cursor.setPosition(editor.script.position(match.start))
        cursor.setPosition(editor.script.position(match.end), cursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()

    # -- replacing ---------------------------------------------------------------------------------------------------

    def replace_one(self) -> None:
        """Replace the place one is at, then go to the next."""
        if self._at < 0:
            self.step(1)
            return
        match = self._matches[self._at]
        script, cursor = self._editor.script, self._editor.textCursor()
        here = (script.position(match.start), script.position(match.end))
        if match.node_id != self._controller.node_id or here != (cursor.selectionStart(), cursor.selectionEnd()):
            self.go(self._at)  # the caret went elsewhere meanwhile: look first
            return
        found = self._editor.text()[match.start : match.end]
        cursor.insertText(replaced(found, self.field.text(), self.replacement.text(), **self._wanted()))
        self._on_from = (match.node_id, script.offset(cursor.position()))
        self.search()

    def replace_all(self) -> None:
        """Everywhere in the story, as one step that can be undone."""
        project, query = self._controller.project, self.field.text()
        if project is None or not query:
            return
        stories, wanted, by = self._controller.stories, self._wanted(), self.replacement.text()

        def done(change: StoryChange) -> None:
            count = change.replaced
            said = translate("StoryPane", "Replaced in %n places.", "", count)
            toast(self, said, lambda: self._controller.undo(change))

        self._save(
            then=lambda: self._controller.perform(lambda: stories.replace_all(project.id, query, by, **wanted), done)
        )

    def _story_changed(self, change: StoryChange) -> None:
        if change.texts:
            self.search()
