"""Searching a hub: nothing is asked of it before the button that names it is pressed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.base.error_text import sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.base.settings import HUB_ADDRESS, HUB_SOURCE, MODELSCOPE_ADDRESS, Setting
from desktop.features.models.fetching.choosing import Choosing
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.hub.addresses import Reference
from desktop.hub.network import host as host_of
from desktop.hub.remote_file import RemoteFile
from desktop.hub.repository import FoundModel, Query, Repository
from desktop.ui import tasks
from desktop.ui.model_list import ModelList
from desktop.ui.panes.models.catalogue.fetcher import Fetcher, Looked
from desktop.ui.panes.models.catalogue.file_row import FileRow
from desktop.ui.panes.models.catalogue.found_card import FoundCard
from desktop.ui.panes.models.downloads.download_list import DownloadList
from desktop.ui.panes.models.section import Section
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Choice, Notice, Page, Paragraph, SearchField, toast

if TYPE_CHECKING:
    from desktop.library.model_file import ModelFile

_BILLION = 1_000_000_000
_SIZES = ((0, 0), (0, 2), (2, 5), (5, 10), (10, 20), (20, 0))  # billions of parameters
_LICENCES = ("", "apache-2.0", "mit", "gemma", "llama3.1", "other")
_LANGUAGES = ("", "en", "zh", "ja", "ko", "de", "fr", "es", "ru", "ar", "pt")


class SearchSection(Section):
    """Words, three filters, what was found, and the files of what one opens."""

    key = "search"

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._services = services
        self._model_list = model_list
        self._asked = 0
        self._meant = Reference()  # what was named instead of searched for
        self._searching = False
        self._rows: dict[str, tuple[FoundCard, FileRow]] = {}
        self.cards: list[FoundCard] = []
        self.notice: Notice | None = None
        self.fetcher = Fetcher(services, self)
        self._downloads = DownloadList(services, self)
        self._begun = False
        self.built = self._page = self._build_page()
        self.fetcher.looked.connect(self._take_look)
        self.fetcher.failed.connect(self._show_failure)
        self.fetcher.begun.connect(lambda key, identifier: self._downloads.refresh())
        self._downloads.progressed.connect(self._show_states)
        self._downloads.arrived.connect(lambda _: self._model_list.refresh())
        model_list.changed.connect(self._show_states)
        services.settings.subscribe(self._setting_changed)
        say(self, lambda _: self._say_words(), lambda: "")

    def name(self) -> str:
        return translate("Catalogue", "Search the hub")

    def page(self) -> Page:
        return self._page

    def activate(self) -> None:
        if not self._begun:
            self._begun = True
            self._downloads.begin()
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- building --------------------------------------------------------------------------------------------------

    def _build_page(self) -> Page:
        page = Page(lambda: "")
        page.set_bare()
        row = QHBoxLayout()
        row.setSpacing(8)
        self.field = SearchField(lambda: translate("Catalogue", "Words, maker/model, or an address"), line="border")
        self.field.textChanged.connect(lambda _: self._typed())
        self.field.returnPressed.connect(self.search)
        self.button = Button(self._button_text, "primary")
        self.button.clicked.connect(self.search)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        page.column.addLayout(row)
        page.column.addSpacing(8)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        self.size = Choice(lambda: translate("Catalogue", "Size"), _size_options)
        self.language = Choice(lambda: translate("Catalogue", "Language"), _language_options)
        self.licence = Choice(lambda: translate("Catalogue", "Licence"), _licence_options)
        for choice in (self.size, self.language, self.licence):
            choice.set_value(0 if choice is self.size else "")
            filters.addWidget(choice)
        filters.addStretch(1)
        page.column.addLayout(filters)
        page.column.addSpacing(12)
        self.words = Paragraph("", "chrome", "secondary")
        page.column.addWidget(self.words)
        self._notices = QVBoxLayout()
        page.column.addLayout(self._notices)
        page.column.addSpacing(12)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        page.column.addLayout(self._card_column)
        page.finish()
        return page

    def _button_text(self) -> str:
        if self._file_meant() is not None:
            return translate("Catalogue", "Show this file")
        return translate("Catalogue", "Search {host}").format(host=self._services.hubs.host)

    def _file_meant(self) -> RemoteFile | None:
        """The file whose address stands in the field, where it is none of the hub in use."""
        text = self.field.text().strip()
        if "://" not in text:
            return None
        try:
            return self._services.hubs.reference(text).file
        except LamplightError:
            return None

    def _typed(self) -> None:
        self.button.name_again()
        if not self.cards and not self._searching:
            self._say_words()

    def _say_words(self, found: int | None = None) -> None:
        """The line below the field: who would be asked, or what came of it."""
        host, file = self._services.hubs.host, self._file_meant()
        if file is not None:
            text = translate(
                "Catalogue",
                "This file is at {host}, which has not been asked yet; it is when you press Download, and sees the "
                "address of the file and this machine’s.",
            ).format(host=host_of(file.url))
        elif self._searching:
            text = translate("Catalogue", "Asking {host}…").format(host=host)
        elif found is None:
            text = translate(
                "Catalogue",
                "Nothing has been asked of {host} yet. It will see the words and this machine’s address; only models "
                "that Lamplight can use are looked for.",
            ).format(host=host)
        elif found == 0:
            text = translate("Catalogue", "Nothing of that kind. Fewer words find more.")
        else:
            text = translate("Catalogue", "%n model(s), the most fetched first.", "", found)
        self.words.set_text(text)
        self.button.name_again()

    # -- searching -------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Ask the hub for what is in the field."""
        text = self.field.text().strip()
        least, most = _SIZES[self.size.value]
        query = Query(text, least * _BILLION, most * _BILLION, self.language.value, self.licence.value)
        self._asked += 1
        asked = self._asked
        self._clear()
        self._searching = True
        self._say_words()
        hubs = self._services.hubs
        try:
            self._meant = _meant(self._services, text)
        except LamplightError as error:
            self._fail(asked, error)
            return
        if self._meant.file is not None:
            self._take_file(self._meant.file)
            return
        named = [FoundModel(self._meant.repository)] if self._meant.repository else []
        tasks.run(lambda: named or hubs.search(query), partial(self._take, asked), partial(self._fail, asked), self)

    def _take_file(self, file: RemoteFile) -> None:
        """A file at an address of its own: nobody is asked for it yet."""
        self._searching = False
        name = file.name.removesuffix(".gguf")
        card = self._add_card(FoundModel(name))
        self._show_files(card, Repository(name, file.source, file.url, (file,)))
        self._say_words(1)

    def _take(self, asked: int, found: list[FoundModel]) -> None:
        if asked != self._asked:  # another search has begun meanwhile
            return
        self._searching = False
        for model in found:
            self._add_card(model)
        self._say_words(len(found))
        if len(found) == 1:
            self._open(self.cards[0])

    def _add_card(self, model: FoundModel) -> FoundCard:
        card = FoundCard(model, self._services)
        card.files_asked.connect(partial(self._open, card))
        card.pressed.connect(partial(self._press, card))
        card.anyway.connect(partial(self._begin, card))
        self._card_column.addWidget(card)
        self.cards.append(card)
        return card

    def _fail(self, asked: int, error: Exception) -> None:
        if asked != self._asked:
            return
        self._searching = False
        self._say_words()
        told = sentence(error)
        self.notice = Notice(told.what, told.cause, lambda: translate("Catalogue", "Try again"), kind="plain")
        self.notice.pressed.connect(self.search)
        self._notices.addWidget(self.notice)

    def _clear(self) -> None:
        for card in self.cards:
            self._card_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards.clear()
        self._rows.clear()
        if self.notice is not None:
            self.notice.hide()
            self.notice.deleteLater()
            self.notice = None
        self._meant = Reference()
        self.button.set_label(self._button_text, kind="primary")

    # -- files -----------------------------------------------------------------------------------------------------

    def _open(self, card: FoundCard) -> None:
        card.show_asking()
        hubs = self._services.hubs
        name = card.model.id
        tasks.run(lambda: hubs.repository(name), partial(self._show_files, card), card.show_error, card)

    def _show_files(self, card: FoundCard, repository: Repository) -> None:
        returned = self._services.model_manager.fits.returned()
        card.show_repository(repository, Choosing(self._services.settings, returned))
        if self._meant.wanted and self._meant.repository == card.model.id:
            card.show_wanted(self._meant.wanted)
        self.button.set_label(self._button_text, kind="plain")  # the amber is the recommended file's now
        for other in self.cards:
            if other is not card:
                for row in other.rows:
                    row.button.set_label(row.button_text, kind="plain")
        self._show_states()

    def _press(self, card: FoundCard, row: FileRow) -> None:
        from desktop.features.models.fetching.download_records import Status

        if row.state is not None:
            going = row.state.status in (Status.QUEUED, Status.RUNNING) and not row.state.waiting
            (self._downloads.pause if going else self._downloads.resume)(row.state.identifier)
        elif (here := self._installed(row)) is not None:
            self._model_list.use(here.key)
        else:
            row.set_asking(True)
            key = f"{card.model.id} {row.variant.name}"
            self._rows[key] = (card, row)
            self.fetcher.judge(key, card.chosen(row.variant))

    def _take_look(self, key: str, looked: Looked) -> None:
        from desktop.library.fit.verdict import Outcome

        if key not in self._rows:
            return
        card, row = self._rows[key]
        row.set_asking(False)
        if looked.verdict is not None and looked.verdict.outcome is Outcome.TOO_LARGE:
            card.show_doubt(row, looked.verdict)
        else:
            self._begin(card, row)

    def _begin(self, card: FoundCard, row: FileRow) -> None:
        card.clear_notice()
        self.fetcher.begin(f"{card.model.id} {row.variant.name}", card.chosen(row.variant))

    def _show_failure(self, key: str, error: Exception) -> None:
        if key not in self._rows:
            toast(self._page, sentence(error).what)
            return
        card, row = self._rows[key]
        row.set_asking(False)
        card.show_error(error)

    def _show_states(self) -> None:
        from desktop.features.models.fetching.download_records import Status

        for card in self.cards:
            for row in card.rows:
                url = row.variant.files[0].url
                state = self._downloads.of_file(url)
                state = None if state is not None and state.status is Status.DONE else state
                row.show_state(state, self._installed(row) is not None)

    def _installed(self, row: FileRow) -> ModelFile | None:
        file = row.variant.files[0]
        name = file.name.rpartition("/")[2]
        for entry in self._model_list.entries:
            path = entry.model.path
            same_maker = not file.repository or file.repository.split("/")[-1] == path.parent.name
            if path.name == name and same_maker and (entry.model.size == row.variant.size or not row.variant.size):
                return entry.model
        return None

    def _setting_changed(self, setting: Setting) -> None:
        """The listener may be on any thread."""
        if setting in (HUB_SOURCE, HUB_ADDRESS, MODELSCOPE_ADDRESS):
            tasks.post(self._another_hub, self)

    def _another_hub(self) -> None:
        self._asked += 1
        self._searching = False
        self._clear()
        self._say_words()


def _meant(services: Services, text: str) -> Reference:
    """What was named instead of searched for; an empty reference for words. Raises HubError for an address that names
    nothing that can be fetched.
    """
    if "/" not in text:
        return Reference()
    try:
        return services.hubs.reference(text)
    except LamplightError:
        if "://" in text:
            raise
        return Reference()


def _size_options() -> list[tuple[int, str]]:
    words = [translate("Catalogue", "Any size")]
    for least, most in _SIZES[1:]:
        if not least:
            words.append(translate("Catalogue", "up to {most} billion").format(most=most))
        elif not most:
            words.append(translate("Catalogue", "from {least} billion").format(least=least))
        else:
            words.append(translate("Catalogue", "{least} to {most} billion").format(least=least, most=most))
    return list(enumerate(words))


def _language_options() -> list[tuple[str, str]]:
    named = [(code, LANGUAGES[code].native) for code in _LANGUAGES[1:]]
    return [("", translate("Catalogue", "Any language")), *named]


def _licence_options() -> list[tuple[str, str]]:
    return [("", translate("Catalogue", "Any licence")), *((name, name) for name in _LICENCES[1:])]
