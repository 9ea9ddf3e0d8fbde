"""Model and state in one place: a dot, the name and a word; a click lists the models."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from desktop.base.i18n import translate
from desktop.ui.frame.commands import ADD_MODEL, ALL_MODELS
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.model_list import Entry, ModelList
from desktop.ui.role_model import CHAT, TRANSLATION, Shown
from desktop.ui.text.number_format import bytes_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Menu, Pressable, file_dialog
from desktop.ui.widgets.draw import rounded
from desktop.ui.widgets.floating.menu import MenuItem

_NAME_MOST = 220  # px; a longer name ends in an ellipsis
_ROW = 48
_POPUP = 336
_MOST = 10  # models in the menu


def memory_text(entry: Entry) -> str:
    """`98 MB; takes 0.5 GB of 11.2 GB free`, or that it doesn't fit."""
    if entry.model.host:
        return translate("Models", "on another machine; sent to {host}").format(host=entry.model.host)
    if entry.fit is None:
        return bytes_text(entry.model.size) if entry.model.size else ""
    size, needed = bytes_text(entry.model.size), bytes_text(entry.fit.needed)
    free = bytes_text(entry.fit.free)
    if entry.fit.fits:
        return translate("Models", "{size}, takes {needed} of {free} free").format(size=size, needed=needed, free=free)
    return translate("Models", "{size}, needs {needed}, {free} free").format(size=size, needed=needed, free=free)


