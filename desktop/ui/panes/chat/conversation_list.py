"""The second column: search, the conversations by day, and on the first run the choice of a language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import LANGUAGES, translate, translator
from desktop.store import Conversation
from desktop.ui import tokens
from desktop.ui.panes.chat.list_model import CONVERSATION, DATE, ListModel
from desktop.ui.say import say
from desktop.ui.theme import theme
from desktop.ui.widgets import LineField, Menu, Paragraph, SearchField, Segmented
from desktop.ui.widgets.draw import rounded

_HEADING = 36
_EVERY_MINUTE = 60_000
_Index = QModelIndex | QPersistentModelIndex


class Rows(QListView):
    """The list itself. Enter opens, F2 renames in place, Delete moves to the trash; Backspace does nothing."""

    open_asked = Signal(int)
    delete_asked = Signal(int)
    left_upwards = Signal()

    def __init__(self, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_id: int | None = None
        self._model = model
        self._by_keyboard = False
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._open)
        say(self, self.setAccessibleName, lambda: translate("Chat", "Conversations"))
        theme.follow(self, self.scheduleDelayedItemsLayout)

    @property
    def by_keyboard(self) -> bool:
        """Whether the ring is shown: the focus is here and came from the keyboard."""
        return self._by_keyboard and self.hasFocus()

    def rename(self, conversation_id: int) -> None:
        """Edit a title in place."""
        row = self._model.row_of(conversation_id)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))
            self.edit(self._model.index(row))

    def _open(self, index: _Index) -> None:
        found = self._model.conversation_at(index)
        if found is not None:
            self.open_asked.emit(found)

    def _at(self, index: _Index) -> int | None:
        return self._model.conversation_at(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keyboard = True
        current = self._at(self.currentIndex())
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.open_asked.emit(current)
        elif key == Qt.Key.Key_F2 and current is not None:
            self.rename(current)
        elif key == Qt.Key.Key_Delete and current is not None:
            self.delete_asked.emit(current)
        elif key == Qt.Key.Key_Backspace:
            event.accept()
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 1:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if self._at(self.currentIndex()) is None:
            row = max(self._model.row_of(self.open_id), 1 if self._model.rowCount() > 1 else -1)
            self.setCurrentIndex(self._model.index(row))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at_pointer = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if at_pointer else self.currentIndex()
        found = self._at(index)
        if found is None:
            return
        point = event.pos() if at_pointer else self.visualRect(index).bottomLeft()
        menu = Menu(self)
        menu.add(translate("Chat", "Open"), lambda: self.open_asked.emit(found), hint="Enter")
        menu.add(translate("Chat", "Rename"), lambda: self.rename(found), icon="", hint="F2")
        menu.separator()
        menu.add(translate("Chat", "Delete"), lambda: self.delete_asked.emit(found), hint="Del", danger=True)
        menu.open_at(self.viewport(), point)


class _Delegate(QStyledItemDelegate):
    """Paints headings and rows: title elided, date at the right."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        heading = index.data(CONVERSATION) is None
        return QSize(80, theme.px(_HEADING if heading else tokens.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        title = str(index.data())
        area = QRect(option.rect)
        if index.data(CONVERSATION) is None:
            painter.setFont(theme.font_for("small_strong", title))
            painter.setPen(theme.colour("secondary"))
            area.adjust(16, 0, -16, -theme.px(6))
            painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, title)
        else:
            self._paint_row(painter, area.adjusted(8, 0, -8, 0), index, title)
        painter.restore()

    def _paint_row(self, painter: QPainter, area: QRect, index: _Index, title: str) -> None:
        is_open = index.data(CONVERSATION) == self._rows.open_id
        hovered = self._rows.indexAt(self._rows.viewport().mapFromGlobal(self._rows.cursor().pos())) == index
        if is_open:
            rounded(painter, area, tokens.RADIUS_CONTROL, "selected")
        elif hovered and self._rows.viewport().underMouse():
            rounded(painter, area, tokens.RADIUS_CONTROL, "hover")
        if self._rows.by_keyboard and index == self._rows.currentIndex():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), tokens.RING_WIDTH))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        area = area.adjusted(8, 0, -8, 0)
        date = str(index.data(DATE))
        small = theme.font_for("small", date)
        painter.setFont(small)
        painter.setPen(theme.colour("text" if is_open and theme.dark else "secondary"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, date)
        room = area.width() - QFontMetrics(small).horizontalAdvance(date) - 12
        font = theme.font_for("chrome_medium" if is_open else "chrome", title)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        shown = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index) -> QWidget:
        return LineField(lambda: translate("Chat", "Title"), parent)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, LineField) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            QTimer.singleShot(0, editor, editor.selectAll)

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        if isinstance(editor, LineField) and isinstance(model, ListModel):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index) -> None:
        area: QRect = option.rect
        editor.setGeometry(area.adjusted(8, 0, -8, 0))


