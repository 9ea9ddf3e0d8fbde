"""The list itself: conversations and folders as rows, many of them chosen at once, dragged, and all by keyboard."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QFrame, QListView, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.panes.chat.conversation_list.grouping import ConversationRow, FolderRow
from desktop.ui.panes.chat.conversation_list.list_model import CARRIED, ListModel
from desktop.ui.panes.chat.conversation_list.row_painting import RowPainting
from desktop.ui.text.retranslate import say

if TYPE_CHECKING:
    from desktop.store import Conversation

_NOWHERE = QPoint(-1, -1)
_Index = QModelIndex | QPersistentModelIndex
_CHOOSING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class ConversationListView(QListView):
    """Enter opens, F2 renames in place, Delete moves to the trash, Right and Left open and close a folder; Shift and
    Ctrl choose several. Backspace does nothing.

    `menu_asked` carries a row and where the menu goes; `edited` says that a name's editor is gone.
    """

    open_asked = Signal(int)
    delete_asked = Signal()
    folder_toggled = Signal(int)
    folder_delete_asked = Signal(int)
    edited = Signal()
    menu_asked = Signal(object, object)
    chosen_changed = Signal()
    left_upwards = Signal()

    def __init__(self, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_id: int | None = None
        self.drop_row = -1
        self.hovered_row = -1
        self._chosen_rows: set[int] = set()
        self._model = model
        self._by_keyboard = False
        self._pressed_at = _NOWHERE
        self.setModel(model)
        self.setItemDelegate(RowPainting(self, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().selectionChanged.connect(self._chosen_changed)
        say(self, self.setAccessibleName, lambda: translate("Chat", "Conversations"))
        theme.follow(self, self.scheduleDelayedItemsLayout)

    @property
    def by_keyboard(self) -> bool:
        """Whether the ring is shown: the focus is here and came from the keyboard."""
        return self._by_keyboard and self.hasFocus()

    # -- what is chosen --------------------------------------------------------------------------------------------

    def chosen(self) -> list[Conversation]:
        """The conversations chosen, from the top down."""
        return self._model.conversations(self._chosen_rows)

    @property
    def chosen_count(self) -> int:
        """How many those are."""
        return len(self._chosen_rows)

    def is_chosen(self, index: _Index) -> bool:
        """Whether a row belongs to a choice of several."""
        return len(self._chosen_rows) > 1 and index.row() in self._chosen_rows

    def choose(self, ids: Collection[int], current: int | None = None) -> None:
        """Choose these where they are listed, such as after the rows were filled again."""
        rows = sorted(row for row in map(self._model.row_of, ids) if row >= 0)
        at = self._model.row_of(current) if current is not None else -1
        if at >= 0:
            self.setCurrentIndex(self._model.index(at))
        selection = QItemSelection()
        for first, last in _ranges(rows):
            selection.select(self._model.index(first), self._model.index(last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._chosen_changed()  # after the rows were filled again nothing else tells

    def choose_all(self) -> None:
        """Every conversation that is listed."""
        self.selectAll()

    def _chosen_changed(self) -> None:
        # By ranges: an index for each of twenty thousand rows would take a quarter of a second.
        ranges = self.selectionModel().selection()
        every = (ranges.at(number) for number in range(ranges.count()))
        rows = {row for each in every for row in range(each.top(), each.bottom() + 1)}
        self._chosen_rows = self._model.only_conversations(rows)
        self.viewport().update()
        self.chosen_changed.emit()

    def rename(self, conversation_id: int) -> None:
        """Edit a title in place."""
        self._edit(self._model.row_of(conversation_id))

    def rename_folder(self, folder_id: int) -> None:
        """Edit a folder's name in place."""
        self._edit(self._model.row_of_folder(folder_id))

    @property
    def editing(self) -> bool:
        """Whether a name is being edited: the rows stay where they are until it is done."""
        return self.state() == QAbstractItemView.State.EditingState

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        QTimer.singleShot(0, self, self.edited.emit)  # Qt is still at it: the focus moves, and commits once more

    def _edit(self, row: int) -> None:
        if row >= 0:
            index = self._model.index(row)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
            self.edit(index)

    # -- keyboard --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keyboard = True
        row = self._model.at(self.currentIndex())
        if not self._take_key(event, row):
            super().keyPressEvent(event)
        self.viewport().update()

    def _take_key(self, event: QKeyEvent, row: object) -> bool:
        key = event.key()
        match row:
            case ConversationRow(conversation=conversation):
                if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self.open_asked.emit(conversation.id)
                    return True
                if key == Qt.Key.Key_F2:
                    self.edit(self.currentIndex())
                    return True
                if key == Qt.Key.Key_Delete:
                    self.delete_asked.emit()
                    return True
            case FolderRow():
                return self._take_folder_key(key, row) or self._take_move(event)
        return self._take_move(event)

    def _take_folder_key(self, key: int, row: FolderRow) -> bool:
        turns = {Qt.Key.Key_Right: not row.is_open, Qt.Key.Key_Left: row.is_open}
        if turns.get(Qt.Key(key), key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)):
            self.folder_toggled.emit(row.folder.id)
        elif key == Qt.Key.Key_F2:
            self.rename_folder(row.folder.id)
        elif key == Qt.Key.Key_Delete:
            self.folder_delete_asked.emit(row.folder.id)
        else:
            return False
        return True

    def _take_move(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Backspace:
            return True
        if event.key() == Qt.Key.Key_Up and not event.modifiers() and self.currentIndex().row() <= self._first():
            self.left_upwards.emit()
            return True
        if event.key() == Qt.Key.Key_Escape and len(self.chosen()) > 1:
            self.choose([], self.open_id)
            return True
        return False

    def _first(self) -> int:
        """The first row that can be current."""
        return next(
            (
                row
                for row in range(min(3, self._model.rowCount()))
                if self._model.index(row).flags() & Qt.ItemFlag.ItemIsEnabled
            ),
            0,
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.stand_somewhere()

    def stand_somewhere(self) -> None:
        """Have a current row for the keyboard: the open conversation's, else the first."""
        if self._model.at(self.currentIndex()) is None or not self.currentIndex().flags():
            row = self._model.row_of(self.open_id)
            self.selectionModel().setCurrentIndex(
                self._model.index(row if row >= 0 else self._first()), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    # -- mouse -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A plain click opens; with Shift or Ctrl it chooses."""
        index = self.indexAt(event.position().toPoint())
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & _CHOOSING
        dragged = self.state() == QAbstractItemView.State.DraggingState
        super().mouseReleaseEvent(event)
        if not plain or dragged or index != self.currentIndex():
            return
        match self._model.at(index):
            case ConversationRow(conversation=conversation):
                self.open_asked.emit(conversation.id)
            case FolderRow(folder=folder):
                self.folder_toggled.emit(folder.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._carries_folder(event.position().toPoint()):
            self.startDrag(Qt.DropAction.MoveAction)
            self._pressed_at = _NOWHERE
            return
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at_pointer = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if at_pointer else self.currentIndex()
        point = event.pos() if at_pointer else self.visualRect(index).bottomLeft()
        selection = self.selectionModel()
        if index.isValid() and not selection.isSelected(index):
            self.setCurrentIndex(index)
        self.menu_asked.emit(self._model.at(index), point)

    # -- dragging --------------------------------------------------------------------------------------------------

    def _carries_folder(self, place: QPoint) -> bool:
        """Whether the mouse has taken a folder away. Qt itself begins only with what can be chosen."""
        far = (place - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        return far and self._model.folder_at(self.indexAt(self._pressed_at)) is not None

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Conversations that are chosen as Qt does it; a folder, which is never chosen, by itself."""
        index = self.indexAt(self._pressed_at)
        if self._model.folder_at(index) is None:
            super().startDrag(actions)
            return
        area = self.visualRect(index)
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData([index]))
        drag.setPixmap(self.viewport().grab(area))
        drag.setHotSpot(self._pressed_at - area.topLeft())
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(CARRIED):
            super().dragEnterEvent(event)
            event.acceptProposedAction()
        else:
            event.ignore()  # a file is the window's

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls near the edges
        if not event.mimeData().hasFormat(CARRIED):
            event.ignore()
            return
        target = self._model.target_of(self.indexAt(event.position().toPoint()))
        self._show_drop(self._model.row_of_folder(target) if target is not None else -1)
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_drop(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_drop(-1)
        index = self.indexAt(event.position().toPoint())
        if self._model.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, -1, -1, index):
            event.setDropAction(Qt.DropAction.CopyAction)  # so that Qt takes no rows away
            event.accept()
        self.setState(QAbstractItemView.State.NoState)

    def _show_drop(self, row: int) -> None:
        if row != self.drop_row:
            self.drop_row = row
            self.viewport().update()


def _ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted rows as first and last of those that follow one another."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
