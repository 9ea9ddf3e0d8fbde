"""What the chat pane lists in the palette and the shortcut list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import translate
from desktop.ui.commands import Command, Key, commands

if TYPE_CHECKING:
    from desktop.ui.panes.chat.pane import ChatPane


def add_commands(pane: ChatPane, page: QWidget) -> None:
    """Add the chat's commands; they go with `page`."""
    controller = pane.controller

    def is_open() -> bool:
        return page.isVisible() and controller.open_id is not None

    def add(command: Command, *, everywhere: bool = True) -> None:
        commands.add(command, page, everywhere=everywhere)

    add(
        Command("chat.new", lambda: translate("Chat", "New conversation"), pane.new_conversation, pane.name, "Ctrl+N"),
    )
    add(
        Command(
            "chat.stop",
            lambda: translate("Chat", "Stop writing"),
            controller.stop,
            pane.name,
            "Escape",
            lambda: controller.writing is not None,
        ),
        everywhere=False,
    )
    add(Command("chat.rename", lambda: translate("Chat", "Rename"), pane.rename, pane.name, "", is_open))
    add(
        Command(
            "chat.copy",
            lambda: translate("Chat", "Copy the conversation as Markdown"),
            pane.copy_all,
            pane.name,
            "Ctrl+Shift+C",
            is_open,
        )
    )
    add(
        Command(
            "chat.copy_plain",
            lambda: translate("Chat", "Copy the conversation as plain text"),
            pane.copy_plain,
            pane.name,
            "",
            is_open,
        )
    )
    add(
        Command(
            "chat.delete",
            lambda: translate("Chat", "Move the conversation to the trash"),
            pane.delete,
            pane.name,
            "",
            is_open,
        )
    )
    for title, keys in (
        (lambda: translate("Chat", "Send the message"), "Return"),
        (lambda: translate("Chat", "Break the line"), "Shift+Return"),
        (lambda: translate("Chat", "Edit your last message, where nothing is written"), "Up"),
        (lambda: translate("Chat", "Rename in the list"), "F2"),
        (lambda: translate("Chat", "Move to the trash in the list"), "Del"),
        (lambda: translate("Chat", "Scroll the conversation"), "PgUp"),
    ):
        commands.tell(Key(title, keys, pane.name))
