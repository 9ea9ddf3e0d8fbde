"""What this machine has to give: cores, memory, and what its processor can do."""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import sys
from pathlib import Path

import psutil

_CGROUPS = Path("/sys/fs/cgroup")
_X86, _ARM = ("x86_64", "amd64"), ("arm64", "aarch64")
# Names of Linux's /proc/cpuinfo. Elsewhere the system is asked: macOS by sysctl, Windows by winnt.h's PF_ numbers.
_MACOS = {"asimddp": b"hw.optional.arm.FEAT_DotProd", "i8mm": b"hw.optional.arm.FEAT_I8MM"}
_MACOS |= {"avx2": b"hw.optional.avx2_0", "avx512f": b"hw.optional.avx512f"}
_WINDOWS = {"avx2": 40, "avx512f": 41, "asimddp": 43, "i8mm": 66}


def default_threads() -> int:
    """One thread per physical core that this process may use."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    return max(1, min(cores, allowed))


def total_memory() -> int:
    """Bytes of memory there are, within the limit of a container."""
    total = int(psutil.virtual_memory().total)
    limits = [limit for folder in _own_cgroups() if (limit := _number(folder / "memory.max"))]
    return min([total, *limits])


def available_memory() -> int:
    """Bytes that can still be taken without swapping, within the limit of a container.

    What the system only keeps because nobody wanted the room (files read lately) counts as free.
    """
    return min([int(psutil.virtual_memory().available), *(_left_in(folder) for folder in _own_cgroups())])


def resident_memory() -> int:
    """Bytes this process holds in memory."""
    return int(psutil.Process().memory_info().rss)


def owned_memory(pid: int) -> int | None:
    """Bytes that come back when a process ends: what it holds, but for the pages of files, which count as free.

    None where the system doesn't tell them apart, or the process has gone.
    """
    try:
        memory = psutil.Process(pid).memory_info()
    except psutil.Error:
        return None
    if hasattr(memory, "shared"):  # Linux
        return int(memory.rss - memory.shared)
    return min(int(memory.private), int(memory.rss)) if hasattr(memory, "private") else None  # Windows


@functools.cache
def processor_features() -> frozenset[str]:
    """Which of avx2, avx512f, asimddp (dot products) and i8mm the processor has; Linux's names everywhere."""
    known = ("avx2", "avx512f") if platform.machine().lower() in _X86 else ("asimddp", "i8mm")
    if platform.machine().lower() not in (*_X86, *_ARM):
        return frozenset()
    if sys.platform == "darwin":
        return frozenset(name for name in known if _sysctl(_MACOS[name]))
    if sys.platform == "win32":
        present = ctypes.windll.kernel32.IsProcessorFeaturePresent
        return frozenset(name for name in known if present(_WINDOWS[name]))
    return frozenset(name for name in known if name in _cpuinfo())


def _left_in(cgroup: Path) -> int:
    """Bytes left below a cgroup's limit; everything where it has none."""
    limit, used = _number(cgroup / "memory.max"), _number(cgroup / "memory.current")
    if not limit or not used:
        return sys.maxsize
    return max(0, limit - used + _kept_files(cgroup))


def _kept_files(cgroup: Path) -> int:
    """Bytes of files in a cgroup's memory: given back when somebody wants the room."""
    try:
        lines = (cgroup / "memory.stat").read_text().splitlines()
    except OSError:
        return 0
    wanted = ("inactive_file", "active_file")
    return sum(int(line.split()[1]) for line in lines if line.split()[0] in wanted)


def _own_cgroups() -> list[Path]:
    """The process's cgroup and those above it (version 2); each may have a limit. In a container it is the root."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return []
    own = next((line[3:] for line in lines if line.startswith("0::")), "/")
    folder = _CGROUPS / own.strip("/")
    inside = [folder, *folder.parents]
    return [each for each in inside if each == _CGROUPS or _CGROUPS in each.parents]


def _cpuinfo() -> frozenset[str]:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return frozenset()
    lines = (line.partition(":") for line in text.splitlines())
    flags = next((value for key, _, value in lines if key.strip() in ("flags", "Features")), "")
    return frozenset(flags.split())


def _sysctl(name: bytes) -> bool:
    found, size = ctypes.c_int64(0), ctypes.c_size_t(8)
    ctypes.CDLL(None).sysctlbyname(name, ctypes.byref(found), ctypes.byref(size), None, 0)
    return bool(found.value)


def _number(path: Path) -> int:
    try:
        return int(path.read_text())
    except (OSError, ValueError):  # "max" where there is no limit
        return 0
