"""The second column: the kept translations, the last one worked on first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.store.translation.records import Job
from desktop.ui.frame.commands import SEARCH
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.panes.translate import words
from desktop.ui.panes.translate.commands import DELETE_JOB, OPEN_JOB
from desktop.ui.widgets import Menu, Paragraph, RowButton, Scrolled, SearchField
from desktop.ui.widgets.draw import rounded


class JobRow(RowButton):
    """One kept translation. Delete moves it to the trash."""

    delete_asked = Signal(int)

    def __init__(self, job: Job, parent: QWidget) -> None:
        self.job = job
        super().__init__(lambda: words.title(self.job), parent)
        self.show_job(job)

    def show_job(self, job: Job) -> None:
        """The same job as it is now."""
        self.job = job
        self._name(words.title(job))
        pair = (
            LANGUAGES[tag].native if tag in LANGUAGES else tag for tag in (job.source_language, job.target_language)
        )
        said = " → ".join(pair)
        set_tip(self, said)
        self.setAccessibleDescription(words.joined([said, words.state(job)]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        state = words.state(self.job)
        title = self.text()
        small = theme.font("small", chinese=False)
        room = self.width() - 16 - (QFontMetrics(small).horizontalAdvance(state) + 12 if state else 0)
        font = theme.font_for("chrome_medium" if self.isChecked() else "chrome", title)
        painter = QPainter(self)
        if self.isChecked() or self.isDown():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "selected")
        elif self.hovered:
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "hover")
        area = QRect(8, 0, self.width() - 16, self.height())
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        shown = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setFont(small)
        painter.setPen(theme.colour("text" if self.isChecked() and theme.dark else "secondary"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(self.job.id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = Menu(self)
        menu.command(OPEN_JOB.on(self.job.id))
        menu.separator()
        menu.command(DELETE_JOB.on(self.job.id))
        menu.open_at(self, event.pos() if not event.pos().isNull() else QPoint(16, self.height()))


class JobList(QWidget):
    """The signals carry a job's id."""

    open_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: Sequence[Job] = ()
        self._open: int | None = None
        self.rows: list[JobRow] = []
        self.search = SearchField(lambda: translate("TranslatePane", "Find a title"), command=SEARCH)
        self.search.textChanged.connect(self.refresh)
        self.empty = Paragraph(
            lambda: translate("TranslatePane", "Translations will be kept here."), "chrome", "secondary"
        )
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(8, 12, 8, 12)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        area = Scrolled(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.addWidget(self.search)
        column.addLayout(top)
        self._quiet = QWidget()
        quiet = QVBoxLayout(self._quiet)
        quiet.setContentsMargins(16, 18, 16, 0)
        quiet.addWidget(self.empty)
        column.addWidget(self._quiet)
        column.addWidget(area, 1)
        self._quiet.hide()

    def show_jobs(self, jobs: Sequence[Job], open_id: int | None) -> None:
        """Show these and mark the open one."""
        self._jobs, self._open = jobs, open_id
        self.refresh()

    def refresh(self) -> None:
        """Fill the list again."""
        wanted = self.search.text().casefold().split()
        found = [job for job in self._jobs if all(word in job.title.casefold() for word in wanted)]
        if [row.job.id for row in self.rows] == [job.id for job in found]:
            for row, job in zip(self.rows, found, strict=True):
                row.show_job(job)
        else:
            for row in self.rows:
                row.hide()
                row.deleteLater()
            self.rows = [self._row(job) for job in found]
            for number, row in enumerate(self.rows):
                self._column.insertWidget(number, row)
        for row in self.rows:
            row.setAutoExclusive(False)
            row.setChecked(row.job.id == self._open)
        self._quiet.setVisible(not self._jobs)

    def _row(self, job: Job) -> JobRow:
        row = JobRow(job, self._inside)
        row.clicked.connect(lambda: self.open_asked.emit(row.job.id))
        row.delete_asked.connect(self.delete_asked)
        return row
