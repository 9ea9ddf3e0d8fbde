"""New versions: looked for at a press, fetched, installed, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from desktop.base.error_text import sentence
from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.base.settings import UPDATES
from desktop.base.sizes import bytes_text
from desktop.ui import tasks
from desktop.ui.leaving import Leave, go_back_to_version, install_update
from desktop.ui.panes.settings.consequences import Consequences
from desktop.ui.panes.settings.row import Row, SettingRow
from desktop.ui.panes.settings.sections import SECTIONS
from desktop.ui.panes.settings.settings_writer import SettingsWriter
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Card, Confirm, Label, Line, Notice, Page, Paragraph, ProgressBar4

if TYPE_CHECKING:
    from desktop.features.updates.updates import Before, Found, Updates
    from desktop.hub.transfer.progress import Control, Progress

T = TypeVar("T")

_LANE = "updates"


class UpdatesPage(Page):
    """Nothing here asks anybody before a press on the button that stands under the host's name."""

    def __init__(self, services: Services, writer: SettingsWriter, consequences: Consequences) -> None:
        section = next(each for each in SECTIONS if each.key == "updates")
        super().__init__(section.title, section.note)
        self._services = services
        self._updates: Updates | None = None
        self._found: Found | None = None
        self._before: Before | None = None
        self._package: Path | None = None
        self._control: Control | None = None
        self._busy = False
        self.notice: Notice | None = None
        self.column.addSpacing(20)
        self.column.addWidget(Line())
        self.look_row = Row()
        say(self.look_row, self.look_row.name.setText, lambda: translate("Updates", "Look for a new version"))
        self.look_button = Button(lambda: translate("Updates", "Look now"))
        self.look_button.clicked.connect(self.look)
        self.look_row.add_control(self.look_button)
        self.column.addWidget(self.look_row)
        self.column.addWidget(SettingRow(UPDATES, writer, consequences))
        self.back_row = Row()
        say(self.back_row, self.back_row.name.setText, lambda: translate("Updates", "Go back to the version before"))
        self.back_button = Button(lambda: translate("Updates", "Go back…"))
        self.back_button.clicked.connect(self.ask_to_go_back)
        self.back_row.add_control(self.back_button)
        self.column.addWidget(self.back_row)
        self.column.addSpacing(16)
        self._build_card()
        self.finish()
        say(self, lambda _: self._say(), lambda: "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._updates is None:
            tasks.run(self._make, self._made, self._failed, self, lane=_LANE)

    # -- building --------------------------------------------------------------------------------------------------

    def _build_card(self) -> None:
        self.card = Card(margins=20)
        column = self.card.column
        self.told = Label("", "chat_strong", elide=True)
        column.addWidget(self.told)
        column.addSpacing(4)
        self.notes = Paragraph("", "chrome", "secondary")
        column.addWidget(self.notes)
        column.addSpacing(12)
        self.bar = ProgressBar4()
        column.addWidget(self.bar)
        self.progress = Label("", "meta", "secondary", elide=True)
        column.addWidget(self.progress)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.how = Paragraph("", "meta", "secondary")
        row.addWidget(self.how, 1, Qt.AlignmentFlag.AlignVCenter)
        self.button = Button(self._button_text, "primary")
        self.button.clicked.connect(self._press)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        self.column.addWidget(self.card)

    def _make(self) -> tuple[Updates, Before | None]:
        from desktop.features.updates.updates import Updates

        made = Updates(self._services.paths, self._services.settings)
        _ = made.installation  # asks the system's packages
        return made, made.before()

    def _made(self, made: tuple[Updates, Before | None]) -> None:
        self._updates, self._before = made
        self._say()

    # -- what a person does ----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask the host for the list of versions."""
        if self._updates is not None:
            self._work(self._updates.look, self.show_found)

    def show_found(self, found: Found) -> None:
        """What the answer was."""
        self._busy = False
        self._found = found
        self._say()

    def _press(self) -> None:
        if self._control is not None:
            self._control.stop()
        elif self._package is None:
            self._fetch()
        else:
            self.ask_to_install()

    def _fetch(self) -> None:
        from desktop.hub.transfer.progress import Control

        updates, found = self._updates, self._found
        if updates is None or found is None or found.release is None:
            return
        release = found.release
        control = self._control = Control()

        def told(progress: Progress) -> None:
            tasks.post(lambda: self._show_progress(progress), self)

        self._work(lambda: updates.fetch(release, found.file, told, control), self._fetched)

    def _fetched(self, package: Path) -> None:
        self._busy, self._control = False, None
        self._package = package
        self._say()

    def ask_to_install(self) -> Confirm | None:
        """Say what happens, and let a person choose."""
        updates, found, package = self._updates, self._found, self._package
        if updates is None or found is None or found.release is None or package is None:
            return None
        version = found.release.version
        question = Confirm(
            self,
            translate("Updates", "Install version {version} now?").format(version=version),
            translate(
                "Updates",
                "Your writing is copied first, and the copy checked. The window closes, the system may ask for a "
                "password, and the new version opens. It can be gone back from.",
            ),
            translate("Updates", "Install it"),
            translate("Updates", "Not now"),
        )
        question.confirmed.connect(lambda: self._leave(install_update(updates, package, version)))
        question.ask()
        return question

    def ask_to_go_back(self) -> Confirm | None:
        """Say what happens to what was written since, and let a person choose."""
        updates, wanted = self._updates, self._before
        if updates is None or wanted is None:
            return None
        words = [translate("Updates", "What you wrote since then stays: that version can read it.")]
        if wanted.data:
            words = [
                translate(
                    "Updates",
                    "That version can’t read what this one has made of the database: the copy from before the update "
                    "is gone back to. What was written since then is kept as a backup, for a newer version.",
                )
            ]
        if updates.needs_network:
            words.append(translate("Updates", " {host} is asked for it.").format(host=updates.host))
        question = Confirm(
            self,
            translate("Updates", "Go back to version {version}?").format(version=wanted.version),
            "".join(words),
            translate("Updates", "Go back"),
            translate("Updates", "Stay"),
        )
        question.confirmed.connect(lambda: self._go_back(updates, wanted))
        question.ask()
        return question

    def _go_back(self, updates: Updates, wanted: Before) -> None:
        def told(progress: Progress) -> None:
            tasks.post(lambda: self._show_progress(progress), self)

        self._work(
            lambda: updates.fetch_before(wanted, told),
            lambda package: self._leave(go_back_to_version(updates, wanted, package)),
        )

    def _leave(self, what: Leave) -> None:
        self._services.leave(what)
        self.window().close()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _work(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        if self._busy:
            return
        self._busy = True
        self._drop_notice()
        self._say()
        tasks.run(work, done, self._failed, self, lane=_LANE)

    def _failed(self, error: Exception) -> None:
        self._busy, self._control = False, None
        self._say()
        if isinstance(error, LamplightError) and error.code is Code.CANCELLED:
            return
        told = sentence(error)
        self.notice = Notice(told.what, told.cause, closable=True)
        self.notice.closed.connect(self._drop_notice)
        self.column.insertWidget(4, self.notice)

    def _drop_notice(self) -> None:
        if self.notice is not None:
            self.notice.hide()
            self.notice.deleteLater()
            self.notice = None

    def _show_progress(self, progress: Progress) -> None:
        self.bar.set_fraction(progress.received / progress.size if progress.size else 0.0)
        told = translate("Updates", "{done} of {size}")
        self.progress.setText(told.format(done=bytes_text(progress.received), size=bytes_text(progress.size)))

    def _say(self) -> None:
        updates, found = self._updates, self._found
        self.look_button.setEnabled(updates is not None and bool(updates.facts.key) and not self._busy)
        if updates is not None:
            self.look_row.note.set_text(
                translate(
                    "Updates", "{host} is asked for the list of versions; it sees this machine’s address."
                ).format(host=updates.host)
                if updates.facts.key
                else translate("Updates", "This build has no key to tell genuine versions by: nobody is asked.")
            )
        self.back_row.setVisible(self._before is not None)
        if self._before is not None:
            self.back_row.note.set_text(
                translate("Updates", "Version {version}, with data that it can read.").format(
                    version=self._before.version
                )
            )
        self.card.setVisible(found is not None)
        if updates is not None and found is not None:
            self._say_found(updates, found)

    def _say_found(self, updates: Updates, found: Found) -> None:
        from desktop.features.updates.words import found_text, how_text

        self.told.setText(found_text(found, updates.version))
        release = found.release
        self.notes.set_text(release.notes_text() if release is not None else "")
        self.notes.setVisible(bool(self.notes.text()))
        fetching = self._control is not None
        for widget in (self.bar, self.progress):
            widget.setVisible(fetching)
        self.button.setVisible(found.file is not None)
        self.button.setEnabled(not self._busy or fetching)
        self.button.set_label(self._button_text, kind="plain" if fetching else "primary")
        if release is None:
            self.how.set_text("")
        elif found.file is None:
            self.how.set_text(how_text(updates.installation, release))
        elif self._package is not None:
            self.how.set_text(translate("Updates", "It is here, and its signature is right."))
        else:
            size = bytes_text(found.file.remote.size)
            self.how.set_text(translate("Updates", "{size}, from {host}.").format(size=size, host=_host(found)))

    def _button_text(self) -> str:
        if self._control is not None:
            return translate("Updates", "Stop")
        if self._package is not None:
            return translate("Updates", "Install…")
        return translate("Updates", "Fetch it")


def _host(found: Found) -> str:
    from desktop.hub.network import host

    return host(found.file.remote.url) if found.file is not None else ""
