"""The one page of the very first start: language, where things live, what this machine can run, what stays private.

Nothing is kept before it is answered; closing it leaves nothing behind, and once answered it never comes again.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import LANGUAGES, translate, translator
from desktop.base.paths import Paths, choose_folder
from desktop.base.settings import HUB_SOURCE, LANGUAGE, Settings
from desktop.ui import tasks
from desktop.ui.first_start.choice import FirstChoice
from desktop.ui.first_start.lit_column import LitColumn
from desktop.ui.first_start.model_card import ModelCard
from desktop.ui.first_start.place_row import PlaceRow
from desktop.ui.look.theme import theme
from desktop.ui.widgets import Button, Icon, Label, Paragraph, Segmented

if TYPE_CHECKING:
    from desktop.features.models.fetching.machine_look import MachineLook

log = logging.getLogger(__name__)

_SIZE = QSize(1280, 800)
_LEAST = QSize(480, 320)
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_RESERVE = 200_000_000  # bytes that stay free beside a model
_SOURCES = {"huggingface": "Hugging Face", "modelscope": "ModelScope"}
_MEASURED = ("machine_speed.json", "backends.json")  # what was found out here, and needn't be again


class FirstStart(QWidget):
    """`decided` fires once: a choice was made, or the window closed. `settings` hold what was chosen in this run."""

    decided = Signal()

    def __init__(self, paths: Paths, settings: Settings) -> None:
        super().__init__()
        self._paths = paths
        self._settings = settings
        self._aside = Path(tempfile.mkdtemp(prefix="lamplight-first-"))  # for what measuring keeps
        self._look: MachineLook | None = None
        self._begun = False
        self._closed = False
        self.choice: FirstChoice | None = None
        self.setWindowTitle("Lamplight")
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize()))
        if (
            translator.language == "zh_CN"
        ):  # the nearer one for most who read Chinese; it is shown, and one press changes it
            settings.set(HUB_SOURCE, "modelscope")
        self.place = PlaceRow(paths)
        self.place.changed.connect(self._refresh)
        self.card = ModelCard()
        self.card.wanted.connect(lambda: self._decide(fetch=True))
        self.card.other_asked.connect(self._other_source)
        self.begin = Button(lambda: translate("FirstStart", "Begin without it"))
        self.begin.clicked.connect(lambda: self._decide(fetch=False))
        self._build()
        self._refresh()
        theme.follow(self, self.update)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        lit = LitColumn()
        outer.addWidget(lit)
        column = lit.column
        column.addStretch(1)
        column.addWidget(Icon("lamp", "accent", 40), 0, _CENTRE)
        column.addSpacing(10)
        column.addWidget(Label(lambda: translate("FirstStart", "Welcome to Lamplight"), "display"), 0, _CENTRE)
        column.addSpacing(4)
        column.addWidget(
            Paragraph(
                lambda: translate("FirstStart", "Chat, write and translate with a model that runs on this machine."),
                "chat",
                "secondary",
                align=_CENTRE,
            )
        )
        column.addSpacing(14)
        self.language = Segmented(lambda: translate("Settings", "Language"), lambda: tuple(LANGUAGES.items()))
        self.language.set_value(translator.language)
        self.language.chosen.connect(lambda value: self._settings.set(LANGUAGE, value))
        column.addWidget(self.language, 0, _CENTRE)
        column.addSpacing(20)
        column.addWidget(self.card)
        column.addSpacing(16)
        column.addWidget(self.place)
        column.addSpacing(12)
        column.addLayout(self._build_privacy())
        column.addSpacing(16)
        foot = QHBoxLayout()
        foot.setContentsMargins(22, 0, 24, 0)
        foot.setSpacing(16)
        later = Paragraph(
            lambda: translate("FirstStart", "All of it can be changed later, in Settings and in Models."),
            "meta",
            "secondary",
        )
        foot.addWidget(later, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(foot)
        column.addStretch(2)

    def _build_privacy(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(22, 0, 24, 0)
        row.setSpacing(8)
        row.addWidget(Icon("lock", "secondary", 18), 0, Qt.AlignmentFlag.AlignTop)
        text = Paragraph(
            lambda: translate(
                "FirstStart",
                "What you write stays on this machine, unless you connect a model on another one yourself. There is no "
                "account, and nothing is reported to anybody. The network is used only when you ask for something, and "
                "the host is named before.",
            ),
            "meta",
            "secondary",
        )
        row.addWidget(text, 1)
        return row

    # -- what is found out -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.begin.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._begun:
            self._begun = True
            tasks.run(self._measure, self._measured, self._unmeasured, self)

    def _measure(self) -> MachineLook:
        from desktop.features.models.fetching.machine_look import look_at_machine

        return look_at_machine(Paths.under(self._aside), self._settings)

    def _measured(self, look: MachineLook) -> None:
        self._look = look
        self.card.show_look(look)
        self._refresh()
        tasks.run(self._find_cards, self.card.show_cards, self._unmeasured, self)

    def _find_cards(self) -> str:
        """Graphics cards by name. A driver that hangs is left after a while, and the page doesn't wait for it."""
        from desktop.features.models.placement.hardware import Hardware

        try:
            report = Hardware(Paths.under(self._aside), self._settings).look()
        finally:
            if self._closed:  # nobody waits any more, and what was written meanwhile would stay
                shutil.rmtree(self._aside, ignore_errors=True)
        return ", ".join(dict.fromkeys(each.device.description or each.device.name for each in report.cards))

    @staticmethod
    def _unmeasured(error: Exception) -> None:
        log.warning("the first page goes without: %s", error)

    # -- what a person does ----------------------------------------------------------------------------------------

    def _other_source(self) -> None:
        self._settings.set(HUB_SOURCE, self._other)
        self._refresh()

    @property
    def _other(self) -> str:
        return next(source for source in _SOURCES if source != self._settings[HUB_SOURCE])

    def _refresh(self) -> None:
        from desktop.features.models.fetching.hubs import Hubs

        self.card.show_source(Hubs(self._settings).host, _SOURCES[self._other])
        best = self._look.best if self._look is not None else None
        room = self.place.room
        self.card.allow(best is None or not room.total or room.free >= best.model.size + _RESERVE)

    def _decide(self, *, fetch: bool) -> None:
        best = self._look.best if self._look is not None else None
        folder = self.place.room.folder
        paths = self._paths if folder == self._paths.data else self._paths.at(folder)
        self.choice = FirstChoice(paths, best.model if fetch and best is not None else None)
        self.decided.emit()

    def keep(self) -> None:
        """Write down what was chosen, so that this start and the next ones find it. Raises OSError."""
        assert self.choice is not None
        paths = self.choice.paths
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if paths.chosen:
            choose_folder(paths.config, paths.data)
        kept = Settings(paths.settings_file)
        for setting in (LANGUAGE, HUB_SOURCE):
            if self._settings[setting] != setting.default:
                kept.set(setting, self._settings[setting])
        self._keep_measured(paths)

    def _keep_measured(self, paths: Paths) -> None:
        """Let the program have what was found out about this machine; it would find it out again otherwise."""
        for name in _MEASURED:
            found = self._aside / "cache" / name
            try:
                if found.exists():
                    paths.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
                    shutil.copy(found, paths.cache / name)
            except OSError as error:
                log.warning("measured anew later: %s", error)

    # -- Qt's events -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Q and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.close()
        elif event.key() == Qt.Key.Key_Escape:
            self.begin.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._closed = True
        shutil.rmtree(self._aside, ignore_errors=True)
        self.decided.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))


def wait_for_choice(page: FirstStart) -> FirstChoice | None:
    """Show the page until it is answered; it stays to be seen until the window stands in its place.

    None where it was closed, or the program was asked to end.
    """
    loop = QEventLoop()
    page.decided.connect(loop.quit)
    page.show()
    loop.exec()
    return page.choice
