"""Joins what can be done with conversations and folders to the column of one window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.base.i18n import translate
from desktop.store.conversations.organisation_records import Sort
from desktop.ui.commands import Command, CommandOn, commands
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.conversation_list import commands as conversations
from desktop.ui.panes.chat.conversation_list.commands import Chosen
from desktop.ui.panes.chat.conversation_list.list_controller import ListController
from desktop.ui.panes.chat.conversation_list.organiser import Mode
from desktop.ui.panes.chat.page import ChatPage


class ListCommands:
    """Binds them for one window; those on conversations mean what is chosen, else the open one."""

    def __init__(self, column: ListController, controller: ChatController, page: ChatPage) -> None:
        self._column = column
        self._controller = controller
        self._page = page
        self._bind_column()
        self._bind_sorting()
        self._bind_trash()
        self._bind_conversations()
        self._bind_rows()
        self._bind_folders()

    def _bind_column(self) -> None:
        column = self._column
        for command, run in (
            (conversations.SEARCH, self.search),
            (conversations.NEXT_RESULT, lambda: self._step(1)),
            (conversations.LAST_RESULT, lambda: self._step(-1)),
            (conversations.NEW_FOLDER, column.new_folder),
            (conversations.IMPORT, column.import_files),
            (conversations.EXPORT_ALL, column.export_all),
            (conversations.SHOW_ARCHIVE, lambda: column.show_place(Mode.ARCHIVE)),
            (conversations.SHOW_TRASH, lambda: column.show_place(Mode.TRASH)),
            (conversations.SHOW_ALL, lambda: column.show_place(Mode.LIST)),
        ):
            self._bind(command, run)
        organiser = column.organiser
        self._bind(conversations.ONLY_TAG, column.ask_tag_to_show, enabled=lambda: bool(organiser.tags))

    def _bind_sorting(self) -> None:
        organiser = self._column.organiser
        for sort, command in (
            (Sort.UPDATED, conversations.SORT_UPDATED),
            (Sort.CREATED, conversations.SORT_CREATED),
            (Sort.TITLE, conversations.SORT_TITLE),
        ):
            self._bind(
                command,
                partial(organiser.set_sort, sort),
                checked=partial(self._sorts, sort),
            )

    def _sorts(self, sort: Sort) -> bool:
        return self._column.organiser.sort is sort

    def _bind(
        self,
        command: Command,
        run: Callable[[], object],
        *,
        enabled: Callable[[], bool] = lambda: True,
        checked: Callable[[], bool] | None = None,
    ) -> None:
        """With keys it works on the page and in the column: another pane may use them for something else."""

        def go() -> None:
            if not self._page.isVisible():
                commands.run("go.chat")
            run()

        commands.bind(
            command,
            go,
            self._page,
            enabled=enabled,
            checked=checked,
            everywhere=not command.keys,
            also=(self._column.list,),
        )

    def _bind_trash(self) -> None:
        column = self._column

        def in_trash() -> bool:
            return column.organiser.mode is Mode.TRASH

        def chosen() -> Chosen | None:
            found = column.list.chosen() if in_trash() else []
            return Chosen(found, column.more) if found else None

        commands.bind(conversations.EMPTY_TRASH, column.ask_to_empty, column.list, enabled=in_trash, while_seen=True)
        restore, delete = conversations.RESTORE, conversations.DELETE_FOR_GOOD
        commands.bind_on(
            restore, lambda those: column.organiser.restore(those.ids), column.list, current=chosen, while_seen=True
        )
        commands.bind_on(
            delete, lambda those: column.ask_to_delete(those.ids), column.list, current=chosen, while_seen=True
        )

    def _bind_conversations(self) -> None:
        column, organiser = self._column, self._column.organiser
        self._bind_on(conversations.MOVE, lambda those: column.ask_folder(those.ids, those.anchor))
        self._bind_on(conversations.TAG, lambda those: column.ask_tag(those.conversations, those.anchor))
        self._bind_on(conversations.EXPORT, lambda those: column.export(those.ids))
        self._bind_on(
            conversations.PIN,
            lambda those: organiser.pin(those.ids, on=not _pinned(those)),
            lambda those: translate("Chat", "Unpin") if _pinned(those) else translate("Chat", "Pin"),
        )
        self._bind_on(
            conversations.ARCHIVE,
            lambda those: organiser.archive(those.ids, on=not _archived(those)),
            lambda those: translate("Chat", "Out of the archive") if _archived(those) else translate("Chat", "Archive"),
        )

    def _bind_on(
        self,
        command: CommandOn[Chosen],
        run: Callable[[Chosen], object],
        label: Callable[[Chosen], str] | None = None,
    ) -> None:
        commands.bind_on(
            command,
            run,
            self._page,
            current=self._those,
            label=label,
            everywhere=False,
            also=(self._column.list,),
        )

    def _bind_rows(self) -> None:
        column, listed = self._column, self._column.list
        commands.bind_on(conversations.OPEN_ROW, listed.open_asked.emit, listed)
        commands.bind_on(conversations.RENAME_ROW, listed.rows.rename, listed)
        commands.bind_on(conversations.TRASH_ROWS, lambda those: column.trash(those.ids), listed)

    def _bind_folders(self) -> None:
        column, organiser, listed = self._column, self._column.organiser, self._column.list
        commands.bind_on(conversations.RENAME_FOLDER, column.rename_folder, listed)
        commands.bind_on(conversations.NEW_FOLDER_INSIDE, column.new_folder, listed)
        commands.bind_on(conversations.MOVE_FOLDER, column.ask_place, listed)
        commands.bind_on(
            conversations.EXPORT_FOLDER,
            lambda folder: column.export(organiser.inside(folder)),
            listed,
            enabled=lambda folder: bool(organiser.inside(folder)),
        )
        commands.bind_on(conversations.REMOVE_FOLDER, organiser.remove_folder, listed)

    # -- what they do ------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Into the field over all conversations, wherever one is."""
        listed = self._column.list
        if not listed.isVisible():
            commands.run("window.column")
        self._column.find_bar.close_bar()
        listed.begin_search()

    def _step(self, by: int) -> None:
        if self._column.find_bar.isVisible():
            self._column.find_bar.step(by)
        elif self._column.list.searching:
            self._column.list.results.step(by)

    def _those(self) -> Chosen | None:
        """What the palette and the keys mean: several that are chosen, else the open conversation."""
        if self._column.organiser.mode is Mode.TRASH:
            return None
        chosen = self._column.list.chosen()
        current = self._controller.conversation
        if len(chosen) <= 1 and current is not None:
            chosen = [current]
        return Chosen(chosen, self._column.more) if chosen else None


def _pinned(those: Chosen) -> bool:
    return all(each.pinned is not None for each in those.conversations)


def _archived(those: Chosen) -> bool:
    return all(each.archived is not None for each in those.conversations)
