"""How light a long conversation is in the window: 10,000 messages of 4 million characters.

    QT_QPA_PLATFORM=offscreen python -m tests.bench.long_chat

Says how long it takes to the latest screen, the longest stall while scrolling, and the main thread's stalls while a
reply of 100 tokens a second is written. On a machine that does nothing else.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from desktop.store import Message, ReplyInfo, Status
from desktop.ui.main import make_application
from desktop.ui.panes.chat.transcript import Transcript
from desktop.ui.panes.chat.writing import Phase, Writing
from desktop.ui.style import dress

_MESSAGES, _CHARACTERS = 10_000, 400
_SECONDS = 8
_TOKENS_A_SECOND = 100
_PROSE = "The lamp stands on the table and **lights** the page; what is written stays. 灯下写字，字留在纸上。 "
_CODE = "\n\n```python\ndef light(page):\n    return page.lit\n```\n\n- one\n- two\n"


def messages() -> list[Message]:
    """Alternating messages, one reply in five with code and a list."""
    now = datetime.now(UTC)
    prose = (_PROSE * 20)[:_CHARACTERS]
    code = (prose + _CODE)[-_CHARACTERS:]
    return [
        Message(
            id=at + 1,
            conversation_id=1,
            parent_id=at or None,
            role="assistant" if at % 2 else "user",
            text=f"{at} {code if at % 10 == 1 else prose}",
            status=Status.COMPLETE,
            created=now,
            reply=ReplyInfo(model_name="Some model") if at % 2 else None,
        )
        for at in range(_MESSAGES)
    ]


class Beats:
    """The time between two turns of the main thread's loop."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def told(self) -> str:
        """The longest and the 99th percentile since the last time, in ms."""
        gaps, self.gaps, self._last = sorted(self.gaps), [], time.perf_counter()
        return f"longest {gaps[-1]:.1f} ms, p99 {gaps[int(len(gaps) * 0.99)]:.1f} ms ({len(gaps)} turns)"


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Measure and print."""
    application = make_application()
    dress(application)
    transcript = Transcript()
    transcript.resize(960, 700)
    transcript.show()
    application.processEvents()
    path = messages()
    transcript.show_messages(path[:2], fresh=True)  # fonts and the parser are read in
    application.processEvents()
    before = _memory()
    print(f"{len(path):,} messages, {sum(len(message.text) for message in path):,} characters")
    begun = time.perf_counter()
    transcript.show_messages(path, fresh=True)
    transcript.repaint()
    print(f"to the latest screen: {(time.perf_counter() - begun) * 1000:.0f} ms")
    _scroll(application, transcript)
    _write(application, transcript, path)
    print(f"memory: {before} MiB with two messages, {_memory()} MiB at most after all; {len(transcript.views)} widgets")
    return 0


def _scroll(application: QApplication, transcript: Transcript) -> None:
    bar = transcript.verticalScrollBar()
    steps: list[float] = []
    for number in range(600):
        begun = time.perf_counter()
        bar.setValue(bar.value() - (120 if number < 500 else 9_000))
        transcript.repaint()
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a running loop does
        steps.append((time.perf_counter() - begun) * 1000)
    wheel, page = sorted(steps[:500]), sorted(steps[500:])
    print(f"scrolling: longest {wheel[-1]:.1f} ms, p99 {wheel[495]:.1f} ms; jumping: longest {page[-1]:.1f} ms")
    bar.setValue(bar.maximum())


def _write(application: QApplication, transcript: Transcript, path: list[Message]) -> None:
    reply = replace(path[-1], text="", status=Status.WRITING)
    transcript.show_messages([*path[:-1], reply], fresh=False)
    for _ in range(50):
        application.processEvents()
    words = (_PROSE * 400).split(" ")
    text, at = "", 0
    beats = Beats()
    begun = time.perf_counter()
    while (now := time.perf_counter()) < begun + _SECONDS:
        while at < (now - begun) * _TOKENS_A_SECOND:
            text += words[at % len(words)] + " "
            at += 1
        transcript.show_writing(Writing(1, message=reply, text=text, phase=Phase.WRITING))
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.002)
    print(f"writing {at} tokens at 100 a second: {beats.told()}")


if __name__ == "__main__":
    sys.exit(main())
