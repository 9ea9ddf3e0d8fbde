"""Telling of a new version at a start, where a person said that it may be looked for every week."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.base.settings import UPDATES
from desktop.ui import tasks
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.ui.frame.window import MainWindow
    from desktop.ui.services import Services

log = logging.getLogger(__name__)

_ABOVE_A_COMPOSER = 136  # px: what is written must not be covered


def tell_new_version(services: Services, window: MainWindow) -> None:
    """Look, if the week is over; nothing is imported or asked where nobody said yes. A failure is for the log alone."""
    if services.settings[UPDATES] != "weekly":
        return

    def look() -> str:
        from desktop.features.updates.updates import Updates

        updates = Updates(services.paths, services.settings)
        found = updates.look() if updates.facts.key and updates.due() else None
        return found.release.version if found is not None and found.release is not None else ""

    def tell(version: str) -> None:
        if version:
            said = translate("Updates", "There is version {version} of Lamplight.").format(version=version)
            toast(window.page, said, show, bottom=_ABOVE_A_COMPOSER, label=lambda: translate("Downloads", "Show"))

    def show() -> None:
        window.show_pane("settings")
        window.pane("settings").go("updates")

    tasks.run(look, tell, lambda error: log.warning("not looked for a new version: %s", error), window)
