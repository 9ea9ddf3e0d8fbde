"""What a person does with single messages: edits, versions, branches, the trash, the map of certainty."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.settings import TEMPERATURE
from desktop.features.chat.insight import Insights
from desktop.store import Preset, Status
from desktop.store.conversations.versions import Versions
from desktop.ui import tasks
from desktop.ui.commands import CommandOn, commands
from desktop.ui.model_list import ModelList
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.messages import commands as messages
from desktop.ui.panes.chat.messages.edit_autosave import EditAutosave
from desktop.ui.panes.chat.messages.message_view import MessageView, pin_words
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.services import Services
from desktop.ui.text.speech import announce
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.features.chat.insight import Other
    from desktop.library.models import ModelFile
    from desktop.store import Conversation, Message
    from desktop.ui.panes.chat.insight.certainty_panel import CertaintyPanel
    from desktop.ui.panes.chat.messages.regenerate_popup import RegenerateOptions
    from desktop.ui.panes.chat.messages.reply_view import ReplyView

_OWN = "user"


class MessageActions(QObject):
    """Joins the transcript's wishes to the store and the model. Each also is a command with a key."""

    def __init__(self, services: Services, model_list: ModelList, page: ChatPage, controller: ChatController) -> None:
        super().__init__(page)
        self._services = services
        self._model_list = model_list
        self._page = page
        self._transcript = page.transcript
        self._controller = controller
        self._versions = Versions(services.store.database)
        self._lent: tuple[ModelFile | None, str] = (None, "")  # the model to go back to, and the one that writes now
        self._insights = Insights(services.store, services.model_manager, services.settings)
        self.unfinished = EditAutosave(services.store, self)
        self._transcript.made.connect(self._made)
        self._transcript.version_stepped.connect(self.step)
        self.unfinished.read(self._edits_read)
        self._bind()

    # -- which message ---------------------------------------------------------------------------------------------

    def current(self) -> MessageView | None:
        """The message with the focus, else the last one on the page."""
        return self._transcript.focus.view() or next(reversed(self._transcript.views), None)

    def usable(self) -> bool:
        """Whether the conversation can be changed now."""
        controller = self._controller
        changing = controller.writing is not None or controller.in_trash
        return self._transcript.isVisible() and not changing and self._transcript.count > 0

    def _view(self, message_id: int) -> MessageView | None:
        return next((view for view in self._transcript.views if view.message.id == message_id), None)

    def _bind(self) -> None:
        """What can be done with the current message, or with one that has been pointed at."""
        one, changeable = self._bind_on, self._changeable
        one(messages.EDIT, self._edit, changeable)
        one(messages.AGAIN, lambda view: self._controller.regenerate(view.message.id), changeable)
        one(messages.AGAIN_WITH, self._again_with, changeable)
        one(messages.GO_ON, lambda view: self._controller.go_on(view.message.id), self._can_go_on)
        one(messages.BRANCH, lambda view: self.branch(view.message), changeable)
        one(messages.PIN, lambda view: self.pin(view.message), changeable, lambda view: pin_words(view.message))
        one(messages.COMPARE, lambda view: self.compare(view.message), lambda view: view.message.versions > 1)
        one(messages.CERTAINTY, self._show_certainty, self._can_be_weighed)
        one(messages.COPY, MessageView.copy_text, lambda _: True)
        one(messages.COPY_PLAIN, _copy_plain, _is_reply)
        one(messages.SOURCE, _turn_source, _has_source, _source_words)
        one(messages.ABOUT, _show_about, _is_reply)
        one(messages.DELETE, lambda view: self.delete(view.message), changeable)
        for walk, go in (
            (messages.ABOVE, lambda: self.walk(-1)),
            (messages.BELOW, lambda: self.walk(1)),
            (messages.BEFORE, lambda: self.step_current(-1)),
            (messages.AFTER, lambda: self.step_current(1)),
        ):
            commands.bind(walk, go, self._transcript, enabled=self._any_changeable, while_seen=True)
        commands.bind(messages.HOW_LIKELY, self.read_text, self._page)

    def _bind_on(
        self,
        command: CommandOn[int],
        run: Callable[[MessageView], object],
        enabled: Callable[[MessageView], bool],
        label: Callable[[MessageView], str] | None = None,
    ) -> None:
        """Only a message that is on the page can be meant."""

        def with_view(message_id: int) -> None:
            view = self._view(message_id)
            if view is not None:
                run(view)

        def possible(message_id: int) -> bool:
            view = self._view(message_id)
            return view is not None and enabled(view)

        def said(message_id: int) -> str:
            view = self._view(message_id)
            return command.said() if view is None or label is None else label(view)

        def current() -> int | None:
            view = self.current()
            return view.message.id if view is not None else None

        commands.bind_on(
            command, with_view, self._transcript, current=current, enabled=possible, label=said, everywhere=False
        )

    def _changeable(self, _view: MessageView) -> bool:
        return self._controller.writing is None and not self._controller.in_trash

    def _any_changeable(self) -> bool:
        return self._controller.writing is None and not self._controller.in_trash and self._transcript.count > 0

    def _can_go_on(self, view: MessageView) -> bool:
        return self._changeable(view) and view.message.role != _OWN

    def _can_be_weighed(self, view: MessageView) -> bool:
        from desktop.ui.panes.chat.messages.reply_view import ReplyView

        return self._changeable(view) and isinstance(view, ReplyView) and bool(view.editable_text().strip())

    # -- editing ---------------------------------------------------------------------------------------------------

    def _edit(self, view: MessageView) -> None:
        view.begin_edit(self.unfinished.text(view.message.id))
        row = self._transcript.row(view.message.id)  # its buttons are to be seen, too, once it is laid out
        QTimer.singleShot(0, view, lambda: self._transcript.show_row(row, whole=True))

    def _made(self, view: MessageView) -> None:
        number = view.message.id
        view.menu_asked.connect(lambda: _open_menu(view))
        view.edited.connect(lambda text, answer: self.edit(number, text, answer=answer))
        view.editing.connect(partial(self.unfinished.change, number, view.message.conversation_id))
        self._go_on_editing(view)

    def _edits_read(self) -> None:
        """Edits that the last run left unfinished go on where they stand."""
        focus = self._page.window().focusWidget()
        for view in self._transcript.views:
            self._go_on_editing(view)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on_editing(self, view: MessageView) -> None:
        text = self.unfinished.text(view.message.id)
        if text is not None and view.editor is None:
            view.begin_edit(text)

    def edit_last_own(self) -> None:
        """Edit the last message of the person's: Up in an empty composer."""
        own = [message for message in self._controller.messages if message.role == _OWN]
        if own and self.usable():
            view = self._transcript.show_row(self._transcript.row(own[-1].id))
            if view is not None:
                self._edit(view)

    def edit(self, message_id: int, text: str, *, answer: bool) -> None:
        """Keep a person's text as another version, and have it answered where they wish so."""
        from desktop.ui.panes.chat.messages.reply_view import ReplyView

        view = self._view(message_id)
        whole = view.whole(text) if isinstance(view, ReplyView) else text

        def done(made: Message) -> None:
            self.unfinished.change(message_id, made.conversation_id, None)
            self._transcript.focus.focus_row(self._transcript.row(made.id))
            self._say(translate("Chat", "Kept as version {n} of {all}.").format(n=made.version, all=made.versions))
            if answer:
                self._controller.regenerate(made.id)
                self._page.composer.text.setFocus()

        self._controller.change(lambda: self._versions.edit(message_id, whole), done)

    # -- versions --------------------------------------------------------------------------------------------------

    def step(self, message_id: int, by: int) -> None:
        """Show the version before or after."""
        said = translate("Chat", "Version {n} of {all}")
        self._controller.step_version(
            message_id, by, lambda shown: self._say(said.format(n=shown.version, all=shown.versions))
        )

    def step_current(self, by: int) -> None:
        """Show another version of the current message: the last one that has any, where none has the focus."""
        view = self._transcript.focus.view()
        views = [view] if view else [one for one in reversed(self._transcript.views) if one.message.versions > 1]
        if views:
            self.step(views[0].message.id, by)

    def compare(self, message: Message) -> None:
        """Two versions side by side."""
        from desktop.ui.panes.chat.messages.compare import Compare

        if message.versions > 1:
            store = self._services.store
            tasks.run(
                lambda: store.siblings(message.id),
                lambda found: Compare(self._page, found, message.id).open_over(),
                self._failed,
                self,
                lane="store",
            )

    def _again_with(self, view: MessageView) -> None:
        from desktop.ui.panes.chat.messages.regenerate_popup import RegeneratePopup

        message = view.message
        conversation = self._controller.conversation
        if conversation is None:
            return
        preset = conversation.preset or Preset()
        temperature = float(preset.sampling.get("temperature", self._services.settings[TEMPERATURE]))
        popup = RegeneratePopup(view, self._model_list, temperature, conversation.system_prompt)
        popup.wanted.connect(partial(self._write_again, message.id))
        popup.open_below(view.action_row)

    def _write_again(self, message_id: int, regenerate_options: RegenerateOptions) -> None:
        self._lent = (self._model_list.current, regenerate_options.model) if regenerate_options.model else (None, "")
        self._controller.write(
            lambda stop: self._services.chat.regenerate(
                message_id,
                stop,
                model=regenerate_options.model,
                sampling=regenerate_options.sampling,
                instructions=regenerate_options.instructions,
            )
        )

    def ended(self, message: Message) -> None:
        """A reply is written: where another model was lent for it, the one before is in use again."""
        (before, other), self._lent = self._lent, (None, "")
        if before is None or message.reply is None or message.status is Status.FAILED:
            return
        wrote = message.reply.model_name
        said = translate("Chat", "{model} wrote this version; {other} is in use again.")
        toast(
            self._page,
            said.format(model=wrote, other=before.name),
            lambda: self._model_list.use(other),
            bottom=self._page.toast_room,
            label=lambda: translate("Chat", "Stay with {model}").format(model=wrote),
        )

    # -- branches and the trash ------------------------------------------------------------------------------------

    def branch(self, message: Message) -> None:
        """A new conversation that goes on from here."""

        def done(made: Conversation) -> None:
            self._controller.reload(lambda: self._controller.open(made.id))
            self._toast(translate("Chat", "A new conversation goes on from here; the old one stays as it was."))
            self._page.composer.text.setFocus()

        self._controller.change(lambda: self._versions.branch(message.id), done)

    def pin(self, message: Message) -> None:
        """Keep a message in the context whatever is left out, or no longer."""
        said = (
            translate("Chat", "The message may leave the context again.")
            if message.pinned
            else translate("Chat", "The message stays in the context, whatever has to leave.")
        )
        self._controller.change(lambda: self._versions.pin(message.id, not message.pinned), lambda _: self._toast(said))

    def delete(self, message: Message) -> None:
        """Put a message and what follows it into the trash; it can be taken back at once."""
        row = self._transcript.row(message.id)
        conversation_id = message.conversation_id

        def done(_: object) -> None:
            if self._transcript.count:
                self._transcript.focus.focus_row(min(row, self._transcript.count - 1))
            else:
                self._page.composer.text.setFocus()
            last = row == before - 1
            said = (
                translate("Chat", "The message is in the trash for 30 days.")
                if last
                else translate("Chat", "The message and what followed it are in the trash for 30 days.")
            )
            self._toast(said, lambda: self._restore(conversation_id, message.id))

        before = self._transcript.count
        self._controller.change(lambda: self._versions.trash(message.id), done)

    def _restore(self, conversation_id: int, message_id: int) -> None:
        def done(_: Message) -> None:
            self._transcript.focus.focus_row(self._transcript.row(message_id))
            self._say(translate("Chat", "The message is back."))

        if self._controller.open_id == conversation_id:
            self._controller.change(lambda: self._versions.restore(message_id), done)
        else:
            tasks.run(lambda: self._versions.restore(message_id), None, self._failed, self, lane="store")

    # -- certainty -------------------------------------------------------------------------------------------------

    def _show_certainty(self, view: MessageView) -> None:
        from desktop.ui.panes.chat.messages.reply_view import ReplyView

        if not isinstance(view, ReplyView):
            return
        if view.certainty is not None:
            view.hide_certainty()
            return
        panel = view.show_certainty()
        number = view.message.id
        panel.chosen.connect(partial(self._take_word, panel, number))
        panel.text.setFocus(Qt.FocusReason.OtherFocusReason)
        tasks.stream(
            lambda: self._insights.reply(number, panel.stop),
            panel.take,
            None,
            lambda error: panel.show_failure(sentence(error).what),
            panel,
        )

    def _take_word(self, panel: CertaintyPanel, message_id: int, at: int, other: Other) -> None:
        insight = panel.text.insight
        if insight is None or not self.usable():
            return
        chat = self._services.chat
        self._controller.write(lambda stop: chat.from_word(message_id, insight, at, other, stop))

    def read_text(self) -> None:
        """How likely a text of one's own is."""
        from desktop.ui.panes.chat.insight.perplexity_dialog import PerplexityDialog

        PerplexityDialog(self._page, self._insights).open_over()

    # -- telling ---------------------------------------------------------------------------------------------------

    def walk(self, by: int) -> None:
        """Go to the message above (-1) or below (1); below the last one is the composer."""
        if not self._transcript.focus.step(by) and by > 0:
            self._page.composer.text.setFocus()

    def _say(self, words: str) -> None:
        announce(self._transcript, words)

    def _toast(self, words: str, undo: Callable[[], object] | None = None) -> None:
        toast(self._page, words, undo, bottom=self._page.toast_room)
        self._say(words)

    def _failed(self, error: Exception) -> None:
        self._toast(sentence(error).what)


