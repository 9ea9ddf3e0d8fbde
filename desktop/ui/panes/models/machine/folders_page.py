"""Where models live and where they are looked for, each with what can be changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.library.owners import NAMES, Owner
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.machine.commands import ADD_FOLDER, LEAVE_OUT, MOVE_ALL
from desktop.ui.panes.models.machine.move_controller import MoveController
from desktop.ui.panes.models.machine.move_panel import MovePanel
from desktop.ui.text.number_format import home_text
from desktop.ui.widgets import (
    Button,
    CommandButton,
    IconButton,
    Label,
    Line,
    Menu,
    Page,
    Paragraph,
    Switch,
)

if TYPE_CHECKING:
    from desktop.library.models import Place


class FoldersPage(Page):
    """The home of the models with "Move everything…", and every other folder with a switch."""

    def __init__(self, model_list: ModelList, mover: MoveController) -> None:
        super().__init__(
            lambda: translate("ModelsPane", "Folders"),
            lambda: translate(
                "ModelsPane", "Models are used where they lie. Nothing in another program’s folder is ever changed."
            ),
        )
        self._model_list = model_list
        self._mover = mover
        self._shown: object = None
        self.switches: dict[str, Switch] = {}
        self.column.addSpacing(20)
        self.column.addWidget(Line())
        self._home = self._build_home()
        self.panel = MovePanel(mover)
        self.column.addWidget(self.panel)
        self.add_heading(lambda: translate("ModelsPane", "Looked into, at any depth"))
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.column.addWidget(self._rows)
        self.column.addSpacing(16)
        self.add_button = CommandButton(ADD_FOLDER, icon=False, keys=False)
        self.column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.finish()

    def show_places(self, *, anew: bool = False) -> None:
        """Show the folders as they are now; `anew` where the words changed."""
        places = self._model_list.places
        self._home.setText(home_text(places.home))
        if places == self._shown and not anew:
            return
        self._shown = places
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.switches.clear()
        rows = [(place, True) for place in places.looked_into] + [(place, False) for place in places.left_out]
        for place, looked_into in rows:
            if place.owner not in (Owner.LAMPLIGHT, Owner.STARTER):
                self._column.addWidget(self._row(place, looked_into))
        if self._column.count() == 0:
            none = translate("ModelsPane", "No other folder yet, and no other program’s models on this machine.")
            self._column.addWidget(_padded(Paragraph(none, "chrome", "secondary")))

    def _build_home(self) -> Label:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 14, 0, 14)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(lambda: translate("ModelsPane", "Where models live"), "chrome_medium"))
        path = Label("", "meta", "secondary", elide=True)
        words.addWidget(path)
        line.addLayout(words, 1)
        show = Button(lambda: translate("ModelsPane", "Open"))
        show.clicked.connect(lambda: _open(str(self._model_list.places.home)))
        line.addWidget(show)
        self.move_button = CommandButton(MOVE_ALL, icon=False, keys=False)
        line.addWidget(self.move_button)
        self.column.addWidget(row)
        self.column.addWidget(Line())
        return path

    def _row(self, place: Place, looked_into: bool) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(0, 12, 0, 12)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        name = NAMES[place.owner] or place.folder.name
        words.addWidget(Label(name, "chrome_medium", elide=True))
        words.addWidget(Label(home_text(place.folder), "meta", "secondary", elide=True))
        line.addLayout(words, 1)
        if place.owner is Owner.PERSON:
            more = IconButton("more", lambda: translate("ModelsPane", "More"))
            more.setAccessibleDescription(name)
            more.clicked.connect(partial(self._open_menu, more, place))
            line.addWidget(more)
        else:
            switch = Switch(lambda: translate("ModelsPane", "Look into {folder}").format(folder=name))
            switch.setChecked(looked_into)
            switch.clicked.connect(partial(self._switched, place, switch))
            self.switches[str(place.folder)] = switch
            line.addWidget(switch)
        column.addLayout(line)
        column.addWidget(Line())
        return row

    def _switched(self, place: Place, switch: Switch) -> None:
        if switch.isChecked():
            self._model_list.add_folder(place.folder)
        else:
            self._model_list.remove_folder(place.folder)

    @staticmethod
    def _open_menu(anchor: IconButton, place: Place) -> None:
        menu = Menu(anchor)
        menu.command(LEAVE_OUT.on(place))
        menu.open_below(anchor, align_right=True)


def _padded(inside: QWidget) -> QWidget:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 12, 0, 0)
    column.addWidget(inside)
    return row


def _open(folder: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
