"""After a crash: the next start says so once, and offers the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.crashes.reports import Report, Reports
from desktop.base.error_text import Told
from desktop.base.i18n import translate
from desktop.ui import tasks

if TYPE_CHECKING:
    from desktop.base.paths import Paths
    from desktop.ui.frame.window import MainWindow

_SUBJECT = "crash"


def offer_reports(paths: Paths, window: MainWindow) -> None:
    """Look for reports that nobody was told of; a line under the header offers them."""
    reports = Reports(paths.crashes)

    def look() -> list[Report]:
        found = reports.untold()
        reports.told()
        return found

    def offer(found: list[Report]) -> None:
        if not found:
            return
        told = Told(
            translate("Crashes", "Lamplight met a fault of its own the last time. What you wrote is kept."),
            translate("Crashes", "A report is on this machine, with nothing of your text in it; it was sent nowhere."),
        )

        def show() -> None:
            from desktop.ui.diagnostics.log_sheet import CRASHES, show_log

            window.notices.clear(_SUBJECT)
            show_log(window, paths, CRASHES)

        window.notices.tell(told, _SUBJECT, lambda: translate("Crashes", "Show the report"), show, tone="plain")

    tasks.run(look, offer, owner=window)
