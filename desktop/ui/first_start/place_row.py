"""Where writing and models will live: a proposal, and one button to change it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.base.paths import ENV_HOME, Paths
from desktop.base.sizes import bytes_text
from desktop.features.home.disks import inside, is_writable, propose, room_of
from desktop.ui.text.number_format import home_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Icon, Label, Paragraph, file_dialog

_DATABASE = "lamplight.sqlite3"


class PlaceRow(QWidget):
    """`changed` fires when another folder was chosen. None can be where it was named from outside."""

    changed = Signal()

    def __init__(self, paths: Paths, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fixed, self._portable, self._usual = paths.fixed, paths.portable, paths.data
        self.room = room = room_of(paths.data) if self._fixed else propose(paths.data)
        self._elsewhere = room.folder != paths.data  # the proposal isn't on the disk of the system
        self._refused = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 24, 0)
        row.setSpacing(8)
        row.addWidget(Icon("folder", "secondary", 18), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.name = Label("", "chrome_medium", elide=True)
        self.note = Paragraph("", "meta", "secondary")
        words.addWidget(self.name)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        self.button = Button(lambda: translate("FirstStart", "Change…"))
        say(self.button, self.button.setAccessibleDescription, lambda: translate("FirstStart", "Writing and models"))
        self.button.clicked.connect(self.ask)
        self.button.setVisible(not self._fixed)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        say(self, lambda _: self._say(), lambda: "")

    def choose(self, folder: Path) -> None:
        """Let them live there, or in a folder of ours in it, where that is possible."""
        wanted = inside(folder)
        self._refused = "" if is_writable(wanted) else home_text(wanted)
        if not self._refused:
            self.room, self._elsewhere = room_of(wanted), False
        self._say()
        if not self._refused:
            self.changed.emit()

    def ask(self) -> None:
        """Ask for a folder."""
        dialog = file_dialog(self, translate("FirstStart", "Where shall writing and models live?"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(next(each for each in self.room.folder.parents if each.is_dir())))
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.open()

    def _say(self) -> None:
        self.name.setText(
            translate("FirstStart", "Writing and models live in {folder}").format(folder=home_text(self.room.folder))
        )
        self.note.set_look(token="wrong" if self._refused else "secondary")
        self.note.set_text(self._note())

    @property
    def _fixed_note(self) -> str:
        if self._portable:
            return translate("FirstStart", "{free}. It lies beside the program and goes with it.")
        return translate("FirstStart", "{free}. {name} names this folder.")

    def _note(self) -> str:
        if self._refused:
            return translate("FirstStart", "Nothing can be written to {folder}.").format(folder=self._refused)
        free = translate("FirstStart", "{free} free").format(free=bytes_text(self.room.free))
        if (self.room.folder / _DATABASE).exists():
            return translate("FirstStart", "{free}. Your writing is there already and will be opened.").format(
                free=free
            )
        if self._fixed:
            return self._fixed_note.format(free=free, name=ENV_HOME)
        rest = translate("FirstStart", "Only the settings, a few kilobytes, stay on the system’s disk.")
        if self._elsewhere:
            little = translate("FirstStart", "{free}; the system’s own disk has little room.").format(free=free)
            return translate("FirstStart", "{first} {second}").format(first=little, second=rest)
        if self.room.folder != self._usual:
            chosen = translate("FirstStart", "{free}.").format(free=free)
            return translate("FirstStart", "{first} {second}").format(first=chosen, second=rest)
        return translate("FirstStart", "{free}. Nothing has been put there yet.").format(free=free)
