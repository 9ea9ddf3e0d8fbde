"""The log in the window, and a crash that the next start tells of."""

from __future__ import annotations

import logging

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.base.crashes.report import of_exception
from desktop.base.crashes.reports import Reports
from desktop.ui.commands import commands
from desktop.ui.crash_offer import offer_reports
from desktop.ui.diagnostics.log_lines import ALL, ERRORS, WARNINGS, chosen, entries_of
from desktop.ui.diagnostics.log_sheet import LogSheet
from desktop.ui.frame.commands import SHOW_LOG
from tests.gui.conftest import OpenWindow

LOG = """\
2026-12-01 06:00:00,000 INFO desktop.ui.main: painted
2026-12-01 06:00:01,000 WARNING desktop.store: busy
2026-12-01 06:00:02,000 CRITICAL desktop: uncaught
Traceback (most recent call last):
  File "a.py", line 1, in f
ValueError: x
llama_load: a line of its own
Fatal Python error: Aborted
"""


def test_entries_keep_what_belongs_to_them() -> None:
    entries = entries_of(LOG)
    errors = chosen(entries, ERRORS, "")
    assert [len(entry.text.splitlines()) for entry in errors] == [4, 1]
    assert [entry.text[-4:] for entry in chosen(entries, WARNINGS, "BUSY store")] == ["busy"]
    assert len(chosen(entries, ALL, "")) == 5
    assert not chosen(entries, ALL, "busy painted")


def test_a_crash_is_offered_once_and_the_log_is_read(open_program: OpenWindow, qtbot: QtBot) -> None:
    program = open_program()
    paths, window = program.services.paths, program.show(1024, 700)
    try:
        raise KeyError("secret")
    except KeyError as error:
        Reports(paths.crashes).add(of_exception(error))
    offer_reports(paths, window)
    qtbot.waitUntil(lambda: window.notices.subject == "crash" and window.notices.notice is not None)
    window.notices.notice.button.click()
    sheet = window.findChild(LogSheet)
    qtbot.waitUntil(lambda: "KeyError" in sheet.text.toPlainText())
    assert "secret" not in sheet.text.toPlainText()
    assert sheet.rect().contains(sheet.card.geometry())
    sheet.copy.click()
    assert "KeyError" in QGuiApplication.clipboard().text()
    sheet.close_popup()
    assert not Reports(paths.crashes).untold()

    logger = logging.getLogger("desktop.tests")
    logger.warning("the lamp flickers")
    logger.error("the lamp is out")
    assert commands.run(SHOW_LOG)
    sheet = [found for found in window.findChildren(LogSheet) if found.isVisible()][-1]
    qtbot.waitUntil(lambda: "the lamp flickers" in sheet.text.toPlainText())
    sheet.levels.chosen.emit(ERRORS)
    assert "the lamp is out" in sheet.text.toPlainText()
    assert "flickers" not in sheet.text.toPlainText()
    sheet.search.setText("no such words")
    assert sheet.text.toPlainText() == ""
    assert sheet.count.text() == "Nothing has these words."
    sheet.close_popup()
