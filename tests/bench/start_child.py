"""The two processes that `start` measures: an empty window, and the program, with nothing else imported."""

from __future__ import annotations

import sys
import time
from functools import partial

_IDLE_SECONDS = 4


def empty() -> None:
    """The empty window, with nothing imported but what it needs."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        def paintEvent(self, event: object) -> None:
            QTimer.singleShot(0, done)

    def done() -> None:
        _tell("painted")
        QTimer.singleShot(300, end)

    def end() -> None:
        _tell("idle")
        application.quit()

    application = QApplication(sys.argv)
    window = Window()
    window.resize(1280, 800)
    window.show()
    application.exec()


def lamplight() -> None:
    """The program as `lamplight` starts it; a key is pressed as soon as the window is painted."""
    from desktop.__main__ import main
    from desktop.ui import main as window_main
    from desktop.ui.system import first_paint

    class Watched(first_paint.FirstPaint):
        def _was_painted(self) -> None:
            from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
            from PySide6.QtGui import QKeyEvent
            from PySide6.QtWidgets import QTextEdit

            _tell("painted")
            super()._was_painted()
            text = self._window.focusWidget()
            assert isinstance(text, QTextEdit), "the caret isn't in the composer"
            modifiers = Qt.KeyboardModifier.NoModifier
            QCoreApplication.postEvent(text, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifiers, "a"))
            watch = _TypedWatch(text)
            text.viewport().installEventFilter(watch)
            QTimer.singleShot(_IDLE_SECONDS * 1000, self._window, self._rested)

        def _rested(self) -> None:
            _tell("idle")
            self._window.close()

    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QTextEdit

    class _TypedWatch(QObject):
        def __init__(self, text: QTextEdit) -> None:
            super().__init__(text)
            self._text = text

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and "a" in self._text.toPlainText():
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self, partial(_tell, "typed"))
            return False

    setattr(window_main, "FirstPaint", Watched)  # noqa: B010 (what is measured must not know of it)
    sys.argv = ["lamplight"]
    main()


def _tell(what: str) -> None:
    with open("/proc/self/status", encoding="ascii") as status:
        memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    print(f"{what} {time.monotonic()} {time.process_time()} {memory / 1024}", flush=True)


if __name__ == "__main__":
    empty() if sys.argv[1] == "empty" else lamplight()
