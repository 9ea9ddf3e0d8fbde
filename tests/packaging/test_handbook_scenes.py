"""The scenes of the handbook's pictures still run; taking all of them is `make handbook`."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.pictures import LANGUAGES
from handbook.scenes import SCENES, played, prepare
from handbook.stage import Stage
from pytestqt.qtbot import QtBot

from desktop.base.i18n import LANGUAGES as OFFERED
from desktop.base.settings import LANGUAGE
from tests.gui.conftest import OpenWindow, display, open_program, qapp  # noqa: F401


@pytest.mark.gui
def test_every_scene(open_program: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:  # noqa: F811
    assert set(LANGUAGES) == set(OFFERED)
    opened = open_program({LANGUAGE: "zh_CN"})
    stage = Stage(opened.app, opened.services, tmp_path)
    try:
        prepare(stage)
        for name in SCENES:
            with played(stage, name) as picture:
                taken = picture()
                assert taken.width() > 300, name
                assert taken.height() > 80, name
    finally:
        stage.close()
