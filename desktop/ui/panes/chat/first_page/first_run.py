"""The page before the first message: what is ready, what is on its way, how to get better. It goes with the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.commands import commands
from desktop.ui.frame.commands import ADD_MODEL, BETTER_MODEL
from desktop.ui.look.theme import theme
from desktop.ui.model_list import Coming
from desktop.ui.panes.chat.text_column import COLUMN_EMS, EDGE
from desktop.ui.role_model import Shown
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import CommandButton, Dot, Icon, Label, Paragraph, ProgressBar4

if TYPE_CHECKING:
    from desktop.library.models import ModelFile

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class FirstRun(QWidget):
    """One sentence and one button, as every empty page has them, and the model's own line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ModelFile | None = None
        self._state = Shown("", "secondary", hollow=True)
        self._coming: Coming | None = None
        outer = QHBoxLayout(self)
        outer.setContentsMargins(EDGE, 0, EDGE, 0)
        inside = QWidget()
        outer.addStretch(1)
        outer.addWidget(inside, 1000)
        outer.addStretch(1)
        self._build(QVBoxLayout(inside))
        theme.follow(self, lambda: inside.setMaximumWidth(theme.em("chat", COLUMN_EMS)))
        say(self, lambda _: self._refresh(), lambda: "")

    def show_model(self, model: ModelFile | None, state: Shown, coming: Coming | None = None) -> None:
        """The model in use, its state as the picker says it, and what is fetched."""
        self._model, self._state, self._coming = model, state, coming
        self._refresh()

    def set_quiet(self, quiet: bool) -> None:
        """Leave the amber to the composer once something is written there."""
        self.button.set_label(lambda: commands.look(BETTER_MODEL).label, kind="plain" if quiet else "primary")

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(Icon("lamp", "accent", 40), 0, _CENTRE)
        column.addSpacing(18)
        column.addWidget(Label(lambda: translate("FirstRun", "The lamp is lit."), "display"), 0, _CENTRE)
        column.addSpacing(6)
        self.ready = Paragraph("", "chat", "secondary", align=_CENTRE)
        column.addWidget(self.ready)
        column.addSpacing(24)
        self._lines = QWidget()
        lines = QVBoxLayout(self._lines)
        lines.setContentsMargins(26, 6, 24, 6)
        lines.setSpacing(12)
        lines.addLayout(self._build_model())
        lines.addWidget(self._build_coming())
        column.addWidget(self._lines)
        column.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        self.button = CommandButton(BETTER_MODEL, "primary", keys=False)
        self.add = CommandButton(ADD_MODEL, "quiet", icon=False, keys=False)
        row.addWidget(self.button)
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def _build_model(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.dot = Dot()
        self.name = Label("", "chrome_medium")
        self.about = Label("", "chrome", "secondary", elide=True)
        self.state = Label("", "chrome_medium", "good")
        row.addWidget(self.dot)
        row.addWidget(self.name)
        row.addWidget(self.about, 1)
        row.addWidget(self.state)
        return row

    def _build_coming(self) -> QWidget:
        self.coming = QWidget()
        column = QVBoxLayout(self.coming)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.coming_name = Label("", "chrome_medium")
        self.coming_said = Label("", "chrome", "secondary", elide=True)
        row.addWidget(Icon("download", "secondary", 16))
        row.addWidget(self.coming_name)
        row.addWidget(self.coming_said, 1)
        column.addLayout(row)
        self.bar = ProgressBar4()
        column.addWidget(self.bar)
        return self.coming

    # -- words -----------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model, coming = self._model, self._coming
        self.ready.set_text(self._ready_text())
        for widget in (self.dot, self.name, self.about, self.state):
            widget.setVisible(model is not None)
        self.coming.setVisible(coming is not None)
        self._lines.setVisible(model is not None or coming is not None)
        for button in (self.button, self.add):  # what is on its way is enough to think of
            button.setVisible(coming is None)
        if coming is not None:
            self.coming_name.setText(coming.name)
            self.coming_said.setText(coming.said)
            self.bar.set_fraction(coming.fraction)
            self.bar.setAccessibleName(coming.name)
        if model is not None:
            self.name.setText(model.name)
            size = bytes_text(model.size)
            starter = translate("FirstRun", "the starter, {size}: quick and simple, often wrong").format(size=size)
            self.about.setText(starter if model.starter else size)
            self.dot.set_token(self._state.token, hollow=self._state.hollow)
            self.state.setText(self._state.word)
            self.state.set_look(token="good" if self._state.token == "good" else "secondary")

    def _ready_text(self) -> str:
        model, coming = self._model, self._coming
        if model is None and coming is not None:
            return translate("FirstRun", "The first model is on its way. You can write your first message meanwhile.")
        if model is None:
            return translate("FirstRun", "There is no model yet. Add one to begin.")
        if self._state.token == "wrong":
            return translate("FirstRun", "The model could not be loaded. Choose or add another one.")
        if model.starter and self._state.fraction is not None:
            return translate("FirstRun", "A small starter model is being loaded. You can write to it already.")
        if coming is not None:
            return translate("FirstRun", "A better model is on its way. Write to {name} below meanwhile.").format(
                name=model.name
            )
        if model.starter:
            return translate(
                "FirstRun", "A small starter model is ready. Write to it below, or add a better one first."
            )
        return translate("FirstRun", "{name} is ready. Write to it below.").format(name=model.name)
