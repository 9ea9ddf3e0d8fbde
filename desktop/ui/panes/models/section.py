"""What the models pane asks of each of its sections: a row in the column and a page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


class Section(QObject):
    """One place of the pane. `page` is asked for once, when the section is first shown."""

    key = ""
    built: QWidget | None = None  # its page, as soon as there is one

    title_changed = Signal()
    note_changed = Signal()
    show_requested = Signal()  # the section asks to be shown

    def name(self) -> str:
        """The word in the column, in the current language."""
        raise NotImplementedError

    def title(self) -> str:
        """The header's title."""
        return self.name()

    def note(self) -> str:
        """A few quiet characters at the row's right edge, such as a number; "" for none. `note_changed` tells."""
        return ""

    def rows(self) -> QWidget | None:
        """Rows of its own that stand below its row in the column."""
        return None

    def mark_row(self, shown: bool) -> bool:
        """Whether its row in the column is the selected one; a section with rows of its own may select one of those
        instead, and none when it isn't `shown`."""
        return shown

    def row_pressed(self) -> None:
        """A person chose its row in the column."""

    def page(self) -> QWidget:
        """The page itself."""
        raise NotImplementedError

    def activate(self) -> None:
        """The section has been shown: read anew what may have changed, and put the focus where one would go on."""
