"""What can be done in the story pane: with stories, a scene, what the model proposes, rows of the outline."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn

if TYPE_CHECKING:
    from desktop.store.stories.records import Take

if TYPE_CHECKING:
    pass


def _group() -> str:
    return translate("StoryPane", "Story")


# -- stories -----------------------------------------------------------------------------------------------------------

NEW = Command("story.new", lambda: translate("StoryPane", "New story…"), _group, icon="plus")
IMPORT = Command(
    "story.import",
    lambda: translate("StoryPane", "Import a manuscript"),
    _group,
    icon="upload",
    label=lambda: translate("StoryPane", "Import…"),
)
OPEN = Command("story.open", lambda: translate("StoryPane", "Stories"), _group, icon="book")

# -- the open story ----------------------------------------------------------------------------------------------------

SCENE = Command("story.scene", lambda: translate("StoryPane", "New scene"), _group, "Ctrl+N")
CHAPTER = Command("story.chapter", lambda: translate("StoryPane", "New chapter"), _group, "Ctrl+Shift+N")
PART = Command("story.part", lambda: translate("StoryPane", "New part"), _group)
NOTE = Command("story.note", lambda: translate("StoryPane", "New note"), _group)
PLAN = Command(
    "story.plan", lambda: translate("StoryPane", "From settings to story"), _group, "Ctrl+Shift+P", icon="map"
)
# The window's key for searching asks the pane in front: here it is only shown.
FIND = Command(
    "story.find", lambda: translate("StoryPane", "Find and replace"), _group, "Ctrl+F", icon="search", own_keys=True
)
SIDE = Command("story.side", lambda: translate("StoryPane", "Side panel"), _group, "Ctrl+Alt+B", icon="panel-right")
EXPORT = Command(
    "story.export",
    lambda: translate("StoryPane", "Export the story"),
    _group,
    "Ctrl+Shift+E",
    icon="download",
    label=lambda: translate("StoryPane", "Export…"),
)
FOLDER = Command("story.folder", lambda: translate("StoryPane", "A folder of plain files…"), _group, icon="folder")
READ_FOLDER = Command("story.read_folder", lambda: translate("StoryPane", "Read back a folder…"), _group, icon="folder")
BOOK = Command("story.book", lambda: translate("StoryPane", "Author, dedication, scene breaks…"), _group)
RENAME = Command("story.rename", lambda: translate("StoryPane", "Rename the story…"), _group, icon="edit")
TRASH = Command(
    "story.trash", lambda: translate("StoryPane", "Move the story to the trash"), _group, icon="trash", danger=True
)
ENTRY = Command(
    "story.entry",
    lambda: translate("StoryPane", "New entry of the bible"),
    _group,
    icon="plus",
    label=lambda: translate("StoryPane", "New entry"),
)
IMPORT_LORE = Command("story.lorebook", lambda: translate("StoryPane", "Import a lorebook…"), _group, icon="upload")


def _lore(program: str, name: str) -> Command:
    return Command(
        f"story.lorebook.{program}",
        lambda: translate("StoryPane", "Export for {program}…").format(program=name),
        _group,
        icon="download",
    )


EXPORT_LORE = {
    program: _lore(program, name) for program, name in (("sillytavern", "SillyTavern"), ("novelai", "NovelAI"))
}
OFFERS = Command("story.offers", lambda: translate("StoryPane", "Offer next sentences"), _group)
QUOTES = Command("story.quotes", lambda: translate("StoryPane", "Quotation marks…"), _group)
SPELLING = Command("story.spelling", lambda: translate("StoryPane", "Check spelling"), _group)

# -- the open scene ----------------------------------------------------------------------------------------------------

HEADING = Command("story.heading", lambda: translate("StoryPane", "Heading"), _group, "Ctrl+Alt+1")
QUOTATION = Command("story.quotation", lambda: translate("StoryPane", "Quotation"), _group, "Ctrl+Alt+2")
BREAK = Command("story.break", lambda: translate("StoryPane", "Scene break"), _group, "Ctrl+Return")
CONTINUE = Command("story.continue", lambda: translate("StoryPane", "Go on at the caret"), _group, "Ctrl+J")
REWRITE = Command("story.rewrite", lambda: translate("StoryPane", "Rewrite the selection"), _group, "Ctrl+R")
SURPRISES = Command("story.surprises", lambda: translate("StoryPane", "Map of surprises"), _group, "Ctrl+Shift+M")
ALTERNATIVES = Command(
    "story.alternatives",
    lambda: translate("StoryPane", "Other words for the one at the caret"),
    _group,
    "Ctrl+Shift+A",
)
HISTORY = Command(
    "story.history",
    lambda: translate("StoryPane", "Earlier versions of this scene"),
    _group,
    "Ctrl+H",
    icon="history",
)
FOCUS = Command("story.focus", lambda: translate("StoryPane", "Focus"), _group, "Ctrl+Shift+F")
TYPEWRITER = Command("story.typewriter", lambda: translate("StoryPane", "Typewriter scrolling"), _group, "Ctrl+Shift+T")
FULL_SCREEN = Command("story.full_screen", lambda: translate("StoryPane", "Full screen"), _group, "F11")

# -- what the model proposes: the manuscript hands these keys to `GenerationController.handle_key` ---------------------

GO_ON_OR_ACCEPT = Command(
    "story.go_on_or_accept",
    lambda: translate("StoryPane", "Go on, or accept what is proposed"),
    _group,
    "Tab",
    icon="feather",
    label=lambda: translate("StoryPane", "Go on here"),
    own_keys=True,
)
STOP_OR_REJECT = Command(
    "story.stop_or_reject",
    lambda: translate("StoryPane", "Stop the model, or reject what it proposes"),
    _group,
    "Escape",
    own_keys=True,
)
ACCEPT_PIECE = Command(
    "story.accept_piece",
    lambda: translate("StoryPane", "Accept the next sentence or change"),
    _group,
    "Alt+Right",
    own_keys=True,
)
CHOOSE_SUGGESTION = Command(
    "story.choose_suggestion", lambda: translate("StoryPane", "Choose a next sentence"), _group, "1", own_keys=True
)
# The buttons under a proposal, whose keys are those of the first two.
ACCEPT = Command("story.accept", lambda: translate("StoryPane", "Accept"), _group, "Tab", icon="check", own_keys=True)
REJECT = Command("story.reject", lambda: translate("StoryPane", "Reject"), _group, "Escape", icon="x", own_keys=True)
AGAIN = Command("story.again", lambda: translate("StoryPane", "Again"), _group, icon="refresh")
STOP = Command("story.stop", lambda: translate("StoryPane", "Stop"), _group, "Escape", icon="stop", own_keys=True)

# -- on one of the changes proposed ------------------------------------------------------------------------------------

ACCEPT_CHANGE = CommandOn[int](
    "story.change.accept", lambda: translate("StoryPane", "Accept this change"), _group, icon="check"
)
REJECT_CHANGE = CommandOn[int](
    "story.change.reject", lambda: translate("StoryPane", "Reject this change"), _group, icon="x"
)

# -- on the selection: the text field handles these by itself ----------------------------------------------------------

CUT = Command("story.cut", lambda: translate("StoryPane", "Cut"), _group, "Ctrl+X", own_keys=True)
COPY = Command("story.copy", lambda: translate("StoryPane", "Copy"), _group, "Ctrl+C", own_keys=True)
PASTE = Command("story.paste", lambda: translate("StoryPane", "Paste"), _group, "Ctrl+V", own_keys=True)

# -- on a node of the outline, which handles the keys by itself; from the palette on the open scene --------------------

RENAME_NODE = CommandOn[int](
    "story.node.rename",
    lambda: translate("StoryPane", "Rename in the outline"),
    _group,
    "F2",
    icon="edit",
    label=lambda: translate("StoryPane", "Rename"),
    own_keys=True,
)
TARGET = CommandOn[int]("story.target", lambda: translate("StoryPane", "Target words…"), _group, icon="sliders")
MOVE_UP = CommandOn[int](
    "story.node.up",
    lambda: translate("StoryPane", "Move up in the outline"),
    _group,
    "Alt+Up",
    label=lambda: translate("StoryPane", "Move up"),
    own_keys=True,
)
MOVE_DOWN = CommandOn[int](
    "story.node.down",
    lambda: translate("StoryPane", "Move down in the outline"),
    _group,
    "Alt+Down",
    label=lambda: translate("StoryPane", "Move down"),
    own_keys=True,
)
MOVE_DEEPER = Command(
    "story.node.deeper",
    lambda: translate("StoryPane", "Move deeper in the outline"),
    _group,
    "Alt+Right",
    own_keys=True,
)
MOVE_OUT = Command(
    "story.node.out",
    lambda: translate("StoryPane", "Move further out in the outline"),
    _group,
    "Alt+Left",
    own_keys=True,
)
EXPORT_NODE = CommandOn[int]("story.node.export", lambda: translate("StoryPane", "Export…"), _group, icon="download")
TRASH_NODE = CommandOn[int](
    "story.node.trash",
    lambda: translate("StoryPane", "Move to the trash in the outline"),
    _group,
    "Del",
    icon="trash",
    label=lambda: translate("StoryPane", "Move to the trash"),
    danger=True,
    own_keys=True,
)


def _status(value: str, name: Callable[[], str]) -> CommandOn[int]:
    return CommandOn[int](
        f"story.status.{value}",
        lambda: translate("StoryPane", "This scene: {status}").format(status=name()),
        _group,
        label=name,
    )


STATUS = {  # by the value of `NodeStatus`
    "idea": _status("idea", lambda: translate("StoryPane", "Idea")),
    "draft": _status("draft", lambda: translate("StoryPane", "Draft")),
    "revised": _status("revised", lambda: translate("StoryPane", "Revised")),
    "done": _status("done", lambda: translate("StoryPane", "Done")),
}

# -- on a take in the side panel ---------------------------------------------------------------------------------------

PROPOSE_TAKE: CommandOn[Take] = CommandOn(
    "story.take.propose", lambda: translate("StoryPane", "Propose it in the text"), _group, icon="swap"
)
GO_ON_WITH_TAKE: CommandOn[Take] = CommandOn(
    "story.take.go_on", lambda: translate("StoryPane", "Let it go on"), _group, icon="feather"
)
COMPARE_TAKE: CommandOn[Take] = CommandOn(
    "story.take.compare", lambda: translate("StoryPane", "Compare with the one before"), _group, icon="columns"
)
COMPARE_WITH_OTHER: CommandOn[Take] = CommandOn(
    "story.take.compare_other", lambda: translate("StoryPane", "Compare with another…"), _group, icon="columns"
)

# Those of the palette and of the list of keys, in its order; the others are only shown where they are for something.
ALL: tuple[Command, ...] = (
    *(
        NEW,
        IMPORT,
        OPEN,
        SCENE,
        CHAPTER,
        PART,
        NOTE,
        PLAN,
        FIND,
        SIDE,
        EXPORT,
        FOLDER,
        READ_FOLDER,
        BOOK,
        RENAME,
        TRASH,
    ),
    *(ENTRY, IMPORT_LORE, *EXPORT_LORE.values(), OFFERS, QUOTES, SPELLING),
    *(HEADING, QUOTATION, BREAK, CONTINUE, REWRITE, ACCEPT_PIECE, SURPRISES, ALTERNATIVES, TARGET, *STATUS.values()),
    *(HISTORY, FOCUS, TYPEWRITER, FULL_SCREEN, GO_ON_OR_ACCEPT, STOP_OR_REJECT, CHOOSE_SUGGESTION),
    *(RENAME_NODE, MOVE_UP, MOVE_DOWN, MOVE_DEEPER, MOVE_OUT, TRASH_NODE),
)
