"""Joins the column to what it does: menus, choices of many, dragging, search, and what comes in and goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.store.conversations.organisation_records import Sort
from desktop.ui.commands import commands
from desktop.ui.panes.chat.controller import Controller
from desktop.ui.panes.chat.conversation_list.column import ConversationList
from desktop.ui.panes.chat.conversation_list.grouping import ConversationRow, FolderRow, Row
from desktop.ui.panes.chat.conversation_list.list_commands import ListCommands
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
        controller: Controller,
        page: ChatPage,
        paper: Paper | None,
        listed: ConversationList,
        more: IconButton,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._page = page
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
        ListCommands(self, controller, page)

    @cached_property
    def exports(self) -> ExportAsking:
        """Conversations out."""
        from desktop.ui.panes.chat.transfer.export_dialog import ExportAsking

        return ExportAsking(self._store, self._paper, self._page, self.more)

    @cached_property
    def imports(self) -> ImportDialog:
        """Conversations in."""
        from desktop.ui.panes.chat.transfer.import_dialog import ImportDialog

        built = ImportDialog(self._store, self._page)
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
        self._page.restore_asked.connect(self._restore_open)
        listed.delete_asked.connect(lambda: self.trash(self._ids()))
        listed.filters_asked.connect(self._ask_filters)
        listed.model.renamed.connect(self._controller.rename)
        listed.model.dropped.connect(self._dropped)
        listed.rows.folder_toggled.connect(organiser.toggle_folder)
        listed.model.folder_renamed.connect(organiser.rename_folder)
        listed.rows.folder_delete_asked.connect(organiser.remove_folder)
        listed.rows.menu_asked.connect(self._row_menu)
        bar = listed.bar
        self._on_shelf = [
            bar.add("folder", lambda: translate("Chat", "Move to a folder"), lambda: self.ask_folder(self._ids(), bar)),
            bar.add("tag", lambda: translate("Chat", "Tags"), lambda: self.ask_tag(listed.chosen(), bar)),
            bar.add("archive", lambda: translate("Chat", "Archive"), self._archive_chosen),
            bar.add("download", lambda: translate("Chat", "Export"), lambda: self.export(self._ids())),
        ]
        self._put_back = bar.add("history", lambda: translate("Chat", "Restore"), self.restore_chosen)
        self._throw = bar.add("trash", lambda: translate("Chat", "Delete"), self._delete_chosen, shortcut="Del")
        self._empty = listed.place_strip.add("trash", lambda: translate("Chat", "Empty the trash"), self.ask_to_empty)
        organiser.changed.connect(self._mode_changed)
        self._mode_changed()

    def _mode_changed(self) -> None:
        in_trash = self.organiser.mode is Mode.TRASH
        for button in self._on_shelf:
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
            self._ask_to_delete(self._ids())
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
        if self.organiser.mode is not Mode.SHELF:
            self.organiser.show(Mode.SHELF)
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

    def restore_chosen(self) -> None:
        """Back from the trash with what is chosen in the list."""
        self.organiser.restore(self._ids())

    # -- the trash -------------------------------------------------------------------------------------------------

    def ask_to_empty(self) -> None:
        """Ask whether all that is in the trash may go."""
        model = self.list.model
        every = model.conversations(range(model.rowCount()))
        self._ask_to_delete([each.id for each in every])

    def _ask_to_delete(self, ids: Sequence[int]) -> None:
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
        organiser = self.organiser
        menu = Menu(self.more)
        menu.add(translate("Chat", "New folder"), self.new_folder, icon="folder")
        menu.add(translate("Chat", "Import…"), lambda: self.import_files(), icon="upload")
        menu.add(translate("Chat", "Export all…"), self.export_all, icon="download")
        menu.separator()
        for sort, said in (
            (Sort.UPDATED, translate("Chat", "Sort by last written")),
            (Sort.CREATED, translate("Chat", "Sort by begun")),
            (Sort.TITLE, translate("Chat", "Sort by title")),
        ):
            menu.add(said, partial(organiser.set_sort, sort), checked=organiser.sort is sort)
        menu.separator()
        menu.add(translate("Chat", "Only with a tag…"), self.ask_tag_to_show, icon="tag", enabled=bool(organiser.tags))
        menu.add(translate("Chat", "Archived"), partial(self.show_place, Mode.ARCHIVE), icon="archive")
        menu.add(translate("Chat", "Trash"), partial(self.show_place, Mode.TRASH), icon="trash")
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
                chosen = self.list.chosen() or [conversation]
                if self.organiser.mode is Mode.TRASH:
                    self._fill_trash_menu(menu, chosen)
                else:
                    self._fill_menu(menu, chosen, conversation)
            case FolderRow(folder=folder):
                inside = self.organiser.inside(folder.id)
                menu.add(translate("Chat", "Rename"), lambda: self.rename_folder(folder.id), icon="edit", hint="F2")
                menu.add(translate("Chat", "New folder inside"), lambda: self.new_folder(folder.id), icon="folder")
                menu.add(translate("Chat", "Move to a folder…"), lambda: self._ask_place(folder.id), icon="folder")
                menu.add(
                    translate("Chat", "Export…"), lambda: self.export(inside), icon="download", enabled=bool(inside)
                )
                menu.separator()
                remove = translate("Chat", "Remove the folder, keep what is in it")
                menu.add(remove, lambda: self.organiser.remove_folder(folder.id), icon="x", hint="Del")
            case _:
                menu.add(translate("Chat", "New folder"), self.new_folder, icon="folder")
        menu.open_at(rows.viewport(), point)

    def _fill_menu(self, menu: Menu, chosen: list[Conversation], one: Conversation) -> None:
        organiser, rows = self.organiser, self.list.rows
        ids = [each.id for each in chosen]
        if len(chosen) == 1:
            menu.add(translate("Chat", "Open"), lambda: self.list.open_asked.emit(one.id), hint="Enter", icon="chat")
            menu.add(translate("Chat", "Rename"), lambda: rows.rename(one.id), icon="edit", hint="F2")
        pinned = all(each.pinned is not None for each in chosen)
        said = translate("Chat", "Unpin") if pinned else translate("Chat", "Pin")
        menu.add(said, lambda: organiser.pin(ids, on=not pinned), icon="pin")
        menu.add(translate("Chat", "Move to a folder…"), lambda: self.ask_folder(ids, rows), icon="folder")
        menu.add(translate("Chat", "Tags…"), lambda: self.ask_tag(chosen, rows), icon="tag")
        archived = organiser.mode is Mode.ARCHIVE
        said = translate("Chat", "Out of the archive") if archived else translate("Chat", "Archive")
        menu.add(said, lambda: organiser.archive(ids, on=not archived), icon="archive")
        menu.add(translate("Chat", "Export…"), lambda: self.export(ids), icon="download")
        menu.separator()
        menu.add(translate("Chat", "Delete"), lambda: self.trash(ids), icon="trash", hint="Del", danger=True)

    def fill_menu(self, menu: Menu, conversation: Conversation) -> None:
        """What can be done with the open conversation, in the menu of the page."""
        organiser, ids, pinned = self.organiser, [conversation.id], conversation.pinned is not None
        archived = conversation.archived is not None
        menu.separator()
        said = translate("Chat", "Unpin") if pinned else translate("Chat", "Pin")
        menu.add(said, lambda: organiser.pin(ids, on=not pinned), icon="pin")
        anchor = menu.anchor
        menu.add(translate("Chat", "Move to a folder…"), lambda: self.ask_folder(ids, anchor), icon="folder")
        menu.add(translate("Chat", "Tags…"), lambda: self.ask_tag([conversation], anchor), icon="tag")
        said = translate("Chat", "Out of the archive") if archived else translate("Chat", "Archive")
        menu.add(said, lambda: organiser.archive(ids, on=not archived), icon="archive")
        menu.add(translate("Chat", "Export…"), lambda: self.export(ids), icon="download")

    def _fill_trash_menu(self, menu: Menu, chosen: list[Conversation]) -> None:
        ids = [each.id for each in chosen]
        menu.add(translate("Chat", "Restore"), lambda: self.organiser.restore(ids), icon="history")
        menu.separator()
        gone = translate("Chat", "Delete for good…")
        menu.add(gone, lambda: self._ask_to_delete(ids), icon="trash", danger=True)

    def _ask_place(self, folder_id: int) -> None:
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
        toast(self._page, said, undo, bottom=self._page.toast_room)

    def _failed(self, error: Exception) -> None:
        toast(self._page, sentence(error).what, bottom=self._page.toast_room)
