"""Stories out of the window and into it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from desktop.ui.panes.story.transfer.book_popup import BookPopup

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
        it.pane.documents.export(path)
        it.until(path.exists)
    finally:
        over.set()
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_size > 50_000


def test_author_dedication_and_breaks_go_into_the_book(drive: Drive, tmp_path: Path) -> None:
    it = drive(text="One.\n\n***\n\nTwo.")
    pane = it.pane
    pane.documents.edit_book(pane.page_)
    popup = pane.page_.window().findChild(BookPopup)
    popup.author.setText("Ines Vale")
    popup.dedication.setPlainText("For him")
    popup.breaks.set_value("⁂")
    popup._keep()
    it.until(lambda: pane.controller.project.settings.author == "Ines Vale")
    path = tmp_path / "out.txt"
    pane.documents.export(path)
    it.until(path.exists)
    written = path.read_text()
    assert "Ines Vale" in written
    assert "For him" in written
    assert "⁂" in written


def test_a_changed_folder_is_read_back(drive: Drive, tmp_path: Path) -> None:
    it = drive(text="One.")
    pane = it.pane
    pane.folders.write(tmp_path)
    it.until((tmp_path / "lamplight.json").exists)
    file = next(path for path in tmp_path.glob("*.md") if path.read_text() == "One.\n")
    file.write_text("One, changed elsewhere.\n")
    pane.folders.read(tmp_path)
    it.until(lambda: it.editor.text() == "One, changed elsewhere.")
    assert it.saved() == "One, changed elsewhere."
