"""The log in the window: of the program, of the engine, and reports of crashes; by level, searched, copied."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from desktop.base.crashes.reports import Report, Reports
from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.paths import Paths
from desktop.ui import tasks
from desktop.ui.diagnostics.log_lines import ALL, ERRORS, WARNINGS, LogEntry, chosen, read_entries
from desktop.ui.look.theme import theme
from desktop.ui.text.date_format import moment_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Choice, Label, PanelSheet, SearchField, Segmented, toast

PROGRAM, ENGINE, CRASHES = "program", "engine", "crashes"
_WIDTH_EMS, _HEIGHT_EMS = 76.0, 54.0


class LogSheet(PanelSheet):
    """Over the window. Files are read and searched on another thread."""

    def __init__(self, anchor: QWidget, paths: Paths, source: str = PROGRAM) -> None:
        super().__init__(
            anchor, lambda: translate("Log", "Log and reports"), width_em=_WIDTH_EMS, height_em=_HEIGHT_EMS
        )
        self._paths = paths
        self._reports = Reports(paths.crashes)
        self._entries: list[LogEntry] = []
        self._crashes: list[Report] = []
        self._asked = 0
        self._build()
        self.sources.set_value(source)
        self.levels.set_value(ALL)
        self.read()

    def first_focus(self) -> QWidget:
        return self.search

    # -- reading -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read what is chosen, as it is on the disk now."""
        source = self.sources.value
        self._asked += 1
        asked = self._asked
        crashes = source == CRASHES
        self.levels.setVisible(not crashes)
        self.which.setVisible(crashes and bool(self._crashes))

        def show(entries: list[LogEntry]) -> None:
            if asked == self._asked:
                self._entries = entries
                self.show_chosen()

        if crashes:
            tasks.run(self._reports.all, partial(self._show_crashes, asked), self._failed, self)
        else:
            path = self._paths.app_log if source == PROGRAM else self._paths.engine_log
            tasks.run(lambda: read_entries(path), show, self._failed, self)

    def _show_crashes(self, asked: int, found: list[Report]) -> None:
        if asked != self._asked:
            return
        self._crashes = found
        self.which.setVisible(bool(found))
        if found:
            self._read_crash(str(found[0].path))
        else:
            self._entries = []
            self.show_chosen()

    def _read_crash(self, path: str) -> None:
        self.which.set_value(path)
        report = next((one for one in self._crashes if str(one.path) == path), None)
        if report is None:
            return

        def show(text: str) -> None:
            self._entries = [LogEntry(ERRORS, line) for line in text.splitlines()]
            self.show_chosen()

        tasks.run(report.text, show, self._failed, self)

    def show_chosen(self) -> None:
        """What has the level and the words, the newest at the end."""
        level = ALL if self.sources.value == CRASHES else self.levels.value
        found = chosen(self._entries, level, self.search.text())
        self.text.setPlainText("\n".join(entry.text for entry in found))
        bar = self.text.verticalScrollBar()
        bar.setValue(0 if self.sources.value == CRASHES else bar.maximum())
        self.copy.setEnabled(bool(found))
        if found:
            count = len(found)
            self.count.setText(translate("Log", "%n entries", "", count))
        elif self._entries:
            self.count.setText(translate("Log", "Nothing has these words."))
        elif self.sources.value == CRASHES:
            self.count.setText(translate("Log", "There was no crash."))
        else:
            self.count.setText(translate("Log", "Nothing is written here yet."))

    def _failed(self, error: Exception) -> None:
        self.text.setPlainText(str(sentence(error)))

    # -- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.setSpacing(8)
        self.sources = Segmented(
            lambda: translate("Log", "Which log"),
            lambda: (
                (PROGRAM, translate("Log", "Program")),
                (ENGINE, translate("Log", "Engine")),
                (CRASHES, translate("Log", "Crashes")),
            ),
        )
        self.sources.chosen.connect(self._choose_source)
        self.levels = Choice(
            lambda: translate("Log", "Level"),
            lambda: (
                (ALL, translate("Log", "Everything")),
                (WARNINGS, translate("Log", "Warnings and errors")),
                (ERRORS, translate("Log", "Errors only")),
            ),
            width=180,
        )
        self.levels.chosen.connect(self._choose_level)
        self.which = Choice(lambda: translate("Log", "Which report"), self._report_names, width=220)
        self.which.chosen.connect(self._read_crash)
        self.search = SearchField(lambda: translate("Log", "Find in the log"))
        self.search.textChanged.connect(self.show_chosen)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sources)
        head.addWidget(self.levels)
        head.addWidget(self.which)
        head.addWidget(self.search, 1)
        self.body.addLayout(head)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        say(self.text, self.text.setAccessibleName, lambda: translate("Log", "Log and reports"))
        theme.follow(self.text, self._restyle)
        self.body.addWidget(self.text, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.count = Label("", "meta", "secondary")
        foot.addWidget(self.count, 1)
        self.refresh = Button(lambda: translate("Log", "Read again"))
        self.refresh.clicked.connect(self.read)
        self.copy = Button(lambda: translate("Log", "Copy"), "plain", "copy")
        self.copy.clicked.connect(self._copy)
        self.folder = Button(lambda: translate("Log", "Open the folder"), "plain", "folder")
        self.folder.clicked.connect(self._open_folder)
        for button in (self.refresh, self.copy, self.folder):
            foot.addWidget(button)
        self.body.addLayout(foot)

    def _restyle(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.px(12))
        self.text.setFont(font)

    def _report_names(self) -> list[tuple[str, str]]:
        return [(str(report.path), moment_text(report.moment)) for report in self._crashes]

    def _choose_source(self, source: str) -> None:
        self.sources.set_value(source)
        self.read()

    def _choose_level(self, level: int) -> None:
        self.levels.set_value(level)
        self.show_chosen()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        toast(self.anchor, translate("Log", "What is shown is on the clipboard."))

    def _open_folder(self) -> None:
        folder: Path = self._paths.crashes if self.sources.value == CRASHES else self._paths.logs
        if not folder.is_dir():
            folder = self._paths.logs
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def show_log(anchor: QWidget, paths: Paths, source: str = PROGRAM) -> LogSheet:
    """Open it over the window that `anchor` is in."""
    sheet = LogSheet(anchor, paths, source)
    sheet.open_over()
    return sheet
