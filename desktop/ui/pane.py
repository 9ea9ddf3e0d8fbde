"""What the frame asks of a pane: chat, story, translate, models and settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.role_model import CHAT


@dataclass(frozen=True)
class PaneEntry:
    """What the frame knows of a pane before there is one: its place in the rail, and how to build it.

    `build` is called when the pane is first needed, and imports it. `add_commands` lists what leads to the pane's parts
    (it adds to the widget it gets); all other commands come with the pane.
    """

    key: str
    icon: str
    name: Callable[[], str]  # the word in the rail, in the current language
    build: Callable[[], Pane]
    foot: bool = False  # stands at the foot of the rail
    add_commands: Callable[[QWidget, Callable[[], Pane]], object] | None = None


class Pane(QObject):
    """One place in the rail: a second column, a header title and a page.

    The frame asks for each widget once and keeps it. A pane with nothing to say about a method leaves it.
    """

    key = ""
    role = CHAT  # whose model the header shows
    has_outline = False  # its column is an outline, a little narrower
    quiet = False  # only its page shows: no rail, columns or header
    side_open = False  # its side panel is wanted, where there is room for it
    side_forced = False  # and even where there isn't
    has_side = True  # it has something to say now; `frame_changed` tells when that changes

    @property
    def help_topic(self) -> str:
        """Which page of the help is about where one is (`models#fit`)."""
        return self.key

    title_changed = Signal()
    state_changed = Signal()  # `state` says something else now: keep it soon
    show_requested = Signal()  # the pane asks to be shown
    frame_changed = Signal()  # `quiet` or what it wants of its side panel is another now

    def name(self) -> str:
        """The word in the rail, in the current language."""
        raise NotImplementedError

    def title(self) -> str:
        """The header's title now; emit `title_changed` when it changes."""
        return self.name()

    def column(self) -> QWidget | None:
        """The second column below its title row, or None for a pane without one."""
        return None

    def column_title(self) -> str:
        """The title of the second column."""
        return self.name()

    def column_actions(self) -> QWidget | None:
        """Small buttons at the right of the column's title, after the fold button."""
        return None

    def page(self) -> QWidget:
        """The page itself."""
        raise NotImplementedError

    def side(self) -> QWidget | None:
        """A panel at the right edge of the window, or None for a pane without one."""
        return None

    def side_room(self, *, fits: bool) -> None:
        """Whether page and side panel have room beside each other now."""

    def header(self) -> QWidget | None:
        """Actions at the right of the model picker."""
        return None

    def activate(self) -> None:
        """The pane has been shown: put the focus where one would go on working."""

    def go(self, part: str) -> None:
        """Bring a part of the pane to the front, such as a section of the settings."""

    def search(self) -> None:
        """Put the focus into this pane's search field."""

    def drop_words(self) -> str:
        """What letting go of documents will do here, to show while they are dragged; "" shows nothing."""
        return ""

    def drop(self, _paths: list[Path]) -> bool:
        """Files, none of them a model, were dropped on the window; False where the pane has no use for them."""
        return False

    def open_files(self, _paths: list[Path]) -> None:
        """Documents that a person opened with the program, and meant for this pane."""

    def import_files(self, _paths: list[Path]) -> None:
        """Exports that hold what this pane keeps."""

    def state(self) -> dict[str, object]:
        """What to remember over a restart (JSON values), such as the open conversation."""
        return {}

    def restore(self, state: dict[str, object]) -> None:
        """Take up what `state` remembered; called once, when the pane has been built."""

    def begin(self) -> None:
        """The store is open now: read from it. Called once, after `restore`; no pane but the first is built before."""

    def close(self) -> None:
        """The window closes: stop what runs and keep it. Called before the host and the store are closed."""


def beside(*widgets: QWidget) -> QWidget:
    """Small buttons in a row, for a header or a column's title."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for widget in widgets:
        row.addWidget(widget)
    return box
