"""Story projects: made, changed, put into the trash; and the words of each day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from desktop.base.errors import Code, StoreError
from desktop.store.core.storable import storable_values
from desktop.store.core.trash import Trash
from desktop.store.stories.base import StoryPart, read_project, settings_values, to_project, touch, words_of
from desktop.store.stories.records import Project, StorySettings
from desktop.store.stories.tables import story_days as days
from desktop.store.stories.tables import story_projects as projects

PROJECTS = Trash(projects, Code.STORY_UNKNOWN, "project")


class ProjectPart(StoryPart):
    """Lists of projects, and each as a whole."""

    def projects(self, trashed: bool = False) -> list[Project]:
        """The projects outside of the trash (or those in it), the one worked on last first."""
        chosen = projects.c.trashed.is_not(None) if trashed else projects.c.trashed.is_(None)
        with self._database.read() as connection:
            words = words_of(connection)
            rows = connection.execute(select(projects).where(chosen).order_by(projects.c.updated.desc())).mappings()
            return [to_project(row, words.get(row["id"], 0)) for row in rows]

    def project(self, project_id: int) -> Project:
        """One by its id, in the trash or not."""
        with self._database.read() as connection:
            return read_project(connection, project_id)

    def create_project(
        self, title: str, language: str = "en", settings: StorySettings | None = None, goal_words: int = 0
    ) -> Project:
        """A project without parts."""
        now = datetime.now(UTC)
        values = {
            "title": title,
            "language": language,
            "settings": settings_values(settings or StorySettings()),
            "goal_words": goal_words,
            "folder": "",
            "created": now,
            "updated": now,
        }
        with self._database.write() as connection:
            row = insert(projects).values(storable_values(values))
            new = connection.execute(row.returning(projects.c.id)).scalar_one()
            return read_project(connection, new)

    def update_project(
        self,
        project_id: int,
        *,
        title: str | None = None,
        language: str | None = None,
        settings: StorySettings | None = None,
        goal_words: int | None = None,
        folder: str | None = None,
    ) -> Project:
        """Change what is given. Another language counts words in another way from each scene's next save on."""
        given: dict[str, Any] = {"title": title, "language": language, "goal_words": goal_words, "folder": folder}
        values = {name: value for name, value in given.items() if value is not None}
        if settings is not None:
            values["settings"] = settings_values(settings)
        with self._database.write() as connection:
            _update(connection, project_id, **storable_values(values))
            return read_project(connection, project_id)

    def trash_project(self, project_id: int) -> None:
        """Put a project into the trash, where it stays for 30 days."""
        with self._database.write() as connection:
            PROJECTS.put(connection, project_id)
            touch(connection, project_id)

    def restore_project(self, project_id: int) -> None:
        """Take a project out of the trash."""
        with self._database.write() as connection:
            PROJECTS.take_out(connection, project_id)
            touch(connection, project_id)

    # -- words per day ---------------------------------------------------------------------------------------------

    def words_today(self, project_id: int) -> int:
        """Words written today, net of what was deleted; imports and restored versions don't count."""
        return self.words_per_day(project_id, 1)[-1][1]

    def words_per_day(self, project_id: int, number: int = 30) -> list[tuple[date, int]]:
        """The last `number` days with their words, today last."""
        today = datetime.now().astimezone().date()
        wanted = [today - timedelta(days=back) for back in reversed(range(number))]
        with self._database.read() as connection:
            kept = select(days.c.day, days.c.words).where(
                days.c.project_id == project_id, days.c.day >= wanted[0].isoformat()
            )
            found = {row.day: row.words for row in connection.execute(kept)}
        return [(day, found.get(day.isoformat(), 0)) for day in wanted]

    def counts(self, project_id: int) -> tuple[int, int]:
        """(words in all scenes, words written today)."""
        return self.project(project_id).words, self.words_today(project_id)


def add_words(connection: Connection, project_id: int, words: int) -> None:
    """Count words for today; fewer than none for what was deleted."""
    if not words:
        return
    today = datetime.now().astimezone().date().isoformat()
    same = (days.c.project_id == project_id) & (days.c.day == today)
    if not connection.execute(update(days).where(same).values(words=days.c.words + words)).rowcount:
        connection.execute(insert(days).values(project_id=project_id, day=today, words=words))


def _update(connection: Connection, project_id: int, **values: object) -> None:
    values["updated"] = datetime.now(UTC)
    if not connection.execute(update(projects).where(projects.c.id == project_id).values(**values)).rowcount:
        raise StoreError(Code.STORY_UNKNOWN, project=project_id)
