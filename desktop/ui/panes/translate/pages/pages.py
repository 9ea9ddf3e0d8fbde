"""Two equal pages, every row as high as the higher of its two sides, and the marks between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextBlock
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.look.theme import theme
from desktop.ui.panes.translate.pages.doubt_line import HEIGHT, DoubtLines
from desktop.ui.panes.translate.pages.gutter import Gutter
from desktop.ui.panes.translate.pages.page_bar import WIDTH as BAR_WIDTH
from desktop.ui.panes.translate.pages.page_bar import PageBar
from desktop.ui.panes.translate.pages.row_text import ROW_GAP, TINT, Places, RowText, Shades
from desktop.ui.panes.translate.pages.row_window import LazyRows, RowWindow, doubtful_rows
from desktop.ui.panes.translate.pages.rows import Mark, Row
from desktop.ui.panes.translate.pages.source_text import SourceText
from desktop.ui.panes.translate.pages.target_text import EDITOR_SIDE, RowEditor, TargetText
from desktop.ui.widgets.draw import rounded

_OUTER, _INNER_LEFT, _INNER_RIGHT, _BEFORE_BAR = 40, 12, 24, 28
_EDGE = 16
_SINK = 3  # px that Qt sets letters below the middle of a fixed line


class Pages(QWidget):
    """`word_asked` carries row, offset and a point of the right viewport."""

    word_asked = Signal(int, int, QPoint)
    again_asked = Signal(int)
    keep_asked = Signal(int)
    row_edited = Signal(int, str)
    current_changed = Signal(int)
    seen_changed = Signal()  # scrolled, or shown anew

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = []
        self.laid_out = RowWindow()
        self._hovered = -1
        self._current = -1
        self._editor: RowEditor | None = None
        self.source = SourceText(_OUTER, _INNER_LEFT)
        self.target = TargetText(_INNER_RIGHT, _BEFORE_BAR)
        self.gutter = Gutter(self._first_line, self.source.row_at)  # it counts blocks, as the pages do
        self.bar = PageBar(self.source.verticalScrollBar(), self.laid_out)
        self._doubts = DoubtLines(self.target.viewport())
        self._doubts.again_asked.connect(self.again_asked)
        self._doubts.keep_asked.connect(self.keep_asked)
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.align)
        theme.follow(self, self._restyle)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.source, 1)
        row.addWidget(self.gutter)
        row.addWidget(self.target, 1)
        row.addWidget(self.bar)
        left, right = self.source.verticalScrollBar(), self.target.verticalScrollBar()
        for page in (self.source, self.target):
            page.setVerticalScrollBarPolicy(self.source.horizontalScrollBarPolicy())
            page.hovered.connect(self._hover)
            page.moved.connect(self._move)
            page.verticalScrollBar().valueChanged.connect(self._scrolled)
        left.valueChanged.connect(right.setValue)
        right.valueChanged.connect(left.setValue)
        self.bar.part_asked.connect(self._part_at)
        self.bar.next_part_asked.connect(self._next_part)
        self.gutter.hovered.connect(self._hover)
        self.target.word_asked.connect(self._word_asked)
        self.target.edit_asked.connect(lambda block: self.edit(self.laid_out.number(block)))

    # -- content -----------------------------------------------------------------------------------------------------

    def show_document(self, rows: LazyRows) -> None:
        """Rows that nobody types: a long document is laid out in parts."""
        self._close_editor()
        top = self.laid_out.number(self.source.row_at(0)) if self.laid_out.total == len(rows) else 0
        self.rows = rows
        if self.laid_out.total != len(rows) or not rows:
            self.bar.forget()
            self.laid_out.set_around(0, len(rows))
        self._lay_out(max(0, top))

    def _lay_out(self, top: int, offset: int = 0) -> None:
        """Write the rows of the part; `top` stands `offset` px under the upper edge, where it isn't in view already."""
        shown = [self.rows[number] for number in self.laid_out]
        same = [row.source for row in shown] == self.source.rows()
        if not same:
            self.source.set_rows([row.source for row in shown])
        self._write_targets(shown)
        if not same and self.laid_out.is_part:
            self._restore_caret()
            block = self.laid_out.block(top)
            self.source.verticalScrollBar().setValue(self.source.top_of(block) - offset if block > 0 else -offset)
        self.bar.show_place()

    def _restore_caret(self) -> None:
        block = self.laid_out.block(self._current)
        for page in (self.source, self.target):
            page.place_caret(max(0, block))

    def show_targets(self, rows: Sequence[Row]) -> None:
        """The right page for the rows that the left one has now, all of them laid out."""
        self.rows = list(rows)
        self.laid_out.set_all(len(self.rows))
        self._write_targets(self.rows)

    def _write_targets(self, rows: Sequence[Row]) -> None:
        self.target.shades = {}
        self.seen_changed.emit()
        targets = [row.target for row in rows]
        if self.target.count != max(1, len(targets)):
            bar = self.target.verticalScrollBar().value()
            self.target.set_rows(targets)
            self.align()
            self.target.verticalScrollBar().setValue(bar)
        else:
            for block, target in enumerate(targets):
                self.target.set_row(block, target)
        self.gutter.set_marks([row.mark for row in rows])
        self._underline()
        self.align()

    def show_row(self, number: int, row: Row) -> None:
        """One row has changed: its target grows, or is done."""
        if not 0 <= number < len(self.rows):
            return
        block = self.laid_out.block(number)
        before = self.rows[number] if block >= 0 else row
        if isinstance(self.rows, LazyRows):
            self.rows.put(number, row)
        elif isinstance(self.rows, list):
            self.rows[number] = row
        if block < 0:
            return
        self.target.set_row(block, row.target)
        self.gutter.set_mark(block, row.mark)
        (self.target.writing.add if row.mark is Mark.WRITING else self.target.writing.discard)(block)
        if (before.mark, before.doubt, before.target_terms) != (row.mark, row.doubt, row.target_terms):
            self._underline()
        self.align([block])

    def next_doubtful(self, step: int = 1) -> int:
        """Go to the next doubtful row, around the end; returns it, -1 when there is none."""
        found = doubtful_rows(self.rows)
        if not found:
            return -1
        later = [number for number in found if number > self._current] if step > 0 else []
        self.go_to(later[0] if later else found[0])
        return self._current

    def go_to(self, number: int) -> None:
        """Bring a row into view, with the caret in its translation."""
        if self.laid_out.block(number) < 0:
            self.laid_out.set_around(number, len(self.rows))
            self._lay_out(number, self.height() // 3)
        self.target.place_caret(self.laid_out.block(number))
        self._current = number
        self.current_changed.emit(number)
        self.target.setFocus()
        self._reveal(number)
        self._tint()

    def edit(self, number: int) -> None:
        """Let a person write the translation of a row."""
        if not 0 <= number < len(self.rows) or not self.rows[number].segment_id:
            return
        if self.rows[number].mark is Mark.WRITING:
            return
        self._close_editor()
        block = self.laid_out.block(number)
        area = self.target.area(block)
        editor = RowEditor(self.rows[number].target, self.target)
        height = max(area.height(), self.source.area(block).height()) + 2 * TINT
        at = self.target.viewport().pos()
        width = area.width() + 2 * EDITOR_SIDE
        editor.setGeometry(at.x() - EDITOR_SIDE, at.y() + area.top() - TINT, width, height)
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

    def align(self, blocks: Iterable[int] | None = None) -> None:
        """Give every row (or these blocks') the same height on both pages."""
        for page in (self.source, self.target):
            page.document().documentLayout().documentSize()  # lays out what isn't yet
        if blocks is None:
            left, right = self.source.document().begin(), self.target.document().begin()
            for block in range(min(self.source.count, self.target.count)):
                self._align(block, left, right)
                left, right = left.next(), right.next()
        else:
            for block in blocks:
                left = self.source.document().findBlockByNumber(block)
                self._align(block, left, self.target.document().findBlockByNumber(block))
        self._doubts.place(self._doubts_seen())
        self.gutter.update()
        self.update()

    def _align(self, block: int, left: QTextBlock, right: QTextBlock) -> None:
        if not (left.isValid() and right.isValid()):
            return
        ours, theirs = self.source.natural_height(left), self.target.natural_height(right)
        extra = theme.px(HEIGHT) if self._has_doubt(self.laid_out.number(block)) else 0
        height = max(ours, theirs + extra)
        self.source.set_below(left, height - ours + ROW_GAP)
        self.target.set_below(right, height - theirs + ROW_GAP)

    def _first_line(self, block: int) -> QRect:
        area = self.source.area(block)
        return QRect(0, area.top() + theme.px(_SINK), 1, self.source.line_height())

    def _row_area(self, number: int) -> QRect:
        block = self.laid_out.block(number)
        left, right = self.source.area(block), self.target.area(block)
        bottom = max(left.bottom(), right.bottom() + (theme.px(HEIGHT) if self._has_doubt(number) else 0))
        x = _OUTER - _EDGE
        return QRect(x, left.top() - TINT, self.width() - BAR_WIDTH - x - _EDGE + 4, bottom - left.top() + 2 * TINT)

    def _has_doubt(self, number: int) -> bool:
        return 0 <= number < len(self.rows) and bool(self.rows[number].doubt)

    def _underline(self) -> None:
        sources: dict[int, Places] = {}
        targets: dict[int, Places] = {}
        writing: set[int] = set()
        for number in self.laid_out:
            row, block = self.rows[number], self.laid_out.block(number)
            if row.mark is Mark.DOUBTFUL:
                targets[block] = ("doubt", ((0, len(row.target)),))
            elif row.target_terms:
                targets[block] = ("term", row.target_terms)
            if row.source_terms:
                sources[block] = ("term", row.source_terms)
            if row.mark is Mark.WRITING:
                writing.add(block)
        self.source.set_places(sources)
        self.target.set_places(targets)
        self.target.writing = writing

    def _doubts_seen(self) -> list[tuple[int, Row]]:
        """The doubtful rows that can be seen, and where the lines under them begin."""
        height, found = self.target.viewport().height(), []
        for number in self.laid_out:
            row = self.rows[number]
            if row.doubt:
                area = self.target.area(self.laid_out.block(number))
                if -200 < area.bottom() < height:
                    found.append((area.bottom() + 1, row))
        return found

    # -- following ---------------------------------------------------------------------------------------------------

    def _hover(self, block: int) -> None:
        number = self.laid_out.number(block)
        if number != self._hovered:
            self._hovered = number
            self._tint()

    def _move(self, block: int) -> None:
        self._current = self.laid_out.number(block)
        self.current_changed.emit(self._current)
        self._tint()

    def _tint(self) -> None:
        self.gutter.tinted = {self.laid_out.block(number) for number in self._tinted()}
        self.gutter.update()
        self.update()

    def _tinted(self) -> set[int]:
        found = {self._hovered}
        if self.source.hasFocus() or self.target.hasFocus() or self._editor is not None:
            found.add(self._current)
        return {number for number in found if self.laid_out.block(number) >= 0 and self.rows[number].source.strip()}

    def _reveal(self, number: int) -> None:
        area = self._row_area(number)
        bar = self.source.verticalScrollBar()
        if area.top() < 0:
            bar.setValue(bar.value() + area.top() - ROW_GAP)
        elif area.bottom() > self.height():
            bar.setValue(bar.value() + area.bottom() - self.height() + ROW_GAP)

    @property
    def current(self) -> int:
        """The row of the caret; -1 before there was one."""
        return self._current

    def seen(self) -> list[int]:
        """The numbers of the rows that can be seen."""
        height, found = self.target.viewport().height(), []
        for number in self.laid_out:
            area = self.target.area(self.laid_out.block(number))
            if area.top() > height:
                break
            if area.bottom() > 0:
                found.append(number)
        return found

    def shade(self, number: int, shades: Shades) -> None:
        """How sure the model is of the words of a row: darker where it isn't."""
        block = self.laid_out.block(number)
        if block >= 0:
            self.target.shades[block] = shades
            self.target.viewport().update()

    def _scrolled(self) -> None:
        self.seen_changed.emit()
        self._doubts.place(self._doubts_seen())
        self.gutter.update()
        self.update()

    def _next_part(self) -> None:
        """Lay out the part around what can be seen, which stays where it is."""
        block = self.source.row_at(0)
        top, offset = self.laid_out.number(block), self.source.area(block).top()
        first = self.laid_out.first
        self.laid_out.set_around(max(0, top), len(self.rows))
        if self.laid_out.first != first:
            self._lay_out(max(0, top), offset)

    def _part_at(self, top: int) -> None:
        self.laid_out.set_around(top, len(self.rows))
        self._lay_out(top)

    def _word_asked(self, block: int, offset: int, point: QPoint) -> None:
        number = self.laid_out.number(block)
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
