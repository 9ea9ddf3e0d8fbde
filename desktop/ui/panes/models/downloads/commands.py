"""What can be done with downloads: with all of them from anywhere, with one of them in its card's menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn

if TYPE_CHECKING:
    from desktop.features.models.fetching.download_state import DownloadState


def _group() -> str:
    return translate("ModelsPane", "Models")


RESUME_ALL = Command(
    "downloads.resume_all",
    lambda: translate("Downloads", "Go on with all downloads"),
    _group,
    icon="play",
    label=lambda: translate("Downloads", "Go on with all"),
)
PAUSE_ALL = Command(
    "downloads.pause_all",
    lambda: translate("Downloads", "Pause all downloads"),
    _group,
    icon="pause",
    label=lambda: translate("Downloads", "Pause all"),
)
PUT_FIRST: CommandOn[DownloadState] = CommandOn(
    "downloads.first", lambda: translate("Downloads", "Fetch this next"), _group, icon="arrow-up"
)
GIVE_UP: CommandOn[DownloadState] = CommandOn(
    "downloads.give_up", lambda: translate("Downloads", "Give up…"), _group, icon="trash", danger=True
)
TAKE_OFF: CommandOn[DownloadState] = CommandOn(
    "downloads.take_off", lambda: translate("Downloads", "Take off this list"), _group, icon="x"
)
SHOW_PLACE: CommandOn[DownloadState] = CommandOn(
    "downloads.folder", lambda: translate("ModelsPane", "Show the folder"), _group, icon="folder"
)

ALL: tuple[Command, ...] = (RESUME_ALL, PAUSE_ALL, PUT_FIRST, GIVE_UP, TAKE_OFF, SHOW_PLACE)
