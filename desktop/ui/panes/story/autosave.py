"""Saving as one writes: at every pause, and at the latest eight tenths of a second after a change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.store.stories.records import Reason, SceneText, StoryConflictError
from desktop.store.stories.stories import Stories
from desktop.ui.work import Work

_PAUSE_MS = 350
_LATEST_MS = 700
_AGAIN_MS = 3_000


class Autosave(QObject):
    """Keeps one scene's text in the store. One save at a time, each begun from the revision before.

    `saved` carries what was kept; `refused` a text that came too late; `failed` what the disk said, told once: it tries
    again until the text is kept, and then says `recovered`.
    """

    saved = Signal(object)  # SceneText
    refused = Signal(object)  # StoryConflictError
    failed = Signal(object)  # Exception
    recovered = Signal()
    state_changed = Signal()

    def __init__(self, stories: Stories, work: Work, text: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._stories = stories
        self._work = work
        self._text = text
        self.node_id: int | None = None
        self.revision = 0
        self.dirty = False
        self.saving = False
        self.trouble: Exception | None = None
        self._pause = self._timer(_PAUSE_MS)
        self._latest = self._timer(_LATEST_MS)
        self._again = self._timer(_AGAIN_MS)

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.save)
        return timer

    def open(self, scene: SceneText | None) -> None:
        """From now on keep this scene; what was open before must have been saved."""
        self._stop_clocks()
        self.node_id = scene.node_id if scene else None
        self.revision = scene.revision if scene else 0
        self.dirty = self.saving = False
        self.trouble = None
        self.state_changed.emit()

    def changed(self) -> None:
        """The text changed."""
        if self.node_id is None:
            return
        if not self.dirty:
            self.dirty = True
            self._latest.start()
            self.state_changed.emit()
        self._pause.start()

    def _stop_clocks(self) -> None:
        for clock in (self._pause, self._latest, self._again):
            clock.stop()

    def save(
        self,
        reason: Reason = Reason.AUTOSAVE,
        then: Callable[[], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Save now; `then` is called when the text is on the disk, `failed` when it can't be saved now."""
        node_id = self.node_id
        if node_id is None or (not self.dirty and reason is Reason.AUTOSAVE):
            if then is not None:
                then()
            return
        if self.saving:
            self._pause.start()
            if then is not None:
                QTimer.singleShot(30, self, lambda: self.save(reason, then, failed))
            return
        self._stop_clocks()
        self.dirty, self.saving = False, True
        text, revision = self._text(), self.revision

        def kept(scene: SceneText) -> None:
            if self.node_id == node_id:
                self.saving = False
                if self.trouble is not None:
                    self.trouble = None
                    self.recovered.emit()
                self.revision = scene.revision
                if self.dirty:
                    self._pause.start()
                self.saved.emit(scene)
                self.state_changed.emit()
            if then is not None:
                then()

        def lost(error: Exception) -> None:
            self._not_saved(error)
            if failed is not None:
                failed(error)

        self._work.run(lambda: self._stories.save_text(node_id, text, revision, reason), kept, lost)

    def _not_saved(self, error: Exception) -> None:
        self.saving = False
        self.dirty = True
        if isinstance(error, StoryConflictError):
            self.revision = error.current.revision
            self.dirty = False
            self.refused.emit(error)
        else:
            told = self.trouble is not None and str(self.trouble) == str(error)
            self.trouble = error
            self._again.start()
            if not told:
                self.failed.emit(error)
        self.state_changed.emit()
