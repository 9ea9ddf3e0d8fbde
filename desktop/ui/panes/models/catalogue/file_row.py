"""One model of a repository: size and quality in words, whether it would run here, the button that fetches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.models.fetching.advice import Reason
from desktop.features.models.fetching.advice_text import quality_text, reason_text
from desktop.features.models.fetching.estimates import Estimate
from desktop.hub.quantizations import Variant
from desktop.ui.panes.models.catalogue import words
from desktop.ui.panes.models.downloads.card import DownloadProgress, action_text
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Label, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.fetching.download_state import DownloadState


class FileRow(QWidget):
    """`pressed` fires for the button, whatever it says. The recommended one has a reason and the amber button."""

    pressed = Signal()

    def __init__(
        self, variant: Variant, estimate: Estimate, reason: Reason | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.variant = variant
        self.state: DownloadState | None = None
        self.here = False
        self._estimate = estimate
        self._reason = reason
        self._asking = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(16)
        text = QVBoxLayout()
        text.setSpacing(0)
        self.title = Label("", "chrome_medium", elide=True)
        self.note = Paragraph("", "meta", "secondary")
        text.addWidget(self.title)
        text.addWidget(self.note)
        row.addLayout(text, 1)
        self.fit = Label("", "meta")
        row.addWidget(self.fit)
        self.button = Button(self.button_text, "plain" if reason is None else "primary")
        self.button.setAccessibleDescription(variant.name)
        self.button.clicked.connect(self.pressed)
        row.addWidget(self.button)
        column.addLayout(row)
        self.progress = DownloadProgress()
        self.progress.hide()
        column.addWidget(self.progress)
        say(self, lambda _: self.show_all(), lambda: "")

    def set_asking(self, asking: bool) -> None:
        """Whether the hub is being asked for its beginning."""
        self._asking = asking
        self.show_all()

    def show_state(self, state: DownloadState | None, here: bool) -> None:
        """Its download, and whether it is on this machine already."""
        self.state, self.here = state, here
        self.progress.setVisible(state is not None)
        if state is not None:
            self.progress.show_state(state)
        self.show_all()

    def show_all(self) -> None:
        """Say everything, in the current language."""
        variant = self.variant
        size = bytes_text(variant.size) if variant.size else translate("Catalogue", "size not told")
        self.title.setText(", ".join(each for each in (size, variant.quantization or variant.name) if each))
        if variant.missing:
            note = translate("Catalogue", "%n part(s) of it are missing at the source.", "", len(variant.missing))
        elif self._reason is not None:
            note = translate("Catalogue", "Recommended: {reason}.").format(reason=reason_text(self._reason))
        else:
            note = quality_text(variant)
        parts = len(variant.files)
        if parts > 1:
            note = ", ".join(each for each in (note, translate("Catalogue", "%n part(s)", "", parts)) if each)
        self.note.set_text(note)
        self.note.setVisible(bool(note))
        token, _ = words.likely_look(self._estimate)
        self.fit.setText(words.likely_text(self._estimate) if variant.size else "")
        self.fit.set_look(token=token)
        self.button.name_again()
        self.button.setEnabled(variant.complete and not self._asking)

    def button_text(self) -> str:
        """What the button does now."""
        if self.state is not None:
            return action_text(self.state)
        return translate("Catalogue", "Use") if self.here else translate("Catalogue", "Download")
