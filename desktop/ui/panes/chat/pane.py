"""The chat pane: joins the controller to its widgets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.base.error_text import sentence
from desktop.base.errors import Code
from desktop.base.i18n import translate
from desktop.base.settings import LANGUAGE
from desktop.ui import tasks
from desktop.ui.model_list import ModelList
from desktop.ui.pane import Pane, beside
from desktop.ui.panes import names
from desktop.ui.panes.chat import commands as chat
from desktop.ui.panes.chat import words
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.conversation_list.column import ConversationList
from desktop.ui.panes.chat.conversation_list.organiser import Organiser
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.panes.chat.search.query_runner import SearchRun
from desktop.ui.role_model import CHAT
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.text.speech import announce
from desktop.ui.widgets import CommandIcon, IconButton, Menu, toast
from desktop.ui.work import PaneWork

if TYPE_CHECKING:
    from desktop.store import Conversation, Message
    from desktop.ui.panes.chat.composer_controller import ComposerController
    from desktop.ui.panes.chat.conversation_list.list_controller import ListController
    from desktop.ui.panes.chat.message_actions import MessageActions
    from desktop.ui.panes.chat.parts import Parts
    from desktop.ui.panes.chat.transfer.as_markdown import Attached


class ChatPane(Pane):
    """Conversations in the column, the open one on the page.

    It is built in two steps, so that one can write at once: the list and the composer, then, when the store is open,
    what works with them.
    """

    begun = Signal()

    key = "chat"
    parts: Parts  # from `begin` on, as the next three
    list_controller: ListController
    composer_controller: ComposerController
    messages: MessageActions

    def __init__(self, services: Services, model_list: ModelList) -> None:
        super().__init__()
        self._services = services
        self._model_list = model_list
        self._wanted: int | None = None  # the conversation of the last time, until the list has been read
        self._begun = False
        self._early = True  # what stands in the composer belongs to no conversation yet
        self._sent_early = False
        self._page = ChatPage()
        self._page.composer.sent.connect(self._send_early)
        self._more = IconButton("more", lambda: translate("Chat", "More about this conversation"))
        self._new = CommandIcon(chat.NEW)
        self._list_more = IconButton("more", lambda: translate("Chat", "More about the conversations"))
        self.controller = ChatController(services.store, services.chat, self, PaneWork(self, self.failed))
        self.list = ConversationList(Organiser(services.store, self.controller, self), SearchRun(services.store, self))
        say(self, lambda _: self._refresh_words(), lambda: "")

    def begin(self) -> None:
        """Build the rest, and read what is kept."""
        from desktop.ui.panes.chat.parts import Parts

        page, more = self._page, self._list_more
        page.complete()
        page.composer.sent.disconnect(self._send_early)
        self.parts = Parts(self._services, self._model_list, self.controller, page, self.list, more, self)
        self.list_controller, self.composer_controller, self.messages = (
            self.parts.list_controller,
            self.parts.composer_controller,
            self.parts.messages,
        )
        self._begun = True
        self.composer_controller.drafts_read.connect(self._show_draft)
        self._connect()
        self._refresh_words()
        self.controller.reload(self._open_wanted)  # after the drafts: the one of what opens stands there with it
        self.begun.emit()

    def _connect(self) -> None:
        controller, page = self.controller, self._page
        self._more.clicked.connect(self._open_menu)
        self.list.open_asked.connect(self._open)
        self.list.language_chosen.connect(self._use_language)
        composer = page.composer
        composer.stop_asked.connect(controller.stop)
        composer.edited.connect(self._edited)
        transcript = page.transcript
        transcript.answer_asked.connect(controller.regenerate)
        transcript.go_on_asked.connect(controller.go_on)
        composer.text.recalled.connect(self.messages.edit_last_own)
        transcript.link_clicked.connect(_ask_to_open)
        transcript.log_asked.connect(self._show_log)
        self._model_list.state_changed.connect(self._model_changed)

    # -- what the frame asks ---------------------------------------------------------------------------------------

    def name(self) -> str:
        return names.chat()

    def title(self) -> str:
        conversation = self.controller.conversation
        if conversation is None:
            return "" if self._wanted is not None else translate("Chat", "New conversation")
        return conversation.title or translate("Chat", "Untitled")

    def column_title(self) -> str:
        return translate("Chat", "Conversations")

    def column(self) -> QWidget:
        return self.list

    def column_actions(self) -> QWidget:
        return beside(self._new, self._list_more)

    def page(self) -> QWidget:
        return self._page

    def header(self) -> QWidget:
        return beside(self._more)

    def activate(self) -> None:
        self._page.composer.text.setFocus()

    def search(self) -> None:
        if self._begun:
            self.list_controller.find_here()
        else:
            self.list.begin_search()

    def state(self) -> dict[str, object]:
        return {"open": self.controller.open_id, "shelf": self.list.organiser.state()}

    def restore(self, state: dict[str, object]) -> None:
        drafts = state.get("drafts")  # of a version that kept them here
        if isinstance(drafts, dict):
            for key, text in drafts.items():
                if isinstance(text, str) and str(key).isdigit():
                    self.controller.drafts[int(key) or None] = text
        self.list.organiser.restore_state(state.get("shelf"))
        wanted = state.get("open")
        self._wanted = wanted if isinstance(wanted, int) else None
        if self._wanted is not None or not self._services.paths.database.exists():
            self._page.show_nothing()

    def drop_words(self) -> str:
        return translate("Chat", "Let go to attach these documents")

    def drop(self, paths: list[Path]) -> bool:
        self.composer_controller.drop(paths)
        return True

    def open_files(self, paths: list[Path]) -> None:
        """With the next message of a new conversation."""
        self.new_conversation()
        self.composer_controller.drop(paths)

    def import_files(self, paths: list[Path]) -> None:
        self.show_requested.emit()
        self.list_controller.imports.take(paths)

    def close(self) -> None:
        self.messages.unfinished.keep()
        self.composer_controller.close()
        self.controller.close()

    # -- what the controller tells ---------------------------------------------------------------------------------

    def list_changed(self) -> None:
        self.list.refresh()
        self.list.set_open(self.controller.open_id)
        self._show_state()
        self.title_changed.emit()

    def conversation_changed(self) -> None:
        self.list.set_open(self.controller.open_id)
        self.list_controller.find_bar.close_bar()
        self._show_draft()
        self.composer_controller.opened()
        self._more.setEnabled(self.controller.open_id is not None)
        self.writing_changed()
        self.context_changed()
        self._show_state()
        self.title_changed.emit()
        self.state_changed.emit()

    def messages_changed(self, *, fresh: bool) -> None:
        self._page.transcript.show_messages(self.controller.messages, fresh=fresh)
        self.composer_controller.messages_changed()
        self._show_state()

    def writing_changed(self) -> None:
        writing = self.controller.writing
        self._page.composer.set_writing(writing is not None)
        self._page.transcript.show_writing(writing)

    def reply_began(self) -> None:
        announce(self._page.transcript, translate("Chat", "The reply begins."))

    def reply_ended(self, message: Message) -> None:
        announce(self._page.transcript, words.ended(message))
        self.messages.ended(message)

    def context_changed(self) -> None:
        if self._begun:
            self.composer_controller.watch.grown()

    def text_kept(self, text: str) -> None:
        self._page.composer.clear_if(text)
        self.composer_controller.kept()
        self._page.transcript.scroll_to_end()

    def deleted(self, conversation: Conversation) -> None:
        title = conversation.title or translate("Chat", "Untitled")
        said = translate("Chat", "“{title}” is in the trash.").format(title=title)
        toast(self._page, said, lambda: self.controller.restore(conversation.id), bottom=self._page.toast_room)

    def failed(self, error: Exception) -> None:
        toast(self._page, sentence(error).what, bottom=self._page.toast_room)

    # -- what a person does ----------------------------------------------------------------------------------------

    def new_conversation(self) -> None:
        """An empty conversation; it is kept with its first message."""
        self.show_requested.emit()
        self.controller.open(None)
        self._page.composer.text.setFocus()

    def ask_about(self, text: str) -> None:
        """A new conversation with a text in the composer, and the caret above it for the question."""
        self.new_conversation()
        composer = self._page.composer.text
        composer.setPlainText(f"\n\n{text}")
        composer.moveCursor(QTextCursor.MoveOperation.Start)

    def _open(self, conversation_id: int) -> None:
        self.controller.open(conversation_id)
        self._page.composer.text.setFocus()

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and any(known.id == wanted for known in self.controller.conversations):
            self.controller.open(wanted)
        else:
            self.title_changed.emit()
        if self._early:
            self._settle()

    def _send_early(self) -> None:
        """Enter was pressed before the store was open: send once it is."""
        self._sent_early = True

    def _settle(self) -> None:
        """Drafts and list have been read: what was typed before follows the draft of what is open now."""
        composer = self._page.composer
        self._early = False
        typed, kept = composer.text.toPlainText(), self.controller.drafts.get(self.controller.open_id, "")
        if not typed:
            self._show_draft()
            return
        if kept:
            composer.set_text(f"{kept}\n{typed}")
        self._edited()
        if self._sent_early:
            composer.send()

    def _show_draft(self) -> None:
        if not self._early:
            self._page.composer.set_text(self.controller.drafts.get(self.controller.open_id, ""))

    def _edited(self) -> None:
        if self._early:
            return
        text = self._page.composer.text.toPlainText()
        self.controller.drafts[self.controller.open_id] = text
        if self.first_run:
            self._page.first_run.set_quiet(bool(text.strip()))
        self.composer_controller.edited()

    def _open_menu(self) -> None:
        conversation = self.controller.conversation
        if conversation is None:
            return
        menu = Menu(self._more)
        for command in (chat.RENAME, chat.COPY, chat.COPY_PLAIN):
            menu.command(command)
        self.list_controller.fill_menu(menu, conversation)
        menu.separator()
        menu.command(chat.DELETE)
        menu.open_below(self._more, align_right=True)

    def _rename(self, conversation: Conversation) -> None:
        from desktop.ui.panes.chat.conversation_list.rename_popup import RenamePopup

        popup = RenamePopup(self._more, conversation.title)
        popup.renamed.connect(lambda title: self.controller.rename(conversation.id, title))
        popup.open_below(self._more, align_right=True)

    def rename(self) -> None:
        """Ask for another title of the open conversation."""
        if self.controller.conversation is not None:
            self._rename(self.controller.conversation)

    def delete(self) -> None:
        """Move the open conversation to the trash."""
        if self.controller.open_id is not None:
            self.controller.delete(self.controller.open_id)

    def copy_all(self) -> None:
        """Put the open conversation on the clipboard."""
        from desktop.ui.panes.chat.transfer.as_markdown import as_markdown

        self._copy(as_markdown)

    def copy_plain(self) -> None:
        """Put the open conversation on the clipboard without Markdown's marks."""
        from desktop.ui.panes.chat.transfer.as_markdown import as_plain

        self._copy(as_plain)

    def _copy(self, write: Callable[[str, list[Message], Attached], str]) -> None:
        """Put the open conversation on the clipboard, with the documents that were sent."""
        from desktop.store.attachments.attachments import Attachments

        title, messages = self.title(), list(self.controller.messages)
        store = Attachments(self._services.store.database)
        ids = [message.id for message in messages if message.attached]

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            said = translate("Chat", "The conversation is on the clipboard.")
            toast(self._page, said, bottom=self._page.toast_room)

        tasks.run(lambda: write(title, messages, store.of_messages(ids)), done, self.failed, self, lane="store")

    def _show_log(self) -> None:
        from desktop.ui.diagnostics.log_sheet import ENGINE, show_log

        show_log(self._page, self._services.paths, ENGINE)

    def _use_language(self, language: str) -> None:
        tasks.run(lambda: self._services.settings.set(LANGUAGE, language), owner=self, lane="settings")

    # -- following -------------------------------------------------------------------------------------------------

    def _model_changed(self) -> None:
        if not self._begun:
            return
        error = self._services.model_manager.error
        none = self._model_list.current is None and error is not None and error.code == Code.NO_MODEL
        coming = self._model_list.coming
        if none and coming is not None:
            reason = translate("Chat", "{name} is on its way: {amount}.").format(name=coming.name, amount=coming.said)
        else:
            reason = translate("Chat", "There is no model yet: add one to write to it.") if none else ""
        self._page.composer.set_reason(reason)
        self._page.composer.set_waiting(self._model_list.roles[CHAT].waiting())
        current = self._model_list.current
        self._page.composer.set_host(current.host if current is not None else "")
        if self.first_run:
            self._page.first_run.show_model(self._model_list.current, self._model_list.shown(), coming)
        self.controller.read_context()

    @property
    def first_run(self) -> bool:
        """Whether nothing has ever been written here."""
        return self.controller.listed and not self.controller.conversations

    def _show_state(self) -> None:
        messages = bool(self.controller.messages) or self.controller.open_id is not None
        self._page.show_state(messages=messages, first_run=self.first_run)
        self._page.show_trashed(self.controller.in_trash)
        if self.first_run:
            self._model_changed()

    def _refresh_words(self) -> None:
        self.title_changed.emit()
        self._more.setEnabled(self.controller.open_id is not None)
        self.context_changed()
        self._model_changed()


def _ask_to_open(address: str, over: QWidget) -> None:
    from desktop.ui.panes.chat.typesetting.link_popup import ask_to_open

    ask_to_open(over, address)
