"""Writing in the real window: typing, undo, formats, paste, the outline, finding, versions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt

from desktop.store.stories.records import NodeStatus
from desktop.ui.panes.story.scene_text import Kind

Drive = Callable[..., "Driver"]  # type: ignore[name-defined]  # noqa: F821


def test_what_is_typed_is_saved_and_undone(drive: Drive) -> None:
    it = drive()
    before = it.editor.text()
    it.caret(len(before))
    it.bot.keyClicks(it.editor, " So--")
    it.bot.keyClick(it.editor, Qt.Key.Key_Return)
    it.bot.keyClicks(it.editor, '"Yes..."')
    after = before + " So—\n\n“Yes…”"
    assert it.editor.text() == after
    assert it.saved() == after
    while it.editor.document().isUndoAvailable():
        it.editor.undo()
        it.bot.wait(5)
    assert it.editor.text() == before
    while it.editor.document().isRedoAvailable():
        it.editor.redo()
        it.bot.wait(5)
    assert it.editor.text() == after
    assert it.saved() == after


def test_emphasis_strong_headings_quotations_breaks(drive: Drive) -> None:
    it = drive(text="one two\n\nthree")
    it.select(0, 3)
    it.bot.keyClick(it.editor, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert it.editor.text() == "*one* two\n\nthree"
    it.select(6, 9)
    it.bot.keyClick(it.editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert it.editor.text() == "*one* **two**\n\nthree"
    assert not it.window.folded, "the column stays while one writes"
    it.caret(len(it.editor.text()))
    it.editor.editing.make(Kind.QUOTE)
    assert it.editor.text().endswith("> three")
    it.editor.editing.make(Kind.QUOTE)
    it.editor.editing.scene_break()
    it.bot.keyClicks(it.editor, "four")
    assert it.editor.text() == "*one* **two**\n\nthree\n\n***\n\nfour"


def test_pasted_text_is_cleaned(drive: Drive) -> None:
    it = drive(text="")
    data = QMimeData()
    data.setHtml("<h1>Head</h1><p>a <b>b</b> <i>c</i><script>x()</script></p><img src='http://x/y.png'>")
    it.editor.insertFromMimeData(data)
    assert it.editor.text() == "# Head\n\na **b** *c*"


def test_too_large_a_paste_is_refused(drive: Drive) -> None:
    it = drive()
    before = it.editor.text()
    said: list[str] = []
    it.editor.refused.connect(said.append)
    data = QMimeData()
    data.setText("x" * 100_000_000)
    it.editor.insertFromMimeData(data)
    assert it.editor.text() == before
    assert len(said) == 1


def test_outline_by_keyboard(drive: Drive) -> None:
    it = drive()
    pane, controller = it.pane, it.pane.controller
    pane.outline.setFocus()
    it.bot.keyClick(pane.outline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    chapter = it.scene.parent_id
    it.until(lambda: [node.id for node in controller.below(chapter)] == [it.other.id, it.scene.id])
    it.bot.keyClick(pane.outline, Qt.Key.Key_F2)
    field = pane.outline.findChild(type(pane.actions.finder.replacement))
    it.bot.keyClicks(field, "Forty")
    it.bot.keyClick(field, Qt.Key.Key_Return)
    it.until(lambda: controller.current.title == "Forty")
    assert it.editor.title == "Forty"
    controller.change(it.scene.id, status=NodeStatus.DONE)
    it.until(lambda: controller.current.status is NodeStatus.DONE)
    pane.outline.setFocus()
    it.bot.keyClick(pane.outline, Qt.Key.Key_Delete)
    it.until(lambda: controller.node_id == it.other.id)
    assert it.scene.id not in [node.id for node in controller.nodes]


def test_find_and_replace_in_the_story(drive: Drive) -> None:
    it = drive()
    it.pane.stories.save_text(it.other.id, "The boat again.", 0)
    it.pane.actions.find()
    finder = it.pane.actions.finder
    finder.field.setText("boat")
    it.until(lambda: len(finder._matches) == 2)
    finder.step(1)
    assert it.editor.textCursor().selectedText() == "boat"
    finder.replacement.setText("ship")
    finder.replace_all()
    it.until(lambda: it.editor.text().startswith("The ship came"))
    assert it.pane.stories.text(it.other.id).text == "The ship again."


def test_replacing_one_by_one_goes_on_from_there(drive: Drive) -> None:
    it = drive(text="a cat, a cat, a cot.")
    it.pane.stories.save_text(it.other.id, "The cat.", 0)
    it.pane.actions.find()
    finder = it.pane.actions.finder
    finder.options.regex.setChecked(True)
    finder.field.setText("c([ao])t")
    it.until(lambda: len(finder._matches) == 4)
    finder.step(1)
    finder.step(1)
    finder.replacement.setText(r"h\1t")
    finder.replace_one()
    it.until(lambda: len(finder._matches) == 3 and finder._at == 1)
    assert it.editor.text() == "a cat, a hat, a cot."
    assert it.editor.textCursor().selectedText() == "cot"
    it.caret(0)
    finder.replace_one()
    assert it.editor.text() == "a cat, a hat, a cot.", "what isn't selected any more is looked at first"
    finder.replace_one()
    it.until(lambda: it.pane.controller.node_id == it.other.id and it.editor.textCursor().hasSelection())
    assert it.pane.stories.text(it.scene.id).text == "a cat, a hat, a hot."
    finder.replace_one()
    it.until(lambda: it.pane.controller.node_id == it.scene.id and it.editor.textCursor().selectedText() == "cat")
    assert it.pane.stories.text(it.other.id).text == "The hat."


def test_a_version_is_restored(drive: Drive) -> None:
    it = drive()
    before = it.editor.text()
    it.editor.selectAll()
    it.bot.keyClicks(it.editor, "x")
    assert it.saved() == "x"
    versions = it.pane.stories.versions(it.scene.id)
    wanted = next(version for version in versions if it.pane.stories.version_text(version.id) == before)
    scene = it.pane.stories.restore_version(wanted.id)
    it.pane.controller.reopen(scene)
    assert it.editor.text() == before


def test_keys_that_the_window_shares(drive: Drive) -> None:
    it = drive()
    it.editor.setFocus()
    ctrl = Qt.KeyboardModifier.ControlModifier
    it.bot.keyClick(it.editor, Qt.Key.Key_F, ctrl)
    it.until(it.pane.actions.finder.isVisible)
    it.bot.keyClick(it.pane.actions.finder.field, Qt.Key.Key_Escape)
    it.bot.keyClick(it.pane.actions.finder.field, Qt.Key.Key_Escape)
    it.until(lambda: not it.pane.actions.finder.isVisible())
    it.editor.setFocus()
    it.bot.keyClick(it.editor, Qt.Key.Key_1, ctrl | Qt.KeyboardModifier.AltModifier)
    assert it.editor.text().startswith("# The boat")
    it.bot.keyClick(it.editor, Qt.Key.Key_H, ctrl)
    from desktop.ui.panes.story.side_panel.history import History

    it.until(lambda: any(sheet.isVisible() for sheet in it.window.findChildren(History)))


def test_a_first_title_leaves_undo_alone(drive: Drive) -> None:
    it = drive(text="One.")
    pane = it.pane
    pane.controller.rename(it.scene.id, "")
    it.until(lambda: it.editor.title == "")
    it.caret(4)
    it.bot.keyClicks(it.editor, " Two")
    pane.controller.rename(it.scene.id, "A name")
    it.until(lambda: it.editor.title == "A name")
    assert it.editor.document().isUndoAvailable()
    it.editor.undo()
    assert it.editor.text() != "One. Two"
