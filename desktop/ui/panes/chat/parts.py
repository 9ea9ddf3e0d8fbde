"""What the chat pane is made of beside its list and its composer: built once the store is open.

Importing this brings the store, the formats and the engine's requests: for that it may be done on another thread.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.ui.model_list import ModelList
from desktop.ui.panes.chat.composer_controller import ComposerController
from desktop.ui.panes.chat.controller import ChatController
from desktop.ui.panes.chat.conversation_list.column import ConversationList
from desktop.ui.panes.chat.conversation_list.list_controller import ListController
from desktop.ui.panes.chat.message_actions import MessageActions
from desktop.ui.panes.chat.page import ChatPage
from desktop.ui.services import Services
from desktop.ui.widgets import IconButton


class Parts:
    """The list of conversations, what surrounds the composer, and what is done with single messages."""

    def __init__(
        self,
        services: Services,
        model_list: ModelList,
        controller: ChatController,
        page: ChatPage,
        listed: ConversationList,
        more: IconButton,
        parent: QObject,
    ) -> None:
        self.list_controller = ListController(services.store, controller, page, services.paper, listed, more, parent)
        self.composer_controller = ComposerController(services, controller, page, model_list, parent)
        self.composer_controller.attachments.looked_for = lambda: self.list_controller.marks.query
        self.messages = MessageActions(services, model_list, page, controller)
