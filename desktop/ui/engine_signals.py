"""The one bridge from the host's callbacks, which come from any thread, to Qt signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.ui import tasks

if TYPE_CHECKING:
    from desktop.features.models.model_manager import ModelManager


class EngineSignals(QObject):
    """`state_changed` fires on the main thread after the model in use or its state changed; read it from the host."""

    state_changed = Signal()

    def __init__(self, model_manager: ModelManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        stop = model_manager.subscribe(tasks.heard(self.state_changed.emit, self))
        self.destroyed.connect(lambda: stop())
