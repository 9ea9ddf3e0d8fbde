"""Lorebooks through the window's own menu and file dialogs, and an expression that would never end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.ui.panes.story.side_panel.entry_popup import EntryPopup
from desktop.ui.widgets import Label, Menu
from desktop.ui.widgets.floating.toast import Toast

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821

WORLD = {
    "entries": {
        "0": {"uid": 0, "key": ["harbour"], "comment": "The harbour", "content": "It freezes over."},
        "1": {"uid": 1, "key": ["守夜人"], "comment": "守则", "content": "没有人说谎。", "constant": True},
        "2": "nothing",
    }
}


def _choose(it, text: str) -> None:  # type: ignore[no-untyped-def]
    """Press an item of the menu that is open."""
    menu = next(menu for menu in it.window.findChildren(Menu) if menu.isVisible())
    item = next(item for item in menu.findChildren(object) if getattr(item, "text", lambda: "")() == text)
    it.bot.mouseClick(item, Qt.MouseButton.LeftButton)


def _file(it, path: Path) -> None:  # type: ignore[no-untyped-def]
    """Choose a file in the dialog that is open."""
    it.until(lambda: any(dialog.isVisible() for dialog in it.window.findChildren(QFileDialog)))
    dialog = next(dialog for dialog in it.window.findChildren(QFileDialog) if dialog.isVisible())
    dialog.selectFile(str(path))
    dialog.accept()


def test_a_lorebook_comes_in_and_goes_out_by_its_menu(drive: Drive, tmp_path: Path) -> None:
    it = drive()
    lorebooks, stories = it.pane.lorebooks, it.pane.stories
    world = tmp_path / "world.json"
    world.write_text(json.dumps(WORLD), encoding="utf-8")
    lorebooks.open_menu(it.pane.page_)
    _choose(it, "Import a lorebook…")
    _file(it, world)
    it.until(lambda: len(stories.bible(it.project.id)) == 2)
    it.until(lambda: len(it.pane.side_panel.memory.findChildren(object)) > 0)
    for program, name, mark in (
        ("NovelAI", "out.lorebook", "lorebookVersion"),
        ("SillyTavern", "out.json", "entries"),
    ):
        lorebooks.open_menu(it.pane.page_)
        _choose(it, f"Export for {program}…")
        _file(it, tmp_path / name)
        it.until((tmp_path / name).exists)
        written = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        assert mark in written
        assert "没有人说谎。" in json.dumps(written, ensure_ascii=False)


def test_a_lorebook_that_is_none_is_told_and_adds_nothing(drive: Drive, tmp_path: Path) -> None:
    it = drive()
    wrong = tmp_path / "wrong.json"
    wrong.write_bytes(b"\0\1\2\3" * 99)
    it.pane.lorebooks.read(wrong)
    it.until(
        lambda: any("not a text" in toast.accessibleName() + _labels(toast) for toast in it.window.findChildren(Toast))
    )
    assert it.pane.stories.bible(it.project.id) == []


@pytest.mark.timeout(60)  # how fast is for tests/bench; that it ends is for here
def test_an_expression_that_would_never_end_is_refused_in_a_moment(drive: Drive) -> None:
    it = drive()
    it.pane.side_panel.edit_entry(None)
    popup = it.window.findChild(EntryPopup)
    popup.name.setText("Slow")
    popup.text.setPlainText("It takes its time.")
    popup.keys.setText("/(a|aa)+$/")
    popup._keep()
    it.until(lambda: bool(_said(popup)))
    assert popup.isVisible()
    assert popup.text.toPlainText() == "It takes its time.", "nothing is lost"
    assert it.pane.stories.bible(it.project.id) == []
    popup.keys.setText("/a+$/")
    popup._keep()
    it.until(lambda: len(it.pane.stories.bible(it.project.id)) == 1)


def _labels(toast: Toast) -> str:
    return " ".join(label.text() for label in toast.findChildren(Label))


def _said(popup: EntryPopup) -> str:
    return popup.wrong.text()
