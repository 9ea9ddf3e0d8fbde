"""The real window while thousands of model files in nested folders are looked at: how long it stands still.

    xvfb-run -a python -m tests.bench.library_window [--files 2000] [--stacks]

The files are small GGUFs with a vocabulary, a tensor table and a template. With `--stacks` another thread notes where
the main thread is whenever it has not come back for 40 ms. The promise: no gap above 50 ms on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

_STILL = 0.05  # seconds
_VOCABULARY, _LAYERS = 8000, 24


def write_models(folder: Path, count: int, vocabulary: int = _VOCABULARY, layers: int = _LAYERS) -> None:
    """Small models in nested folders, written a while ago."""
    from tests.base.gguf.files import model, tensor

    names = ["token_embd", *(f"blk.{layer}.{part}" for layer in range(layers) for part in ("attn_q", "ffn_up"))]
    values: dict[str, Any] = {
        "context_length": 4096,
        "block_count": layers,
        "embedding_length": 64,
        "attention.head_count": 4,
        "tokenizer.chat_template": "{{ messages }}",
        "tokenizer.ggml.tokens": [f"token{number}" for number in range(vocabulary)],
    }
    size, table = 64 * 4, []
    for place, name in enumerate(names):
        table.append(tensor(f"{name}.weight", [64], offset=place * size))
    then = time.time() - 3600
    for number in range(count):
        path = folder / f"a{number % 10}" / f"b{number % 100}" / f"c{number}" / f"model-{number}.gguf"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = model("llama", {**values, "general.name": f"Model {number}"}, table)
        path.write_bytes(head + number.to_bytes(4, "little") * (len(names) * 64))
        os.utime(path, (then, then))


class Gaps:
    """The time between two turns of the event loop, by phase."""

    def __init__(self, *, stacks: bool) -> None:
        from PySide6.QtCore import QTimer

        self._gaps: list[float] = []
        self._last = time.perf_counter()
        self._main = threading.get_ident()
        self.stacks: Counter[str] = Counter()
        self._timer = QTimer(interval=2)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        if stacks:
            threading.Thread(target=self._watch, daemon=True).start()

    def phase(self, name: str, done: Callable[[], object], seconds: float = 120) -> float:
        """Run the event loop until `done`; the longest gap in seconds."""
        from PySide6.QtTest import QTest

        self._gaps.clear()
        began = self._last = time.perf_counter()
        while not done() and time.perf_counter() - began < seconds:
            QTest.qWait(5)
        gaps = sorted(self._gaps) or [0.0]
        over = sum(gap > _STILL for gap in gaps)
        print(
            f"{name}: {time.perf_counter() - began:.2f} s, longest gap {gaps[-1] * 1000:.0f} ms, "
            f"99 % below {gaps[int(len(gaps) * 0.99)] * 1000:.0f} ms, {over} above {_STILL * 1000:.0f} ms",
            flush=True,
        )
        return gaps[-1]

    def _beat(self) -> None:
        now = time.perf_counter()
        self._gaps.append(now - self._last)
        self._last = now

    def _watch(self) -> None:
        while True:
            time.sleep(0.01)
            if time.perf_counter() - self._last > 0.04:
                frame = sys._current_frames().get(self._main)
                lines = [
                    f"{each.name} {Path(each.filename).name}:{each.lineno}" for each in traceback.extract_stack(frame)
                ]
                self.stacks[" < ".join(reversed(lines[-6:]))] += 1


def measure(files: int, home: Path, *, stacks: bool) -> float:
    """The longest gap of all phases, in seconds."""
    os.environ.update(LAMPLIGHT_HOME=str(home / "home"), HOME=str(home))
    from PySide6.QtTest import QTest

    from desktop.app import build
    from desktop.ui import tasks
    from desktop.ui.look.style import dress
    from desktop.ui.main import build_window, make_application
    from desktop.ui.services import Services

    application = make_application()
    dress(application)
    write_models(home / "disk", files)
    app = build()
    services = Services.of(app)
    window: Any = build_window(services)
    window.resize(1280, 800)
    window.show()
    model_list = window.model_list
    gaps = Gaps(stacks=stacks)
    found = []
    gaps.phase("the window", lambda: model_list.read)
    found.append(gaps.phase("Models is opened, the machine measured", lambda: _opened(window, app)))
    model_list.add_folder(home / "disk")
    found.append(gaps.phase("the first look", lambda: len(model_list.entries) >= files and not model_list.looking))
    model_list.refresh()
    found.append(gaps.phase("another look", lambda: not model_list.looking))
    window.current.machine.show_model(model_list.entries[-1].model.key)
    found.append(gaps.phase("the last card is shown", _later(2)))
    model_list.refresh()
    found.append(gaps.phase("a look with all cards shown", lambda: not model_list.looking))
    gaps.phase("at rest", _later(1))
    for stack, count in gaps.stacks.most_common(25):
        print(count, stack)
    window.close()
    tasks.finish(20)
    app.close()
    window.deleteLater()
    QTest.qWait(50)
    return max(found)


def _opened(window: Any, app: Any) -> bool:
    if window.current.key != "models":
        window.show_pane("models")
        window.current.show_section("machine")
    return app.model_manager.fits.rates is not None and not window.model_list.looking


def _later(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() > until


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--stacks", action="store_true", help="where the main thread was meanwhile")
    arguments = parser.parse_args()
    os.environ.update(QT_QPA_PLATFORM="xcb", QT_QPA_PLATFORMTHEME="gnome", DBUS_SESSION_BUS_ADDRESS="disabled:")
    with tempfile.TemporaryDirectory() as folder:
        longest = measure(arguments.files, Path(folder), stacks=arguments.stacks)
    return 0 if longest < _STILL else 1


if __name__ == "__main__":
    sys.exit(main())
