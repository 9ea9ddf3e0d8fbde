"""Opens files of any kind where they belong: models in the library, conversations in the chat, documents as asked."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.base.error_text import Told, sentence
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate
from desktop.ui import tasks
from desktop.ui.files.document_question import DocumentQuestion
from desktop.ui.frame.window import MainWindow
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.features.given_files import GivenFiles, Way
    from desktop.library.models import ModelFile
    from desktop.ui.services import Services

log = logging.getLogger(__name__)

_MOST_TOLD = 5
_PANES = {"translate": "translate", "attach": "chat", "story": "story"}  # by the value of a `Way`


class OpenedFiles(QObject):
    """Gone with the window. What can't be opened is told in a sentence; the rest is opened all the same."""

    def __init__(self, services: Services, window: MainWindow) -> None:
        super().__init__(window)
        self._services = services
        self._window = window
        self.question: DocumentQuestion | None = None
        window.files_given.connect(self.open)

    def open(self, paths: list[Path]) -> None:
        """Look at these files on another thread, then open each where it belongs."""

        def look() -> GivenFiles:
            from desktop.features.given_files import sort_files

            return sort_files(paths)

        tasks.run(look, self._take, lambda error: self._refuse([error]), self)

    def _take(self, found: GivenFiles) -> None:
        if found.refused:
            self._refuse(found.refused)
        if found.models:
            self._add_models(found.models)
        if found.conversations:
            self._window.pane("chat").import_files(found.conversations)
        if found.documents:
            self._ask(found.documents, found.ways)

    # -- models ------------------------------------------------------------------------------------------------------

    def _add_models(self, paths: list[Path]) -> None:
        """Where they lie; which one is used is the person's choice."""

        def add() -> tuple[list[ModelFile], list[LamplightError]]:
            added: list[ModelFile] = []
            refused: list[LamplightError] = []
            for path in paths:
                try:
                    added.append(self._services.library.add(path))
                except LamplightError as error:
                    refused.append(error)
            return added, refused

        def done(result: tuple[list[ModelFile], list[LamplightError]]) -> None:
            added, refused = result
            self._window.model_list.refresh(overtake=True)
            if refused:
                self._refuse(refused)
            if added:
                self._offer(added)

        tasks.run(add, done, lambda error: self._refuse([error]), self, lane="library")

    def _offer(self, added: list[ModelFile]) -> None:
        """Say what was added, with a button that changes to it; to the first model there is the program changes."""
        models = self._window.model_list
        if len(added) > 1:
            said = translate("OpenedFiles", "%n models have been added.", "", len(added))
            toast(self._window.page, said, self._show_models, label=lambda: translate("OpenedFiles", "Show them"))
            return
        model = added[0]
        if models.current is None and not model.embeds:
            models.use(model.key)
            said = translate("OpenedFiles", "{name} has been added and is being loaded.")
            toast(self._window.page, said.format(name=model.name))
            return
        if model.embeds or (models.current is not None and models.current.key == model.key):
            toast(self._window.page, translate("OpenedFiles", "{name} is in the list.").format(name=model.name))
            return
        told = Told(translate("OpenedFiles", "{name} has been added.").format(name=model.name))
        notices = self._window.notices

        def use() -> None:
            notices.clear("opened")
            models.use(model.key)

        notices.tell(told, "opened", lambda: translate("OpenedFiles", "Use it"), use, tone="plain")

    def _show_models(self) -> None:
        self._window.show_pane("models")

    # -- documents ---------------------------------------------------------------------------------------------------

    def _ask(self, paths: list[Path], ways: tuple[Way, ...]) -> None:
        if self.question is not None:
            self.question.close_popup()
        question = self.question = DocumentQuestion(self._window, paths, ways)
        question.chosen.connect(lambda way: self._open_documents(paths, way))
        question.closed.connect(self._answered)
        question.ask()

    def _answered(self) -> None:
        self.question = None

    def _open_documents(self, paths: list[Path], way: Way) -> None:
        self._window.pane(_PANES[way.value]).open_files(paths)

    # -- what can't be opened ----------------------------------------------------------------------------------------

    def _refuse(self, errors: list[Exception] | list[LamplightError]) -> None:
        for error in errors:
            log.warning("not opened: %s", error.code if isinstance(error, LamplightError) else type(error).__name__)
        if len(errors) == 1:
            self._window.tell(sentence(errors[0]), "opened")
            return
        told = [sentence(error).what for error in errors[:_MOST_TOLD]]
        what = translate("OpenedFiles", "%n files were not opened.", "", len(errors))
        self._window.tell(Told(what, "\n".join([*told, *["…"] * (len(errors) > _MOST_TOLD)])), "opened")
