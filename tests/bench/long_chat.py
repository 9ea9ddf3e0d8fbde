"""How light a long conversation is in the window: 10,000 messages of 4 million characters.

    python -m tests.bench.long_chat

Says how long it takes to the latest screen, the longest stalls while scrolling (by the wheel, by the bar to anywhere,
to both ends), how long it takes to change between two such conversations, and the main thread's stalls while a reply of
100 tokens a second with code, lists and tables is written and typeset. On a machine that does nothing else; without a
display it needs none.
"""

from __future__ import annotations

import os
import random
import re
import resource
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.store import Message, ReplyInfo, Status
from desktop.ui.look.style import dress
from desktop.ui.main import make_application
from desktop.ui.panes.chat.reply_progress import Phase, Writing
from desktop.ui.panes.chat.transcript.transcript import Transcript

_MESSAGES, _CHARACTERS = 10_000, 400
_SECONDS = 8
_TOKENS_A_SECOND = 100
_PROSE = "The lamp stands on the table and **lights** the page; what is written stays. 灯下写字，字留在纸上。 "
_REPLY = """## What the lamp says

{prose}

- **one** entry of a list
- another with `code` and [a link](https://example.org)
  1. an inner one

| word | meaning | count |
|------|:-------:|------:|
| lamp | 灯 | 12 |
| page | 页 | 340 |

```python
def light(page: Page) -> bool:
    # whether the page is lit
    for line in page.lines:
        if not line.lit:
            return False
    return True
```

> It stays, 字留在纸上。

"""
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
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("win32", "darwin")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
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
    _jump(application, transcript)
    _change(application, transcript, path)
    _write(application, transcript, path)
    print(f"memory: {before} MiB with two messages, {_memory()} MiB at most after all; {len(transcript.views)} widgets")
    return 0


def _turn(application: QApplication, transcript: Transcript) -> None:
    transcript.repaint()
    application.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a running loop does


def _scroll(application: QApplication, transcript: Transcript) -> None:
    bar = transcript.verticalScrollBar()
    steps: list[float] = []
    for number in range(600):
        begun = time.perf_counter()
        bar.setValue(bar.value() - (120 if number < 500 else 9_000))
        _turn(application, transcript)
        steps.append((time.perf_counter() - begun) * 1000)
    wheel, page = sorted(steps[:500]), sorted(steps[500:])
    print(f"scrolling: longest {wheel[-1]:.1f} ms, p99 {wheel[495]:.1f} ms; by pages: longest {page[-1]:.1f} ms")
    bar.setValue(bar.maximum())


def _jump(application: QApplication, transcript: Transcript) -> None:
    bar, choice = transcript.verticalScrollBar(), random.Random(1)
    anywhere: list[float] = []
    ends: list[float] = []
    for number in range(200):
        begun = time.perf_counter()
        bar.setValue(choice.randrange(bar.maximum()))
        _turn(application, transcript)
        anywhere.append((time.perf_counter() - begun) * 1000)
        if number % 10 == 0:
            begun = time.perf_counter()
            QTest.keyClick(transcript, Qt.Key.Key_Home if number % 20 else Qt.Key.Key_End)
            _turn(application, transcript)
            ends.append((time.perf_counter() - begun) * 1000)
    print(f"the bar dragged anywhere: longest {max(anywhere):.1f} ms; Home and End: longest {max(ends):.1f} ms")
    bar.setValue(bar.maximum())


def _change(application: QApplication, transcript: Transcript, path: list[Message]) -> None:
    other = [replace(message, id=message.id + 20_000, text=message.text + " Other.") for message in path]
    steps: list[float] = []
    for number in range(20):
        begun = time.perf_counter()
        transcript.show_messages(path if number % 2 else other, fresh=True)
        _turn(application, transcript)
        steps.append((time.perf_counter() - begun) * 1000)
    print(f"changing between two of them: longest {max(steps):.1f} ms")


def _write(application: QApplication, transcript: Transcript, path: list[Message]) -> None:
    reply = replace(path[-1], text="", status=Status.WRITING)
    transcript.show_messages([*path[:-1], reply], fresh=False)
    for _ in range(50):
        application.processEvents()
    whole = _REPLY.replace("{prose}", _PROSE * 4) * 20
    pieces = re.findall(r"\S+\s*|\s+", whole)
    text, at = "", 0
    beats = Beats()
    begun = time.perf_counter()
    while (now := time.perf_counter()) < begun + _SECONDS:
        while at < (now - begun) * _TOKENS_A_SECOND:
            text += pieces[at % len(pieces)]
            at += 1
        transcript.show_writing(Writing(1, message=reply, answer=text, phase=Phase.WRITING))
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.002)
    print(f"writing {at} tokens at 100 a second: {beats.told()}")
    done = replace(reply, text=text, status=Status.COMPLETE)
    transcript.show_messages([*path[:-1], done], fresh=False)
    transcript.show_writing(None)
    end = time.perf_counter() + 0.5
    while time.perf_counter() < end:
        application.processEvents()
        time.sleep(0.002)
    print(f"its end: {beats.told()}")


if __name__ == "__main__":
    sys.exit(main())
