"""The first page: what is ready, how to get better, where the words stay. It goes with the first message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.commands import commands
from desktop.ui.frame.commands import ADD_MODEL, BETTER_MODEL
from desktop.ui.look.theme import theme
from desktop.ui.model_list import Coming
from desktop.ui.panes.chat.first_page.glow import glow
from desktop.ui.panes.chat.text_column import column_in
from desktop.ui.role_model import Shown
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Card, CommandButton, Dot, Icon, Label, Line, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.fetching.advice import Suggestion
    from desktop.library.models import ModelFile

_GLOW = 440
_GLOW_MIDDLE = 58  # its centre, below the upper end of the lamp
_TOP, _TOP_SHORT = 52, 24  # px above the lamp, in a short window fewer
_ROOMY = 600
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class FirstRun(QScrollArea):
    """What is recommended, what is ready or comes, where the words stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._model: ModelFile | None = None
        self._state = Shown("", "secondary", hollow=True)
        self._suggestion: Suggestion | None = None
        self._coming: Coming | None = None
        self._inside = _Lit()
        self.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)  # setWidget turns it on
        self._build()
        say(self, lambda _: self._refresh(), lambda: "")

    def show_model(self, model: ModelFile | None, state: Shown, coming: Coming | None = None) -> None:
        """The model in use, its state as the picker says it, and what is fetched."""
        self._model, self._state, self._coming = model, state, coming
        self._refresh()

    def recommend(self, suggestion: Suggestion | None) -> None:
        """The best model for this machine."""
        self._suggestion = suggestion
        self._refresh_recommended()

    def set_quiet(self, quiet: bool) -> None:
        """Leave the amber to the composer once something is written there."""
        self.button.set_label(lambda: commands.look(BETTER_MODEL).label, kind="plain" if quiet else "primary")

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = self._inside.column
        self._lamp = Icon("lamp", "accent", 40)
        column.addWidget(self._lamp, 0, _CENTRE)
        column.addSpacing(18)
        column.addWidget(Label(lambda: translate("FirstRun", "The lamp is lit."), "display"), 0, _CENTRE)
        column.addSpacing(6)
        self.ready = Paragraph("", "chat", "secondary", align=_CENTRE)
        column.addWidget(self.ready)
        column.addSpacing(28)
        column.addWidget(self._build_card())
        column.addSpacing(16)
        column.addLayout(self._build_starter())
        column.addSpacing(12)
        column.addLayout(self._build_privacy())
        column.addSpacing(24)
        column.addStretch(1)

    def _build_card(self) -> Card:
        card = Card(margins=24, fill="page")
        card.column.setContentsMargins(24, 18, 24, 20)
        card.column.addWidget(
            Label(lambda: translate("FirstRun", "Recommended for this machine"), "meta_strong", "secondary")
        )
        card.column.addSpacing(4)
        self.recommended = Label("", "heading", elide=True)
        card.column.addWidget(self.recommended)
        card.column.addSpacing(4)
        self._good_at = Paragraph("", "chrome", "secondary")
        card.column.addWidget(self._good_at)
        card.column.addSpacing(14)
        card.column.addWidget(Line())
        card.column.addSpacing(10)
        card.column.addLayout(self._build_facts())
        card.column.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.button = CommandButton(BETTER_MODEL, "primary", keys=False)
        row.addWidget(self.button)
        row.addWidget(CommandButton(ADD_MODEL, "quiet", icon=False, keys=False))
        row.addStretch(1)
        self._meanwhile = Label(lambda: translate("FirstRun", "You can write meanwhile."), "meta", "secondary")
        row.addWidget(self._meanwhile)
        card.column.addLayout(row)
        return card

    def _build_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        heads: tuple[Callable[[], str], ...] = (
            lambda: translate("FirstRun", "Download"),
            lambda: translate("FirstRun", "Memory"),
            lambda: translate("FirstRun", "Speed"),
            lambda: translate("FirstRun", "Licence"),
        )
        self.facts: list[Label] = []
        self._notes: list[Paragraph] = []
        for column, head in enumerate(heads):
            grid.addWidget(Label(head, "meta", "secondary"), 0, column)
            fact, note = Label("", "chrome_medium", elide=True), Paragraph("", "meta", "secondary")
            self.facts.append(fact)
            self._notes.append(note)
            grid.addWidget(fact, 1, column)
            grid.addWidget(note, 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, (3, 4, 4, 4)[column])
        return grid

    def _build_starter(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(26, 6, 24, 6)
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

    def _build_privacy(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(22, 0, 24, 0)
        row.setSpacing(8)
        row.addWidget(Icon("lock", "secondary", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(
            Paragraph(
                lambda: translate(
                    "FirstRun",
                    "What you write stays in one folder on this machine. No account, nothing is counted or sent. "
                    "Lamplight uses the network only to fetch what you ask for.",
                ),
                "meta",
                "secondary",
            ),
            1,
        )
        return row

    # -- words -----------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model = self._model
        coming = self._coming if model is None else None
        if coming is not None:
            ready = translate("FirstRun", "The first model is on its way. You can write your first message meanwhile.")
        elif model is None:
            ready = translate("FirstRun", "There is no model yet. Add one to begin.")
        elif self._state.token == "wrong":
            ready = translate("FirstRun", "The model could not be loaded. Choose or add another one.")
        elif model.starter and self._state.fraction is not None:
            ready = translate("FirstRun", "A small starter model is being loaded. You can write to it already.")
        elif model.starter:
            ready = translate(
                "FirstRun", "A small starter model is ready. Write to it below, or add a better one first."
            )
        else:
            ready = translate("FirstRun", "{name} is ready. Write to it below.").format(name=model.name)
        self.ready.set_text(ready)
        self._meanwhile.setVisible(model is not None)
        for widget in (self.dot, self.name, self.about, self.state):
            widget.setVisible(model is not None or coming is not None)
        if coming is not None:
            self.name.setText(coming.name)
            self.about.setText(coming.said)
            self.dot.set_token(self._state.token, hollow=self._state.hollow)
            self.state.setText(self._state.word)
            self.state.set_look(token="secondary")
        if model is not None:
            self.name.setText(model.name)
            size = bytes_text(model.size)
            starter = translate("FirstRun", "the starter, {size}: quick and simple, often wrong").format(size=size)
            self.about.setText(starter if model.starter else size)
            self.dot.set_token(self._state.token, hollow=self._state.hollow)
            self.state.setText(self._state.word)
            self.state.set_look(token="good" if self._state.token == "good" else "secondary")
        self._refresh_recommended()

    def _refresh_recommended(self) -> None:
        found = self._suggestion
        if found is None:
            self.recommended.setText(translate("FirstRun", "A better model"))
            self._good_at.set_text(
                translate("FirstRun", "Any chat model in a GGUF file works, too: drop the file on this window.")
            )
            return
        from desktop.hub.catalogue import Task
        from desktop.ui.panes.models.catalogue import words

        use, estimate = found.model.use(Task.CHAT), found.estimate
        self.recommended.setText(found.model.name)
        self._good_at.set_text(str(use.good_at) if use else "")
        size = words.size_text(found.model)
        facts = (
            (size, ""),
            (words.likely_text(estimate), words.likely_note(estimate)),
            (words.speed_text(estimate.writing), translate("FirstRun", "estimated")),
            (found.model.licence, words.languages_text(found.model.languages, found.model.many)),
        )
        for label, note, (fact, said) in zip(self.facts, self._notes, facts, strict=True):
            label.setText(fact)
            note.set_text(said if fact else "")
        self.facts[1].set_look(token=words.likely_look(estimate)[0])


class _Lit(QWidget):
    """The page's column, centred, on the glow."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setSpacing(0)
        theme.follow(self, self._place)

    def _place(self) -> None:
        viewport = self.parentWidget()
        area = (viewport.parentWidget() if viewport is not None else None) or self
        left, width = column_in(area.width())  # the scroll bar's room included, as the composer's column is
        top = _TOP if area.height() >= theme.px(_ROOMY) else _TOP_SHORT
        self.column.setContentsMargins(left, top, max(0, self.width() - left - width), 0)
        self.update()

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.column.minimumSize().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(_GLOW)
        image = glow(QSize(side, side), theme.colour("proposal").name(), theme.colour("page").name())
        middle = self.column.contentsMargins().top() + theme.px(_GLOW_MIDDLE)
        painter.drawImage(QRect((self.width() - side) // 2, middle - side // 2, side, side), image)
