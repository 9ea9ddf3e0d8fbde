"""The models that set-up installs: known by file name, so that they have a short name and their own terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Starter:
    """A starter's short name, licence, and the file of terms that lies beside it."""

    name: str
    licence: str
    notice: str = ""


STARTERS = {
    "SmolLM2-135M-Instruct.Q4_1.gguf": Starter("SmolLM2 135M", "Apache-2.0", "SmolLM2-LICENSE.txt"),
    "gemma-3-270m-q4_k_m.gguf": Starter("Gemma 3 270M", "Gemma", "GEMMA_TERMS.html"),
}
