"""Plan, story bible and outline by hand in the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent

from desktop.ui.panes.story.side_panel.entry_popup import EntryPopup

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821


def test_an_entry_is_written_changed_and_removed(drive: Drive, tmp_path: Path) -> None:
    it = drive()
    pane, stories = it.pane, it.pane.stories
    pane.side_panel.edit_entry(None)
    popup = it.window.findChild(EntryPopup)
    popup.name.setText("Ines")
    popup.text.setPlainText("She counts.")
    popup.keys.setText("Ines, /I\\w+s, or/, 素因")
    popup._keep()
    it.until(lambda: len(stories.bible(it.project.id)) == 1)
    entry = stories.bible(it.project.id)[0]
    assert entry.keys == ("Ines", "/I\\w+s, or/", "素因")
    for program in ("sillytavern", "novelai"):
        from desktop.features.story.transfer.lorebooks import export_lorebook

        path = tmp_path / f"{program}.json"
        export_lorebook(stories, it.project.id, program, path)
        before = len(stories.bible(it.project.id))
        pane.lorebooks.read(path)
        it.until(lambda before=before: len(stories.bible(it.project.id)) == 2 * before)
    it.until(lambda: not it.window.findChildren(EntryPopup))
    pane.side_panel.edit_entry(entry)
    it.window.findChild(EntryPopup)._remove()
    it.until(lambda: all(known.id != entry.id for known in stories.bible(it.project.id)))


def test_settings_are_kept_and_the_manuscript_comes_back(drive: Drive) -> None:
    it = drive()
    pane = it.pane
    pane.actions.show_plan()
    assert pane.plan.isVisible()
    pane.plan._fields["premise"].setPlainText("A lamp goes out.")
    pane.plan._fields["genre"].setText("Ghost story")
    pane.actions.leave_plan()
    it.until(lambda: pane.controller.project.settings.premise == "A lamp goes out.")
    assert pane.controller.project.settings.genre == "Ghost story"
    assert it.editor.isVisible()


def test_a_scene_is_dropped_before_another(drive: Drive) -> None:
    it = drive()
    outline, controller = it.pane.outline, it.pane.controller
    chapter = it.scene.parent_id
    first, last = outline._items[it.scene.id], outline._items[it.other.id]
    outline.setCurrentItem(last)
    area = outline.visualItemRect(first)
    mime = outline.mimeData([last])
    point = QPoint(area.center().x(), area.bottom() + 1)
    drop = QDropEvent(
        QPointF(point), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    outline.dropIndicatorPosition = lambda: outline.DropIndicatorPosition.AboveItem
    drop.position = lambda: QPointF(area.center())  # type: ignore[method-assign]
    outline.dropEvent(drop)
    it.until(lambda: [node.id for node in controller.below(chapter)] == [it.other.id, it.scene.id])
