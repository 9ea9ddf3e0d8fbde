"""What a start of the window says of downloads that the program before didn't end. Saying it asks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.ui.frame.window import MainWindow
    from desktop.ui.services import Services

_ABOVE_A_COMPOSER = 136  # px: what is written must not be covered


def tell_left_over(services: Services, window: MainWindow) -> None:
    """Tell, with a way to them; nothing of downloads is imported where there are none."""
    kept = services.paths.data / "downloads"

    def look() -> list[str]:
        if not any(kept.glob("*.json")):
            return []
        return [state.title for state in services.downloads.states() if state.interrupted]

    def tell(titles: list[str]) -> None:
        if not titles:
            return
        said = (
            translate("Downloads", "{name} was not fetched to its end; it waits for you.").format(name=titles[0])
            if len(titles) == 1
            else translate("Downloads", "{count} models were not fetched to their end; they wait for you.").format(
                count=len(titles)
            )
        )
        toast(window.page, said, show, bottom=_ABOVE_A_COMPOSER, label=lambda: translate("Downloads", "Show"))

    def show() -> None:
        window.show_pane("models")
        window.pane("models").go("downloads")

    tasks.run(look, tell, owner=window)
