"""Backend files and drivers for these tests, compiled from the C files beside this one."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from desktop.engine.backends.files import library_folder

HERE = Path(__file__).parent
COMPILER = shutil.which("gcc") or shutil.which("cc")
ROOT = HERE.parents[2]
sys.path.append(str(ROOT / "packaging"))

from steps import wheel  # noqa: E402
from steps.places import Places  # noqa: E402

WHEEL = wheel.unpacked(Places())  # the folder with `llama_cpp` for any processor and card; None where it isn't built
_OWN = ROOT / ".cache" / "backends" / "libggml-vulkan.so"
_OF_WHEEL = WHEEL / "llama_cpp" / "lib" / "libggml-vulkan.so" if WHEEL else _OWN
VULKAN = Path(os.environ.get("LAMPLIGHT_VULKAN") or (_OWN if _OWN.exists() else _OF_WHEEL))


def build(source: str, target: Path, *flags: str) -> Path:
    """Compile one source into a shared library."""
    assert COMPILER is not None
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [COMPILER, "-shared", "-fPIC", "-O1", "-w", *flags, str(HERE / source), "-o", str(target)]
    if source == "pretend.c":
        command += [str(library_folder() / name) for name in ("libggml.so", "libggml-base.so")]
    subprocess.run(command, check=True, timeout=60)
    return target


def driver(kind: str, folder: Path) -> Path:
    """The list that names a driver for Vulkan which hangs, crashes or faults when it is asked for its version."""
    library = build(f"driver_{kind}.c", folder / f"libdriver_{kind}.so")
    listed = folder / f"{kind}.json"
    listed.write_text(
        json.dumps({"file_format_version": "1.0.0", "ICD": {"library_path": str(library), "api_version": "1.3.0"}})
    )
    return listed


def rpc_backend(folder: Path) -> Path | None:
    """libggml-rpc.so of the installed version: the one that `make backend ARGS=rpc` left, or compiled (some seconds)
    from the source that uv unpacked; None where neither is possible."""
    made = HERE.parents[2] / ".cache" / "backends" / "libggml-rpc.so"
    library = library_folder() / "libggml-base.so"
    if made.exists() and made.stat().st_mtime > library.stat().st_ctime:
        return made
    compiler, source = shutil.which("g++") or shutil.which("c++"), _source()
    if compiler is None or source is None:
        return None
    target = folder / "libggml-rpc.so"
    folders = [f"-I{source / 'ggml' / name}" for name in ("include", "src")]
    files = [str(source / "ggml" / "src" / "ggml-rpc" / name) for name in ("ggml-rpc.cpp", "transport.cpp")]
    defines = ["-DGGML_BACKEND_DL", "-DGGML_BACKEND_BUILD", "-DGGML_BACKEND_SHARED", "-DGGML_SHARED"]
    command = [compiler, "-shared", "-fPIC", "-O1", "-w", "-std=c++17", *defines, *folders, *files]
    subprocess.run([*command, "-o", str(target), str(library), "-pthread"], check=True, timeout=60)
    return target


def _source() -> Path | None:
    """llama.cpp's source in uv's cache."""
    cache = Path(os.environ.get("UV_CACHE_DIR", Path.home() / ".cache" / "uv"))
    version = importlib.metadata.version("llama-cpp-python")
    found = cache.glob(f"sdists-v*/**/llama-cpp-python/{version}/**/vendor/llama.cpp/CMakeLists.txt")
    return next((path.parent for path in sorted(found)), None)
