"""The text of a report. Everything in it is chosen: types, places in our code, numbers. Messages of errors never are,
since they may repeat what somebody wrote.
"""

from __future__ import annotations

import errno
import os
import platform
import re
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

import desktop
from desktop.base.errors import LamplightError
from desktop.base.i18n import translate

_LIBRARIES = ("PySide6-Essentials", "llama-cpp-python", "SQLAlchemy", "huggingface-hub")
_MOST_FRAMES = 40
# What faulthandler writes: a heading, then one line for each place. Nothing else of its file is taken over.
_FAULT = re.compile(r"^(?:Fatal Python error: [\w .:]+|Windows fatal exception: [\w .:]+)$")
_THREAD = re.compile(r"^(?:Current thread|Thread) 0x[0-9a-f]+.*\(most recent call first\):$")
_PLACE = re.compile(r'^ {2}File "([^"]+)", line (\d+) in (\S+)$')
_ASSERTION = re.compile(r"(?:GGML_ASSERT|GGML_ABORT)\([^\"]{0,200}\) failed")


@dataclass(frozen=True)
class Step:
    """A line of the log as the code has it: without the values that were put in."""

    moment: float
    level: str
    area: str
    words: str


@dataclass(frozen=True)
class Crash:
    """What is known of one. `what` is a sentence; `places` are lines of where it was, innermost last."""

    what: str
    places: tuple[str, ...]
    steps: tuple[Step, ...] = ()

    @property
    def signature(self) -> str:
        """The same for the same fault."""
        return "\n".join((self.what, *self.places[-6:]))


def of_exception(error: BaseException, steps: Iterable[Step] = ()) -> Crash:
    """A fault of the program's own: the kinds of the errors, and where they were raised."""
    kinds: list[str] = []
    places: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kinds.append(_kind(current))
        places[:0] = [*_places(current.__traceback__), f"-> {_kind(current)}"]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    what = translate("Crashes", "Something went wrong inside Lamplight ({kind}).").format(kind=kinds[0])
    return Crash(what, tuple(places[-_MOST_FRAMES:]), tuple(steps))


def of_fault(written: str, steps: Iterable[Step] = ()) -> Crash:
    """What faulthandler wrote when the system ended the window's process."""
    name, places = fault_places(written)
    what = translate("Crashes", "The system ended Lamplight ({cause}).").format(cause=name or "?")
    return Crash(what, tuple(places[:_MOST_FRAMES]), tuple(steps))


def of_engine(log: str, ending: dict[str, int], steps: Iterable[Step] = ()) -> Crash:
    """The engine's process ended by itself. `log` is what it wrote; `ending` has its signal or exit status."""
    name, places = fault_places(log)
    asserted = [found.group() for found in _ASSERTION.finditer(log)]
    how = name or (asserted[-1] if asserted else " ".join(f"{key} {value}" for key, value in ending.items()))
    what = translate("Crashes", "The engine, in which models run, ended ({cause}).").format(cause=how or "?")
    return Crash(what, (*asserted[-3:], *places[:_MOST_FRAMES]), tuple(steps))


def fault_places(written: str) -> tuple[str, list[str]]:
    """The cause in Python's words, and the places; "" where there is none. What else stands there is left out."""
    name = ""
    places: list[str] = []
    for line in written.splitlines():
        if _FAULT.match(line):
            name, places = line.partition(": ")[2], []
        elif _THREAD.match(line):
            places.append(line.partition(" (")[0])
        elif found := _PLACE.match(line):
            places.append(f"{_short(found[1])}:{found[2]} {found[3]}")
    return name, places


def text_of(crash: Crash, moment: datetime) -> str:
    """The report as a person reads it."""
    parts = [
        crash.what,
        moment.astimezone().strftime("%Y-%m-%d %H:%M:%S %z"),
        "",
        translate(
            "Crashes",
            "This report stays on this machine until you give it to somebody. It holds nothing of what you or a model "
            "wrote, and no names of your files.",
        ),
        "",
        translate("Crashes", "The system"),
        *(f"  {line}" for line in _system()),
        "",
        translate("Crashes", "Where it was, the last place at the end"),
        *(f"  {line}" for line in crash.places or ("?",)),
    ]
    if crash.steps:
        parts += ["", translate("Crashes", "What the program did before, as the log says it but without any values")]
        parts += [f"  {_clock(step.moment)} {step.level} {step.area}: {step.words}" for step in crash.steps]
    return "\n".join(parts) + "\n"


def _system() -> list[str]:
    from importlib import metadata

    found = [
        f"Lamplight {desktop.__version__}{' (bundle)' if hasattr(sys, '_MEIPASS') else ''}",
        f"{platform.system()} {platform.release()} {platform.machine()}, {os.cpu_count()} processors",
        f"Python {platform.python_version()}",
    ]
    for library in _LIBRARIES:
        try:
            found.append(f"{library} {metadata.version(library)}")
        except metadata.PackageNotFoundError:
            continue
    return found


def _kind(error: BaseException) -> str:
    """The type of an error, and what is safe of it: a code, the system's number."""
    name = type(error).__qualname__
    if isinstance(error, LamplightError):
        return f"{name} {error.code.value}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} {errno.errorcode.get(error.errno, error.errno)}"
    return name


def _places(trace: TracebackType | None) -> list[str]:
    return [
        f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in traceback.walk_tb(trace)
    ]


def _short(file: str) -> str:
    """A file of the program or of a library without the folders above, which may have a person's name."""
    parts = file.replace("\\", "/").split("/")
    for root in ("desktop", "site-packages", "lib-dynload"):
        if root in parts[:-1]:
            at = len(parts) - 2 - parts[-2::-1].index(root)
            return "/".join(parts[at:] if root == "desktop" else parts[at + 1 :])
    return parts[-1]


def _clock(moment: float) -> str:
    return datetime.fromtimestamp(moment).strftime("%H:%M:%S")
