"""Under a doubtful translation: what is doubted, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate.pages.rows import Row
from desktop.ui.widgets import Label, Link

HEIGHT = 28


class DoubtLine(QWidget):
    """28 px below the sentence."""

    again_asked = Signal()
    keep_asked = Signal()

    def __init__(self, doubt: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.label = Label(doubt, "meta", "doubtful", elide=True)
        self.label.setMaximumWidth(self.label.fontMetrics().horizontalAdvance(doubt) + 4)
        row.addWidget(self.label, 1)
        self.again = Link(lambda: translate("TranslatePane", "Translate again"), style="meta_strong", underline=False)
        self.again.clicked.connect(self.again_asked)
        row.addWidget(self.again)
        self.keep = Link(lambda: translate("TranslatePane", "Keep it"), style="meta_strong", underline=False)
        self.keep.clicked.connect(self.keep_asked)
        row.addWidget(self.keep)
        row.addStretch(1)
        self.setFixedHeight(theme.px(HEIGHT))


class DoubtLines(QObject):
    """The lines that can be seen, by their segments. The signals carry a segment's id."""

    again_asked = Signal(int)
    keep_asked = Signal(int)

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.lines: dict[int, DoubtLine] = {}

    def place(self, wanted: Sequence[tuple[int, Row]]) -> None:
        """Show these, each with its top edge; others go."""
        kept = {row.segment_id for _, row in wanted}
        for segment_id in [known for known in self.lines if known not in kept]:
            _drop(self.lines.pop(segment_id))
        for top, row in wanted:
            line = self.lines.get(row.segment_id)
            if line is None or line.label.text() != row.doubt:
                if line is not None:
                    _drop(line)
                line = self.lines[row.segment_id] = self._made(row)
            line.setGeometry(0, top, self._viewport.width(), line.height())

    def _made(self, row: Row) -> DoubtLine:
        line = DoubtLine(row.doubt, self._viewport)
        line.again_asked.connect(lambda: self.again_asked.emit(row.segment_id))
        line.keep_asked.connect(lambda: self.keep_asked.emit(row.segment_id))
        line.show()
        return line


def _drop(line: DoubtLine) -> None:
    line.hide()
    line.deleteLater()
