"""How to use a graphics card, for the system this is."""

from __future__ import annotations

import sys

from desktop.base.i18n import translate


def card_help() -> list[tuple[str, str]]:
    """Names of backends and what each takes on this system."""
    if sys.platform == "darwin":
        return [("Metal", _metal())]
    vulkan = _vulkan_windows() if sys.platform == "win32" else _vulkan_linux()
    return [("Vulkan", vulkan), ("CUDA", _cuda()), ("ROCm", _rocm())]


def folder_help() -> str:
    """What the folder of backends is for."""
    return translate(
        "HardwarePage",
        "A backend is one file whose name begins with “libggml-” or “ggml-”. It must be built from the same version of "
        "llama.cpp as Lamplight’s. Put it into the folder and look again: it is tried in a process of its own first, "
        "so that a bad driver can’t harm anything.",
    )


def _metal() -> str:
    return translate("HardwarePage", "Every Mac with Apple’s own chip has it, and nothing needs to be installed.")


def _vulkan_linux() -> str:
    return translate(
        "HardwarePage",
        "For cards of every maker. Install the driver: mesa-vulkan-drivers for AMD and Intel, the maker’s own for "
        "NVIDIA. Then, in Lamplight’s source: make backend ARGS=vulkan",
    )


def _vulkan_windows() -> str:
    return translate(
        "HardwarePage",
        "For cards of every maker. The maker’s driver brings it along; the backend is built from Lamplight’s source "
        "with the Vulkan SDK: make backend ARGS=vulkan",
    )


def _cuda() -> str:
    return translate(
        "HardwarePage",
        "For NVIDIA’s cards, the fastest there. It takes the maker’s driver and, to build the backend, the CUDA "
        "toolkit: make backend ARGS=cuda",
    )


def _rocm() -> str:
    return translate(
        "HardwarePage",
        "For AMD’s newer cards. It takes ROCm with its HIP compiler: make backend ARGS=hip. Vulkan does nearly as well "
        "and is far smaller.",
    )
