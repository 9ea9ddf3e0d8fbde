"""What the Makefile calls: `python3 packaging/make.py` with a command of steps/commands.py, and its arguments.

Only the standard library is used, since nothing else is there before the set-up. This file itself must be readable by
any Python 3, so that an old one gets a sentence instead of a syntax error.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "Lamplight needs Python 3.11 or newer; this is {}.{}. Name another: make run PYTHON=python3.12".format(
            *sys.version_info[:2]
        )
    )

from steps.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
