"""A move in place: how far it is, what stopped it, and what a person decides afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.ui.panes.models.machine.move_controller import MoveController
from desktop.ui.text.number_format import home_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Card, Label, Notice, Paragraph, ProgressBar4


class MovePanel(QWidget):
    """Empty while there is nothing to say."""

    def __init__(self, mover: MoveController) -> None:
        super().__init__()
        self._mover = mover
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        self.trouble = Notice("", closable=True)
        self.trouble.closed.connect(self._forget_trouble)
        column.addWidget(self.trouble)
        self._build_progress(column)
        self._build_question(column)
        mover.changed.connect(self.show_state)
        say(self, lambda _: self.show_state(), lambda: "")

    def show_state(self) -> None:
        """Say where it stands."""
        mover = self._mover
        self.trouble.setVisible(mover.trouble is not None)
        if mover.trouble is not None:
            self.trouble.set_words(mover.trouble.what, mover.trouble.cause)
        self.moving.setVisible(mover.moving)
        asked = None if mover.moving else mover.done or mover.interrupted
        self.question.setVisible(asked is not None)
        self.setVisible(mover.moving or asked is not None or mover.trouble is not None)
        if mover.moving:
            self._say_progress()
        elif mover.done is not None:
            said = translate(
                "ModelsPane", "The models live in {target} now. Their originals in {source} still take {size}."
            )
            record = mover.done
            words = said.format(
                target=home_text(record.target), source=home_text(record.source), size=bytes_text(record.size)
            )
            self._ask(words, translate("ModelsPane", "Remove the originals"), translate("ModelsPane", "Keep them"))
        elif mover.interrupted is not None:
            said = translate("ModelsPane", "Moving the models to {target} was cut. All are still in {source}.")
            record = mover.interrupted
            words = said.format(target=home_text(record.target), source=home_text(record.source))
            self._ask(words, translate("ModelsPane", "Go on"), translate("ModelsPane", "Remove the copies"))

    # -- inside ----------------------------------------------------------------------------------------------------

    def _build_progress(self, column: QVBoxLayout) -> None:
        self.moving = Card(margins=16)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.said = Label("", "chrome_medium", elide=True)
        line.addWidget(self.said, 1)
        self.cancel = Button(lambda: translate("ModelsPane", "Stop"))
        self.cancel.clicked.connect(self._mover.stop)
        line.addWidget(self.cancel)
        self.moving.column.addLayout(line)
        self.moving.column.addSpacing(8)
        self.bar = ProgressBar4()
        self.moving.column.addWidget(self.bar)
        self.moving.column.addSpacing(8)
        note = Paragraph(
            lambda: translate(
                "ModelsPane", "Each file is copied and read again. Until all are there, everything stays where it is."
            ),
            "meta",
            "secondary",
        )
        self.moving.column.addWidget(note)
        column.addWidget(self.moving)

    def _build_question(self, column: QVBoxLayout) -> None:
        self.question = Card(margins=16)
        self.words = Paragraph("", "chrome")
        self.question.column.addWidget(self.words)
        self.question.column.addSpacing(12)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.yes = Button(lambda: self._yes_text)
        self.no = Button(lambda: self._no_text)
        self.yes.clicked.connect(self._agreed)
        self.no.clicked.connect(self._refused)
        line.addWidget(self.yes)
        line.addWidget(self.no)
        line.addStretch(1)
        self.question.column.addLayout(line)
        column.addWidget(self.question, 0, Qt.AlignmentFlag.AlignTop)

    _yes_text = _no_text = ""

    def _ask(self, words: str, yes: str, no: str) -> None:
        self.words.set_text(words)
        for button, text in ((self.yes, yes), (self.no, no)):
            button.setText(text)
            button.setAccessibleName(text)
            button.updateGeometry()
        self._yes_text, self._no_text = yes, no

    def _say_progress(self) -> None:
        progress = self._mover.progress
        if progress is None:
            self.said.setText(translate("ModelsPane", "Looking at what there is to move"))
            self.bar.set_fraction(0.0)
            return
        said = translate("ModelsPane", "Moving, {percent} %: {name}")
        fraction = progress.done / max(1, progress.total)
        self.said.setText(said.format(percent=int(100 * fraction), name=progress.name))
        self.bar.set_fraction(fraction)

    def _agreed(self) -> None:
        if self._mover.done is not None:
            self._mover.clear()
        elif self._mover.interrupted is not None:
            self._mover.move(self._mover.interrupted.target)

    def _refused(self) -> None:
        if self._mover.done is not None:
            self._mover.keep()
        else:
            self._mover.take_back()

    def _forget_trouble(self) -> None:
        self._mover.trouble = None
        self.show_state()
