"""A fingerprint of the drivers on this machine: with another one, what was tried before says nothing any more.

No driver is asked: only files, their sizes and times, and the variables that lead to other ones are looked at.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

# What decides which drivers are opened and which of their cards are shown.
_VARIABLES = (
    "VK_DRIVER_FILES", "VK_ICD_FILENAMES", "VK_ADD_DRIVER_FILES", "VK_LOADER_DRIVERS_SELECT",
    "VK_LOADER_DRIVERS_DISABLE", "VK_INSTANCE_LAYERS", "MESA_VK_DEVICE_SELECT", "MESA_LOADER_DRIVER_OVERRIDE",
    "GGML_VK_VISIBLE_DEVICES", "GGML_DISABLE_VULKAN", "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES",
    "ROCR_VISIBLE_DEVICES", "HSA_OVERRIDE_GFX_VERSION", "ONEAPI_DEVICE_SELECTOR", "ZE_AFFINITY_MASK",
)  # fmt: skip
_NAMED_FILES = ("VK_DRIVER_FILES", "VK_ICD_FILENAMES", "VK_ADD_DRIVER_FILES")
_VERSION_FILES = (
    "/sys/module/nvidia/version", "/sys/module/amdgpu/version", "/sys/module/amdgpu/srcversion",
    "/sys/module/i915/srcversion", "/sys/module/xe/srcversion", "/sys/module/nouveau/srcversion",
)  # fmt: skip
_LOADERS = (
    "libvulkan.so.1", "libcuda.so.1", "libamdhip64.so*", "libhsa-runtime64.so*", "libze_loader.so*", "libOpenCL.so.1",
)  # fmt: skip
_LIBRARY_FOLDERS = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt/rocm/lib", "/usr/lib/wsl/lib")
_WINDOWS_LOADERS = ("vulkan-1.dll", "nvcuda.dll", "amdhip64*.dll", "ze_loader.dll", "OpenCL.dll")


def variables() -> list[str]:
    """The variables that choose drivers, as they are now."""
    return [f"{name}={os.environ[name]}" for name in _VARIABLES if name in os.environ]


def fingerprint() -> str:
    """A short text that changes when a driver does. Looks at some dozen files."""
    found = variables()
    found += [f"{platform.system()} {platform.release()} {platform.version()}"]
    found += sorted({_identity(path) for path in _files()})
    found += [f"{name}: {_first_line(Path(name))}" for name in _VERSION_FILES]
    return hashlib.sha256("\n".join(found).encode("utf-8", "replace")).hexdigest()[:16]


def _files() -> Iterator[Path]:
    if sys.platform == "win32":
        system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
        for pattern in _WINDOWS_LOADERS:
            yield from system.glob(pattern)
        return
    for manifest in _manifests():
        yield manifest
        library = _library_of(manifest)
        if library is not None:
            yield library
    for folder in _library_folders():
        for pattern in _LOADERS:
            yield from folder.glob(pattern)


def _manifests() -> Iterator[Path]:
    """Vulkan's own list of drivers: JSON files, each of which names a library."""
    for variable in _NAMED_FILES:
        for name in filter(None, os.environ.get(variable, "").split(os.pathsep)):
            yield Path(name)
    home = Path.home()
    places = [Path("/usr/share"), Path("/usr/local/share"), Path("/etc"), home / ".local/share", home / ".config"]
    for place in places:
        yield from sorted((place / "vulkan" / "icd.d").glob("*.json"))


def _library_of(manifest: Path) -> Path | None:
    try:
        name = json.loads(manifest.read_text(encoding="utf-8"))["ICD"]["library_path"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(name, str):
        return None
    if "/" in name:
        return (manifest.parent / name).resolve()
    return next((folder / name for folder in _library_folders() if (folder / name).exists()), None)


def _library_folders() -> list[Path]:
    folders = [Path(name) for name in _LIBRARY_FOLDERS]
    folders += [Path("/usr/lib") / f"{platform.machine()}-linux-gnu"]
    return [folder for folder in folders if folder.is_dir()]


def _identity(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return f"{path}: not there"
    return f"{path.resolve()}:{status.st_size}:{status.st_mtime_ns}"


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]
    except OSError:
        return ""
