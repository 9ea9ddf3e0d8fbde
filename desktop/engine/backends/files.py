"""Which files could be backends: those beside libllama, and those a person put into the folder for them."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"(?:lib)?ggml-([a-z0-9]+)(?:[-_.][\w.-]*)?\.(?:so|dylib|dll)", re.IGNORECASE)
_LIBRARIES = ("base",)  # ggml itself
_OWN_DOOR = ("rpc",)  # opened for machines that a person named, never looked for
_EXPORTS = re.compile(rb"[\0_]ggml_backend_init\0")
_VERSIONED = re.compile(r"\.(?:so|dylib)\.\d|\.\d+\.dylib$")


@dataclass(frozen=True)
class Candidate:
    """A file that may be a backend; `path` is "" for all that are built in. `name` is such as "vulkan"."""

    name: str
    path: str
    size: int = 0
    changed: int = 0  # nanoseconds, as the file system has it

    @property
    def file(self) -> str:
        """The file's name; "" for what is built in."""
        return Path(self.path).name if self.path else ""


def library_folder() -> Path:
    """Where libllama and what came with it lie. Nothing is loaded to find out."""
    elsewhere = os.environ.get("LLAMA_CPP_LIB_PATH")  # llama-cpp-python's own way to name another build
    if elsewhere:
        return Path(elsewhere)
    found = importlib.util.find_spec("llama_cpp")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("llama_cpp")
    return Path(found.origin).parent / "lib"


def candidates(library: Path, own: Path | None) -> list[Candidate]:
    """The files of both folders that may be backends for other devices than the processor, a person's own first: one
    that stands in both folders is taken from there. Raises nothing for folders that aren't there."""
    found: dict[str, Candidate] = {}
    built_in = []
    for folder in (own, library):
        for path, name in _named(folder):
            if not loadable(path):
                built_in += [name] if folder is library else []
                continue
            status = path.stat()
            found.setdefault(path.name, Candidate(name, str(path), status.st_size, status.st_mtime_ns))
    whole = [Candidate("+".join(sorted(set(built_in))), "")] if built_in else []
    return [*found.values(), *whole]


def machines_file(library: Path, own: Path | None) -> str | None:
    """The backend that reaches other machines, a person's own first; "" where it is built in, None where there is none.

    It is opened only for addresses that somebody added.
    """
    for folder in (own, library):
        for path in sorted(folder.iterdir()) if folder is not None and folder.is_dir() else ():
            match = _NAME.fullmatch(path.name)
            if match is not None and match.group(1).lower() in _OWN_DOOR and not _VERSIONED.search(path.name):
                if loadable(path):
                    return str(path)
                if folder is library:
                    return ""
    return None


def strangers(own: Path) -> list[str]:
    """Names of files in a person's folder that no backend has: told, so that nobody waits for them to work."""
    if not own.is_dir():
        return []
    known = {path.name for path, _ in _named(own)}
    machines = machines_file(own, own)
    known |= {Path(machines).name} if machines else set()
    names = (path.name for path in sorted(own.iterdir()) if path.is_file() and not path.name.startswith("."))
    return [name for name in names if name not in known]


def loadable(path: Path) -> bool:
    """Whether the file can be loaded by itself; the others are linked into libggml, which opens them at once."""
    try:
        return _EXPORTS.search(path.read_bytes()) is not None
    except OSError:
        return False


def processor_file(library: Path) -> Path | None:
    """The backend for this very processor, in builds for machines of any age; None where it is built in."""
    best: tuple[int, Path] | None = None
    for path in sorted(library.glob("*ggml-cpu*")):
        if not _NAME.fullmatch(path.name) or _VERSIONED.search(path.name) or not loadable(path):
            continue
        score = getattr(ctypes.CDLL(str(path)), "ggml_backend_score", None)
        found = (int(score()) if score is not None else 1, path)
        if found[0] > 0 and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def build_of(library: Path) -> str:
    """Which llama.cpp this is, as far as its files tell: another one's backends don't fit it."""
    status = {
        path.name: path.stat()
        for path in sorted(library.glob("*"))
        if re.fullmatch(r"(?:lib)?(?:ggml-base|llama)\.(?:so|dylib|dll)", path.name)
    }
    return "|".join(f"{name}:{found.st_size}:{found.st_mtime_ns}" for name, found in status.items())


def _named(folder: Path | None) -> list[tuple[Path, str]]:
    if folder is None or not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        match = _NAME.fullmatch(path.name)
        if match is None or _VERSIONED.search(path.name) or not path.is_file():
            continue
        name = match.group(1).lower()
        if name not in (*_LIBRARIES, *_OWN_DOOR) and not name.startswith("cpu"):
            found.append((path, name))
    return found
