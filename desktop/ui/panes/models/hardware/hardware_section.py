"""The section of the hardware: what was found, what was tried and failed, a test, and how to use a graphics card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.commands import commands
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.hardware.commands import COPY_REPORT, LOOK_AGAIN, OPEN_FOLDER, TEST
from desktop.ui.panes.models.hardware.device_card import DeviceCard
from desktop.ui.panes.models.hardware.help_text import card_help, folder_help
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandButton, Icon, Label, Page, Paragraph, toast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.features.models.placement.hardware import Hardware, Report, Tested
    from desktop.library.models import ModelFile

_LANE = "hardware"


class HardwareSection(Section):
    """Nothing is looked at before the section is shown, and no driver is touched where the settings say none."""

    key = "hardware"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._services = services
        self._model_list = model_list
        self.report: Report | None = None
        self.tests: dict[str, Tested] = {}
        self.cards: dict[str, DeviceCard] = {}
        self.busy = False
        self._test_after = False
        self._test_model: ModelFile | None = None  # with which the last test was made
        self._page: Page | None = None
        model_list.state_changed.connect(self._show_placed)

    def name(self) -> str:
        return translate("HardwarePage", "Your hardware")

    def note(self) -> str:
        count = len(self.report.cards) if self.report is not None else 0
        return str(count) if count else ""

    def page(self) -> QWidget:
        if self._page is None:
            self.built = self._page = self._build_page()
        return self._page

    def activate(self) -> None:
        if self.report is None and not self.busy:
            self._look()
        self._show_placed()
        page = self.page()
        if not page.isAncestorOf(page.focusWidget() or self._test_button.window()):
            self._test_button.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- what can be done --------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Try all anew, also what is withheld: whoever presses this wants it."""
        self.show_requested.emit()
        self._look(again=True)

    def test(self) -> None:
        """Let each device work for a moment, one after the other."""
        self.show_requested.emit()
        if self.busy or self.report is None or self.report.processor is None:
            self._look(then_test=True)
            return
        report = self.report
        self.tests.clear()
        self._set_busy(True)
        self._say(translate("HardwarePage", "Each device works for some seconds; other programs make it slower."))
        for card in self.cards.values():
            card.show_test(None, None)
        engines = self._services.model_manager.engines
        current = self._model_list.current
        starters = [entry.model for entry in self._model_list.entries if entry.model.starter]
        candidates = ([current] if current is not None else []) + starters
        self._test_model = current

        def test() -> Iterator[Tested]:
            load = engines.to_test(candidates)
            if load is not None:
                self._test_model = next(one for one in candidates if str(one.path) == load.path)
            return self._hardware.test(report, load)

        tasks.stream(test, self._tested, self._test_done, self._failed, self.page())

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        from desktop.features.models.placement.hardware_text import report_lines

        if self.report is None:
            self.show_requested.emit()
            self._look()
            return
        lines = report_lines(self.report, list(self.tests.values()), self._test_model or self._model_list.current)
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        toast(self.page(), translate("HardwarePage", "The report is copied: no path and no text of yours is in it."))

    def open_folder(self) -> None:
        """Show the folder of backends, made if it isn't there yet."""

        def made(folder: object) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

        folder = self._hardware.folder
        tasks.run(
            lambda: folder.mkdir(mode=0o700, parents=True, exist_ok=True),
            lambda _: made(folder),
            self._failed,
            self.page(),
        )

    # -- building ----------------------------------------------------------------------------------------------------

    @property
    def _hardware(self) -> Hardware:
        return self._services.model_manager.engines.hardware

    def _build_page(self) -> Page:
        page = Page(
            lambda: translate("HardwarePage", "Your hardware"),
            lambda: translate(
                "HardwarePage",
                "What models can run on. They go where they are fastest by themselves; Settings has the last word.",
            ),
        )
        column = page.column
        column.addSpacing(16)
        self._placed = Paragraph("", "chrome", "text")
        column.addWidget(self._placed)
        self._trouble = Paragraph("", "chrome", "wrong")
        column.addWidget(self._trouble)
        column.addSpacing(12)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        column.addLayout(self._cards)
        self._state = Paragraph("", "meta", "secondary")
        column.addWidget(self._state)
        column.addSpacing(16)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self._test_button = CommandButton(TEST, "primary", icon=False, keys=False)
        buttons.addWidget(self._test_button)
        for command in (LOOK_AGAIN, COPY_REPORT):
            buttons.addWidget(CommandButton(command, icon=False, keys=False))
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._tried_heading = Label(lambda: translate("HardwarePage", "What was tried"), "meta_strong", "secondary")
        column.addSpacing(24)
        column.addWidget(self._tried_heading)
        self._tried = QVBoxLayout()
        self._tried.setSpacing(8)
        column.addLayout(self._tried)
        self._build_help(page)
        page.finish()
        say(page, lambda _: self._show(), lambda: "")
        return page

    def _build_help(self, page: Page) -> None:
        page.add_heading(lambda: translate("HardwarePage", "Using a graphics card"))
        column = page.column
        column.addSpacing(8)
        for at, (name, _) in enumerate(card_help()):
            column.addWidget(Label(name, "chrome_medium"))
            column.addWidget(Paragraph(partial(_help, at), "chrome", "secondary"))
            column.addSpacing(8)
        column.addWidget(Label(lambda: translate("HardwarePage", "The folder of backends"), "chrome_medium"))
        column.addWidget(Paragraph(folder_help, "chrome", "secondary"))
        column.addSpacing(12)
        column.addWidget(CommandButton(OPEN_FOLDER, icon=False, keys=False), 0, Qt.AlignmentFlag.AlignLeft)

    # -- looking and showing -----------------------------------------------------------------------------------------

    def _look(self, *, again: bool = False, then_test: bool = False) -> None:
        self._test_after = self._test_after or then_test
        if self.busy:
            return
        hardware = self._hardware
        self._set_busy(True)
        self._say(translate("HardwarePage", "Looking at drivers and devices, in a process of its own."))

        def done(report: Report) -> None:
            self.report = report
            self.tests.clear()
            self._rest("")
            self._show()
            self.note_changed.emit()
            wanted, self._test_after = self._test_after, False
            if wanted and report.processor is not None:
                self.test()

        anyway = again or then_test
        tasks.run(lambda: hardware.look(again=again, anyway=anyway), done, self._failed, self.page(), lane=_LANE)

    def _tested(self, tested: Tested) -> None:
        self.tests[tested.device.name] = tested
        card = self.cards.get(tested.device.name)
        if card is not None:
            card.show_test(tested, self._test_model)

    def _test_done(self) -> None:
        from desktop.features.models.placement.hardware_text import measured_text

        ran = next((tested.ran for tested in self.tests.values() if tested.ran is not None), None)
        self._rest(measured_text(ran, self._test_model))

    def _failed(self, error: Exception) -> None:
        self._test_after = False
        self._rest(str(sentence(error)))

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        for command in (TEST, LOOK_AGAIN):
            commands.refresh(command)

    def _rest(self, said: str) -> None:
        self._set_busy(False)
        self._say(said)

    def _say(self, said: str) -> None:
        self.page()
        self._state.set_text(said)
        self._state.setVisible(bool(said))

    def _show_placed(self) -> None:
        if self._page is None:
            return
        from desktop.features.models.placement.hardware_text import fallback_text, placed_text

        loaded = self._services.model_manager.state.loaded
        model = self._model_list.current
        said = ""
        if loaded is not None and model is not None:
            said = translate("HardwarePage", "{name}: {placed}").format(name=model.name, placed=placed_text(loaded))
        trouble = fallback_text(loaded) if loaded is not None else ""
        for paragraph, text in ((self._placed, said), (self._trouble, trouble)):
            paragraph.set_text(text)
            paragraph.setVisible(bool(text))

    def _show(self) -> None:
        """Cards and rows anew, in the present language."""
        _clear(self._cards)
        _clear(self._tried)
        self.cards.clear()
        report = self.report
        self._tried_heading.setVisible(report is not None and bool(report.verdicts or report.strangers))
        self._show_placed()
        if report is None:
            return
        if report.withheld:
            self._say(
                translate(
                    "HardwarePage",
                    "Settings say that no layers go to a graphics card, so no driver was touched. “Look again” looks "
                    "all the same.",
                )
            )
        self._add_devices(report)
        self._add_tried(report)

    def _add_devices(self, report: Report) -> None:
        from desktop.features.models.placement.machines import numbered

        loaded = self._services.model_manager.state.loaded
        used = {device.name for device in loaded.devices} if loaded is not None else set()
        devices = ([report.processor] if report.processor else []) + [each.device for each in report.found]
        devices += numbered([answer.machine for answer in report.machines if answer.error is None])
        for device in devices:
            card = DeviceCard(device, in_use=device.name in used, threads=report.threads)
            if device.name in self.tests:
                card.show_test(self.tests[device.name], self._test_model)
            self._cards.addWidget(card)
            self.cards[device.name] = card
        for answer in report.machines:
            if answer.error is not None:
                self._cards.addWidget(Paragraph(sentence(answer.error).what, "chrome", "secondary"))
        if report.processor is not None and not report.cards:
            none = translate("HardwarePage", "No graphics card can be used now; the processor does it all.")
            self._cards.addWidget(Paragraph(none, "chrome", "secondary"))

    def _add_tried(self, report: Report) -> None:
        from desktop.features.models.placement.hardware_text import verdict_text

        for verdict in report.verdicts:
            good = verdict.usable
            icon = "check" if good else "x"
            self._tried.addWidget(
                _Row(icon, "good" if good else "wrong", verdict_text(verdict), "" if good else verdict.cause)
            )
        for name in report.strangers:
            said = translate(
                "HardwarePage", "{file} is no backend: their names begin with “libggml-” or “ggml-”."
            ).format(file=name)
            self._tried.addWidget(_Row("x", "secondary", said, ""))


def _help(at: int) -> str:
    return card_help()[at][1]


class _Row(QWidget):
    """A mark, a sentence, and the library's own words below."""

    def __init__(self, icon: str, token: str, text: str, cause: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(icon, token, 16), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Paragraph(text, "chrome"))
        if cause:
            column.addWidget(Paragraph(cause, "meta", "secondary"))
        row.addLayout(column, 1)


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
