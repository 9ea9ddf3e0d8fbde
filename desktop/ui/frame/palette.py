"""The command palette: everything one can do now, found by a few letters, run with Enter."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QFontMetrics, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.base.i18n import translate, translator
from desktop.ui.commands import Command, commands
from desktop.ui.frame.palette_match import initials, rank
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Label, Line, Popup, SearchField
from desktop.ui.widgets.draw import rounded

_WIDTH_EMS = 42
_TOP = 72
_ROWS = 11
_CHECK = 18
_GROUP_ROLE = Qt.ItemDataRole.UserRole + 1
_KEYS_ROLE = Qt.ItemDataRole.UserRole + 2
_Index = QModelIndex | QPersistentModelIndex


class Palette(Popup):
    """A field over a list of commands. The field keeps the focus; Up, Down, Page keys and Enter act on the list."""

    help_topic = "start#finding"

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._model = _Model(self)
        self.field = _Field(lambda: translate("Palette", "What do you want to do?"), self.card, line="hairline")
        self.list = _List(self._model, self.card)
        self.none = Label(lambda: translate("Palette", "No command has these letters."), "chrome", "secondary")
        self.none.setContentsMargins(12, 8, 12, 8)
        self.card.column.setContentsMargins(8, 8, 8, 8)
        self.card.column.setSpacing(8)
        self.card.column.addWidget(self.field)
        self.card.column.addWidget(Line(self.card))
        self.card.column.addWidget(self.list)
        self.card.column.addWidget(self.none)
        say(self, self.setAccessibleName, lambda: translate("Palette", "Commands"))
        self.field.textChanged.connect(self._find)
        self.field.escaped.connect(self.close_popup)
        self.field.stepped.connect(self.list.step)
        self.field.accepted.connect(self._run_current)
        self.list.clicked.connect(lambda _: self._run_current())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._say_current())
        self._find("")

    @property
    def shown(self) -> list[Command]:
        """The commands in the list, in its order."""
        return self._model.commands

    def first_focus(self) -> QWidget:
        return self.field

    def open_over(self) -> None:
        """Show it in the upper middle of the window."""
        self.open_at(self.anchor, self.anchor.rect().center())

    def _find(self, text: str) -> None:
        self._model.show(found(text))
        self.list.setVisible(bool(self.shown))
        self.none.setVisible(not self.shown)
        self.list.setCurrentIndex(self._model.index(0))
        self._say_current()
        if self.isVisible():
            self._place()

    def _say_current(self) -> None:
        """A screen reader hears the field's description change, as the focus stays there."""
        row = self.list.currentIndex().row()
        self.field.setAccessibleDescription(self.shown[row].title() if 0 <= row < len(self.shown) else self.none.text())

    def _run_current(self) -> None:
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self.shown):
            return
        chosen = self.shown[row]
        self.close_popup()  # first: the focus is back where it was, and the command may take it from there
        commands.chosen(chosen)

    def _place(self) -> None:
        window = self._over.rect()
        self.setGeometry(window)
        width = min(theme.em("chrome", _WIDTH_EMS), window.width() - 32)
        top = min(theme.px(_TOP), window.height() // 8)
        rows = min(max(1, len(self.shown)), _ROWS)
        self.list.setFixedHeight(rows * theme.px(tokens.ROW))
        self.card.column.activate()
        high = min(self.card.sizeHint().height(), window.height() - top - 16)
        self.card.setGeometry((window.width() - width) // 2, top, width, high)
        self.update()


def found(text: str) -> list[Command]:
    """The commands that can be run now and fit `text`, the best first; all of them for an empty text."""
    ranked = []
    for place, command in enumerate(commands.possible()):
        title = command.title()
        names = [title, translator.english(command.title), f"{command.group()} {title}"]
        if theme.chinese:
            names.append(initials(title))
        fit = rank(text, tuple(names))
        if fit is not None:
            ranked.append((fit, place, command))
    return [command for _, _, command in sorted(ranked, key=lambda each: each[:2])]


class _Field(SearchField):
    """Passes on the keys that move in the list."""

    stepped = Signal(int)
    accepted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS - 1, Qt.Key.Key_PageUp: 1 - _ROWS}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # there is nowhere else to go
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return True


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.commands: list[Command] = []

    def show(self, found: list[Command]) -> None:
        self.beginResetModel()
        self.commands = found
        self.endResetModel()

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return len(self.commands)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.CheckState | None:
        command = self.commands[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return command.title()
            case _ if role == _GROUP_ROLE:
                return command.group()
            case _ if role == _KEYS_ROLE:
                return command.keys_text if commands.listens(command) else ""
            case Qt.ItemDataRole.CheckStateRole:
                checked = commands.checked(command)
                return None if checked is None else Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        return None


class _List(QListView):
    def __init__(self, model: _Model, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Row(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self._resting = QCursor.pos()
        self.entered.connect(self._pointed)
        self.viewport().setAutoFillBackground(False)
        say(self, self.setAccessibleName, lambda: translate("Palette", "Commands"))

    def showEvent(self, event: QShowEvent) -> None:
        self._resting = QCursor.pos()
        super().showEvent(event)

    def _pointed(self, index: QModelIndex) -> None:
        """A pointer that rests where the list opens or moves under it chooses nothing."""
        if QCursor.pos() != self._resting:
            self.setCurrentIndex(index)

    def step(self, by: int) -> None:
        """Move by rows; a single step goes round."""
        self._resting = QCursor.pos()
        count = self.model().rowCount()
        if not count:
            return
        at = self.currentIndex().row() + by
        at = at % count if abs(by) == 1 else max(0, min(at, count - 1))
        self.setCurrentIndex(self.model().index(at, 0))


class _Row(QStyledItemDelegate):
    """Title, then the group in the secondary colour; the shortcut at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(80, theme.px(tokens.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        view = self.parent()
        area = QRect(option.rect)
        if isinstance(view, QListView) and view.currentIndex().row() == index.row():
            rounded(painter, area, tokens.RADIUS_CONTROL, "card_hover")
        middle = Qt.AlignmentFlag.AlignVCenter
        area.adjust(12, 0, -12, 0)
        keys = str(index.data(_KEYS_ROLE))
        if keys:
            painter.setFont(theme.font("small", chinese=False))
            painter.setPen(theme.colour("secondary"))
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, keys)
            area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(keys) - 16)
        if index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked:
            side = theme.px(_CHECK)
            at = area.right() - side
            painter.drawPixmap(at, area.center().y() - side // 2, icons.pixmap("check", "accent_text", side))
            area.setRight(at - 16)
        title, group = str(index.data()), str(index.data(_GROUP_ROLE))
        font = theme.font_for("chrome", title)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, shown)
        area.setLeft(area.left() + metrics.horizontalAdvance(shown) + 12)
        font = theme.font_for("meta", group)
        if area.width() > QFontMetrics(font).horizontalAdvance(group):
            painter.setFont(font)
            painter.setPen(theme.colour("secondary"))
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, group)
        painter.restore()
