"""The translate pane: rows side by side, marks, corrections, documents, and typing with the real model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication

from desktop.base.settings import LANGUAGE
from desktop.formats.documents.base import Bilingual
from desktop.store.translation.records import Origin, SegmentStatus, Term
from desktop.ui.panes.translate.pages.rows import Mark, Piece, pieces
from desktop.ui.panes.translate.pages.target_text import RowEditor
from desktop.ui.panes.translate.popups.choices_popup import ChoiceRow, ChoicesPopup
from desktop.ui.panes.translate.popups.glossary_popup import GlossaryPopup
from desktop.ui.panes.translate.popups.language_popup import LanguagePopup
from desktop.ui.panes.translate.terms import Terms
from tests.gui.seen import texts
from tests.gui.translate.conftest import Driver

Drive = Callable[..., Driver]
LONG = "The light is to be shown from sunset to sunrise, in every weather, whether or not a sail is in sight of land."


def test_rows_stand_side_by_side_with_their_marks(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    driver.document(tmp_path, ["灯。", "长" * 120, "书。"], LONG, "A lamp.", "A book.", "The sea.", doubtful=1)
    assert driver.pages.gutter.marks == [Mark.DONE, Mark.DOUBTFUL, Mark.DONE, Mark.WAITING]
    assert driver.pages.source.rows() == [LONG, "A lamp.", "A book.", "The sea."]
    assert driver.pages.target.rows() == ["灯。", "长" * 120, "书。", ""]
    assert driver.aligned()
    driver.window.resize(1024, 700)
    driver.until(lambda: driver.window.width() == 1024 and driver.aligned())
    assert driver.page.strip.isVisible()
    assert driver.page.strip.count.text() == "3 of 4 sentences"


def test_a_doubtful_row_says_why_and_is_kept(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    job = driver.document(tmp_path, ["灯。", "书。"], "A lamp.", "A book.", doubtful=1)
    driver.bot.keyClick(driver.pages.source, Qt.Key.Key_F8)
    assert driver.pages.target.current == 1
    [line] = driver.pages._doubts.lines.values()
    assert line.label.text() == "The model is unsure"
    driver.bot.mouseClick(line.keep, Qt.MouseButton.LeftButton)
    driver.until(lambda: driver.pages.gutter.marks == [Mark.DONE, Mark.DONE])
    kept = driver.translation_service.translations.segments(job.id)[1]
    assert (kept.status, kept.origin, kept.target) == (SegmentStatus.DONE, Origin.PERSON, "书。")


def test_a_sentence_is_corrected_by_hand(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    job = driver.document(tmp_path, ["灯。", "书。"], "A lamp.", "A book.")
    driver.pages.target.setFocus()
    driver.bot.keyClick(driver.pages.target, Qt.Key.Key_F2)
    [editor] = driver.pages.target.findChildren(RowEditor)
    editor.setPlainText("一盏灯。")
    driver.bot.keyClick(editor, Qt.Key.Key_Return)
    driver.until(lambda: driver.pages.target.row(0) == "一盏灯。")
    assert driver.translation_service.translations.segments(job.id)[0].origin is Origin.PERSON
    assert [entry.target for entry in driver.translation_service.memory.entries("en", "zh")] == ["一盏灯。"]


def test_esc_leaves_the_sentence_as_it_was(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    job = driver.document(tmp_path, ["灯。"], "A lamp.")
    driver.pages.edit(0)
    [editor] = driver.pages.target.findChildren(RowEditor)
    editor.setPlainText("something else")
    driver.bot.keyClick(editor, Qt.Key.Key_Escape)
    assert driver.translation_service.translations.segments(job.id)[0].target == "灯。"


def test_what_was_typed_stays_to_the_letter(drive: Drive) -> None:
    driver = drive()
    source = driver.pages.source
    source._clock.setInterval(10_000_000)  # it never rests here
    driver.type("One.  Two.")
    driver.bot.keyClick(source, Qt.Key.Key_Return)
    driver.bot.keyClick(source, Qt.Key.Key_Return)
    driver.type("Three.")
    text = "One.  Two.\n\nThree."
    assert source.text() == text
    cut = pieces(text, ["One.", "Two.", "Three."])
    assert cut is not None
    source.set_pieces(cut)
    assert source.rows() == ["One.", "Two.", "Three."]
    assert source.text() == text
    assert source.textCursor().atEnd()
    driver.type(" Four")
    assert source.text() == text + " Four"
    driver.bot.keyClick(source, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not source.text().endswith("Four")
    source.selectAll()
    assert source.createMimeDataFromSelection().text() == source.text()


def test_backspace_joins_rows_as_it_joins_lines(drive: Drive) -> None:
    driver = drive()
    source = driver.pages.source
    source._clock.setInterval(10_000_000)
    source.set_text("一。二。\n三")
    source.set_pieces([Piece("", "一。"), Piece("", "二。"), Piece("\n", "三")])
    cursor = source.textCursor()
    cursor.setPosition(source.document().findBlockByNumber(1).position())
    source.setTextCursor(cursor)
    driver.bot.keyClick(source, Qt.Key.Key_Backspace)
    assert source.text() == "一二。\n三"


def test_a_dropped_document_is_opened(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    driver.controller.go_on = lambda: None  # type: ignore[method-assign]
    path = tmp_path / "a.md"
    path.write_text("# A lamp\n\nIt burns **all night**.\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    driver.page.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys))
    driver.until(lambda: driver.controller.job is not None)
    assert driver.pages.source.rows() == ["A lamp", "It burns all night."]
    assert driver.pages.source.isReadOnly()
    assert driver.page.strip.button.text() == "Resume"


def test_a_file_that_is_no_document_is_refused_in_a_sentence(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    path = tmp_path / "a.docx"
    path.write_bytes(b"not a zip")
    told: list[Exception] = []
    driver.pane.failed = told.append  # type: ignore[method-assign,assignment]
    driver.controller.open_file(path)
    driver.until(lambda: bool(told))
    assert driver.controller.job is None


def test_deleted_and_brought_back(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    job = driver.document(tmp_path, ["灯。"], "A lamp.")
    driver.until(lambda: [row.job.id for row in driver.pane.list.rows] == [job.id])
    driver.controller.trash(job.id)
    driver.until(lambda: driver.controller.listed and not driver.pane.list.rows)
    assert driver.controller.job is None
    driver.controller.restore(job.id)
    driver.until(lambda: driver.controller.job is not None)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_every_word_has_room(drive: Drive, tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    driver = drive(settings={LANGUAGE: language}, size=size)
    driver.document(tmp_path, ["灯。"], "A lamp.", "A book.", doubtful=0)
    driver.until(lambda: all(seen.fits for seen in texts(driver.page)))  # what is detected comes a moment later


@pytest.mark.model
def test_a_typed_text_is_translated_when_it_rests(drive: Drive) -> None:
    driver = drive()
    driver.type("The lamp is lit at dusk. Nobody lives here.")
    driver.until(
        lambda: (
            driver.controller.job is not None
            and driver.controller.run is None
            and len(driver.pages.rows) == 2
            and all(row.mark in (Mark.DONE, Mark.DOUBTFUL) for row in driver.pages.rows)
        )
    )
    assert driver.pages.source.rows() == ["The lamp is lit at dusk.", "Nobody lives here."]
    assert all(driver.pages.target.rows())
    assert driver.page.bar.source.text() == "English"
    assert driver.page.bar.detected.text() == "detected"
    first = driver.pages.target.row(0)
    driver.type(" The sea is cold.")
    driver.until(lambda: len(driver.pages.rows) == 3 and driver.pages.rows[2].mark in (Mark.DONE, Mark.DOUBTFUL))
    assert driver.pages.target.row(0) == first
    driver.pane.actions.copy_all()
    driver.until(lambda: first in QGuiApplication.clipboard().text())
    assert driver.aligned()


def test_a_term_is_added_and_marked(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    driver.document(tmp_path, ["灯室里有一盏灯。"], "There is a lamp in the lamp room.")
    driver.controller.go_on = lambda: None  # type: ignore[method-assign]
    driver.bot.mouseClick(driver.page.bar.glossary, Qt.MouseButton.LeftButton)
    [popup] = driver.window.findChildren(GlossaryPopup)
    popup.source.setText("lamp room")
    popup.target.setText("灯室")
    driver.bot.keyClick(popup.target, Qt.Key.Key_Return)
    driver.until(lambda: [term.source for term in popup.known] == ["lamp room"])
    popup.close_popup()
    driver.until(lambda: driver.pages.gutter.marks == [Mark.GLOSSARY])
    [row] = driver.pages.rows
    assert [row.source[start:end] for start, end in row.source_terms] == ["lamp room"]
    assert [row.target[start:end] for start, end in row.target_terms] == ["灯室"]
    assert driver.page.bar.glossary.text().startswith("Glossary, 1 term")


def test_terms_and_memory_go_out_and_come_in(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    terms = Terms(lambda: driver.translation_service, driver.pane.work, "en", "zh")
    seen: list[list[Term]] = []
    terms.add("lamp", "灯", "", seen.append)
    terms.export_file(tmp_path / "a.tbx", seen.append)
    driver.until(lambda: len(seen) == 2)
    terms.remove(seen[0][0], seen.append)
    terms.import_file(tmp_path / "a.tbx", seen.append)
    driver.until(lambda: len(seen) == 4)
    assert seen[2] == []
    assert [(term.source, term.target) for term in seen[3]] == [("lamp", "灯")]
    driver.document(tmp_path, ["灯。"], "A lamp.")
    driver.controller.accept(next(iter(driver.controller.segments)))
    counts: list[int] = []
    terms.export_memory(tmp_path / "a.tmx", lambda _: terms.import_memory(tmp_path / "a.tmx", counts.append))
    driver.until(lambda: counts == [1])


@pytest.mark.model
def test_a_document_is_translated_and_saved(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    path = tmp_path / "a.md"
    path.write_text("# The lamp\n\nIt burns **all night**.\n", encoding="utf-8")
    driver.controller.options.source = "en"
    driver.controller.open_file(path)
    driver.until(lambda: driver.controller.job is not None and driver.controller.job.complete)
    driver.until(lambda: driver.page.strip.save.isVisible() and not driver.page.strip.button.isVisible())
    assert driver.page.strip.count.text() == "2 of 2 sentences"
    out, saved = tmp_path / "b.md", []
    driver.controller.save(out, Bilingual.INTERLEAVED, lambda: saved.append(True))
    driver.until(lambda: bool(saved))
    written = out.read_text(encoding="utf-8")
    assert "# The lamp" in written
    assert written.count("**") >= 4


def test_a_language_is_found_by_typing_its_name(drive: Drive) -> None:
    driver = drive()
    driver.bot.mouseClick(driver.page.bar.target, Qt.MouseButton.LeftButton)
    [popup] = driver.window.findChildren(LanguagePopup)
    assert popup.isVisible()
    assert popup.list.isVisible()
    driver.bot.keyClicks(popup.search, "germ")
    assert popup.list.count() == 1
    driver.bot.keyClick(popup.search, Qt.Key.Key_Return)
    assert driver.page.bar.target.text() == "Deutsch"
    assert driver.controller.options.target == "de"


@pytest.mark.model
def test_a_click_on_a_word_shows_others_and_the_sentence_follows(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    job = driver.document(tmp_path, ["夜里灯亮着。"], "The lamp burns at night.")
    pages = driver.pages
    pages.target.setFocus()
    driver.bot.keyClick(pages.target, Qt.Key.Key_Space)
    [popup] = driver.window.findChildren(ChoicesPopup)
    driver.until(lambda: any(isinstance(item, ChoiceRow) for item in popup.items))
    rows = [item for item in popup.items if isinstance(item, ChoiceRow)]
    assert [row.choice.probability for row in rows] == sorted((row.choice.probability for row in rows), reverse=True)
    other = next(row for row in rows if not row.choice.present)
    other.click()
    driver.until(lambda: driver.controller.run is None and pages.target.row(0).startswith(other.choice.text))
    driver.until(
        lambda: driver.translation_service.translations.segments(job.id)[0].target.startswith(other.choice.text)
    )