def _copy_plain(view: MessageView) -> None:
    from desktop.ui.panes.chat.messages.reply_menu import copy_reply_plain

    copy_reply_plain(view)


def _show_about(view: MessageView) -> None:
    from desktop.ui.panes.chat.messages.reply_menu import show_about

    show_about(view)


def _open_menu(view: MessageView) -> None:
    from desktop.ui.panes.chat.messages.reply_menu import open_menu

    open_menu(view)


def _reply(view: MessageView) -> ReplyView | None:
    """The view of a reply; its typesetting is imported where there is a view."""
    from desktop.ui.panes.chat.messages.reply_view import ReplyView

    return view if isinstance(view, ReplyView) else None


def _is_reply(view: MessageView) -> bool:
    return _reply(view) is not None


def _has_source(view: MessageView) -> bool:
    reply = _reply(view)
    return reply is not None and reply.streaming_typesetter is None and bool(reply.editable_text())


def _turn_source(view: MessageView) -> None:
    reply = _reply(view)
    if reply is not None:
        reply.show_source(not reply.shows_source)


def _source_words(view: MessageView) -> str:
    reply = _reply(view)
    typeset = reply is not None and reply.shows_source
    return translate("Chat", "Show typeset") if typeset else translate("Chat", "Show as plain text")
