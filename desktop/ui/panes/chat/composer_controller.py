"""What happens around the composer: drafts, attachments, snippets, the assistant, and what the model will read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.base.settings import MAX_TOKENS
from desktop.features.chat.context import Context, Draft
from desktop.features.chat.filled import Origin
from desktop.features.chat.snippets import Snippets
from desktop.ui.commands import commands
from desktop.ui.model_list import ModelList
from desktop.ui.panes.chat import commands as chat
from desktop.ui.panes.chat.assistants_controller import AssistantsController
from desktop.ui.panes.chat.attachments_controller import AttachmentsController
from desktop.ui.panes.chat.composer.context_watch import ContextWatch
from desktop.ui.panes.chat.composer.draft_autosave import DraftAutosave
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.messages.message_view import MessageView
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.panes.chat.snippets.typing import SnippetTyping
from desktop.ui.panes.chat.transcript.context_marks import ReadingMarks
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import toast

if TYPE_CHECKING:
    from desktop.engine.protocol.messages import Loaded
    from desktop.features.chat.filled import Filled
    from desktop.features.chat.new_conversation import NewConversation

_FRAME = 40  # tokens around a message and around a document's name


class ComposerController(QObject):
    """Joins the composer's helpers; the pane tells it what was opened, typed and kept. `typed` asks to show drafts."""

    drafts_read = Signal()

    def __init__(
        self, services: Services, controller: ChatController, page: ChatPage, model_list: ModelList, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._page = page
        self._model_manager = services.model_manager
        self._settings = services.settings
        self._loaded: Loaded | None = None
        composer = page.composer
        self.drafts = DraftAutosave(services.store, controller, self)
        self.attachments = AttachmentsController(services, composer, lambda: controller.open_id, self._room, self)
        context = Context(services.store, services.model_manager, services.settings)
        self.watch = ContextWatch(context, controller, composer, self.draft, self._begin, self)
        self.assistants = AssistantsController(services, controller, page, model_list, self)
        self.assistants.changed.connect(self.watch.touch)
        self.marks = ReadingMarks(page.transcript)
        self.watch.changed.connect(self._mark)
        page.transcript.made.connect(self._made)
        self.snippets = SnippetTyping(Snippets(services.store), composer.text, page, self)
        self.attachments.changed.connect(self.watch.touch)
        self.attachments.said.connect(self._tell)
        composer.sent.connect(self._send)
        composer.text.files_dropped.connect(self.attachments.add)
        model_list.state_changed.connect(self._model_changed)
        say(self, lambda _: self.watch.show(), lambda: "")
        self._bind()
        self.drafts.read(self._drafts_read)
        self.attachments.read()

    # -- what the pane tells ---------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Another conversation is open."""
        self.assistants.show()
        self.attachments.read()
        self.watch.opened()
        self.drafts.changed()

    def messages_changed(self) -> None:
        """The messages of the open conversation are others."""
        self.watch.touch()

    def edited(self) -> None:
        """The text changed."""
        self.assistants.typed()
        self.drafts.changed()
        self.watch.touch()

    def kept(self) -> None:
        """The message is on disk."""
        self.assistants.begun()
        self.attachments.sent()
        self.drafts.changed()

    def close(self) -> None:
        """Keep what is typed; stop the rest."""
        self.drafts.keep()
        self.attachments.close()
        self.watch.close()

    def drop(self, paths: list[Path]) -> None:
        """Attach files that were dropped on the window."""
        self.attachments.add(paths)

    # -- inside ----------------------------------------------------------------------------------------------------

    def draft(self) -> Draft:
        """What stands in the composer."""
        return Draft(self._page.composer.text.toPlainText(), tuple(self.attachments.attached))

    def _begin(self) -> NewConversation | None:
        return self.assistants.begin()

    def _mark(self) -> None:
        """Say in the transcript which messages the next reply doesn't see."""
        filled = self.watch.filled
        self.marks.show_left_out(filled.left_out if filled is not None else ())

    def _made(self, view: MessageView) -> None:
        from desktop.ui.panes.chat.messages.user_view import UserView  # there is one where there is a view

        if isinstance(view, UserView):
            view.chips.opened.connect(self.attachments.open_sent)

    def _send(self, text: str) -> None:
        attached = [one.id for one in self.attachments.attached]
        self._controller.send(text, attached=attached, begin=self._begin())

    def _room(self) -> int | None:
        """Tokens for another attachment: what was said before may leave for it, what is pinned may not."""
        filled = self.watch.filled
        if filled is None:
            return None
        stays = sum(filled.parts[origin] for origin in (Origin.INSTRUCTIONS, Origin.PINNED, Origin.DRAFT))
        attached = sum(one.tokens for one in self.attachments.attached)
        return max(0, filled.context - self._reserve(filled) - stays - attached - _FRAME)

    def _reserve(self, filled: Filled) -> int:
        return min(int(self._settings[MAX_TOKENS]), filled.context // 4)

    def _drafts_read(self) -> None:
        self.drafts_read.emit()

    def _model_changed(self) -> None:
        """Another model, or one that is ready now: its tokens are others. That it is busy changes nothing."""
        loaded = self._model_manager.state.loaded
        if loaded != self._loaded:
            self._loaded = loaded
            self.watch.touch()

    def _tell(self, words: str) -> None:
        if words:
            toast(self._page, words, bottom=self._page.toast_room)

    def _bind(self) -> None:
        page = self._page
        for command, run in (
            (chat.ATTACH, self.attachments.choose_files),
            (chat.CONTEXT, page.composer.bar.open),
            (chat.SNIPPET, self.snippets.begin),
            (chat.SNIPPETS, self.snippets.manage),
            (chat.ASSISTANT, self.assistants.open_menu),
            (chat.ASSISTANTS, self.assistants.manage),
            (chat.INSTRUCTIONS, self.assistants.open_settings),
        ):
            commands.bind(command, run, page, while_seen=True)
