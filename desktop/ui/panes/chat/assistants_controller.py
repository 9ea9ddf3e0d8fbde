"""Choosing an assistant for a new conversation, changing that of the open one, and managing all of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.settings import SYSTEM_PROMPT
from desktop.features.chat.assistants import Assistants
from desktop.features.chat.new_conversation import NewConversation
from desktop.store import Preset
from desktop.store.conversations.assistants import Assistant
from desktop.ui import tasks
from desktop.ui.look.tips import set_tip
from desktop.ui.model_list import ModelList
from desktop.ui.panes.chat.commands import ASSISTANTS, INSTRUCTIONS
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.services import Services
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Menu, toast

if TYPE_CHECKING:
    from desktop.store import Conversation


class AssistantsController(QObject):
    """`changed` fires when the way in which the next reply is written is another."""

    changed = Signal()

    def __init__(
        self, services: Services, controller: ChatController, page: ChatPage, model_list: ModelList, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._controller = controller
        self._page = page
        self._model_list = model_list
        self.assistants = Assistants(services.store)
        self.chosen: Assistant | None = None  # for the next new conversation
        self._switched: set[int] = set()  # conversations whose model has been put in use
        page.composer.assistant_asked.connect(self.open_menu)
        say(self, lambda _: self.show(), lambda: "")

    # -- what is so ------------------------------------------------------------------------------------------------

    def begin(self) -> NewConversation | None:
        """How the new conversation begins; None for one that is open already, or without an assistant."""
        if self._controller.open_id is not None or self.chosen is None:
            return None
        return NewConversation.of(self.chosen)

    def show(self) -> None:
        """Show the assistant's name, and what it says first where nothing has been said."""
        conversation = self._controller.conversation
        if self._controller.open_id is None:
            name = self.chosen.name if self.chosen else ""
            self._page.blank.show_greeting(self.chosen.greeting or self.chosen.description if self.chosen else "")
        elif conversation is not None and conversation.preset and conversation.preset.assistant:
            name = conversation.preset.assistant
        else:
            own = conversation is not None and conversation.system_prompt not in (
                "",
                self._services.settings[SYSTEM_PROMPT],
            )
            name = translate("Chat", "Own instructions") if own else ""
        self._page.composer.set_assistant(name)

    def typed(self) -> None:
        """Writing goes on in a conversation that has a model of its own: put that in use, once."""
        conversation = self._controller.conversation
        written = self._page.composer.text.toPlainText().strip()
        if not written or conversation is None or conversation.id in self._switched:
            return
        self._switched.add(conversation.id)
        if conversation.preset is not None:
            self._use(conversation.preset.model)

    def begun(self) -> None:
        """The new conversation is on disk: the next one begins without an assistant."""
        if self.chosen is not None and self._controller.open_id is not None:
            self._switched.add(self._controller.open_id)
        self.chosen = None
        self.show()

    # -- choosing --------------------------------------------------------------------------------------------------

    def open_menu(self) -> None:
        """The assistants, the conversation's settings, and the way to manage them."""
        tasks.run(self.assistants.all, self._open_menu, self._failed, self, lane="store")

    def _open_menu(self, found: list[Assistant]) -> None:
        button = self._page.composer.assistant
        current = self._name()
        menu = Menu(button)
        menu.add(translate("Chat", "No assistant"), lambda: self.choose(None), checked=not current)
        for assistant in found:
            item = menu.add(assistant.name, partial(self.choose, assistant), checked=assistant.name == current)
            set_tip(item, assistant.description)
            item.setAccessibleDescription(assistant.description)
        menu.separator()
        menu.command(INSTRUCTIONS)
        menu.command(ASSISTANTS)
        menu.open_below(button)

    def choose(self, assistant: Assistant | None) -> None:
        """Begin with this assistant, or let the open conversation go on with it."""
        conversation = self._controller.conversation
        if self._controller.open_id is None:
            self.chosen = assistant
            self.show()
            self.changed.emit()
            self._use(assistant.model if assistant else "")
        elif conversation is not None:
            default = Assistant("", system_prompt=self._services.settings[SYSTEM_PROMPT])
            self._set(conversation, assistant or default, assistant.name if assistant else "")
        self._page.composer.text.setFocus()

    def begin_with(self, assistant: Assistant) -> None:
        """A new conversation with this assistant."""
        self._controller.open(None)
        self.choose(assistant)

    def open_settings(self) -> None:
        """The instructions and sampling of the open conversation, or of the one to begin."""
        from desktop.ui.panes.chat.assistants.dialogs import ConversationDialog

        sheet = ConversationDialog(self._page.composer.assistant, self._as_assistant(), self._model_list)
        sheet.kept.connect(self._take_settings)
        sheet.open_over()

    def manage(self) -> None:
        """All assistants."""
        from desktop.ui.panes.chat.assistants.dialogs import AssistantsDialog

        sheet = AssistantsDialog(self._page.composer.assistant, self.assistants, self._model_list)
        sheet.chosen.connect(self.begin_with)
        sheet.open_over()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _name(self) -> str:
        conversation = self._controller.conversation
        if self._controller.open_id is None:
            return self.chosen.name if self.chosen else ""
        return conversation.preset.assistant if conversation and conversation.preset else ""

    def _as_assistant(self) -> Assistant:
        conversation = self._controller.conversation
        if conversation is None:
            return self.chosen or Assistant("", system_prompt=self._services.settings[SYSTEM_PROMPT])
        preset = conversation.preset or Preset()
        return Assistant(
            preset.assistant,
            system_prompt=conversation.system_prompt,
            model=preset.model,
            sampling=preset.sampling,
            examples=preset.examples,
        )

    def _take_settings(self, changed: Assistant) -> None:
        conversation = self._controller.conversation
        if conversation is not None:
            self._set(conversation, changed, changed.name)
            return
        self.chosen = replace(changed, name=changed.name or translate("Chat", "Own instructions"))
        self.show()
        self.changed.emit()
        self._use(changed.model)

    def _set(self, conversation: Conversation, assistant: Assistant, name: str) -> None:
        preset = Preset(name, assistant.model, assistant.sampling, assistant.examples)
        kept = None if preset == Preset() else preset
        self._keep(conversation.id, assistant.system_prompt, kept)
        self._switched.add(conversation.id)
        self._use(assistant.model)
        said = (
            translate("Chat", "The conversation goes on with “{name}”.").format(name=name)
            if name
            else translate("Chat", "The instructions of the conversation were changed.")
        )
        toast(
            self._page,
            said,
            lambda: self._keep(conversation.id, conversation.system_prompt, conversation.preset),
            bottom=self._page.toast_room,
        )

    def _keep(self, conversation_id: int, prompt: str, preset: Preset | None) -> None:
        store = self._services.store

        def work() -> None:
            store.set_system_prompt(conversation_id, prompt)
            store.set_preset(conversation_id, preset)

        def done(_: None) -> None:
            self._controller.reload(self._shown_again)

        tasks.run(work, done, self._failed, self, lane="store")

    def _shown_again(self) -> None:
        self.show()
        self.changed.emit()

    def _use(self, key: str) -> None:
        """Put a model in use, unless it is; say so where it isn't there."""
        current = self._model_list.current
        if not key or not self._model_list.read or (current is not None and current.key == key):
            return
        if any(entry.model.key == key for entry in self._model_list.entries):
            self._model_list.use(key)
            return
        said = translate("Chat", "The model it was made with, {wanted}, isn’t here; {model} writes instead.")
        if current is None:
            said = translate("Chat", "The model it was made with, {wanted}, isn’t here. Add it in Models.")
        name = current.name if current is not None else ""
        toast(self._page, said.format(wanted=key, model=name), bottom=self._page.toast_room)

    def _failed(self, error: Exception) -> None:
        toast(self._page, sentence(error).what, bottom=self._page.toast_room)
