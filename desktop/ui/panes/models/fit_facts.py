"""What a card says of a verdict: its columns, and the line with a button where a model doesn't fit as it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.features.models import fit_text
from desktop.library.fit.rates_store import Ran
from desktop.library.fit.verdict import Outcome, Verdict
from desktop.ui.panes.models.fact import Fact
from desktop.ui.widgets import Button, Link, Paragraph

_LOOKS = {Outcome.FITS: ("good", "check"), Outcome.SHORTER: ("accent_text", ""), Outcome.TOO_LARGE: ("wrong", "x")}


@dataclass(frozen=True)
class FactWords:
    """What a column says: its value, a quiet line below, and how the value looks."""

    value: str = ""
    note: str = ""
    token: str = "text"
    icon: str = ""

    def show_in(self, column: Fact) -> None:
        """Say it there."""
        column.show_fact(self.value, self.note, token=self.token, icon=self.icon)


def memory_words(verdict: Verdict, ran: Ran | None = None) -> FactWords:
    """Whether it fits, and into what; what it really took counts before what was reckoned."""
    token, icon = _LOOKS[verdict.outcome]
    if verdict.fits:
        note = fit_text.placement_text(verdict.placement) or fit_text.memory_line(verdict)
        if ran is not None and ran.resident:
            note = fit_text.held_text(verdict, ran.resident)
    else:
        note = translate("ModelsPane", "{free} are free").format(free=fit_text.memory_text(verdict.free))
    return FactWords(fit_text.short_text(verdict), note, token, icon)


def speed_words(verdict: Verdict, ran: Ran | None) -> FactWords:
    """How fast it is; what was measured counts before what was predicted, which stands below it."""
    speed = verdict.speed
    if ran is not None and ran.writing:
        value = translate("ModelsPane", "{count} words a second").format(count=fit_text.words_text(ran.writing))
        expected = fit_text.words_text(speed.writing) if speed else ""
        note = translate("ModelsPane", "measured; {count} expected").format(count=expected) if expected else ""
        return FactWords(value, note or translate("ModelsPane", "measured"))
    if speed is None:
        return FactWords(translate("ModelsPane", "not measured yet"))
    value = translate("ModelsPane", "{count} words a second").format(count=fit_text.words_text(speed.writing))
    return FactWords(value, fit_text.reading_text(speed))


class FitRow(QWidget):
    """The sentence of a model that doesn't fit as it is, a button for what would, and a link that tries anyway."""

    take_asked = Signal(int)  # tokens of context
    try_asked = Signal()

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(12)
        self._said = _said(verdict)
        row.addWidget(Paragraph(self._said[0], "chrome", "secondary"), 1, Qt.AlignmentFlag.AlignVCenter)
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

    def says(self, verdict: Verdict) -> bool:
        """Whether this is what it says already: its buttons may have the focus."""
        return _said(verdict) == self._said


def _said(verdict: Verdict) -> tuple[str, int]:
    """The sentence, and the tokens that its button takes."""
    shorter = verdict.shorter if verdict.outcome is Outcome.SHORTER else 0
    return fit_text.verdict_text(verdict) + translate("ModelsPane", "."), shorter
