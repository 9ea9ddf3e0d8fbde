"""A model of the catalogue on its card: what it is good at, what it takes here, under which terms, and one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.features.models.fetching.advice import Suggestion
from desktop.hub.catalogue import Task
from desktop.ui.panes.models.catalogue import words
from desktop.ui.panes.models.catalogue.token_prompt import TokenPrompt
from desktop.ui.panes.models.downloads.card import DownloadProgress, action_text
from desktop.ui.panes.models.fact import Fact
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Card, Label, Line, Link, Notice, Paragraph

if TYPE_CHECKING:
    from desktop.features.models.fetching.download_state import DownloadState
    from desktop.library.fit.verdict import Verdict
    from desktop.ui.services import Services

_EDGE = 20
_NEEDS_TOKEN = (Code.HUB_GATED, Code.HUB_TOKEN_NEEDED, Code.HUB_FORBIDDEN)


class RecommendedCard(Card):
    """`wanted` fires for Download (and for going on anyway), `check_asked` for a look at the file, `use_asked` for one
    that is here, `pause_asked` and `resume_asked` for one under way.
    """

    wanted = Signal()
    check_asked = Signal()
    use_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    retry_asked = Signal()

    def __init__(self, suggestion: Suggestion, task: Task, services: Services, fetch_speed: float = 0.0) -> None:
        """`fetch_speed` is how many bytes a second came of what was fetched before; 0.0 where nothing was."""
        super().__init__(margins=0)
        self.suggestion = suggestion
        self.model = suggestion.model
        self.task = task
        self._services = services
        self._fetch_speed = fetch_speed
        self._state: DownloadState | None = None
        self._installed = False
        self._in_use = False
        self._asking = False
        self.notice: Notice | None = None
        self.prompt: TokenPrompt | None = None
        self.setAccessibleName(self.model.name)
        self.column.setContentsMargins(_EDGE, 16, _EDGE, 16)
        self.column.addLayout(self._head())
        self.column.addSpacing(12)
        self.column.addWidget(Line())
        self.column.addSpacing(12)
        self._facts = QWidget()
        self._build_facts()
        self.column.addWidget(self._facts)
        self.progress = DownloadProgress()
        self.column.addWidget(self.progress)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(0)
        self.column.addLayout(self._notes)
        self._build_notes()
        say(self, lambda _: self._say_all(), lambda: "")

    def judge_again(self, suggestion: Suggestion, fetch_speed: float) -> None:
        """The machine or the settings are others now; what was found out exactly is dropped."""
        self.suggestion, self._fetch_speed = suggestion, fetch_speed
        self._say_all()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_download(self, state: DownloadState | None) -> None:
        """Its download, where there is one that isn't done."""
        self._state = state
        self._asking = self._asking and state is None
        self._show()

    def show_installed(self, installed: bool, in_use: bool) -> None:
        """Whether it is on this machine already, and the one that is used."""
        self._installed, self._in_use = installed, in_use
        self._show()

    def show_asking(self) -> None:
        """The hub is being asked."""
        self._asking = True
        self._drop_notice()
        self._show()

    def show_verdict(self, verdict: Verdict | None, *, doubtful: bool) -> None:
        """What the file itself says; with `doubtful` it is asked whether to fetch it all the same."""
        self._asking = False
        if verdict is not None:
            self._show_exact(verdict)
        if doubtful and verdict is not None:
            self._show_notice(
                translate("Catalogue", "It needs {needed} at least, and {free} are free.").format(
                    needed=bytes_text(verdict.smallest), free=bytes_text(verdict.free)
                ),
                "",
                translate("Catalogue", "Download anyway"),
                plain=True,
            ).pressed.connect(self.wanted)
        self._show()

    def show_error(self, error: Exception) -> None:
        """Why it doesn't go on, and what helps."""
        self._asking = False
        told = sentence(error)
        notice = self._show_notice(told.what, told.cause, translate("Catalogue", "Try again"))
        notice.pressed.connect(self.retry_asked)
        if isinstance(error, LamplightError) and error.code in _NEEDS_TOKEN:
            hubs = self._services.hubs
            page = f"{hubs.endpoint()}/{self.model.repository_at(hubs.source)}"
            self.prompt = TokenPrompt(self._services, page)
            self.prompt.kept.connect(self.retry_asked)
            self._notes.addWidget(self.prompt)
        self._show()

    @property
    def _best(self) -> bool:
        """What nothing here uses yet is not urged on anybody."""
        return self.suggestion.best and self.task not in (Task.EMBEDDING, Task.RERANKER, Task.VISION)

    # -- building --------------------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(self.model.name, "chat_strong", elide=True))
        self.good_at = Paragraph("", "chrome", "secondary")
        column.addWidget(self.good_at)
        row.addLayout(column, 1)
        self.button = Button(self._button_text, "primary" if self._best else "plain")
        self.button.setAccessibleDescription(self.model.name)
        self.button.clicked.connect(self._press)
        row.addWidget(self.button)
        return row

    def _build_facts(self) -> None:
        row = QHBoxLayout(self._facts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.size_fact = Fact(lambda: translate("Catalogue", "Download"))
        self.fit_fact = Fact(lambda: translate("Catalogue", "On this machine"))
        self.speed_fact = Fact(lambda: translate("Catalogue", "Speed"))
        self.licence_fact = Fact(lambda: translate("Catalogue", "Licence"))
        for fact, stretch in ((self.size_fact, 4), (self.fit_fact, 6), (self.speed_fact, 5), (self.licence_fact, 5)):
            row.addWidget(fact, stretch)

    def _build_notes(self) -> None:
        self.trap = Paragraph("", "meta", "secondary")
        self.doubt = Paragraph("", "meta", "doubtful")
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 12, 0, 0)
        foot.setSpacing(16)
        self.source = Paragraph("", "meta", "secondary")
        foot.addWidget(self.source, 1)
        self.check = Link(lambda: translate("Catalogue", "Check exactly"))
        self.check.clicked.connect(self.check_asked)
        foot.addWidget(self.check)
        for note in (self.trap, self.doubt, self._foot):
            self._notes.addWidget(note)

    def _say_all(self) -> None:
        use = self.model.use(self.task) or self.model.uses[0]
        good_at = str(use.good_at)
        best = translate("Catalogue", "{good_at} The best that runs quickly here.").format(good_at=good_at)
        self.good_at.set_text(best if self._best else good_at)
        found = self.suggestion.estimate
        size = words.size_text(self.model)
        there = words.fetch_text(self.model.size, self._fetch_speed)
        self.size_fact.show_fact(size, there if self.model.repository else translate("Catalogue", "not on a hub"))
        token, icon = words.likely_look(found)
        self.fit_fact.show_fact(words.likely_text(found), words.likely_note(found), token=token, icon=icon)
        speed = words.speed_text(found.writing) if self.task not in (Task.EMBEDDING, Task.RERANKER) else ""
        rough = translate("Catalogue", "an estimate")
        if found.on_card:
            rough = translate("Catalogue", "without the graphics card")
        self.speed_fact.show_fact(speed, rough if speed else "")
        self.licence_fact.show_fact(self.model.licence, words.languages_text(self.model.languages, self.model.many))
        told = [str(each) for each in (self.model.trap, self.model.note) if each]
        self.trap.set_text("\n".join(told))
        self.trap.setVisible(bool(told))
        unverified = translate("Catalogue", "Not verified: {doubt}").format(doubt=self.model.doubt)
        self.doubt.set_text(unverified if self.model.doubt else "")
        self.doubt.setVisible(bool(self.model.doubt))
        self._show()

    def _show_exact(self, verdict: Verdict) -> None:
        from desktop.features.models.fit_text import placement_text, reading_text, short_text, words_text
        from desktop.library.fit.verdict import Outcome

        taken = translate("Catalogue", "takes {needed} of {free}").format(
            needed=bytes_text(verdict.needed), free=bytes_text(verdict.free)
        )
        note = placement_text(verdict.placement) or translate("Catalogue", "{note}; exact").format(note=taken)
        looks = {Outcome.FITS: ("good", "check"), Outcome.SHORTER: ("accent_text", "")}
        token, icon = looks.get(verdict.outcome, ("wrong", "x"))
        self.fit_fact.show_fact(short_text(verdict), note, token=token, icon=icon)
        if verdict.speed is not None and self.task not in (Task.EMBEDDING, Task.RERANKER):
            told = translate("Catalogue", "{count} words a second").format(count=words_text(verdict.speed.writing))
            self.speed_fact.show_fact(told, reading_text(verdict.speed))

    # -- inside ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        loading = self._state is not None
        self._facts.setVisible(not loading)
        self.progress.setVisible(loading)
        if self._state is not None:
            self.progress.show_state(self._state)
        self.button.name_again()
        self.button.setEnabled(
            not self._asking and not self._in_use and (self._installed or bool(self.model.repository))
        )
        self._foot.setVisible(not loading and not self._installed and bool(self.model.repository))
        self.check.setVisible(not self._asking)
        self.source.set_text(self._source_text())

    def _source_text(self) -> str:
        host = self._services.hubs.host
        if self._asking:
            return translate("Catalogue", "Asking {host} for this file…").format(host=host)
        if self.suggestion.best:
            return translate(
                "Catalogue",
                "From {host}. Nothing has been asked of it yet; it will see the name of the file and this machine’s "
                "address.",
            ).format(host=host)
        return translate("Catalogue", "From {host}, once you press Download or Check exactly.").format(host=host)

    def _button_text(self) -> str:
        if self._state is not None:
            return action_text(self._state)
        if self._in_use:
            return translate("Catalogue", "In use")
        return translate("Catalogue", "Use") if self._installed else translate("Catalogue", "Download")

    def _press(self) -> None:
        from desktop.features.models.fetching.download_records import Status

        if self._state is None:
            (self.use_asked if self._installed else self.wanted).emit()
        elif self._state.status in (Status.QUEUED, Status.RUNNING) and not self._state.waiting:
            self.pause_asked.emit()
        else:
            self.resume_asked.emit()

    def _show_notice(self, what: str, cause: str, button: str, *, plain: bool = False) -> Notice:
        self._drop_notice()
        self.notice = Notice(what, cause, lambda: button, kind="plain", tone="plain" if plain else "wrong")
        self._notes.addSpacing(12)
        self._notes.addWidget(self.notice)
        return self.notice

    def _drop_notice(self) -> None:
        for old in (self.notice, self.prompt):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.notice = self.prompt = None
