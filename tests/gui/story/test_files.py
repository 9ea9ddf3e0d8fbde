"""Stories out of the window and into it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821

_PARAGRAPH = "She had counted them twice on the landing and *once* again on the stair, and wrote it down. " * 4
LONG = "\n\n".join([_PARAGRAPH.strip()] * 140)  # 9,800 words


def test_a_long_story_as_pdf_while_all_else_is_busy(drive: Drive, tmp_path: Path) -> None:
    it = drive(text=LONG)
    path = tmp_path / "out.pdf"
    over = threading.Event()
    try:
        for _ in range(20):  # more than there are threads for
            it.pane.work.ask(over.wait)
        it.caret(len(LONG))
        it.bot.keyClicks(it.editor, " The last word.")
        it.pane.files.export(path)
        it.until(path.exists)
    finally:
        over.set()
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_size > 50_000
