"""The map of surprises: tints over one's own prose, and on hover what was expected."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent

from desktop.base.i18n import translate
from desktop.features.generation.stop import Stop
from desktop.features.story.surprise import Surprise
from desktop.ui.look.tips import show_tip
from desktop.ui.panes.story.context import StoryContext


class SurpriseMap(QObject):
    """One's own prose as the model finds it: what it expected stays bare, what it stumbled over is tinted."""

    def __init__(self, context: StoryContext) -> None:
        editor = context.editor
        super().__init__(editor)
        self._context = context
        self._editor = editor
        self.stop: Stop | None = None
        self.on = False
        self._found: list[Surprise] = []
        editor.edited.connect(self.clear)
        editor.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self.on and event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(event.globalPos(), self.said_at(event.pos()), self._editor.viewport())
            return True
        return False

    def said_at(self, point: QPoint) -> str:
        """How probable the token under a point was, and what the model had expected there."""
        offset = self._editor.script.offset(self._editor.cursorForPosition(point).position())
        number = bisect_right(self._found, offset, key=lambda found: found.start) - 1
        if number < 0 or offset >= self._found[number].end:
            return ""
        found = self._found[number]
        if found.probability is None:
            return ""
        lines = [f"{found.text.strip() or '␣'}  {_percent(found.probability)}"]
        others = [(text, share) for text, share in found.alternatives if text != found.text]
        if others:
            lines.append(translate("StoryPane", "Expected:"))
            lines += [f"{text.strip() or '␣'}  {_percent(share)}" for text, share in others]
        return "\n".join(lines)

    def toggle(self) -> None:
        """Over the open scene, token by token as the model reads; again to take it away."""
        if self.on:
            self.clear()
            return
        context = self._context
        if context.controller.node_id is None or self._editor.has_changes:
            return
        text = self._editor.text()
        stop = self.begin()

        def item(found: object) -> None:
            if isinstance(found, Surprise) and self.stop is stop:
                self.add(found)

        context.work.stream(lambda: context.story().surprise(text, stop), item, self.show)

    def begin(self) -> Stop:
        self.clear()
        self.on = True
        self.stop = Stop()
        return self.stop

    def add(self, found: Surprise) -> None:
        """Tint one token."""
        if not self.on:
            return
        self._found.append(found)
        if found.bits is None or found.bits < 4:
            return
        token = "certainty_1" if found.bits < 7 else "certainty_2" if found.bits < 10 else "certainty_3"
        script, document = self._editor.script, self._editor.document()
        start, end = script.position(found.start), script.position(found.end)
        block = document.findBlock(start)
        first = start - block.position()
        last = min(end - block.position(), block.length() - 1)
        self._editor.spans.setdefault(block.blockNumber(), []).append((first, last, token))

    def show(self) -> None:
        self._editor.viewport().update()

    def clear(self) -> None:
        if not self.on:
            return
        self.on = False
        if self.stop is not None:
            self.stop.set()
        self._editor.spans = {}
        self._found = []
        self._editor.viewport().update()


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "<1%"
