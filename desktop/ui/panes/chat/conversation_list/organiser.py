"""What a person does with conversations as a whole: put in order, tag, pin, archive, throw away; with a way back.

Everything happens off the main thread, after what the chat asked of the store before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.base.i18n import translate
from desktop.store.conversations.organisation_records import Sort, View
from desktop.ui import tasks
from desktop.ui.later import later
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.conversation_list.grouping import Row, flat, group_rows

if TYPE_CHECKING:
    from desktop.store import Conversation, Store
    from desktop.store.conversations.organisation import Organisation
    from desktop.store.conversations.organisation_records import Change, Folder, Tag


class Mode(Enum):
    """Which conversations the column shows."""

    LIST = "shelf"
    ARCHIVE = "archive"
    TRASH = "trash"


class Organiser(QObject):
    """`changed` asks to fill the rows again; `told` carries what was done and the way back, or None."""

    changed = Signal()
    told = Signal(str, object)
    failed = Signal(object)

    def __init__(self, store: Store, controller: ChatController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._organisation = later(lambda: _organisation(store))
        self._controller = controller
        self.mode = Mode.LIST
        self.sort = Sort.UPDATED
        self.tag = ""
        self.open_folders: set[int] = set()
        self.folders: list[Folder] = []
        self.tags: list[Tag] = []
        self._aside: list[Conversation] = []  # of the archive or the trash
        self._aside_read = False

    # -- what is kept over a restart -------------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        return {"sort": str(self.sort), "folders": sorted(self.open_folders)}

    def restore_state(self, state: object) -> None:
        if not isinstance(state, dict):
            return
        if state.get("sort") in set(Sort):
            self.sort = Sort(state["sort"])
        folders = state.get("folders")
        if isinstance(folders, list):
            self.open_folders = {each for each in folders if isinstance(each, int)}
        self.changed.emit()

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def listed(self) -> bool:
        """Whether what is to be shown has been read."""
        return self._controller.listed if self.mode is Mode.LIST else self._aside_read

    def rows(self) -> list[Row]:
        """The rows of the column now."""
        now = datetime.now().astimezone()
        if self.mode is Mode.TRASH:
            return flat(self._aside)
        if self.mode is Mode.ARCHIVE:
            return group_rows(self._aside, (), (), now, self.sort, self.tag)
        return group_rows(self._controller.conversations, self.folders, self.open_folders, now, self.sort, self.tag)

    def read(self) -> None:
        """Read folders, tags, and the archive or the trash where one of them is shown."""
        mode = self.mode
        view = View(archived=True, pins_first=False) if mode is Mode.ARCHIVE else View(trashed=True, pins_first=False)

        def work() -> tuple[list[Folder], list[Tag], list[Conversation]]:
            aside = [] if mode is Mode.LIST else self._organisation.conversations(view)
            return self._organisation.folders(), self._organisation.tags(), aside

        def take(found: tuple[list[Folder], list[Tag], list[Conversation]]) -> None:
            self.folders, self.tags, aside = found
            if mode is self.mode:
                self._aside = sorted(aside, key=_thrown_away, reverse=True) if mode is Mode.TRASH else aside
                self._aside_read = True
            if self.tag and not any(tag.name.casefold() == self.tag.casefold() for tag in self.tags):
                self.tag = ""
            self.changed.emit()

        self._run(work, take)

    def show(self, mode: Mode) -> None:
        """Show the daily list, the archive or the trash."""
        self.mode = mode
        self._aside, self._aside_read = [], False
        self.changed.emit()
        self.read()

    def show_tag(self, tag: str) -> None:
        """Show only what has this tag; "" shows everything again."""
        self.tag = tag
        self.changed.emit()

    def set_sort(self, sort: Sort) -> None:
        self.sort = sort
        self.changed.emit()

    def toggle_folder(self, folder_id: int) -> None:
        """Open a folder in the list, or close it."""
        self.open_folders ^= {folder_id}
        self.changed.emit()

    def folder_of(self, conversation_id: int) -> int | None:
        """The folder a listed conversation is in."""
        found = next((each for each in self._controller.conversations if each.id == conversation_id), None)
        return found.folder_id if found is not None else None

    def reveal(self, conversation_id: int) -> None:
        """Open the folders around a conversation."""
        parents = {folder.id: folder.parent_id for folder in self.folders}
        at = self.folder_of(conversation_id)
        around: set[int] = set()
        while at is not None and at in parents and at not in around:
            around.add(at)
            at = parents[at]
        if not around <= self.open_folders:
            self.open_folders |= around
            self.changed.emit()

    # -- conversations ---------------------------------------------------------------------------------------------

    def move(self, ids: Sequence[int], folder_id: int | None) -> None:
        """Into a folder, or out of all."""
        if folder_id is None:
            said = translate("Chat", "Moved out of all folders.")
        else:
            name = next((folder.name for folder in self.folders if folder.id == folder_id), "")
            self.open_folders.add(folder_id)
            said = translate("Chat", "Moved to “{name}”.")
            said = said.format(name=name)
        self._do(lambda: self._organisation.move(ids, folder_id), said)

    def move_to_new(self, ids: Sequence[int], name: str) -> None:
        """Into a folder that is made for them."""

        def work() -> Change:
            folder = self._organisation.create_folder(name)
            self.open_folders.add(folder.id)
            return self._organisation.move(ids, folder.id)

        said = translate("Chat", "Moved to “{name}”.")
        self._do(work, said.format(name=name))

    def set_tag(self, ids: Sequence[int], name: str, *, on: bool) -> None:
        """Give a tag or take it off."""
        said = translate("Chat", "Tag “{name}” given.") if on else translate("Chat", "Tag “{name}” taken off.")
        work = self._organisation.tag if on else self._organisation.untag
        self._do(lambda: work(ids, name), said.format(name=name))

    def pin(self, ids: Sequence[int], *, on: bool) -> None:
        """Keep at the top, or no longer."""
        said = translate("Chat", "Pinned.") if on else translate("Chat", "No longer pinned.")
        self._do(lambda: self._organisation.pin(ids, on), said)

    def archive(self, ids: Sequence[int], *, on: bool) -> None:
        """Out of the daily list, or back into it; search finds them either way."""
        said = translate("Chat", "Moved to the archive.") if on else translate("Chat", "Out of the archive again.")
        self._do(lambda: self._organisation.archive(ids, on), said)

    def trash(self, ids: Sequence[int]) -> None:
        """Into the trash. What is being written there stops, and the open one gives way to its neighbour."""
        for found in ids:
            writing = self._controller.writing_in(found)
            if writing is not None:
                writing.stop.set()
        was_open = self._controller.open_id if self._controller.open_id in ids else None
        if was_open is not None:
            self._controller.open(self._neighbour(ids))
        said = translate("Chat", "Moved to the trash, for 30 days.")
        self._do(lambda: self._organisation.trash(ids), said, was_open)

    def restore(self, ids: Sequence[int]) -> None:
        """Out of the trash."""
        said = translate("Chat", "Restored.")
        self._do(lambda: self._organisation.restore(ids), said)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete for good what is in the trash: there is no way back."""

        def done(count: int) -> None:
            if self._controller.open_id in ids:
                self._controller.open(None)
            self.told.emit(_counted(count, translate("Chat", "Deleted for good.")), None)
            self.read()

        self._run(lambda: self._organisation.delete(ids), done)

    # -- folders and tags ------------------------------------------------------------------------------------------

    def create_folder(
        self, name: str, parent_id: int | None = None, then: Callable[[int], object] | None = None
    ) -> None:
        """A new folder, open."""

        def done(folder: Folder) -> None:
            self.open_folders |= {folder.id} if parent_id is None else {folder.id, parent_id}
            self.read()
            if then is not None:
                self._run(lambda: None, lambda _: then(folder.id))  # once it is listed

        self._run(lambda: self._organisation.create_folder(name, parent_id), done)

    def rename_folder(self, folder_id: int, name: str) -> None:
        said = translate("Chat", "The folder is called “{name}”.").format(name=name)
        self._do(lambda: self._organisation.rename_folder(folder_id, name), said)

    def move_folder(self, folder_id: int, parent_id: int | None) -> None:
        """Into another folder; into itself nothing happens."""
        if folder_id == parent_id or parent_id in self._below(folder_id):
            return
        if parent_id is not None:
            self.open_folders.add(parent_id)
        said = translate("Chat", "The folder was moved.")
        self._do(lambda: self._organisation.move_folder(folder_id, parent_id), said)

    def remove_folder(self, folder_id: int) -> None:
        """What is in it moves to the folder around it."""
        said = translate("Chat", "The folder is gone; what was in it is kept.")
        self._do(lambda: self._organisation.remove_folder(folder_id), said)

    def rename_tag(self, name: str, to: str) -> None:
        self._run(lambda: self._organisation.rename_tag(name, to), lambda _: self.refresh())

    def refresh(self) -> None:
        """Read everything again."""
        self._controller.reload()
        self.read()

    def inside(self, folder_id: int) -> list[int]:
        """The conversations in a folder and below it."""
        within = self._below(folder_id)
        return [each.id for each in self._controller.conversations if each.folder_id in within]

    # -- inside ----------------------------------------------------------------------------------------------------

    def _do(self, work: Callable[[], Change], said: str, was_open: int | None = None) -> None:
        """Do it and tell it; taking it back opens what was open."""

        def undone(_: object) -> None:
            self.read()
            self._controller.reload(lambda: self._controller.open(was_open) if was_open is not None else None)

        def done(change: Change) -> None:
            self.refresh()
            if change.places or change.folders:
                self.told.emit(
                    _counted(len(change.places), said),
                    lambda: self._run(lambda: self._organisation.undo(change), undone),
                )

        self._run(work, done)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        tasks.run(work, then, self.failed.emit, self, lane="store")

    def _below(self, folder_id: int) -> set[int]:
        """A folder and all in it."""
        found = {folder_id}
        while more := {folder.id for folder in self.folders if folder.parent_id in found} - found:
            found |= more
        return found

    def _neighbour(self, ids: Sequence[int]) -> int | None:
        """The conversation that takes the place of the open one: the next that stays."""
        order = [each.id for each in self._controller.conversations]
        gone = set(ids)
        at = order.index(self._controller.open_id) if self._controller.open_id in order else 0
        return next((each for each in (*order[at:], *reversed(order[:at])) if each not in gone), None)


def _organisation(store: Store) -> Organisation:
    from desktop.store.conversations.organisation import Organisation

    return Organisation(store.database)


def _counted(count: int, said: str) -> str:
    """What was done, and with how many where it is more than one."""
    return said if count < 2 else translate("Chat", "{said} {n} conversations.").format(said=said, n=f"{count:,}")


def _thrown_away(conversation: Conversation) -> datetime:
    return conversation.trashed or conversation.updated
