"""`make backend ARGS=vulkan`: one backend of llama.cpp, built from the source that is installed: for graphics cards, or
(`rpc`) for devices of other machines, together with the program that lends them there.

llama.cpp takes a backend of no other version than its own, so the source is the one uv unpacked when it built
llama-cpp-python. The file is put where the program looks for backends (`desktop.base.paths`), and kept in `.cache` for
the tests.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import system, uv, vulkan
from .needs import BACKEND, BUILD
from .places import Places, SetupError, say

# What CMake calls each, and the compiler that only its maker brings.
KINDS = {
    "vulkan": ("GGML_VULKAN", ""),
    "cuda": ("GGML_CUDA", "nvcc"),
    "hip": ("GGML_HIP", "hipcc"),
    "rpc": ("GGML_RPC", ""),
}
SERVER = "ggml-rpc-server"
_FLAGS = (
    "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=ON", "-DGGML_BACKEND_DL=ON", "-DGGML_NATIVE=OFF",
    "-DGGML_CPU=OFF", "-DLLAMA_BUILD_COMMON=OFF", "-DLLAMA_BUILD_TOOLS=OFF", "-DLLAMA_BUILD_EXAMPLES=OFF",
    "-DLLAMA_BUILD_TESTS=OFF", "-DLLAMA_BUILD_SERVER=OFF", "-DLLAMA_OPENSSL=OFF",
    "-DCMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",  # it asks for the libraries by the names they have (environment.LAYOUT)
)  # fmt: skip
# One file that runs anywhere; llama.cpp has its tools only together with what it calls common.
_SERVER_FLAGS = (
    "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=OFF", "-DGGML_NATIVE=OFF", "-DGGML_OPENMP=OFF", "-DGGML_RPC=ON",
    "-DLLAMA_BUILD_COMMON=ON", "-DLLAMA_BUILD_TOOLS=ON", "-DLLAMA_BUILD_EXAMPLES=OFF", "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_SERVER=OFF", "-DLLAMA_OPENSSL=OFF",
)  # fmt: skip
_WHERE = "from desktop.base.paths import Paths; print(Paths.from_environment().backends)"


def build(places: Places, kind: str) -> Path:
    """Build one backend and put it into the person's folder; returns its path there. Raises SetupError."""
    if kind not in KINDS:
        raise SetupError(f"Say which backend: make backend ARGS={'|'.join(KINDS)}.")
    option, compiler = KINDS[kind]
    if compiler and not shutil.which(compiler):
        raise SetupError(f"{compiler} isn't there: install the toolkit of the card's maker first.")
    if absent := system.ensure([BUILD, BACKEND]):
        raise SetupError(f"The backend can't be built without {absent[0].thing}.")
    more = vulkan.flags(places) if kind == "vulkan" else []
    say(f"Building the {kind} backend: {'two minutes' if kind == 'rpc' else 'several minutes, some ten for Vulkan'}.")
    made = _made(places, kind, [*_FLAGS, f"-D{option}=ON", *more], f"ggml-{kind}")
    file = made / "bin" / f"libggml-{kind}.so"
    if not file.is_file():
        raise SetupError(f"{file.name} was not made; the reason is above.")
    _put(file, places.cache / "backends")
    put = _put(file, Path(_output([str(places.python), "-c", _WHERE])))
    if kind == "rpc":
        server = _put(_made(places, "rpc-server", _SERVER_FLAGS, SERVER) / "bin" / SERVER, places.root / "dist")
        say(f"{server} is what the other machine runs: copy it there (docs/graphics-cards.md says how).")
    return put


def _made(places: Places, name: str, flags: Sequence[str], target: str) -> Path:
    """The folder in which one target was built, kept for the next time."""
    made = places.cache / f"backend-{name}"
    _run(["cmake", "-S", str(source(places)), "-B", str(made), *flags, *shlex.split(os.environ.get("CMAKE_ARGS", ""))])
    jobs = os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    _run(["cmake", "--build", str(made), "--target", target, "--parallel", jobs])
    return made


def source(places: Places) -> Path:
    """llama.cpp's source as uv keeps it. Raises SetupError where it was cleaned away."""
    version = _installed(places)
    cache = Path(_output([str(uv.ensure(places)), "cache", "dir"]))
    found = sorted(cache.glob(f"sdists-v*/**/llama-cpp-python/{version}/**/vendor/llama.cpp/CMakeLists.txt"))
    if not found:
        raise SetupError(
            "llama.cpp's source isn't in uv's cache any more. Remove .venv and run make set-up, which fetches it again."
        )
    return found[0].parent


def _installed(places: Places) -> str:
    for folder in places.site_packages.glob("llama_cpp_python-*.dist-info"):
        return folder.name.split("-")[1].removesuffix(".dist")
    raise SetupError("llama-cpp-python isn't installed: run make set-up first.")


def _put(file: Path, folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = folder / f".{file.name}.new"  # never half a file under a name that is loaded
    shutil.copy(file, new)
    return new.replace(folder / file.name)


def _run(command: Sequence[str]) -> None:
    sys.stdout.flush()
    if subprocess.run(command, check=False).returncode != 0:
        raise SetupError("The backend could not be built; the reason is above.")


def _output(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetupError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-300:]}")
    return done.stdout.strip()
