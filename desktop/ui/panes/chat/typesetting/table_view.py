"""A table: a strong line under its header, hairlines under its rows, text that can be selected across cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.formats.markdown.text import is_chinese
from desktop.formats.markdown.tree import Align, plain_text
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.typesetting import typesetter as typeset
from desktop.ui.panes.chat.typesetting.formula_object import Formulas, needs_room, size_of
from desktop.ui.panes.chat.typesetting.prose import Sideways
from desktop.ui.panes.chat.typesetting.typesetter import run_format
from desktop.ui.text.retranslate import say

if TYPE_CHECKING:
    from desktop.formats.markdown.tree import Runs, Table

_LINE = 32  # height of a row of one line
_GAP = 24  # between columns
_SLACK = 4  # Qt rounds the widths of columns
_NARROWEST = 48  # a column
_LONGEST_WORD, _WIDEST = 12, 24  # em: the widest need and the widest wish of a column
_SAMPLE_CHARACTERS = 80  # of a cell
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_LEAST = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
_LIFT = 2  # Qt sets a line at the foot of its fixed height
_SAMPLE = 200  # rows looked at to share the width out
_ALIGN = {
    Align.NATURAL: Qt.AlignmentFlag.AlignLeft,  # Qt's left is the leading side unless it is told "absolute"
    Align.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}


class TableView(Sideways):
    """The table as one document."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = table
        self._wishes: list[tuple[int, int]] = []
        self._table: QTextTable | None = None
        self._page = self.lineWrapColumnOrWidth()
        self._formulas: Formulas | None = None
        say(self, self.setAccessibleName, lambda: translate("Chat", "Table"))
        self.restyle()

    def show_table(self, table: Table) -> None:
        """Show another table in the same place."""
        self._content = table
        self.restyle()

    def restyle(self) -> None:
        """Set the table again in the theme's present colours and sizes."""
        self.follow_theme()
        document = self.document()
        self.ensurePolished()
        self._formulas = None
        with typeset.laid_out_once(document):
            document.clear()
            self._fill(document)
        self.setTextCursor(QTextCursor(document))  # or the view would scroll to where writing ended

    def _fill(self, document: QTextDocument) -> None:
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        rows = (self._content.header, *self._content.rows)
        self._wishes = _wishes(rows)
        self._table = cursor.insertTable(len(rows), len(self._content.align), self._format())
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                self._write(self._table, number, column, cell)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setBlockFormat(_nothing())  # Qt puts an empty paragraph after a table
        cursor.setBlockCharFormat(_tiny())
        cursor.endEditBlock()

    def fit(self, width: int) -> int:
        if width != self._page:
            self._page = width
            if self._table is not None:
                self._table.setFormat(self._format())
        return super().fit(width)

    def least_width(self) -> int:
        return sum(least for least, _ in self._wishes)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._table is None:
            return
        painter = QPainter(self.viewport())
        painter.translate(-self.horizontalScrollBar().value(), 0)
        width = self.document().textWidth()
        for number, bottom in enumerate(self._bottoms(self._table)):
            token = "border" if number == 0 else "hairline"
            painter.fillRect(QRectF(0, bottom - 1, width, 1), theme.colour(token))

    def _bottoms(self, table: QTextTable) -> list[int]:
        """Where each row ends: at the top of the next one's text, less the air above it."""
        layout = self.document().documentLayout()
        tops = [
            layout.blockBoundingRect(table.cellAt(row, 0).firstCursorPosition().block()).top()
            for row in range(1, table.rows())
        ]
        end = min(layout.frameBoundingRect(table).bottom(), self.viewport().height())
        return [round(top - self._air() + _LIFT) for top in tops] + [round(end)]

    @staticmethod
    def _air() -> int:
        return (theme.px(_LINE) - theme.line("table")) // 2

    def _format(self) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellPadding(0)
        form.setCellSpacing(0)
        form.setMargin(0)
        form.setHeaderRowCount(1)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        widths = _shared(self._wishes, max(self._page, self.least_width()))
        total = sum(widths)
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, 100 * width / total) for width in widths]
        )
        return form

    def _write(self, table: QTextTable, row: int, column: int, runs: Runs) -> None:
        cell = table.cellAt(row, column)
        padding = cell.format().toTableCellFormat()
        padding.setTopPadding(self._air() - _LIFT)
        padding.setBottomPadding(self._air() + _LIFT)
        padding.setRightPadding(0 if column == table.columns() - 1 else _GAP)
        cell.setFormat(padding)
        text = plain_text(runs)
        chinese = is_chinese(text)
        form = QTextBlockFormat()
        form.setLineHeight(theme.line("table"), _LEAST if any(needs_room(run) for run in runs) else _FIXED)
        form.setAlignment(_ALIGN[self._content.align[column]])
        cursor = cell.firstCursorPosition()
        cursor.setBlockFormat(form)
        font = theme.font("table", chinese=chinese)
        for run in runs:
            style = run_format(run, font, "secondary" if row == 0 else "text", chinese=chinese, chips=False)
            if run.formula is not None and run.formula.drawing is not None:
                if self._formulas is None:
                    self._formulas = Formulas(self.document())
                self._formulas.insert(cursor, run, style, size_of(font))
                continue
            cursor.insertText(run.text.replace("\n", "\u2028"), style)


def _nothing() -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLineHeight(1, _FIXED)
    return form


def _tiny() -> QTextCharFormat:
    characters = QTextCharFormat()
    font = theme.font("table")
    font.setPixelSize(1)
    characters.setFont(font)
    return characters


def _wishes(rows: Sequence[Sequence[Runs]]) -> list[tuple[int, int]]:
    """What each column needs for its longest word, and would like; both bounded, so that its neighbours have room."""
    metrics = QFontMetrics(theme.font("table"))
    narrowest, widest, most = theme.px(_NARROWEST), theme.em("table", _LONGEST_WORD), theme.em("table", _WIDEST)

    def wide(text: str) -> int:
        return metrics.horizontalAdvance(text) + _GAP + _SLACK

    wishes: list[tuple[int, int]] = []
    for column in zip(*rows[:_SAMPLE], strict=True):
        texts = [plain_text(cell)[:_SAMPLE_CHARACTERS] for cell in column]
        words = {max(text.split(), key=len, default="") for text in texts if not is_chinese(text)}
        least = min(widest, max([narrowest, *map(wide, words)]))
        wishes.append((least, max(least, min(most, max(map(wide, texts), default=0)))))
    return wishes


def _shared(wishes: Sequence[tuple[int, int]], width: int) -> list[float]:
    """The width of each column: what it needs, and of the rest as much as it would like more."""
    needed = sum(least for least, _ in wishes)
    wanted = sum(like - least for least, like in wishes)
    rest = max(0, width - needed)
    if wanted <= 0:
        return [least + rest / len(wishes) for least, _ in wishes]
    return [least + rest * (like - least) / wanted for least, like in wishes]
