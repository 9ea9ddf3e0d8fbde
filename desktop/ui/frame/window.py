"""The main window: rail, column, header, page. It knows panes only as `Pane`."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.error_text import Told
from desktop.base.i18n import translate
from desktop.base.instance import ENV_TOKEN
from desktop.ui.commands import commands
from desktop.ui.frame.column import Column
from desktop.ui.frame.commands import COLUMN
from desktop.ui.frame.drop import DropHint, dropped_files, is_model
from desktop.ui.frame.header import Header
from desktop.ui.frame.memory import WindowMemory
from desktop.ui.frame.notices import NoticePlace
from desktop.ui.frame.rail import Rail
from desktop.ui.frame.side import SidePanel
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane, PaneEntry
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.library.models import ModelFile

_FIRST_SIZE = QSize(1280, 800)
_LEAST_SIZE = QSize(720, 480)
_KEEP_AFTER_MS = 800


class MainWindow(QWidget):
    """`panes` in the order of the rail, each built when it is first shown. The store isn't asked before `begin`.

    `closing` fires once, after the panes were asked to stop; `files_given` for files that were dropped where the pane
    in front has no use for them.
    """

    closing = Signal()
    files_given = Signal(list)

    def __init__(self, services: Services, model_list: ModelList, panes: list[PaneEntry]) -> None:
        super().__init__()
        self._services = services
        self.model_list = model_list
        self._entries = {pane.key: pane for pane in panes}
        self._panes: dict[str, Pane] = {}
        self._begun = False
        self._memory = WindowMemory(services.paths.window_file)
        self._folded = self._memory.flag("folded")
        self._shown_anyway = False
        self._fell_back: Told | None = None
        self._first = self._current = panes[0].key
        self.stays_when_closed: Callable[[], bool] = lambda: False  # in the tray, which can show it again
        self._wanted = ""  # shown by `begin`
        self.setWindowTitle("Lamplight")
        self.setAcceptDrops(True)
        self.setMinimumSize(_LEAST_SIZE)
        self._keep_soon = QTimer(self)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.setInterval(_KEEP_AFTER_MS)
        self._keep_soon.timeout.connect(self._keep)
        self._build(panes)
        self._connect(panes)
        self._restore()
        say(self, lambda _: self._update_title(), lambda: "")
        theme.follow(self, self._restyle)

    # -- panes -----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Pane:
        """The pane in front."""
        return self._panes[self._current]

    def come_forward(self, token: str = "") -> None:
        """Be in front of other windows, also from the tray; `token` is what Wayland lets a window do that with."""
        if token:
            os.environ[ENV_TOKEN] = token  # Qt takes it from there, once
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def begin(self) -> None:
        """The store is open: let the panes read from it, and show the one of the last time."""
        self._begun = True
        self.model_list.begin()
        for pane in self._panes.values():
            pane.begin()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.show_pane(wanted)

    def pane(self, key: str) -> Pane:
        """A pane, built now where it isn't yet. All but the first take a store that is open."""
        found = self._panes.get(key)
        return found if found is not None else self._build_pane(self._entries[key])

    def show_pane(self, key: str) -> None:
        """Bring a pane to the front and give it the focus; as soon as the store is open, where it takes that."""
        self.rail.set_current(key)
        if not self._begun and key not in self._panes:
            self._wanted = key
            return
        self._wanted = ""
        pane = self.pane(key)
        self._current = key
        self.column.show_pane(key)
        self.header.show_pane(key)
        self.header.picker.set_role(pane.role)
        self._pages.setCurrentWidget(self._page_of[key])
        self._update_title()
        self._apply_fold()
        pane.activate()
        self._keep_soon.start()

    def toggle_column(self) -> None:
        """Fold the second column away, or show it: even where it leaves the page little room."""
        if self._crowded and not self._folded:
            self._shown_anyway = not self._shown_anyway
        else:
            self._folded = not self._folded
            self._shown_anyway = self._crowded and not self._folded
        self._apply_fold()
        self._keep_soon.start()

    def search(self) -> None:
        """Put the focus into the search of the pane in front."""
        if self.folded and self.column.has(self._current):
            self.toggle_column()
        self.current.search()

    @property
    def page(self) -> QWidget:
        """The place of the panes' pages."""
        return self._pages

    @property
    def folded(self) -> bool:
        """Whether the column is away, because a person wants it so or because the page needs the room."""
        return self._folded or (self._crowded and not self._shown_anyway)

    @property
    def _crowded(self) -> bool:
        left = self.width() - self.rail.width() - self.column.width()
        return left < theme.em("chat", tokens.PAGE_LEAST_EMS)

    # -- what is told ----------------------------------------------------------------------------------------------

    def tell(self, told: Told, subject: str = "frame") -> None:
        """Show an error under the header."""
        self.notices.tell(told, subject)

    def show_log(self) -> None:
        """Open the log over the window."""
        from desktop.ui.diagnostics.log_sheet import show_log

        show_log(self, self._services.paths)

    def show_log_folder(self) -> None:
        """Open the log folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._services.paths.logs)))

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self, panes: list[PaneEntry]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(panes)
        self.column = Column()
        self.header = Header(self.model_list)
        self.notices = NoticePlace(self.show_log)
        self._pages = QStackedWidget()
        self._pages.setProperty("toasts", 16)
        self._page_of: dict[str, QWidget] = {}
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.notices)
        right.addWidget(self._pages, 1)
        row.addWidget(self.rail)
        row.addWidget(self.column)
        row.addLayout(right, 1)
        self.side = SidePanel()
        row.addWidget(self.side)
        self.drop_hint = DropHint(self)

    def _build_pane(self, entry: PaneEntry) -> Pane:
        pane = self._panes[entry.key] = entry.build()
        pane.setParent(self)
        page = self._page_of[pane.key] = pane.page()
        self._pages.addWidget(page)
        self.column.add(pane)
        self.header.add(pane)
        self.side.add(pane)
        pane.title_changed.connect(self._title_changed)
        pane.state_changed.connect(self._keep_soon.start)
        pane.frame_changed.connect(self._apply_fold)
        pane.show_requested.connect(lambda: self.show_pane(entry.key))
        pane.restore(self._memory.pane(pane.key))
        if self._begun:
            pane.begin()
        return pane

    def _connect(self, panes: list[PaneEntry]) -> None:
        self.rail.chosen.connect(self.show_pane)
        self.header.picker.manage_asked.connect(lambda: self.show_pane("models"))
        self.model_list.failed.connect(lambda told: self.notices.tell(told, "model"))
        self.model_list.moved.connect(self._model_moved)
        for role in self.model_list.roles.values():
            role.changed.connect(self._model_changed)
        self.model_list.added.connect(self._model_added)

    def _restore(self) -> None:
        geometry = self._memory.text("geometry")
        if not geometry or not self.restoreGeometry(QByteArray(base64.b64decode(geometry.encode("ascii", "ignore")))):
            room = QGuiApplication.primaryScreen().availableSize()
            self.resize(_FIRST_SIZE.boundedTo(room))
        self.pane(self._first)
        self.show_pane(self._first)
        wanted = self._memory.text("pane")
        if wanted in self._entries:
            self.show_pane(wanted)

    # -- following -------------------------------------------------------------------------------------------------

    def _title_changed(self) -> None:
        self._update_title()
        self._keep_soon.start()

    def _update_title(self) -> None:
        title = self.current.title()
        self.header.title.setText(title)
        self.setWindowTitle(title)  # Qt adds the program's name

    def _apply_fold(self) -> None:
        has_column = self.column.has(self._current)
        quiet = self.current.quiet
        self.rail.setVisible(not quiet)
        self.header.setVisible(not quiet)
        column_shown = has_column and not self.folded and not quiet
        self.column.setVisible(column_shown)
        self.header.set_folded(has_column and self.folded)
        commands.refresh(COLUMN)
        room = self.width() - self.rail.width() - (self.column.width() if column_shown else 0)
        self.side.show_pane(self._current, room)
        self.header.show_pane(self._current)

    def _restyle(self) -> None:
        self._apply_fold()
        self.update()

    def _model_changed(self) -> None:
        roles = self.model_list.roles.values()
        fell_back = next((told for role in roles if (told := role.fell_back()) is not None), None)
        before, self._fell_back = self._fell_back, fell_back
        if fell_back is None:
            self.notices.clear("options")
        elif fell_back != before:
            self.notices.tell(
                fell_back, "options", lambda: translate("Frame", "Show the models"), lambda: self.show_pane("models")
            )
        trouble = next((told for role in roles if (told := role.trouble()) is not None), None)
        if trouble is None:
            self.notices.clear("loading")
        else:
            self.notices.tell(
                trouble, "loading", lambda: translate("Frame", "Choose a model"), lambda: self.header.picker.open()
            )

    def _model_moved(self, told: Told) -> None:
        """It works all the same: nothing has failed."""
        hardware = lambda: translate("Frame", "Your hardware")  # noqa: E731
        self.notices.tell(told, "devices", hardware, self._show_hardware, tone="plain")

    def _show_hardware(self) -> None:
        self.notices.clear("devices")
        self.show_pane("models")
        self.current.go("hardware")

    def _model_added(self, model: ModelFile, loading: bool) -> None:
        self.notices.clear("model")
        said = (
            translate("Frame", "{name} has been added and is being loaded.")
            if loading
            else translate("Frame", "{name} has been added. Choose it when the reply is done.")
        )
        toast(self._pages, said.format(name=model.name))

    # -- Qt's events -----------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.column.set_window_width(self.width())
        self._shown_anyway = False
        self._apply_fold()
        self._keep_soon.start()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._keep_soon.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = dropped_files(event.mimeData())
        if not files or not self._begun:
            return
        words = "" if any(map(is_model, files)) else self.current.drop_words()
        if words or any(map(is_model, files)):
            self.drop_hint.appear(QRect(self._pages.mapTo(self, QPoint()), self._pages.size()), words)
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.drop_hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_hint.hide()
        files = dropped_files(event.mimeData())
        models = [path for path in files if is_model(path)]
        for path in models:
            self.model_list.add(path)
        if not models and not self.current.drop(files):
            self.files_given.emit(files)
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous() and self.stays_when_closed():  # by the person, not by Quit
            event.ignore()
            self.hide()
            return
        self._keep()
        if self._begun:
            for pane in self._panes.values():
                pane.close()
        self.model_list.close()
        self.closing.emit()
        super().closeEvent(event)

    def _keep(self) -> None:
        states = {key: pane.state() for key, pane in self._panes.items()} if self._begun else {}
        geometry = bytes(self.saveGeometry().data())
        self._memory.keep(
            {
                "geometry": base64.b64encode(geometry).decode("ascii"),
                "folded": self._folded,
                "pane": self._wanted or self._current,
                "panes": {**self._memory.panes(), **states},
            }
        )
