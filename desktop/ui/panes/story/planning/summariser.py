"""Summaries of the scenes, kept up to date while the model has nothing else to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.base.power import on_battery
from desktop.base.settings import SUMMARIES
from desktop.engine.client.engine import Phase
from desktop.features.generation.stop import Stop
from desktop.ui.panes.story.context import StoryContext

if TYPE_CHECKING:
    from desktop.features.story.planning.summaries import Summarised

_EVERY = 20_000  # milliseconds
_AT_ONCE = 2  # scenes, before it looks again whether somebody needs the model


class Summariser(QObject):
    """Looks for scenes that rested without a summary of what they say now. Silent: a failure is tried again later.

    It gives way at once when a person asks the model, and rests on battery or where it is switched off.
    """

    def __init__(self, context: StoryContext, is_busy: Callable[[], bool]) -> None:
        """`is_busy` tells whether a person waits for the model."""
        super().__init__(context.editor)
        self._settings = context.services.settings
        self._model_manager = context.services.prose_manager
        self._controller, self._work, self._story = context.controller, context.work, context.story
        self._is_busy = is_busy
        self._stop: Stop | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def give_way(self) -> None:
        """At once where a person waits for the model now."""
        if self._stop is not None and self._is_busy():
            self._stop.set()

    def look(self) -> None:
        """Summarise a few scenes, when the model is loaded and idle."""
        project = self._controller.project
        idle = self._model_manager.state.phase is Phase.READY and not self._is_busy()
        wanted = self._settings[SUMMARIES] and not on_battery()
        if project is None or self._stop is not None or not idle or not wanted:
            return
        project_id, stop = project.id, Stop()
        self._stop = stop

        def make() -> Iterator[Summarised]:
            return islice(self._story().summaries.keep(project_id, stop), _AT_ONCE)

        self._work.stream(make, lambda _: self._controller.refresh(), self._over, lambda _: self._over())

    def stop(self) -> None:
        """At once; for when the pane closes."""
        self._timer.stop()
        if self._stop is not None:
            self._stop.set()

    def _over(self) -> None:
        self._stop = None
