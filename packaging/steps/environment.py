"""`.venv`: made by uv from the hashed lock, with llama.cpp built by our flags and the command `lamplight` inside.

A stamp says what the environment was made from. It is written last, so an interrupted set-up is done again, and a
finished one is recognised at once.
"""

from __future__ import annotations

import hashlib
import os
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
# Vision isn't used, and a build for exactly this processor dies on an older one while being no faster than AVX2.
BUILD_FLAGS = "-DLLAVA_BUILD=OFF -DGGML_NATIVE=OFF"

_SCRIPT = """#!{python}
import sys

from desktop.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
"""


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from."""

    level: str
    flags: str
    digest: str

    @classmethod
    def wanted(cls, places: Places, level: str) -> Stamp:
        """The stamp an up-to-date environment has."""
        digest = hashlib.sha256()
        for name in (LOCKS[level], BUILD_LOCK):
            digest.update((places.packaging / name).read_bytes())
        digest.update(f"{sys.version_info[:3]} {sys.platform} {places.root}".encode())
        return cls(level, flags(), digest.hexdigest())

    @classmethod
    def found(cls, places: Places) -> Stamp | None:
        """The stamp of the environment that is there, if it is complete and its Python starts."""
        try:
            level, made_with, digest = _file(places).read_text().splitlines()
        except (OSError, ValueError):
            return None
        usable = os.access(places.python, os.X_OK) and places.command.is_file() and level in LOCKS
        return cls(level, made_with, digest) if usable else None

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


def current(places: Places) -> bool:
    """Whether the environment is what the lock says, whatever flags llama.cpp was built with."""
    found = Stamp.found(places)
    return found is not None and found.digest == Stamp.wanted(places, found.level).digest


def ensure(places: Places, level: str) -> None:
    """Make the environment if it isn't what the lock says. Raises SetupError."""
    found = Stamp.found(places)
    if found and found.level == DEV:
        level = DEV
    wanted = Stamp.wanted(places, level)
    if found == wanted:
        return
    if absent := system.ensure([BUILD]):
        raise SetupError(f"llama.cpp can't be built without {absent[0].thing}.")
    tool = uv.ensure(places)
    _file(places).unlink(missing_ok=True)
    _make(places, tool)
    _sync(places, tool, wanted)
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
    _run([tool, "venv", "--quiet", "--clear", "--python", sys.executable, places.venv])


def _sync(places: Places, tool: Path, wanted: Stamp) -> None:
    command: list[str | Path] = [tool, "pip", "sync", "--python", places.python, "--require-hashes"]
    command += ["--build-constraints", places.packaging / BUILD_LOCK]
    # As settings and not as the variable CMAKE_ARGS, because uv keeps built packages apart by their settings only.
    settings = ";".join(shlex.split(wanted.flags))
    command += ["--config-settings-package", f"llama-cpp-python:cmake.args={settings}"]
    if _built_otherwise(places, settings):
        _run([tool, "pip", "uninstall", "--quiet", "--python", places.python, "llama-cpp-python"])
    say("Installing the locked Python packages.")
    if not (places.site_packages / "llama_cpp").is_dir():
        say("llama.cpp is compiled now: four to ten minutes, seconds where uv has kept an earlier build.")
    _run([*command, places.packaging / LOCKS[wanted.level]])


def _built_otherwise(places: Places, settings: str) -> bool:
    """Whether llama-cpp-python is installed and uv's note beside it names other settings."""
    notes = places.site_packages.glob("llama_cpp_python-*.dist-info/uv_build.json")
    return any(settings not in note.read_text() for note in notes)


def _link(places: Places) -> None:
    """Make the checkout importable and `lamplight` a command, without building anything."""
    (places.site_packages / "lamplight.pth").write_text(f"{places.root}\n")
    places.command.write_text(_SCRIPT.format(python=places.python))
    places.command.chmod(0o755)


def _run(command: Sequence[str | Path]) -> None:
    environment = uv.environment()
    environment.pop("CMAKE_ARGS", None)
    environment.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    # With a date in it, llama.cpp's build leaves AVX2 out.
    environment.pop("SOURCE_DATE_EPOCH", None)
    if subprocess.run(command, env=environment, check=False).returncode != 0:
        raise SetupError(
            "The environment could not be made; the reason is above. Running the same command again goes on from here."
        )
