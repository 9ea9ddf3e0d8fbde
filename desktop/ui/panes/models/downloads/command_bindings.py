"""Joins what can be done with downloads to one section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.base.i18n import translate
from desktop.ui.commands import commands
from desktop.ui.panes.models.downloads.commands import (
    GIVE_UP,
    PAUSE_ALL,
    PUT_FIRST,
    RESUME_ALL,
    SHOW_PLACE,
    TAKE_OFF,
)
from desktop.ui.panes.models.downloads.downloads_section import DownloadsSection
from desktop.ui.widgets import Confirm

if TYPE_CHECKING:
    from desktop.features.models.fetching.download_state import DownloadState


def bind_downloads(section: DownloadsSection) -> None:
    """For the palette, and for the menus of the cards."""
    page, downloads = section.page(), section.downloads
    commands.bind(RESUME_ALL, downloads.resume_all, page, enabled=lambda: section.can_resume)
    commands.bind(PAUSE_ALL, downloads.pause_all, page, enabled=lambda: section.can_pause)
    commands.bind_on(PUT_FIRST, lambda state: downloads.put_first(state.identifier), page)
    commands.bind_on(TAKE_OFF, lambda state: downloads.give_up(state.identifier), page)
    commands.bind_on(GIVE_UP, lambda state: _ask_give_up(section, state), page)
    commands.bind_on(SHOW_PLACE, _show_place, page)


def _ask_give_up(section: DownloadsSection, state: DownloadState) -> None:
    """Ask first where something would be lost."""
    from desktop.features.models.fetching.download_text import amount_text

    if not state.received:
        section.downloads.give_up(state.identifier)
        return
    question = Confirm(
        section.page(),
        translate("Downloads", "Give up {name}?").format(name=state.title),
        translate("Downloads", "What has arrived is deleted: {amount}.").format(amount=amount_text(state)),
        translate("Downloads", "Give up"),
        translate("Downloads", "Keep it"),
        danger=True,
    )
    question.confirmed.connect(lambda: section.downloads.give_up(state.identifier))
    question.ask()


def _show_place(state: DownloadState) -> None:
    folder = state.folder
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
