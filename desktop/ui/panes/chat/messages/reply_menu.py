"""What more can be done with a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate
from desktop.formats.markdown.blocks import plain
from desktop.formats.thought import split
from desktop.ui.panes.chat.messages.about_reply import open_about
from desktop.ui.panes.chat.messages.message_view import Ask, pin_words
from desktop.ui.panes.chat.typesetting.reply_body import copy_plain
from desktop.ui.widgets import Menu

if TYPE_CHECKING:
    from desktop.ui.panes.chat.messages.reply_view import ReplyView


def open_menu(view: ReplyView) -> None:
    """Open it under the reply's last button; what changes the conversation only while nothing is written."""
    menu = Menu(view.more_button)
    answer = split(view.message.text)[1]

    def ask(text: str, what: Ask, icon: str, hint: str, *, enabled: bool = True, danger: bool = False) -> None:
        menu.add(text, lambda: view.asked.emit(what), icon=icon, hint=hint, enabled=enabled, danger=danger)

    ask(translate("Chat", "Try again with…"), Ask.AGAIN_WITH, "sliders", "Shift R", enabled=view.usable)
    ask(translate("Chat", "New conversation from here"), Ask.BRANCH, "branch", "B", enabled=view.usable)
    ask(pin_words(view.message), Ask.PIN, "pin", "P", enabled=view.usable)
    if view.message.versions > 1:
        ask(translate("Chat", "Compare versions"), Ask.COMPARE, "columns", "V")
    ask(translate("Chat", "Map of certainty"), Ask.CERTAINTY, "map", "M", enabled=view.usable and bool(answer))
    menu.separator()
    ask(translate("Chat", "Copy without Markdown"), Ask.COPY_PLAIN, "copy", "Shift C")
    source = translate("Chat", "Show typeset") if view.shows_source else translate("Chat", "Show as plain text")
    ask(source, Ask.SOURCE, "file", "T", enabled=view.streaming_typesetter is None and bool(answer))
    ask(translate("Chat", "About this reply"), Ask.ABOUT, "info", "I")
    menu.separator()
    ask(translate("Chat", "Delete message"), Ask.DELETE, "trash", "Del", enabled=view.usable, danger=True)
    view.action_row.hold(True)
    menu.closed.connect(lambda: view.action_row.hold(False))
    menu.open_below(view.more_button)


def copy_reply_plain(view: ReplyView) -> None:
    """Put the reply on the clipboard as one reads it, without Markdown's marks."""
    copy_plain(view.documents.get(view.message.text) or plain(split(view.message.text)[1]))


def show_about(view: ReplyView) -> None:
    """What is known of the reply: model, settings, times."""
    view.action_row.hold(True)
    open_about(view.more_button, view.message).closed.connect(lambda: view.action_row.hold(False))
