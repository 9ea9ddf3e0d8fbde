"""Joins the column to what it does: menus, choices of many, dragging, search, and what comes in and goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.ui.commands import CommandOn, commands
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.conversation_list import commands as conversations
from desktop.ui.panes.chat.conversation_list.column import ConversationList
from desktop.ui.panes.chat.conversation_list.commands import Chosen
from desktop.ui.panes.chat.conversation_list.grouping import ConversationRow, FolderRow, Row
from desktop.ui.panes.chat.conversation_list.name_popup import Name, NamePopup, folder_names
from desktop.ui.panes.chat.conversation_list.organiser import Mode
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.panes.chat.search.filters import FilterPopup, Narrowed
from desktop.ui.panes.chat.search.find_bar import FindBar
from desktop.ui.panes.chat.search.hit_marks import HitMarks
from desktop.ui.panes.chat.search.jump import Jump
from desktop.ui.widgets import Confirm, IconButton, Menu, toast

if TYPE_CHECKING:
    from desktop.features.exchange.export import Paper
    from desktop.store import Conversation, Store
    from desktop.ui.panes.chat.transfer.export_dialog import ExportAsking
    from desktop.ui.panes.chat.transfer.import_dialog import ImportDialog


class ListController(QObject):
    """What a person does in the column."""

    def __init__(
        self,
        store: Store,
        controller: ChatController,
        page: ChatPage,
        paper: Paper | None,
        listed: ConversationList,
        more: IconButton,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self.page = page
        self.organiser = listed.organiser
        self.run = listed.run
        self.list = listed
        self.more = more
        self.marks = HitMarks(page.transcript)
        self.jump = Jump(store, controller, page.transcript, self.marks)
        self.find_bar = FindBar(controller, self.marks, page)
        self._store = store
        self._paper = paper
        self._connect()
        self.organiser.read()

    @cached_property
    def exports(self) -> ExportAsking:
        """Conversations out."""
        from desktop.ui.panes.chat.transfer.export_dialog import ExportAsking

        return ExportAsking(self._store, self._paper, self.page, self.more)

    @cached_property
    def imports(self) -> ImportDialog:
        """Conversations in."""
        from desktop.ui.panes.chat.transfer.import_dialog import ImportDialog

        built = ImportDialog(self._store, self.page)
        built.changed.connect(self.organiser.refresh)
        built.taken_back.connect(self.organiser.trash)
        return built

    def export(self, ids: Sequence[int]) -> None:
        """Ask in which form these go out; all of them when none is named."""
        self.exports.ask(ids)

    def import_files(self) -> None:
        """Ask for files to take in."""
        self.imports.ask()

    def _connect(self) -> None:
        listed, organiser = self.list, self.organiser
        organiser.told.connect(self._told)
        organiser.failed.connect(self._failed)
        self.run.failed.connect(self._failed)
        self.jump.failed.connect(self._failed)
        listed.hit_chosen.connect(lambda found, hit: self.jump.go(found, hit, listed.search.text()))
        listed.search.textChanged.connect(self._search_typed)
        self.more.clicked.connect(self._open_menu)
        self.page.restore_asked.connect(self._restore_open)
        listed.delete_asked.connect(lambda: self.trash(self._ids()))
        listed.filters_asked.connect(self._ask_filters)
        listed.model.renamed.connect(self._controller.rename)
        listed.model.dropped.connect(self._dropped)
        listed.rows.folder_toggled.connect(organiser.toggle_folder)
        listed.model.folder_renamed.connect(organiser.rename_folder)
        listed.rows.folder_delete_asked.connect(organiser.remove_folder)
        listed.rows.menu_asked.connect(self._row_menu)
        bar = listed.bar
        done: tuple[tuple[CommandOn[Chosen], Callable[[], object]], ...] = (
            (conversations.MOVE, lambda: self.ask_folder(self._ids(), bar)),
            (conversations.TAG, lambda: self.ask_tag(listed.chosen(), bar)),
            (conversations.ARCHIVE, self._archive_chosen),
            (conversations.EXPORT, lambda: self.export(self._ids())),
        )
        self._in_list = [bar.add(command, action) for command, action in done]
        self._put_back = bar.add(conversations.RESTORE, lambda: self.organiser.restore(self._ids()))
        bar.add(conversations.TRASH_ROWS, self._delete_chosen)
        self._empty = listed.place_strip.add(conversations.EMPTY_TRASH, self.ask_to_empty)
        organiser.changed.connect(self._mode_changed)
        self._mode_changed()

    def _mode_changed(self) -> None:
        in_trash = self.organiser.mode is Mode.TRASH
        for button in self._in_list:
            button.setVisible(not in_trash)
        self._put_back.setVisible(in_trash)
        self._empty.setVisible(in_trash)
        self._empty.setEnabled(self.list.model.rowCount() > 0)

    # -- conversations ---------------------------------------------------------------------------------------------

    def _ids(self) -> list[int]:
        return [each.id for each in self.list.chosen()]

    def trash(self, ids: Sequence[int]) -> None:
        """Into the trash; in the trash, restored by Enter and deleted for good only by emptying it."""
        if ids and self.organiser.mode is not Mode.TRASH:
            self.organiser.trash(ids)

    def _archive_chosen(self) -> None:
        self.organiser.archive(self._ids(), on=self.organiser.mode is not Mode.ARCHIVE)

    def _delete_chosen(self) -> None:
        if self.organiser.mode is Mode.TRASH:
            self.ask_to_delete(self._ids())
        else:
            self.trash(self._ids())

    def ask_folder(self, ids: Sequence[int], anchor: QWidget) -> None:
        """Let a person choose where conversations go, or make the folder."""
        outside = translate("Chat", "Outside of folders")
        popup = NamePopup(
            anchor,
            lambda: translate("Chat", "Move to a folder"),
            folder_names(self.organiser.folders, outside),
            lambda name: translate("Chat", "New folder “{name}”").format(name=name),
        )
        popup.chosen.connect(lambda folder: self.organiser.move(ids, folder))
        popup.created.connect(lambda name: self.organiser.move_to_new(ids, name))
        popup.open_below(anchor)

    def ask_tag(self, conversations: Sequence[Conversation], anchor: QWidget) -> None:
        """Let a person choose a tag to give, or, where all have it, to take off."""
        ids = [each.id for each in conversations]
        having = [{tag.casefold() for tag in each.tags} for each in conversations]
        all_have = set.intersection(*having) if having else set[str]()
        names = [Name(tag.name, tag.name, checked=tag.name.casefold() in all_have) for tag in self.organiser.tags]
        popup = NamePopup(
            anchor,
            lambda: translate("Chat", "Tag"),
            names,
            lambda name: translate("Chat", "New tag “{name}”").format(name=name),
        )
        popup.chosen.connect(lambda name: self.organiser.set_tag(ids, name, on=name.casefold() not in all_have))
        popup.created.connect(lambda name: self.organiser.set_tag(ids, name, on=True))
        popup.open_below(anchor)

    def new_folder(self, parent_id: int | None = None) -> None:
        """A folder to be named at once."""
        if self.organiser.mode is not Mode.LIST:
            self.organiser.show(Mode.LIST)
        self.list.search.clear()
        self.organiser.create_folder(translate("Chat", "New folder"), parent_id, self.rename_folder)

    def rename_folder(self, folder_id: int) -> None:
        """Edit a folder's name in its row."""
        if not self.list.isVisible():
            commands.run("window.column")
        self.list.rows.rename_folder(folder_id)

    def _dropped(self, conversations: list[int], folders: list[int], target: int | None) -> None:
        if conversations:
            self.organiser.move(conversations, target)
        for folder in folders:
            self.organiser.move_folder(folder, target)

    def _restore_open(self) -> None:
        if self._controller.open_id is not None:
            self.organiser.restore([self._controller.open_id])

    # -- the trash -------------------------------------------------------------------------------------------------

    def ask_to_empty(self) -> None:
        """Ask whether all that is in the trash may go."""
        model = self.list.model
        every = model.conversations(range(model.rowCount()))
        self.ask_to_delete([each.id for each in every])

    def ask_to_delete(self, ids: Sequence[int]) -> None:
        """The one dialog here: what it does can't be undone."""
        if not ids:
            return
        one = translate("Chat", "Delete this conversation for good?")
        many = translate("Chat", "Delete {n} conversations for good?").format(n=f"{len(ids):,}")
        question = Confirm(
            self.list,
            one if len(ids) == 1 else many,
            translate("Chat", "This can’t be undone. Backups of the last days still hold them."),
            translate("Chat", "Delete for good"),
            translate("Chat", "Keep them"),
            danger=True,
        )
        question.confirmed.connect(lambda: self.organiser.delete(ids))
        question.ask()

    # -- menus -----------------------------------------------------------------------------------------------------

    def _open_menu(self) -> None:
        menu = Menu(self.more)
        for command in (conversations.NEW_FOLDER, conversations.IMPORT, conversations.EXPORT_ALL):
            menu.command(command)
        menu.separator()
        for command in (conversations.SORT_UPDATED, conversations.SORT_CREATED, conversations.SORT_TITLE):
            menu.command(command)
        menu.separator()
        for command in (conversations.ONLY_TAG, conversations.SHOW_ARCHIVE, conversations.SHOW_TRASH):
            menu.command(command)
        menu.open_below(self.more)

    def show_place(self, mode: Mode) -> None:
        """Show the archive, the trash, or the daily list."""
        self.list.search.clear()
        self.organiser.show(mode)
        self.list.rows.setFocus(Qt.FocusReason.TabFocusReason)

    def ask_tag_to_show(self) -> None:
        """Let a person choose the tag to see alone."""
        said = {tag.name: f"{tag.name}  {tag.conversations}" for tag in self.organiser.tags}
        names = [Name(name, text) for name, text in said.items()]
        popup = NamePopup(self.more, lambda: translate("Chat", "Tag"), names, None)
        popup.chosen.connect(self.organiser.show_tag)
        popup.open_below(self.more)

    def export_all(self) -> None:
        """Every conversation that is not in the trash."""
        self.export([])

    def _row_menu(self, row: Row | None, point: QPoint) -> None:
        rows = self.list.rows
        menu = Menu(rows)
        match row:
            case ConversationRow(conversation=conversation):
                chosen = Chosen(self.list.chosen() or [conversation], rows)
                if self.organiser.mode is Mode.TRASH:
                    menu.command(conversations.RESTORE.on(chosen))
                    menu.separator()
                    menu.command(conversations.DELETE_FOR_GOOD.on(chosen))
                else:
                    self._fill_menu(menu, chosen, conversation.id)
            case FolderRow(folder=folder):
                menu.command(conversations.RENAME_FOLDER.on(folder.id))
                menu.command(conversations.NEW_FOLDER_INSIDE.on(folder.id))
                menu.command(conversations.MOVE_FOLDER.on(folder.id))
                menu.command(conversations.EXPORT_FOLDER.on(folder.id))
                menu.separator()
                menu.command(conversations.REMOVE_FOLDER.on(folder.id))
            case _:
                menu.command(conversations.NEW_FOLDER)
        menu.open_at(rows.viewport(), point)

    def _fill_menu(self, menu: Menu, chosen: Chosen, one: int) -> None:
        if len(chosen.conversations) == 1:
            menu.command(conversations.OPEN_ROW.on(one))
            menu.command(conversations.RENAME_ROW.on(one))
        _add_common(menu, chosen)
        menu.separator()
        menu.command(conversations.TRASH_ROWS.on(chosen))

    def fill_menu(self, menu: Menu, conversation: Conversation) -> None:
        """What can be done with the open conversation, in the menu of the page."""
        menu.separator()
        _add_common(menu, Chosen([conversation], menu.anchor))

    def ask_place(self, folder_id: int) -> None:
        """Let a person choose the folder around a folder."""
        names = folder_names(
            self.organiser.folders, translate("Chat", "Outside of folders"), without=frozenset({folder_id})
        )
        popup = NamePopup(self.list.rows, lambda: translate("Chat", "Move to a folder"), names, None)
        popup.chosen.connect(lambda parent: self.organiser.move_folder(folder_id, parent))
        popup.open_below(self.list.search)

    # -- searching -------------------------------------------------------------------------------------------------

    def _ask_filters(self) -> None:
        def show(found: tuple[list[str], list[str]]) -> None:
            models, panes = found
            tags = [tag.name for tag in self.organiser.tags]
            popup = FilterPopup(self.list.filter_button, self.list.narrowed, models, panes, tags)
            popup.narrowed.connect(self._narrow)
            popup.open_below(self.list.filter_button)

        self.run.options(show)

    def _narrow(self, narrowed: Narrowed) -> None:
        self.list.narrow(narrowed)

    def _search_typed(self, text: str) -> None:
        if not text.strip():
            self.marks.clear()

    def find_here(self) -> None:
        """Find within the open conversation; where that is asked for twice, or none is open, in all of them."""
        if self._controller.open_id is None or self.find_bar.field.hasFocus():
            self.find_bar.close_bar()
            self.list.begin_search()
        else:
            self.find_bar.open_bar()

    # -- telling ---------------------------------------------------------------------------------------------------

    def _told(self, said: str, undo: Callable[[], object] | None) -> None:
        toast(self.page, said, undo, bottom=self.page.toast_room)

    def _failed(self, error: Exception) -> None:
        toast(self.page, sentence(error).what, bottom=self.page.toast_room)


def _add_common(menu: Menu, chosen: Chosen) -> None:
    for command in (
        conversations.PIN,
        conversations.MOVE,
        conversations.TAG,
        conversations.ARCHIVE,
        conversations.EXPORT,
    ):
        menu.command(command.on(chosen))
