"""Two equal pages, every row as high as the higher of its two sides, and the marks between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextBlock
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QWidget
from shiboken6 import isValid

from desktop.base.i18n import translate
from desktop.ui.panes.translate.doubt_line import HEIGHT, DoubtLine
from desktop.ui.panes.translate.gutter import Gutter
from desktop.ui.panes.translate.row_text import ROW_GAP, TINT, Places, RowText
from desktop.ui.panes.translate.rows import Mark, Piece, Row
from desktop.ui.panes.translate.source_text import SourceText
from desktop.ui.panes.translate.target_text import RowEditor, TargetText
from desktop.ui.say import say
from desktop.ui.theme import theme
from desktop.ui.widgets.draw import rounded

_OUTER, _INNER_LEFT, _INNER_RIGHT, _BEFORE_BAR = 40, 12, 24, 28
_EDGE = 16
_BAR = 12
_SINK = 3  # px that Qt sets letters below the middle of a fixed line


class Pages(QWidget):
    """`word_asked` carries row, offset and a point of the right viewport."""

    word_asked = Signal(int, int, QPoint)
    again_asked = Signal(int)
    keep_asked = Signal(int)
    row_edited = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._hovered = -1
        self._current = -1
        self._doubts: dict[int, DoubtLine] = {}
        self._editor: RowEditor | None = None
        self.source = SourceText(_OUTER, _INNER_LEFT)
        self.target = TargetText(_INNER_RIGHT, _BEFORE_BAR)
        self.gutter = Gutter(self._first_line, self.source.row_at)
        self.bar = QScrollBar()
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.align)
        say(self.bar, self.bar.setAccessibleName, lambda: translate("TranslatePane", "Scroll both pages"))
        theme.follow(self, self._restyle)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.source, 1)
        row.addWidget(self.gutter)
        row.addWidget(self.target, 1)
        row.addWidget(self.bar)
        self.bar.setFixedWidth(_BAR)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        left, right = self.source.verticalScrollBar(), self.target.verticalScrollBar()
        for page in (self.source, self.target):
            page.setVerticalScrollBarPolicy(self.source.horizontalScrollBarPolicy())
            page.hovered.connect(self._hover)
            page.moved.connect(self._move)
            page.verticalScrollBar().valueChanged.connect(self._scrolled)
        left.valueChanged.connect(right.setValue)
        right.valueChanged.connect(left.setValue)
        left.valueChanged.connect(self.bar.setValue)
        self.bar.valueChanged.connect(left.setValue)
        left.rangeChanged.connect(self._range_changed)
        self.gutter.hovered.connect(self._hover)
        self.target.word_asked.connect(self._word_asked)
        self.target.edit_asked.connect(self.edit)

    # -- content -----------------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row], pieces: Sequence[Piece] | None = None) -> None:
        """Show these. `pieces` cuts the typed source anew; None writes the sources as they are."""
        self._close_editor()
        if pieces is not None:
            self.source.set_pieces(pieces)
        elif [row.source for row in rows] != self.source.rows():
            self.source.set_rows([row.source for row in rows])
        self.show_targets(rows)

    def show_targets(self, rows: Sequence[Row]) -> None:
        """The right page for the rows that the left one has now."""
        self.rows = list(rows)
        targets = [row.target for row in rows]
        if self.target.count != max(1, len(targets)):
            bar = self.target.verticalScrollBar().value()
            self.target.set_rows(targets)
            self.align()
            self.target.verticalScrollBar().setValue(bar)
        else:
            for number, target in enumerate(targets):
                self.target.set_row(number, target)
        self.gutter.set_marks([row.mark for row in rows])
        self._underline()
        self.align()

    def show_row(self, number: int, row: Row) -> None:
        """One row has changed: its target grows, or is done."""
        if not 0 <= number < len(self.rows):
            return
        before = self.rows[number]
        self.rows[number] = row
        self.target.set_row(number, row.target)
        self.gutter.set_mark(number, row.mark)
        self.target.writing = {at for at, item in enumerate(self.rows) if item.mark is Mark.WRITING}
        if (before.mark, before.doubt, before.target_terms) != (row.mark, row.doubt, row.target_terms):
            self._underline()
        self.align([number])

    def next_doubtful(self, step: int = 1) -> int:
        """Go to the next doubtful row, around the end; returns it, -1 when there is none."""
        found = [number for number, row in enumerate(self.rows) if row.mark is Mark.DOUBTFUL]
        if not found:
            return -1
        later = [number for number in found if number > self._current] if step > 0 else []
        number = later[0] if later else found[0]
        cursor = self.target.textCursor()
        cursor.setPosition(self.target.document().findBlockByNumber(number).position())
        self.target.setTextCursor(cursor)
        self.target.setFocus()
        self._reveal(number)
        return number

    def edit(self, number: int) -> None:
        """Let a person write the translation of a row."""
        if not 0 <= number < len(self.rows) or not self.rows[number].segment_id:
            return
        if self.rows[number].mark is Mark.WRITING:
            return
        self._close_editor()
        area = self.target.area(number)
        editor = RowEditor(self.rows[number].target, self.target)
        height = max(area.height(), self.source.area(number).height()) + 2 * TINT
        at = self.target.viewport().pos()
        editor.setGeometry(at.x() - 7, at.y() + area.top() - TINT, area.width() + 14, height)
        segment_id = self.rows[number].segment_id
        editor.kept.connect(lambda text: self.row_edited.emit(segment_id, text))
        editor.ended.connect(self._close_editor)
        self._editor = editor
        editor.show()
        editor.setFocus()
        editor.selectAll()

    def _close_editor(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None and isValid(editor):
            had_focus = editor.hasFocus()
            editor.hide()
            editor.deleteLater()
            if had_focus:
                self.target.setFocus()

    # -- alignment ---------------------------------------------------------------------------------------------------

    def align_soon(self) -> None:
        """Once the layouts are done."""
        self._later.start()

    def align(self, numbers: Iterable[int] | None = None) -> None:
        """Give every row (or these) the same height on both pages."""
        for page in (self.source, self.target):
            page.document().documentLayout().documentSize()  # lays out what isn't yet
        if numbers is None:
            left, right = self.source.document().begin(), self.target.document().begin()
            for number in range(min(self.source.count, self.target.count)):
                self._align(number, left, right)
                left, right = left.next(), right.next()
        else:
            for number in numbers:
                left = self.source.document().findBlockByNumber(number)
                self._align(number, left, self.target.document().findBlockByNumber(number))
        self._place_doubts()
        self.gutter.update()
        self.update()

    def _align(self, number: int, left: QTextBlock, right: QTextBlock) -> None:
        if not (left.isValid() and right.isValid()):
            return
        ours, theirs = self.source.natural_height(left), self.target.natural_height(right)
        extra = theme.px(HEIGHT) if self._has_doubt(number) else 0
        height = max(ours, theirs + extra)
        self.source.set_below(left, height - ours + ROW_GAP)
        self.target.set_below(right, height - theirs + ROW_GAP)

    def _first_line(self, number: int) -> QRect:
        area = self.source.area(number)
        return QRect(0, area.top() + theme.px(_SINK), 1, self.source.line_height())

    def _row_area(self, number: int) -> QRect:
        left, right = self.source.area(number), self.target.area(number)
        bottom = max(left.bottom(), right.bottom() + (theme.px(HEIGHT) if self._has_doubt(number) else 0))
        x = _OUTER - _EDGE
        return QRect(x, left.top() - TINT, self.width() - _BAR - x - _EDGE + 4, bottom - left.top() + 2 * TINT)

    def _has_doubt(self, number: int) -> bool:
        return 0 <= number < len(self.rows) and bool(self.rows[number].doubt)

    def _underline(self) -> None:
        sources: dict[int, Places] = {}
        targets: dict[int, Places] = {}
        for number, row in enumerate(self.rows):
            if row.mark is Mark.DOUBTFUL:
                targets[number] = ("doubt", ((0, len(row.target)),))
            elif row.target_terms:
                targets[number] = ("term", row.target_terms)
            if row.source_terms:
                sources[number] = ("term", row.source_terms)
        self.source.set_places(sources)
        self.target.set_places(targets)
        self.target.writing = {at for at, item in enumerate(self.rows) if item.mark is Mark.WRITING}

    def _place_doubts(self) -> None:
        """The lines under those doubtful rows that can be seen."""
        height = self.target.viewport().height()
        wanted: dict[int, tuple[int, Row]] = {}
        for number, row in enumerate(self.rows):
            if row.doubt:
                area = self.target.area(number)
                if -200 < area.bottom() < height:
                    wanted[row.segment_id] = (area.bottom() + 1, row)
        for segment_id in [known for known in self._doubts if known not in wanted]:
            gone = self._doubts.pop(segment_id)
            gone.hide()
            gone.deleteLater()
        for segment_id, (top, row) in wanted.items():
            line = self._doubts.get(segment_id)
            if line is None or line.label.text() != row.doubt:
                if line is not None:
                    line.deleteLater()
                line = DoubtLine(row.doubt, self.target.viewport())
                line.again_asked.connect(lambda found=segment_id: self.again_asked.emit(found))
                line.keep_asked.connect(lambda found=segment_id: self.keep_asked.emit(found))
                self._doubts[segment_id] = line
                line.show()
            line.setGeometry(0, top, self.target.viewport().width(), line.height())

    # -- following ---------------------------------------------------------------------------------------------------

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self._tint()

    def _move(self, number: int) -> None:
        self._current = number
        self._tint()

    def _tint(self) -> None:
        self.gutter.tinted = self._tinted()
        self.gutter.update()
        self.update()

    def _tinted(self) -> set[int]:
        found = {self._hovered}
        if self.source.hasFocus() or self.target.hasFocus() or self._editor is not None:
            found.add(self._current)
        return {number for number in found if 0 <= number < len(self.rows) and self.rows[number].source.strip()}

    def _reveal(self, number: int) -> None:
        area = self._row_area(number)
        bar = self.source.verticalScrollBar()
        if area.top() < 0:
            bar.setValue(bar.value() + area.top() - ROW_GAP)
        elif area.bottom() > self.height():
            bar.setValue(bar.value() + area.bottom() - self.height() + ROW_GAP)

    def _scrolled(self) -> None:
        self._place_doubts()
        self.gutter.update()
        self.update()

    def _range_changed(self, least: int, most: int) -> None:
        self.bar.setRange(least, most)
        self.bar.setVisible(most > least)
        self.bar.setPageStep(self.source.viewport().height())
        self.bar.setSingleStep(self.source.verticalScrollBar().singleStep())

    def _word_asked(self, number: int, offset: int, point: QPoint) -> None:
        if 0 <= number < len(self.rows) and self.rows[number].segment_id:
            self.word_asked.emit(number, offset, point)

    def _restyle(self) -> None:
        for page in (self.source, self.target):
            page.restyle()
        self.align_soon()

    def page_of(self, *, source: bool) -> RowText:
        """One of the two."""
        return self.source if source else self.target

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._close_editor()
        self.align_soon()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("page"))
        for number in self._tinted():
            rounded(painter, self._row_area(number), 8, "user_message")
