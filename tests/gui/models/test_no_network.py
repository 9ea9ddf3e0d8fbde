"""The window uses no network before a click: in a process of its own, under a guard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.paths import Paths
from tests.hub.fetching import NAME, model_bytes
from tests.hub.guard import GUARD, Guarded, interrupted
from tests.hub.server import HubServer, hub_server

_WINDOW = GUARD + (
    "import threading\n"
    "from PySide6.QtCore import QTimer\n"
    "from desktop.app import build\n"
    "from desktop.ui import main\n"
    "from desktop.ui.frame.window import MainWindow\n"
    "from PySide6.QtWidgets import QApplication\n"
    "def look():\n"
    "    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]\n"
    "    if not windows or not windows[0]._begun:\n"
    "        QTimer.singleShot(50, look)\n"
    "        return\n"
    "    window = windows[0]\n"
    "    for pane in ('story', 'translate', 'models', 'settings', 'models'):\n"
    "        window.show_pane(pane)\n"
    "        QApplication.processEvents()\n"
    "    for key in list(window.current.sections):\n"
    "        window.current.show_section(key)\n"
    "        QApplication.processEvents()\n"
    "    window.current.sections['downloads'].downloads.refresh()\n"
    "    QTimer.singleShot(1500, lambda: (print('seen', flush=True), window.close()))\n"
    "original = main.make_window\n"
    "def made(services):\n"
    "    QTimer.singleShot(200, look)\n"
    "    return original(services)\n"
    "main.make_window = made\n"
    "threading.Timer(60, os._exit, [1]).start()\n"
    "main.run(build())\n"
    "os._exit(0)\n"
)


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        server.add("maker/model", {NAME: model_bytes()})
        yield server


@pytest.mark.slow
def test_the_window_uses_none_before_a_click(hub: HubServer, paths: Paths, tmp_path: Path, display: str) -> None:
    """Its start, every pane and every page of the models, with a download that was interrupted."""
    interrupted(paths, hub)
    guarded = Guarded(paths, tmp_path)
    assert "seen" in guarded.run(_WINDOW)
    assert guarded.lines() == []
    assert hub.requests == []
