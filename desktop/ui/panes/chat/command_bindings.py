"""Joins what can be done in the chat to one pane."""

from __future__ import annotations

from desktop.ui.commands import commands
from desktop.ui.panes.chat import commands as chat
from desktop.ui.panes.chat.conversation_list.list_commands import ListCommands
from desktop.ui.panes.chat.pane import ChatPane


def bind_commands(pane: ChatPane) -> None:
    """What the pane's parts don't join by themselves: the open conversation and the column."""
    controller, page = pane.controller, pane.page()
    ListCommands(pane.list_controller, controller, pane.list_controller.page)

    def is_open() -> bool:
        return controller.open_id is not None

    commands.bind(chat.NEW, pane.new_conversation, page)
    commands.bind(chat.STOP, controller.stop, page, enabled=lambda: controller.writing is not None, everywhere=False)
    for command, run in (
        (chat.RENAME, pane.rename),
        (chat.COPY, pane.copy_all),
        (chat.COPY_PLAIN, pane.copy_plain),
        (chat.DELETE, pane.delete),
    ):
        commands.bind(command, run, page, enabled=is_open, while_seen=True)
