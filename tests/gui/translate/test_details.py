"""Below and within the rows: quality, offers of the memory, certainty, columns, stopping, side by side, close marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.base.settings import TRANSLATE_MODEL
from desktop.features.translate.terms.memory import with_key
from desktop.features.translate.translation_service import JobOptions
from desktop.formats.documents.base import Bilingual
from desktop.store.translation.records import Job, MemoryEntry, Origin, SegmentStatus
from desktop.ui.commands import commands
from desktop.ui.panes.translate.pages.row_text import RowText
from desktop.ui.text.cjk_punctuation import HUNG, hung, squeezed
from desktop.ui.widgets import Menu
from tests.gui.seen import settled
from tests.gui.translate.conftest import Driver

Drive = Callable[..., Driver]
WICK = "He shall trim the wick square."


def measured(driver: Driver, job: Job, **values: object) -> None:
    [first, *_] = driver.translation_service.translations.segments(job.id)
    driver.translation_service.translations.keep([replace(first, **values)])  # type: ignore[arg-type]
    driver.controller.open(job.id)
    settled(driver.bot, driver.window)


def test_the_row_of_the_caret_tells_how_good_it_is(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    job = driver.document(tmp_path, ["灯芯要剪得平直。"], WICK)
    measured(driver, job, logprob=-0.6931, least_logprob=-4.6, back_chrf=48.2)
    driver.until(lambda: driver.controller.segments[1].logprob is not None)
    driver.pages.go_to(0)
    driver.until(lambda: driver.page.row_line.isVisible())
    said = driver.page.row_line.quality.text()
    for part in ("50 %", "1 %", "length", "48 of 100"):
        assert part in said
    assert driver.page.row_line.use.isHidden()


def test_a_similar_sentence_of_the_memory_is_offered_and_taken(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    entry = MemoryEntry("He shall trim the wicks square.", "他要把灯芯剪平。", Origin.PERSON)
    driver.translation_service.memory.keep("en", "zh", [with_key(entry)])
    job = driver.document(tmp_path, ["灯芯要剪得平直。"], WICK)
    driver.pages.go_to(0)
    line = driver.page.row_line
    driver.until(lambda: line.use.isVisible())
    assert "他要把灯芯剪平。" in line.offer.text()
    driver.bot.keyClick(driver.pages.target, Qt.Key.Key_F7)
    driver.until(lambda: driver.pages.target.row(0) == "他要把灯芯剪平。")
    [segment] = driver.translation_service.translations.segments(job.id)
    assert (segment.target, segment.origin) == ("他要把灯芯剪平。", Origin.PERSON)
    driver.until(lambda: not line.use.isVisible())


def test_another_column_of_a_table_is_chosen_in_the_window(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    driver.controller.go_on = lambda: None  # type: ignore[method-assign]
    path = tmp_path / "a.csv"
    path.write_text("id,name,note\n1,A lamp,It is old\n2,A book,It is new\n", encoding="utf-8")
    driver.controller.open_file(path)
    driver.until(lambda: len(driver.pages.rows) == 2)
    first = driver.pages.source.rows()
    driver.pane.actions.ask_for_column()
    driver.until(lambda: any(menu.isVisible() for menu in driver.window.findChildren(Menu)))
    [menu] = [menu for menu in driver.window.findChildren(Menu) if menu.isVisible()]
    assert [item.text() for item in menu.items] == ["id", "name", "note"]
    other = "note" if first == ["A lamp", "A book"] else "name"
    next(item for item in menu.items if item.text() == other).click()
    driver.until(lambda: driver.pages.source.rows() not in (first, [""]) and len(driver.pages.rows) == 2)
    assert sorted([first, driver.pages.source.rows()]) == [["A lamp", "A book"], ["It is old", "It is new"]]


def test_a_stopped_document_is_saved_as_it_is_side_by_side(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    driver.document(tmp_path, ["灯。"], "A lamp.", "A book.")
    strip = driver.page.strip
    assert strip.button.text() == "Resume"
    assert not strip.save.isVisible()
    driver.bot.mouseClick(strip.stop, Qt.MouseButton.LeftButton)
    assert strip.save.isVisible()
    assert not strip.stop.isVisible()
    assert strip.speed.text() == "stopped; the rest stays as it is"
    saved: list[bool] = []
    out = tmp_path / "out.txt"
    driver.controller.save(out, Bilingual.SIDE, lambda: saved.append(True))
    driver.until(lambda: bool(saved))
    assert "A lamp.\t灯。" in out.read_text(encoding="utf-8")


def test_the_commands_of_the_pane_are_listed(drive: Drive) -> None:
    drive()
    listed = {command.id for command in commands.all()}
    wanted = {"first", "next", "shade", "offer", "back", "stop", "pause", "swap", "copy", "new", "open"}
    assert {f"translate.{name}" for name in wanted} <= listed


def test_the_model_chosen_in_the_settings_translates(drive: Drive) -> None:
    driver = drive()
    driver.until(lambda: driver.controller.model is not None)
    keys = [model.key for model in driver.opened.app.library.models()]
    other = next(key for key in keys if driver.controller.model is not None and key != driver.controller.model.key)
    driver.opened.app.settings.set(TRANSLATE_MODEL, other)
    driver.until(lambda: driver.controller.model is not None and driver.controller.model.key == other)
    assert driver.controller.model is not None
    assert driver.controller.model.name in driver.page.foot.model.text()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("他说：“灯亮着。”（见第一条。）", [2, 7, 8, 14]),
        ("灯亮着，书合着。", []),
        ("He said: “no.”", []),
        ("《“灯”》", [0, 3]),
    ],
)
def test_which_marks_are_set_close(qapp: object, text: str, places: list[int]) -> None:
    assert squeezed(text) == places


def test_marks_are_set_close_and_hang(qapp: object) -> None:
    assert hung("“灯亮着。”") == HUNG
    assert hung("灯亮着。”") == 0
    assert hung("“No,” he said.") == 0
    page = RowText(40, 12)
    page.resize(600, 300)
    page.set_rows(["他说：“灯亮着。”", "他说：灯亮着。"])
    page.show()
    [close, plain] = [page.document().findBlockByNumber(at).layout().lineAt(0) for at in range(2)]

    def x(line: object, at: int) -> float:
        found = line.cursorToX(at)  # type: ignore[attr-defined]
        return float(found[0] if isinstance(found, tuple) else found)

    assert x(close, 3) - x(close, 2) < 0.7 * (x(plain, 3) - x(plain, 2))
    page.set_rows(["“灯亮着。”", "灯亮着。"])
    assert page.document().findBlockByNumber(0).blockFormat().textIndent() < 0
    assert page.row(0) == "“灯亮着。”"
    page.close()


@pytest.mark.model
def test_words_are_shaded_and_a_text_is_translated_back(drive: Drive) -> None:
    driver = drive()
    driver.type("The committee deferred the lugubrious matter. The lamp is lit.")
    driver.until(
        lambda: (
            driver.controller.job is not None
            and driver.controller.run is None
            and driver.controller.job.complete
            and len(driver.pages.rows) == 2
        )
    )
    driver.bot.keyClick(driver.pages.target, Qt.Key.Key_F9)
    driver.until(lambda: set(driver.pages.target.shades) == {0, 1})
    spans = [shade for shades in driver.pages.target.shades.values() for shade in shades]
    assert spans
    assert all(step in (1, 2, 3) for _, _, step in spans)
    driver.bot.keyClick(driver.pages.target, Qt.Key.Key_F9)
    assert not driver.pages.target.shades
    driver.controller.translate_back()
    driver.until(
        lambda: (
            driver.controller.run is None
            and all(segment.back_chrf is not None for segment in driver.controller.segments.values())
        )
    )
    driver.pages.go_to(0)
    driver.until(lambda: "of 100" in driver.page.row_line.quality.text())


def test_a_document_waits_for_a_person_in_its_order(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    path = tmp_path / "a.txt"
    path.write_text("One.\n\nTwo.\n\nThree.", encoding="utf-8")
    job = driver.translation_service.open_file(path, JobOptions("zh", source="en"))
    worst = (("unsure",), ("empty",), ("lost_number",))
    for segment, problems in zip(driver.translation_service.translations.segments(job.id), worst, strict=True):
        doubtful = replace(segment, target="灯", status=SegmentStatus.DOUBTFUL, problems=problems, origin=Origin.MODEL)
        driver.translation_service.translations.keep([doubtful])
    driver.controller.open(job.id)
    driver.until(lambda: len(driver.pages.rows) == 3)
    commands.run("translate.first")
    assert driver.pages.source.rows() == ["Two.", "Three.", "One."]
