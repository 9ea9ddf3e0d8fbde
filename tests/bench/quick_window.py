"""From the word of the command, or the key, to the first paint of the translation window, with the program open.

    xvfb-run -a python -m tests.bench.quick_window [--times 20]

Another process says the word through the socket and notes when; the window notes when it is painted. Both clocks are
the machine's (CLOCK_MONOTONIC). With xdotool installed the key is pressed, too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop.base.settings import HOTKEY, HOTKEY_KEYS

_TELL = """
import sys, time
from pathlib import Path
from desktop.base.instance import TRANSLATE, address, tell
print(time.monotonic(), flush=True)
sys.exit(not tell(address(Path(sys.argv[1])), TRANSLATE))
"""


def measure(times: int, home: Path) -> dict[str, list[float]]:
    """Milliseconds of each time, by the way it was asked for."""
    os.environ["LAMPLIGHT_HOME"] = str(home)
    from PySide6.QtCore import QEventLoop, QTimer

    from desktop.app import build
    from desktop.ui.look.style import dress
    from desktop.ui.main import build_window, make_application
    from desktop.ui.panes.translate.quick.quick_translation import Quick
    from desktop.ui.services import Services
    from desktop.ui.system.single_instance import SingleInstance

    application = make_application()
    dress(application)
    app = build()
    services = Services.of(app)
    main = build_window(services)
    quick = Quick(services, main)
    instance = SingleInstance(app.paths.data)
    assert instance.is_first()
    instance.translate_asked.connect(quick.show_translated)
    main.show()

    def wait(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    wait(2500)  # the small window is built, hidden, by now
    painted: list[float] = []
    quick.window.painted.connect(lambda: painted.append(time.monotonic()))

    def one(ask: Callable[[], float]) -> float:
        painted.clear()
        asked = ask()
        end = time.monotonic() + 10
        while not painted and time.monotonic() < end:
            application.processEvents()
        wait(400)
        quick.window.close()
        wait(100)
        return round((painted[0] - asked) * 1000, 1)

    def by_word() -> float:
        with subprocess.Popen(
            [sys.executable, "-c", _TELL, str(app.paths.data)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            while not quick.window.isVisible() and process.poll() is None:
                application.processEvents()
            return float(process.stdout.readline())

    def by_key() -> float:
        asked = time.monotonic()
        subprocess.Popen(["xdotool", "key", "ctrl+alt+y"])
        return asked

    found = {"word": [one(by_word) for _ in range(times)]}
    if shutil.which("xdotool"):
        app.settings.override(HOTKEY, True)
        app.settings.override(HOTKEY_KEYS, "Ctrl+Alt+Y")
        quick.apply_key()
        found["key, xdotool's start included"] = [one(by_key) for _ in range(times)]
    main.close()
    instance.close()
    app.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(arguments.times, Path(folder))
    told = {
        way: {"median": statistics.median(values), "most": max(values), "times": len(values)}
        for way, values in found.items()
    }
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
