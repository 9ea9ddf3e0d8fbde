"""The window: the only part of the program that imports PySide6."""

from __future__ import annotations

import builtins

# PySide6 wraps `import` for its `__feature__` switches, which nothing here uses: after every later import it would look
# into the new module's source text and keep that, a third of the time to open the window and 20 MB. Importing the wrapper
# first and then putting back the plain import leaves all else of PySide6 as it is.
_plain_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _plain_import
