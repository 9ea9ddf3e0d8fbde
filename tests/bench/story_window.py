"""A story of 500,000 words in the real window: to the first scene usable, and finding and replacing in all of it.

Run it alone, on a display of its own:  xvfb-run -a .venv/bin/python -m tests.bench.story_window
The promise: opened, painted and taking letters within a second; the window never stands still for a quarter of a
second while all of it is searched and a word replaced everywhere.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.story_open import build
from tests.bench.story_typing import story_pane


def _until(application: Any, true: Callable[[], bool], seconds: float = 60) -> tuple[float, float]:
    """How long it took, and how long the event loop stood still at most, in milliseconds."""
    began = last = time.perf_counter()
    longest = 0.0
    while not true() and last - began < seconds:
        application.processEvents()
        now = time.perf_counter()
        longest = max(longest, now - last)
        last = now
        time.sleep(0.0005)
    return (time.perf_counter() - began) * 1000, longest * 1000


def main() -> int:
    with story_pane() as (application, pane):
        from PySide6.QtTest import QTest

        _until(application, lambda: pane.controller.listed)
        project = build(pane.stories)
        editor = pane.page_.manuscript
        pane.generation.offers = False
        began = time.perf_counter()
        pane.controller.reload(project)
        _until(application, lambda: pane.controller.node_id is not None)
        editor.viewport().repaint()
        QTest.keyClicks(editor, "x")
        application.processEvents()
        opened = (time.perf_counter() - began) * 1000
        assert editor.text().startswith("x")
        _until(application, lambda: not pane.saver.dirty and not pane.saver.saving)
        print(f"{pane.controller.project.words:,} words: first scene painted and typed in after {opened:.0f} ms")
        began = time.perf_counter()
        last = [node for node in pane.controller.nodes if node.title.startswith("Scene")][-1]
        pane.controller.open_node(last.id)
        _until(application, lambda: pane.controller.node_id == last.id)
        print(f"another scene after {(time.perf_counter() - began) * 1000:.0f} ms")
        pane.actions.find()
        finder = pane.actions.finder
        finder.field.setText("beyond")
        took, stood = _until(application, lambda: bool(finder._matches))
        print(f"found {len(finder._matches):,} places in {took:.0f} ms, still for {stood:.0f} ms at most")
        finder.replacement.setText("behind")
        finder.replace_all()
        took, still = _until(application, lambda: "behind" in editor.text() and "beyond" not in editor.text())
        print(f"replaced in {took:.0f} ms, still for {still:.0f} ms at most")
    return 0 if opened < 1000 and max(stood, still) < 250 else 1


if __name__ == "__main__":
    sys.exit(main())
