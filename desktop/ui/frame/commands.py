"""What the frame itself can do: panes, column, text size, palette, list of keys."""

from __future__ import annotations

from collections.abc import Callable

from desktop.base.i18n import translate
from desktop.ui.commands import Command
from desktop.ui.widgets.commands import CLOSE


def _group() -> str:
    return translate("Commands", "Window")


PALETTE = Command("window.palette", lambda: translate("Commands", "Find a command"), _group, "Ctrl+K")
HELP = Command("help.open", lambda: translate("Help", "Help"), _group, "F1", icon="help")
SHORTCUTS = Command(
    "window.shortcuts", lambda: translate("Commands", "Show the keyboard shortcuts"), _group, "Shift+F1"
)
SEARCH = Command("window.search", lambda: translate("Commands", "Search in this pane"), _group, "Ctrl+F")
COLUMN = Command(
    "window.column", lambda: translate("Commands", "Show or hide the column"), _group, "Ctrl+B", icon="sidebar"
)
MODEL = Command("window.model", lambda: translate("Commands", "Choose a model"), _group, "Ctrl+M")
ADD_MODEL = Command("models.add", lambda: translate("Models", "Add a model file…"), _group, icon="plus")
BETTER_MODEL = Command("models.better", lambda: translate("Models", "Get a better model"), _group, icon="download")
ANOTHER_MACHINE = Command(
    "models.elsewhere", lambda: translate("Models", "Use a model on another machine"), _group, icon="layers"
)
MODEL_FOLDERS = Command(
    "models.folders",
    lambda: translate("Models", "Folders of models"),
    _group,
    icon="folder",
    label=lambda: translate("Models", "Change…"),
)
ALL_MODELS = Command("models.all", lambda: translate("Models", "All models"), _group, icon="layers")
NEXT_PART = Command("window.next_part", lambda: translate("Commands", "Next part of the window"), _group, "F6")
SHOW_LOG = Command("window.show_log", lambda: translate("Commands", "Show the log"), _group)
LOG = Command("window.log", lambda: translate("Commands", "Open the folder of the log"), _group)
ENGINE_STATE = Command("window.engine_state", lambda: translate("Commands", "Copy the state of the engine"), _group)
QUIT = Command("window.quit", lambda: translate("Commands", "Quit"), _group, "Ctrl+Q")

LARGER = Command("text.larger", lambda: translate("Commands", "Larger text"), _group, "Ctrl++", ("Ctrl+=",))
SMALLER = Command("text.smaller", lambda: translate("Commands", "Smaller text"), _group, "Ctrl+-")
NORMAL = Command("text.normal", lambda: translate("Commands", "Text of normal size"), _group, "Ctrl+0")

LIGHT = Command("look.light", lambda: translate("Commands", "Light appearance"), _group)
DARK = Command("look.dark", lambda: translate("Commands", "Dark appearance"), _group)
SYSTEM = Command("look.system", lambda: translate("Commands", "Appearance as the system has it"), _group)

ALL = (
    *(
        PALETTE,
        HELP,
        SHORTCUTS,
        SEARCH,
        COLUMN,
        MODEL,
        ADD_MODEL,
        BETTER_MODEL,
        ANOTHER_MACHINE,
        MODEL_FOLDERS,
        ALL_MODELS,
        NEXT_PART,
        SHOW_LOG,
        LOG,
        ENGINE_STATE,
        QUIT,
    ),
    *(LARGER, SMALLER, NORMAL, LIGHT, DARK, SYSTEM, CLOSE),
)


def go_to(pane: str, name: Callable[[], str], number: int) -> Command:
    """Leads to the pane that stands at this place of the rail, from 1."""
    numbered = f"Ctrl+{number}" if number < 10 else ""
    keys = "Ctrl+," if pane == "settings" else numbered
    return Command(
        f"go.{pane}",
        lambda: translate("Commands", "Go to {pane}").format(pane=name()),
        _group,
        keys,
        tuple(filter(None, (numbered,))) if keys != numbered else (),
    )
