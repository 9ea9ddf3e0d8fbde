"""Spelling with a dictionary of three words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.ui.panes.story.editor import spelling as speller
from desktop.ui.panes.story.editor.spelling import dictionary_of

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821


def _dictionary(folder: Path) -> tuple[Path, ...]:
    (folder / "en_US.aff").write_text("SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\n", encoding="utf-8")
    (folder / "en_US.dic").write_text("3\nboat\ncame\nlate\n", encoding="utf-8")
    return (folder,)


def test_a_dictionary_is_found_by_language(tmp_path: Path) -> None:
    folders = _dictionary(tmp_path)
    assert dictionary_of("en", folders) == tmp_path / "en_US.dic"
    assert dictionary_of("zh", folders) is None


def test_wrong_words_are_marked_until_they_are_ones_own(drive: Drive, tmp_path: Path) -> None:
    it = drive(text="boat came lat")
    spelling = it.pane.spelling
    spelling.use("en-x", _dictionary(tmp_path))
    it.until(lambda: spelling.misspelt(0, "boat came lat") == [(10, 3)])
    cursor = spelling.word_at(it.editor.script.position(11))
    assert cursor is not None
    assert cursor.selectedText() == "lat"
    spelling.add_word("lat")
    assert spelling.misspelt(0, "boat came lat") == []
    it.until(lambda: (it.opened.services.paths.data / "own-words.txt").is_file())


def test_without_a_dictionary_one_is_told_where_it_belongs(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    it = drive(text="boat came lat")
    monkeypatch.setattr(speller, "FOLDERS", ())
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    spelling = it.pane.spelling
    spelling.use("en-y")
    it.pane.toggle_spelling()
    it.until(lambda: bool(opened))
    assert Path(opened[0].toLocalFile()) == spelling.folder
    assert spelling.folder.is_dir()
    _dictionary(spelling.folder)
    spelling.use("en-y")
    it.until(lambda: spelling.available)
    assert spelling.on
    it.until(lambda: spelling.misspelt(0, "boat came lat") == [(10, 3)])
