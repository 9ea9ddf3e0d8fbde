"""The translate pane in the real window, driven as a person would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.features.translate.translation_service import JobOptions, TranslationService
from desktop.store.translation.records import Job, Origin, SegmentStatus
from desktop.ui.panes.translate.controller import TranslationController
from desktop.ui.panes.translate.page import TranslatePage
from desktop.ui.panes.translate.pages.pages import Pages
from desktop.ui.panes.translate.pane import TranslatePane
from tests.gui.conftest import Opened

WAIT = 60_000  # ms: a loaded machine may take long; the tests assert what happens, not how fast


class Driver:
    """What a person sees and does in the translate pane."""

    def __init__(self, bot: QtBot, opened: Opened, size: tuple[int, int]) -> None:
        self.bot = bot
        self.opened = opened
        self.window = opened.show(*size)
        self.window.show_pane("translate")
        with bot.waitActive(self.window):
            self.window.activateWindow()
        pane = self.window.current
        assert isinstance(pane, TranslatePane)
        self.pane: TranslatePane = pane
        self.until(lambda: self.controller.listed)

    @property
    def controller(self) -> TranslationController:
        return self.pane.controller

    @property
    def page(self) -> TranslatePage:
        page: QWidget = self.pane.page()
        assert isinstance(page, TranslatePage)
        return page

    @property
    def pages(self) -> Pages:
        return self.page.pages

    @property
    def translation_service(self) -> TranslationService:
        return self.opened.app.translation_service

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true, timeout=WAIT)

    def type(self, text: str) -> None:
        self.pages.source.setFocus()
        self.bot.keyClicks(self.pages.source, text)

    def document(self, tmp_path: Path, targets: list[str], *sources: str, doubtful: int = -1) -> Job:
        """Open a text file with these sentences, of which the first have targets already."""
        path = tmp_path / "manual.txt"
        path.write_text("\n\n".join(sources), encoding="utf-8")
        job = self.translation_service.open_file(path, JobOptions("zh", source="en"))
        segments = self.translation_service.translations.segments(job.id)
        for number, target in enumerate(targets):
            status = SegmentStatus.DOUBTFUL if number == doubtful else SegmentStatus.DONE
            problems = ("unsure",) if number == doubtful else ()
            done = replace(segments[number], target=target, status=status, origin=Origin.MODEL, problems=problems)
            self.translation_service.translations.keep([done])
        self.controller.open(job.id)
        self.until(lambda: self.controller.job is not None and len(self.pages.rows) == len(sources))
        self.until(self.aligned)
        return job

    def aligned(self) -> bool:
        """Whether every row begins at the same height on both pages."""
        pages = self.pages
        return all(
            pages.source.area(number).top() == pages.target.area(number).top() for number in range(len(pages.rows))
        )

    def aligned_blocks(self) -> bool:
        """The same of a document of which only a part is laid out."""
        pages = self.pages
        return all(pages.source.area(at).top() == pages.target.area(at).top() for at in range(pages.source.count))


@pytest.fixture
def drive(open_program, qtbot: QtBot) -> Callable[..., Driver]:  # type: ignore[no-untyped-def]
    """Open the program at the translate pane; keyword arguments go to `open_program`."""

    def start(*, size: tuple[int, int] = (1280, 800), **options: object) -> Driver:
        return Driver(qtbot, open_program(**options), size)

    return start
