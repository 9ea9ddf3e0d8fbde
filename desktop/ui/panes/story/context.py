"""What every part of the story pane works with, in one place: made by the pane, handed to its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.engine.client.engine import Phase
from desktop.store.stories.stories import Stories
from desktop.ui.model_list import ModelList
from desktop.ui.panes.story.autosave import Autosave
from desktop.ui.panes.story.controller import StoryController
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.panes.story.page import StoryPage
from desktop.ui.services import Services
from desktop.ui.work import Work

if TYPE_CHECKING:
    from desktop.features.story.story import Story


@dataclass(frozen=True)
class StoryContext:
    """Parts ask it for what they need, and tell the pane by signals what they want of other parts."""

    services: Services
    models: ModelList
    stories: Stories
    controller: StoryController
    work: Work
    saver: Autosave
    page: StoryPage
    story: Callable[[], Story]  # the feature, built at its first use: not on the main thread
    failed: Callable[[Exception], object]  # tells a person what went wrong

    @property
    def editor(self) -> Manuscript:
        return self.page.manuscript

    def model_is_loaded(self) -> bool:
        """Whether the model can be asked without loading it first."""
        return self.services.prose_manager.state.phase in (Phase.READY, Phase.BUSY)


def story_maker(stories: Stories, services: Services) -> Callable[[], Story]:
    """Makes the feature when it is first asked for, as that imports and reads much: not on the main thread."""
    made: list[Story] = []

    def story() -> Story:
        from desktop.features.story.story import Story

        if not made:
            own = services.paths.config / "prompts" / "story"
            made.append(Story(stories, services.prose_manager, services.settings, own))
        return made[0]

    return story
