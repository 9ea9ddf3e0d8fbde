"""Every shortcut there is, grouped and searchable: over the window (F1) and as a page of the settings."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.base.i18n import translate, translator
from desktop.ui.commands import commands, keys_text
from desktop.ui.frame.palette_match import initials, rank
from desktop.ui.look import tokens
from desktop.ui.look.theme import theme
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Label, Line, PanelSheet, Scrolled, SearchField
from desktop.ui.widgets.draw import rounded

_CAP_PAD = 7
_CAP_GAP = 4


class KeyCaps(QWidget):
    """The keys of a shortcut, each as a small cap."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys_text(keys).split()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" ".join(self._keys))
        theme.follow(self, self._restyle)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(theme.font("small", chinese=False))
        return [max(metrics.horizontalAdvance(key) + 2 * _CAP_PAD, theme.px(22)) for key in self._keys]

    def sizeHint(self) -> QSize:
        widths = self._widths()
        return QSize(sum(widths) + _CAP_GAP * max(0, len(widths) - 1), theme.px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("small", chinese=False))
        x = 0
        for key, width in zip(self._keys, self._widths(), strict=True):
            area = QRect(x, 0, width, self.height())
            rounded(painter, QRectF(area), tokens.RADIUS_TOKEN + 1, "window", "hairline")
            painter.setPen(theme.colour("text"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, key)
            x += width + _CAP_GAP


class ShortcutRows(QWidget):
    """The rows in their groups; `show_only` leaves those that fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._inside: QWidget | None = None
        self._soon = QTimer(self)  # commands come and go in dozens
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fill)
        commands.changed.connect(self._soon.start)
        say(self, lambda _: self._fill(), lambda: "")

    def show_only(self, text: str) -> None:
        """Show the shortcuts whose name or keys fit."""
        self._wanted = text
        self._fill()

    def _fill(self) -> None:
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        inside = self._inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        groups = grouped(self._wanted)
        for number, (group, rows) in enumerate(groups.items()):
            column.addSpacing(16 if number else 4)
            column.addWidget(Label(group, "meta_strong", "secondary"))
            column.addSpacing(4)
            column.addWidget(Line())
            for title, keys in rows:
                column.addWidget(_row(title, keys))
        if not groups:
            column.addWidget(Label(translate("Shortcuts", "No shortcut has these letters."), "chrome", "secondary"))
        column.addStretch(1)
        self._column.addWidget(inside)
        inside.show()


def grouped(wanted: str = "") -> dict[str, list[tuple[str, str]]]:
    """Titles and keys by group, of all that fit `wanted`, whether or not they can be done now."""
    listed = [(c.group(), c.title(), translator.english(c.title), c.keys) for c in commands.all() if c.keys]
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, title, english, keys in listed:
        names = (title, english, group, keys_text(keys), initials(title))
        if rank(wanted, names) is not None:
            groups.setdefault(group, []).append((title, keys))
    return groups


def _row(title: str, keys: str) -> QWidget:
    row = QWidget()
    row.setAccessibleName(f"{title}: {keys_text(keys)}")
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 4, 0, 4)
    line.setSpacing(16)
    line.addWidget(Label(title, "chrome", elide=True), 1)
    line.addWidget(KeyCaps(keys))
    return row


class ShortcutSheet(PanelSheet):
    """The list over the window, with a field that filters it."""

    help_topic = "keys"

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, _title, width_em=44, height_em=50)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.field = SearchField(lambda: translate("Shortcuts", "Find a shortcut"))
        self.rows = ShortcutRows()
        self.field.textChanged.connect(self.rows.show_only)
        self.field.escaped.connect(self.close_popup)
        searched = QHBoxLayout()
        searched.setContentsMargins(20, 12, 20, 8)
        searched.addWidget(self.field)
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(20, 0, 20, 16)
        inside.addWidget(self.rows)
        scrolled = Scrolled(held, focusable=True)
        say(scrolled, scrolled.setAccessibleName, _title)
        self.field.moved_down.connect(scrolled.setFocus)
        self.body.addLayout(searched)
        self.body.addWidget(scrolled, 1)
        say(self, self.setAccessibleName, _title)

    def first_focus(self) -> QWidget:
        return self.field


def _title() -> str:
    return translate("Shortcuts", "Keyboard shortcuts")
