"""The models that come with Lamplight: known by file name, so that they have a short name and their own terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Starter:
    """A starter's short name, licence, and the file of terms that lies beside it.

    Those that are fetched for people (`repository` isn't "") say how: the file is whole when its SHA-256 is this
    one, and `least_memory` is what a machine must have, in bytes. The others come with the set-up.
    """

    name: str
    licence: str
    notice: str = ""
    file: str = ""
    size: int = 0
    sha256: str = ""
    repository: str = ""
    revision: str = ""
    least_memory: int = 0
    languages: tuple[str, ...] = ()


_FETCHED = (
    Starter(
        name="Qwen2.5 Coder 1.5B",
        licence="Apache-2.0",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        revision="38f6bab61d341b23a6c00226f32c0d6148bf9f43",
        least_memory=6_000_000_000,
        languages=("en", "zh"),
    ),
    Starter(
        name="Qwen2.5 Coder 0.5B",
        licence="Apache-2.0",
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        size=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        repository="Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
        revision="ebb2015119c907b064c512bf053e945850b5875f",
        languages=("en", "zh"),
    ),
)

STARTERS = {
    "SmolLM2-135M-Instruct.Q4_1.gguf": Starter("SmolLM2 135M", "Apache-2.0", "SmolLM2-LICENSE.txt", languages=("en",)),
    "gemma-3-270m-q4_k_m.gguf": Starter("Gemma 3 270M", "Gemma", "GEMMA_TERMS.html"),
    **{starter.file: starter for starter in _FETCHED},
}


def starter_for(total_memory: int) -> Starter:
    """The starter to fetch for a machine with this much memory in all, in bytes."""
    return next(starter for starter in _FETCHED if starter.least_memory <= total_memory)


def better_than(file: str, other: str) -> bool:
    """Whether the starter of this file name is fetched for people and the other is not, or stands after it."""
    order = [starter.file for starter in _FETCHED]
    return file in order and (other not in order or order.index(file) < order.index(other))
