"""Asks what the model would read, whenever the composer rests, and shows it: bar, cost, and what has no room."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.base.i18n import translate
from desktop.features.chat.filled import Origin
from desktop.features.generation.stop import Stop
from desktop.ui import tasks
from desktop.ui.panes.chat.composer.composer import Composer
from desktop.ui.panes.chat.controller import ChatController

if TYPE_CHECKING:
    from desktop.features.chat.context import Context, Draft
    from desktop.features.chat.filled import Filled
    from desktop.features.chat.new_conversation import NewConversation

log = logging.getLogger(__name__)

_REST_MS = 350
_WORTH_SAYING = 2.0  # seconds


class ContextWatch(QObject):
    """`changed` fires with each answer; `filled` is the last one, None while nothing is known.

    What was asked for a text that has been changed meanwhile is stopped and forgotten.
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        controller: ChatController,
        composer: Composer,
        draft: Callable[[], Draft],
        begin: Callable[[], NewConversation | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._controller = controller
        self._composer = composer
        self._draft = draft
        self._begin = begin
        self.filled: Filled | None = None
        self._stop = Stop()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.ask)

    def touch(self) -> None:
        """Something changed: ask when it rests."""
        self._stop.set()
        self._composer.set_cost("")
        self._rest.start()

    def opened(self) -> None:
        """Another conversation: what was known is of the one before, unless that was the draft it began with."""
        writing = self._controller.writing
        if writing is None or not writing.sent:
            self._take(None)
        self.touch()

    def ask(self) -> None:
        """Ask now, unless a reply is being written: its own numbers are shown then."""
        self._stop.set()
        if self._controller.writing is not None:
            return
        self._stop = stop = Stop()
        conversation_id, path = self._controller.open_id, list(self._controller.messages)
        draft, begin = self._draft(), self._begin()

        def take(filled: Filled | None) -> None:
            if not stop.is_set and conversation_id == self._controller.open_id:
                self._take(filled)

        def failed(error: Exception) -> None:
            if not stop.is_set:
                log.warning("the context was not measured: %s", error)
                self._take(None)

        tasks.run(
            lambda: self._context.fill(conversation_id, path, draft, stop, begin),
            take,
            failed,
            self,
        )

    def grown(self) -> None:
        """The reply under way is longer: it fills the context as it is written."""
        used = self._controller.context[0]
        if self._controller.writing is None or self.filled is None or not used:
            return
        parts = {**self.filled.parts, Origin.DRAFT: 0}
        parts[Origin.CONVERSATION] = 0
        parts[Origin.CONVERSATION] = max(0, used - sum(parts.values()))
        reserve = max(0, min(self.filled.reserve, self.filled.context - used))
        self._composer.set_cost("")
        self._composer.show_filled(replace(self.filled, parts=parts, reserve=reserve, seconds=0.0))

    def close(self) -> None:
        """Stop asking."""
        self._rest.stop()
        self._stop.set()

    def show(self) -> None:
        """Say it again: the language changed."""
        filled = self.filled
        self._composer.show_filled(filled)
        self._composer.set_cost(cost_words(filled) if filled is not None and not self._draft().empty else "")
        count = len(filled.left_out) if filled is not None else 0
        self._composer.set_note(left_out_words(filled), translate("Chat", "%n left out", "", count) if count else "")
        self._composer.set_too_long(too_long_words(filled, self._draft()) if filled is not None else "")

    def _take(self, filled: Filled | None) -> None:
        self.filled = filled
        self.show()
        self.changed.emit()


def left_out_words(filled: Filled | None) -> str:
    """How many messages the next reply doesn't see."""
    count = len(filled.left_out) if filled is not None else 0
    return translate("Chat", "%n earlier messages no longer read", "", count) if count else ""


def cost_words(filled: Filled) -> str:
    """What sending costs, where it is more than two seconds."""
    if filled.seconds <= _WORTH_SAYING or filled.too_many:
        return ""
    seconds = round(filled.seconds)
    tokens = f"{filled.new_tokens:,}"
    if seconds < 90:
        return translate("Chat", "Reads {n} new tokens, about {seconds} s").format(n=tokens, seconds=seconds)
    return translate("Chat", "Reads {n} new tokens, about {minutes} min").format(n=tokens, minutes=round(seconds / 60))


def too_long_words(filled: Filled, draft: Draft) -> str:
    """By how much a draft is too long for the model."""
    if not filled.too_many or draft.empty:
        return ""
    if draft.attachments:
        said = translate("Chat", "{n} tokens too many for the model: choose parts of the attachments.")
    else:
        said = translate("Chat", "{n} tokens too many for the model: shorten the message.")
    return said.format(n=f"{filled.too_many:,}")
