"""Stories in the store: projects and outlines, the texts of scenes with their history, takes, the story bible."""

from __future__ import annotations

from desktop.store.stories.bible import BiblePart
from desktop.store.stories.find import FindPart
from desktop.store.stories.outline import OutlinePart
from desktop.store.stories.projects import ProjectPart
from desktop.store.stories.takes import TakePart
from desktop.store.stories.texts import TextPart
from desktop.store.stories.undo import UndoPart


class Stories(ProjectPart, OutlinePart, TextPart, FindPart, TakePart, BiblePart, UndoPart):
    """Everything that is kept of stories.

    Every method raises StoreError: STORY_UNKNOWN for an id that is gone, and what the disk does.
    """
