"""kill -9 while typing loses at most a second."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.base.paths import ENV_HOME, Paths
from desktop.store import Store
from desktop.store.stories.stories import Stories

_CHILD = Path(__file__).with_name("typist.py")


@pytest.mark.slow
def test_killed_while_typing(paths: Paths, display: str) -> None:
    environment = {**os.environ, ENV_HOME: os.environ[ENV_HOME]}
    child = subprocess.Popen([sys.executable, str(_CHILD)], stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    typed: list[tuple[float, int]] = []
    began = 0.0
    for line in child.stdout:
        if not line.startswith("typed "):
            continue
        now = time.monotonic()
        began = began or now
        typed.append((now, int(line.split()[1])))
        if now - began > 4:
            break
    os.kill(child.pid, signal.SIGKILL)
    killed = time.monotonic()
    child.wait()
    safe = max((count for at, count in typed if at < killed - 1.0), default=0)
    assert safe > 20, "enough was typed for the test to mean something"
    store = Store.open(paths.database, paths.backups)
    try:
        stories = Stories(store.database)
        project = stories.projects()[0]
        scene = stories.outline(project.id)[-1]
        kept = stories.text(scene.id).text
        assert len(kept) >= safe, f"{len(kept)} of {typed[-1][1]} characters kept, {safe} were a second old"
        assert kept == ("word " * 10_000)[: len(kept)]
    finally:
        store.close()