def ask_for_model(parent: QWidget, model_list: ModelList) -> None:
    """Let a person choose a GGUF file and add it."""
    dialog = file_dialog(parent, translate("Models", "Add a model file"), translate("Models", "Add"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([translate("Models", "Models (*.gguf)"), translate("Models", "All files (*)")])
    dialog.fileSelected.connect(model_list.add_named)
    dialog.open()


class ModelRow(MenuItem):
    """A model in the list: its name, below it size and memory in real numbers."""

    def __init__(self, entry: Entry, parent: QWidget, *, current: bool) -> None:
        super().__init__(entry.model.name, parent, "check" if current else "", "", "check" if current else "")
        self._entry = entry
        self._note = memory_text(entry)
        self.setAccessibleDescription(self._note)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_POPUP) - 8, theme.px(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isDown() or self.hasFocus():
            rounded(painter, self.rect(), tokens.RADIUS_CONTROL, "selected" if self.isDown() else "card_hover")
        side = theme.px(18)
        if self.kind == "check":
            painter.drawPixmap(12, theme.px(7), icons.pixmap("check", "accent_text", side))
        x = 12 + side + 8
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        name_font = theme.font_for("chrome_medium", self.text())
        painter.setFont(name_font)
        painter.setPen(theme.colour("text"))
        area = QRect(x, theme.px(5), self.width() - x - 10, theme.px(20))
        metrics = QFontMetrics(name_font)
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, flags, name)
        if self._entry.model.starter:
            word = translate("Models", "small starter")
            painter.setFont(theme.font_for("meta", word))
            painter.setPen(theme.colour("secondary"))
            painter.drawText(area.adjusted(metrics.horizontalAdvance(name) + 8, 0, 0, 0), flags, word)
        painter.setFont(theme.font_for("meta", self._note))
        painter.setPen(theme.colour("secondary" if self._entry.fit is None or self._entry.fit.fits else "wrong"))
        area.translate(0, theme.px(19))
        painter.drawText(area, flags, self._note)


class ModelPicker(Pressable):
    """The button in the header. `manage_asked` fires for "All models"."""

    help_topic = "models"

    manage_asked = Signal()

    def __init__(self, model_list: ModelList, parent: QWidget | None = None) -> None:
        self._model_list = model_list
        self._role = model_list.roles[CHAT]
        self._menu: Menu | None = None
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        model_list.state_changed.connect(self._changed)
        for role in model_list.roles.values():
            role.changed.connect(self._changed)
        say(self, lambda _: self._changed(), lambda: "")
        self.clicked.connect(self.open)

    def set_role(self, role: str) -> None:
        """Show the model of this role: that of the pane in front."""
        if role == TRANSLATION:
            self._model_list.follow_translation()
        self._role = self._model_list.roles[role]
        self._changed()

    def open(self) -> None:
        """List the models."""
        self._model_list.refresh()
        menu = Menu(self)
        role = self._role
        current = role.current
        default = role.default_name()
        if default and self._model_list.entries:
            menu.add(default, role.use_default, checked=role.follows)
            menu.separator()
        for entry in self._offered():
            chosen = current is not None and entry.model.key == current.key and not (default and role.follows)
            menu.add_item(ModelRow(entry, menu.card, current=chosen), partial(role.use, entry.model.key))
        if self._model_list.entries:
            menu.separator()
        self._add_loaded(menu)
        menu.command(ADD_MODEL)
        menu.command(ALL_MODELS, run=self.manage_asked.emit)
        menu.open_below(self, align_right=True)

    def _add_loaded(self, menu: Menu) -> None:
        """What is in memory, what it holds, and giving that back."""
        loaded = self._model_list.loaded()
        for one in loaded:
            text = translate("Models", "Unload {name}").format(name=one.model.name)
            menu.add(text, partial(self._model_list.unload_model, one.model), note=bytes_text(one.held or one.needed))
        if loaded:
            menu.separator()

    def _offered(self) -> list[Entry]:
        """The first ones and the one in use; the page has them all."""
        current = self._role.current
        first = self._model_list.entries[:_MOST]
        rest = self._model_list.entries[_MOST:]
        return first + [entry for entry in rest if current is not None and entry.model.key == current.key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open()
        else:
            super().keyPressEvent(event)

    def _shown(self) -> Shown:
        return self._model_list.shown_of(self._role.role)

    def _name(self) -> str:
        model = self._role.current
        if model is not None:
            return model.name
        if self._model_list.coming is not None:
            return self._model_list.coming.name
        none = self._model_list.read and not self._model_list.entries
        return translate("Models", "No model") if none else translate("Models", "Model")

    def _changed(self) -> None:
        shown = self._shown()
        said = translate("Models", "Model: {name}, {state}")
        self.setAccessibleName(said.format(name=self._name(), state=shown.word))
        told = self._role.trouble() or self._role.fell_back()
        set_tip(self, told.what if told else self._role.waiting())
        self._restyle()

    def _measures(self) -> tuple[int, int]:
        name = QFontMetrics(theme.font_for("chrome_strong", self._name())).horizontalAdvance(self._name())
        word = self._shown().word
        state = QFontMetrics(theme.font_for("meta", word)).horizontalAdvance(word)
        return min(name, theme.px(_NAME_MOST)), state

    def sizeHint(self) -> QSize:
        name, state = self._measures()
        gap = theme.px(8) if state else 0
        width = theme.px(26) + name + gap + state + theme.px(8 + 16 + 9)
        return QSize(width, theme.px(tokens.CONTROL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self._shown()
        fill = "selected" if self.isDown() else "hover" if self.hovered else "window"
        rounded(painter, self.rect(), tokens.RADIUS_CONTROL, fill, "hairline")
        dot = theme.px(7 if shown.hollow else 6)
        area = QRectF(theme.px(11.5), (self.height() - dot) / 2, dot, dot)
        if shown.hollow:
            rounded(painter, area, dot / 2, line=shown.token, width=1.5)
        else:
            rounded(painter, area, dot / 2, shown.token)
        name, state = self._measures()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        font = theme.font_for("chrome_strong", self._name())
        x = theme.px(26)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        words = QFontMetrics(font).elidedText(self._name(), Qt.TextElideMode.ElideMiddle, name + 1)
        painter.drawText(QRect(x, 0, name + 2, self.height()), flags, words)
        painter.setFont(theme.font_for("meta", shown.word))
        painter.setPen(theme.colour("wrong" if shown.token == "wrong" else "secondary"))
        painter.drawText(QRect(x + name + theme.px(8), 0, state + 2, self.height()), flags, shown.word)
        side = theme.px(16)
        chevron = icons.pixmap("chevron-down", "secondary", side)
        painter.drawPixmap(self.width() - side - theme.px(9), (self.height() - side) // 2, chevron)
        if shown.fraction is not None:
            track = QRectF(6, self.height() - 3, self.width() - 12, 2)
            rounded(painter, track, 1, "hover")
            track.setWidth(max(2.0, track.width() * shown.fraction))
            rounded(painter, track, 1, "accent")
