"""Take the pictures of the handbook and of the README: the real window on a home that is thrown away, under Xvfb.

    make handbook                  all pictures in each language, light and dark, and the generated pages
    make handbook ARGS="chat plan" only these

A picture is written anew only where it shows something else. They have a palette of 128 colours: a tenth of the size,
and nothing that an eye sees is lost.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from handbook.stage import Stage

ROOT = Path(__file__).resolve().parent.parent.parent
for place in (ROOT, ROOT / "packaging"):
    if str(place) not in sys.path:
        sys.path.insert(0, str(place))

HELP = ROOT / "resources" / "help"
LANGUAGES = ("en", "zh_CN")
LOOKS = ("light", "dark")
_SCREEN = "1600x1000x24"
_COLOURS = 128


def take(names: Sequence[str], folder: Path = HELP) -> list[Path]:
    """Take these pictures (all for none) in every language and look; returns the files that were written."""
    from handbook.scenes import SCENES

    written: list[Path] = []
    for language in LANGUAGES:
        with _stage(language) as stage:
            for name in names or SCENES:
                written += _take(stage, name, folder / language / "pictures")
    return written


def _take(stage: Stage, name: str, folder: Path) -> list[Path]:
    from handbook.scenes import played

    folder.mkdir(parents=True, exist_ok=True)
    with played(stage, name) as picture:
        written = []
        for look in LOOKS:
            stage.look(look)
            path = folder / f"{name}-{look}.png"
            if _write(picture, path):
                written.append(path)
        stage.look(LOOKS[0])
    return written


def _write(picture: Callable[[], QPixmap], path: Path) -> bool:
    """Write the picture with a palette, unless the same stands there; returns whether it was written."""
    from PIL import Image, ImageChops

    taken = picture()
    image = taken.toImage().convertToFormat(taken.toImage().Format.Format_RGB888)
    raw = bytes(image.constBits())
    full = Image.frombuffer("RGB", (image.width(), image.height()), raw, "raw", "RGB", image.bytesPerLine(), 1)
    small = full.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    if path.is_file():
        before = Image.open(path)
        if (
            before.size == small.size
            and not ImageChops.difference(before.convert("RGB"), small.convert("RGB")).getbbox()
        ):
            return False
    small.save(path, optimize=True)
    return True


def _pretend_a_laptop() -> None:
    """Every machine takes the same pictures: of 16 GB, with no other program's models."""
    import psutil

    from desktop.library import owners
    from desktop.library.fit import bench
    from desktop.library.fit.speed import Rates

    memory = SimpleNamespace(total=16 << 30, available=11 << 30)
    psutil.virtual_memory = lambda: memory
    owners.places = list  # type: ignore[assignment]
    bench.measure = lambda threads=0: Rates(35e9, 150e9)


@contextmanager
def _stage(language: str) -> Iterator[Stage]:
    """The program in this language, on a home of its own."""
    from desktop.app import build
    from desktop.base.paths import ENV_HOME, Paths
    from desktop.engine.client.phase import Phase
    from desktop.ui.look.style import dress
    from desktop.ui.main import make_application
    from desktop.ui.preferences import Preferences
    from handbook.scenes import prepare
    from handbook.stage import Stage, dress_for, services_of

    application = make_application()
    dress(application)
    _pretend_a_laptop()
    home = Path(tempfile.mkdtemp(prefix="lamplight-handbook-"))
    os.environ[ENV_HOME] = str(home / "home")
    paths = Paths.from_environment()
    paths.ensure()
    app = build(paths)
    dress_for(app, language)
    preferences = Preferences(application, app.settings)
    stage = Stage(app, services_of(app), home)
    try:
        app.model_manager.start()
        prepare(stage)
        stage.until(lambda: app.model_manager.state.phase not in (Phase.STARTING, Phase.LOADING))
        yield stage
    finally:
        stage.close()
        preferences.deleteLater()
        app.close()
        shutil.rmtree(home, ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """Starts itself again under Xvfb where there is no display of its own yet."""
    if os.environ.get("LAMPLIGHT_HANDBOOK") != "1":
        return _under_xvfb(arguments)
    from handbook import pages

    try:
        for path in (*pages.write(), *take(arguments)):
            print(path.relative_to(ROOT))
    except Exception:
        traceback.print_exc()  # the program's own log has taken the place of Python's words
        return 1
    return 0


def _under_xvfb(arguments: Sequence[str]) -> int:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-noreset", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    environment = {
        **os.environ,
        "LAMPLIGHT_HANDBOOK": "1",
        "DISPLAY": f":{number}",
        "QT_QPA_PLATFORM": "xcb",
        "QT_SCALE_FACTOR": "1",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    }
    try:
        return subprocess.run([sys.executable, __file__, *arguments], env=environment, check=False).returncode
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
