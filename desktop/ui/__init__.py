"""The window: the only part of the program that imports PySide6."""

from __future__ import annotations

import builtins
import linecache

# PySide6 wraps `import` for its `__feature__` switches, which nothing here uses: after every later import it would read
# the new module's source text and keep it, which took 20 MB and made each import slower. The plain import is put back;
# all else of PySide6 stays as it is.
_plain_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _plain_import
linecache.clearcache()  # of what PySide6 imported itself
