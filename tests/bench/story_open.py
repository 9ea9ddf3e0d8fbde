"""How long a long story takes to open and to save: 500,000 words in 300 scenes, a scene of 300 KB saved each second.

    python tests/bench/story_open.py

Prints medians in milliseconds. Opening is what the pane waits for: the store, the outline, one scene. No model.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from desktop.store import Store  # noqa: E402
from desktop.store.stories.records import NodeKind, StoryDraft  # noqa: E402
from desktop.store.stories.stories import Stories  # noqa: E402

WORDS, CHAPTERS, SCENES = 500_000, 60, 5
SENTENCE = "The lamp stood where she had left it, and the rain went on beyond the glass. "


def build(stories: Stories) -> int:
    """A story of `WORDS` words; returns the project's id."""
    per_scene = WORDS // (CHAPTERS * SCENES)
    text = "\n\n".join([SENTENCE * 5] * (per_scene // (5 * len(SENTENCE.split())) + 1))
    project = stories.create_project("Long")
    chapters = [
        StoryDraft(
            NodeKind.CHAPTER,
            f"Chapter {number}",
            children=tuple(StoryDraft(NodeKind.SCENE, f"Scene {place}", text) for place in range(SCENES)),
        )
        for number in range(CHAPTERS)
    ]
    stories.add_drafts(project.id, chapters)
    return project.id


def timed(action: Callable[[], object], times: int) -> float:
    """The median of some runs, in milliseconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database, backups = Path(folder) / "story.sqlite3", Path(folder) / "backups"
        store = Store.open(database, backups)
        project = build(Stories(store.database))
        words = Stories(store.database).project(project).words
        store.close()

        def opened() -> None:
            again = Store.open(database, backups)
            stories = Stories(again.database)
            outline = stories.outline(project)
            stories.text(outline[1].id)
            again.close()

        print(f"words                  {words}")
        print(f"store, outline, scene  {timed(opened, 9):.1f} ms")
        store = Store.open(database, backups)
        stories = Stories(store.database)
        print(f"outline                {timed(lambda: stories.outline(project), 9):.1f} ms")
        print(f"find one word          {timed(lambda: stories.find(project, 'beyond', limit=100_000), 3):.1f} ms")
        scene = stories.add_node(project, NodeKind.SCENE, "Long scene").id
        text = stories.save_text(scene, SENTENCE * (300_000 // len(SENTENCE)), 0)

        def save() -> None:
            nonlocal text
            text = stories.save_text(scene, text.text + "x", text.revision)

        print(f"save of 300 KB         {timed(save, 30):.1f} ms")
        print(f"versions kept          {len(stories.versions(scene))} of 30 saves")
        store.close()


if __name__ == "__main__":
    main()
