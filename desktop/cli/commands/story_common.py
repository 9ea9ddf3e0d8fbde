"""What the story commands share: the argument that names a project, finding it, and opening the stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.errors import Code, StoreError
from desktop.base.i18n import translate
from desktop.cli.options import Parser, clean
from desktop.cli.recovery import open_store
from desktop.cli.terminal import Terminal

if TYPE_CHECKING:
    from desktop.features.services import Services
    from desktop.store.stories.records import Project
    from desktop.store.stories.stories import Stories


def add_project_argument(parser: Parser) -> None:
    """The argument that names a project."""
    parser.arguments.add_argument(
        "project", metavar="PROJECT", help=translate("CommandLine", "its title, or its number in the list")
    )


def find_project(stories: Stories, name: str) -> Project:
    """A project by its number or title. Raises StoreError(STORY_NOT_FOUND, name, known)."""
    wanted, found = clean(name).strip(), stories.projects()
    for project in found:
        if wanted == str(project.id) or wanted.casefold() == project.title.casefold():
            return project
    known = ", ".join(project.title for project in found[:10]) or "–"
    raise StoreError(Code.STORY_NOT_FOUND, name=wanted, known=known)


def open_stories(services: Services, terminal: Terminal) -> Stories:
    """The stories of the store, opened as the other commands open it."""
    from desktop.store.stories.stories import Stories

    open_store(services, terminal)
    return Stories(services.open_store().database)
