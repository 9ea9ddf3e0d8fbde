"""How every file is written from a story: the text is saved first, and what goes wrong stays in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.base.errors import LamplightError
from desktop.ui.panes.story.context import StoryContext


def save_and_write(
    context: StoryContext,
    write: Callable[[], Any],
    done: Callable[[Any], object],
    before: Callable[[], str],
    again: Callable[[], object],
) -> None:
    """Save, then `write`. What goes wrong is told after `before` until it was tried `again`; the text is kept."""

    def failed(error: Exception) -> None:
        if not isinstance(error, LamplightError | OSError):
            raise error
        context.page.show_error(error, again, before)

    context.saver.save(then=lambda: context.work.file(write, done, failed), failed=failed)
