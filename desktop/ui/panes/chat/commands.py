"""What can be done in the chat: with the open conversation, the composer and what is found in it."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.commands import Command


def _group() -> str:
    return translate("Chat", "Chat")


NEW = Command("chat.new", lambda: translate("Chat", "New conversation"), _group, "Ctrl+N", icon="plus")
STOP = Command("chat.stop", lambda: translate("Chat", "Stop writing"), _group, "Escape", icon="stop")
RENAME = Command("chat.rename", lambda: translate("Chat", "Rename"), _group, icon="edit")
COPY = Command(
    "chat.copy",
    lambda: translate("Chat", "Copy the conversation as Markdown"),
    _group,
    "Ctrl+Shift+C",
    icon="copy",
    label=lambda: translate("Chat", "Copy as Markdown"),
)
COPY_PLAIN = Command(
    "chat.copy_plain",
    lambda: translate("Chat", "Copy the conversation as plain text"),
    _group,
    icon="copy",
    label=lambda: translate("Chat", "Copy as plain text"),
)
DELETE = Command(
    "chat.delete",
    lambda: translate("Chat", "Move the conversation to the trash"),
    _group,
    icon="trash",
    label=lambda: translate("Chat", "Delete"),
    danger=True,
)

ATTACH = Command("chat.attach", lambda: translate("Chat", "Attach a document"), _group, "Ctrl+O", icon="paperclip")
CONTEXT = Command("chat.context", lambda: translate("Chat", "What the model reads"), _group, "Ctrl+Shift+U")
SNIPPET = Command("chat.snippet", lambda: translate("Chat", "Insert a snippet"), _group, "Ctrl+/")
SNIPPETS = Command("chat.snippets", lambda: translate("Chat", "Manage snippets"), _group)
ASSISTANT = Command("chat.assistant", lambda: translate("Chat", "Choose an assistant"), _group, "Ctrl+Shift+A")
ASSISTANTS = Command(
    "chat.assistants",
    lambda: translate("Chat", "Manage assistants"),
    _group,
    icon="edit",
    label=lambda: translate("Chat", "Manage assistants…"),
)
INSTRUCTIONS = Command(
    "chat.settings",
    lambda: translate("Chat", "Instructions and sampling"),
    _group,
    "Ctrl+Shift+I",
    icon="sliders",
    label=lambda: translate("Chat", "Instructions and sampling…"),
)
SEND = Command("chat.send", lambda: translate("Chat", "Send the message"), _group, "Return", own_keys=True)
BREAK_LINE = Command("chat.break", lambda: translate("Chat", "Break the line"), _group, "Shift+Return", own_keys=True)
EDIT_LAST = Command(
    "chat.edit_last",
    lambda: translate("Chat", "Edit your last message, where nothing is written"),
    _group,
    "Up",
    own_keys=True,
)
SCROLL = Command("chat.scroll", lambda: translate("Chat", "Scroll the conversation"), _group, "PgUp", own_keys=True)
KEEP_DIALOG = Command(
    "chat.dialog.keep", lambda: translate("Chat", "Keep what a sheet asks for"), _group, "Ctrl+Return"
)

NEXT_HIT = Command(
    "chat.find.next",
    lambda: translate("Chat", "Next hit in the conversation"),
    _group,
    "Return",
    icon="chevron-down",
    label=lambda: translate("Chat", "Next hit"),
    own_keys=True,
)
LAST_HIT = Command(
    "chat.find.last",
    lambda: translate("Chat", "Previous hit in the conversation"),
    _group,
    "Shift+Return",
    icon="chevron-up",
    label=lambda: translate("Chat", "Previous hit"),
    own_keys=True,
)

ALL: tuple[Command, ...] = (
    *(ATTACH, CONTEXT, SNIPPET, SNIPPETS, ASSISTANT, ASSISTANTS, INSTRUCTIONS),
    *(NEW, STOP, RENAME, COPY, COPY_PLAIN, DELETE, SEND, BREAK_LINE, EDIT_LAST),
    *(SCROLL, NEXT_HIT, LAST_HIT, KEEP_DIALOG),
)
