"""A process killed while a story is saved each moment loses what was not saved yet, and nothing more."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from desktop.base.paths import Paths
from desktop.store import Status, Store
from desktop.store.core.backups import is_sound
from desktop.store.stories.stories import Stories

pytestmark = pytest.mark.slow

_WRITER = """
import sys
from pathlib import Path
from desktop.store import Store
from desktop.store.stories.stories import Stories
from desktop.store.stories.records import NodeKind, TakeStart, TakeToken
stories = Stories(Store.open(Path(sys.argv[1]), Path(sys.argv[2])).database)
project = stories.create_project("killed")
scene = stories.add_node(project.id, NodeKind.SCENE, "s")
text = stories.save_text(scene.id, "once " * 60_000, 0)
take = stories.begin_take(TakeStart(scene.id, "continue", 0))
print(scene.id, flush=True)
for step in range(1, 1_000_000):
    text = stories.save_text(scene.id, text.text + f"{step} ", text.revision)
    stories.checkpoint_take(take.id, f"{step}", [TakeToken(str(step), step, 0.5)])
    print(step, flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.017, 0.3])
def test_nothing_saved_is_lost(paths: Paths, delay: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, paths.database, paths.backups], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        scene = int(writer.stdout.readline())
        while int(writer.stdout.readline()) < 5:
            pass
        time.sleep(delay)
        writer.kill()
        told = [line for line in writer.stdout.read().splitlines() if line]
    last = int(told[-1]) if told else 5

    store = Store.open(paths.database, paths.backups)
    stories = Stories(store.database)
    text = stories.text(scene)
    head, numbers = text.text[:300_000], text.text[300_000:].split()
    assert head == "once " * 60_000
    assert numbers == [str(number + 1) for number in range(len(numbers))]
    assert last <= len(numbers) <= last + 1  # what the writer was told is there; one more may be
    assert text.revision == len(numbers) + 1
    (take,) = stories.takes(scene)
    assert (take.status, take.tokens[0].text) == (Status.INTERRUPTED, take.text)
    assert int(take.text) >= last
    assert [stories.version_text(version.id)[:5] for version in stories.versions(scene)] == ["once "]
    stories.save_text(scene, "goes on", text.revision)
    store.close()
    assert is_sound(paths.database)
