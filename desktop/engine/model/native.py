"""llama.cpp as a library: its log, and a stop flag it reads without waking Python."""

from __future__ import annotations

import collections
import ctypes
import os
import sys

import llama_cpp as ll

_INFO, _ERROR, _CONTINUED = 2, 4, 5


class NativeLog:
    """Writes llama.cpp's log to stderr (which is the engine's log file) and remembers its last errors."""

    def __init__(self) -> None:
        self._level = _INFO
        self.quiet = False  # only warnings and errors are written
        self.errors: collections.deque[str] = collections.deque(maxlen=8)
        self._callback = ll.llama_log_callback(self._line)
        ll.llama_log_set(self._callback, ctypes.c_void_p(0))

    @property
    def cause(self) -> str:
        """The last thing llama.cpp complained about, in its own words."""
        return self.errors[-1] if self.errors else ""

    def _line(self, level: int, text: bytes, _data: object) -> None:
        self._level = level if level != _CONTINUED else self._level
        if self._level < _INFO or (self.quiet and self._level == _INFO):
            return
        os.write(2, text)
        shown = text.decode("utf-8", "replace").strip()
        if self._level == _ERROR and shown:
            self.errors.append(shown)


class StopFlag:
    """A flag that llama.cpp reads between the nodes of its graph, in native code.

    A Python callback there would take the interpreter's lock a thousand times per token. C's `strlen` on a two-byte
    buffer is the callback instead: 0 while the first byte is 0, and 1 (true) once it is set.
    """

    def __init__(self) -> None:
        self._bytes = ctypes.create_string_buffer(2)
        library = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
        self._strlen = ctypes.cast(library.strlen, ll.ggml_abort_callback)

    def watch(self, context: int) -> None:
        """Let computations of this context end when the flag is set."""
        ll.llama_set_abort_callback(context, self._strlen, ctypes.cast(self._bytes, ctypes.c_void_p))

    def set(self) -> None:
        self._bytes[0] = b"\1"

    def clear(self) -> None:
        self._bytes[0] = b"\0"
