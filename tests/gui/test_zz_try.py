import os
import time

from desktop.base import i18n
from desktop.base.settings import LANGUAGE, TEXT_SIZE, THEME
from tests.gui import checks, pseudo
from tests.gui.walk import *

LANG = os.environ.get("W_LANG", "en")
SIZES = [int(x) for x in os.environ.get("W_SIZES", "100").split(",")]
SCREEN = tuple(int(x) for x in os.environ.get("W_WIN", "1280x800").split("x"))


def test_try(open_program, qtbot, tmp_path, monkeypatch):
    f = pseudo.make(tmp_path / "i18n")
    monkeypatch.setattr(i18n, "folder", lambda: f)
    names = i18n.find_languages(f)
    i18n.LANGUAGES.update(names)
    for size in SIZES:
        t = time.process_time()
        w = time.time()
        opened = open_program({LANGUAGE: LANG, TEXT_SIZE: size, THEME: os.environ.get("W_THEME", "light")})
        stage = Stage(opened.app, opened.services, tmp_path)
        stage.window.resize(*SCREEN)
        scenes.prepare(stage)
        shots = os.environ.get("W_SHOTS")
        n = 0
        for name, root in places(stage):
            for c in os.environ.get("W_CHECKS", "names_and_roles,room").split(","):
                for x in getattr(checks, c)(root):
                    print("FOUND", size, name, c, x)
            if shots and any(s in name for s in shots.split(";")):
                root.window().grab().save(f"/tmp/lamp/walk-{LANG}-{size}-{name.replace(', ', '_')}.png")
            n += 1
        print("FOUND places", n, "cpu", time.process_time() - t, "wall", time.time() - w)
        stage.close()
        opened.window = None
