"""`make wheel`: llama-cpp-python as one wheel for any processor of this kind and any graphics card, built once.

llama.cpp's backends are files beside it here: one for each generation of processors, of which the best is taken when
the program starts, and Vulkan, which is tried first in a process of its own. The wheel is kept outside the checkout,
under a key of all that it is made from, so that other checkouts and later builds find it.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from . import backend, system, uv, vulkan
from .environment import BUILD_LOCK, LAYOUT, LOCKED, LOCKS, RUN, include, settings
from .needs import BUILD
from .places import Places, SetupError, say

FLAGS = (
    *LAYOUT, "-DGGML_NATIVE=OFF", "-DGGML_BACKEND_DL=ON", "-DGGML_CPU_ALL_VARIANTS=ON", "-DLLAVA_BUILD=ON",
    "-DGGML_RPC=ON",  # opened only for machines that somebody added
    *(() if sys.platform == "darwin" else ("-DGGML_VULKAN=ON",)),  # Apple's cards: Metal, which is the default there
)  # fmt: skip
# Seen before anything else is done with it: what must be there, under one name only.
_LIBRARIES = ("ggml", "ggml-base", "llama", "mtmd")
_NAME = "llama_cpp_python-*.whl"


def built(places: Places) -> Path | None:
    """The wheel for what is locked here, if it was built; nothing is built or fetched to find out."""
    return _wheel_in(places.wheels / key(places)) if places.wheels.is_dir() else None


def unpacked(places: Places) -> Path | None:
    """The folder to put first on Python's path to have `llama_cpp` from the wheel, if it was built."""
    wheel = built(places)
    return wheel.parent / "unpacked" if wheel else None


def build(places: Places) -> Path:
    """The wheel, built if it isn't there yet: half an hour of one core, once. Raises SetupError."""
    if found := built(places):
        return found
    if absent := system.ensure([BUILD]):
        raise SetupError(f"llama.cpp can't be built without {absent[0].thing}.")
    own = [] if sys.platform == "darwin" else vulkan.flags(places)
    folder = places.wheels / key(places)
    work = places.cache / "wheel"
    _copy_source(backend.source(places).parent.parent, work / "source")
    say(f"Building llama.cpp for any processor and card into {folder}: 15 minutes on two cores, once.")
    _build(places, work, [*FLAGS, *own, *shlex.split(os.environ.get("CMAKE_ARGS", ""))])
    wheel = _wheel_in(work)
    if wheel is None:
        raise SetupError("No wheel was made; the reason is above.")
    check(wheel)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    shutil.move(wheel, folder / f".{wheel.name}.new")
    done = (folder / f".{wheel.name}.new").replace(folder / wheel.name)  # last: now it counts as built
    shutil.rmtree(work)
    return done


def key(places: Places) -> str:
    """What tells one wheel from another: sources, flags, build tools and the compilers."""
    found = hashlib.sha256()
    for part in (
        _locked(places),
        (places.packaging / BUILD_LOCK).read_text(),
        (places.packaging / "llama.cmake").read_text(),
        " ".join((*FLAGS, os.environ.get("CMAKE_ARGS", ""))),
        f"{sys.platform} {platform.machine()}",
        _compiler(),
        "" if sys.platform == "darwin" else vulkan.identity(),
    ):
        found.update(f"{part}\0".encode())
    return found.hexdigest()[:16]


def check(wheel: Path) -> None:
    """Raises SetupError where a library is missing, or there under two names: a process would map both, and what is
    loaded into one registry of backends would be missing in the other."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.startswith(("llama_cpp_python-", "llama_cpp/"))]
        libraries = {name: archive.getinfo(name).CRC for name in archive.namelist() if _is_library(name)}
    if names:
        raise SetupError(f"The wheel holds what doesn't belong there: {names[0]}")
    found = {Path(name).name.removeprefix("lib").partition(".")[0] for name in libraries}
    for wanted in _LIBRARIES:
        if wanted not in found:
            raise SetupError(f"The wheel lacks {wanted}.")
    if len(set(libraries.values())) < len(libraries) or any(not _is_plain(name) for name in libraries):
        raise SetupError(f"The wheel holds a library under two names: {', '.join(sorted(libraries))}")
    if not any(name.startswith("ggml-cpu-") for name in found):
        raise SetupError("The wheel has no backend for processors.")


def _is_library(name: str) -> bool:
    return name.startswith("llama_cpp/lib/") and bool(re.search(r"\.(so|dylib|dll)\b", name))


def _is_plain(name: str) -> bool:
    return name.endswith((".so", ".dylib", ".dll"))


def _wheel_in(folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob(_NAME))), None)


def _locked(places: Places) -> str:
    match = LOCKED.search((places.packaging / LOCKS[RUN]).read_text())
    if match is None:
        raise SetupError("The lock names no llama-cpp-python.")
    return match[0]


def _compiler() -> str:
    compiler = shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        return ""
    return subprocess.run([compiler, "--version"], capture_output=True, text=True, check=False).stdout


def _copy_source(source: Path, target: Path) -> None:
    """Its build installs into the source, too; uv's copy stays as it was, and without what an earlier build left."""
    if not (target / "CMakeLists.txt").is_file():
        shutil.rmtree(target, ignore_errors=True)
        new = target.with_name("source.new")
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(source, new, ignore=_left_out)
        new.replace(target)


def _left_out(folder: str, names: Iterable[str]) -> set[str]:
    here = {"lib", "bin", "include"} if Path(folder).name == "llama_cpp" else set()
    return {name for name in names if name in here or name in (".git", "__pycache__")}


def _build(places: Places, work: Path, flags: list[str]) -> None:
    command: list[str | Path] = [uv.ensure(places), "build", "--wheel", "--out-dir", work, "--python", sys.executable]
    command += ["--build-constraints", places.packaging / BUILD_LOCK, "--require-hashes"]
    for name, value in {**settings(flags), "build-dir": str(work / "build"), "cmake.verbose": "false"}.items():
        command += ["--config-setting", f"{name}={value}"]
    environment = {**uv.environment(), "CMAKE_ARGS": include(places)}
    environment.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    environment.pop("SOURCE_DATE_EPOCH", None)
    if subprocess.run([*command, work / "source"], env=environment, check=False).returncode != 0:
        raise SetupError("llama.cpp could not be built; the reason is above. The same command goes on from here.")
