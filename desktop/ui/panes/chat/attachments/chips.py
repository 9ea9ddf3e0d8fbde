"""Documents beside a text, as chips: a name and what it takes. In the composer they can be taken off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme
from desktop.ui.look.tips import set_tip
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import IconButton, Pressable
from desktop.ui.widgets.draw import rounded

if TYPE_CHECKING:
    from desktop.store.attachments.records import Attached

_HEIGHT = 28
_GAP = 6
_MOST = 320
_ICON = 16


class Chip(Pressable):
    """One document: pressed it opens; Del, Backspace or its cross take it off."""

    removed = Signal()

    def __init__(self, attached: Attached, parent: QWidget, *, removable: bool) -> None:
        self.attached = attached
        super().__init__(parent)
        self.cross: IconButton | None = None
        self._marked = False
        if removable:
            self.cross = IconButton("x", lambda: translate("Chat", "Take off"), self, size=20, icon_size=14)
            self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.cross.clicked.connect(self.removed)
        say(self, lambda _: self._name(), lambda: "")

    def _name(self) -> None:
        words = f"{self.title()}, {self.size_words()}"
        self.setAccessibleName(translate("Chat", "Attached: {name}").format(name=words))
        set_tip(self, words)
        self.update()

    def set_marked(self, marked: bool) -> None:
        """Whether a search found it."""
        if marked != self._marked:
            self._marked = marked
            self.update()

    @property
    def marked(self) -> bool:
        return self._marked

    def title(self) -> str:
        """The name, and what was chosen of it."""
        part = self.attached.part
        return f"{self.attached.name} ({part})" if part else self.attached.name

    def size_words(self) -> str:
        """Tokens, or characters where nothing was counted."""
        if self.attached.tokens:
            return translate("Chat", "{n} tokens").format(n=f"{self.attached.tokens:,}")
        return translate("Chat", "{n} characters").format(n=f"{self.attached.characters:,}")

    def sizeHint(self) -> QSize:
        name = QFontMetrics(theme.font_for("meta", self.title())).horizontalAdvance(self.title())
        size = QFontMetrics(theme.font_for("meta", self.size_words())).horizontalAdvance(self.size_words())
        room = theme.px(8 + _ICON + 6 + 8 + 10) + (theme.px(22) if self.cross else 0)
        return QSize(min(name, theme.px(_MOST) - room - size) + size + room + 2, theme.px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.cross is not None:
            side = self.cross.sizeHint().width()
            self.cross.setGeometry(self.width() - side - 4, (self.height() - side) // 2, side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.cross is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = "selected" if self.isDown() else "hover" if self.hovered else "window"
        fill = "selection" if self._marked and not self.isDown() else fill
        rounded(painter, self.rect(), tokens.RADIUS_CONTROL, fill, "hairline")
        side = theme.px(_ICON)
        x = theme.px(8)
        painter.drawPixmap(x, (self.height() - side) // 2, icons.pixmap("file", "secondary", side))
        x += side + theme.px(6)
        size = self.size_words()
        size_font = theme.font_for("meta", size)
        wide = QFontMetrics(size_font).horizontalAdvance(size)
        end = self.width() - theme.px(8) - (theme.px(22) if self.cross else 0)
        font = theme.font_for("meta", self.title())
        room = end - x - wide - theme.px(8)
        name = QFontMetrics(font).elidedText(self.title(), Qt.TextElideMode.ElideMiddle, room)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(QRect(x, 0, room, self.height()), flags, name)
        painter.setFont(size_font)
        painter.setPen(theme.colour("text" if self._marked else "secondary"))
        painter.drawText(QRect(end - wide - 1, 0, wide + 2, self.height()), flags, size)


class Chips(QWidget):
    """Chips in rows. `opened` and `removed` carry the id of an attachment; `resized` asks for another height."""

    opened = Signal(int)
    removed = Signal(int)
    resized = Signal()

    def __init__(self, parent: QWidget, *, removable: bool) -> None:
        super().__init__(parent)
        self._removable = removable
        self._chips: list[Chip] = []
        say(self, self.setAccessibleName, lambda: translate("Chat", "Attached documents"))
        self.hide()

    @property
    def shown(self) -> list[Attached]:
        return [chip.attached for chip in self._chips]

    @property
    def chips(self) -> list[Chip]:
        return list(self._chips)

    def show_attached(self, attached: Sequence[Attached]) -> None:
        """Show these, in order."""
        if list(attached) == self.shown:
            return
        focused = next((at for at, chip in enumerate(self._chips) if chip.hasFocus()), -1)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for one in attached:
            chip = Chip(one, self, removable=self._removable)
            chip.clicked.connect(lambda _=False, number=one.id: self.opened.emit(number))
            chip.removed.connect(lambda number=one.id: self.removed.emit(number))
            chip.show()
            self._chips.append(chip)
        if focused >= 0 and self._chips:
            self._chips[min(focused, len(self._chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(bool(attached))
        self.resized.emit()
        self._place()

    def height_for(self, width: int) -> int:
        """The height that all rows take in this width; 0 when there is nothing."""
        areas = self._areas(width)
        return areas[-1].bottom() + 1 if areas else 0

    def natural_width(self) -> int:
        """The width in which all stand side by side."""
        return sum(chip.sizeHint().width() + _GAP for chip in self._chips) - (_GAP if self._chips else 0)

    def _areas(self, width: int) -> list[QRect]:
        x = y = 0
        areas = []
        for chip in self._chips:
            size = chip.sizeHint()
            wide = min(size.width(), max(40, width))
            if x and x + wide > width:
                x, y = 0, y + size.height() + _GAP
            areas.append(QRect(x, y, wide, size.height()))
            x += wide + _GAP
        return areas

    def _place(self) -> None:
        for chip, area in zip(self._chips, self._areas(self.width()), strict=True):
            chip.setGeometry(area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)
