"""The story pane: a manuscript with the model beside it."""

from desktop.ui.panes.story.pane import StoryPane

__all__ = ["StoryPane"]
