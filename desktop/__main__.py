"""`lamplight`: the window, the command line, or (spawned by either) the engine process."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> None:
    """Run and exit with the command's status."""
    # In a frozen program the engine process starts here and never comes back.
    multiprocessing.freeze_support()
    from desktop.cli import main as run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
