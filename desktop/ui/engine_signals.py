"""The one bridge from the host's callbacks, which come from any thread, to Qt signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from desktop.features.models.model_manager import ModelManager


class EngineSignals(QObject):
    """`state_changed` fires on the main thread after the model in use or its state changed; read it from the host."""

    state_changed = Signal()
    _heard = Signal()

    def __init__(self, model_manager: ModelManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self.state_changed, Qt.ConnectionType.QueuedConnection)
        stop = model_manager.subscribe(self._hear)
        self.destroyed.connect(lambda: stop())

    def _hear(self) -> None:
        if isValid(self):
            self._heard.emit()
