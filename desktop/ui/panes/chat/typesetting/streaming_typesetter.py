"""Typesetting a reply while it is written: finished blocks once, the last one again and again, within a budget."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.formats.markdown.growing import joined, read_growing
from desktop.formats.markdown.math import may_have_formulas
from desktop.formats.markdown.text import readable
from desktop.ui import tasks
from desktop.ui.panes.chat.typesetting.reply_body import Body
from desktop.ui.panes.chat.typesetting.widget_pieces import WidgetPieces

if TYPE_CHECKING:
    from desktop.formats.markdown.growing import Step
    from desktop.formats.markdown.tree import Block

_AT_ONCE = 1_500  # characters read on the main thread
_SHARE = 5  # of the time, one part is for this
_SLOWEST = 0.25  # seconds between two steps


class StreamingTypesetter(QObject):
    """What has been typeset of a growing text, in a body that shows nothing else."""

    def __init__(self, body: Body, shown: str = "") -> None:
        """`shown` is the text that the body shows already, to which more is written."""
        super().__init__(body)
        self._body = body
        self._taken = len(shown)
        self._rest = readable(shown)  # what isn't final yet
        self._held = len(self._rest)  # of it, what is shown
        self._plain = 0  # after that, what is shown plain
        self._final = WidgetPieces()
        self._last: tuple[Block, ...] = ()
        self._reading = False
        self._stopped = False
        self._next = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._overdue)
        body.set_caret(True)

    def show_text(self, text: str) -> bool:
        """Take what is new in `text`; True when the body has changed."""
        fresh = text[self._taken :]
        if not fresh:
            return False
        self._taken = len(text)
        self._rest += readable(fresh)
        return self._step()

    def stop(self) -> None:
        """Nothing is written any more; the body stays as it is."""
        self._stopped = True
        self._later.stop()
        self._body.set_caret(False)
        self.deleteLater()

    def restyle(self, text: str) -> None:
        """Set everything again in the theme's present colours and sizes."""
        self._body.clear()
        self._taken, self._rest = len(text), readable(text)
        self._held = self._plain = 0
        self._final, self._last = WidgetPieces(), ()
        self._next = 0.0
        self._step()

    def _step(self) -> bool:
        """Read what there is, or, when it isn't time yet, later."""
        if self._reading:
            return self._append()
        wait = self._next - time.perf_counter()
        if wait > 0:
            if not self._later.isActive():
                self._later.start(int(wait * 1000) + 1)
            return False
        text = self._rest
        if len(text) <= _AT_ONCE and not may_have_formulas(text):
            begun = time.perf_counter()
            self._show(read_growing(text, self._held), text)
            self._pause(begun)
            return True
        self._reading = True
        begun, held = time.perf_counter(), self._held
        tasks.run(lambda: read_growing(text, held), lambda step: self._read(step, text, begun), owner=self)
        return self._append()

    def _read(self, step: Step, text: str, begun: float) -> None:
        """It was read on another thread, since `begun`."""
        self._reading = False
        if self._stopped or not self._rest.startswith(text):
            return
        self._show(step, text)
        self._pause(begun)
        if len(self._rest) + step.final > len(text):
            self._later.start(int(1000 * max(0.0, self._next - time.perf_counter())) + 1)
        self._body.resized.emit()

    def _overdue(self) -> None:
        if not self._stopped and self._step():
            self._body.resized.emit()

    def _pause(self, begun: float) -> None:
        now = time.perf_counter()
        self._next = now + min(_SLOWEST, (now - begun) * _SHARE)

    def _show(self, step: Step, text: str) -> None:
        same = not step.final and step.held < len(text) and step.held <= self._held
        if not same:
            if step.blocks:
                blocks = joined(self._last, step.blocks)
                self._final.add(blocks)
                self._last = blocks[-1:]
            self._rest = self._rest[step.final :]
            pieces = self._final.copy()
            pieces.add(joined(self._last, step.tail))
            self._body.show_pieces(pieces.all())
            self._held, self._plain = step.held, 0
        self._append()
        self._body.set_caret(True)

    def _append(self) -> bool:
        """What comes after a long open block is shown plain until the block is finished."""
        start = self._held + self._plain
        if self._held < _AT_ONCE or start >= len(self._rest):
            return False
        self._plain += len(self._rest) - start
        self._body.append_plain(self._rest[start:])
        self._body.set_caret(True)
        return True
