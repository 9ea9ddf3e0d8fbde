"""The story pane in the real window, driven as a person would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop.store.stories.records import NodeKind, StorySettings
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.panes.story.pane import StoryPane
from tests.gui.conftest import Opened

WAIT = 60_000  # ms: a loaded machine may take long; the tests assert what happens, not how fast

TEXT = """The boat came on the Tuesday, two days late, and with it the salt pork, the paint, and no letter.

In the lamp room he was already counting. “Forty-one,” he said, and wrote it down.

She set the last cask down, *because* counting was the one thing they still did together."""


class Driver:
    """What a person sees and does in the story pane."""

    def __init__(self, bot: QtBot, opened: Opened, size: tuple[int, int], text: str) -> None:
        self.bot = bot
        self.opened = opened
        self.window = opened.show(*size)
        self.window.show_pane("story")
        with bot.waitActive(self.window):
            self.window.activateWindow()
        pane = self.window.current
        assert isinstance(pane, StoryPane)
        self.pane: StoryPane = pane
        self.until(lambda: pane.controller.listed)
        stories = pane.stories
        self.project = stories.create_project("The Keeper’s Count", "en", StorySettings(length_words=60))
        chapter = stories.add_node(self.project.id, NodeKind.CHAPTER, "Short weight")
        self.scene = stories.add_node(self.project.id, NodeKind.SCENE, "The count of oil", chapter.id)
        self.other = stories.add_node(self.project.id, NodeKind.SCENE, "He tells her", chapter.id)
        stories.save_text(self.scene.id, text, 0)
        pane.controller.reload(self.project.id, self.scene.id)
        self.until(lambda: pane.controller.node_id == self.scene.id)

    @property
    def editor(self) -> Manuscript:
        return self.pane.page_.manuscript

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true, timeout=WAIT)

    def saved(self) -> str:
        """What is in the store once everything has been saved."""
        saver = self.pane.saver
        self.until(lambda: not saver.dirty and not saver.saving)
        return self.pane.stories.text(self.pane.controller.node_id or 0).text

    def caret(self, offset: int) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(self.editor.script.position(offset))
        self.editor.setTextCursor(cursor)
        self.editor.setFocus()

    def select(self, start: int, end: int) -> None:
        self.caret(start)
        cursor = self.editor.textCursor()
        cursor.setPosition(self.editor.script.position(end), cursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)


@pytest.fixture
def drive(open_program, qtbot: QtBot) -> Callable[..., Driver]:  # type: ignore[no-untyped-def]
    """Open the program at the story pane, with one scene open."""

    def start(*, size: tuple[int, int] = (1280, 800), text: str = TEXT, **options: object) -> Driver:
        return Driver(qtbot, open_program(**options), size, text)

    return start
