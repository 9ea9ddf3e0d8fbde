"""The line below the pages: which model translates and whether there is a better one, how the text stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.library.models import ModelFile
from desktop.ui.look.theme import theme
from desktop.ui.panes.translate.commands import NEXT
from desktop.ui.widgets import Label, Link

_HEIGHT = 32


class Foot(QWidget):
    """`better_asked` carries the key of an installed model, "" for the list of models."""

    better_asked = Signal(str)
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._word = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 1, 24, 0)
        row.setSpacing(12)
        self.model = Label("", "meta", "secondary", elide=True)
        self.better = Link(lambda: self._word)
        self.state = Label("", "meta", "secondary")
        self.next = Link(lambda: translate("TranslatePane", "Next doubtful ({keys})").format(keys=NEXT.keys_text))
        row.addWidget(self.model)
        row.addWidget(self.better)
        row.addStretch(1)
        row.addWidget(self.state)
        row.addWidget(self.next)
        self.better.clicked.connect(lambda: self.better_asked.emit(self._key))
        self.next.clicked.connect(self.next_asked)
        self.next.hide()
        self.better.hide()
        theme.follow(self, self._restyle)

    def show_model(self, model: ModelFile | None, better: list[ModelFile]) -> None:
        """Name the model, and offer what would do better."""
        if model is None:
            self.model.setText(translate("TranslatePane", "No installed model can translate."))
            self._offer("", translate("TranslatePane", "Add a model"))
            return
        said = translate("TranslatePane", "{name} translates.")
        if model.starter:
            said = translate("TranslatePane", "{name} translates: small and quick, often wrong.")
        said = said.format(name=model.name)
        if model.host:
            said += " " + translate("TranslatePane", "Sent to {host}.").format(host=model.host)
        self.model.setText(said)
        if better:
            name = better[0].name
            self._offer(better[0].key, translate("TranslatePane", "{name} does better: use it").format(name=name))
        elif model.starter:
            self._offer("", translate("TranslatePane", "Add a better model"))
        else:
            self.better.hide()

    def show_state(self, text: str, *, doubtful: bool) -> None:
        """How a typed text stands."""
        self.state.setText(text)
        self.next.setVisible(doubtful)

    def _offer(self, key: str, word: str) -> None:
        self._key, self._word = key, word
        self.better.setText(word)
        self.better.setAccessibleName(word)
        self.better.updateGeometry()
        self.better.show()

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("page"))
        painter.fillRect(0, 0, self.width(), 1, theme.colour("hairline"))
