"""Conversations in: files chosen, read in the background, and then what arrived, what was there, what can't be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.features.exchange.imports import (
    Arrived,
    Expected,
    FileFailed,
    Summary,
    import_files,
)
from desktop.features.generation.stop import Stop
from desktop.store.conversations.exchange import Exchange
from desktop.ui import tasks
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.panes.chat.transfer.transfer_card import TransferCard
from desktop.ui.widgets import file_dialog

if TYPE_CHECKING:
    from desktop.features.exchange.imports import (
        ImportEvent,
    )
    from desktop.store import Store

KINDS = ("json", "jsonl", "zip")


class ImportDialog(QObject):
    """Asks for files and takes them in. What is new can be taken back at once."""

    changed = Signal()  # conversations arrived, or may have
    taken_back = Signal(list)  # the ids of those that arrived and aren't wanted after all

    def __init__(self, store: Store, page: ChatPage) -> None:
        super().__init__(page)
        self._exchange = Exchange(store.database)
        self._page = page
        self.card: TransferCard | None = None

    def ask(self) -> None:
        """Let a person choose files, one or many."""
        title = translate("Chat", "Import conversations")
        dialog = file_dialog(self._page, title, translate("Chat", "Import"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*.{kind}" for kind in KINDS)
        known = translate(
            "Chat", "Conversations of Lamplight, ChatGPT, Claude, LM Studio, Jan, Open WebUI, SillyTavern"
        )
        dialog.setNameFilters([f"{known} ({endings})", translate("TranslatePane", "All files (*)")])
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Take these in, files, archives or folders; stopped, what has arrived stays."""
        stop = Stop()
        card = self.card = TransferCard(self._page, stop)
        card.show_words(translate("Chat", "Importing…"))
        summary, total = [Summary()], [0]
        fresh: list[int] = []
        problems: list[str] = []

        def events() -> Iterator[ImportEvent]:
            for event in import_files(self._exchange, paths):
                yield event
                if stop.is_set:
                    return

        def arrived(event: ImportEvent) -> None:
            summary[0] = summary[0].plus(event)
            if isinstance(event, Expected):
                total[0] = event.total
            card.show_progress(summary[0].done, total[0])
            if isinstance(event, Expected):
                return
            if isinstance(event, Arrived):
                if event.kept.new:
                    fresh.append(event.kept.conversation_id)
                card.show_words(translate("Chat", "Importing: {title}").format(title=_short(event.title)))
            else:
                problems.append(problem(event))

        def done() -> None:
            self.changed.emit()
            undo: Callable[[], object] | None = (lambda: self._undo(fresh)) if fresh else None
            said = told(summary[0])
            left = total[0] - summary[0].done
            if stop.is_set and left > 0:
                said = translate("Chat", "Stopped. {said} Not read: {n}.").format(said=said, n=f"{left:,}")
            card.end(said, (lambda: translate("Widgets", "Undo")) if fresh else None, undo)
            card.name_problems(problems)

        def failed(error: Exception) -> None:
            self.changed.emit()
            wrong = sentence(error)
            card.fail(wrong.what, wrong.cause)

        tasks.stream(events, arrived, done, failed, card)

    def _undo(self, ids: list[int]) -> None:
        """What arrived goes to the trash."""
        if self.card is not None:
            self.card.close_card()
        self.taken_back.emit(ids)


def told(summary: Summary) -> str:
    """What an import did, in numbers."""
    parts = [translate("Chat", "New: {n}.").format(n=summary.new)]
    if summary.grown:
        parts.append(translate("Chat", "With new messages: {n}.").format(n=summary.grown))
    if summary.known:
        parts.append(translate("Chat", "There already: {n}.").format(n=summary.known))
    if summary.problems:
        parts.append(translate("Chat", "Not readable: {n}.").format(n=summary.problems))
    joined = translate("Chat", "{one} {other}")  # no space between Chinese sentences
    return reduce(lambda one, other: joined.format(one=one, other=other), parts)


def problem(event: ImportEvent) -> str:
    """One entry or file that could not be read, by its name."""
    if isinstance(event, FileFailed):
        wrong = sentence(event.error)
        return f"{event.path.name}: {wrong}"
    if isinstance(event, Arrived | Expected):
        return ""
    return f"{event.name}: {event.cause}"


def _short(title: str) -> str:
    return title if len(title) <= 40 else title[:40] + "…"
