"""Export and import in the window, and the backups in Settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.features.exchange.export import Form, export
from desktop.store.conversations.exchange import Exchange
from desktop.store.core.restoring import Backups
from desktop.ui.panes.settings.backups_page import BackupsPage
from desktop.ui.panes.settings.pane import SettingsPane
from tests.gui.chat.conftest import Driver


def test_what_is_exported_can_be_imported_and_taken_back(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    made = [chat.conversation("q", "a", title=title) for title in ("One", "Two")]
    list_controller = chat.pane.list_controller
    list_controller.exports.write([each.id for each in made], Form.JSON, tmp_path / "all.json")
    chat.until(lambda: list_controller.exports.card is not None and list_controller.exports.card.ended)
    assert "all.json" in list_controller.exports.card.words.text()
    document = json.loads((tmp_path / "all.json").read_text("utf-8"))
    document["conversations"][0]["origin"] = "elsewhere:1"
    document["conversations"].append({"title": "Broken"})
    (tmp_path / "more.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "bad.json").write_text("{")
    list_controller.imports.take([tmp_path / "more.json", tmp_path / "bad.json", tmp_path / "none.json"])
    chat.until(lambda: list_controller.imports.card is not None and list_controller.imports.card.ended)
    assert list_controller.imports.card.words.text() == "New: 1. There already: 1. Not readable: 3."
    named = list_controller.imports.card.problems.toPlainText()
    assert all(name in named for name in ("Broken", "bad.json", "none.json"))
    chat.until(lambda: len(chat.controller.conversations) == 3)
    list_controller.imports.card.button.click()
    chat.until(lambda: len(chat.controller.conversations) == 2)
    list_controller.imports.take([tmp_path / "all.json"])
    chat.until(lambda: list_controller.imports.card.ended)
    assert list_controller.imports.card.words.text() == "New: 0. There already: 2."


def test_an_import_says_how_far_it_is_and_can_be_stopped(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    entries = [
        {
            "uuid": f"c{number}",
            "name": f"Talk {number}",
            "chat_messages": [{"uuid": "m", "sender": "human", "text": "x"}],
        }
        for number in range(400)
    ]
    (tmp_path / "conversations.json").write_text(json.dumps(entries))
    imports = chat.pane.list_controller.imports
    imports.take([tmp_path / "conversations.json"])
    card = imports.card
    assert card is not None
    chat.until(lambda: 0 < card.bar.fraction < 1)
    assert card.stop_button.isVisible()
    card.stop_button.click()
    chat.until(lambda: card.ended)
    kept = len(chat.store.conversations())
    assert 0 < kept < 400
    assert card.words.text() == f"Stopped. New: {kept}. Not read: {400 - kept}."
    imports.take([tmp_path / "conversations.json"])
    chat.until(lambda: imports.card is not None and imports.card is not card and imports.card.ended)
    assert imports.card is not None
    assert imports.card.words.text() == f"New: {400 - kept}. There already: {kept}."


def test_an_export_that_fails_says_so(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    made = chat.conversation("q", "a", title="One")
    (tmp_path / "file").write_text("")
    list_controller = chat.pane.list_controller
    list_controller.exports.write([made.id], Form.HTML, tmp_path / "file" / "x.html")
    chat.until(lambda: list_controller.exports.card is not None and list_controller.exports.card.ended)
    assert "could not be written" in list_controller.exports.card.words.text()
    list_controller.exports.write([made.id], Form.DOCX, tmp_path / "each", each=True)
    chat.until(lambda: list_controller.exports.card.ended)
    assert [path.name for path in (tmp_path / "each").iterdir()] == ["One.docx"]


def test_backups_are_made_listed_and_gone_back_to(drive: Callable[..., Driver], tmp_path: Path) -> None:
    chat = drive()
    made = chat.conversation("q", "a", title="Before")
    chat.window.show_pane("settings")
    settings = chat.window.current
    assert isinstance(settings, SettingsPane)
    settings.show_section("backups")
    page = settings.section("backups")
    assert isinstance(page, BackupsPage)
    page.now.setFocus()
    chat.bot.keyClick(page.now, Qt.Key.Key_Space)
    chat.until(lambda: len(page.rows) == 1)
    assert page.now.hasFocus()
    assert "made by hand" in page.rows[0].note.text()
    page.copy_to(tmp_path / "elsewhere.sqlite3")
    chat.until(lambda: (tmp_path / "elsewhere.sqlite3").exists())
    (tmp_path / "file").write_text("")
    chat.until(lambda: not page._busy)
    page.copy_to(tmp_path / "file" / "x.sqlite3")
    chat.until(lambda: page.notice is not None)
    box = page.ask_to_restore(page._found[0].path, "today")
    assert "kept as a backup" in box.note.text()
    box.stay.click()
    assert chat.window.isVisible()
    app = chat.opened.app
    chat.store.rename(made.id, "After")
    backup = page._found[0].path
    chat.opened.close()
    app.restore(backup)
    assert [each.title for each in app.open_store().conversations()] == ["Before"]
    kinds = [each.kind for each in Backups(app.paths.database, app.paths.backups).all()]
    assert "before-restore" in kinds
    assert export(Exchange(app.store.database), [made.id], Form.MARKDOWN).startswith(b"# Before")
    app.close()
