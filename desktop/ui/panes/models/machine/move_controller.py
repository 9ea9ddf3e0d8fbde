"""Moving all models from the window: what is under way, what can be cleared, on a thread of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.base.error_text import Told, sentence
from desktop.base.errors import Code, LamplightError
from desktop.engine.client.phase import Phase
from desktop.features.generation.stop import Stop
from desktop.ui import tasks
from desktop.ui.model_list import ModelList

if TYPE_CHECKING:
    from desktop.library.moving.move import MoveProgress
    from desktop.library.moving.record import Record
    from desktop.ui.services import Services

_LANE = "moving"


class MoveController(QObject):
    """`changed` fires when something else is to be shown."""

    changed = Signal()

    def __init__(self, services: Services, model_list: ModelList, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._model_list = model_list
        self._stop: Stop | None = None
        self.progress: MoveProgress | None = None
        self.done: Record | None = None
        self.interrupted: Record | None = None
        self.trouble: Told | None = None
        self.left: tuple[Path, ...] = ()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stop)

    @property
    def moving(self) -> bool:
        """Whether models are being moved."""
        return self._stop is not None

    def read(self) -> None:
        """See on the disk what a move before has left."""
        if self.moving:
            return
        mover = self._services.library.mover

        def done(found: tuple[Record | None, Record | None]) -> None:
            if found != (self.done, self.interrupted) and not self.moving:
                self.done, self.interrupted = found
                self.changed.emit()

        tasks.run(lambda: (mover.done(), mover.interrupted()), done, self._failed, self, lane=_LANE)

    def move(self, target: Path) -> None:
        """Move everything there; the model in use is loaded from there afterwards."""
        if self.moving:
            return
        stop = self._stop = Stop()
        self.trouble, self.left = None, ()
        mover = self._services.library.mover
        self.changed.emit()
        tasks.stream(lambda: mover.move(target, lambda: stop.is_set), self._moved_on, self._moved, self._failed, self)

    def stop(self) -> None:
        """Everything stays where it was."""
        if self._stop is not None:
            self._stop.set()

    def clear(self) -> None:
        """Remove the originals of a move that is done."""
        mover = self._services.library.mover
        self._then_read(mover.remove_originals, lambda cleared: setattr(self, "left", cleared.left))

    def keep(self) -> None:
        """Keep the originals."""
        self._then_read(self._services.library.mover.keep_originals)

    def take_back(self) -> None:
        """Remove the copies of a move that was cut."""
        self._then_read(self._services.library.mover.take_back)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _then_read(self, work: object, then: object = None) -> None:
        def done(result: object) -> None:
            if callable(then):
                then(result)
            self.done = self.interrupted = None
            self.changed.emit()
            self.read()
            self._model_list.refresh(overtake=True)

        assert callable(work)
        tasks.run(work, done, self._failed, self, lane=_LANE)

    def _moved_on(self, progress: MoveProgress) -> None:
        self.progress = progress
        self.changed.emit()

    def _moved(self) -> None:
        self._stop, self.progress = None, None
        current = self._model_list.current
        if current is not None and self._services.model_manager.state.phase is not Phase.BUSY:
            self._model_list.use(current.key)  # from where it lies now
        self.read()
        self.changed.emit()
        self._model_list.refresh(overtake=True)

    def _failed(self, error: Exception) -> None:
        self._stop, self.progress = None, None
        cancelled = isinstance(error, LamplightError) and error.code is Code.CANCELLED
        self.trouble = None if cancelled else sentence(error)
        self.read()
        self.changed.emit()
        self._model_list.refresh(overtake=True)
