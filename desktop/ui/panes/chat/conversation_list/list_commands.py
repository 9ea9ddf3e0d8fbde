"""What the column lists in the palette and the shortcut list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.base.i18n import translate
from desktop.store.conversations.organisation_records import Sort
from desktop.ui.commands import Command, Key, commands
from desktop.ui.panes.chat.controller import Controller
from desktop.ui.panes.chat.conversation_list.organiser import Mode
from desktop.ui.panes.chat.page import ChatPage

if TYPE_CHECKING:
    from desktop.store import Conversation
    from desktop.ui.panes.chat.conversation_list.list_controller import ListController


class ListCommands:
    """Adds them for one window; those on conversations work on what is chosen, else on the open one."""

    def __init__(self, desk: ListController, controller: Controller, page: ChatPage) -> None:
        self._desk = desk
        self._controller = controller
        self._page = page
        organiser = desk.organiser
        self._add("search", lambda: translate("Chat", "Search all conversations"), self.search, "Ctrl+Shift+F")
        self._add("next_result", lambda: translate("Chat", "Next result"), lambda: self._step(1), "F3")
        self._add("last_result", lambda: translate("Chat", "Previous result"), lambda: self._step(-1), "Shift+F3")
        self._add("new_folder", lambda: translate("Chat", "New folder"), desk.new_folder, "Ctrl+Shift+D")
        self._add("import", lambda: translate("Chat", "Import conversations"), desk.import_files)
        self._add("export_all", lambda: translate("Chat", "Export all conversations"), desk.export_all)
        self._add("archive.show", lambda: translate("Chat", "Show the archive"), lambda: desk.show_place(Mode.ARCHIVE))
        self._add("trash.show", lambda: translate("Chat", "Show the trash"), lambda: desk.show_place(Mode.TRASH))
        self._add(
            "shelf.show", lambda: translate("Chat", "Show all conversations"), lambda: desk.show_place(Mode.SHELF)
        )
        self._add(
            "sort.updated",
            lambda: translate("Chat", "Sort by last written"),
            lambda: organiser.set_sort(Sort.UPDATED),
        )
        self._add("sort.created", lambda: translate("Chat", "Sort by begun"), lambda: organiser.set_sort(Sort.CREATED))
        self._add("sort.title", lambda: translate("Chat", "Sort by title"), lambda: organiser.set_sort(Sort.TITLE))
        self._add(
            "only_tag",
            lambda: translate("Chat", "Only with a tag…"),
            desk.ask_tag_to_show,
            can=lambda: bool(organiser.tags),
        )
        self._add("trash.empty", lambda: translate("Chat", "Empty the trash"), desk.ask_to_empty, can=self._in_trash)
        self._add("trash.restore", lambda: translate("Chat", "Restore"), desk.restore_chosen, can=self._in_trash)
        self._with(
            "move",
            lambda: translate("Chat", "Move to a folder"),
            lambda those: desk.ask_folder(_ids(those), desk.more),
            "Ctrl+Shift+M",
        )
        self._with(
            "tag", lambda: translate("Chat", "Give a tag"), lambda those: desk.ask_tag(those, desk.more), "Ctrl+Shift+G"
        )
        self._with(
            "pin",
            lambda: translate("Chat", "Pin or unpin"),
            lambda those: organiser.pin(_ids(those), on=not all(each.pinned for each in those)),
            "Ctrl+Shift+P",
        )
        self._with(
            "archive",
            lambda: translate("Chat", "Into the archive or out of it"),
            lambda those: organiser.archive(_ids(those), on=not all(each.archived for each in those)),
            "Ctrl+Shift+H",
        )
        self._with(
            "export", lambda: translate("Chat", "Export"), lambda those: desk.export(_ids(those)), "Ctrl+Shift+E"
        )
        for title, keys in (
            (lambda: translate("Chat", "Choose several in the list"), "Shift+Down"),
            (lambda: translate("Chat", "Choose all in the list"), "Ctrl+A"),
        ):
            commands.tell(Key(title, keys, _group))

    def _add(
        self,
        key: str,
        title: Callable[[], str],
        run: Callable[[], object],
        keys: str = "",
        can: Callable[[], bool] = lambda: True,
    ) -> None:
        def go() -> None:
            if not self._page.isVisible():
                commands.run("go.chat")
            run()

        self._list(Command(f"chat.{key}", title, go, _group, keys, can))

    def _with(self, key: str, title: Callable[[], str], run: Callable[[list[Conversation]], object], keys: str) -> None:
        self._list(Command(f"chat.{key}", title, lambda: run(self._those()), _group, keys, self._can))

    def _list(self, command: Command) -> None:
        """With a key it works on the page and in the column: another pane may use the key for something else."""
        commands.add(command, self._page, everywhere=not command.keys)
        if command.keys:
            shortcut = QShortcut(QKeySequence(command.keys), self._desk.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda: commands.run(command.key))

    def search(self) -> None:
        """Into the field over all conversations, wherever one is."""
        listed = self._desk.list
        if not listed.isVisible():
            commands.run("window.column")
        self._desk.find_bar.close_bar()
        listed.begin_search()

    def _step(self, by: int) -> None:
        if self._desk.find_bar.isVisible():
            self._desk.find_bar.step(by)
        elif self._desk.list.searching:
            self._desk.list.results.step(by)

    def _those(self) -> list[Conversation]:
        chosen = self._desk.list.chosen()
        if len(chosen) > 1:
            return chosen
        current = self._controller.conversation
        return [current] if current is not None else chosen

    def _in_trash(self) -> bool:
        return self._desk.list.isVisible() and self._desk.organiser.mode is Mode.TRASH

    def _can(self) -> bool:
        return self._page.isVisible() and self._desk.organiser.mode is not Mode.TRASH and bool(self._those())


def _ids(conversations: list[Conversation]) -> list[int]:
    return [each.id for each in conversations]


def _group() -> str:
    return translate("Chat", "Conversations")
