"""A process that is killed while it writes loses nothing that was committed."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from desktop.base.paths import Paths
from desktop.store import Status, Store
from desktop.store.core.backups import is_sound

pytestmark = pytest.mark.slow

_WRITER = """
import sys
from pathlib import Path
from desktop.store import ReplyInfo, Store
store = Store.open(Path(sys.argv[1]), Path(sys.argv[2]))
conversation = store.create_conversation("killed")
question = store.add_message(conversation.id, None, "user", "q")
reply = store.begin_reply(question.id, ReplyInfo())
print(conversation.id, flush=True)
text = ""
for step in range(1, 1_000_000):
    text += f"{step} "
    store.checkpoint(reply.id, text, step)
    store.add_message(conversation.id, reply.id, "user", str(step))
    print(step, flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.013, 0.2])
def test_nothing_committed_is_lost(paths: Paths, delay: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, paths.database, paths.backups], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        conversation = int(writer.stdout.readline())
        while int(writer.stdout.readline()) < 20:
            pass
        time.sleep(delay)
        writer.kill()
        told = [line for line in writer.stdout.read().splitlines(keepends=False) if line]
    last = int(told[-1]) if told else 20

    store = Store.open(paths.database, paths.backups)
    question, reply, newest = store.path(conversation)
    assert question.text == "q"
    assert reply.status is Status.INTERRUPTED
    assert newest.versions >= last
    kept = len(reply.text.split())
    assert kept in (newest.versions, newest.versions + 1)
    store.close()
    assert is_sound(paths.database)
