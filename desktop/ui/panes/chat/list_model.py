"""The rows of the conversation list for Qt: headings of days, and conversations under them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.base.i18n import translate
from desktop.store import Conversation
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.grouping import Day, grouped

CONVERSATION = Qt.ItemDataRole.UserRole + 1  # the id; None on a heading
DATE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ListModel(QAbstractListModel):
    """Read-only but for titles; `renamed` carries a conversation's id and the title a person typed."""

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Conversation | Day] = []
        self._now = datetime.now().astimezone()

    def show_conversations(self, conversations: Iterable[Conversation], wanted: str, now: datetime) -> None:
        """Fill the list with those whose title holds every word of `wanted`."""
        rows: list[Conversation | Day] = []
        for group in grouped(conversations, now, wanted):
            rows.append(group.day)
            rows.extend(group.conversations)
        self._now = now
        if [_key(row) for row in rows] == [_key(row) for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, conversation_id: int | None) -> int:
        """The row of a conversation, -1 when it isn't listed."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Conversation) and row.id == conversation_id:
                return number
        return -1

    def conversation_at(self, index: _Index) -> int | None:
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        return row.id if isinstance(row, Conversation) else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.conversation_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if isinstance(row, Day):
            return day_name(row) if role == Qt.ItemDataRole.DisplayRole else None
        title = row.title or translate("Chat", "Untitled")
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{title}, {words.when(row.updated, self._now)}"
            case _ if role == CONVERSATION:
                return row.id
            case _ if role == DATE:
                return words.when(row.updated, self._now)
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        conversation_id = self.conversation_at(index)
        title = " ".join(str(value).split())
        if conversation_id is None or not title or title == self.data(index):
            return False
        self.renamed.emit(conversation_id, title)
        return True


def day_name(day: Day) -> str:
    match day:
        case Day.TODAY:
            return translate("Chat", "Today")
        case Day.YESTERDAY:
            return translate("Chat", "Yesterday")
    return translate("Chat", "Earlier")


def _key(row: Conversation | Day) -> object:
    return row.id if isinstance(row, Conversation) else row
