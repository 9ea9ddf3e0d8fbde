"""A disk that is full, a folder that can't be written to: the text stays, one is told once, and it is saved later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from desktop.ui.widgets import Notice

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821


class Disk:
    """The database of a program can grow no more while this is `full`: SQLite itself refuses."""

    def __init__(self, store) -> None:  # type: ignore[no-untyped-def]
        self.full = False
        event.listen(store.database.engine, "begin", self._limit)

    def _limit(self, opened) -> None:  # type: ignore[no-untyped-def]
        opened.exec_driver_sql(f"PRAGMA max_page_count = {1 if self.full else 1_000_000_000}")


def _notices(it) -> list[Notice]:  # type: ignore[no-untyped-def]
    return [notice for notice in it.pane.page_.findChildren(Notice) if notice.isVisible()]


def _shown(it) -> str:  # type: ignore[no-untyped-def]
    return " ".join(notice.what.text() for notice in _notices(it))


def test_the_text_stays_and_is_saved_when_there_is_room(drive: Drive) -> None:
    it = drive(text="Begun.")
    disk = Disk(it.opened.services.store)
    disk.full = True
    long = " more" * 40_000
    it.editor.editing.insert_markdown(long)
    it.until(lambda: it.pane.saver.trouble is not None and bool(_notices(it)))
    (first,) = _notices(it)
    assert "disk is full" in first.what.text()
    assert it.pane.saved.text() == "Not saved"
    it.bot.keyClicks(it.editor, "x")
    it.bot.wait(1500)
    assert _notices(it) == [first], "one is told once"
    assert len(it.editor.text()) > 200_000
    disk.full = False
    it.until(lambda: it.pane.saver.trouble is None)
    assert it.saved() == it.editor.text()
    assert not _notices(it)


def test_an_export_that_could_not_be_is_told_and_tried_again(drive: Drive, tmp_path: Path) -> None:
    it = drive(text="Begun.")
    disk = Disk(it.opened.services.store)
    disk.full = True
    it.editor.editing.insert_markdown(" more" * 40_000)
    path = tmp_path / "out.txt"
    it.pane.documents.export(path)
    it.until(lambda: "out.txt" in _shown(it))
    assert "disk is full" in _shown(it)
    assert not path.exists()
    disk.full = False
    it.until(lambda: bool(_notices(it)))
    _notices(it)[0].pressed.emit()
    it.until(path.exists)
    assert "more moreBegun." in path.read_text()
    assert it.saved() == it.editor.text()


@pytest.mark.parametrize("name", ["no-such-folder/out.docx", "."])
def test_a_place_that_cannot_be_written_to(drive: Drive, tmp_path: Path, name: str) -> None:
    it = drive(text="Begun.")
    it.caret(6)
    it.bot.keyClicks(it.editor, " On.")
    (tmp_path / "file").write_text("")
    if name == ".":
        it.pane.folders.write(tmp_path / "file")
    else:
        it.pane.documents.export(tmp_path / "file" / "out.docx")
    it.until(lambda: bool(_notices(it)))
    assert "was not written" in _shown(it)
    assert it.saved() == "Begun. On."
