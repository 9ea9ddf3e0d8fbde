"""The strip above a document: which file, how far, how fast, how long still, what is doubtful, and Pause."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.store.translation.records import Job
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate import words
from desktop.ui.panes.translate.bars.word_button import WordButton
from desktop.ui.panes.translate.commands import FIRST, PAUSE, RESUME, SAVE, STOP
from desktop.ui.panes.translate.running_job import Run
from desktop.ui.widgets import Button, CommandIcon, Icon, Label, ProgressBar4

_HEIGHT = 48
_NARROW = 840


class Strip(QWidget):
    """`pressed` fires for Pause and Resume, `saved` for Save, `doubtful_asked` for the count."""

    help_topic = "translate#documents"

    pressed = Signal()
    saved = Signal()
    doubtful_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(23, 0, 16, 1)
        row.setSpacing(12)
        self.icon = Icon("file")
        self.file = Label("", "chrome_strong", elide=True)
        self.count = Label("", "meta", "secondary")
        self.bar = ProgressBar4()
        self.speed = Label("", "meta", "secondary", elide=True)
        self.doubtful = WordButton(lambda: "", "doubtful", "question")
        self.first = CommandIcon(FIRST)
        self.stop = CommandIcon(STOP)
        self.button = Button(PAUSE.said, "plain", PAUSE.icon)
        self.save = Button(SAVE.said, "primary")
        row.addWidget(self.icon)
        row.addWidget(self.file, 2)
        row.addWidget(self.count)
        row.addWidget(self.bar, 1)
        row.addWidget(self.speed, 2)
        row.addStretch(0)
        row.addWidget(self.doubtful)
        row.addWidget(self.first)
        row.addWidget(self.stop)
        row.addWidget(self.button)
        row.addWidget(self.save)
        self.button.clicked.connect(self.pressed)
        self.save.clicked.connect(self.saved)
        self.doubtful.clicked.connect(self.doubtful_asked)
        theme.follow(self, self._restyle)

    def show_job(self, job: Job, run: Run | None, done: int, doubtful: int, *, stopped: bool = False) -> None:
        """Say how the job stands; a `stopped` one can be saved as it is."""
        self.file.setText(words.title(job))
        self.count.setText(
            translate("TranslatePane", "{done} of {total} sentences").format(done=done, total=job.segments)
        )
        self.bar.set_fraction(done / job.segments if job.segments else 1)
        self.bar.setAccessibleName(self.count.text())
        self.speed.setText(self._pace(job, run, done, stopped=stopped))
        self.doubtful.set_label(lambda: translate("TranslatePane", "%n doubtful", "", doubtful))
        self.doubtful.setVisible(doubtful > 0)
        self.first.setVisible(doubtful > 0 or self.first.isChecked())
        complete = done >= job.segments
        running = run is not None and not run.stop.is_set
        self.button.setVisible(not complete)
        self.save.setVisible(complete or (stopped and not running))
        self.stop.setVisible(running or (not complete and not stopped))
        if running:
            self.button.set_label(PAUSE.said, PAUSE.icon, "plain")
        else:
            kind = "plain" if stopped else "primary"
            self.button.set_label(RESUME.said, RESUME.icon, kind)

    @staticmethod
    def _pace(job: Job, run: Run | None, done: int, *, stopped: bool) -> str:
        if run is not None and run.measuring and run.progress is not None:
            said = translate("TranslatePane", "translated back {done} of {total}")
            return said.format(done=run.progress.done, total=run.progress.total)
        if done >= job.segments:
            return translate("TranslatePane", "complete")
        if stopped:
            return translate("TranslatePane", "stopped; the rest stays as it is")
        if run is None or run.stop.is_set:
            return translate("TranslatePane", "paused; what is done is kept")
        if run.loading is not None:
            percent = round(run.loading * 100)
            return translate("TranslatePane", "loading the model, {percent} %").format(percent=percent)
        if run.progress is None:
            return ""
        return words.joined(
            [words.time_left(run.progress.remaining_seconds), words.speed(run.progress.characters_per_second)]
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The header says the title, too: in a narrow strip how the work stands is worth more."""
        super().resizeEvent(event)
        for named in (self.icon, self.file):
            named.setVisible(self.width() >= theme.px(_NARROW))

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hairline"))
