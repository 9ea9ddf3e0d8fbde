"""What the system must have: each thing, the Debian package it comes in, why, and how to see whether it is there."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterable
from dataclasses import dataclass

BUILD, WINDOW, WAYLAND, TEST, BUNDLE = "build", "window", "wayland", "test", "bundle"
BACKEND, VULKAN, GLSLC = "backend", "vulkan", "glslc"


@dataclass(frozen=True)
class Need:
    """One thing the system provides."""

    package: str
    thing: str
    why: str
    purpose: str
    there: Callable[[], bool]


def library(name: str) -> Callable[[], bool]:
    """Whether the dynamic linker finds a library: the only question that counts."""

    def there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return there


def command(*names: str) -> Callable[[], bool]:
    """Whether one of the commands is there."""
    return lambda: any(shutil.which(name) for name in names)


def header(name: str) -> Callable[[], bool]:
    """Whether the C++ compiler finds a header."""

    def there() -> bool:
        compiler = shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
        if compiler is None:
            return False
        asked = [compiler, "-x", "c++", "-E", "-include", name, "-o", "/dev/null", "/dev/null"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0

    return there


def chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def _qt(package: str, name: str, why: str = "Qt's window on X11 is linked with it") -> Need:
    return Need(package, name, why, WINDOW, library(name))


def _python_library() -> Need:
    version = sysconfig.get_config_var("py_version_short")
    name = sysconfig.get_config_var("INSTSONAME") or f"libpython{version}.so.1.0"
    folder = sysconfig.get_config_var("LIBDIR") or ""
    there = lambda: library(name)() or library(f"{folder}/{name}")()  # noqa: E731
    return Need(f"libpython{version}", name, "the bundle carries Python's library", BUNDLE, there)


_ON_WAYLAND = "Qt's window on Wayland is linked with it"

NEEDS = (
    Need("g++", "a C++ compiler", "compiles llama.cpp, which runs the models", BUILD, command("c++", "g++", "clang++")),
    _qt("libglib2.0-0", "libglib-2.0.so.0", "Qt's event loop is built on it"),
    _qt("libgl1", "libGL.so.1", "Qt draws with it"),
    _qt("libegl1", "libEGL.so.1", "Qt draws with it"),
    _qt("libdbus-1-3", "libdbus-1.so.3", "Qt asks the desktop for light or dark through it"),
    _qt("libfontconfig1", "libfontconfig.so.1", "Qt finds fonts with it"),
    _qt("libxkbcommon0", "libxkbcommon.so.0", "Qt reads the keyboard with it"),
    _qt("libxkbcommon-x11-0", "libxkbcommon-x11.so.0", "Qt reads the keyboard with it"),
    _qt("libx11-xcb1", "libX11-xcb.so.1"),
    _qt("libxcb-cursor0", "libxcb-cursor.so.0"),
    _qt("libxcb-icccm4", "libxcb-icccm.so.4"),
    _qt("libxcb-image0", "libxcb-image.so.0"),
    _qt("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    _qt("libxcb-randr0", "libxcb-randr.so.0"),
    _qt("libxcb-render-util0", "libxcb-render-util.so.0"),
    _qt("libxcb-shape0", "libxcb-shape.so.0"),
    _qt("libxcb-sync1", "libxcb-sync.so.1"),
    _qt("libxcb-xfixes0", "libxcb-xfixes.so.0"),
    _qt("libxcb-xkb1", "libxcb-xkb.so.1"),
    Need("libwayland-cursor0", "libwayland-cursor.so.0", _ON_WAYLAND, WAYLAND, library("libwayland-cursor.so.0")),
    Need("libwayland-egl1", "libwayland-egl.so.1", _ON_WAYLAND, WAYLAND, library("libwayland-egl.so.1")),
    Need("fontconfig", "fc-list", "lists the fonts", WINDOW, command("fc-list")),
    Need("fonts-noto-cjk", "a Chinese font", "without one Chinese text is boxes", WINDOW, chinese_font),
    Need("xvfb", "Xvfb", "the window tests open their windows in it", TEST, command("Xvfb")),
    Need("xdotool", "xdotool", "a test types into the finished bundle with it", TEST, command("xdotool")),
    Need("strace", "strace", "a test sees with it that nothing reaches for the network", TEST, command("strace")),
    _python_library(),
    Need("cmake", "CMake", "configures the build of a backend", BACKEND, command("cmake")),
    Need("make", "make", "runs that build", BACKEND, command("make", "ninja")),
    Need("glslc", "glslc", "compiles what a card computes", GLSLC, command("glslc")),
    Need(
        "libvulkan-dev",
        "Vulkan’s headers",
        "the backend speaks to the driver by them",
        VULKAN,
        header("vulkan/vulkan.hpp"),
    ),
    Need(
        "spirv-headers",
        "SPIR-V’s headers",
        "what a card computes is written in it",
        VULKAN,
        header("spirv/unified1/spirv.hpp"),
    ),
)


def missing(purposes: Iterable[str], needs: Iterable[Need] = NEEDS) -> list[Need]:
    """The needs of these purposes that the system doesn't meet, found out by looking."""
    wanted = set(purposes)
    return [need for need in needs if need.purpose in wanted and not need.there()]
