"""Every attack of the corpus as a reply in the real window: nothing is loaded or opened, the window never freezes."""

from __future__ import annotations

import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtNetwork import QNetworkAccessManager
from PySide6.QtWidgets import QApplication

from desktop.base.paths import Paths, resources
from desktop.store import Conversation
from desktop.ui import tasks
from desktop.ui.panes.chat.messages.reply_view import ReplyView
from desktop.ui.panes.chat.typesetting.prose import Prose
from tests.formats.hostile.attacks import ATTACKS
from tests.gui.chat.conftest import Driver, made_up

_GENEROUS = 1.0  # seconds: a busy machine; the bench measures


_guarding: list[Path] = []  # the folders that may be read; empty while nobody guards
_reached: list[str] = []
_NET = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "os.system", "os.exec")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    """Everything that Python connects to, starts or opens, by any thread."""
    if not _guarding:
        return
    if event.startswith(_NET):
        _reached.append(f"{event} {arguments}")
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        path = Path(arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0])
        if not any(path.is_relative_to(folder) for folder in _guarding):
            _reached.append(f"open {path}")


sys.addaudithook(_watch)


@pytest.fixture
def guarded(paths: Paths) -> Iterator[list[str]]:
    """What is reached beyond our resources, the libraries' own files and the program's own data."""
    own = [resources(), Path(__file__).parents[3], paths.database.parent, paths.settings_file.parent, paths.logs]
    own += [Path(sysconfig.get_path(name)) for name in ("stdlib", "platlib", "purelib")]
    _reached.clear()
    _guarding.extend([*own, *[folder.resolve() for folder in own], Path("/proc/self")])
    yield _reached
    _guarding.clear()


class Heartbeat:
    """The longest time between two beats of the main thread, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def rest(self) -> float:
        """The longest so far; begins anew."""
        longest, self.longest, self._last = self.longest, 0.0, time.perf_counter()
        return longest


def show(driver: Driver, text: str, heart: Heartbeat) -> float:
    """Show `text` as a reply, wait until it is typeset; the longest freeze in seconds."""
    transcript = driver.transcript
    transcript.show_messages([], fresh=True)
    QApplication.processEvents()
    messages = made_up(2, text=lambda at: text if at else "?")
    heart.rest()
    transcript.show_messages(messages, fresh=True)
    end = time.monotonic() + 60
    view = next(view for view in transcript.views if isinstance(view, ReplyView))
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.001)  # the other threads need the interpreter
        if view.documents.get(text) is not None:
            break
    for _ in range(20):
        QApplication.processEvents()
        time.sleep(0.001)
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    for _ in range(10):
        QApplication.processEvents()
        time.sleep(0.001)
    return heart.rest()


@pytest.mark.slow
def test_corpus(drive: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch, guarded: list[str]) -> None:
    loaded: list[str] = []
    for kind in (QTextDocument, Prose):
        whole = kind.loadResource

        def watch(self: object, what: int, name: object, whole: Callable[..., object] = whole) -> object:
            found = whole(self, what, name)
            if found is not None:
                loaded.append(str(name))
            return found

        monkeypatch.setattr(kind, "loadResource", watch)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: loaded.append(f"opened {url}"))
    monkeypatch.setattr(QNetworkAccessManager, "createRequest", lambda *_: loaded.append("network"))
    driver = drive()
    assert isinstance(driver.store.create_conversation("x"), Conversation)
    heart = Heartbeat()
    show(driver, "A first text, and $x^2$ to have it all read in.", heart)
    guarded.clear()
    slow: dict[str, float] = {}
    worst: list[tuple[float, str]] = []
    for name, text in ATTACKS.items():
        longest = show(driver, text.encode("utf-8", "replace").decode(), heart)
        if longest > 0.1:
            longest = min(longest, show(driver, text.encode("utf-8", "replace").decode() + " ", heart))
        worst.append((longest, name))
        if longest > _GENEROUS:
            slow[name] = longest
    for longest, name in sorted(worst, reverse=True):
        print(f"{longest * 1000:6.0f} ms  {name}")
    assert loaded == []
    assert guarded == []
    assert slow == {}
    assert tasks.finish(60)
