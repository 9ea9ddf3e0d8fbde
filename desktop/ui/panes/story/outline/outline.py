"""The outline in the column: parts, chapters, scenes and notes, ordered by dragging or with Alt and the arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop.base.i18n import translate
from desktop.store.stories.records import Node, NodeKind
from desktop.ui.look.theme import theme
from desktop.ui.panes.story import words
from desktop.ui.panes.story.controller import WRITTEN, StoryController
from desktop.ui.panes.story.outline import row_painting as outline_paint
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import LineField

NODE = Qt.ItemDataRole.UserRole + 1
NUMBER = Qt.ItemDataRole.UserRole + 2
_ROW = 28
_INDENT = 16


class _Rows(QStyledItemDelegate):
    """Paints a row; its editor is a plain field."""

    def __init__(self, tree: Outline) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        node: Node = index.data(NODE)
        depth = 0
        above = index.parent()
        while above.isValid():
            depth += 1
            above = above.parent()
        tree = self._tree
        outline_paint.paint_row(
            painter,
            QRect(8, option.rect.top(), tree.viewport().width() - 16, option.rect.height()),
            node,
            index.data(NUMBER) or "",
            depth,
            selected=node.id == tree.controller.node_id,
            hovered=tree.hovered == node.id,
            focused=tree.hasFocus() and tree.currentIndex() == index and tree.by_keyboard,
            open_=tree.isExpanded(index) if index.model().hasChildren(index) else None,
        )

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        return LineField(lambda: translate("StoryPane", "Title"), parent)

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(index.data(NODE).title)
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: QObject, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit) and editor.text().strip() != index.data(NODE).title:
            self._tree.controller.rename(index.data(NODE).id, editor.text().strip())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setFixedHeight(option.rect.height())
        left = max(16, option.rect.left())
        editor.setGeometry(left, option.rect.top(), self._tree.viewport().width() - left - 8, option.rect.height())


class Outline(QTreeWidget):
    """`menu_asked` carries a node's id and a point of this widget; `trash_asked` a node's id."""

    menu_asked = Signal(int, QPoint)
    trash_asked = Signal(int)
    write_asked = Signal()  # Enter on the open scene: into the text

    def __init__(self, controller: StoryController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controller = controller
        self.hovered = 0
        self.by_keyboard = False
        self._items: dict[int, QTreeWidgetItem] = {}
        self._folded: set[int] = set()
        self._filling = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(theme.px(_INDENT))
        self.setItemDelegate(_Rows(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        say(self, self.setAccessibleName, lambda: translate("StoryPane", "Outline"))
        self.itemClicked.connect(self._clicked)
        self.itemDoubleClicked.connect(lambda item: self.rename(item.data(0, NODE).id))
        self.itemExpanded.connect(lambda item: self._fold(item, folded=False))
        self.itemCollapsed.connect(lambda item: self._fold(item, folded=True))
        controller.outline_changed.connect(self.refresh)
        controller.scene_opened.connect(lambda _: self._show_current())
        controller.rename_asked.connect(self.rename)
        theme.follow(self, self._restyle)

    # -- filling -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the controller's nodes anew; what was folded stays folded."""
        self._filling = True
        current: QTreeWidgetItem | None = self.currentItem()
        kept = current.data(0, NODE).id if current is not None else None
        scrolled = self.verticalScrollBar().value()
        self.clear()
        self._items = {}
        chapter = 0
        chinese = self.controller.chinese
        for node in self.controller.nodes:
            above = self._items.get(node.parent_id or 0)
            item = QTreeWidgetItem(above) if above is not None else QTreeWidgetItem(self)
            item.setData(0, NODE, node)
            if node.kind is NodeKind.CHAPTER:
                chapter += 1
                item.setData(0, NUMBER, words.numeral(chapter, chinese=chinese))
            item.setFlags(_flags(node))
            item.setText(0, words.name(node))
            said = f"{words.untitled(node.kind)}, {words.name(node)}, {words.status(node.status)}, "
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said + words.written(node.words, chinese=chinese))
            item.setData(0, Qt.ItemDataRole.ToolTipRole, self._tip(node))
            self._items[node.id] = item
        for node_id, item in self._items.items():
            item.setExpanded(node_id not in self._folded)
        self._filling = False
        if kept in self._items:
            self.setCurrentItem(self._items[kept])
        self.verticalScrollBar().setValue(scrolled)
        self._show_current()

    def _tip(self, node: Node) -> str:
        told = words.written(node.words, chinese=self.controller.chinese)
        if node.target_words:
            target = words.count(node.target_words)
            told = translate("StoryPane", "{written} of {target}").format(written=told, target=target)
        return f"{words.name(node)}\n{words.status(node.status)}, {told}"

    def _show_current(self) -> None:
        item = self._items.get(self.controller.node_id or 0)
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)
        self.viewport().update()

    def rename(self, node_id: int) -> None:
        """Let a title be typed in place."""
        item = self._items.get(node_id)
        if item is not None:
            self.setCurrentItem(item)
            self.editItem(item, 0)

    def below_row(self, node_id: int) -> QPoint:
        """Where a popup about a node opens, in the viewport."""
        item = self._items.get(node_id)
        return self.visualItemRect(item).bottomLeft() if item is not None else QPoint(0, 0)

    def _fold(self, item: QTreeWidgetItem, *, folded: bool) -> None:
        if not self._filling:
            (self._folded.add if folded else self._folded.discard)(item.data(0, NODE).id)

    def _restyle(self) -> None:
        self.setIndentation(theme.px(_INDENT))
        self.doItemsLayout()
        self.viewport().update()

    # -- what a person does ------------------------------------------------------------------------------------------

    def _clicked(self, item: QTreeWidgetItem) -> None:
        node: Node = item.data(0, NODE)
        if node.kind in WRITTEN:
            if node.id != self.controller.node_id:
                self.controller.open_node(node.id)
        else:
            item.setExpanded(not item.isExpanded())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keyboard = True
        item: QTreeWidgetItem | None = self.currentItem()
        node: Node | None = item.data(0, NODE) if item else None
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if item is None or node is None or self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift(node, 1 if event.key() == Qt.Key.Key_Down else -1)
        elif alt and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.nest(node, deeper=event.key() == Qt.Key.Key_Right)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if node.id == self.controller.node_id:
                self.write_asked.emit()
            else:
                self._clicked(item)
        elif event.key() == Qt.Key.Key_Delete:
            self.trash_asked.emit(node.id)
        elif event.key() == Qt.Key.Key_Menu:
            self.menu_asked.emit(node.id, self.visualItemRect(item).bottomLeft())
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def shift(self, node: Node, step: int) -> None:
        """Before or after the sibling beside it; past the last one into the next parent of its parent's kind."""
        controller = self.controller
        siblings = controller.below(node.parent_id)
        at = next(place for place, sibling in enumerate(siblings) if sibling.id == node.id)
        if 0 <= at + step < len(siblings):
            controller.move(node.id, node.parent_id, at + step)
            return
        above = controller.node(node.parent_id)
        if above is None:
            return
        peers = [known for known in controller.nodes if known.kind is above.kind]
        neighbour = peers.index(above) + step
        if 0 <= neighbour < len(peers):
            controller.move(node.id, peers[neighbour].id, 0 if step > 0 else None)

    def nest(self, node: Node, *, deeper: bool) -> None:
        """Into the sibling above, or out beside its parent."""
        controller = self.controller
        if deeper:
            siblings = controller.below(node.parent_id)
            before = siblings[: siblings.index(node)]
            hosts = [known for known in before if _holds(known, node)]
            if hosts:
                controller.move(node.id, hosts[-1].id, None)
            return
        above = controller.node(node.parent_id)
        if above is not None:
            controller.move(node.id, above.parent_id, above.position + 1)

    def dropEvent(self, event: QDropEvent) -> None:
        item = self.currentItem()
        target = self.itemAt(event.position().toPoint())
        where = self.dropIndicatorPosition()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if item is None:
            return
        node: Node = item.data(0, NODE)
        if target is None:
            self.controller.move(node.id, None, None)
            return
        onto: Node = target.data(0, NODE)
        if onto.id == node.id:
            return
        if where is QAbstractItemView.DropIndicatorPosition.OnItem and _holds(onto, node):
            self.controller.move(node.id, onto.id, None)
            return
        below = where is not QAbstractItemView.DropIndicatorPosition.AboveItem
        siblings = [known for known in self.controller.below(onto.parent_id) if known.id != node.id]
        self.controller.move(node.id, onto.parent_id, siblings.index(onto) + below)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self.itemAt(event.pos())
        if item is not None:
            self.menu_asked.emit(item.data(0, NODE).id, event.pos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        super().focusInEvent(event)

    def drawBranches(self, *_: object) -> None:
        """The rows paint their own chevrons."""

    def drawRow(
        self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.itemDelegate().paint(painter, options, index)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.HoverMove, QEvent.Type.Leave, QEvent.Type.HoverLeave):
            item = None
            if event.type() in (QEvent.Type.MouseMove, QEvent.Type.HoverMove):
                item = self.itemAt(self.viewport().mapFromGlobal(self.cursor().pos()))
            found = item.data(0, NODE).id if item is not None else 0
            if found != self.hovered:
                self.hovered = found
                self.viewport().update()
        if event.type() == QEvent.Type.MouseButtonPress:
            self.by_keyboard = False
        return super().viewportEvent(event)


def _holds(above: Node, node: Node) -> bool:
    if above.kind is NodeKind.PART:
        return node.kind is not NodeKind.PART
    return above.kind is NodeKind.CHAPTER and node.kind in WRITTEN


def _flags(node: Node) -> Qt.ItemFlag:
    flag = Qt.ItemFlag
    flags = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable | flag.ItemIsDragEnabled
    return flags | flag.ItemIsDropEnabled
