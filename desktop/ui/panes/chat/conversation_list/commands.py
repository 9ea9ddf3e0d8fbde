"""What can be done with conversations and folders, in the column and elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.store import Conversation


@dataclass(frozen=True)
class Chosen:
    """Conversations, and below which widget to ask for more about them."""

    conversations: Sequence[Conversation]
    anchor: QWidget

    @property
    def ids(self) -> list[int]:
        return [each.id for each in self.conversations]


def _group() -> str:
    return translate("Chat", "Conversations")


# -- of the column -----------------------------------------------------------------------------------------------------

SEARCH = Command("chat.search", lambda: translate("Chat", "Search all conversations"), _group, "Ctrl+Shift+F")
NEXT_RESULT = Command("chat.next_result", lambda: translate("Chat", "Next result"), _group, "F3")
LAST_RESULT = Command("chat.last_result", lambda: translate("Chat", "Previous result"), _group, "Shift+F3")
NEW_FOLDER = Command("chat.new_folder", lambda: translate("Chat", "New folder"), _group, "Ctrl+Shift+D", icon="folder")
IMPORT = Command(
    "chat.import",
    lambda: translate("Chat", "Import conversations"),
    _group,
    icon="upload",
    label=lambda: translate("Chat", "Import…"),
)
EXPORT_ALL = Command(
    "chat.export_all",
    lambda: translate("Chat", "Export all conversations"),
    _group,
    icon="download",
    label=lambda: translate("Chat", "Export all…"),
)
SHOW_ARCHIVE = Command(
    "chat.archive.show",
    lambda: translate("Chat", "Show the archive"),
    _group,
    icon="archive",
    label=lambda: translate("Chat", "Archived"),
)
SHOW_TRASH = Command(
    "chat.trash.show",
    lambda: translate("Chat", "Show the trash"),
    _group,
    icon="trash",
    label=lambda: translate("Chat", "Trash"),
)
SHOW_ALL = Command("chat.shelf.show", lambda: translate("Chat", "Show all conversations"), _group)
SORT_UPDATED = Command("chat.sort.updated", lambda: translate("Chat", "Sort by last written"), _group)
SORT_CREATED = Command("chat.sort.created", lambda: translate("Chat", "Sort by begun"), _group)
SORT_TITLE = Command("chat.sort.title", lambda: translate("Chat", "Sort by title"), _group)
ONLY_TAG = Command("chat.only_tag", lambda: translate("Chat", "Only with a tag…"), _group, icon="tag")
EMPTY_TRASH = Command("chat.trash.empty", lambda: translate("Chat", "Empty the trash"), _group, icon="trash")

# -- on conversations: what is chosen or below the mouse, else the open one --------------------------------------------

RESTORE = CommandOn[Chosen]("chat.trash.restore", lambda: translate("Chat", "Restore"), _group, icon="history")
DELETE_FOR_GOOD = CommandOn[Chosen](
    "chat.trash.delete",
    lambda: translate("Chat", "Delete for good"),
    _group,
    icon="trash",
    label=lambda: translate("Chat", "Delete for good…"),
    danger=True,
)
MOVE = CommandOn[Chosen](
    "chat.move",
    lambda: translate("Chat", "Move to a folder"),
    _group,
    "Ctrl+Shift+M",
    icon="folder",
    label=lambda: translate("Chat", "Move to a folder…"),
)
TAG = CommandOn[Chosen](
    "chat.tag",
    lambda: translate("Chat", "Give a tag"),
    _group,
    "Ctrl+Shift+G",
    icon="tag",
    label=lambda: translate("Chat", "Tags…"),
)
PIN = CommandOn[Chosen](
    "chat.pin",
    lambda: translate("Chat", "Pin or unpin"),
    _group,
    "Ctrl+Shift+P",
    icon="pin",
    label=lambda: translate("Chat", "Pin"),
)
ARCHIVE = CommandOn[Chosen](
    "chat.archive",
    lambda: translate("Chat", "Into the archive or out of it"),
    _group,
    "Ctrl+Shift+H",
    icon="archive",
    label=lambda: translate("Chat", "Archive"),
)
EXPORT = CommandOn[Chosen](
    "chat.export",
    lambda: translate("Chat", "Export"),
    _group,
    "Ctrl+Shift+E",
    icon="download",
    label=lambda: translate("Chat", "Export…"),
)

# -- on rows, whose keys the list handles by itself --------------------------------------------------------------------

OPEN_ROW = CommandOn[int](
    "chat.list.open",
    lambda: translate("Chat", "Open a conversation in the list"),
    _group,
    "Return",
    icon="chat",
    label=lambda: translate("Chat", "Open"),
    own_keys=True,
)
RENAME_ROW = CommandOn[int](
    "chat.list.rename",
    lambda: translate("Chat", "Rename in the list"),
    _group,
    "F2",
    icon="edit",
    label=lambda: translate("Chat", "Rename"),
    own_keys=True,
)
TRASH_ROWS = CommandOn[Chosen](
    "chat.list.trash",
    lambda: translate("Chat", "Move to the trash in the list"),
    _group,
    "Del",
    icon="trash",
    label=lambda: translate("Chat", "Delete"),
    danger=True,
    own_keys=True,
)
CHOOSE_SEVERAL = Command(
    "chat.list.several", lambda: translate("Chat", "Choose several in the list"), _group, "Shift+Down", own_keys=True
)
CHOOSE_ALL = Command(
    "chat.list.all", lambda: translate("Chat", "Choose all in the list"), _group, "Ctrl+A", own_keys=True
)

# -- on folders --------------------------------------------------------------------------------------------------------

RENAME_FOLDER = CommandOn[int](
    "chat.folder.rename",
    lambda: translate("Chat", "Rename a folder in the list"),
    _group,
    "F2",
    icon="edit",
    label=lambda: translate("Chat", "Rename"),
    own_keys=True,
)
NEW_FOLDER_INSIDE = CommandOn[int](
    "chat.folder.new", lambda: translate("Chat", "New folder inside"), _group, icon="folder"
)
MOVE_FOLDER = CommandOn[int]("chat.folder.move", lambda: translate("Chat", "Move to a folder…"), _group, icon="folder")
EXPORT_FOLDER = CommandOn[int]("chat.folder.export", lambda: translate("Chat", "Export…"), _group, icon="download")
REMOVE_FOLDER = CommandOn[int](
    "chat.folder.remove",
    lambda: translate("Chat", "Remove the folder, keep what is in it"),
    _group,
    "Del",
    icon="x",
    own_keys=True,
)

ALL: tuple[Command, ...] = (
    *(SEARCH, NEXT_RESULT, LAST_RESULT, NEW_FOLDER, IMPORT, EXPORT_ALL, SHOW_ARCHIVE, SHOW_TRASH, SHOW_ALL),
    *(SORT_UPDATED, SORT_CREATED, SORT_TITLE, ONLY_TAG, EMPTY_TRASH, RESTORE, DELETE_FOR_GOOD),
    *(MOVE, TAG, PIN, ARCHIVE, EXPORT, OPEN_ROW, RENAME_ROW, TRASH_ROWS, CHOOSE_SEVERAL, CHOOSE_ALL),
    *(RENAME_FOLDER, NEW_FOLDER_INSIDE, MOVE_FOLDER, EXPORT_FOLDER, REMOVE_FOLDER),
)