class ConversationList(QWidget):
    """The column. The signals carry a conversation's id."""

    open_asked = Signal(int)
    delete_asked = Signal(int)
    renamed = Signal(int, str)
    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conversations: Sequence[Conversation] = ()
        self._listed = False
        self.model = ListModel(self)
        self.search = SearchField(lambda: translate("Chat", "Find a title"), shortcut="Ctrl K")
        self.rows = Rows(self.model)
        self.empty = Paragraph("", "chrome", "secondary")
        self.language = Segmented(lambda: translate("Chat", "Language"), lambda: tuple(LANGUAGES.items()))
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 8, 4)
        top.addWidget(self.search)
        column.addLayout(top)
        self._quiet = QWidget()
        quiet = QVBoxLayout(self._quiet)
        quiet.setContentsMargins(16, 18, 16, 0)
        quiet.addWidget(self.empty)
        column.addWidget(self._quiet)
        column.addWidget(self.rows, 1)
        column.addStretch(0)  # takes the room while the list is hidden
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 8, 8, 16)
        foot.addWidget(self.language)
        foot.addStretch(1)
        column.addLayout(foot)
        self._quiet.hide()
        self.language.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(self.refresh)
        self.search.returnPressed.connect(self._open_first)
        self.search.moved_down.connect(lambda: self.rows.setFocus(Qt.FocusReason.TabFocusReason))
        self.rows.left_upwards.connect(lambda: self.search.setFocus(Qt.FocusReason.TabFocusReason))
        self.rows.open_asked.connect(self.open_asked)
        self.rows.delete_asked.connect(self.delete_asked)
        self.model.renamed.connect(self.renamed)
        self.language.chosen.connect(self.language_chosen.emit)
        minute = QTimer(self)
        minute.timeout.connect(self.refresh)
        minute.start(_EVERY_MINUTE)
        say(self, lambda _: self.refresh(), lambda: "")

    def show_conversations(self, conversations: Sequence[Conversation], *, listed: bool) -> None:
        """Show these; `listed` is False while the list hasn't been read."""
        self._conversations = conversations
        self._listed = listed
        self.refresh()

    def set_open(self, conversation_id: int | None) -> None:
        """Mark the conversation that is on the page."""
        self.rows.open_id = conversation_id
        row = self.model.row_of(conversation_id)
        if row >= 0:
            index = self.model.index(row)
            self.rows.setCurrentIndex(index)
            self.rows.scrollTo(index)
        else:
            self.rows.setCurrentIndex(QModelIndex())
        self.rows.viewport().update()

    def refresh(self) -> None:
        """Fill the list again: other conversations, another search, another minute, another language."""
        wanted = self.search.text()
        self.model.show_conversations(self._conversations, wanted, datetime.now().astimezone())
        nothing = self.model.rowCount() == 0 and self._listed
        first = not self._conversations and self._listed
        if first:
            self.empty.set_text(translate("Chat", "Conversations will be kept here."))
        elif nothing:
            self.empty.set_text(translate("Chat", "No title holds these words."))
        self._quiet.setVisible(nothing)
        self.rows.setVisible(not nothing)
        self.language.setVisible(first)
        self.language.set_value(translator.language)

    def _open_first(self) -> None:
        for row in range(self.model.rowCount()):
            found = self.model.conversation_at(self.model.index(row))
            if found is not None:
                self.open_asked.emit(found)
                return
