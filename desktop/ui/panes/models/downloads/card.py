"""One download on its card: how far it is, what it does, why it doesn't, and the one thing to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui.panes.models.downloads.commands import GIVE_UP, PUT_FIRST, SHOW_PLACE, TAKE_OFF
from desktop.ui.system.browser import open_in_browser
from desktop.ui.text.number_format import home_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Card, IconButton, Label, Line, Link, Menu, Notice, Paragraph, ProgressBar4

if TYPE_CHECKING:
    from desktop.features.models.fetching.download_state import DownloadState
    from desktop.ui.panes.models.downloads.download_list import DownloadList

_EDGE = 20


class DownloadProgress(QWidget):
    """Amount, what it does and how it is checked in one line over a bar of 4 px; below it why it doesn't go on.

    It can stand on any card that offers the model.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.amount = Label("", "chrome_medium")
        self.doing = Label("", "meta", "secondary", elide=True)
        self.checked = Label("", "meta", "secondary")
        row.addWidget(self.amount)
        row.addWidget(self.doing, 1)
        row.addWidget(self.checked)
        column.addLayout(row)
        column.addSpacing(8)
        self.bar = ProgressBar4()
        column.addWidget(self.bar)
        self._gap = QWidget()
        self._gap.setFixedHeight(12)
        column.addWidget(self._gap)
        self.reason = Notice("")
        self.passing = Notice("", tone="plain")  # what will be tried again by itself is no error yet
        column.addWidget(self.reason)
        column.addWidget(self.passing)
        self.page = Link(lambda: translate("Downloads", "Open its page in the browser"))
        self.page.clicked.connect(self._open_page)
        self._address = ""
        self._page_gap = QWidget()
        self._page_gap.setFixedHeight(8)
        column.addWidget(self._page_gap)
        column.addWidget(self.page, 0, Qt.AlignmentFlag.AlignLeft)

    def show_state(self, state: DownloadState) -> None:
        """Show a download as it is now."""
        from desktop.features.models.fetching.download_records import Status
        from desktop.features.models.fetching.download_text import amount_text, checked_text, reason_text, state_text

        self.amount.setText(amount_text(state))
        self.doing.setText(state_text(state))
        self.checked.setText(checked_text(state))
        running = state.status is Status.RUNNING and not state.waiting
        self.bar.set_token("accent" if running or state.status is Status.DONE else "border")
        self.bar.set_fraction(state.fraction)
        self.bar.setAccessibleName(state.title)
        reason = reason_text(state)
        passing = state.status is Status.RUNNING
        self._gap.setVisible(bool(reason))
        cause = sentence(state.reason).cause if state.reason is not None else ""
        for notice, meant in ((self.reason, not passing), (self.passing, passing)):
            notice.setVisible(bool(reason) and meant)
            notice.set_words(reason, cause)
        self._address = terms_address(state)
        for widget in (self._page_gap, self.page):
            widget.setVisible(bool(self._address))

    def _open_page(self) -> None:
        open_in_browser(self._address)


class DownloadCard(Card):
    """`use_asked` for the button of one that is here."""

    use_asked = Signal()

    def __init__(self, state: DownloadState, downloads: DownloadList) -> None:
        super().__init__(margins=0)
        self.state = state
        self._downloads = downloads
        self.column.setContentsMargins(_EDGE, 16, _EDGE, 16)
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Label(state.title, "chat_strong", elide=True)
        self.where = Paragraph("", "chrome", "secondary")
        words.addWidget(self.title)
        words.addWidget(self.where)
        head.addLayout(words, 1)
        self.action = Button(lambda: "")
        self.action.clicked.connect(self._act)
        head.addWidget(self.action)
        self.more = IconButton("more", lambda: translate("ModelsPane", "More"))
        self.more.clicked.connect(self._open_menu)
        head.addWidget(self.more)
        self.column.addLayout(head)
        self.column.addSpacing(12)
        self.column.addWidget(Line())
        self.column.addSpacing(12)
        self.progress = DownloadProgress()
        self.column.addWidget(self.progress)
        self.setAccessibleName(state.title)
        self.action.setAccessibleDescription(state.title)
        self.more.setAccessibleDescription(state.title)
        say(self, lambda _: self.show_state(self.state), lambda: "")

    def show_state(self, state: DownloadState) -> None:
        """Show the download as it is now."""
        self.state = state
        self.title.setText(state.title)
        self.where.set_text(where_text(state))
        word = action_text(state)
        if word != self.action.text():
            self.action.set_label(lambda: action_text(self.state))
        self.action.setVisible(state.reason is None or not state.arrived)  # what is no model can't be used
        self.progress.show_state(state)

    def _act(self) -> None:
        from desktop.features.models.fetching.download_records import Status

        if self.state.status is Status.DONE:
            self.use_asked.emit()
        elif self.state.status in (Status.QUEUED, Status.RUNNING) and not self.state.waiting:
            self._downloads.pause(self.state.identifier)
        else:
            self._downloads.resume(self.state.identifier)

    def _open_menu(self) -> None:
        from desktop.features.models.fetching.download_records import Status

        menu = Menu(self.more)
        status = self.state.status
        if self.state.waiting:
            menu.add(
                translate("Downloads", "Pause"), lambda: self._downloads.pause(self.state.identifier), icon="pause"
            )
        if status in (Status.QUEUED, Status.PAUSED):
            menu.command(PUT_FIRST.on(self.state))
        menu.command(SHOW_PLACE.on(self.state))
        menu.command((TAKE_OFF if status is Status.DONE else GIVE_UP).on(self.state))
        menu.open_below(self.more, align_right=True)


def terms_address(state: DownloadState) -> str:
    """The page at which the terms of a model are accepted, where that is what it waits for; else ""."""
    from desktop.base.errors import Code

    if state.reason is None or state.reason.code not in (Code.HUB_GATED, Code.HUB_TOKEN_NEEDED):
        return ""
    return state.files[0].url.partition("/resolve/")[0]


def action_text(state: DownloadState) -> str:
    """What the button does now."""
    from desktop.features.models.fetching.download_records import Status

    if state.waiting:
        return translate("Downloads", "Try now")
    return {
        Status.QUEUED: translate("Downloads", "Pause"),
        Status.RUNNING: translate("Downloads", "Pause"),
        Status.PAUSED: translate("Downloads", "Go on"),
        Status.FAILED: translate("Downloads", "Go on"),
        Status.DONE: translate("ModelsPane", "Use"),
    }[state.status]


def where_text(state: DownloadState) -> str:
    """Where it comes from and where it goes; the hosts that the first one sent on to, too."""
    others = [each for each in state.hosts if each != state.host]
    folder = home_text(state.folder)
    if others:
        said = translate("Downloads", "From {host}, which sends on to {others}; into {folder}.")
        return said.format(host=state.host, others=", ".join(others), folder=folder)
    return translate("Downloads", "From {host}, into {folder}.").format(host=state.host, folder=folder)
