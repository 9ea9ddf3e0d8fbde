"""Your hardware in the real window: found, tried, tested, copied, and what is told when a device fails."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.base.paths import Paths
from desktop.base.settings import GPU_LAYERS
from desktop.engine.client.phase import Phase
from desktop.ui.commands import commands
from desktop.ui.frame.window import MainWindow
from desktop.ui.panes.models.hardware.commands import COPY_REPORT, LOOK_AGAIN, TEST
from desktop.ui.panes.models.hardware.hardware_section import HardwareSection
from desktop.ui.panes.models.pane import ModelsPane
from tests.engine.backends.building import COMPILER, build
from tests.gui.conftest import OpenWindow
from tests.gui.seen import texts

pytestmark = [
    pytest.mark.gui,
    pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="backends are compiled with GCC on Linux"),
]


@pytest.fixture
def files(paths: Paths) -> Paths:
    """A backend that works, and one that crashes."""
    build("pretend.c", paths.backends / "libggml-pretend.so")
    build("broken.c", paths.backends / "libggml-cuda.so", "-DABORTS")
    return paths


def _section(window: MainWindow, bot: QtBot) -> HardwareSection:
    window.show_pane("models")
    pane = window.current
    assert isinstance(pane, ModelsPane)
    pane.show_section("hardware")
    section = pane.sections["hardware"]
    assert isinstance(section, HardwareSection)
    bot.waitUntil(lambda: section.report is not None and not section.busy, timeout=30_000)
    return section


def test_what_was_found_and_what_failed(open_program: OpenWindow, qtbot: QtBot, files: Paths) -> None:
    section = _section(open_program().show(), qtbot)
    assert list(section.cards) == ["CPU", "Pretend0"]
    assert section.note() == "1"
    qtbot.waitUntil(lambda: any(seen.text == "Pretend Card 3000" for seen in texts(section.page())))
    shown = [seen.text for seen in texts(section.page())]
    assert any("CUDA crashed while its driver was opened" in text for text in shown)
    assert any("Vulkan" in text for text in shown)  # how to get more


def test_the_test_and_the_report(
    open_program: OpenWindow, qtbot: QtBot, files: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.features.models.placement.hardware.TEST_SECONDS", 0.1)
    section = _section(open_program().show(), qtbot)
    commands.run(TEST)
    qtbot.waitUntil(lambda: len(section.tests) == 2 and not section.busy, timeout=60_000)
    assert "a second" in section.cards["Pretend0"].speed.text()
    commands.run(COPY_REPORT)
    report = QGuiApplication.clipboard().text()
    assert "Pretend Card 3000" in report
    assert "tokens, " in report  # on how many it rests, and of which model
    assert "itself, which read a text" in section._state.text()
    assert str(files.data) not in report


def test_none_touches_no_driver_until_it_is_asked(open_program: OpenWindow, qtbot: QtBot, files: Paths) -> None:
    section = _section(open_program({GPU_LAYERS: "none"}).show(), qtbot)
    assert section.report is not None
    assert section.report.withheld
    assert not files.backends_memory.exists()
    commands.run(LOOK_AGAIN)
    qtbot.waitUntil(lambda: section.report is not None and not section.report.withheld, timeout=30_000)
    assert "Pretend0" in section.cards


@pytest.mark.model
@pytest.mark.own_engine
def test_a_device_without_memory_is_told_and_the_model_works(
    open_program: OpenWindow, qtbot: QtBot, files: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRETEND_MEMORY", "20000000")
    opened = open_program({GPU_LAYERS: "all"}, load=True)
    window = opened.show()
    manager = opened.app.model_manager
    qtbot.waitUntil(lambda: manager.state.phase is Phase.READY, timeout=60_000)
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert window.notices.notice is not None
    assert "too little memory" in window.notices.notice.what.text()
    window.notices.notice.pressed.emit()
    assert window.current.key == "models"
    assert window.current.title() == "Your hardware"
