"""`lamplight`: the window, the command line, or (spawned by either) the engine process."""

from __future__ import annotations

import multiprocessing
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.app import App


def main() -> None:
    """Run and exit with the command's status."""
    # In a frozen program the engine process starts here and never comes back.
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--probe-backend"]:  # and the throw-away one that tries a driver
        from desktop.engine.backends.prober import main as probe

        probe(sys.argv[2])
    try:
        from desktop.cli import main as run

        status = run(sys.argv[1:], _build, _run_window)
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _build() -> App:
    from desktop.app import build

    return build()


def _run_window(
    *, translating: bool = False, starter: bool = False, welcome: bool = True, files: Sequence[Path] = ()
) -> int:
    from desktop.app import run_window

    return run_window(translating=translating, starter=starter, welcome=welcome, files=files)


if __name__ == "__main__":
    main()
