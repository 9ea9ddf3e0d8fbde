"""What more can be done with a message."""

from __future__ import annotations

from desktop.formats.markdown.blocks import plain
from desktop.ui.panes.chat.messages import commands as messages
from desktop.ui.panes.chat.messages.about_reply import open_about
from desktop.ui.panes.chat.messages.message_view import MessageView
from desktop.ui.panes.chat.messages.reply_view import ReplyView
from desktop.ui.panes.chat.typesetting.reply_body import copy_plain
from desktop.ui.widgets import Menu


def open_menu(view: MessageView) -> None:
    """Open it under the message's last button; what changes the conversation only while nothing is written."""
    reply = isinstance(view, ReplyView)
    message_id = view.message.id
    menu = Menu(view.more_button)
    if reply:
        menu.command(messages.AGAIN_WITH.on(message_id))
    menu.command(messages.BRANCH.on(message_id))
    menu.command(messages.PIN.on(message_id))
    if view.message.versions > 1:
        menu.command(messages.COMPARE.on(message_id))
    if reply:
        menu.command(messages.CERTAINTY.on(message_id))
        menu.separator()
        menu.command(messages.COPY_PLAIN.on(message_id))
        menu.command(messages.SOURCE.on(message_id))
        menu.command(messages.ABOUT.on(message_id))
    menu.separator()
    menu.command(messages.DELETE.on(message_id))
    view.action_row.hold(True)
    menu.closed.connect(lambda: view.action_row.hold(False))
    menu.open_below(view.more_button, align_right=not reply)


def copy_reply_plain(view: MessageView) -> None:
    """Put a reply on the clipboard as one reads it, without Markdown's marks."""
    if isinstance(view, ReplyView):
        copy_plain(view.documents.get(view.message.answer) or plain(view.message.answer))


def show_about(view: MessageView) -> None:
    """What is known of a reply: model, settings, times."""
    view.action_row.hold(True)
    open_about(view.more_button, view.message).closed.connect(lambda: view.action_row.hold(False))
