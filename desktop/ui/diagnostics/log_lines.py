"""Reading a log: its end, cut into entries with a level, and those that are looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 1 << 20  # of the end of a file
_HEAD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING|ERROR|CRITICAL) ")
_LEVELS = {"DEBUG": 0, "INFO": 1, "WARNING": 2, "ERROR": 3, "CRITICAL": 3}
ALL, WARNINGS, ERRORS = 0, 2, 3
_UNSAID = 1  # what llama.cpp writes by itself has no level


@dataclass(frozen=True)
class LogEntry:
    """A line with what belongs to it, such as a traceback."""

    level: int
    text: str


def read_entries(path: Path) -> list[LogEntry]:
    """The end of a log; nothing where there is none. Raises OSError."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - MOST_BYTES))
            data = file.read()
    except FileNotFoundError:
        return []
    if size > MOST_BYTES:
        data = data.partition(b"\n")[2]
    return entries_of(data.decode("utf-8", "replace"))


def entries_of(text: str) -> list[LogEntry]:
    """Cut into entries: a line that has no head belongs to the one before where that is an error's."""
    found: list[tuple[int, list[str]]] = []
    inside = False  # a traceback
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head is not None:
            found.append((_LEVELS[head[1]], [line]))
            inside = False
        elif found and (inside or line.startswith(("Traceback ", " ", "During handling", "The above exception"))):
            found[-1][1].append(line)
            inside = not line or line.startswith((" ", "Traceback ", "During", "The above"))  # its last line says what
        else:
            fatal = line.startswith(("Fatal Python error", "GGML_ASSERT"))
            found.append((ERRORS if fatal else _UNSAID, [line]))
    return [LogEntry(level, "\n".join(lines)) for level, lines in found]


def chosen(entries: list[LogEntry], level: int, words: str) -> list[LogEntry]:
    """Those of this level or a graver one that hold every word, in any letters."""
    wanted = words.lower().split()
    return [entry for entry in entries if entry.level >= level and all(word in entry.text.lower() for word in wanted)]
