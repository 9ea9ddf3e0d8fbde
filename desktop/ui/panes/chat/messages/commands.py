"""What can be done with a message, told by its id: the one with the focus or below the mouse, else the last one."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.commands import Command, CommandOn


def _group() -> str:
    return translate("Chat", "Messages")


EDIT = CommandOn[int](
    "message.edit",
    lambda: translate("Chat", "Edit the message"),
    _group,
    "F2",
    ("E",),
    icon="edit",
    label=lambda: translate("Chat", "Edit"),
)
AGAIN = CommandOn[int]("message.again", lambda: translate("Chat", "Write again"), _group, "R", icon="refresh")
AGAIN_WITH = CommandOn[int](
    "message.again_with", lambda: translate("Chat", "Try again with…"), _group, "Shift+R", icon="sliders"
)
GO_ON = CommandOn[int]("message.go_on", lambda: translate("Chat", "Go on"), _group, "G", icon="play")
BRANCH = CommandOn[int](
    "message.branch", lambda: translate("Chat", "New conversation from here"), _group, "B", icon="branch"
)
PIN = CommandOn[int](
    "message.pin", lambda: translate("Chat", "Keep in the context, or no longer"), _group, "P", icon="pin"
)
COMPARE = CommandOn[int]("message.compare", lambda: translate("Chat", "Compare versions"), _group, "V", icon="columns")
CERTAINTY = CommandOn[int]("message.certainty", lambda: translate("Chat", "Map of certainty"), _group, "M", icon="map")
SOURCE = CommandOn[int](
    "message.source", lambda: translate("Chat", "Show as plain text, or typeset"), _group, "T", icon="file"
)
COPY = CommandOn[int](
    "message.copy",
    lambda: translate("Chat", "Copy the message"),
    _group,
    "C",
    icon="copy",
    label=lambda: translate("Chat", "Copy"),
)
COPY_PLAIN = CommandOn[int](
    "message.copy_plain", lambda: translate("Chat", "Copy without Markdown"), _group, "Shift+C", icon="copy"
)
ABOUT = CommandOn[int]("message.about", lambda: translate("Chat", "About this reply"), _group, "I", icon="info")
DELETE = CommandOn[int](
    "message.delete", lambda: translate("Chat", "Delete message"), _group, "Del", icon="trash", danger=True
)

ABOVE = Command("message.above", lambda: translate("Chat", "Message above"), _group, "Alt+Up")
BELOW = Command("message.below", lambda: translate("Chat", "Message below"), _group, "Alt+Down")
BEFORE = Command(
    "message.before", lambda: translate("Chat", "Previous version"), _group, "Alt+Left", icon="chevron-left"
)
AFTER = Command("message.after", lambda: translate("Chat", "Next version"), _group, "Alt+Right", icon="chevron-right")
HOW_LIKELY = Command("insight.text", lambda: translate("Chat", "How likely is a text"), _group)
KEEP_EDIT = Command(
    "message.keep", lambda: translate("Chat", "Keep an edited reply"), _group, "Ctrl+Return", own_keys=True
)
LEAVE_EDIT = Command(
    "message.leave", lambda: translate("Chat", "Leave a message as it was"), _group, "Escape", own_keys=True
)

ALL: tuple[Command, ...] = (
    *(EDIT, AGAIN, AGAIN_WITH, GO_ON, BRANCH, PIN, COMPARE, CERTAINTY, SOURCE, COPY, COPY_PLAIN, ABOUT, DELETE),
    *(ABOVE, BELOW, BEFORE, AFTER, HOW_LIKELY, KEEP_EDIT, LEAVE_EDIT),
)
