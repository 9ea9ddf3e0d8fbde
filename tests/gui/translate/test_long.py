"""A document of thousands of rows opens and scrolls while the window stays awake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.features.translate.translation_service import JobOptions
from desktop.store.translation.records import Origin, SegmentStatus
from desktop.ui.panes.translate.pages.row_window import ALL_UP_TO, RowWindow
from desktop.ui.panes.translate.pages.rows import Mark
from tests.gui.translate.conftest import Driver

Drive = Callable[..., Driver]
ROWS = 5000


def long_document(driver: Driver, tmp_path: Path, doubtful: tuple[int, ...] = ()) -> int:
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(f"Sentence number {n} of the keeper's manual." for n in range(ROWS)), encoding="utf-8")
    job = driver.translation_service.open_file(path, JobOptions("zh", source="en"))
    segments = driver.translation_service.translations.segments(job.id)
    done = [
        replace(
            segment,
            target=f"守灯人手册的第{segment.position}句。",
            status=SegmentStatus.DOUBTFUL if segment.position in doubtful else SegmentStatus.DONE,
            origin=Origin.MODEL,
            problems=("unsure",) if segment.position in doubtful else (),
        )
        for segment in segments
    ]
    driver.translation_service.translations.keep(done)
    return job.id


def test_five_thousand_rows_open_and_scroll(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    job_id = long_document(driver, tmp_path, doubtful=(4000,))
    driver.controller.open(job_id)
    driver.until(lambda: len(driver.pages.rows) == ROWS and driver.pages.target.count > 1)
    driver.until(driver.aligned_blocks)
    pages = driver.pages
    assert pages.laid_out.is_part
    assert driver.aligned_blocks()
    for step in range(60):
        pages.bar.setValue(pages.bar.maximum() * step // 60)
        driver.bot.wait(1)  # a turn of the event loop for each step of the hand
    pages.bar.setValue(pages.bar.maximum())
    driver.until(lambda: pages.target.row(pages.target.count - 1).startswith("守灯人"))
    assert pages.target.row(pages.target.count - 1) == f"守灯人手册的第{ROWS - 1}句。"
    assert driver.aligned_blocks()


def test_the_wheel_goes_from_part_to_part(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    driver.controller.open(long_document(driver, tmp_path))
    driver.until(lambda: len(driver.pages.rows) == ROWS and driver.pages.target.count > 1)
    pages = driver.pages
    seen = 0
    for _ in range(200):
        inner = pages.source.verticalScrollBar()
        inner.setValue(inner.value() + 300)
        driver.bot.wait(1)
        top = pages.laid_out.number(pages.source.row_at(0))
        assert seen <= top <= seen + 60  # nothing is skipped, nothing comes again
        seen = top
    assert seen > ALL_UP_TO
    assert pages.laid_out.first > 0
    row = pages.rows[seen]
    assert pages.source.row(pages.laid_out.block(seen)) == row.source


def test_the_next_doubtful_row_is_found_outside_of_the_part(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    driver.controller.open(long_document(driver, tmp_path, doubtful=(3333, 20)))
    driver.until(lambda: len(driver.pages.rows) == ROWS and driver.pages.target.count > 1)
    pages = driver.pages
    assert pages.next_doubtful() == 20
    assert pages.next_doubtful() == 3333
    block = pages.laid_out.block(3333)
    assert pages.target.current == block
    assert pages.gutter.marks[block] is Mark.DOUBTFUL
    assert 0 <= pages.target.area(block).top() < pages.height()
    pages.edit(3333)
    assert pages._editor is not None


def test_doubtful_rows_stand_first_when_wanted(drive: Drive, tmp_path: Path) -> None:
    driver = drive()
    driver.controller.open(long_document(driver, tmp_path, doubtful=(3333, 20)))
    driver.until(lambda: len(driver.pages.rows) == ROWS and driver.pages.target.count > 1)
    driver.page.strip.first.click()
    pages = driver.pages
    assert [pages.gutter.marks[at] for at in range(3)] == [Mark.DOUBTFUL, Mark.DOUBTFUL, Mark.DONE]
    assert pages.source.row(0) == "Sentence number 20 of the keeper's manual."
    driver.controller.accept(pages.rows[0].segment_id)
    driver.until(lambda: pages.gutter.marks[0] is Mark.DONE)  # it doesn't jump away
    driver.page.strip.first.click()
    assert pages.source.row(0) == "Sentence number 0 of the keeper's manual."


def test_which_rows_are_laid_out() -> None:
    window = RowWindow()
    window.set_around(0, ALL_UP_TO)
    assert not window.is_part
    window.set_around(2000, 5000)
    assert window.is_part
    assert window.number(window.block(2000)) == 2000
    assert window.block(0) == -1
    window.set_around(4999, 5000)
    assert window.last == 5000
    assert window.block(4999) == window.count - 1
