"""Choosing a folder or a tag by its name, or making one: a field, and below it what there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets import LineField, Popup
from desktop.ui.widgets.floating.menu import MenuItem

if TYPE_CHECKING:
    from desktop.store.conversations.organisation_records import Folder

_MOST = 10
_WIDTH = 280


@dataclass(frozen=True)
class Name:
    """Something to choose: `key` is handed back, `checked` None where there is nothing to check."""

    key: object
    text: str
    icon: str = ""
    checked: bool | None = None


class NamePopup(Popup):
    """Type to narrow the list, Down to go into it, Enter to take the first, or to make what isn't there.

    `chosen` carries a key, `created` a new name.
    """

    chosen = Signal(object)
    created = Signal(str)

    def __init__(
        self, anchor: QWidget, label: Callable[[], str], names: Sequence[Name], make: Callable[[str], str] | None
    ) -> None:
        """`make` says what taking a name that isn't there does; None where only what there is can be chosen."""
        super().__init__(anchor)
        self._names = names
        self._make = make
        self.items: list[MenuItem] = []
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 8)
        self.field = LineField(label, placeholder=label)
        self.field.setMinimumWidth(_WIDTH)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take_first)
        self.field.installEventFilter(self)
        top.addWidget(self.field)
        self.card.column.addLayout(top)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.card.column.addLayout(self._list)
        self._fill()

    def first_focus(self) -> QWidget:
        return self.field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.items:
                self.items[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            return False
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((number for number, item in enumerate(self.items) if item.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None or at < 0:
            super().keyPressEvent(event)
        elif 0 <= at + step < len(self.items):
            self.items[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self) -> None:
        for item in self.items:
            self._list.removeWidget(item)
            item.hide()
            item.deleteLater()
        self.items.clear()
        typed = " ".join(self.field.text().split())
        words = typed.casefold().split()
        found = [name for name in self._names if all(word in name.text.casefold() for word in words)]
        for name in found[:_MOST]:
            kind = "check" if name.checked else ""
            item = MenuItem(name.text, self.card, "check" if name.checked else name.icon, "", kind)
            item.room_for_icon = item.room_for_icon or name.checked is not None
            self._add(item, partial(self._choose, name))
        if typed and self._make is not None and not any(name.text.casefold() == typed.casefold() for name in found):
            item = MenuItem(self._make(typed), self.card, "plus", "", "")
            self._add(item, partial(self._create, typed))
        self.card.adjustSize()
        if self.isVisible():
            self._place()

    def _add(self, item: MenuItem, action: Callable[[], object]) -> None:
        item.clicked.connect(action)
        self._list.addWidget(item)
        item.show()
        self.items.append(item)

    def _take_first(self) -> None:
        if self.items:
            self.items[0].click()

    def _choose(self, name: Name) -> None:
        self.close_popup()
        self.chosen.emit(name.key)

    def _create(self, typed: str) -> None:
        self.close_popup()
        self.created.emit(typed)


def folder_names(folders: Sequence[Folder], outside: str, *, without: frozenset[int] = frozenset()) -> list[Name]:
    """Folders as a list of paths, "outside of folders" first."""
    by_id = {folder.id: folder for folder in folders}

    def path(folder: Folder) -> str:
        parts = [folder.name]
        seen = {folder.id}
        while folder.parent_id in by_id and folder.parent_id not in seen:
            folder = by_id[folder.parent_id]
            seen.add(folder.id)
            parts.insert(0, folder.name)
        return " / ".join(parts)

    paths = sorted(((path(folder), folder.id) for folder in folders if folder.id not in without), key=_by_name)
    return [Name(None, outside, "chat"), *(Name(key, text, "folder") for text, key in paths)]


def _by_name(path: tuple[str, int]) -> str:
    return path[0].casefold()
