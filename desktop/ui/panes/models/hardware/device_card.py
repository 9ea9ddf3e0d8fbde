"""One device on its card: what it is, its memory, and how fast it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.base.devices import Device
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Card, Label, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.placement.hardware import Tested
    from desktop.library.models import ModelFile


class DeviceCard(Card):
    """`show_test` adds what a test told."""

    def __init__(self, device: Device, *, in_use: bool, threads: int) -> None:
        super().__init__(margins=0)
        self.device = device
        self._threads = threads
        self._in_use = in_use
        self.setAccessibleName(device.description)
        self.column.setContentsMargins(20, 14, 20, 14)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(device.description, "chrome_medium", elide=True), 1)
        self._mark = Label("", "meta", "accent_text")
        row.addWidget(self._mark)
        self.column.addLayout(row)
        self._about = Paragraph("", "meta", "secondary")
        self.column.addWidget(self._about)
        self.speed = Paragraph("", "chrome", "text")
        self.speed.hide()
        self.column.addSpacing(4)
        self.column.addWidget(self.speed)
        say(self, lambda _: self._show(), lambda: "")

    def show_test(self, tested: Tested | None, model: ModelFile | None) -> None:
        """Say how fast it was; None while it is being tested."""
        from desktop.base.i18n import translate
        from desktop.features.models.placement.hardware_text import tested_text

        said = translate("HardwarePage", "being tested") if tested is None else tested_text(tested, model)
        self.speed.set_look(token="secondary" if tested is None or not (tested.speed or tested.ran) else "text")
        self.speed.set_text(said)
        self.speed.show()

    def _show(self) -> None:
        from desktop.base.i18n import translate
        from desktop.features.models.placement.hardware_text import about_text

        self._about.set_text(about_text(self.device, self._threads))
        self._mark.setText(translate("HardwarePage", "in use") if self._in_use else "")
