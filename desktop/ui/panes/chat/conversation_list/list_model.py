"""The rows of the list for Qt: headings, folders and conversations, what is dragged and where it may be dropped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.base.i18n import translate
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.conversation_list.grouping import ConversationRow, FolderRow, Heading, Row

if TYPE_CHECKING:
    from desktop.store import Conversation

ROW = Qt.ItemDataRole.UserRole + 1  # the row itself
DATE = Qt.ItemDataRole.UserRole + 2

CARRIED = "application/x-lamplight-shelf"  # what is dragged: {"conversations": [ids], "folders": [ids]}

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ListModel(QAbstractListModel):
    """Titles and the names of folders can be edited: `renamed` and `folder_renamed` carry an id and what was typed.

    `dropped` carries conversations, folders, and the folder they were dropped on (None: outside of all).
    """

    renamed = Signal(int, str)
    folder_renamed = Signal(int, str)
    dropped = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()
        self._keys: list[object] = []
        self._places: dict[int, int] = {}
        self._now = datetime.now().astimezone()
        self._trash = False

    def show_rows(self, rows: Sequence[Row], now: datetime, *, trash: bool = False) -> bool:
        """Show these; False when they are the rows that stood there, perhaps with other words."""
        self._now, self._trash = now, trash
        keys = list(map(_key, rows))
        if keys == self._keys:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return False
        self.beginResetModel()
        self._rows, self._keys = rows, keys
        self._places = {
            row.conversation.id: number for number, row in enumerate(rows) if isinstance(row, ConversationRow)
        }
        self.endResetModel()
        return True

    def row_of(self, conversation_id: int | None) -> int:
        """The row of a conversation, -1 when it isn't listed."""
        return -1 if conversation_id is None else self._places.get(conversation_id, -1)

    def row_of_folder(self, folder_id: int) -> int:
        """The row of a folder, -1 when it isn't listed."""
        for number, row in enumerate(self._rows):
            if isinstance(row, FolderRow) and row.folder.id == folder_id:
                return number
        return -1

    def at(self, index: _Index) -> Row | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def conversation_at(self, index: _Index) -> int | None:
        row = self.at(index)
        return row.conversation.id if isinstance(row, ConversationRow) else None

    def folder_at(self, index: _Index) -> FolderRow | None:
        row = self.at(index)
        return row if isinstance(row, FolderRow) else None

    def only_conversations(self, rows: Iterable[int]) -> set[int]:
        """Those of these rows that are conversations."""
        listed, count = self._rows, len(self._rows)
        return {row for row in rows if row < count and isinstance(listed[row], ConversationRow)}

    def conversations(self, rows: Iterable[int]) -> list[Conversation]:
        """The conversations in these rows, from the top down."""
        found = (self._rows[row] for row in sorted(rows) if row < len(self._rows))
        return [row.conversation for row in found if isinstance(row, ConversationRow)]

    # -- Qt's questions --------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        row = self.at(index)
        flag = Qt.ItemFlag
        match row:
            case ConversationRow():
                kept = flag.ItemIsEnabled | flag.ItemIsSelectable
                return kept if self._trash else kept | flag.ItemIsEditable | flag.ItemIsDragEnabled
            case FolderRow():
                return flag.ItemIsEnabled | flag.ItemIsEditable | flag.ItemIsDragEnabled | flag.ItemIsDropEnabled
            case Heading():
                return flag.NoItemFlags | flag.ItemIsDropEnabled
        return flag.ItemIsDropEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.at(index)
        if row is None:
            return None
        if role == ROW:
            return row
        match row:
            case Heading():
                return heading(row) if role == Qt.ItemDataRole.DisplayRole else None
            case FolderRow():
                return self._folder_data(row, role)
            case _:
                return self._conversation_data(row.conversation, role)

    def _folder_data(self, row: FolderRow, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.folder.name
            case Qt.ItemDataRole.AccessibleTextRole:
                said = translate("Chat", "Folder {name}, open") if row.is_open else translate("Chat", "Folder {name}")
                return said.format(name=row.folder.name)
            case _ if role == DATE:
                return str(row.count or "")
        return None

    def _conversation_data(self, conversation: Conversation, role: int) -> Any:
        title = conversation.title or translate("Chat", "Untitled")
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return title
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = [title, *conversation.tags, self._when(conversation)]
                if conversation.pinned is not None:
                    parts.insert(1, translate("Chat", "pinned"))
                return ", ".join(parts)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join((title, " · ".join(conversation.tags))) if conversation.tags else title
            case _ if role == DATE:
                return self._when(conversation)
        return None

    def _when(self, conversation: Conversation) -> str:
        return words.when(conversation.trashed or conversation.updated, self._now)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.at(index)
        said = " ".join(str(value).split())
        if not said or said == self.data(index):
            return False
        match row:
            case ConversationRow():
                self.renamed.emit(row.conversation.id, said)
            case FolderRow():
                self.folder_renamed.emit(row.folder.id, said)
            case _:
                return False
        return True

    # -- dragging --------------------------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [CARRIED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = [self.at(index) for index in indexes]
        carried = {
            "conversations": [row.conversation.id for row in rows if isinstance(row, ConversationRow)],
            "folders": [row.folder.id for row in rows if isinstance(row, FolderRow)],
        }
        data = QMimeData()
        data.setData(CARRIED, json.dumps(carried).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: _Index
    ) -> bool:
        return data.hasFormat(CARRIED) and not self._trash

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: _Index) -> bool:
        if not data.hasFormat(CARRIED):
            return False
        carried = json.loads(bytes(data.data(CARRIED).data()))
        self.dropped.emit(carried["conversations"], carried["folders"], self.target_of(parent))
        return True

    def target_of(self, index: _Index) -> int | None:
        """The folder that a drop on this row means: a folder itself, or the one that a conversation is in."""
        match self.at(index):
            case FolderRow(folder=folder):
                return folder.id
            case ConversationRow(conversation=conversation, depth=depth) if depth:
                return conversation.folder_id
        return None


def heading(which: Heading) -> str:
    match which:
        case Heading.PINNED:
            return translate("Chat", "Pinned")
        case Heading.FOLDERS:
            return translate("Chat", "Folders")
        case Heading.TODAY:
            return translate("Chat", "Today")
        case Heading.YESTERDAY:
            return translate("Chat", "Yesterday")
        case Heading.EARLIER:
            return translate("Chat", "Earlier")
    return translate("Chat", "Outside of folders")


def _key(row: Row) -> object:
    if isinstance(row, ConversationRow):
        return row.conversation.id, row.depth
    if isinstance(row, FolderRow):
        return "folder", row.folder.id, row.depth, row.is_open
    return row
