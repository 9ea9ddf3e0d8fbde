"""What a card says of a verdict: its columns, and the line with a button where a model doesn't fit as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.models import fit_text
from desktop.library.fit.rates_store import Ran
from desktop.library.fit.verdict import Outcome, Verdict
from desktop.ui.widgets import Button, Icon, Label, Link, Paragraph

_LOOKS = {Outcome.FITS: ("good", "check"), Outcome.SHORTER: ("accent_text", ""), Outcome.TOO_LARGE: ("wrong", "x")}


def fact(label: str, value: str, note: str = "", *, token: str = "text", icon: str = "") -> QVBoxLayout:
    """A column of a card: what it is about, its value, a quiet line below."""
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Label(label, "meta", "secondary"))
    said = Label(value, "chrome_medium", token, elide=True)
    if icon:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Icon(icon, token, 16))
        row.addWidget(said, 1)
        column.addLayout(row)
    else:
        column.addWidget(said)
    if note:
        column.addWidget(Paragraph(note, "meta", "secondary"))
    column.addStretch(1)
    return column


def memory_fact(verdict: Verdict, ran: Ran | None = None) -> QVBoxLayout:
    """Whether it fits, and into what; what it really took counts before what was reckoned."""
    token, icon = _LOOKS[verdict.outcome]
    if verdict.fits:
        note = fit_text.placement_text(verdict.placement) or fit_text.memory_line(verdict)
        if ran is not None and ran.resident:
            note = fit_text.held_text(verdict, ran.resident)
    else:
        note = translate("ModelsPane", "{free} are free").format(free=fit_text.memory_text(verdict.free))
    return fact(
        translate("ModelsPane", "On this machine"), fit_text.short_text(verdict), note, token=token, icon=icon
    )  # fmt: skip


def speed_fact(verdict: Verdict, ran: Ran | None) -> QVBoxLayout:
    """How fast it is; what was measured counts before what was predicted, which stands below it."""
    label = translate("ModelsPane", "Speed")
    speed = verdict.speed
    if ran is not None and ran.writing:
        value = translate("ModelsPane", "{count} words a second").format(count=fit_text.words_text(ran.writing))
        expected = fit_text.words_text(speed.writing) if speed else ""
        note = translate("ModelsPane", "measured; {count} expected").format(count=expected) if expected else ""
        return fact(label, value, note or translate("ModelsPane", "measured"))
    if speed is None:
        return fact(label, translate("ModelsPane", "not measured yet"))
    value = translate("ModelsPane", "{count} words a second").format(count=fit_text.words_text(speed.writing))
    return fact(label, value, fit_text.reading_text(speed))


class FitRow(QWidget):
    """The sentence of a model that doesn't fit as it is, a button for what would, and a link that tries anyway."""

    take_asked = Signal(int)  # tokens of context
    try_asked = Signal()

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(12)
        said = fit_text.verdict_text(verdict) + translate("ModelsPane", ".")
        row.addWidget(Paragraph(said, "chrome", "secondary"), 1, Qt.AlignmentFlag.AlignVCenter)
        self.take: Button | None = None
        if verdict.outcome is Outcome.SHORTER:
            tokens = verdict.shorter
            self.take = Button(
                lambda: translate("ModelsPane", "Take {count} tokens").format(count=fit_text.tokens_text(tokens))
            )
            self.take.clicked.connect(lambda: self.take_asked.emit(tokens))
            row.addWidget(self.take)
        self.anyway = Link(lambda: translate("ModelsPane", "Try anyway"))
        self.anyway.clicked.connect(self.try_asked)
        row.addWidget(self.anyway)
