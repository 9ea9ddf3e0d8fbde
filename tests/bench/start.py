"""How soon the window is there, beside an empty PySide6 window, in turn: first paint, first key, processor, memory.

    xvfb-run -a python -m tests.bench.start [--pairs 7] [--frozen dist/lamplight/lamplight] [--conversation]

Both start from their own process with bytecode present. The window has some conversations in its list, and none open
unless `--conversation`. Times begin when the process is asked for; the clocks are the machine's (CLOCK_MONOTONIC).
The memory is that of the window's process (VmRSS in MiB), idle, without the engine. A frozen program says its times in
its log.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop.base.paths import Paths

_ROOT = Path(__file__).resolve().parents[2]
_CHILD = Path(__file__).with_name("start_child.py")
_IDLE_SECONDS = 4
_LOGGED = re.compile(r"painted after ([\d.]+) s \(([\d.]+) s of.*is taken after ([\d.]+) s \(([\d.]+) s of")
_REPLY = "One *paragraph* of a reply with `code` and a list:\n\n- one\n- two\n\n"

Measured = dict[str, float]


# -- measuring ---------------------------------------------------------------------------------------------------------


def one(way: str) -> Measured:
    """Start a process, and what it says of itself."""
    begun = time.monotonic()
    with subprocess.Popen([sys.executable, _CHILD, way], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told: dict[str, Measured] = {}
        for what, clock, processor, memory in map(str.split, process.stdout):
            told[what] = {"clock": float(clock), "processor": float(processor), "memory": float(memory)}
    typed = told.get("typed", told["painted"])
    return {
        "painted": told["painted"]["clock"] - begun,
        "painted, processor": told["painted"]["processor"],
        "typed": typed["clock"] - begun,
        "typed, processor": typed["processor"],
        "memory, MiB": told["idle"]["memory"],
    }


def one_frozen(program: Path, paths: Paths) -> Measured:
    """Start the bundle, and what stands in its log."""
    paths.app_log.unlink(missing_ok=True)
    with subprocess.Popen([str(program)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(_IDLE_SECONDS)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        process.terminate()
    said = _LOGGED.search(paths.app_log.read_text(encoding="utf-8"))
    assert said is not None, "nothing in the log"
    painted, painted_processor, typed, typed_processor = map(float, said.groups())
    return {
        "painted": painted,
        "painted, processor": painted_processor,
        "typed": typed,
        "typed, processor": typed_processor,
        "memory, MiB": memory / 1024,
    }


def prepare(paths: Paths, *, conversation: bool) -> None:
    """A folder with some conversations, one of them open where that is wished."""
    from desktop.store import ReplyInfo, Status, Store

    paths.ensure()
    store = Store.open(paths.database, paths.backups)
    for number in range(30):
        kept = store.create_conversation(f"Conversation {number}")
        asked = store.add_message(kept.id, None, "user", f"Question {number}?")
        reply = store.begin_reply(asked.id, ReplyInfo())
        store.finish_reply(reply.id, _REPLY * 5, Status.COMPLETE, ReplyInfo())
    store.close()
    window = {"pane": "chat", "panes": {"chat": {"open": kept.id if conversation else None}}}
    paths.window_file.write_text(json.dumps(window), encoding="utf-8")


def compare(pairs: int, paths: Paths, frozen: Path | None, *, conversation: bool) -> dict[str, list[Measured]]:
    """All in turn, after one of each that isn't counted."""
    found: dict[str, list[Measured]] = {"empty": [], "source": []}
    if frozen is not None:
        found["frozen"] = []
    for number in range(pairs + 1):
        prepare_window = paths.window_file.read_text(encoding="utf-8")
        for way, measured in found.items():
            paths.window_file.write_text(prepare_window, encoding="utf-8")
            if way == "frozen":
                assert frozen is not None
                told = one_frozen(frozen, paths)
            else:
                told = one("empty" if way == "empty" else "lamplight")
            if number:
                measured.append(told)
    return found


def table(found: dict[str, list[Measured]]) -> str:
    """Least and median of each, and how many times the empty window's median (of what is painted) that is."""
    lines = [f"{'':8} {'':20} {'least':>8} {'median':>8} {'times the empty':>16}"]
    base = {key: [each[key] for each in found["empty"]] for key in found["empty"][0]}
    for way, measured in found.items():
        for key in measured[0]:
            values = [each[key] for each in measured]
            ratio = statistics.median(values) / statistics.median(base[key])
            least = min(values) / min(base[key])
            lines.append(
                f"{way:8} {key:20} {min(values):8.3f} {statistics.median(values):8.3f} {ratio:8.2f} ({least:.2f})"
            )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--frozen", type=Path)
    parser.add_argument("--conversation", action="store_true", help="one is open from the last time")
    arguments = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPATH"] = str(_ROOT)
    compileall.compile_dir(_ROOT / "desktop", quiet=2)
    for folder in {Path(path) for path in sys.path if path.endswith("site-packages")}:
        compileall.compile_dir(folder, quiet=2, workers=0)
    with tempfile.TemporaryDirectory() as home:
        os.environ["LAMPLIGHT_HOME"] = home
        paths = Paths.from_environment()
        prepare(paths, conversation=arguments.conversation)
        found = compare(arguments.pairs, paths, arguments.frozen, conversation=arguments.conversation)
    print(table(found))


if __name__ == "__main__":
    main()
