"""A repository that a search found: what it is, and its files once they were asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.features.models.fetching.choosing import Choosing, Chosen, pick_variant
from desktop.hub.quantizations import Variant, variants
from desktop.hub.repository import FoundModel, Repository
from desktop.ui.panes.models.catalogue import words
from desktop.ui.panes.models.catalogue.file_row import FileRow
from desktop.ui.panes.models.catalogue.token_prompt import TokenPrompt
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Card, Label, Line, Link, Notice, Paragraph

if TYPE_CHECKING:
    from desktop.library.fit.verdict import Verdict
    from desktop.ui.services import Services

_EDGE = 20
_NEEDS_TOKEN = (Code.HUB_GATED, Code.HUB_TOKEN_NEEDED, Code.HUB_FORBIDDEN)


class FoundCard(Card):
    """`files_asked` fires for the button, `pressed` for that of a file."""

    files_asked = Signal()
    pressed = Signal(object)  # FileRow
    anyway = Signal(object)  # FileRow: although it is too large

    def __init__(self, model: FoundModel, services: Services) -> None:
        super().__init__(margins=0)
        self.model = model
        self._services = services
        self._asking = False
        self.repository: Repository | None = None
        self.rows: list[FileRow] = []
        self.notice: Notice | None = None
        self.prompt: TokenPrompt | None = None
        self.setAccessibleName(model.id)
        self.column.setContentsMargins(_EDGE, 14, _EDGE, 14)
        head = QHBoxLayout()
        head.setSpacing(16)
        text = QVBoxLayout()
        text.setSpacing(0)
        owner, _, name = model.id.rpartition("/")
        self._owner = owner
        text.addWidget(Label(name, "chat_strong", elide=True))
        self.facts = Paragraph("", "meta", "secondary")
        text.addWidget(self.facts)
        head.addLayout(text, 1)
        self.button = Button(self._button_text)
        self.button.setAccessibleDescription(model.id)
        self.button.clicked.connect(self.files_asked)
        head.addWidget(self.button)
        self.column.addLayout(head)
        self._below = QVBoxLayout()
        self._below.setSpacing(0)
        self.column.addLayout(self._below)
        self._others: QWidget | None = None
        self.more: Link | None = None
        say(self, lambda _: self._say_facts(), lambda: "")

    def show_asking(self) -> None:
        """The hub is being asked for its files."""
        self._asking = True
        self.clear_notice()
        self._show()

    def show_repository(self, repository: Repository, choosing: Choosing) -> None:
        """Its files: the recommended one, the others folded below it."""
        self._asking = False
        self.repository = repository
        found = variants(repository.files)
        advice = choosing.advice(repository)
        parameters = repository.parameters or self.model.parameters
        self._below.addSpacing(12)
        self._below.addWidget(Line())
        self._below.addSpacing(4)
        self._others = QWidget()
        others = QVBoxLayout(self._others)
        others.setContentsMargins(0, 0, 0, 0)
        others.setSpacing(0)
        for variant in found:
            best = advice is not None and variant == advice.variant
            reason = advice.reason if advice is not None and best else None
            row = FileRow(variant, choosing.estimate(variant, parameters), reason)
            row.pressed.connect(partial(self.pressed.emit, row))
            self.rows.append(row)
            (self._below if best else others).addWidget(row)
        if not found:
            none = translate("Catalogue", "There is no model in it that Lamplight can use.")
            self._below.addWidget(Paragraph(none, "chrome", "secondary"))
        folded = len(found) - (1 if advice is not None else 0)
        if advice is not None and folded:
            self.more = Link(partial(self._more_text, folded))
            self.more.clicked.connect(self._toggle)
            self._below.addWidget(self.more)
            self._others.hide()
        self._below.addWidget(self._others)
        self._show()

    def show_wanted(self, wanted: str) -> None:
        """Bring the file that was named to the eye, where it is another one than the recommended."""
        named = pick_variant([row.variant for row in self.rows], wanted)
        row = next((row for row in self.rows if row.variant == named), None)
        if row is None:
            return
        if self._others is not None and self._others.isAncestorOf(row) and self._others.isHidden():
            self._toggle()
        row.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: Exception) -> None:
        """Why its files, or one of them, can't be had."""
        self._asking = False
        self.clear_notice()
        told = sentence(error)
        self.notice = Notice(told.what, told.cause)
        self._below.addSpacing(12)
        self._below.addWidget(self.notice)
        if isinstance(error, LamplightError) and error.code in _NEEDS_TOKEN:
            self.prompt = TokenPrompt(self._services, f"{self._services.hubs.endpoint()}/{self.model.id}")
            self._below.addWidget(self.prompt)
            self.prompt.kept.connect(self._token_kept)
        self._show()

    def show_doubt(self, row: FileRow, verdict: Verdict) -> None:
        """It doesn't fit: ask whether it is wanted all the same."""
        self.clear_notice()
        told = translate("Catalogue", "It needs {needed} at least, and {free} are free.")
        self.notice = Notice(
            told.format(needed=bytes_text(verdict.smallest), free=bytes_text(verdict.free)),
            "",
            lambda: translate("Catalogue", "Download anyway"),
            kind="plain",
            tone="plain",
        )
        self.notice.pressed.connect(partial(self.anyway.emit, row))
        self._below.addWidget(self.notice)

    def clear_notice(self) -> None:
        """Take away what went wrong."""
        for old in (self.notice, self.prompt):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.notice = self.prompt = None

    def chosen(self, variant: Variant) -> Chosen:
        """What is fetched for a file."""
        name = self.model.id.rpartition("/")[2]
        title = f"{name}, {variant.quantization}" if variant.quantization else name
        return Chosen(title, variant.fetched(companion=False), variant.quantization)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _token_kept(self) -> None:
        self.clear_notice()
        if self.repository is None:
            self.files_asked.emit()

    def _toggle(self) -> None:
        if self._others is not None and self.more is not None:
            self._others.setVisible(self._others.isHidden())
            self.more.say_again()

    def _more_text(self, count: int) -> str:
        if self._others is not None and not self._others.isHidden():
            return translate("Catalogue", "Only the recommended one")
        return translate("Catalogue", "%n other file(s)", "", count)

    def _show(self) -> None:
        self.button.name_again()
        self.button.setVisible(self.repository is None)
        self.button.setEnabled(not self._asking)

    def _button_text(self) -> str:
        return translate("Catalogue", "Asking…") if self._asking else translate("Catalogue", "Show files")

    def _say_facts(self) -> None:
        model = self.model
        by = translate("Catalogue", "by {owner}").format(owner=self._owner) if self._owner else ""
        fetched = (
            translate("Catalogue", "fetched {count} times").format(count=words.count_text(model.downloads))
            if model.downloads
            else ""
        )
        gated = translate("Catalogue", "terms to accept first") if model.gated else ""
        size = words.parameters_short(model.parameters) if model.parameters else ""
        parts = (by, size, model.licence, words.languages_text(model.languages), fetched, gated)
        self.facts.set_text(" · ".join(part for part in parts if part))
