"""What the Vulkan backend is built with: the system's headers and glslc where they suffice, else the next release's."""

from __future__ import annotations

import os
import shutil
import subprocess

from . import newer, system
from .needs import GLSLC, VULKAN
from .places import Places, SetupError

# 1.3.272 brought what llama.cpp names: `vk::LayerSettingEXT`.
_ASKS_HEADERS = "#include <vulkan/vulkan_core.h>\n#ifndef VK_EXT_LAYER_SETTINGS_SPEC_VERSION\n#error too old\n#endif\n"
# What makes prompts several times as fast on newer cards; an older glslc leaves it out without a word.
_ASKS_GLSLC = "#version 450\n#extension GL_EXT_integer_dot_product : require\nvoid main() {}\n"


def flags(places: Places) -> list[str]:
    """CMake's arguments for headers and glslc; fetches what the system has only in an older version. Raises
    SetupError."""
    given = os.environ.get("CMAKE_ARGS", "")
    suffices = "-DVulkan_INCLUDE_DIR" in given or _headers_suffice()
    if suffices and (_glslc_suffices() or not newer.available()):
        if absent := system.ensure([VULKAN, GLSLC]):
            raise SetupError(f"The Vulkan backend can't be built without {absent[0].thing}.")
        return []
    if absent := system.ensure([VULKAN]):
        raise SetupError(f"The Vulkan backend can't be built without {absent[0].thing}.")
    if not newer.available():
        raise SetupError(
            "Vulkan's headers are too old here: 1.3.272 or newer are needed. "
            "Name the folder of newer ones: CMAKE_ARGS=-DVulkan_INCLUDE_DIR=FOLDER"
        )
    root = newer.unpack(places, ("libvulkan-dev",), ("glslc",))
    found = [f"-DVulkan_GLSLC_EXECUTABLE={newer.command(root, 'glslc')}"]
    return found if "-DVulkan_INCLUDE_DIR" in given else [*found, f"-DVulkan_INCLUDE_DIR={root / 'usr/include'}"]


def identity() -> str:
    """What tells one such choice from another; nothing is fetched to find out."""
    if newer.available() and not (_headers_suffice() and _glslc_suffices()):
        return f"the next release after {newer.release()}"
    glslc = shutil.which("glslc")
    return subprocess.run([glslc, "--version"], capture_output=True, text=True, check=False).stdout if glslc else ""


def _headers_suffice() -> bool:
    compiler = shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
    return compiler is not None and _accepts([compiler, "-x", "c++", "-E", "-o", os.devnull, "-"], _ASKS_HEADERS)


def _glslc_suffices() -> bool:
    glslc = shutil.which("glslc")
    asked = ["-fshader-stage=compute", "--target-env=vulkan1.3", "-o", os.devnull, "-"]
    return glslc is not None and _accepts([glslc, *asked], _ASKS_GLSLC)


def _accepts(command: list[str], text: str) -> bool:
    return subprocess.run(command, input=text, text=True, capture_output=True, check=False).returncode == 0
