"""Choosing a language: the likely ones first, a search for the rest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from desktop.base.i18n import translate
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Popup, SearchField

_TAG = Qt.ItemDataRole.UserRole
_WIDTH, _HEIGHT = 232, 328


class LanguagePopup(Popup):
    """`chosen` carries a tag; "" is "find it out"."""

    chosen = Signal(str)

    def __init__(self, anchor: QWidget, current: str, *, detect: bool) -> None:
        super().__init__(anchor)
        self._detect = detect
        self._current = current
        self.list = QListWidget()
        self.search = SearchField(lambda: translate("TranslatePane", "Find a language"))
        self.search.textChanged.connect(self._fill)
        self.search.moved_down.connect(self._into_list)
        self.search.escaped.connect(self.close_popup)
        self.search.returnPressed.connect(lambda: self._choose(self.list.currentItem() or self.list.item(0)))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFont(theme.font("chrome"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet(
            f"QListWidget::item {{ padding: 5px 10px; border-radius: 6px; color: {theme.colour('text').name()}; }}"
            "QListWidget::item:selected, QListWidget::item:hover "
            f"{{ background: {theme.colour('card_hover').name()}; }}"
        )
        say(self.list, self.list.setAccessibleName, lambda: translate("TranslatePane", "Languages"))
        self.list.itemClicked.connect(self._choose)
        self.list.installEventFilter(self)
        self.card.column.addWidget(self.search)
        self.card.column.addSpacing(4)
        self.card.column.addWidget(self.list)
        self.list.setFixedSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self._fill("")

    def first_focus(self) -> QWidget:
        return self.search

    def _fill(self, wanted: str) -> None:
        self.list.clear()
        wanted = wanted.strip().casefold()
        if self._detect and not wanted:
            self._add("", translate("TranslatePane", "Detect it"))
        for language in LANGUAGES.values():
            names = (language.native, language.english, language.chinese, language.tag)
            if any(wanted in name.casefold() for name in names):
                self._add(language.tag, language.native)
        found = [self.list.item(row) for row in range(self.list.count())]
        here = next((item for item in found if item.data(_TAG) == self._current), found[0] if found else None)
        if here is not None:
            self.list.setCurrentItem(here)

    def _add(self, tag: str, name: str) -> None:
        item = QListWidgetItem(name)
        item.setData(_TAG, tag)
        self.list.addItem(item)

    def _into_list(self) -> None:
        self.list.setFocus()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            tag = str(item.data(_TAG))
            self.close_popup()
            self.chosen.emit(tag)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.list:
            return super().eventFilter(watched, event)
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in enter
        if pressed:
            self._choose(self.list.currentItem())
        return pressed
