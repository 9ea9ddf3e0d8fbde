"""A program of its own for `test_killed`: opens a story and types until somebody ends it."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from desktop.app import build
from desktop.ui.look.style import dress
from desktop.ui.main import build_window, make_application
from desktop.ui.panes.story.pane import StoryPane
from desktop.ui.services import Services


def main() -> None:
    application = make_application()
    dress(application)
    app = build()
    app.open_store()
    window = build_window(Services.of(app))
    window.show()
    window.show_pane("story")
    pane = window.current
    assert isinstance(pane, StoryPane)
    QTest.qWaitForWindowActive(window)
    pane.controller.create_project("Typed", "en", None, "One", "Scene")
    editor = pane.page_.manuscript
    letters = itertools.cycle("word ")

    def type_one() -> None:
        if pane.controller.node_id is None:
            return
        QTest.keyClicks(editor, next(letters))
        print("typed", len(editor.toPlainText()), flush=True)

    timer = QTimer()
    timer.timeout.connect(type_one)
    timer.start(30)
    application.exec()


if __name__ == "__main__":
    main()
