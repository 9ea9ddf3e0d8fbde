"""What to do with a document that was opened with the program: a question with one row for each way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.text.number_format import home_text
from desktop.ui.widgets import Button, Menu, Paragraph

if TYPE_CHECKING:
    from desktop.features.given_files import Way

_WIDTH_EMS = 30
_MOST_NAMED = 3


def _words(way: Way, count: int) -> tuple[str, str]:
    """The icon of a way and what it does with so many documents."""
    words: dict[str, tuple[str, Callable[[], str]]] = {
        "translate": ("translate", lambda: translate("OpenedFiles", "Translate %n", "", count)),
        "attach": ("paperclip", lambda: translate("OpenedFiles", "Ask about %n in a new conversation", "", count)),
        "story": ("feather", lambda: translate("OpenedFiles", "Import %n as a story and go on writing", "", count)),
    }
    icon, said = words[way.value]
    return icon, said()


def _title(count: int) -> str:
    return translate("OpenedFiles", "What would you like to do with %n documents?", "", count)


class DocumentQuestion(Menu):
    """`chosen` carries the `Way`. Esc, a click outside and Cancel leave the documents alone."""

    chosen = Signal(object)

    def __init__(self, anchor: QWidget, paths: Sequence[Path], ways: Sequence[Way]) -> None:
        super().__init__(anchor)
        self.cancel = Button(lambda: translate("OpenedFiles", "Cancel"))
        self.cancel.clicked.connect(self.close_popup)
        column = self.card.column
        column.setContentsMargins(12, 20, 12, 16)
        title = _title(len(paths))
        self.card.setAccessibleName(title)
        for widget in (Paragraph(title, "chrome_strong"), Paragraph(_named(paths), "chrome", "secondary")):
            row = QHBoxLayout()
            row.setContentsMargins(12, 0, 12, 0)
            row.addWidget(widget)
            column.addLayout(row)
            column.addSpacing(8)
        for way in ways:
            icon, said = _words(way, len(paths))
            self.add(said, lambda way=way: self.chosen.emit(way), icon=icon)  # type: ignore[misc]
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addStretch(1)
        row.addWidget(self.cancel)
        column.addLayout(row)

    def ask(self) -> None:
        """Show it in the middle of the window."""
        self.open_below(self.anchor)

    def _place(self) -> None:
        super()._place()
        window = self._over.rect()
        width = min(theme.em("chrome", _WIDTH_EMS), window.width() - 48)
        height = min(self.card.column.totalHeightForWidth(width), window.height() - 48)
        self.card.setGeometry((window.width() - width) // 2, (window.height() - height) // 2, width, height)


def _named(paths: Sequence[Path]) -> str:
    """Where one lies, the names of a few, and how many more."""
    if len(paths) == 1:
        return _on_one_line(home_text(paths[0]))
    names = [_on_one_line(path.name) for path in paths[:_MOST_NAMED]]
    rest = len(paths) - len(names)
    said = translate("OpenedFiles", ", ").join(names)
    if rest:
        said = translate("OpenedFiles", "{names} and %n more", "", rest).format(names=said)
    return said


def _on_one_line(name: str) -> str:
    return " ".join(name.splitlines())
